"""« Annuler l'envoi de relances »: the day, four boxes, a big red button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops import wording
from relance_ops.dashboard.components import dialog, on_click, plain, text
from relance_ops.i18n import _
from relance_ops.model import Kind
from relance_ops.practice import Practice

# Green for letters and pink for cards, as the receptionist knows them.
_BOX_COLOURS = {
    Kind.LETTER: "success",
    Kind.CARD: "secondary",
    Kind.SMS: "warning",
    Kind.EMAIL: "primary",
}


class CancelDialog(pn.viewable.Viewer):
    """What to undo, how much that is, and the undo."""

    practice: Practice = param.Parameter(constant=True)
    by = param.String(doc="Who undoes.")
    done: Callable[..., None] = param.Callable(doc="Told the outcome in a sentence.")
    sent_on: date = param.CalendarDate(doc="The day of the send.")
    letters = param.Boolean(default=True)
    cards = param.Boolean(default=True)
    sms = param.Boolean(default=False)
    emails = param.Boolean(default=False)
    family = param.Selector(default="", objects=["", "act", "information"])

    def __init__(self, **parameters: Any) -> None:
        super().__init__(sent_on=parameters["practice"].today(), **parameters)
        self._count = text("", sx={"fontWeight": 600})
        self._warning = pmui.Alert(
            _(
                "Les SMS et les emails sont déjà partis : ils partiraient une seconde fois."
            ),
            alert_type="warning",
            visible=False,
            margin=(4, 0),
            sizing_mode="stretch_width",
        )
        self._red = pmui.Button(
            label=_("Annuler l'envoi"), icon="undo", color="error", variant="contained",
            size="large", on_click=on_click(self.undo), sizing_mode="stretch_width",
            sx={"fontSize": "1.2rem", "py": "14px"},
        )  # fmt: skip
        self._dialog = dialog(
            *self._fields(), self._warning, self._count, self._red,
            pmui.Button(label=_("Fermer"), variant="text", on_click=on_click(self.close)),
            title=_("Annuler l'envoi de relances"),
        )  # fmt: skip

    def ask(self) -> None:
        """Open the dialog on today's send, the two paper boxes ticked."""
        self.param.update(
            sent_on=self.practice.today(), letters=True, cards=True, sms=False,
            emails=False, family="",
        )  # fmt: skip
        self.count()
        self._dialog.open = True

    def close(self) -> None:
        """Close it; nothing is undone."""
        self._dialog.open = False

    def kinds(self) -> list[Kind]:
        """The ticked ways out."""
        boxes = {
            Kind.LETTER: self.letters,
            Kind.CARD: self.cards,
            Kind.SMS: self.sms,
            Kind.EMAIL: self.emails,
        }
        return [kind for kind, ticked in boxes.items() if ticked]

    @param.depends("sent_on", "letters", "cards", "sms", "emails", "family", watch=True)
    def count(self) -> None:
        """Show how much would be undone."""
        found = self.practice.cancellable(
            sent_on=self.sent_on, kinds=self.kinds(), family=self.family or None
        )
        self._count.object = plain(
            _("Seront annulés : {counts}.").format(counts=wording.counts(found))
            if found
            else _("Rien à annuler pour ce jour et ces cases.")
        )
        self._warning.visible = self.sms or self.emails
        self._red.disabled = not found

    def undo(self) -> None:
        """The big red button."""
        voided = self.practice.cancel(
            sent_on=self.sent_on,
            by=self.by,
            kinds=self.kinds(),
            family=self.family or None,
        )
        self.close()
        self.done(
            _(
                "Annulés : {counts}. Rafraîchissez la liste pour les envoyer de nouveau."
            ).format(counts=wording.counts(voided))
            if voided
            else _("Il n'y avait rien à annuler."),
            is_empty=not voided,
        )

    def _fields(self) -> list[Any]:
        boxes = (
            (self.param.letters, _("Lettres"), Kind.LETTER),
            (self.param.cards, _("Cartes"), Kind.CARD),
            (self.param.sms, _("SMS"), Kind.SMS),
            (self.param.emails, _("Emails"), Kind.EMAIL),
        )
        families = {
            _("Toutes les relances"): "",
            _("Relances d'actes"): "act",
            _("Relances d'informations"): "information",
        }
        return [
            pmui.DatePicker.from_param(
                self.param.sent_on, label=_("Date de l'envoi"), description="",
                format=_("DD/MM/YYYY"), sizing_mode="stretch_width"
            ),
            pmui.FlexBox(
                *(
                    pmui.Checkbox.from_param(
                        parameter, label=label, color=_BOX_COLOURS[kind], margin=0,
                        description="",
                    )
                    for parameter, label, kind in boxes
                ),
                gap="14px",
                margin=(8, 10),
            ),
            pmui.Select.from_param(
                self.param.family, label=_("Famille"), description="", options=families,
                sizing_mode="stretch_width",
            ),
        ]  # fmt: skip

    def __panel__(self) -> pn.viewable.Viewable:
        return self._dialog
