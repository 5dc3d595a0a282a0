"""The figures of a period as files: numbers that a spreadsheet opens."""

from __future__ import annotations

from babel.numbers import format_decimal

from relance_ops import figures
from relance_ops.dashboard.chart_values import Chart, Shape
from relance_ops.dashboard.figure_sheets import value
from relance_ops.exports import Cell, Sheet, as_csv
from relance_ops.figures import Figure
from relance_ops.i18n import _, language
from relance_ops.periods import Period
from relance_ops.tallies import Overview

MEDIA = {"csv": "text/csv", "png": "image/png", "pdf": "application/pdf"}


def file_name(key: str, period: Period, ending: str) -> str:
    """What the browser calls a file of figures."""
    return f"statistiques-{key}-{period.since}-{period.until}.{ending}"


def chart_csv(chart: Chart) -> bytes:
    """The numbers of a chart as a file."""
    return as_csv(chart_table(chart))


def chart_table(chart: Chart) -> Sheet:
    """The numbers of a chart: a line each bar; of a single bar in pieces, each piece."""
    figure = chart.figure
    title = chart.title
    if figure.is_money:
        title = _("{figure} (€)").format(figure=title)
    titles: tuple[str, ...] = ("", title)
    if chart.shape is Shape.COLUMNS:
        titles = (title, *(part.name for part in chart.bars[0].parts), _("Total"))
    rows = tuple(
        (label, *(_cell(figure, number) for number in numbers))
        for label, numbers in _lines(chart)
    )
    return Sheet(figure.key, titles, rows)


def _lines(chart: Chart) -> list[tuple[str, tuple[int, ...]]]:
    if chart.shape is Shape.COLUMNS:
        return [
            (bar.words, (*(part.value for part in bar.parts), bar.total))
            for bar in chart.bars
        ]
    if chart.shape is Shape.SHARE:
        return [(part.name, (part.value,)) for part in chart.bars[0].parts]
    return [(bar.words, (bar.total,)) for bar in chart.bars]


def numbers_csv(overview: Overview) -> bytes:
    """The eight numbers, in the period and in those it is compared with."""
    period = overview.period
    compared = (
        (period, overview.now),
        (period.before, overview.before),
        (period.year_before, overview.year_before),
    )
    return as_csv(
        Sheet(
            "figures",
            ("", *(figures.period_words(one) for one, _counted in compared)),
            tuple(
                (
                    figure.title,
                    *(
                        _cell(figure, value(figure, totals))
                        if overview.knows(one)
                        else None
                        for one, totals in compared
                    ),
                )
                for figure in figures.TOTALS
            ),
        )
    )


def _cell(figure: Figure, number: int) -> Cell:
    """Euros as this language's spreadsheet reads them; whole numbers as they are."""
    if not figure.is_money:
        return number
    return format_decimal(number / 100, "0.00", locale=language())
