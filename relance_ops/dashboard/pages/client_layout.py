"""How a client's record looks; it shows the page's state and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard.components import card, plain, quiet, text
from relance_ops.dashboard.listing import Listing
from relance_ops.dashboard.pages.client_animals import AnimalCard
from relance_ops.dashboard.pages.client_boxes import Boxes
from relance_ops.dashboard.pages.client_contacts import CONTACTS, ContactRow
from relance_ops.dashboard.pages.client_data import ClientData
from relance_ops.dashboard.pages.client_words import full_name, reached_words
from relance_ops.i18n import _

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.client import ClientPage

_COLOURS = {
    "good": ("#1f6324", "#e2f2e3"),
    "bad": ("#a31515", "#fde7e7"),
    "warn": ("#7a4200", "#fdeed9"),
}
_FEW = 8


class ClientLayout(pn.viewable.Viewer):
    """The parts of one `ClientPage`."""

    def __init__(self, page: ClientPage) -> None:
        super().__init__()
        self._page = page
        self.client_name = text("", "h3", sx={"overflowWrap": "anywhere"})
        self.number = quiet("")
        self.reached = text(
            "", margin=(10, 0, 6, 0), sizing_mode="stretch_width",
            sx={"fontWeight": 600, "borderRadius": "10px", "p": "8px 14px"},
        )  # fmt: skip
        self.rows = [
            ContactRow(contact, save=page.correct, may_edit=page.may_edit)
            for contact in CONTACTS
        ]
        self.boxes = Boxes(page, may_edit=page.may_edit)
        self.data = ClientData(page) if page.may_forget else None
        self.animals: list[AnimalCard] = []
        self.history = Listing(
            page.open_sent, label=_("Historique"), few=_FEW, when_width=150,
            empty=_("Rien n'a encore été envoyé à ce client."),
        )  # fmt: skip
        self._animals = pmui.Column(sizing_mode="stretch_width", margin=0)
        self._layout = pmui.Column(
            self._arranged(), page.ask, page.as_sent,
            sizing_mode="stretch_width", margin=0,
        )  # fmt: skip

    def draw(self) -> None:
        """Show the record."""
        page, record = self._page, self._page.record
        zone = page.practice.settings().timezone
        words, tone = reached_words(record)
        with pn.io.hold():
            self.client_name.object = plain(full_name(record.client))
            self.number.object = plain(
                _("Client n° {number}").format(number=record.client.client_id)
            )
            colour, tint = _COLOURS[tone]
            self.reached.object = plain(words)
            self.reached.sx = {**self.reached.sx, "color": colour, "bgcolor": tint}
            for row in self.rows:
                row.show(record, zone)
            self.draw_boxes()
            self.animals = [
                AnimalCard(page, animal, on=record.on) for animal in record.animals
            ]
            self._animals[:] = self.animals or [card(quiet(_("Aucun animal.")))]
            self.history.show(page.history())

    def draw_boxes(self) -> None:
        """Tick what is kept."""
        page = self._page
        self.boxes.show(page.record, page.practice.settings().timezone)

    def _arranged(self) -> pmui.Grid:
        who = card(
            self.client_name, self.number, self.reached, *self.rows, sx={"mb": "14px"}
        )
        data = [] if self.data is None else [self.data]
        left = pmui.Column(
            who, card(self.boxes), *data, sizing_mode="stretch_width", margin=0
        )
        heading = text(_("Historique"), "h3", margin=(0, 0, 4, 0))
        right = pmui.Column(
            self._animals, card(heading, self.history),
            sizing_mode="stretch_width", margin=0,
        )  # fmt: skip
        return pmui.Grid(
            pmui.Grid(left, size={"xs": 12, "md": 5}, margin=0),
            pmui.Grid(right, size={"xs": 12, "md": 7}, margin=0),
            container=True, spacing=2, sizing_mode="stretch_width", margin=0,
        )  # fmt: skip

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout
