"""« Annuler l'envoi de relances »: the day, four boxes, a big red button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops import wording
from relance_ops.dashboard.components import (
    answering,
    at_first_use,
    big_button,
    dialog,
    kind_words,
    plain,
    small_button,
    text,
)
from relance_ops.dashboard.theme import COLOURS, TINTS
from relance_ops.i18n import _
from relance_ops.model import Kind
from relance_ops.practice import PAPER, Practice
from relance_ops.rights import HERE, Right, Visitor

# Paper first, and ticked: what has left by email or SMS cannot be called back.
BOXES = (Kind.LETTER, Kind.CARD, Kind.SMS, Kind.EMAIL)


class CancelDialog(pn.viewable.Viewer):
    """What to undo, how much that is, and the undo."""

    practice: Practice = param.Parameter(constant=True)
    by = param.String(doc="Who undoes.")
    visitor: Visitor = param.Parameter(default=HERE, doc="What this person may do.")
    done: Callable[[dict[Kind, int]], None] = param.Callable(
        doc="Told what was undone."
    )
    sent_on: date = param.CalendarDate(doc="The day of the send.")
    kinds: frozenset[Kind] = param.Parameter(default=PAPER, doc="The ticked boxes.")
    family = param.Selector(default="", objects=["", "act", "information"])

    def __init__(self, **parameters: Any) -> None:
        super().__init__(sent_on=parameters["practice"].today(), **parameters)
        self.boxes = {kind: _box(kind) for kind in BOXES}
        for box in self.boxes.values():
            box.param.watch(answering(self._tick), "value")
        self.param.watch(answering(self.count), ["sent_on", "kinds", "family"])
        self.counted = text("", sx={"fontWeight": 600}, margin=(10, 0, 4, 0))
        self.warning = pmui.Alert(
            _("Les SMS et les emails sont déjà partis : ils partiraient une seconde fois."),
            severity="warning", visible=False, margin=(10, 0, 0, 0),
            sizing_mode="stretch_width",
        )  # fmt: skip
        self.red = big_button(
            _("Annuler l'envoi"), self.undo, icon="undo", color="error"
        )
        self.dialog = dialog(
            self._day(), self._boxes(), self.warning, self._family(), self.counted, self.red,
            small_button(_("Fermer sans annuler"), self.close, variant="text"),
            title=_("Annuler l'envoi de relances"), closes=True,
        )  # fmt: skip

    def ask(self) -> None:
        """Open the dialog on today's send, the two paper boxes ticked."""
        self.visitor.require(Right.SEND)
        for kind, box in self.boxes.items():
            box.value = kind.is_paper
        self.param.update(sent_on=self.practice.today(), kinds=PAPER, family="")
        self.count()
        self.dialog.open = True

    def close(self) -> None:
        """Close it; nothing is undone."""
        self.dialog.open = False

    def count(self) -> None:
        """Show how much would be undone."""
        found = self.practice.cancellable(
            sent_on=self.sent_on, kinds=self.kinds, family=self.family or None
        )
        self.counted.object = plain(
            _("Seront annulés : {counts}.").format(counts=wording.counts(found))
            if found
            else _("Rien à annuler pour ce jour et ces cases.")
        )
        self.warning.visible = not self.kinds <= PAPER
        self.red.disabled = not found

    def undo(self) -> None:
        """The big red button."""
        self.visitor.require(Right.SEND)
        undone = self.practice.cancel(
            sent_on=self.sent_on,
            by=self.by,
            kinds=self.kinds,
            family=self.family or None,
        )
        self.close()
        self.done(undone)

    def _tick(self) -> None:
        self.kinds = frozenset(kind for kind, box in self.boxes.items() if box.value)

    def _day(self) -> pmui.DatePicker:
        return pmui.DatePicker.from_param(
            self.param.sent_on, label=_("Date de l'envoi"), description="",
            format=_("DD/MM/YYYY"), margin=(8, 0, 12, 0), sizing_mode="stretch_width",
        )  # fmt: skip

    def _boxes(self) -> pmui.Grid:
        sheets = [
            pmui.Grid(
                pmui.Paper(
                    box, elevation=0, margin=0, sizing_mode="stretch_width",
                    sx={"bgcolor": TINTS[kind], "p": "6px 14px", "borderRadius": "10px"},
                ),
                size=6,
                margin=0,
            )
            for kind, box in self.boxes.items()
        ]  # fmt: skip
        return pmui.Grid(
            *sheets, container=True, spacing=1, margin=0, sizing_mode="stretch_width"
        )

    def _family(self) -> pmui.Select:
        families = {
            _("Toutes les relances"): "",
            _("Relances d'actes"): "act",
            _("Relances d'informations"): "information",
        }
        return pmui.Select.from_param(
            self.param.family, label=_("Famille"), description="", options=families,
            margin=(14, 0, 0, 0), sizing_mode="stretch_width",
        )  # fmt: skip

    def __panel__(self) -> pn.viewable.Viewable:
        return at_first_use(self.dialog)


def _box(kind: Kind) -> pmui.Checkbox:
    return pmui.Checkbox(
        label=kind_words(kind), value=kind.is_paper, margin=0,
        sx={"color": COLOURS[kind], "&.Mui-checked": {"color": COLOURS[kind]}},
    )  # fmt: skip
