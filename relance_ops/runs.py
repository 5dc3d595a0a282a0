"""Reading runs back: how their deliveries stand, and the words they were claimed with."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from relance_ops.database import aware, sql
from relance_ops.errors import NotFoundError
from relance_ops.i18n import _
from relance_ops.model import (
    DeliveryState,
    Kind,
    Message,
    Reminder,
    ReminderState,
    Words,
)
from relance_ops.reminders import clients_of


@dataclass(frozen=True, slots=True)
class Standing:
    """One delivery and where it stands.

    Attributes:
        tried_at: When it was first handed; None before.
        retries: How many times it was refused for now.
        pages: First and last page in its merged PDF; None unless printed.
        on: The run's day.
    """

    delivery_id: int
    run_id: int
    kind: Kind
    letter_number: int
    client_id: str
    client_name: str
    address: str
    state: DeliveryState
    changed_at: datetime
    changed_by: str
    cause: str
    reason: str
    tried_at: datetime | None
    retries: int
    pages: tuple[int, int] | None
    on: date


def standings(
    cursor: duckdb.DuckDBPyConnection,
    states: Collection[DeliveryState],
    *,
    run_id: int | None = None,
    due_by: datetime | None = None,
) -> list[Standing]:
    """The deliveries that stand in one of *states*, oldest run first.

    Args:
        cursor: A connection.
        states: Wanted states.
        run_id: Only this run's.
        due_by: UTC without zone; only those that need not wait any longer.
    """
    rows = cursor.execute(
        sql("deliveries_in_state"),
        {
            "states": [str(state) for state in states],
            "run_id": run_id,
            "due_by": due_by,
        },
    ).fetchall()
    return [_standing(row) for row in rows]


def states_of(
    cursor: duckdb.DuckDBPyConnection, run_id: int
) -> dict[Kind, dict[DeliveryState, int]]:
    """Deliveries of a run, counted by channel and state.

    Raises:
        NotFoundError: There is no such run.
    """
    rows = cursor.execute(sql("run_states"), {"run_id": run_id}).fetchall()
    if not rows:
        raise NotFoundError(
            _("L'envoi n° {run} n'existe pas. Vérifiez le numéro.").format(run=run_id)
        )
    counts: dict[Kind, dict[DeliveryState, int]] = defaultdict(dict)
    for channel, state, count in rows:
        counts[Kind(channel)][DeliveryState(state)] = count
    return {kind: counts[kind] for kind in Kind if kind in counts}


def claimed_reminders(
    cursor: duckdb.DuckDBPyConnection, delivery_ids: Sequence[int]
) -> dict[int, tuple[Reminder, ...]]:
    """The reminders each delivery holds, as they were when claimed."""
    rows = cursor.execute(
        sql("claimed_reminders"), {"delivery_ids": list(delivery_ids)}
    ).fetchall()
    held: dict[int, list[Reminder]] = defaultdict(list)
    for row in rows:
        values = dict(zip(_CLAIMED, row[1:], strict=True))
        held[row[0]].append(Reminder(**values, state=ReminderState.SENT))
    return {delivery_id: tuple(reminders) for delivery_id, reminders in held.items()}


def messages(
    cursor: duckdb.DuckDBPyConnection, delivery_ids: Sequence[int]
) -> list[Message]:
    """Deliveries ready to be handed again, with the very words they were claimed with."""
    rows = cursor.execute(
        sql("delivery_words"), {"delivery_ids": list(delivery_ids)}
    ).fetchall()
    clients = clients_of(cursor, {row[2] for row in rows})
    reminders = claimed_reminders(cursor, delivery_ids)
    return [
        Message(
            delivery_id=row[0],
            run_id=row[1],
            on=row[10],
            kind=Kind(row[3]),
            client=clients[row[2]],
            address=row[4],
            words=Words(row[5], row[6], tuple(json.loads(row[7]))),
            reminders=reminders[row[0]],
            message_id=row[8],
            letter_number=row[9],
        )
        for row in rows
    ]


# In the order of the query.
_CLAIMED = (
    "client_id", "animal_id", "animal_name", "species", "recall_group", "act_type",
    "label", "family", "anchor_id", "due_on", "step", "planned_on",
)  # fmt: skip


def _standing(row: tuple[Any, ...]) -> Standing:
    first_page, last_page, on = row[14:]
    return Standing(
        delivery_id=row[0],
        run_id=row[1],
        kind=Kind(row[2]),
        letter_number=row[3],
        client_id=row[4],
        client_name=row[5],
        address=row[6],
        state=DeliveryState(row[7]),
        changed_at=aware(row[8]),
        changed_by=row[9],
        cause=row[10],
        reason=row[11],
        tried_at=aware(row[12]) if row[12] else None,
        retries=row[13],
        pages=None if first_page is None else (first_page, last_page),
        on=on,
    )


def letters_awaiting(
    cursor: duckdb.DuckDBPyConnection, run_id: int
) -> tuple[tuple[int, str, int, int, Kind], ...]:
    """Letters and cards of a run that nobody confirmed, by number.

    Returns:
        (number, client's name, first page, last page, kind) each.
    """
    return tuple(
        (s.letter_number, s.client_name, *(s.pages or (0, 0)), s.kind)
        for s in standings(cursor, [DeliveryState.AWAITING], run_id=run_id)
    )
