"""Making one copy of a file that is in use, and opening a copy to see if it is good.

A process that opens and closes its own database file by itself loses DuckDB's lock on
it (measured), so a child does the reading. « copy from database » would forget the
triggers that keep the ledger append-only (2.0, measured).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from relance_ops.clinic_file import wal_path
from relance_ops.database import CONFIG, Database, sql
from relance_ops.errors import CopyError
from relance_ops.i18n import _

COPY_SECONDS = 300

# From, to, from, to… in a process that loads nothing else: 30 ms.
_CHILD = """
import os, sys
for source, target in zip(sys.argv[1::2], sys.argv[2::2]):
    given = os.open(source, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    made = os.open(
        target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
    )
    while part := os.read(given, 1 << 20):
        while part:
            part = part[os.write(made, part):]
"""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a copy must hold to be one: every table's rows, and what guards them.

    Attributes:
        version: Of its schema.
        rows: By table.
        guards: How many triggers there are.
    """

    version: int
    rows: Mapping[str, int]
    guards: int


def copy_of(database: Database, target: Path) -> Shape:
    """Write *database*, as it is now, to *target*; nobody writes meanwhile.

    Raises:
        CopyError: It could not be written; nothing is left of it.
    """
    with database.unwritten():
        with database.cursor() as cursor:
            shape = shape_of(cursor)
        copy_files(database.path, target)
    return shape


def copy_files(source: Path, target: Path) -> None:
    """Copy a database and its WAL, which nobody writes meanwhile.

    Raises:
        CopyError: It could not be written; nothing is left of it.
    """
    pairs = [str(source), str(target)]
    if wal_path(source).exists():
        pairs += [str(wal_path(source)), str(wal_path(target))]
    try:
        subprocess.run(  # noqa: S603  # ourselves, with two paths of ours
            [sys.executable, "-I", "-S", "-c", _CHILD, *pairs],
            check=True,
            capture_output=True,
            timeout=COPY_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        remove(target)
        said = getattr(error, "stderr", b"") or str(error).encode()
        raise CopyError(_last_line(said)) from error


def check(path: Path, *, expected: Shape | None = None) -> Shape:
    """Open the copy at *path*, read all of it, and say what it holds.

    Raises:
        CopyError: It is damaged, or holds something else than *expected*.
    """
    try:
        with _opened(path) as copy:
            shape = shape_of(copy)
            read_whole(copy, shape)
    except duckdb.Error as error:
        raise CopyError(str(error).splitlines()[0][:300]) from error
    if expected is not None and shape != expected:
        raise CopyError(_("elle n'a pas les mêmes lignes que le fichier"))
    return shape


def read_whole(cursor: duckdb.DuckDBPyConnection, shape: Shape) -> None:
    """Read every block that holds something: its checksum is compared."""
    for table in shape.rows:
        asked = f'select bit_xor(hash(t)) from "{table}" as t'  # noqa: S608  # ours
        cursor.execute(asked).fetchall()


def shape_of(cursor: duckdb.DuckDBPyConnection) -> Shape:
    """What a clinic's file holds.

    Raises:
        CopyError: It is no clinic's.
    """
    tables = [name for (name,) in cursor.execute(sql("tables")).fetchall()]
    if "schema_version" not in tables:
        raise CopyError(_("ce n'est pas une base de la clinique"))
    versions = cursor.execute(sql("versions")).fetchall()
    rows = {}
    for table in tables:
        asked = f'select count(*) from "{table}"'  # noqa: S608  # a name of ours
        [[rows[table]]] = cursor.execute(asked).fetchall()
    [[guards]] = cursor.execute(sql("guards")).fetchall()
    return Shape(max(versions)[0], rows, guards)


def flush(target: Path) -> None:
    """Have a copy on the disk; not while others wait to write, it may take a second."""
    descriptor = os.open(target, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(target: Path) -> None:
    """Leave nothing of a copy."""
    target.unlink(missing_ok=True)
    wal_path(target).unlink(missing_ok=True)


@contextmanager
def _opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy, its WAL drawn into it, with little of the machine: messages are leaving."""
    # Written to only where its own WAL has to be drawn in: a copy is never changed.
    mode = "READ_WRITE" if wal_path(path).exists() else "READ_ONLY"
    modest: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "memory_limit": "512MB",
        "access_mode": mode,
    }
    with duckdb.connect(str(path), config={**CONFIG, **modest}) as copy:
        yield copy


def _last_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else _("la copie s'est arrêtée")
