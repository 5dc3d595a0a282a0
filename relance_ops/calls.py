"""What came of calling a client: noted, shown afterwards, taken back by a mark.

A call is never deleted. Taking it back is a line of the journal, and gives back what
was typed over with it. The journal keeps the outcome and never the note.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from relance_ops import events, manual
from relance_ops.database import Database, aware, sql, utc
from relance_ops.errors import NotFoundError, SettingError
from relance_ops.events import Event, EventKind
from relance_ops.i18n import _
from relance_ops.model import Form
from relance_ops.reports import Call, CallOutcome, Expected

log = logging.getLogger(__name__)

LONGEST_NOTE = 300

# What the journal says of a call that was taken back; sql/calls_of.sql reads it.
WITHDRAWN = "withdrawn"

_DATE_OF = {
    CallOutcome.DECEASED: "deceased_on",
    CallOutcome.DEPARTED: "departed_on",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person heard on the telephone.

    Attributes:
        note: One line, 300 characters at most.
        since: The day of the death or the departure, for those two outcomes.
        refusals: Forms that the client wants no more.
    """

    outcome: CallOutcome
    note: str = ""
    since: date | None = None
    refusals: frozenset[Form] = frozenset()


def note_call(
    database: Database, about: Expected, answer: Answer, *, now: datetime, by: str
) -> int:
    """Note what came of calling about one reminder; the call's number.

    A death, a departure or a refusal is typed over the export first, as from the
    client's record.

    Raises:
        SettingError: The note is too long, or the day is missing; nothing is kept.
        NotFoundError: The client has no such animal.
    """
    words = _one_line(answer.note)
    field = _DATE_OF.get(answer.outcome)
    if field and answer.since is None:
        raise SettingError(_("Il manque la date : indiquez-la, puis recommencez."))
    if field:
        manual.type_over(
            database, "animal", about.animal_id, field, answer.since, now=now, by=by,
            note=_("au téléphone"),
        )  # fmt: skip
    refused = True
    for form in sorted(answer.refusals):
        manual.type_over(
            database, "client", about.client_id, f"refuses_{form}", refused, now=now,
            by=by, note=_("au téléphone"),
        )  # fmt: skip
    with database.writing() as cursor:
        call_id = _add(cursor, about, answer.outcome, words, (now, by))
        events.append(cursor, [_event(about, answer.outcome, now=now, by=by)])
    log.info("call noted call=%d outcome=%s", call_id, answer.outcome)
    return call_id


def withdraw(database: Database, call_id: int, *, now: datetime, by: str) -> Call:
    """Take a call back, with the death, departure or refusals noted with it.

    What was typed again since stays as it is.

    Raises:
        NotFoundError: There is no such call, or it was taken back already.
    """
    with database.cursor() as cursor:
        found = _calls(cursor, client_ids=None, call_id=call_id)
        if not found:
            raise NotFoundError(
                _("L'appel n° {call} est introuvable, ou déjà annulé.").format(
                    call=call_id
                )
            )
        [call] = found
        changes = cursor.execute(
            sql("changes_with_call"),
            {
                "at": utc(call.at),
                "by": call.by,
                "client_id": call.client_id,
                "animal_id": call.animal_id,
            },
        ).fetchall()
    for entity, key, field, before in changes:
        manual.type_over(
            database, entity, key, field, _value(field, before), now=now, by=by,
            note=_("appel annulé"),
        )  # fmt: skip
    with database.writing() as cursor:
        events.append(
            cursor,
            [
                Event(
                    EventKind.CALL, now, by, call.client_id, call.animal_id,
                    subject=call.recall_group, before=call.outcome.value,
                    after=WITHDRAWN, note=str(call_id),
                )
            ],
        )  # fmt: skip
    log.info("call withdrawn call=%d", call_id)
    return call


def calls_of(
    cursor: duckdb.DuckDBPyConnection, client_ids: Iterable[str] | None = None
) -> dict[str, tuple[Call, ...]]:
    """The calls to some clients, or to everyone: by client, the latest first."""
    wanted = None if client_ids is None else list(client_ids)
    found: dict[str, list[Call]] = {}
    for call in _calls(cursor, client_ids=wanted, call_id=None):
        found.setdefault(call.client_id, []).append(call)
    return {client_id: tuple(calls) for client_id, calls in found.items()}


def _calls(
    cursor: duckdb.DuckDBPyConnection,
    *,
    client_ids: Collection[str] | None,
    call_id: int | None,
) -> list[Call]:
    rows = cursor.execute(
        sql("calls_of"), {"client_ids": client_ids, "call_id": call_id}
    ).fetchall()
    return [
        Call(
            call_id, aware(at), by, client_id, animal_id, animal_name, recall_group,
            anchor_id, CallOutcome(outcome), note,
        )
        for (
            call_id, at, by, client_id, animal_id, animal_name, recall_group,
            anchor_id, outcome, note,
        ) in rows
    ]  # fmt: skip


def _add(
    cursor: duckdb.DuckDBPyConnection,
    about: Expected,
    outcome: CallOutcome,
    note: str,
    stamp: tuple[datetime, str],
) -> int:
    at, by = stamp
    added = cursor.execute(
        sql("add_call"),
        {
            "at": utc(at),
            "by": by,
            "client_id": about.client_id,
            "animal_id": about.animal_id,
            "recall_group": about.recall_group,
            "anchor_id": about.anchor_id,
            "outcome": outcome.value,
            "note": note,
        },
    ).fetchall()
    if not added:
        raise NotFoundError(
            _("Aucun animal n'a le numéro « {animal} ». Vérifiez-le.").format(
                animal=about.animal_id
            )
        )
    return int(added[0][0])


def _event(about: Expected, outcome: CallOutcome, *, now: datetime, by: str) -> Event:
    return Event(
        EventKind.CALL, now, by, about.client_id, about.animal_id,
        subject=about.recall_group, after=outcome.value,
    )  # fmt: skip


def _one_line(note: str) -> str:
    words = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", note).strip()
    if len(words) > LONGEST_NOTE:
        raise SettingError(
            _(
                "La note fait {n} caractères, pour {most} au plus. Raccourcissez-la."
            ).format(n=len(words), most=LONGEST_NOTE)
        )
    return words


def _value(field: str, before: str) -> manual.Value:
    """What `manual.type_over` takes, from the import's canonical text."""
    if field in manual.ANIMAL_DATES:
        return date.fromisoformat(before) if before else None
    return before == "true"
