"""The rows of the list to send: one per reminder, with every way it leaves by."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from relance_ops.model import Client, Kind, Reminder, ReminderKey
from relance_ops.reports import Preview


@dataclass(frozen=True, slots=True)
class Leaving:
    """One reminder that would leave."""

    client: Client
    reminder: Reminder
    kinds: tuple[Kind, ...]

    @property
    def client_name(self) -> str:
        """As a list of people is read: the last name first."""
        return f"{self.client.last_name} {self.client.first_name}".strip()


def leaving(preview: Preview) -> tuple[Leaving, ...]:
    """The reminders of *preview*, by client's name, then animal, then due date."""
    known: dict[ReminderKey, tuple[Client, Reminder]] = {}
    kinds: dict[ReminderKey, list[Kind]] = {}
    for planned in preview.deliveries:
        for reminder in planned.reminders:
            known[reminder.key] = (planned.client, reminder)
            kinds.setdefault(reminder.key, []).append(planned.kind)
    rows = [
        Leaving(client, reminder, tuple(kinds[key]))
        for key, (client, reminder) in known.items()
    ]
    return tuple(sorted(rows, key=_reading_order))


def counts(preview: Preview, without: Collection[ReminderKey]) -> dict[Kind, int]:
    """Deliveries of *preview* by channel, those that hold only *without* left out."""
    left = [
        planned.kind
        for planned in preview.deliveries
        if any(reminder.key not in without for reminder in planned.reminders)
    ]
    return {kind: left.count(kind) for kind in Kind}


def searchable(words: str) -> str:
    """*words* without capitals or accents, so that « Lefevre » finds « Lefèvre »."""
    spread = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def _reading_order(row: Leaving) -> tuple[str, str, str, ReminderKey]:
    return (
        searchable(row.client_name),
        row.client.client_id,
        searchable(row.reminder.animal_name),
        row.reminder.key,
    )
