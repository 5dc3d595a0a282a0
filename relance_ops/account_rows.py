"""One account as it is kept: read, checked, written with its line of the journal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import duckdb

from relance_ops import events
from relance_ops.database import sql
from relance_ops.errors import AccountError, NotFoundError
from relance_ops.events import Event, EventKind
from relance_ops.i18n import _
from relance_ops.rights import Role

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
LONGEST_NAME = 60


class Change(StrEnum):
    """What was done to an account, in the note of its event."""

    CREATED = "created"
    NAME = "name"
    ROLE = "role"
    LANGUAGE = "language"
    PASSWORD = "password"  # noqa: S105  # what changed, not the secret
    CLOSED = "closed"
    OPENED = "opened"


# After these a person must sign in again.
ENDING = frozenset({Change.ROLE, Change.PASSWORD, Change.CLOSED})


def change_words(change: Change) -> str:
    """What was done, for the journal."""
    return {
        Change.CREATED: _("compte créé"),
        Change.NAME: _("nom changé"),
        Change.ROLE: _("rôle changé"),
        Change.LANGUAGE: _("langue changée"),
        Change.PASSWORD: _("mot de passe changé"),
        Change.CLOSED: _("compte fermé"),
        Change.OPENED: _("compte rouvert"),
    }[change]


@dataclass(frozen=True, slots=True)
class Account:
    """One person who may, or might, come in.

    Attributes:
        login: What is typed to sign in; lower case.
        name: How this person signs the journal.
        language: "" for the clinic's.
        closed_at: None while the account is open.
        seen_at: None before the first sign-in.
    """

    login: str
    name: str
    role: Role
    language: str
    created_at: datetime
    closed_at: datetime | None
    seen_at: datetime | None

    @property
    def is_open(self) -> bool:
        """True while this person may come in."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class Row:
    """What can change of an account, as it is kept."""

    name: str
    role: str
    language: str
    password_hash: str
    closed_at: datetime | None


def row_of(cursor: duckdb.DuckDBPyConnection, login: str) -> Row:
    """The account of *login*.

    Raises:
        NotFoundError: There is none.
    """
    rows = cursor.execute(sql("account"), {"login": login}).fetchall()
    if not rows:
        raise NotFoundError(
            _("Aucun compte ne porte l'identifiant « {login} ». Vérifiez-le.").format(
                login=login[:40]
            )
        )
    return Row(*rows[0])


def standing(cursor: duckdb.DuckDBPyConnection, login: str) -> tuple[int, int]:
    """How many accounts are open besides *login*, and how many of them managers'."""
    [(accounts, managers)] = cursor.execute(
        sql("account_standing"), {"login": login}
    ).fetchall()
    return accounts, managers


def refuse_last_manager(
    cursor: duckdb.DuckDBPyConnection, login: str, row: Row
) -> None:
    """Keep somebody who may do everything.

    Raises:
        AccountError: *row*, of *login*, is the last open manager.
    """
    is_manager = row.role == Role.MANAGER and row.closed_at is None
    if is_manager and not standing(cursor, login)[1]:
        raise AccountError(
            _(
                "« {name} » est le dernier compte responsable : "
                "donnez d'abord ce rôle à quelqu'un d'autre."
            ).format(name=row.name)
        )


def login_of(typed: str) -> str:
    """The login that was typed, in lower case.

    Raises:
        AccountError: It cannot be one.
    """
    login = typed.strip().casefold()
    if not LOGIN.fullmatch(login):
        raise AccountError(
            _(
                "L'identifiant « {login} » ne convient pas : 2 à 40 lettres sans accent, "
                "chiffres, points ou tirets, comme « c.martin »."
            ).format(login=typed[:40])
        )
    return login


def name_of(typed: str) -> str:
    """The name that was typed, on one line.

    Raises:
        AccountError: It cannot sign the journal.
    """
    name = " ".join(typed.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise AccountError(
            _(
                "Il faut un nom de {most} caractères au plus : il signe le journal."
            ).format(most=LONGEST_NAME)
        )
    return name


def refuse_taken(
    cursor: duckdb.DuckDBPyConnection,
    login: str,
    name: str,
    *,
    new: bool = True,
) -> None:
    """Keep logins and names apart, those of closed accounts too.

    Raises:
        AccountError: Another account has *login* (if it is *new*) or *name*.
    """
    if new and cursor.execute(sql("account"), {"login": login}).fetchall():
        raise AccountError(
            _(
                "L'identifiant « {login} » est déjà pris : choisissez-en un autre, "
                "ou rouvrez ce compte."
            ).format(login=login)
        )
    rows = cursor.execute(sql("account_names"), {"login": login}).fetchall()
    if name.casefold() in {other.casefold() for (other,) in rows}:
        raise AccountError(
            _(
                "Un autre compte signe déjà « {name} » : le journal ne dirait plus "
                "qui a fait quoi. Ajoutez une initiale."
            ).format(name=name)
        )


def write(cursor: duckdb.DuckDBPyConnection, login: str, row: Row) -> None:
    """Keep *row* as the account of *login*."""
    cursor.execute(
        sql("change_account"),
        {
            "login": login,
            "name": row.name,
            "role": row.role,
            "language": row.language,
            "password_hash": row.password_hash,
            "closed_at": row.closed_at,
        },
    ).fetchall()


def note(
    cursor: duckdb.DuckDBPyConnection,
    login: str,
    change: Change,
    *,
    at: datetime,
    by: str,
    before: str = "",
    after: str = "",
    keep: str = "",
) -> None:
    """Write the journal's line, and close what the change does not leave open."""
    if change in ENDING:
        cursor.execute(
            sql("end_sign_ins_of"), {"login": login, "keep": keep}
        ).fetchall()
    events.append(
        cursor,
        [
            Event(
                EventKind.ACCOUNT,
                at,
                by,
                subject=login,
                before=before,
                after=after,
                note=change.value,
            )
        ],
    )
