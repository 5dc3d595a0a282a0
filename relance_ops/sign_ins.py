"""Coming in, being recognised, leaving: the doors that are open, and who was refused.

The browser keeps a random token; the file keeps its SHA-256 (the key), so that a stolen
file opens nothing. A password or an unknown login is never logged nor kept.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

import duckdb

from relance_ops import events, passwords
from relance_ops.database import Database, aware, sql, utc
from relance_ops.errors import SignedOutError, SignInRefusedError
from relance_ops.events import Event, EventKind
from relance_ops.i18n import _
from relance_ops.rights import HERE, Role, Visitor

log = logging.getLogger(__name__)

# A clinic's day: who signs in at eight is asked again the next morning.
IDLE = timedelta(hours=12)
# However busy a browser is kept, once a week somebody must know the password.
LONGEST = timedelta(days=7)
# A page that is clicked through writes this seldom that somebody is there.
NOTED_EVERY = timedelta(minutes=1)

TOKEN_BYTES = 32


class Reason(StrEnum):
    """Why somebody was turned away, in the note of the event."""

    UNKNOWN = "unknown"
    CLOSED = "closed"
    PASSWORD = "password"  # noqa: S105  # why, not the secret
    TOO_MANY = "too_many"


def reason_words(reason: Reason) -> str:
    """Why somebody was turned away, for a manager."""
    return {
        Reason.UNKNOWN: _("identifiant inconnu"),
        Reason.CLOSED: _("compte fermé"),
        Reason.PASSWORD: _("mot de passe refusé"),
        Reason.TOO_MANY: _("trop d'essais : mise en attente"),
    }[reason]


@dataclass(frozen=True, slots=True)
class Failure:
    """Somebody who was turned away.

    Attributes:
        login: Of the account that was tried; "" when there is no such account.
        address: Of the machine on the network.
    """

    at: datetime
    login: str
    address: str
    reason: Reason


class SignIns:
    """The open doors of the clinic.

    Args:
        database: Where they are kept.
        clock: Gives aware times.
        guarded: Tells whether anybody has to sign in at all.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        guarded: Callable[[], bool],
    ) -> None:
        self._database = database
        self._clock = clock
        self._guarded = guarded

    def enter(self, login: str, password: str, *, address: str) -> str:
        """The token of a new door, for who knows the password.

        Slow on purpose, and equally for a login that does not exist.

        Raises:
            SignInRefusedError: Not these; the journal says why, the message does not.
        """
        login = login.strip().casefold()
        rows = self._database.rows(sql("account"), {"login": login})
        kept = rows[0][3] if rows else ""
        if not passwords.matches(kept, password):
            reason = Reason.PASSWORD if rows else Reason.UNKNOWN
            raise self._refused(login if rows else "", reason, address=address)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._database.writing() as cursor:
            # Meanwhile somebody may have closed the account or changed its password.
            [row] = cursor.execute(sql("account"), {"login": login}).fetchall()
            if row[4] is None and row[3] == kept:
                self._renew(cursor, login, row, password)
                self._open(cursor, login, token, name=row[0], address=address)
                return token
        raise self._refused(login, Reason.CLOSED, address=address)

    def visitor(self, token: str) -> Visitor | None:
        """Who holds *token*; None once that door has closed."""
        key = key_of(token)
        rows = self._rows(key)
        if not rows:
            return None
        login, name, role, language, _seen_at = rows[0]
        return Visitor(
            name=name,
            role=Role(role),
            login=login,
            language=language,
            sign_in=key,
            still=partial(self.still, key),
        )

    def nobody(self) -> Visitor:
        """Whoever sits at a machine without accounts, until there is one."""
        return replace(HERE, still=self._still_unguarded)

    def still(self, key: str) -> None:
        """Go on only while the door *key* is open, and note that somebody is there.

        Raises:
            SignedOutError: It has closed.
        """
        if not self._rows(key):
            raise _signed_out()
        self.touch(key)

    def touch(self, key: str) -> None:
        """Note that somebody is there, at most once a minute."""
        now = self._clock()
        for *_who, seen_at in self._rows(key):
            if aware(seen_at) <= now - NOTED_EVERY:
                with self._database.writing() as cursor:
                    cursor.execute(
                        sql("touch_sign_in"),
                        {"key": key, "at": utc(now), "before": utc(now - NOTED_EVERY)},
                    ).fetchall()

    def keys(self) -> frozenset[str]:
        """Every door that is open now."""
        rows = self._database.rows(sql("open_sign_ins"), self._bounds())
        return frozenset(key for (key,) in rows)

    def leave(self, visitor: Visitor) -> None:
        """« Se déconnecter »: the token opens nothing any more."""
        with self._database.writing() as cursor:
            ended = cursor.execute(
                sql("end_sign_in"), {"key": visitor.sign_in}
            ).fetchall()
            if ended:
                self._note(
                    cursor, EventKind.SIGNED_OUT, by=visitor.name, login=visitor.login
                )

    def turned_away(self, login: str, *, address: str) -> None:
        """Note that *login* must wait, once, when its wait begins."""
        known = self._database.rows(sql("account"), {"login": login})
        self._refused(login if known else "", Reason.TOO_MANY, address=address)

    def failures(self, *, since: datetime, most: int = 50) -> tuple[Failure, ...]:
        """Who was turned away since then, the latest first."""
        rows = self._database.rows(
            sql("failed_sign_ins"), {"since": utc(since), "most": most}
        )
        return tuple(
            Failure(aware(at), login, address, Reason(reason))
            for at, login, address, reason in rows
        )

    def _rows(self, key: str) -> list[tuple[str, str, str, str, datetime]]:
        rows = self._database.rows(sql("sign_in"), {"key": key, **self._bounds()})
        return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]

    def _bounds(self) -> dict[str, datetime]:
        now = self._clock()
        return {"idle_since": utc(now - IDLE), "opened_since": utc(now - LONGEST)}

    def _still_unguarded(self) -> None:
        if self._guarded():
            raise _signed_out()

    def _renew(
        self,
        cursor: duckdb.DuckDBPyConnection,
        login: str,
        row: tuple[str, str, str, str, datetime | None],
        password: str,
    ) -> None:
        """Keep the password with today's parameters, now that we have it."""
        name, role, language, kept, closed_at = row
        if passwords.is_dated(kept):
            cursor.execute(
                sql("change_account"),
                {
                    "login": login,
                    "name": name,
                    "role": role,
                    "language": language,
                    "password_hash": passwords.hashed(password),
                    "closed_at": closed_at,
                },
            ).fetchall()

    def _open(
        self,
        cursor: duckdb.DuckDBPyConnection,
        login: str,
        token: str,
        *,
        name: str,
        address: str,
    ) -> None:
        cursor.execute(sql("forget_sign_ins"), self._bounds()).fetchall()
        cursor.execute(
            sql("add_sign_in"),
            {"key": key_of(token), "login": login, "at": utc(self._clock())},
        ).fetchall()
        self._note(cursor, EventKind.SIGNED_IN, by=name, login=login, note=address)
        log.info("signed in login=%s", login)

    def _refused(
        self, login: str, reason: Reason, *, address: str
    ) -> SignInRefusedError:
        """Write down who was turned away; give what to raise."""
        log.warning(
            "sign-in refused login=%s reason=%s address=%s",
            login or "unknown",
            reason,
            address,
        )
        with self._database.writing() as cursor:
            self._note(
                cursor,
                EventKind.SIGN_IN_FAILED,
                by=address,
                login=login,
                note=reason.value,
            )
        return SignInRefusedError(_("Identifiant ou mot de passe incorrect."))

    def _note(
        self,
        cursor: duckdb.DuckDBPyConnection,
        kind: EventKind,
        *,
        by: str,
        login: str,
        note: str = "",
    ) -> None:
        events.append(
            cursor, [Event(kind, self._clock(), by, subject=login, note=note)]
        )


def key_of(token: str) -> str:
    """What the file keeps of *token*."""
    return hashlib.sha256(token.encode()).hexdigest()


def _signed_out() -> SignedOutError:
    return SignedOutError(
        _("Vous avez été déconnecté : reconnectez-vous pour continuer.")
    )
