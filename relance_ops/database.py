"""The clinic's file: connections, the one writer, migrations, SQL by name.

One process owns the file. Every request takes its own cursor (a shared connection
hands rows of one thread to another) and every write passes one lock.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import duckdb

from relance_ops.errors import DatabaseUnavailableError, ReadOnlyError
from relance_ops.file_complaints import is_of_the_file, remedy
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

# What the triggers of a copy say (sql/seal_*.sql).
SEAL = "relance-ops: a copy is only read"

_OF_THE_FILE = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.SerializationException,
)


@cache
def sql(name: str) -> str:
    """The statement of `sql/<name>.sql`."""
    return (files("relance_ops") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Witness(Protocol):
    """Who writes elsewhere, first, what a transaction is about to keep."""

    def before(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Look at what *cursor* wrote; an error undoes the transaction."""

    def after(self) -> None:
        """That transaction is kept."""


class Database:
    """One open DuckDB file, its schema up to date.

    Args:
        path: Its file; made if there is none.
        now: When, for the record of its migrations.
        upgrading: Called before a file that holds something is migrated, with its
            schema: it is still as it was, and stays so when this raises.
        beginning: False where a clinic has been: a file that is empty is then refused.
        read_only: Of a file whose schema is up to date: nothing can be written.

    Attributes:
        witness: Told of every transaction before it is kept; None: nobody.

    Raises:
        DatabaseUnavailableError: The file cannot be opened; says why and what to do.
    """

    def __init__(
        self,
        path: Path | str = MEMORY,
        *,
        now: datetime,
        upgrading: Callable[[int], object] = lambda _version: None,
        beginning: bool = True,
        read_only: bool = False,
    ) -> None:
        self.path = Path(path)
        self.witness: Witness | None = None
        self._beginning = beginning
        self._writer = threading.RLock()
        config = {**CONFIG, "access_mode": "READ_ONLY"} if read_only else dict(CONFIG)
        with translating_errors(self.path):
            self._connection = duckdb.connect(str(self.path), config=config)
            if read_only:
                return
            try:
                self._migrate(now, upgrading)
            except BaseException:
                self._connection.close()
                raise

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection for one request, closed at the end of the block."""
        with translating_errors(self.path), self._connection.cursor() as cursor:
            yield cursor

    def bare_cursor(self) -> duckdb.DuckDBPyConnection:
        """The same for who tells DuckDB's errors apart; close it or let it go."""
        return self._connection.cursor()

    def rows(self, statement: str, parameters: object = None) -> list[tuple[Any, ...]]:
        """Every row of one query, read whole.

        A result that is not read to its end blocks its connection.
        """
        with self.cursor() as cursor:
            return cursor.execute(statement, parameters).fetchall()

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction, alone: committed whole at the end, or not at all."""
        with self._writer, self.cursor() as cursor:
            cursor.begin()
            try:
                yield cursor
                if self.witness is not None:
                    self.witness.before(cursor)
            except BaseException:
                cursor.rollback()
                raise
            cursor.commit()
            if self.witness:
                self.witness.after()

    @contextmanager
    def unwritten(self) -> Iterator[None]:
        """Nobody writes inside the block: the file and its WAL agree, and stay as is."""
        with self._writer:
            yield

    def close(self) -> None:
        """Let the file go; a commit is already on disk without it."""
        self._connection.close()

    def _migrate(self, now: datetime, upgrading: Callable[[int], object]) -> None:
        """Bring the file up to date, whole or not at all."""
        known = self._versions()
        newest = migrations()[-1][0]
        if known and max(known) > newest:
            raise DatabaseUnavailableError(
                _(
                    "Le fichier {path} vient d'une version plus récente du programme "
                    "(schéma {known}, celui-ci connaît {newest}). Mettez le programme à jour."
                ).format(path=self.path, known=max(known), newest=newest)
            )
        missing = [one for one in migrations() if one[0] not in known]
        if not missing:
            return
        if known:
            upgrading(max(known))
        try:
            with self.writing() as cursor:
                cursor.execute(sql("schema_version")).fetchall()
                for version, name, text in missing:
                    _apply(cursor, version, name, text, now)
        except duckdb.Error as error:
            raise DatabaseUnavailableError(
                _(
                    "La mise à jour du fichier {path} a échoué : il est comme avant. "
                    "Gardez l'ancienne version du programme, et signalez-le. ({detail})"
                ).format(path=self.path, detail=str(error).splitlines()[0][:300])
            ) from error
        log.info("schema migrated version=%d", newest)

    def _versions(self) -> set[int]:
        """The migrations this file has been through; none in a new one.

        Raises:
            DatabaseUnavailableError: It holds tables, and they are not a clinic's.
        """
        tables = {
            name for (name,) in self._connection.execute(sql("tables")).fetchall()
        }
        if not tables and self._beginning:
            return set()
        if not tables:
            raise DatabaseUnavailableError(
                remedy(self.path, "Corrupt: no table at all")
            )
        if "schema_version" not in tables:
            raise DatabaseUnavailableError(
                _(
                    "Le fichier {path} est une base d'un autre programme : il est laissé "
                    "comme il est. Choisissez un autre fichier avec --db."
                ).format(path=self.path)
            )
        versions = self._connection.execute(sql("versions")).fetchall()
        return {version for (version,) in versions}


def _apply(
    cursor: duckdb.DuckDBPyConnection, version: int, name: str, text: str, now: datetime
) -> None:
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
        if SEAL in str(e) or "attached in read-only mode" in str(e):
            raise ReadOnlyError(
                _(
                    "{path} est une copie à lire : rien n'en part et rien ne s'y écrit. "
                    "Faites-le sur le fichier de la clinique."
                ).format(path=path)
            ) from e
        if is_of_the_file(e):
            raise DatabaseUnavailableError(remedy(path, str(e))) from e
        raise
