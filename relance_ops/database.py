"""The clinic's file: connections, the one writer, migrations, SQL by name.

One process owns the file. Every request takes its own cursor (a shared connection
hands rows of one thread to another) and every write passes one lock.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from relance_ops.errors import DatabaseUnavailableError
from relance_ops.i18n import _

log = logging.getLogger(__name__)

MEMORY = Path(":memory:")

# A misspelt table would otherwise bind to a Python variable of that name, and a
# clinic's LAN may have no internet to fetch extensions from.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "python_enable_replacements": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}

_OF_THE_FILE = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.SerializationException,
)


@cache
def sql(name: str) -> str:
    """The statement of `sql/<name>.sql`."""
    return (files("relance_ops") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Database:
    """One open DuckDB file, its schema up to date.

    Raises:
        DatabaseUnavailableError: The file cannot be opened; says why and what to do.
    """

    def __init__(self, path: Path | str = MEMORY, *, now: datetime) -> None:
        self.path = Path(path)
        self._writer = threading.RLock()
        with translating_errors(self.path):
            self._connection = duckdb.connect(str(self.path), config=dict(CONFIG))
            self._migrate(now)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection for one request; close it or let it go."""
        return self._connection.cursor()

    def rows(self, statement: str, parameters: object = None) -> list[tuple[Any, ...]]:
        """Every row of one query, read whole.

        A result that is not read to its end blocks its connection.
        """
        with translating_errors(self.path), self.cursor() as cursor:
            return cursor.execute(statement, parameters).fetchall()

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction, alone: committed whole at the end, or not at all."""
        with self._writer, translating_errors(self.path), self.cursor() as cursor:
            cursor.begin()
            try:
                yield cursor
            except BaseException:
                cursor.rollback()
                raise
            cursor.commit()

    def close(self) -> None:
        """Let the file go; a commit is already on disk without it."""
        self._connection.close()

    def _migrate(self, now: datetime) -> None:
        self._connection.execute(sql("schema_version")).fetchall()
        known = dict(
            self._connection.execute(
                "select version, name from schema_version order by version"
            ).fetchall()
        )
        newest = migrations()[-1][0]
        if known and max(known) > newest:
            raise DatabaseUnavailableError(
                _(
                    "Le fichier {path} vient d'une version plus récente du programme "
                    "(schéma {known}, celui-ci connaît {newest}). Mettez le programme à jour."
                ).format(path=self.path, known=max(known), newest=newest)
            )
        for version, name, text in migrations():
            if version not in known:
                self._apply(version, name, text, now)

    def _apply(self, version: int, name: str, text: str, now: datetime) -> None:
        with self.writing() as cursor:
            cursor.execute(text).fetchall()
            cursor.execute(
                "insert into schema_version values ($version, $name, $sha256, $at)",
                {
                    "version": version,
                    "name": name,
                    "sha256": hashlib.sha256(text.encode()).hexdigest(),
                    "at": utc(now),
                },
            ).fetchall()
        log.info("schema migrated version=%d", version)


@cache
def migrations() -> tuple[tuple[int, str, str], ...]:
    """Every migration as (version, name, text), oldest first."""
    folder = files("relance_ops") / "sql" / "migrations"
    found = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".sql")),
        key=lambda entry: entry.name,
    )
    return tuple(
        (int(entry.name[:4]), entry.name[5:-4], entry.read_text(encoding="utf-8"))
        for entry in found
    )


def utc(moment: datetime) -> datetime:
    """*moment* as the database keeps it: UTC, without zone.

    Raises:
        ValueError: *moment* has no zone, so nobody knows when it is.
    """
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs its zone, got {moment.isoformat()}")
    return moment.astimezone(UTC).replace(tzinfo=None)


def aware(moment: datetime) -> datetime:
    """A time read from the database, with its zone again."""
    return moment.replace(tzinfo=UTC)


@contextmanager
def translating_errors(path: Path) -> Iterator[None]:
    """Turn DuckDB's errors about the file into one that names the remedy."""
    try:
        yield
    except duckdb.Error as e:
        if _is_of_the_file(e):
            raise DatabaseUnavailableError(remedy(path, str(e))) from e
        raise


def _is_of_the_file(error: duckdb.Error) -> bool:
    """True when the disk or the file is at fault, not what was asked."""
    # A damaged block is told by the bare Error (DuckDB 2.0), no subclass of it; a disk
    # that is full at commit, as a failed transaction.
    return (
        type(error) is duckdb.Error
        or isinstance(error, _OF_THE_FILE)
        or "could not write file" in str(error).lower()
    )


def remedy(path: Path, complaint: str) -> str:
    """The sentence for a person about *complaint*, DuckDB's own words."""
    text = complaint.lower()
    first_line = complaint.splitlines()[0][:300]
    if "lock" in text or "being used by another process" in text:
        return _(
            "Le fichier {path} est ouvert par un autre programme. "
            "Fermez-le, ou passez par le tableau de bord. ({detail})"
        ).format(path=path, detail=first_line)
    if "no space" in text or "file too large" in text:
        return _(
            "Le disque est plein : {path} ne peut plus être écrit. "
            "Libérez de la place, puis recommencez. ({detail})"
        ).format(path=path, detail=first_line)
    if "read-only" in text or "permission denied" in text:
        return _(
            "Le fichier {path} ne peut pas être écrit. "
            "Vérifiez les droits du fichier et de son dossier. ({detail})"
        ).format(path=path, detail=first_line)
    if "not a valid duckdb" in text or "corrupt" in text or "checksum" in text:
        return _(
            "Le fichier {path} n'est pas une base de la clinique, ou il est abîmé. "
            "Reprenez une sauvegarde. ({detail})"
        ).format(path=path, detail=first_line)
    return _(
        "Le fichier {path} ne peut pas être ouvert. "
        "Vérifiez qu'il existe et que son dossier est accessible. ({detail})"
    ).format(path=path, detail=first_line)
