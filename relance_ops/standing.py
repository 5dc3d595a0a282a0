"""What waits on its way out: paused channels, and messages whose turn will come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from relance_ops.database import aware, sql
from relance_ops.model import Kind


@dataclass(frozen=True, slots=True)
class Pause:
    """A channel whose account was refused.

    Attributes:
        waiting: Messages that leave when it starts again.
    """

    kind: Kind
    reason: str
    paused_at: datetime
    waiting: int


@dataclass(frozen=True, slots=True)
class Queue:
    """Messages of one channel that leave by themselves, each at its moment.

    Attributes:
        first, last: When the next one leaves, and when the last one will have.
    """

    kind: Kind
    waiting: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that waits on its way out."""

    paused: tuple[Pause, ...] = ()
    queues: tuple[Queue, ...] = ()


def read(cursor: duckdb.DuckDBPyConnection) -> Standing:
    """What waits now."""
    held = paused(cursor)
    stopped = {pause.kind for pause in held}
    rows = cursor.execute(sql("queued")).fetchall()
    found = [
        Queue(Kind(channel), waiting, aware(first), aware(last))
        for channel, waiting, first, last in rows
    ]
    return Standing(held, tuple(one for one in found if one.kind not in stopped))


def paused(cursor: duckdb.DuckDBPyConnection) -> tuple[Pause, ...]:
    """The channels that a person must start again."""
    rows = cursor.execute(sql("to_treat_paused")).fetchall()
    return tuple(
        Pause(Kind(channel), reason, aware(paused_at), waiting)
        for channel, reason, paused_at, waiting in rows
    )
