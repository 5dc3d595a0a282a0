"""The figures of a period as HTML: the numbers, and a card around each chart."""

from __future__ import annotations

from relance_ops import figures
from relance_ops.dashboard.bars import Drawn, draw
from relance_ops.dashboard.chart_values import Chart
from relance_ops.dashboard.components import plain
from relance_ops.figures import Figure
from relance_ops.i18n import _, day
from relance_ops.periods import Grain
from relance_ops.tallies import Overview, Totals

# What a card's buttons tell; a piece of its chart tells a number.
ROWS, CSV, PNG = "rows", "csv", "png"

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
    said = figure.said(value(figure, overview.now))
    lines = "".join(
        f'<p class="change">{plain(words)} <span>({then})</span></p>'
        for words, then in changes(figure, overview)
    )
    return (
        f'<section class="tile"><div class="head"><h3>{plain(figure.title)}</h3>'
        f"{meaning(figure)}</div>"
        f'<button type="button" class="number" data-do="{figure.key}" '
        f'aria-label="{plain(figure.title)} : {said}">{said}</button>{lines}</section>'
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
    drawn = draw(chart) if not chart.is_empty else _nothing(chart)
    actions = "" if chart.is_empty else "".join(_actions(chart))
    style = "card two-wide" if len(chart.bars) >= MANY else "card"
    html = (
        f'<section class="{style}"><div class="head"><h3>{plain(chart.title)}</h3>'
        f"{meaning(chart.figure)}{_grains(grain)}</div>"
        f'{drawn.html}<div class="actions">{actions}</div></section>'
    )
    return Drawn(html, drawn.pieces)


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


def _actions(chart: Chart) -> list[str]:
    said = {
        ROWS: (_("Voir les envois"), _("Voir les envois : {figure}")),
        CSV: ("CSV", _("Télécharger les chiffres : {figure}")),
        PNG: ("PNG", _("Télécharger l'image : {figure}")),
    }
    if chart.figure is figures.REACHABLE:
        del said[ROWS]
    return [
        f'<button type="button" data-do="{what}" '
        f'aria-label="{plain(label.format(figure=chart.title))}" '
        f'title="{plain(label.format(figure=chart.title))}">{word}</button>'
        for what, (word, label) in said.items()
    ]
