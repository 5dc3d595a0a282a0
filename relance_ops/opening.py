"""Opening the clinic's file: alone with it, up to date, and its register beside it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from relance_ops import backups, clinic_file
from relance_ops.database import Database
from relance_ops.errors import DatabaseUnavailableError
from relance_ops.owner import owning
from relance_ops.witnessing import Witnessed, witness

log = logging.getLogger(__name__)


@contextmanager
def opened(
    path: Path,
    *,
    clock: Callable[[], datetime],
    wait_seconds: float = 0,
    told: Callable[[str], None] = lambda _sentence: None,
) -> Iterator[Database]:
    """The file at *path*, made if a clinic begins there; see `Practice.open`."""
    with (
        owning(path, wait_seconds=wait_seconds, told=told),
        unlocked(path, clock=clock) as (database, _witnessed),
    ):
        yield database


@contextmanager
def unlocked(
    path: Path, *, clock: Callable[[], datetime]
) -> Iterator[tuple[Database, Witnessed]]:
    """The same for who owns the file already."""
    clinic_file.refuse_ghost(path)
    database = Database(
        path,
        now=clock(),
        beginning=not clinic_file.has_been_used(path),
        upgrading=lambda _version: backups.before_upgrade(path, now=clock()),
    )
    try:
        found = witness(database, now=clock())
        yield database, found
        _confirm(found)
    finally:
        database.close()


def _confirm(found: Witnessed) -> None:
    """Leave no doubt about the last line; the next start would find out as well."""
    try:
        found.register.confirm()
    except DatabaseUnavailableError:
        log.warning("the register's last line stays without its confirmation")
