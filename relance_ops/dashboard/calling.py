"""« Appel »: what is known before one calls, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops import contacts, wording
from relance_ops.calls import LONGEST_NOTE, Answer
from relance_ops.dashboard.components import (
    Action,
    answering,
    at_first_use,
    big_button,
    dialog,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.page import Session
from relance_ops.dashboard.undoing import Undo
from relance_ops.errors import SettingError
from relance_ops.i18n import _, moment
from relance_ops.model import Form
from relance_ops.reports import Awaited, Call, CallOutcome
from relance_ops.rights import Right

GONE = (CallOutcome.DECEASED, CallOutcome.DEPARTED)

# The calls before this one that are worth reading again.
LATEST = 3


class CallDialog(pn.viewable.Viewer):
    """One call to one client, about one reminder.

    Args:
        done: Reads the list again.
    """

    session: Session = param.Parameter(constant=True)
    outcome = param.String(doc="What came of it; nothing yet at first.")
    note = param.String(doc="One line, in one's own words.")
    since: date = param.CalendarDate(doc="Day of the death or the departure.")

    def __init__(self, *, done: Action, **parameters: Any) -> None:
        super().__init__(since=parameters["session"].practice.today(), **parameters)
        self._done = done
        self._about: Awaited | None = None
        self.undo = Undo()
        self.who = pn.pane.HTML(
            "", sizing_mode="stretch_width", margin=(0, 0, 8, 0), stylesheets=[_STYLE]
        )
        self.take_back = small_button(
            _("Annuler le dernier appel"), self.withdraw_last, icon="undo",
            variant="text", size="small", margin=(0, 0, 8, 0),
        )  # fmt: skip
        self.boxes, self.refusals = _refusals()
        self.gone_on = pmui.DatePicker.from_param(
            self.param.since, label=_("Depuis le"), description="", visible=False,
            format=_("DD/MM/YYYY"), margin=(10, 0, 0, 0), disable_future=True,
            sizing_mode="stretch_width",
        )  # fmt: skip
        self.keep = big_button(
            _("Noter l'appel"), self.note_call, icon="check", color="primary"
        )
        self.param.watch(answering(self._chosen), "outcome")
        self.dialog = self._made_dialog()

    @property
    def allowed(self) -> bool:
        """True when this person may note calls."""
        return bool(self.session.visitor.may(Right.RECORDS))

    def ask(self, about: Awaited) -> None:
        """Open it on one client."""
        self.session.visitor.require(Right.RECORDS)
        self._about = about
        for box in self.boxes.values():
            box.value = False
        self.param.update(outcome="", note="", since=self.session.practice.today())
        self._show(about)
        self._chosen()
        self.dialog.open = True

    def close(self) -> None:
        """Close it; nothing is noted."""
        self.dialog.open = False

    def note_call(self) -> None:
        """« Noter l'appel »."""
        self.session.visitor.require(Right.RECORDS)
        if self._about is None or not self.outcome:
            raise SettingError(_("Choisissez d'abord ce que l'appel a donné."))
        outcome, expected = CallOutcome(self.outcome), self._about.expected
        ticked = {form for form, box in self.boxes.items() if box.value}
        call_id = self.session.practice.lists.note_call(
            expected,
            Answer(
                outcome,
                self.note,
                self.since if outcome in GONE else None,
                frozenset(ticked) if outcome is CallOutcome.STOPS else frozenset(),
            ),
            by=self.session.by,
        )
        self.close()
        self._done()
        said = _("Appel à {client} noté : {outcome}.").format(
            client=expected.client_name, outcome=wording.call_outcome(outcome)
        )
        self.undo.show(said, lambda: self._withdraw(call_id))

    def withdraw_last(self) -> None:
        """« Annuler le dernier appel »: it was noted by mistake."""
        if self._about is not None and self._about.calls:
            self.close()
            self._withdraw(self._about.calls[0].call_id)

    def _withdraw(self, call_id: int) -> None:
        self.session.visitor.require(Right.RECORDS)
        self.session.practice.lists.withdraw_call(call_id, by=self.session.by)
        self._done()

    def _chosen(self) -> None:
        outcome = CallOutcome(self.outcome) if self.outcome else None
        self.gone_on.visible = outcome in GONE
        self.refusals.visible = outcome is CallOutcome.STOPS
        self.keep.disabled = outcome is None

    def _show(self, about: Awaited) -> None:
        expected = about.expected
        zone = self.session.practice.settings().timezone
        calls = [
            f"<li>{plain(call_words(call, moment(call.at, zone)))}</li>"
            for call in about.calls[:LATEST]
        ]
        about_what = f"{expected.animal_name} : {expected.label}"
        lines = [
            f"<b>{plain(expected.client_name)}</b>",
            phone_link(expected.phone, about.country),
            f"<p>{plain(about_what)}</p>",
            f"<ul>{''.join(calls)}</ul>" if calls else "",
        ]
        self.who.object = "".join(lines)
        self.take_back.visible = bool(calls)

    def _made_dialog(self) -> pmui.Dialog:
        outcomes = {
            wording.call_outcome(outcome).capitalize(): outcome.value
            for outcome in CallOutcome
        }
        return dialog(
            self.who,
            self.take_back,
            text(_("Qu'a donné l'appel ?"), sx={"fontWeight": 600}),
            pmui.RadioBoxGroup.from_param(
                self.param.outcome, label="", options=outcomes, margin=0,
                sx={"& .MuiRadioGroup-root": _TWO_COLUMNS}, sizing_mode="stretch_width",
            ),
            self.gone_on,
            self.refusals,
            pmui.TextInput.from_param(
                self.param.note, label=_("Note (facultatif)"), description="",
                max_length=LONGEST_NOTE, margin=(12, 0, 6, 0),
                sizing_mode="stretch_width",
            ),
            self.keep,
            small_button(_("Fermer sans rien noter"), self.close, variant="text"),
            title=_("Appel"),
            closes=True,
        )  # fmt: skip

    def __panel__(self) -> pn.viewable.Viewable:
        return pmui.Column(at_first_use(self.dialog), self.undo, margin=0)


