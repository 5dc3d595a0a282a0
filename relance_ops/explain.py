"""Why Rex is, or is not, in the list: everything about one animal, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from relance_ops import reminders
from relance_ops.database import sql
from relance_ops.errors import NotFoundError
from relance_ops.i18n import _, day
from relance_ops.model import DeliveryState, Kind, Reminder, ReminderState
from relance_ops.settings import Settings


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery that held a reminder of this animal."""

    delivery_id: int
    run_id: int
    sent_on: date
    kind: Kind
    label: str
    step: int
    state: DeliveryState
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an animal is, or is not, in the list of the day.

    Attributes:
        reminders: Every one of its reminders, whatever its state.
        history: Everything sent about it, oldest first.
    """

    animal_id: str
    animal_name: str
    client_id: str
    client_name: str
    on: date
    reminders: tuple[Reminder, ...]
    history: tuple[Sent, ...]


def explain(
    cursor: duckdb.DuckDBPyConnection, settings: Settings, animal_id: str, *, on: date
) -> Explanation:
    """Everything known of the reminders of *animal_id* on *on*.

    Raises:
        NotFoundError: No animal has this number.
    """
    found = cursor.execute(sql("animal"), {"animal_id": animal_id}).fetchall()
    if not found:
        raise NotFoundError(
            _("Aucun animal n'a le numéro « {animal} ». Vérifiez-le.").format(
                animal=animal_id
            )
        )
    [(name, client_id, client_name)] = found
    due = reminders.due(
        cursor, settings, on=on, everything=True, animal_ids=[animal_id]
    )
    rows = cursor.execute(sql("history_of_animal"), {"animal_id": animal_id}).fetchall()
    return Explanation(
        animal_id=animal_id,
        animal_name=name,
        client_id=client_id,
        client_name=client_name,
        on=on,
        reminders=due.reminders,
        history=tuple(
            Sent(
                row[0],
                row[1],
                row[2],
                Kind(row[3]),
                row[4],
                row[5],
                DeliveryState(row[6]),
                row[8],
            )
            for row in rows
        ),
    )


def sentences(found: Explanation) -> list[str]:
    """The explanation as a person would say it, one sentence a reminder."""
    if not found.reminders:
        return [
            _(
                "{animal} n'a aucune relance : aucun de ses actes n'a d'échéance suivie "
                "par une règle qui le concerne."
            ).format(animal=found.animal_name)
        ]
    return [_sentence(reminder) for reminder in found.reminders]


def _sentence(reminder: Reminder) -> str:
    parts = [
        f"{reminder.label} : {state_word(reminder.state)}",
        reminder.reason,
        _("échéance le {day}").format(day=day(reminder.due_on)),
    ]
    if reminder.planned_on is not None:
        parts.append(
            _("relance {step} prévue le {day}").format(
                step=reminder.step, day=day(reminder.planned_on)
            )
        )
    return ", ".join(part for part in parts if part) + "."


def state_word(state: ReminderState) -> str:
    """*state* as the screens say it."""
    return {
        ReminderState.READY: _("à envoyer"),
        ReminderState.HELD: _("retenue"),
        ReminderState.BLOCKED: _("sans coordonnées"),
        ReminderState.PLANNED: _("à venir"),
        ReminderState.SENT: _("envoyée"),
        ReminderState.EXPIRED: _("périmée"),
        ReminderState.SUPERSEDED: _("remplacée"),
        ReminderState.FULFILLED: _("réalisée"),
        ReminderState.EXCLUDED: _("exclue"),
    }[state]
