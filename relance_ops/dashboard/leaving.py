"""The rows of the list to send: by reminder or by delivery, all or those one looks for."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

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
        return name_of(self.client)

    @property
    def words(self) -> str:
        """What a search looks at."""
        return f"{self.client_name} {self.reminder.animal_name} {self.reminder.label}"


def name_of(client: Client) -> str:
    """A client as a list of people is read: the last name first."""
    return f"{client.last_name} {client.first_name}".strip()


@dataclass(frozen=True, slots=True)
class Envelope:
    """One delivery that would leave.

    Attributes:
        address: As it would be used.
        rows: Places of its reminders in the list.
    """

    client: Client
    kind: Kind
    address: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one looks for in a list; everything by default.

    Attributes:
        search: Part of a client's, an animal's or an act's name.
        kind: A way out, or "".
        act: An act type, "category:" and a category, or "".
        step: Which reminder; 0 for any.
        family: "act", "information" or "".
    """

    search: str = ""
    kind: str = ""
    act: str = ""
    step: int = 0
    family: str = ""

    def is_about(self, act_type: str, category: str) -> bool:
        """True for the act or the category that is wanted."""
        return self.act in ("", act_type, f"{CATEGORY}{category}")


CATEGORY = "category:"


def found(
    rows: Sequence[Leaving], wanted: Wanted, categories: Mapping[str, str]
) -> tuple[int, ...]:
    """Places in *rows* of what is *wanted*, in order."""
    if wanted == Wanted():
        return tuple(range(len(rows)))
    words = searchable(wanted.search.strip())
    return tuple(
        place
        for place, row in enumerate(rows)
        if (not wanted.kind or wanted.kind in row.kinds)
        and wanted.step in (0, row.reminder.step)
        and wanted.family in ("", row.reminder.family)
        and wanted.is_about(
            row.reminder.act_type, categories.get(row.reminder.act_type, "")
        )
        and words in searchable(row.words)
    )


def envelopes(preview: Preview, rows: Sequence[Leaving]) -> tuple[Envelope, ...]:
    """The deliveries of *preview* in the order of their first row."""
    places = {row.reminder.key: place for place, row in enumerate(rows)}
    made = (
        Envelope(
            planned.client,
            planned.kind,
            planned.address,
            tuple(sorted(places[reminder.key] for reminder in planned.reminders)),
        )
        for planned in preview.deliveries
    )
    return tuple(sorted(made, key=lambda one: (one.rows, one.kind)))


def leaving(preview: Preview) -> tuple[Leaving, ...]:
    """The reminders of *preview*, by client's name, then animal, then due date."""
    held: dict[ReminderKey, tuple[Client, Reminder, list[Kind]]] = {}
    for planned in preview.deliveries:
        for reminder in planned.reminders:
            one = held.setdefault(reminder.key, (planned.client, reminder, []))
            one[2].append(planned.kind)
    rows = [
        (_reading_order(client, reminder), key, Leaving(client, reminder, tuple(kinds)))
        for key, (client, reminder, kinds) in held.items()
    ]
    rows.sort(key=itemgetter(0, 1))
    return tuple(row for _order, _key, row in rows)


def counts(preview: Preview, without: Collection[ReminderKey]) -> dict[Kind, int]:
    """Deliveries of *preview* by channel, those that hold only *without* left out."""
    left = [
        planned.kind
        for planned in preview.deliveries
        if not without
        or any(reminder.key not in without for reminder in planned.reminders)
    ]
    return {kind: left.count(kind) for kind in Kind}


# The same names are compared at every refresh and every letter of a search.
@lru_cache(maxsize=200_000)
def searchable(words: str) -> str:
    """*words* without capitals or accents, so that « Lefevre » finds « Lefèvre »."""
    spread = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def _reading_order(client: Client, reminder: Reminder) -> tuple[str, str, str]:
    return (
        searchable(name_of(client)),
        client.client_id,
        searchable(reminder.animal_name),
    )
