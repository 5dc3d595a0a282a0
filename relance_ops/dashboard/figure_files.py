"""The figures of a period as files: numbers that a spreadsheet opens."""

from __future__ import annotations

from babel.numbers import format_decimal

from relance_ops import figures
from relance_ops.dashboard.figure_sheets import value
from relance_ops.dashboard.pictures import Chart
from relance_ops.exports import Sheet, as_csv
from relance_ops.figures import Figure
from relance_ops.i18n import _, language
from relance_ops.periods import Period
from relance_ops.tallies import Overview

CSV_MEDIA, PNG_MEDIA, PDF_MEDIA = "text/csv", "image/png", "application/pdf"


def file_name(key: str, period: Period, ending: str) -> str:
    """What the browser calls a file of figures."""
    return f"statistiques-{key}-{period.since}-{period.until}.{ending}"


def chart_csv(chart: Chart) -> bytes:
    """The numbers of a chart: a line each bar; or, of a single bar, a line each piece."""
    figure = chart.figure
    title = (
        _("{figure} (€)").format(figure=chart.title) if figure.is_money else chart.title
    )
    if len(chart.bars) == 1:
        rows = [(part.name, _cell(figure, part.value)) for part in chart.bars[0].parts]
        return as_csv(Sheet(figure.key, ("", title), tuple(rows)))
    names = [part.name for part in chart.bars[0].parts]
    titles = ("", *names, _("Total")) if len(names) > 1 else ("", title)
    return as_csv(
        Sheet(
            figure.key,
            (title, *titles[1:]) if len(names) > 1 else titles,
            tuple(
                (
                    bar.words,
                    *(_cell(figure, part.value) for part in bar.parts),
                    *([_cell(figure, bar.total)] if len(names) > 1 else []),
                )
                for bar in chart.bars
            ),
        )
    )


def numbers_csv(overview: Overview) -> bytes:
    """The eight numbers, in the period and in those it is compared with."""
    period = overview.period
    periods = (period, period.before, period.year_before)
    totals = (overview.now, overview.before, overview.year_before)
    return as_csv(
        Sheet(
            "figures",
            ("", *(figures.period_words(one) for one in periods)),
            tuple(
                (figure.title, *(_cell(figure, value(figure, one)) for one in totals))
                for figure in figures.TOTALS
            ),
        )
    )


def _cell(figure: Figure, number: int) -> str | int:
    """Euros as this language's spreadsheet reads them; whole numbers as they are."""
    if not figure.is_money:
        return number
    return format_decimal(number / 100, "0.00", locale=language())
