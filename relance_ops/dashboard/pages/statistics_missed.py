"""« Retards et oublis »: who is late, by how much, and whom the rules forget."""

from __future__ import annotations

from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops import clinic_figures
from relance_ops.dashboard import figure_cards, missed
from relance_ops.dashboard.afterwards import afterwards
from relance_ops.dashboard.components import plain
from relance_ops.dashboard.figure_cards import FigureCard
from relance_ops.dashboard.missed import Missed
from relance_ops.dashboard.page import Page
from relance_ops.dashboard.pages.statistics_cards import Cards, Place, Shown, Tile
from relance_ops.i18n import _, day, ngettext, number
from relance_ops.periods import Period

PLACES = (
    Place(clinic_figures.LATE_SINCE, 352, is_wide=True),
    Place(clinic_figures.LATE_CATEGORIES, 352),
    Place(clinic_figures.FORGOTTEN_WHY, 230),
    Place(clinic_figures.FORGOTTEN_SPECIES, 230),
    Place(clinic_figures.FORGOTTEN_ACTS, 230),
)


class MissedTab(Page):
    """What animals did not come for, and those that nothing will bring back."""

    found: Missed | None = param.Parameter(
        default=None, doc="None while it is being counted."
    )

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.cards = Cards(self.session, clinic_figures.MISSED_TILES, PLACES)
        self.load()

    def load(self) -> None:
        """Read again: something changed, here or elsewhere."""
        statistics, today = self.practice.statistics, self.practice.today()

        def work() -> tuple[Missed, Shown]:
            found = missed.read(statistics, today)
            return found, Shown(Period(today, today), tiles(found), cards(found))

        afterwards(work, lambda told: self.show(*told))

    def show(self, found: Missed, shown: Shown) -> None:
        """Show what was counted."""
        self.found = found
        self.cards.show(shown)

    def __panel__(self) -> pn.viewable.Viewable:
        return pmui.Column(self.cards, sizing_mode="stretch_width", margin=0)


def cards(found: Missed) -> dict[str, FigureCard]:
    """Every card, by the key of its figure."""
    recent, lost = missed.late_facts(found.recent), missed.lost_facts(found.forgotten)
    return {
        key: figure_cards.of_chart(chart, recent if key.startswith("late") else lost)
        for key, chart in found.charts().items()
    }


def tiles(found: Missed) -> tuple[Tile, ...]:
    """The four numbers."""
    lost = missed.lost_facts(found.forgotten)
    as_of = plain(_("au {day}").format(day=day(found.on)))
    acts = ngettext("{n} acte attendu", "{n} actes attendus", found.late.count)
    counted = (
        (found.late_animals, found.late, acts.format(n=number(found.late.count))),
        (found.new.count, found.new, _("moins de 3 mois")),
        (found.old.count, found.old, _("plus de 2 ans")),
        (lost.count, lost, _("aucune règle ne les rappelle")),
    )
    return tuple(
        Tile(figure, number(n), behind, (plain(words), as_of))
        for figure, (n, behind, words) in zip(
            clinic_figures.MISSED_TILES, counted, strict=True
        )
    )
