"""The figures of a period as HTML: the numbers, and a card around each chart."""

from __future__ import annotations

from collections.abc import Iterable

from relance_ops import figures
from relance_ops.dashboard.bars import Drawn, draw
from relance_ops.dashboard.chart_values import Chart
from relance_ops.dashboard.components import plain
from relance_ops.figures import Figure
from relance_ops.i18n import _, day
from relance_ops.periods import Grain
from relance_ops.tallies import Overview, Totals

# What a card's buttons tell; a piece of its chart tells a number.
ROWS, CSV, PNG, PDF = "rows", "csv", "png", "pdf"

MANY = 7  # bars that two columns hold better than one


def numbers(overview: Overview) -> str:
    """The eight numbers that are read first, each with how it changed."""
    tiles = "".join(_tile(figure, overview) for figure in figures.TOTALS)
    return f'<div class="tiles">{tiles}</div>'


def compared_with(overview: Overview) -> str:
    """What the changes are measured against, in one or two sentences."""
    before, year = overview.period.before, overview.period.year_before
    said = []
    if overview.knows(before):
        said.append(_("Avant : {period}.").format(period=figures.period_words(before)))
    if before != year and overview.knows(year):
        said.append(
            _("Un an plus tôt : {period}.").format(period=figures.period_words(year))
        )
    if overview.first_day and not overview.knows(year):
        said.append(
            _("Les premiers envois datent du {day} : rien à comparer plus tôt.").format(
                day=day(overview.first_day)
            )
        )
    return " ".join(said)


def changes(figure: Figure, overview: Overview) -> list[tuple[str, str]]:
    """How a figure changed: an arrow with words, and what it was."""
    now = value(figure, overview.now)
    before, year = overview.period.before, overview.period.year_before
    compared = [(before, overview.before, figures.BEFORE)]
    if year != before:
        compared.append((year, overview.year_before, figures.YEAR_BEFORE))
    return [
        (
            figures.change(now, value(figure, then), than),
            figure.said(value(figure, then)),
        )
        for period, then, than in compared
        if overview.knows(period)
    ]


def value(figure: Figure, totals: Totals) -> int:
    """The number of *figure* in *totals*."""
    found = getattr(totals, figure.key)
    assert isinstance(found, int)
    return found


def _tile(figure: Figure, overview: Overview) -> str:
    lines = [
        f"{plain(words)} <span>({then})</span>"
        for words, then in changes(figure, overview)
    ]
    return tile(figure, figure.said(value(figure, overview.now)), lines)


def tile(figure: Figure, said: str, lines: Iterable[str] = ()) -> str:
    """One number that is read first; *lines*, as HTML, stand below it."""
    below = "".join(f'<p class="change">{line}</p>' for line in lines)
    return (
        f'<section class="tile"><div class="head"><h3>{plain(figure.title)}</h3>'
        f"{meaning(figure)}</div>"
        f'<button type="button" class="number" data-do="{figure.key}" '
        f'aria-label="{plain(figure.title)} : {said}">{said}</button>{below}</section>'
    )


def meaning(figure: Figure) -> str:
    """The small « ? », and the definition that it opens."""
    label = _("Définition : {figure}").format(figure=figure.title)
    return (
        f'<details class="meaning"><summary aria-label="{plain(label)}">?</summary>'
        f"<p>{plain(figure.definition)}</p></details>"
    )


def chart_sheet(chart: Chart, grain: Grain | None = None) -> Drawn:
    """A chart in its card: title, definition, what can be done with it."""
    drawn = chart_body(chart)
    html = card_html(
        chart.figure, drawn.html, title=chart.title, aside=_grains(grain),
        actions="" if chart.is_empty else actions(chart.figure, chart.title),
        wide=len(chart.bars) >= MANY,
    )  # fmt: skip
    return Drawn(html, drawn.pieces)


def chart_body(chart: Chart) -> Drawn:
    """A chart without its card."""
    return draw(chart) if not chart.is_empty else _nothing(chart)


def card_html(
    figure: Figure,
    body: str,
    *,
    title: str = "",
    aside: str = "",
    actions: str = "",
    wide: bool = False,
) -> str:
    """A white card around *body*; *wide*: its rows stand in two columns on a desk."""
    style = "card two-wide" if wide else "card"
    return (
        f'<section class="{style}"><div class="head">'
        f"<h3>{plain(title or figure.title)}</h3>{meaning(figure)}{aside}</div>"
        f'{body}<div class="actions">{actions}</div></section>'
    )


def waiting_sheet(figure: Figure) -> str:
    """The card of a figure that is still being counted."""
    counting = plain(_("Comptage en cours…"))
    return (
        f'<section class="card"><div class="head"><h3>{plain(figure.title)}</h3>'
        f"{meaning(figure)}</div>"
        f'<p class="nothing">{counting}</p></section>'
    )


def _nothing(chart: Chart) -> Drawn:
    return Drawn(f'<p class="nothing">{plain(chart.nothing)}</p>')


def _grains(grain: Grain | None) -> str:
    """By week or by month: the one that is shown is pressed."""
    if grain is None:
        return ""
    words = {Grain.WEEK: _("Semaines"), Grain.MONTH: _("Mois")}
    pressed = (
        f'<button type="button" data-do="{one.value}" '
        f'aria-pressed="{str(one is grain).lower()}">{word}</button>'
        for one, word in words.items()
    )
    return f'<span class="grains">{"".join(pressed)}</span>'


def actions(figure: Figure, title: str, rows: str = "") -> str:
    """What can be done with a card.

    Args:
        figure: What it shows.
        title: Its heading.
        rows: What the button says that shows the rows; deliveries by default.
    """
    seen = rows or _("Voir les envois")
    said = {
        ROWS: (seen, f"{seen} : {title}"),
        CSV: ("CSV", _("Télécharger les chiffres : {figure}").format(figure=title)),
        PNG: ("PNG", _("Télécharger l'image : {figure}").format(figure=title)),
        PDF: ("PDF", _("Télécharger la page : {figure}").format(figure=title)),
    }
    if figure is figures.REACHABLE:
        del said[ROWS]
    return "".join(
        f'<button type="button" data-do="{what}" aria-label="{plain(label)}" '
        f'title="{plain(label)}">{plain(word)}</button>'
        for what, (word, label) in said.items()
    )
