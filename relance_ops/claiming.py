"""Claiming: one transaction decides what leaves, and writes it down before it does.

Everything of section 4 is asked again inside that transaction, so an act, a death or a
refusal since the list was refreshed wins.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from relance_ops import choices, holdout, holds, ledger, plan, reminders, sms_text
from relance_ops.database import Database, sql, utc
from relance_ops.model import (
    DeliveryState,
    Kind,
    Message,
    Planned,
    Reminder,
    ReminderKey,
    Words,
)
from relance_ops.settings import Settings

log = logging.getLogger(__name__)

Cursor = duckdb.DuckDBPyConnection
Compose = Callable[[Planned], Words]
MessageId = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Order:
    """What the person who pressed "Envoyer" asked for.

    Attributes:
        nonce: Minted when the list was drawn: the same list sent twice (a double
            click, a reload) is one run.
        without: Reminders that were unticked.
        only: Channels to use now; the others' reminders stay ready.
    """

    on: date
    by: str
    nonce: str
    without: frozenset[ReminderKey] = frozenset()
    only: frozenset[Kind] = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A run and what it has to deliver.

    Attributes:
        messages: In leaving order; empty when this press was a repetition.
    """

    run_id: int
    messages: tuple[Message, ...]


def choose(due: reminders.Due, settings: Settings, order: Order) -> list[Planned]:
    """What *order* makes leave, of what is *due*."""
    wanted = (
        reminder
        for reminder in (*due.reminders, *due.joining)
        if reminder.key not in order.without
    )
    return plan.deliveries(wanted, due.clients, settings, on=order.on, only=order.only)


def claim(
    database: Database,
    order: Order,
    *,
    now: datetime,
    compose: Compose,
    message_id: MessageId,
) -> Claimed | None:
    """Claim what is ready for *order*; None when nothing is.

    Args:
        database: The clinic's file.
        order: What was asked.
        now: When it was pressed.
        compose: Merges the words of one delivery.
        message_id: The Message-ID of an email, by delivery number.
    """
    with database.writing() as cursor:
        repeated = cursor.execute(
            sql("run_by_nonce"), {"nonce": order.nonce}
        ).fetchall()
        if repeated:
            return Claimed(repeated[0][0], ())
        holds.refuse(cursor)
        settings = choices.stored(cursor)
        due = reminders.due(cursor, settings, on=order.on)
        holdout.record(cursor, due, settings, on=order.on, only=order.only)
        leaving = choose(due, settings, order)
        if not leaving:
            return None
        run_id = _open_run(cursor, order, now)
        messages = _messages(cursor, leaving, run_id, order, (compose, message_id))
        _write(cursor, messages, settings, order, now)
    log.info("run claimed run=%d deliveries=%d", run_id, len(messages))
    return Claimed(run_id, tuple(messages))


def _open_run(cursor: duckdb.DuckDBPyConnection, order: Order, now: datetime) -> int:
    [[run_id]] = cursor.execute(
        sql("new_run"),
        {"on": order.on, "started_at": utc(now), "by": order.by, "nonce": order.nonce},
    ).fetchall()
    return int(run_id)


def _messages(
    cursor: duckdb.DuckDBPyConnection,
    leaving: Sequence[Planned],
    run_id: int,
    order: Order,
    words: tuple[Compose, MessageId],
) -> list[Message]:
    compose, message_id = words
    numbers = cursor.execute(
        sql("delivery_numbers"), {"count": len(leaving)}
    ).fetchall()
    first_paper = next(
        (i for i, planned in enumerate(leaving) if planned.kind.is_paper), len(leaving)
    )
    return [
        Message(
            delivery_id=number,
            run_id=run_id,
            on=order.on,
            kind=planned.kind,
            client=planned.client,
            address=planned.address,
            words=compose(planned),
            reminders=planned.reminders,
            message_id=message_id(number) if planned.kind is Kind.EMAIL else "",
            letter_number=i - first_paper + 1 if planned.kind.is_paper else 0,
        )
        for i, (planned, (number,)) in enumerate(zip(leaving, numbers, strict=True))
    ]


def _write(
    cursor: duckdb.DuckDBPyConnection,
    messages: Sequence[Message],
    settings: Settings,
    order: Order,
    now: datetime,
) -> None:
    parts = [parts_of(message) for message in messages]
    cursor.execute(
        sql("add_deliveries"),
        {
            "run_id": messages[0].run_id,
            "delivery_ids": [message.delivery_id for message in messages],
            "client_ids": [message.client.client_id for message in messages],
            "channels": [message.kind.value for message in messages],
            "addresses": [message.address for message in messages],
            "languages": [message.client.language for message in messages],
            "subjects": [message.words.subject for message in messages],
            "bodies": [message.words.text for message in messages],
            "blocks": [
                json.dumps(message.words.blocks, ensure_ascii=False)
                for message in messages
            ],
            "message_ids": [message.message_id for message in messages],
            "letter_numbers": [message.letter_number for message in messages],
            "sms_parts": parts,
            "costs": [
                cost_cents(message.kind, count, settings)
                for message, count in zip(messages, parts, strict=True)
            ],
        },
    ).fetchall()
    claims = [
        (message, reminder) for message in messages for reminder in message.reminders
    ]
    cursor.execute(sql("add_claims"), _claim_columns(claims, order.on)).fetchall()
    ledger.append(
        cursor,
        ledger.entries_for(
            (message.delivery_id for message in messages),
            DeliveryState.CLAIMED,
            at=now,
            by=order.by,
        ),
    )


def _claim_columns(
    claims: Iterable[tuple[Message, Reminder]], on: date
) -> dict[str, object]:
    messages, held = zip(*claims, strict=True)
    return {
        "on": on,
        "animal_ids": [reminder.animal_id for reminder in held],
        "recall_groups": [reminder.recall_group for reminder in held],
        "anchor_ids": [reminder.anchor_id for reminder in held],
        "steps": [reminder.step for reminder in held],
        "channels": [message.kind.value for message in messages],
        "delivery_ids": [message.delivery_id for message in messages],
        "act_types": [reminder.act_type for reminder in held],
        "labels": [reminder.label for reminder in held],
        "families": [reminder.family for reminder in held],
        "animal_names": [reminder.animal_name for reminder in held],
        "due_ons": [reminder.due_on for reminder in held],
        "planned_ons": [reminder.planned_on for reminder in held],
    }


def parts_of(message: Message) -> int:
    """Billed parts of an SMS; 0 for any other channel."""
    return sms_text.parts(message.words.text).parts if message.kind is Kind.SMS else 0


def cost_cents(kind: Kind, sms_parts: int, settings: Settings) -> int:
    """What one delivery costs the clinic, in euro cents, at its own prices."""
    return {
        Kind.EMAIL: 0,
        Kind.SMS: sms_parts * settings.sms_cents,
        Kind.LETTER: settings.letter_cents,
        Kind.CARD: settings.card_cents,
    }[kind]
