"""Who may come in: accounts, closed but never removed, each with its role.

There is always a manager who can come in, from the first account on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from relance_ops import passwords
from relance_ops.account_rows import (
    Account,
    Change,
    login_of,
    name_of,
    note,
    refuse_last_manager,
    refuse_taken,
    row_of,
    standing,
    write,
)
from relance_ops.database import Database, aware, sql, utc
from relance_ops.errors import AccountError
from relance_ops.i18n import LANGUAGES, _
from relance_ops.rights import Role


class Accounts:
    """The clinic's accounts.

    Args:
        database: Where they are kept.
        clock: Gives aware times.
        clinic: The clinic's name, which is no password.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        clinic: Callable[[], str],
    ) -> None:
        self._database = database
        self._clock = clock
        self._clinic = clinic

    def all(self) -> tuple[Account, ...]:
        """Every account, those that are open first, by name."""
        return tuple(
            Account(
                login,
                name,
                Role(role),
                language,
                aware(created_at),
                aware(closed_at) if closed_at else None,
                aware(seen_at) if seen_at else None,
            )
            for login, name, role, language, created_at, closed_at, seen_at in (
                self._database.rows(sql("accounts"))
            )
        )

    def exist(self) -> bool:
        """True once somebody must sign in: one account is open."""
        [[accounts, _managers]] = self._database.rows(
            sql("account_standing"), {"login": ""}
        )
        return bool(accounts)

    def have_manager(self) -> bool:
        """True when somebody who may do everything can come in."""
        [[_accounts, managers]] = self._database.rows(
            sql("account_standing"), {"login": ""}
        )
        return bool(managers)

    def add(
        self, login: str, *, name: str, role: Role, password: str, by: str
    ) -> Account:
        """Let somebody in.

        Raises:
            AccountError: The login or the name is taken or unfit, the password too
                easy, or the very first account is not a manager's.
        """
        login = login_of(login)
        name = name_of(name)
        passwords.check(password, login=login, clinic=self._clinic())
        kept = passwords.hashed(password)
        with self._database.writing() as cursor:
            refuse_taken(cursor, login, name)
            if role is not Role.MANAGER and not standing(cursor, "")[1]:
                raise AccountError(
                    _(
                        "Le premier compte est celui d'un responsable : "
                        "sans lui, personne ne pourrait gérer les comptes."
                    )
                )
            cursor.execute(
                sql("add_account"),
                {
                    "login": login,
                    "name": name,
                    "role": role.value,
                    "password_hash": kept,
                    "created_at": utc(self._clock()),
                },
            ).fetchall()
            note(
                cursor, login, Change.CREATED, at=self._clock(), by=by, after=role.value
            )
        return next(account for account in self.all() if account.login == login)

    def rename(self, login: str, name: str, *, by: str) -> None:
        """Change how somebody signs the journal; what is written stays as it is."""
        name = name_of(name)
        with self._database.writing() as cursor:
            row = row_of(cursor, login)
            refuse_taken(cursor, login, name, new=False)
            write(cursor, login, replace(row, name=name))
            note(
                cursor,
                login,
                Change.NAME,
                at=self._clock(),
                by=by,
                before=row.name,
                after=name,
            )

    def give_role(self, login: str, role: Role, *, by: str) -> None:
        """Change what somebody may do; that person signs in again.

        Raises:
            AccountError: It is the last open manager's.
        """
        with self._database.writing() as cursor:
            row = row_of(cursor, login)
            if row.role == role:
                return
            refuse_last_manager(cursor, login, row)
            write(cursor, login, replace(row, role=role.value))
            note(
                cursor,
                login,
                Change.ROLE,
                at=self._clock(),
                by=by,
                before=row.role,
                after=role.value,
            )

    def speak(self, login: str, language: str, *, by: str) -> None:
        """Remember the language somebody chose; "" for the clinic's."""
        if language not in ("", *LANGUAGES):
            raise AccountError(
                _("La langue « {language} » n'est pas connue.").format(
                    language=language[:20]
                )
            )
        with self._database.writing() as cursor:
            row = row_of(cursor, login)
            if row.language == language:
                return
            write(cursor, login, replace(row, language=language))
            note(
                cursor,
                login,
                Change.LANGUAGE,
                at=self._clock(),
                by=by,
                before=row.language,
                after=language,
            )

    def set_password(
        self, login: str, password: str, *, by: str, keep: str = ""
    ) -> None:
        """Give somebody another password; what was open with the old one closes.

        Args:
            login: Whose it is.
            password: The new one.
            by: Who gives it.
            keep: The sign-in of the person who changes it, which stays open.

        Raises:
            AccountError: It is too easy; says why.
        """
        passwords.check(password, login=login, clinic=self._clinic())
        kept = passwords.hashed(password)
        with self._database.writing() as cursor:
            row = row_of(cursor, login)
            write(cursor, login, replace(row, password_hash=kept))
            note(cursor, login, Change.PASSWORD, at=self._clock(), by=by, keep=keep)

    def change_own_password(
        self, login: str, old: str, new: str, *, by: str, keep: str
    ) -> None:
        """As `set_password`, by a person who knows the old one.

        Raises:
            AccountError: *old* is not it, or *new* is too easy.
        """
        with self._database.cursor() as cursor:
            kept = row_of(cursor, login).password_hash
        if not passwords.matches(kept, old):
            raise AccountError(_("Le mot de passe actuel n'est pas celui-là."))
        self.set_password(login, new, by=by, keep=keep)

    def close(self, login: str, *, by: str) -> None:
        """Let somebody in no more; nothing of what this person did is removed.

        Raises:
            AccountError: It is the last open manager's.
        """
        with self._database.writing() as cursor:
            row = row_of(cursor, login)
            if row.closed_at is not None:
                return
            refuse_last_manager(cursor, login, row)
            write(cursor, login, replace(row, closed_at=utc(self._clock())))
            note(cursor, login, Change.CLOSED, at=self._clock(), by=by)

    def reopen(self, login: str, *, by: str) -> None:
        """Let somebody in again, with the password that was."""
        with self._database.writing() as cursor:
            row = row_of(cursor, login)
            if row.closed_at is None:
                return
            write(cursor, login, replace(row, closed_at=None))
            note(cursor, login, Change.OPENED, at=self._clock(), by=by)
