"""What the person at the keyboard is asked: yes or no, and a password."""

from __future__ import annotations

import os
import sys

import click

from relance_ops.cli.session import Ask, nobody_types
from relance_ops.errors import AccountError
from relance_ops.i18n import _

PASSWORD_VARIABLE = "RELANCE_PASSWORD"  # noqa: S105  # the name, not the secret


def asker() -> Ask | None:
    """How to ask the person at the keyboard; None when there is none."""
    return _ask if _somebody() else None


def password() -> str:
    """A new password: typed twice unseen, or given by a script.

    A script gives it in RELANCE_PASSWORD or as a line of its standard input; never as
    an argument, which every user of the machine can read.

    Raises:
        AccountError: The two differ.
        UsageError: Nobody gives one.
    """
    given = os.environ.get(PASSWORD_VARIABLE, "")
    if not given and not _somebody() and sys.stdin is not None:
        given = sys.stdin.readline().rstrip("\r\n")
    if given:
        return given
    if not _somebody():
        return nobody_types()
    typed = _unseen(_("Mot de passe"))
    if typed != _unseen(_("Le même encore une fois")):
        raise AccountError(_("Les deux mots de passe diffèrent : recommencez."))
    return typed


def _somebody() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _unseen(question: str) -> str:
    return str(click.prompt(question, hide_input=True, err=True))


def _ask(question: str) -> bool:
    """Put *question* to the person; anything but a clear yes is a no."""
    answer = click.prompt(
        _("{question} [o/N]").format(question=question),
        default="",
        show_default=False,
        err=True,
    )
    return answer.strip().lower() in ("o", "oui", "y", "yes")
