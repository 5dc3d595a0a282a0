"""One client's record: found, read whole, corrected. What was sent is `journal.py`'s."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import duckdb

from relance_ops import choices, explain, manual, plan, reminders
from relance_ops.database import Database, aware, sql
from relance_ops.errors import NotFoundError
from relance_ops.i18n import _
from relance_ops.manual import Value
from relance_ops.model import Client, Form, Reminder

MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class Match:
    """A client that a search found.

    Attributes:
        animals: Their names, in order.
    """

    client_id: str
    client_name: str
    city: str
    email: str
    mobile: str
    phone: str
    archived: bool
    animals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes:
        more: True when there are others than these.
    """

    clients: tuple[Match, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """When a box was ticked here, by whom, and where that comes from."""

    at: datetime
    by: str
    origin: str


@dataclass(frozen=True, slots=True)
class DeadContact:
    """An address that a channel refused for good."""

    form: Form
    address: str
    reason: str
    flagged_at: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to an animal.

    Attributes:
        due_on: Typed by the vet; None when the act's own delay counts.
    """

    label: str
    performed_on: date
    due_on: date | None


@dataclass(frozen=True, slots=True)
class AnimalRecord:
    """One animal of a client.

    Attributes:
        acts: The latest first.
        reminders: Every one, whatever its state, each with its sentence.
        nothing: Why it has none; "" when it has.
    """

    animal_id: str
    name: str
    species: str
    breed: str
    sex: str | None
    neutered: bool | None
    birth_date: date | None
    deceased_on: date | None
    departed_on: date | None
    acts: tuple[Act, ...] = ()
    reminders: tuple[tuple[Reminder, str], ...] = ()
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Everything known of a client on a day.

    Attributes:
        typed: Fields that a person typed over the export.
        dead: Addresses refused for good, whether still in use or not.
        noted: By field of a box that stands as it was changed here, who and when.
        reached_by: Forms that would be used now, best first.
    """

    client: Client
    on: date
    archived: bool
    typed: frozenset[str]
    dead: tuple[DeadContact, ...]
    noted: Mapping[str, Noted]
    reached_by: tuple[Form, ...]
    animals: tuple[AnimalRecord, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one clinic."""

    database: Database
    clock: Callable[[], datetime]

    def search(self, words: str) -> Found:
        """Clients whose names, animals, contacts or number hold all of *words*."""
        rows = self.database.rows(
            sql("find_clients"),
            {"words": words, "digits": _digits(words), "limit": MOST_FOUND + 1},
        )
        found = tuple(
            Match(**dict(zip(_MATCH, row[:-1], strict=True)), animals=tuple(row[-1]))
            for row in rows
        )
        return Found(found[:MOST_FOUND], more=len(found) > MOST_FOUND)

    def read(self, client_id: str) -> Record:
        """The record of *client_id* today.

        Raises:
            NotFoundError: No client has this number.
        """
        with self.database.cursor() as cursor:
            return _read(cursor, client_id, now=self.clock())

    def correct(
        self,
        key: str,
        values: Mapping[str, Value],
        *,
        by: str,
        entity: str = "client",
    ) -> tuple[str, ...]:
        """Type several fields over the export, all or none; see `manual.correct`."""
        return manual.correct(
            self.database, entity, key, values, now=self.clock(), by=by
        )


# In the order of the queries.
_MATCH = tuple(Match.__dataclass_fields__)[:-1]
_ANIMAL = tuple(AnimalRecord.__dataclass_fields__)[:-3]


def _read(
    cursor: duckdb.DuckDBPyConnection, client_id: str, *, now: datetime
) -> Record:
    known = reminders.clients_of(cursor, [client_id])
    if client_id not in known:
        raise NotFoundError(
            _("Aucun client n'a le numéro « {client} ». Vérifiez-le.").format(
                client=client_id
            )
        )
    client = known[client_id]
    settings = choices.stored(cursor)
    on = now.astimezone(settings.timezone).date()
    parameters = {"client_id": client_id}
    [(archived, typed)] = cursor.execute(sql("record_marks"), parameters).fetchall()
    dead = cursor.execute(sql("record_dead_contacts"), parameters).fetchall()
    animals = _animals(cursor, client_id)
    due = (
        reminders.due(
            cursor,
            settings,
            on=on,
            everything=True,
            animal_ids=[a.animal_id for a in animals],
        )
        if animals
        else reminders.Due((), (), {})
    )
    return Record(
        client=client,
        on=on,
        archived=archived,
        typed=frozenset(typed),
        dead=tuple(
            DeadContact(Form(form), address, reason, aware(flagged_at))
            for form, address, reason, flagged_at in dead
        ),
        noted=_noted(cursor, client_id),
        reached_by=() if archived else tuple(plan.forms(client, frozenset(), settings)),
        animals=_with_reminders(animals, due, on),
    )


def _noted(cursor: duckdb.DuckDBPyConnection, client_id: str) -> dict[str, Noted]:
    rows = cursor.execute(sql("record_noted"), {"client_id": client_id}).fetchall()
    return {
        field: Noted(aware(at), by, note)
        for field, after, at, by, note in rows
        if after == "true"
    }


def _animals(
    cursor: duckdb.DuckDBPyConnection, client_id: str
) -> tuple[AnimalRecord, ...]:
    parameters = {"client_id": client_id}
    acts: dict[str, list[Act]] = {}
    for animal_id, *act in cursor.execute(sql("record_acts"), parameters).fetchall():
        acts.setdefault(animal_id, []).append(Act(*act))
    rows = cursor.execute(sql("record_animals"), parameters).fetchall()
    return tuple(
        AnimalRecord(
            **dict(zip(_ANIMAL, row, strict=True)), acts=tuple(acts.get(row[0], ()))
        )
        for row in rows
    )


def _with_reminders(
    animals: tuple[AnimalRecord, ...], due: reminders.Due, on: date
) -> tuple[AnimalRecord, ...]:
    found = []
    for animal in animals:
        own = tuple(r for r in due.reminders if r.animal_id == animal.animal_id)
        told = explain.Explanation(
            animal.animal_id, animal.name, "", "", on, reminders=own, history=()
        )
        sentences = explain.sentences(told)
        found.append(
            replace(animal, reminders=tuple(zip(own, sentences, strict=True)))
            if own
            else replace(animal, nothing=sentences[0])
        )
    return tuple(found)


def _digits(words: str) -> str:
    """The digits of *words* when it looks like a phone number: 0612…; else ""."""
    if not re.fullmatch(r"[+\d\s./()-]+", words.strip()):
        return ""
    digits = re.sub(r"\D", "", re.sub(r"^\s*(\+|00)33", "0", words))
    return digits if len(digits) >= 4 else ""
