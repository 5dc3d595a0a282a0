"""Who may do what: three roles, and the rights of each. Pure policy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from relance_ops.errors import ForbiddenError
from relance_ops.i18n import _


class Right(StrEnum):
    """One thing that a person may or may not do."""

    READ = "read"  # look at any page but the accounts
    SEND = "send"  # send, answer for the printer, cancel, decide what is uncertain
    RECORDS = "records"  # a client's boxes and contacts, a death, a call
    RULES = "rules"  # edit, simulate and publish rules
    QUERY = "query"  # ask about the clinic in SQL
    SETTINGS = "settings"  # the clinic, forms, words, prices, imports
    PRIVACY = "privacy"  # hand a client's data over, or forget the client
    ACCOUNTS = "accounts"  # who may come in


class Role(StrEnum):
    """What an account is for."""

    RECEPTION = "reception"
    MANAGER = "manager"
    ANALYST = "analyst"


RIGHTS = {
    Role.RECEPTION: frozenset({Right.READ, Right.SEND, Right.RECORDS}),
    Role.MANAGER: frozenset(Right),
    Role.ANALYST: frozenset({Right.READ, Right.RULES, Right.QUERY}),
}


def role_words(role: Role) -> str:
    """The role as a person says it."""
    return {
        Role.RECEPTION: _("Accueil"),
        Role.MANAGER: _("Responsable"),
        Role.ANALYST: _("Analyste"),
    }[role]


def _always() -> None:
    """Where nobody signs in, nobody is signed out."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is at one browser.

    Attributes:
        name: As the journal shows it.
        login: Of the account; "" for whoever sits at a machine without accounts.
        language: Chosen by that person; "" for the clinic's.
        sign_in: What this person came in by (see `sign_ins.py`); "" for nothing.
        still: Asked before every action; raises once that has ended.
    """

    name: str
    role: Role
    login: str = ""
    language: str = ""
    sign_in: str = ""
    still: Callable[[], None] = field(default=_always, repr=False, compare=False)

    def may(self, right: Right) -> bool:
        """True when this person's role has *right*."""
        return right in RIGHTS[self.role]

    def require(self, right: Right) -> None:
        """Go on only with *right*.

        Raises:
            ForbiddenError: The role does not have it; names who can.
            SignedOutError: This person's sign-in has ended meanwhile.
        """
        self.still()
        if not self.may(right):
            able = [role_words(role) for role in Role if right in RIGHTS[role]]
            raise ForbiddenError(
                _(
                    "Votre compte ({role}) ne permet pas cela. "
                    "Comptes qui le peuvent : {able}."
                ).format(role=role_words(self.role), able=", ".join(able))
            )


# On a machine without accounts, whoever sits at it may do everything.
HERE = Visitor(name="accueil", role=Role.MANAGER)
