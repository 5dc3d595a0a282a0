"""The animals of a client: who they are, why they are in the list or not, their acts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import panel as pn
import panel_material_ui as pmui

from relance_ops import explain
from relance_ops.dashboard.components import (
    Action,
    card,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.listing import Line, Listing
from relance_ops.i18n import _, day
from relance_ops.model import Kind, Reminder, ReminderState
from relance_ops.record_words import age, departure, kind_word, sex_words, species_word
from relance_ops.records import AnimalRecord

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.client import ClientPage

# What a person asks about first.
_ORDER = [
    ReminderState.READY, ReminderState.BLOCKED, ReminderState.HELD, ReminderState.SENT,
    ReminderState.PLANNED, ReminderState.EXPIRED, ReminderState.EXCLUDED,
    ReminderState.SUPERSEDED, ReminderState.FULFILLED,
]  # fmt: skip
_TONES = {
    ReminderState.READY: "good",
    ReminderState.BLOCKED: "bad",
    ReminderState.HELD: "warn",
    ReminderState.SENT: "info",
    ReminderState.PLANNED: "info",
    ReminderState.EXPIRED: "warn",
}
_FEW = 3


class AnimalCard(pn.viewable.Viewer):
    """One animal of the record."""

    def __init__(self, page: ClientPage, animal: AnimalRecord, *, on: date) -> None:
        super().__init__()
        self.animal = animal
        self._page = page
        self.reminders = Listing(
            label=_("Relances de {animal}").format(animal=animal.name),
            empty=animal.nothing, few=_FEW,
        )  # fmt: skip
        self.reminders.show(reminder_lines(animal))
        self.acts = Listing(
            label=_("Actes de {animal}").format(animal=animal.name),
            empty=_("Aucun acte."), few=_FEW, when_width=86,
        )  # fmt: skip
        self.acts.show(act_lines(animal))
        gone = departure(animal.deceased_on, animal.departed_on)
        self._layout = card(
            pmui.FlexBox(
                text(plain(animal.name), "h3"),
                quiet(plain(gone), sx={"color": "#a31515", "fontWeight": 600}),
                gap="4px 12px", align_items="baseline", margin=0,
            ),
            quiet(plain(identity(animal, on=on)), margin=(0, 0, 8, 0)),
            *self._buttons(),
            _heading(_("Pourquoi est-il, ou n'est-il pas, dans la liste ?")),
            self.reminders,
            _heading(_("Actes")),
            self.acts,
            sx={"mb": "14px"},
        )  # fmt: skip

    def _buttons(self) -> list[pmui.FlexBox]:
        """« Décédé » and « Parti », or how to take it back."""
        if not self._page.may_edit:
            return []
        row = pmui.FlexBox(gap="8px", margin=(0, 0, 4, 0))
        name = self.animal.name
        for field, gone, said, undone in (
            ("deceased_on", self.animal.deceased_on, _("Décédé"), _("Retirer le décès")),
            ("departed_on", self.animal.departed_on, _("Parti"), _("Retirer le départ")),
        ):  # fmt: skip
            words = said if gone is None else undone
            row.append(
                small_button(
                    words, self._leaving(field, is_gone=gone is not None), size="small",
                    description=f"{words} : {name}",
                    icon="event_busy" if gone is None else "undo",
                )
            )  # fmt: skip
        return [row]

    def _leaving(self, field: str, *, is_gone: bool) -> Action:
        def leave() -> None:
            if is_gone:
                self._page.back(self.animal, field)
            else:
                self._page.ask_gone(self.animal, field)

        return leave

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


def identity(animal: AnimalRecord, *, on: date) -> str:
    """Species, breed, sex and age in one line."""
    parts = (
        species_word(animal.species),
        animal.breed,
        sex_words(animal.sex, animal.neutered),
        age(animal.birth_date, on=on),
    )
    return " · ".join(part for part in parts if part)


def reminder_lines(animal: AnimalRecord) -> list[Line]:
    """Every reminder with its state and its reason, the ones that matter first."""
    ordered = sorted(
        animal.reminders, key=lambda one: (_ORDER.index(one[0].state), -_days(one[0]))
    )
    return [
        Line(
            key=str(i),
            title=reminder.label,
            detail=_detail(reminder, sentence),
            chips=(
                (explain.state_word(reminder.state), _TONES.get(reminder.state, "")),
                *((kind_word(kind), kind.value) for kind in _leaving_by(reminder)),
            ),
        )
        for i, (reminder, sentence) in enumerate(ordered)
    ]


def act_lines(animal: AnimalRecord) -> list[Line]:
    """What was done, the latest first."""
    return [
        Line(
            key=str(i),
            when=day(act.performed_on),
            title=act.label,
            detail=_("à revoir le {day}").format(day=day(act.due_on))
            if act.due_on
            else "",
        )
        for i, act in enumerate(animal.acts)
    ]


def _days(reminder: Reminder) -> int:
    return reminder.due_on.toordinal()


def _leaving_by(reminder: Reminder) -> tuple[Kind, ...]:
    return reminder.channels if reminder.state is ReminderState.READY else ()


def _detail(reminder: Reminder, sentence: str) -> str:
    """The sentence of « pourquoi ? » without what the line shows already."""
    start = f"{reminder.label} : {explain.state_word(reminder.state)}, "
    said = sentence.removeprefix(start)
    return said[:1].upper() + said[1:]


def _heading(words: str) -> pmui.Typography:
    return text(words, "subtitle2", sx={"fontWeight": 600}, margin=(8, 0, 0, 0))
