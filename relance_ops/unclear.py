"""What came back and nobody could make sense of: a person reads it, and says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from relance_ops import events
from relance_ops.database import aware, sql, utc
from relance_ops.errors import NotFoundError
from relance_ops.events import Event, EventKind
from relance_ops.i18n import _
from relance_ops.model import Kind


@dataclass(frozen=True, slots=True)
class Unclear:
    """An answer, or returned mail, that the program does not understand.

    Attributes:
        source, event_id: Which one.
        client_id, client_name: Whom it is about; "" when nobody knows.
        address: Whom it came from, when it is about nobody that we know.
        detail: Its own words, shortened.
    """

    source: str
    event_id: str
    kind: Kind
    at: datetime
    client_id: str
    client_name: str
    address: str
    detail: str


def read(cursor: duckdb.DuckDBPyConnection) -> tuple[Unclear, ...]:
    """What waits for a reader, the latest first."""
    rows = cursor.execute(sql("to_treat_news")).fetchall()
    return tuple(
        Unclear(source, event_id, Kind(channel), aware(at), *rest)
        for source, event_id, channel, at, *rest in rows
    )


def treated(
    cursor: duckdb.DuckDBPyConnection, one: Unclear, *, now: datetime, by: str
) -> None:
    """« C'est vu »: somebody has read it.

    Raises:
        NotFoundError: Somebody was quicker.
    """
    found = cursor.execute(
        sql("treat_news"),
        {"source": one.source, "event_id": one.event_id, "at": utc(now), "by": by},
    ).fetchall()
    if not found:
        raise NotFoundError(_("Ce message a déjà été vu par quelqu'un d'autre."))
    event = Event(
        EventKind.NEWS_SEEN, now, by, client_id=one.client_id, subject=one.kind.value
    )
    events.append(cursor, [event])
