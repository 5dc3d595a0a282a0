"""Questions in SQL, asked of a copy: nothing they say can write, or read a file.

DuckDB knows no rights inside one file: whoever has a cursor sees every table, and may
leave a read-only transaction with « commit ». So each question gets a database of its
own, holding only the tables below, opened read-only, with no way out and no setting
left to change (docs/decisions/006-questions-on-a-copy.md). It is never the clinic's file.
"""

from __future__ import annotations

import secrets
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from relance_ops.database import Database, sql
from relance_ops.errors import QueryError
from relance_ops.i18n import _, number

if TYPE_CHECKING:
    import pandas as pd

Found = TypeVar("Found")

MOST_ROWS = 100_000
SECONDS = 30.0

# What may be asked about. A table that is added to the clinic's file is not until it is
# named here: never who may come in (account, sign_in), what signs (secret_key), nor what
# gateways sent us with their own passwords (callback).
OFFERED = (
    "client", "animal", "act_type", "act", "appointment", "rule_version", "rule",
    "run", "delivery", "claim", "ledger", "delivery_now", "holdout", "news", "call",
    "manual_value", "dead_contact", "forgotten", "channel_pause", "refresh", "print_job",
    "setting", "wording",
)  # fmt: skip

# Of the journal, everything but who came in: that page is the manager's.
EVENT = "event"

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "access_mode": "READ_ONLY",
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
    # The dashboard beside it must still breathe.
    "memory_limit": "1GB",
    "threads": 2,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gives: as many values a row as there are titles."""

    titles: tuple[str, ...]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Copy:
    """What is offered, as it was at one moment: every question hears the same.

    Attributes:
        seconds: How long a question may take.
    """

    connection: duckdb.DuckDBPyConnection
    seconds: float

    def rows(self, statement: str, *, most: int = MOST_ROWS) -> Answer:
        """What *statement* selects.

        Raises:
            QueryError: It is no question, takes too long, or gives more than *most*
                rows.
        """
        titles, rows = self._asked(
            statement, most, lambda found: (found.columns, found.fetchall())
        )
        _refuse_more(len(rows), most)
        return Answer(tuple(titles), rows)

    def frame(self, statement: str, *, most: int = MOST_ROWS) -> pd.DataFrame:
        """The same for a notebook."""
        frame: pd.DataFrame = self._asked(statement, most, lambda found: found.df())
        _refuse_more(len(frame), most)
        return frame

    def _asked(
        self,
        statement: str,
        most: int,
        read: Callable[[duckdb.DuckDBPyRelation], Found],
    ) -> Found:
        try:
            _refuse_others(self.connection, statement)
            with _no_longer_than(self.connection, self.seconds):
                return read(self.connection.sql(statement).limit(most + 1))
        except duckdb.InterruptException as error:
            raise _too_long(self.seconds) from error
        except duckdb.OutOfMemoryException as error:
            said = _("La question demande trop de mémoire : filtrez ou comptez.")
            raise QueryError(said) from error
        except duckdb.Error as error:
            raise QueryError(_not_understood(str(error))) from error


@contextmanager
def copied(database: Database, *, seconds: float = SECONDS) -> Iterator[Copy]:
    """A copy to ask, for as long as the block lasts.

    Args:
        database: The clinic's.
        seconds: How long the copying, then each question, may take.

    Raises:
        QueryError: It cannot be made: the disk is full, or it takes longer.
    """
    # Windows keeps an open file: there it goes when the block ends.
    with tempfile.TemporaryDirectory(
        prefix="relance-", ignore_cleanup_errors=True
    ) as folder:
        path = Path(folder) / "copy.duckdb"
        try:
            _fill(database, path, seconds)
        except duckdb.InterruptException as error:
            raise _too_long(seconds) from error
        except duckdb.Error as error:
            said = _("La copie à interroger n'a pas pu être faite ({detail}).")
            detail = str(error).splitlines()[0][:300]
            raise QueryError(said.format(detail=detail)) from error
        with duckdb.connect(str(path), config=dict(CONFIG)) as connection:
            # Its own file is the one thing it could still read; and a crash leaves
            # nobody's address behind.
            with suppress(OSError):
                path.unlink()
            # It would draw itself into the answer. In Jupyter without ipywidgets there
            # is none, and DuckDB refuses even to be told so.
            with suppress(duckdb.InvalidInputException):
                connection.execute("set enable_progress_bar = false")
            connection.execute("set lock_configuration = true")
            yield Copy(connection, seconds)


def _fill(database: Database, path: Path, seconds: float) -> None:
    """Write what is offered to *path*, all of one moment."""
    name, journal = f"copy_{secrets.token_hex(8)}", sql("events_to_ask")
    quoted = str(path).replace("'", "''")
    with database.bare_cursor() as cursor:
        # Said, for what a notebook asks is itself a copy that is opened to be read.
        cursor.execute(f"attach '{quoted}' as {name} (read_write)")
        try:
            cursor.begin()
            with _no_longer_than(cursor, seconds):
                for table in OFFERED:
                    cursor.execute(f"create table {name}.{table} as from {table}")
                cursor.execute(f"create table {name}.{EVENT} as {journal}")
            cursor.commit()
        except BaseException:
            with suppress(duckdb.Error):  # an interruption may have ended it already
                cursor.rollback()
            raise
        finally:
            cursor.execute(f"detach {name}")


def _refuse_others(copy: duckdb.DuckDBPyConnection, statement: str) -> None:
    """One question and nothing else, as DuckDB itself reads it.

    What follows could do no harm to the clinic; it would make an empty folder
    (« export database ») or mean something else than was asked.
    """
    kinds = [one.type for one in copy.extract_statements(statement)]
    if kinds != [duckdb.StatementType.SELECT]:
        raise QueryError(
            _(
                "Écrivez une seule question, qui commence par select (ou show, describe)."
            )
        )


@contextmanager
def _no_longer_than(
    connection: duckdb.DuckDBPyConnection, seconds: float
) -> Iterator[None]:
    """Interrupt what *connection* does once *seconds* have passed."""
    timer = threading.Timer(seconds, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _refuse_more(found: int, most: int) -> None:
    if found > most:
        raise QueryError(
            _(
                "La réponse a plus de {most} lignes : comptez, filtrez, ou terminez par "
                "« limit {limit} »."
            ).format(most=number(most), limit=most)
        )


def _too_long(seconds: float) -> QueryError:
    return QueryError(
        _(
            "La question a duré plus de {n} secondes : elle est arrêtée. Filtrez, ou "
            "vérifiez les jointures."
        ).format(n=f"{seconds:g}")
    )


def _not_understood(detail: str) -> str:
    if "pytz" in detail:
        return _("Une heure avec fuseau ne se lit pas ici : ajoutez « ::timestamp ».")
    tables = ", ".join(sorted([*OFFERED, EVENT]))
    return _("La question n'a pas de réponse : {detail}\nTables : {tables}.").format(
        detail=detail.strip()[:600], tables=tables
    )
