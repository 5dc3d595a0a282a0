"""The record of everything that happened to deliveries: append, and read the latest.

Lines are never changed nor removed; the database itself refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import duckdb

from relance_ops.database import sql, utc
from relance_ops.model import Cause, DeliveryState, Entry, Receipt


def append(cursor: duckdb.DuckDBPyConnection, entries: Sequence[Entry]) -> None:
    """Write *entries* in one statement, in order.

    A statement costs about a millisecond whatever it holds (measured), so a run's
    entries are never written one by one.
    """
    if not entries:
        return
    cursor.execute(
        sql("append_entries"),
        {
            "delivery_ids": [entry.delivery_id for entry in entries],
            "states": [entry.state.value for entry in entries],
            "times": [utc(entry.at) for entry in entries],
            "people": [entry.by for entry in entries],
            "causes": [entry.cause.value for entry in entries],
            "reasons": [entry.reason for entry in entries],
            "references": [entry.reference for entry in entries],
            "not_before": [
                entry.not_before and utc(entry.not_before) for entry in entries
            ],
            "first_pages": [entry.first_page for entry in entries],
            "last_pages": [entry.last_page for entry in entries],
        },
    ).fetchall()


def entries_for(
    delivery_ids: Iterable[int],
    state: DeliveryState,
    *,
    at: datetime,
    by: str,
    reason: str = "",
    cause: Cause = Cause.NONE,
) -> list[Entry]:
    """The same change for many deliveries."""
    return [
        Entry(delivery_id, state, at=at, by=by, reason=reason, cause=cause)
        for delivery_id in delivery_ids
    ]


def from_receipt(
    receipt: Receipt, *, at: datetime, by: str, not_before: datetime | None = None
) -> Entry:
    """The line that keeps what a channel said."""
    first, last = receipt.pages or (None, None)
    return Entry(
        receipt.delivery_id,
        receipt.state,
        at=at,
        by=by,
        cause=receipt.cause,
        reason=receipt.detail,
        reference=receipt.reference,
        not_before=not_before,
        first_page=first,
        last_page=last,
    )
