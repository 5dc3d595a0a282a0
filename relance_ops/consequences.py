"""What follows from an answer of a channel, whenever it comes: contacts and refusals."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

import duckdb

from relance_ops import manual
from relance_ops.database import Database, sql, utc
from relance_ops.i18n import _
from relance_ops.model import Cause, DeliveryState, Entry, Form, Kind

log = logging.getLogger(__name__)

# Research, appendix C: a full mailbox or a phone that is off is no dead address, but
# three in a row are one that somebody should look at.
SOFT_LIMIT = 3


def follow(
    cursor: duckdb.DuckDBPyConnection, entries: Sequence[Entry], *, now: datetime
) -> None:
    """Flag dead addresses and note refusals, in the transaction that wrote *entries*."""
    ended = [
        entry
        for entry in entries
        if entry.state in (DeliveryState.FAILED, DeliveryState.BOUNCED)
    ]
    flag(cursor, [e for e in ended if e.cause is Cause.RECIPIENT], now=now)
    for entry in ended:
        if entry.cause is Cause.OPPOSITION:
            _oppose(cursor, entry, now)
    soft = [entry for entry in ended if entry.cause is Cause.TRANSIENT]
    flag(cursor, _repeated(cursor, soft), now=now)


def flag(
    cursor: duckdb.DuckDBPyConnection, entries: Sequence[Entry], *, now: datetime
) -> None:
    """Remember the addresses of *entries* as dead, so that the next channel is offered."""
    if entries:
        cursor.execute(
            sql("add_dead_contacts"),
            {
                "delivery_ids": [entry.delivery_id for entry in entries],
                "reasons": [entry.reason for entry in entries],
                "flagged_at": utc(now),
            },
        ).fetchall()


def pause(database: Database, kind: Kind, reason: str, *, now: datetime) -> None:
    """Stop a channel until a person starts it again; what it holds waits."""
    with database.writing() as cursor:
        cursor.execute(
            sql("pause_channel"),
            {"channel": kind.value, "reason": reason, "paused_at": utc(now)},
        ).fetchall()


def refuse(
    cursor: duckdb.DuckDBPyConnection,
    client_ids: Iterable[str],
    form: Form,
    *,
    now: datetime,
    by: str,
    note: str,
) -> None:
    """Note that clients want no more by *form*; *note* says where that comes from."""
    manual.type_in(
        cursor, "client", sorted(client_ids), f"refuses_{form.value}", value=True,
        now=now, by=by, note=note,
    )  # fmt: skip


def _oppose(cursor: duckdb.DuckDBPyConnection, entry: Entry, now: datetime) -> None:
    [(client_id, channel)] = cursor.execute(
        sql("delivery_client"), {"delivery_id": entry.delivery_id}
    ).fetchall()
    refuse(
        cursor, [client_id], Form(channel), now=now, by=entry.by,
        note=_("opposition signalée par le fournisseur : {detail}").format(
            detail=entry.reason[:200]
        ),
    )  # fmt: skip


def _repeated(
    cursor: duckdb.DuckDBPyConnection, entries: Sequence[Entry]
) -> list[Entry]:
    """Those of *entries* whose address has now failed for the last time we try."""
    found = []
    for entry in entries:
        [[soft]] = cursor.execute(
            sql("soft_bounces"), {"delivery_id": entry.delivery_id, "most": SOFT_LIMIT}
        ).fetchall()
        if soft >= SOFT_LIMIT:
            found.append(entry)
    return found
