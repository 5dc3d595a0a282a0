"""The clinic's settings as they are kept: read them, change one of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import duckdb

from relance_ops import events, secret_keys
from relance_ops.database import Database, sql, utc
from relance_ops.events import Event, EventKind
from relance_ops.settings import Settings


def stored(cursor: duckdb.DuckDBPyConnection) -> Settings:
    """The clinic's choices, defaults for those it never made."""
    return Settings.from_rows(cursor.execute(sql("settings")).fetchall())


def holdout(cursor: duckdb.DuckDBPyConnection, settings: Settings) -> dict[str, object]:
    """What a statement needs to know whom chance keeps back; nothing is asked for nobody."""
    key, legal_groups = "", []
    if settings.holdout_percent:
        [(key, legal_groups)] = cursor.execute(sql("holdout_key")).fetchall()
    return {
        "holdout_percent": settings.holdout_percent,
        "holdout_key": key,
        "legal_groups": legal_groups,
    }


def store(
    database: Database, key: str, value: str, *, now: datetime, by: str
) -> Settings:
    """Change one setting; see `store_all`."""
    return store_all(database, {key: value}, now=now, by=by)


def store_all(
    database: Database, values: Mapping[str, str], *, now: datetime, by: str
) -> Settings:
    """Change settings, all or none; the journal keeps what they were.

    Raises:
        SettingError: No such key, or not a value it accepts; nothing changed.
    """
    with database.writing() as cursor:
        before = settings = stored(cursor)
        for key, value in values.items():
            settings = settings.with_value(key, value)
        old, new = before.as_texts(), settings.checked().as_texts()
        for key in values:
            cursor.execute(
                sql("store_setting"),
                {"key": key, "value": new[key], "changed_at": utc(now), "by": by},
            ).fetchall()
        if settings.holdout_percent:
            secret_keys.mint_holdout_key(cursor)
        events.append(
            cursor,
            [
                Event(
                    EventKind.SETTING, now, by,
                    subject=key, before=old[key], after=new[key],
                )
                for key in values
                if new[key] != old[key]
            ],
        )  # fmt: skip
    return settings
