"""The clinic's settings as they are kept: read them, change one of them."""

from __future__ import annotations

from datetime import datetime

import duckdb

from relance_ops import events
from relance_ops.database import Database, sql, utc
from relance_ops.events import Event, EventKind
from relance_ops.settings import Settings


def stored(cursor: duckdb.DuckDBPyConnection) -> Settings:
    """The clinic's choices, defaults for those it never made."""
    return Settings.from_rows(cursor.execute(sql("settings")).fetchall())


def store(
    database: Database, key: str, value: str, *, now: datetime, by: str
) -> Settings:
    """Change one setting; the journal keeps what it was.

    Raises:
        SettingError: No such key, or not a value it accepts; nothing changed.
    """
    with database.writing() as cursor:
        before = stored(cursor)
        settings = before.with_value(key, value)
        old, new = before.as_texts()[key], settings.as_texts()[key]
        cursor.execute(
            sql("store_setting"),
            {"key": key, "value": new, "changed_at": utc(now), "by": by},
        ).fetchall()
        if new != old:
            events.append(
                cursor,
                [Event(EventKind.SETTING, now, by, subject=key, before=old, after=new)],
            )
    return settings
