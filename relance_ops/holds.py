"""Nothing leaves while the clinic's file cannot tell what has already left."""

from __future__ import annotations

from datetime import datetime

import duckdb

from relance_ops import events
from relance_ops.database import Database, sql, utc
from relance_ops.errors import SendRefusedError
from relance_ops.events import Event, EventKind
from relance_ops.i18n import _


def hold(database: Database, *, reason: str, now: datetime) -> None:
    """Let nothing leave until a person has looked."""
    with database.writing() as cursor:
        cursor.execute(sql("add_hold"), {"reason": reason, "at": utc(now)}).fetchall()
        events.append(cursor, [Event(EventKind.HELD, now, _("reprise"), note=reason)])


def reasons(cursor: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Why nothing may leave; nothing when it may."""
    return tuple(reason for reason, _at in cursor.execute(sql("held")).fetchall())


def refuse(cursor: duckdb.DuckDBPyConnection) -> None:
    """Stop a run, before anything is claimed.

    Raises:
        SendRefusedError: Nothing may leave; says why, and what to do.
    """
    why = reasons(cursor)
    if why:
        raise SendRefusedError(sentence(why))


def sentence(why: tuple[str, ...]) -> str:
    """Why nothing leaves, and what to do."""
    return _(
        "Rien ne part : {why} Regardez chez vos fournisseurs et dans les courriers "
        "imprimés ce qui est parti, puis tapez « relance-ops restore --checked »."
    ).format(why=" ".join(why))


def end(database: Database, *, by: str, now: datetime) -> bool:
    """A person has looked: messages leave again. False when nothing was held."""
    with database.writing() as cursor:
        ended = cursor.execute(sql("end_hold")).fetchall()
        if ended:
            events.append(cursor, [Event(EventKind.HOLD_ENDED, now, by)])
    return bool(ended)
