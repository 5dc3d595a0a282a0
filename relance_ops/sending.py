"""A whole run: claim, then every channel in turn; and later, what was refused for now."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from relance_ops import choices, claiming, contacts, holds, ledger, reminders, runs
from relance_ops.channels.base import Channel
from relance_ops.claiming import Compose, MessageId, Order
from relance_ops.database import Database, sql, utc
from relance_ops.dispatch import Dispatch
from relance_ops.i18n import _
from relance_ops.model import (
    DeliveryState,
    Kind,
    Message,
    Receipt,
    ReminderState,
)
from relance_ops.pace import Pace
from relance_ops.quiet_hours import Window

log = logging.getLogger(__name__)

# Paper first: the printer then works while emails leave.
LEAVING_ORDER = (Kind.LETTER, Kind.CARD, Kind.EMAIL, Kind.SMS)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        done: Deliveries that have an answer, of *total*.
    """

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run or one round of retries did.

    Attributes:
        run_id: None when nothing was ready.
        delivered: Deliveries that were tried.
        complaints: By channel that stopped, or waits for its hour, its words.
    """

    run_id: int | None
    delivered: int
    complaints: Mapping[Kind, str]


def _nobody(_run_id: int, _kind: Kind) -> None:
    """Who hears of a channel that is through, in a test."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Everything a run needs: the file, the ways out, the clock.

    Attributes:
        windows: The hours of the channels that disturb somebody; any hour without.
        paces: The quotas of the providers that have some.
        left: Told the run and the channel that is through, before the next one.
        claimed: Told that something is about to leave, before it does.
    """

    database: Database
    channels: Mapping[Kind, Channel]
    clock: Callable[[], datetime]
    windows: Mapping[Kind, Window] = field(default_factory=dict)
    paces: Mapping[Kind, Pace] = field(default_factory=dict)
    left: Callable[[int, Kind], None] = _nobody
    claimed: Callable[[], None] = lambda: None

    def send(
        self,
        order: Order,
        *,
        compose: Compose,
        message_id: MessageId,
        told: Callable[[Progress], None],
    ) -> Outcome:
        """Claim what is ready for *order* and deliver it."""
        claimed = claiming.claim(
            self.database,
            order,
            now=self.clock(),
            compose=compose,
            message_id=message_id,
        )
        if claimed is None:
            return Outcome(None, 0, {})
        if claimed.messages:
            self.claimed()
        complaints = self._deliver(claimed.messages, by=order.by, told=told)
        return Outcome(claimed.run_id, len(claimed.messages), complaints)

    def work(self, *, on: date, by: str, resume: bool) -> Outcome:
        """Try again what was refused for now and need not wait longer.

        Args:
            on: The clinic's day: what is no longer wanted today is not sent.
            by: Who, or what, started this round.
            resume: True when a person asked: paused channels are tried too.
        """
        with self.database.writing() as cursor:
            if holds.reasons(cursor):
                return Outcome(None, 0, {})
            if resume:
                cursor.execute(sql("resume_channels")).fetchall()
            paused = {Kind(row[0]) for row in cursor.execute(sql("paused")).fetchall()}
            waiting = [
                standing
                for standing in runs.standings(
                    cursor, [DeliveryState.RETRY], due_by=utc(self.clock())
                )
                if standing.kind not in paused
            ]
            numbers = [standing.delivery_id for standing in waiting]
            messages = runs.messages(cursor, numbers)
            unwanted = self._unwanted(cursor, messages, on)
            ledger.append(
                cursor,
                ledger.entries_for(
                    unwanted,
                    DeliveryState.VOIDED,
                    at=self.clock(),
                    by=by,
                    reason=_("n'est plus à envoyer"),
                ),
            )
        history = {
            standing.delivery_id: (standing.retries, standing.tried_at)
            for standing in waiting
            if standing.tried_at is not None
        }
        wanted = [m for m in messages if m.delivery_id not in unwanted]
        complaints = self._deliver(wanted, by=by, told=_unheard, history=history)
        return Outcome(None, len(wanted), complaints)

    def _deliver(
        self,
        messages: Sequence[Message],
        *,
        by: str,
        told: Callable[[Progress], None],
        history: Mapping[int, tuple[int, datetime]] | None = None,
    ) -> dict[Kind, str]:
        count = _Counter(len(messages), told)
        complaints = {}
        for kind in LEAVING_ORDER:
            leaving = [message for message in messages if message.kind is kind]
            if leaving:
                dispatch = Dispatch(
                    self.database,
                    self.channels[kind],
                    clock=self.clock,
                    by=by,
                    window=self.windows.get(kind),
                    pace=self.paces.get(kind, Pace()),
                )
                complaint = dispatch.deliver(leaving, told=count, history=history)
                if complaint:
                    complaints[kind] = complaint
                self.left(leaving[0].run_id, kind)
        return complaints

    def _unwanted(
        self, cursor: claiming.Cursor, messages: Sequence[Message], on: date
    ) -> set[int]:
        """Deliveries that an act, a death, a refusal or a new address overtook."""
        if not messages:
            return set()
        settings = choices.stored(cursor)
        animals = sorted({r.animal_id for m in messages for r in m.reminders})
        due = reminders.due(
            cursor, settings, on=on, everything=True, animal_ids=animals
        )
        over = {
            reminder.key
            for reminder in due.reminders
            if reminder.state in (ReminderState.EXCLUDED, ReminderState.FULFILLED)
        }
        return {
            message.delivery_id
            for message in messages
            if contacts.address(message.client, message.kind.form) != message.address
            or any(reminder.key in over for reminder in message.reminders)
        }


class _Counter:
    """Counts receipts into progress."""

    def __init__(self, total: int, told: Callable[[Progress], None]) -> None:
        self._total = total
        self._told = told
        self._done = 0

    def __call__(self, _receipt: Receipt) -> None:
        self._done += 1
        self._told(Progress(self._done, self._total))


def _unheard(_progress: Progress) -> None:
    """A round of retries has nobody watching it."""
