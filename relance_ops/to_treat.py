"""« À traiter »: what stopped on its way and waits for a person, with what one may do.

Reading, and the two decisions that belong nowhere else: try an address again, and
start a paused channel again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import duckdb

from relance_ops import choices, contacts, events, reminders, standing, unclear
from relance_ops.database import Database, aware, sql, utc
from relance_ops.errors import NotFoundError
from relance_ops.events import Event, EventKind
from relance_ops.i18n import _
from relance_ops.model import Client, DeliveryState, Form, Kind, Reminder, ReminderState
from relance_ops.standing import Pause, Standing
from relance_ops.unclear import Unclear

log = logging.getLogger(__name__)

# What was refused longer ago than a season is told by the journal only.
REFUSED_DAYS = 90


@dataclass(frozen=True, slots=True)
class Troubled:
    """A delivery that waits for a person.

    Attributes:
        state: UNCERTAIN, FAILED or BOUNCED.
        animals: Those it reminds of.
    """

    delivery_id: int
    run_id: int
    client_id: str
    client_name: str
    kind: Kind
    address: str
    subject: str
    state: DeliveryState
    at: datetime
    reason: str
    animals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """A client whose letters came back.

    Attributes:
        address: On how many lines it is written.
    """

    client_id: str
    client_name: str
    address: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """An address in use that a channel refused for good."""

    client_id: str
    client_name: str
    form: Form
    address: str
    reason: str
    flagged_at: datetime


@dataclass(frozen=True, slots=True)
class Blocked:
    """A reminder that has no way out."""

    client_name: str
    reminder: Reminder


@dataclass(frozen=True, slots=True)
class ToTreat:
    """Everything that waits for a person, by what is to be done."""

    uncertain: tuple[Troubled, ...] = ()
    failed: tuple[Troubled, ...] = ()
    paused: tuple[Pause, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    returned: tuple[Returned, ...] = ()
    refused: tuple[Refused, ...] = ()
    unclear: tuple[Unclear, ...] = ()


@dataclass(frozen=True, slots=True)
class Treating:
    """What waits for a person in one clinic."""

    database: Database
    clock: Callable[[], datetime]

    def read(self) -> ToTreat:
        """Everything that waits, as it stands now."""
        now = self.clock()
        with self.database.cursor() as cursor:
            settings = choices.stored(cursor)
            on = now.astimezone(settings.timezone).date()
            due = reminders.due(cursor, settings, on=on)
            uncertain, failed = _troubled(cursor, now)
            returned, refused = _contacts(cursor)
            return ToTreat(
                uncertain=uncertain,
                failed=failed,
                paused=standing.paused(cursor),
                blocked=_blocked(due),
                returned=returned,
                refused=refused,
                unclear=unclear.read(cursor),
            )

    def urgent(self) -> int:
        """How many decisions wait: uncertain, refused, unclear, channels that stand.

        Contacts to correct are not among them: a clinic always has some.
        """
        with self.database.cursor() as cursor:
            uncertain, failed = _troubled(cursor, self.clock())
            others = len(standing.paused(cursor)) + len(unclear.read(cursor))
            return len(uncertain) + len(failed) + others

    def standing(self) -> Standing:
        """What waits on its way out."""
        with self.database.cursor() as cursor:
            return standing.read(cursor)

    def resume(self, kind: Kind, *, by: str) -> None:
        """« Reprendre »: let a paused channel try again, at the next round.

        Raises:
            NotFoundError: It is not paused: somebody was quicker.
        """
        with self.database.writing() as cursor:
            found = cursor.execute(
                sql("resume_channel"), {"channel": kind.value}
            ).fetchall()
            if not found:
                raise NotFoundError(
                    _("Ce canal n'est plus en pause : rien à reprendre.")
                )
            event = Event(
                EventKind.CHANNEL_RESUMED, self.clock(), by, subject=kind.value
            )
            events.append(cursor, [event])
        log.info("channel resumed kind=%s", kind)

    def retry_address(self, refused: Refused, *, by: str) -> None:
        """« Réessayer cette adresse »: use again what was refused for good.

        Raises:
            NotFoundError: It is not flagged any more: somebody was quicker.
        """
        with self.database.writing() as cursor:
            found = cursor.execute(
                sql("forget_dead_contact"),
                {
                    "client_id": refused.client_id,
                    "form": refused.form.value,
                    "address": refused.address,
                },
            ).fetchall()
            if not found:
                raise NotFoundError(
                    _("Cette adresse n'est plus écartée : rien à réessayer.")
                )
            event = Event(
                EventKind.ADDRESS_RETRIED, self.clock(), by,
                client_id=refused.client_id, subject=refused.form.value,
            )  # fmt: skip
            events.append(cursor, [event])
        log.info("address retried form=%s", refused.form)

    def seen(self, troubled: Troubled, *, by: str) -> None:
        """« C'est vu »: a refusal that needs nothing more."""
        event = Event(
            EventKind.FAILURE_SEEN, self.clock(), by,
            client_id=troubled.client_id, subject=str(troubled.delivery_id),
        )  # fmt: skip
        with self.database.writing() as cursor:
            events.append(cursor, [event])

    def read_by(self, one: Unclear, *, by: str) -> None:
        """« C'est vu »: somebody has read what the program did not understand."""
        with self.database.writing() as cursor:
            unclear.treated(cursor, one, now=self.clock(), by=by)


