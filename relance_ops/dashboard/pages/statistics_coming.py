"""« Les 12 semaines à venir »: what would leave, and cost, with what that assumes."""

from __future__ import annotations

from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops import clinic_figures
from relance_ops.dashboard import figure_cards, forecast
from relance_ops.dashboard.afterwards import afterwards
from relance_ops.dashboard.components import plain
from relance_ops.dashboard.figure_cards import FigureCard
from relance_ops.dashboard.forecast import Forecast
from relance_ops.dashboard.page import Page
from relance_ops.dashboard.pages.statistics_cards import Cards, Place, Shown, Tile
from relance_ops.dashboard.sheet import Sheet
from relance_ops.i18n import _, day, number
from relance_ops.wording import money

PLACES = (
    Place(clinic_figures.COMING_VOLUMES, 352, is_wide=True),
    Place(clinic_figures.COMING_SHARES, 352),
    Place(clinic_figures.COMING_COSTS, 352, is_wide=True),
)
NOTE_PIXELS = 352


class ComingTab(Page):
    """Twelve weeks of deliveries and their cost, by channel."""

    found: Forecast | None = param.Parameter(
        default=None, doc="None while it is being counted."
    )

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.assumed = Sheet(
            told=lambda _what: None, html=_assumptions(()), min_height=NOTE_PIXELS
        )
        self.cards = Cards(
            self.session, clinic_figures.COMING_TILES, PLACES, after=[self.assumed]
        )
        self.load()

    def load(self) -> None:
        """Read again: what has just left will not leave."""
        practice, today = self.practice, self.practice.today()

        def work() -> tuple[Forecast, Shown]:
            found = forecast.read(practice, today)
            return found, Shown(found.period, tiles(found), cards(found))

        afterwards(work, lambda told: self.show(*told))

    def show(self, found: Forecast, shown: Shown) -> None:
        """Show what was counted."""
        self.found = found
        self.cards.show(shown)
        self.assumed.html = _assumptions(found.simulation.assumptions())

    def __panel__(self) -> pn.viewable.Viewable:
        return pmui.Column(self.cards, sizing_mode="stretch_width", margin=0)


def cards(found: Forecast) -> dict[str, FigureCard]:
    """Every card, by the key of its figure."""
    return {
        key: figure_cards.of_chart(chart, found.reminders)
        for key, chart in found.charts().items()
    }


def tiles(found: Forecast) -> tuple[Tile, ...]:
    """The four numbers."""
    totals, behind = found.simulation.totals(), found.reminders
    counted = (
        sum(totals.deliveries.values()), totals.reminders, totals.clients,
        totals.cost_cents,
    )  # fmt: skip
    until = _("d'ici le {day}").format(day=day(found.period.until))
    parts = _("{n} parties de SMS").format(n=number(totals.sms_parts))
    each = _("{cost} par relance").format(
        cost=money(round(totals.cost_cents / max(totals.reminders, 1)))
    )
    said = (until, parts, until, each)
    return tuple(
        Tile(
            figure, money(n) if figure.is_money else number(n), behind, (plain(words),)
        )
        for figure, n, words in zip(
            clinic_figures.COMING_TILES, counted, said, strict=True
        )
    )


def _assumptions(sentences: tuple[str, ...]) -> str:
    title = plain(_("Ce que cela suppose"))
    items = "".join(f"<li>{plain(sentence)}</li>" for sentence in sentences)
    return (
        f'<section class="card"><div class="head"><h3>{title}</h3></div>'
        f'<ul class="assumed">{items}</ul></section>'
    )
