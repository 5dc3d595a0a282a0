"""The clinic's logo, kept in the clinic's own file: a backup holds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import duckdb

from relance_ops import events
from relance_ops.database import Database, sql, utc
from relance_ops.events import Event, EventKind
from relance_ops.model import Logo

_NAME = "logo"


@dataclass(frozen=True, slots=True)
class ClinicLogo:
    """The logo of one clinic's file."""

    database: Database
    clock: Callable[[], datetime]

    def read(self) -> Logo | None:
        """The logo; None when the clinic has none."""
        rows = self.database.rows(sql("picture"), {"name": _NAME})
        return Logo(*rows[0]) if rows else None

    def store(self, upload: bytes, *, by: str) -> Logo:
        """Keep *upload* as the logo; see `logo_drawing.drawn` for what is refused."""
        from relance_ops.logo_drawing import drawn  # noqa: PLC0415  # pictures are slow to load

        logo = drawn(upload)
        with self.database.writing() as cursor:
            cursor.execute(
                sql("store_picture"),
                {
                    "name": _NAME,
                    "media": logo.media,
                    "content": logo.content,
                    "width": logo.width,
                    "height": logo.height,
                    "at": utc(self.clock()),
                    "by": by,
                },
            ).fetchall()
            self._note(cursor, by=by, after=f"{logo.width} × {logo.height}")
        return logo

    def remove(self, *, by: str) -> None:
        """Print letters without a logo again."""
        with self.database.writing() as cursor:
            if cursor.execute(sql("remove_picture"), {"name": _NAME}).fetchall():
                self._note(cursor, by=by, after="")

    def _note(self, cursor: duckdb.DuckDBPyConnection, *, by: str, after: str) -> None:
        event = Event(
            EventKind.SETTING, self.clock(), by, subject="clinic.logo", after=after
        )
        events.append(cursor, [event])
