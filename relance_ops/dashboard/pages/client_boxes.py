"""The boxes of a client's record: forms, refusals, returned mail, archives."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard.components import answering, plain, quiet, text
from relance_ops.dashboard.pages.client_words import noted_words
from relance_ops.i18n import N_, _
from relance_ops.model import Form
from relance_ops.records import Record
from relance_ops.settings import FormMode

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.client import ClientPage

FORMS = {
    "by_email": N_("Email"),
    "by_paper": N_("Papier (lettre ou carte)"),
    "by_sms": N_("SMS"),
}
REFUSALS = {
    "refuses_email": N_("Refuse les emails"),
    "refuses_paper": N_("Refuse le papier"),
    "refuses_sms": N_("Refuse les SMS"),
}
OTHERS = {
    "mail_returned": N_("Courrier revenu (NPAI)"),
    "archived": N_("Client archivé"),
}


class Boxes(pn.viewable.Viewer):
    """Every box of one record, each with when and why it was ticked."""

    def __init__(self, page: ClientPage, *, may_edit: bool) -> None:
        super().__init__()
        self._page = page
        labels = {**FORMS, **REFUSALS, **OTHERS}
        self.boxes = {
            field: pmui.Checkbox(label=_(label), disabled=not may_edit, margin=0)
            for field, label in labels.items()
        }
        self.notes = {
            field: quiet("", margin=(0, 0, 4, 34), visible=False) for field in labels
        }
        for field, box in self.boxes.items():
            box.param.watch(self._ticking(field), "value")
        self._mode = quiet("", margin=(0, 0, 4, 0))
        self._layout = pmui.Column(
            _heading(_("Sous quelle forme ?")), self._mode, *self._group(FORMS),
            _heading(_("Refus du client")), *self._group(REFUSALS),
            _heading(_("Autres")), *self._group(OTHERS),
            sizing_mode="stretch_width", margin=0,
        )  # fmt: skip

    def show(self, record: Record, zone: tzinfo) -> None:
        """Tick what *record* holds."""
        mode = self._page.practice.settings().form_mode
        self._mode.object = (
            _("La clinique choisit la forme : ces cases ne servent pas pour l'instant.")
            if mode is FormMode.CLINIC
            else _("Les relances partent par toutes les formes cochées.")
        )
        for field, box in self.boxes.items():
            ticked = holds(record, field)
            box.value = ticked
            noted = field not in FORMS and ticked
            self.notes[field].param.update(
                object=plain(noted_words(record, field, zone)) if noted else "",
                visible=noted,
            )

    def _group(self, fields: dict[str, str]) -> list[Any]:
        return [
            part for field in fields for part in (self.boxes[field], self.notes[field])
        ]

    def _ticking(self, field: str) -> Any:
        def tick() -> None:
            self._page.tick(field, ticked=bool(self.boxes[field].value))

        return answering(tick)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


def holds(record: Record, field: str) -> bool:
    """True when *field* of *record* is ticked."""
    if field == "archived":
        return record.archived
    if field == "mail_returned":
        return record.client.mail_returned
    kind, _bar, form = field.partition("_")
    held = record.client.boxes if kind == "by" else record.client.refusals
    return Form(form) in held


def _heading(words: str) -> pmui.Typography:
    return text(words, "subtitle1", sx={"fontWeight": 600}, margin=(8, 0, 0, 0))
