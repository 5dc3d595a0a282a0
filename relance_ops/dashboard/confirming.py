"""« Envoyer les relances ? »: what will leave, what will not, and the last word."""

from __future__ import annotations

import panel as pn
import panel_material_ui as pmui

from relance_ops import wording
from relance_ops.dashboard.components import (
    Action,
    Tiles,
    at_first_use,
    big_button,
    dialog,
    plain,
    small_button,
    text,
)
from relance_ops.i18n import _, ngettext
from relance_ops.model import Kind, ReminderState
from relance_ops.reports import Preview


class Confirmation(pn.viewable.Viewer):
    """The question before a send.

    Args:
        send: What « Envoyer maintenant » does.
    """

    def __init__(self, *, send: Action) -> None:
        super().__init__()
        self._needed = 0
        self._leaving = text("", margin=(0, 0, 8, 0))
        self._tiles = Tiles(badges=False)
        self._warning = pmui.Alert(
            "", severity="warning", visible=False, margin=(12, 0, 0, 0),
            sizing_mode="stretch_width",
        )  # fmt: skip
        self._facts = text("", sx={"lineHeight": 1.8}, sizing_mode="stretch_width")
        self.now = big_button(
            _("Envoyer maintenant"),
            send,
            icon="send",
            color="success",
            margin=(12, 0, 4, 0),
        )
        self.dialog = dialog(
            self._leaving,
            self._tiles,
            self._warning,
            pmui.Column(self._facts, margin=(10, 0, 0, 0), sizing_mode="stretch_width"),
            self.now,
            small_button(_("Annuler"), self.close, variant="text"),
            title=_("Envoyer les relances ?"),
            closes=True,
        )

    def ask(self, preview: Preview) -> None:
        """Show *preview* and wait."""
        leaving = {kind: preview.count(kind) for kind in Kind}
        words = wording.counts(leaving) or _("rien")
        self._leaving.object = plain(_("Vont partir : {counts}.").format(counts=words))
        self._tiles.show(leaving)
        self._needed = preview.sms_parts
        self._facts.object = "<br>".join(plain(fact) for fact in facts(preview))
        warning = unusual(preview)
        self._warning.param.update(object=plain(warning), visible=bool(warning))
        self.dialog.open = True

    def show_credit(self, left: int | None) -> None:
        """Warn when the SMS account has too little *left* for what was asked."""
        said = wording.short_of_credit(left, self._needed)
        if not said:
            return
        told = [plain(said), self._warning.object if self._warning.visible else ""]
        self._warning.param.update(
            object="<br>".join(one for one in told if one), visible=True
        )

    def close(self) -> None:
        """Close it; nothing leaves."""
        self.dialog.open = False

    def __panel__(self) -> pn.viewable.Viewable:
        return at_first_use(self.dialog)


def staying(preview: Preview) -> str:
    """How many reminders do not leave, and why; "" when all do."""
    states = [reminder.state for reminder in preview.waiting]
    held = states.count(ReminderState.HELD)
    blocked = states.count(ReminderState.BLOCKED)
    parts = [
        ngettext("{n} retenue", "{n} retenues", held).format(n=held) if held else "",
        ngettext("{n} sans coordonnées", "{n} sans coordonnées", blocked).format(
            n=blocked
        )
        if blocked
        else "",
    ]
    shown = ", ".join(part for part in parts if part)
    return _("Ne partent pas : {shown}.").format(shown=shown) if shown else ""


def facts(preview: Preview) -> list[str]:
    """What stays, the SMS parts, the cost and the time, one sentence each."""
    said = [staying(preview)] if preview.waiting else []
    if preview.sms_parts:
        said.append(
            ngettext(
                "Les SMS compteront pour {n} message.",
                "Les SMS compteront pour {n} messages.",
                preview.sms_parts,
            ).format(n=preview.sms_parts)
        )
    if preview.cost_cents:
        said.append(
            _("Coût estimé : {cost}.").format(cost=wording.money(preview.cost_cents))
        )
    said.append(
        _("Durée estimée : {lasting}.").format(lasting=lasting(preview.seconds))
    )
    return said


def unusual(preview: Preview) -> str:
    """The warning of a sudden volume; "" on an ordinary day."""
    if preview.unusual is None:
        return ""
    return _(
        "C'est {times} fois plus qu'un jour ordinaire : est-ce bien voulu ?"
    ).format(times=round(preview.unusual))


def lasting(seconds: int) -> str:
    """A duration as one says it."""
    if seconds < 60:
        n = max(seconds, 1)
        return ngettext("{n} seconde", "{n} secondes", n).format(n=n)
    minutes = round(seconds / 60)
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