def _troubled(
    cursor: duckdb.DuckDBPyConnection, now: datetime
) -> tuple[tuple[Troubled, ...], tuple[Troubled, ...]]:
    """The uncertain ones, and those refused for good."""
    since = utc(now - timedelta(days=REFUSED_DAYS))
    rows = cursor.execute(sql("to_treat_deliveries"), {"since": since}).fetchall()
    found = [
        Troubled(
            delivery_id=row[0],
            run_id=row[1],
            client_id=row[2],
            client_name=row[3],
            kind=Kind(row[4]),
            address=row[5],
            subject=row[6],
            state=DeliveryState(row[7]),
            at=aware(row[8]),
            reason=row[9],
            animals=tuple(row[10]),
        )
        for row in rows
    ]
    return (
        tuple(one for one in found if one.state is DeliveryState.UNCERTAIN),
        tuple(one for one in found if one.state is not DeliveryState.UNCERTAIN),
    )


def _blocked(due: reminders.Due) -> tuple[Blocked, ...]:
    found = [
        Blocked(_name(due.clients[reminder.client_id]), reminder)
        for reminder in due.reminders
        if reminder.state is ReminderState.BLOCKED
    ]
    return tuple(sorted(found, key=lambda one: (one.client_name, one.reminder.key)))


def _contacts(
    cursor: duckdb.DuckDBPyConnection,
) -> tuple[tuple[Returned, ...], tuple[Refused, ...]]:
    """Postal addresses that letters came back from, and refused ones still in use."""
    rows = cursor.execute(sql("to_treat_clients")).fetchall()
    known = reminders.clients_of(cursor, [row[0] for row in rows])
    returned = [
        Returned(client_id, name, _lines(known[client_id]))
        for client_id, name, mail_returned, *_flags in rows
        if mail_returned and Form.PAPER not in known[client_id].refusals
    ]
    refused = [one for row in rows for one in _refused(row, known)]
    return tuple(returned), tuple(refused)


def _refused(row: tuple[Any, ...], known: Mapping[str, Client]) -> list[Refused]:
    """The flagged addresses of one client that would be used but for their flag."""
    client_id, name, _returned, *flags = row
    unflagged = replace(known[client_id], dead_contacts=frozenset())
    return [
        Refused(client_id, name, Form(form), address, reason, aware(flagged_at))
        for form, address, reason, flagged_at in zip(*flags, strict=True)
        if contacts.address(unflagged, Form(form)) == address
    ]


def _lines(client: Client) -> tuple[str, ...]:
    town = f"{client.postcode} {client.city}".strip()
    return tuple(line for line in (client.address1, client.address2, town) if line)


def _name(client: Client) -> str:
    return f"{client.last_name} {client.first_name}".strip()
