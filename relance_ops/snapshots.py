"""Copies of the clinic's file, to be read elsewhere: all of one moment, never secrets.

With names, for the notebook beside the dashboard; or under pseudonyms, to be taken away.
What is not named below is left out, and from neither copy can anything leave: its own
triggers refuse (docs/decisions/007-notebooks-read-a-copy.md).
"""

from __future__ import annotations

import hashlib
import secrets
import tempfile
from collections.abc import Iterable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from relance_ops import contacts, reminders, secret_keys
from relance_ops.database import Database, sql, translating_errors, utc
from relance_ops.errors import DatabaseUnavailableError
from relance_ops.i18n import _
from relance_ops.model import Client, Form

if TYPE_CHECKING:
    from collections.abc import Iterator

# Copied as they are, when names are kept. Who may come in, what signs and what gateways
# sent stay where they are.
WITH_NAMES = (
    "client", "animal", "act_type", "act", "appointment", "rule_version", "rule",
    "run", "delivery", "claim", "ledger", "news", "call", "manual_value",
    "dead_contact", "channel_pause", "refresh", "print_job", "setting", "wording",
    "listening", "picture", "holdout", "forgotten",
)  # fmt: skip

# The journal, but who came in.
EVENT = "event"

# Under pseudonyms: these as they are, those by their sql/pseudonyms_*.sql. What people
# typed freely, were sent or answered is in none of them.
AS_THEY_ARE = ("act_type", "rule")
PSEUDONYMS = (
    "client", "animal", "act", "appointment", "rule_version", "run", "delivery",
    "claim", "ledger", "channel_pause", "refresh", "setting",
    "holdout",
)  # fmt: skip

SEALS = ("run", "rule_version")


def write(database: Database, target: Path, *, named: bool, now: datetime) -> None:
    """Write a copy of the clinic to *target*, readable by its owner only.

    Args:
        database: The clinic's.
        target: Replaced, once the copy is whole.
        named: True to keep names, contacts and messages.
        now: When.

    Raises:
        DatabaseUnavailableError: It cannot be written; says why.
    """
    with _beside(target) as aside, translating_errors(target):
        Database(aside, now=now).close()
        if named:
            _fill(database, aside, _with_names())
            dead: tuple[_Dead, ...] = ()
        else:
            known = _Known.of(database)
            _fill(database, aside, _under_pseudonyms(), known)
            dead = known.dead
        _finish(aside, dead, now)
        aside.chmod(0o600)
        aside.replace(target)


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A file that nobody else reads, on the disk of *target*."""
    try:
        with tempfile.TemporaryDirectory(
            prefix=".relance-", dir=target.parent, ignore_cleanup_errors=True
        ) as folder:
            yield Path(folder) / "copy.duckdb"
    except OSError as error:
        raise DatabaseUnavailableError(
            _(
                "La copie {path} ne peut pas être écrite ({detail}). Vérifiez le dossier, "
                "ses droits et la place libre."
            ).format(path=target, detail=error.strerror)
        ) from error


def _with_names() -> dict[str, str]:
    """What fills each table of a copy with names."""
    return {table: f"from {table}" for table in WITH_NAMES} | {
        EVENT: sql("events_to_ask"),
        "secret_key": sql("holdout_key_row"),
    }


def _under_pseudonyms() -> dict[str, str]:
    """The same of a copy without."""
    return {table: f"from {table}" for table in AS_THEY_ARE} | {
        table: sql(f"pseudonyms_{table}") for table in PSEUDONYMS
    }


def _fill(
    database: Database, path: Path, filling: dict[str, str], known: _Known | None = None
) -> None:
    """Fill the tables of the empty clinic in *path*, all of one moment."""
    name = f"copy_{secrets.token_hex(8)}"
    quoted = str(path).replace("'", "''")
    with database.cursor() as cursor:
        cursor.execute(f"attach '{quoted}' as {name} (read_write)")
        try:
            cursor.begin()
            for table, statement in filling.items():
                inserted = f"insert into {name}.{table} by name {statement}"
                wanted = cursor.extract_statements(inserted)[0].named_parameters
                given = known.parameters() if known else {}
                cursor.execute(inserted, {one: given[one] for one in wanted}).fetchall()
            cursor.commit()
        except BaseException:
            with suppress(duckdb.Error):  # the error may have ended it already
                cursor.rollback()
            raise
        finally:
            cursor.execute(f"detach {name}")


def _finish(path: Path, dead: Iterable[_Dead], now: datetime) -> None:
    """Write what only the copy can tell, then let nothing more be sent from it."""
    database = Database(path, now=now)
    try:
        with database.writing() as cursor:
            found = reminders.clients_of(cursor, {one.client_id for one in dead})
            columns: dict[str, list[object]] = {
                "client_id": [], "form": [], "address": [], "flagged_at": [],
            }  # fmt: skip
            for one in dead:
                columns["client_id"].append(one.client_id)
                columns["form"].append(one.form.value)
                columns["address"].append(_written(found[one.client_id], one.form))
                columns["flagged_at"].append(utc(now))
            cursor.execute(sql("add_dead_pseudonyms"), columns).fetchall()
            for table in SEALS:
                cursor.execute(sql(f"seal_{table}")).fetchall()
    finally:
        database.close()


@dataclass(frozen=True, slots=True)
class _Dead:
    """A form that a channel refused for good, of a client by its pseudonym."""

    client_id: str
    form: Form


@dataclass(frozen=True, slots=True)
class _Known:
    """What pseudonyms must keep true, as read from the clinic.

    Attributes:
        key: Makes pseudonyms; the same in every copy of this clinic.
        by_email, by_sms, by_call: Ids of clients whose contact is a real one.
    """

    key: str
    by_email: list[str]
    by_sms: list[str]
    by_call: list[str]
    dead: tuple[_Dead, ...]

    @classmethod
    def of(cls, database: Database) -> _Known:
        """Read every client of *database*: a second for 8,000."""
        key = secret_keys.pseudonym_key(database).hex()
        with database.cursor() as cursor:
            ids = [row[0] for row in cursor.execute(sql("every_client")).fetchall()]
            clients = reminders.clients_of(cursor, ids).values()
        return cls(
            key=key,
            by_email=[c.client_id for c in clients if contacts.email_address(c.email)],
            by_sms=[
                c.client_id
                for c in clients
                if contacts.mobile_number(c.mobile, c.country)
            ],
            by_call=[
                c.client_id
                for c in clients
                if contacts.telephone_number(c.phone, c.country)
            ],
            dead=tuple(
                _Dead(_pseudonym(key, client.client_id), form)
                for client in clients
                for form in Form
                if (form, _written(client, form)) in client.dead_contacts
            ),
        )

    def parameters(self) -> dict[str, object]:
        """For the statements of `PSEUDONYMS`."""
        return {
            "key": self.key,
            "by_email": self.by_email,
            "by_sms": self.by_sms,
            "by_call": self.by_call,
        }


def _pseudonym(key: str, client_id: str) -> str:
    """As sql/pseudonyms_client.sql makes it."""
    return hashlib.sha256(f"{key}client{client_id}".encode()).hexdigest()[:16]


def _written(client: Client, form: Form) -> str:
    """The address of *client*, whatever it refuses and whoever refused it."""
    bare = replace(
        client, refusals=frozenset(), dead_contacts=frozenset(), mail_returned=False
    )
    return contacts.address(bare, form)
