"""One process owns the clinic's file: who holds it, and waiting for one's turn.

DuckDB refuses a second process by itself; this lock lives beside the file so that we
can wait for it, name its holder, and never lose it to a stray open() and close() of the
database file (which drops DuckDB's own lock, measured).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from relance_ops.errors import DatabaseBusyError
from relance_ops.i18n import _

log = logging.getLogger(__name__)


def lock_path(database: Path) -> Path:
    """The lock file beside *database*."""
    return database.with_name(database.name + ".lock")


@contextmanager
def owning(database: Path, *, wait_seconds: float) -> Iterator[None]:
    """Be the only process that opens *database* inside the block.

    Raises:
        DatabaseBusyError: Another one still holds it after *wait_seconds*.
    """
    lock = FileLock(lock_path(database))
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout:
        raise DatabaseBusyError(
            _(
                "Le fichier {path} est déjà utilisé par un autre programme relance-ops. "
                "Attendez qu'il ait fini, ou fermez-le."
            ).format(path=database)
        ) from None
    try:
        yield
    finally:
        lock.release()
