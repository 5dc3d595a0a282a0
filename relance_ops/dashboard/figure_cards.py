"""A figure in its card, whatever it shows: how it looks, its numbers, its picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from relance_ops.dashboard.bars import Drawn
from relance_ops.dashboard.chart_values import Behind, Chart
from relance_ops.dashboard.come_back import Curve, Rate, Rates
from relance_ops.dashboard.figure_files import chart_table
from relance_ops.dashboard.figure_sheets import actions, card_html, chart_body
from relance_ops.dashboard.returns_drawn import curve as curve_drawn
from relance_ops.dashboard.returns_drawn import rates as rates_drawn
from relance_ops.exports import Cell, Sheet
from relance_ops.figures import Figure
from relance_ops.i18n import _


@dataclass(frozen=True, slots=True)
class FigureCard:
    """One figure.

    Attributes:
        drawn: What stands in the card, and what of it can be pressed.
        table: Its numbers, as a file takes them.
        image: Its picture as "png" or "pdf".
        behind: What all of it counts.
        is_empty: Nothing can be taken away.
    """

    figure: Figure
    drawn: Drawn
    table: Sheet
    image: Callable[[str], bytes]
    behind: Behind
    is_empty: bool = False

    @property
    def html(self) -> str:
        """The whole card."""
        buttons = actions(self.figure, self.figure.title, _("Voir les animaux"))
        return card_html(
            self.figure, self.drawn.html, actions="" if self.is_empty else buttons
        )


def of_chart(chart: Chart, behind: Behind) -> FigureCard:
    """A chart of bars."""
    return FigureCard(
        chart.figure, chart_body(chart), chart_table(chart), partial(_chart, chart),
        behind, chart.is_empty,
    )  # fmt: skip


def of_rates(rates: Rates, behind: Behind) -> FigureCard:
    """Groups with their rate."""
    return FigureCard(
        rates.figure, rates_drawn(rates), rates_table(rates), partial(_rates, rates),
        behind, not rates.lines,
    )  # fmt: skip


def of_curve(curve: Curve) -> FigureCard:
    """The curve of returns."""
    return FigureCard(
        curve.figure, curve_drawn(curve), curve_table(curve), partial(_curve, curve),
        curve.behind, not curve.days,
    )  # fmt: skip


def rates_table(rates: Rates) -> Sheet:
    """A line for each group; a column more where act types have prices."""
    titles = [
        rates.figure.title, _("Relances"), _("Suivies"), _("Retours"), _("Taux (%)"),
        _("Intervalle, bas (%)"), _("Intervalle, haut (%)"), _("Coût par retour (€)"),
        _("Trop récent"),
    ]  # fmt: skip
    if rates.has_revenue:
        titles.append(_("Chiffre d'affaires (€)"))
    rows = (_line(line, with_revenue=rates.has_revenue) for line in rates.lines)
    return Sheet(rates.figure.key, tuple(titles), tuple(rows))


def _line(line: Rate, *, with_revenue: bool) -> tuple[Cell, ...]:
    shares = (line.share, line.low, line.high)
    return (
        line.name, line.reminders, line.followed, line.returned,
        *(_percent(share) if line.followed else None for share in shares),
        _euros(line.cents),
        _("oui") if line.too_recent else _("non"),
        *((_euros(line.revenue_cents),) if with_revenue else ()),
    )  # fmt: skip


def curve_table(curve: Curve) -> Sheet:
    """A line for each day with a return."""
    rows = zip(curve.days, curve.shares, curve.lows, curve.highs, strict=True)
    return Sheet(
        curve.figure.key,
        (_("Jours"), _("Revenus (%)"), _("Bande, bas (%)"), _("Bande, haut (%)")),
        tuple((day, *map(_percent, shares)) for day, *shares in rows),
    )


def _percent(share: float) -> float:
    return round(100 * share, 1)


def _euros(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


# matplotlib takes a second to load, which nobody waits for who only looks.


def _chart(chart: Chart, ending: str) -> bytes:
    from relance_ops.dashboard.printed import chart_image  # noqa: PLC0415

    return chart_image(chart, ending)


def _rates(rates: Rates, ending: str) -> bytes:
    from relance_ops.dashboard.returns_printed import rates_image  # noqa: PLC0415

    return rates_image(rates, ending)


def _curve(curve: Curve, ending: str) -> bytes:
    from relance_ops.dashboard.returns_printed import curve_image  # noqa: PLC0415

    return curve_image(curve, ending)