def _refusals() -> tuple[dict[Form, pmui.Checkbox], pmui.Column]:
    """The boxes of what a client wants no more, and their place, hidden at first."""
    boxes = {
        form: pmui.Checkbox(label=label, value=False, margin=0)
        for form, label in (
            (Form.EMAIL, _("Plus d'emails")),
            (Form.SMS, _("Plus de SMS")),
            (Form.PAPER, _("Plus de courriers")),
        )
    }
    words = _("Refuse-t-il des relances ? Cochez seulement ce qu'il a dit.")
    row = pmui.FlexBox(*boxes.values(), gap="0 14px", margin=0)
    return boxes, pmui.Column(quiet(words), row, margin=(4, 0), visible=False)


def call_words(call: Call, when: str) -> str:
    """A call in one line: when, what, the note, who."""
    parts = [wording.call_outcome(call.outcome), call.note]
    told = ", ".join(part for part in parts if part)
    return _("{when} : {told} ({who})").format(when=when, told=told, who=call.by)


def phone_link(words: str, country: str) -> str:
    """A telephone number as HTML: a press calls it, where it is one."""
    number = contacts.telephone_number(words, country)
    if not number:
        return f"<span>{plain(words)}</span>"
    return f'<a class="phone" href="tel:{plain(number)}">{plain(words)}</a>'


_TWO_COLUMNS = {
    "display": "grid",
    "gridTemplateColumns": "1fr 1fr",
}

_STYLE = """
:host { font: 1rem/1.5 Roboto, sans-serif; color: #1d2733; }
b { font-size: 1.1rem; margin-right: 14px; }
p { margin: 2px 0; }
ul { margin: 6px 0 0; padding-left: 20px; color: #55616d; font-size: 0.92rem; }
.phone { font-size: 1.1rem; font-weight: 600; color: #1565c0; white-space: nowrap; }
"""
