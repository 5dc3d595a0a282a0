"""The rows of the clinic's own words: read them, add versions of them.

Nothing is overwritten: a change is one more version, with who wrote it and when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from relance_ops import events
from relance_ops.database import Database, aware, sql, utc
from relance_ops.events import Event, EventKind
from relance_ops.library import Library, Own, Part, Place
from relance_ops.model import Kind
from relance_ops.word_levels import Level


@dataclass(frozen=True, slots=True)
class Version:
    """Words as somebody wrote them once.

    Attributes:
        level: For which of the template's messages.
        words: "" for what is beneath again.
    """

    part: Part
    version: int
    words: str
    written_at: datetime
    written_by: str
    level: Level


def read(cursor: duckdb.DuckDBPyConnection) -> Library:
    """Every template in force, in the caller's transaction."""
    return Library.over(
        Own(template, language, part, words, level)
        for (template, language, part, level), (_version, words) in in_force(
            cursor
        ).items()
        if words
    )


def in_force(
    cursor: duckdb.DuckDBPyConnection,
) -> Mapping[Place, tuple[int, str]]:
    """The latest version of each place that was ever written, and its words."""
    return {
        (template, language, Part(part), _level(step, channel)): (version, words)
        for template, language, step, channel, part, version, words in cursor.execute(
            sql("wordings")
        ).fetchall()
    }


def history(database: Database, template: str, language: str) -> list[Version]:
    """What was written of *template* in *language*, newest first."""
    rows = database.rows(
        sql("wording_history"), {"template": template, "language": language}
    )
    return [
        Version(Part(part), version, words, aware(at), by, _level(step, channel))
        for step, channel, part, version, words, at, by in rows
    ]


def add(
    cursor: duckdb.DuckDBPyConnection,
    written: Sequence[Own],
    *,
    at: datetime,
    by: str,
    note: str,
) -> None:
    """Write each of *written* as one more version, and in the journal."""
    if not written:
        return
    rows = cursor.execute(
        sql("add_wordings"),
        {
            "templates": [own.template for own in written],
            "languages": [own.language for own in written],
            "steps": [own.level.step for own in written],
            "channels": [own.level.channel or "" for own in written],
            "parts": [own.part.value for own in written],
            "words": [own.words for own in written],
            "at": utc(at),
            "by": by,
        },
    ).fetchall()
    events.append(
        cursor,
        [
            Event(
                EventKind.WORDING,
                at,
                by,
                subject=_subject(*place),
                before=str(version - 1) if version > 1 else "",
                after=str(version),
                note=note,
            )
            for *place, version in rows
        ],
    )


def _subject(template: str, language: str, step: int, channel: str, part: str) -> str:
    """A place as the journal names it; what is for every message as it always was."""
    named = [template, language, part, *([str(step)] if step else []), channel]
    return "/".join(filter(None, named))


def _level(step: int, channel: str) -> Level:
    return Level(step, Kind(channel) if channel else None)
