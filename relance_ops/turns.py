"""When each of a queue may leave under its provider's quotas."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from relance_ops.database import Database, aware, sql, utc
from relance_ops.model import Kind
from relance_ops.pace import Pace


def given(
    database: Database,
    pace: Pace,
    kind: Kind,
    *,
    count: int,
    now: datetime,
    last: bool,
) -> list[datetime]:
    """The turns of the next *count* messages of *kind*, in order; *now* is at once.

    What left lately counts. With *last* they stand behind all that waits for its turn
    already; without, their own turn has come.
    """
    if not pace.memory:
        return [now] * count
    asked: dict[str, object] = {
        "channel": kind.value,
        "since": utc(now - pace.memory),
        "now": utc(now),
        "waiting": last,
    }
    taken = [aware(row[0]) for row in database.rows(sql("turns_taken"), asked)]
    return list(islice(pace.moments(taken, now=now), count))
