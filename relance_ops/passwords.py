"""Passwords: what is asked of one, and how it is kept. Touches no file, keeps none."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerificationError

from relance_ops.errors import AccountError
from relance_ops.i18n import _

# ANSSI, "Recommandations relatives à l'authentification multifacteur et aux mots de
# passe" (2021), counts 12 characters as of medium strength; tries are slowed down
# (throttle.py). As NIST SP 800-63B asks: no rule about capitals or signs, no forced
# renewal, any Unicode character, normalised, and the obvious ones refused.
LEAST, MOST = 12, 200
LEAST_DIFFERENT = 5

# Fewer guesses than zxcvbn counts here (its scores 0 to 2) is a word, a date or a walk
# over the keys that lists of stolen passwords hold: ASVS 5.0, 6.2.4. Its estimate is
# quadratic in the length, and what is that long is not guessed.
LEAST_GUESSES = 10**8
_LONGEST_ESTIMATED = 40

# argon2id as the OWASP Password Storage Cheat Sheet puts first: 46 MiB, one pass, one
# lane (0.05 s of one core where it was measured). RFC 9106's own choice, 64 MiB, three
# passes, four lanes, took 0.18 s of every core, from a clinic's small PC that also
# serves everybody else. Whoever signs in after a change here is hashed anew.
_HASHER = PasswordHasher(
    time_cost=1,
    memory_cost=47_104,
    parallelism=1,
    hash_len=32,
    salt_len=16,
    type=Type.ID,
)

_ROWS = (
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789012345678901234567890",
)
_OBVIOUS = frozenset(
    {
        "motdepasse",
        "password",
        "bienvenue",
        "veterinaire",
        "clinique",
        "cliniqueveterinaire",
        "relances",
        "administrateur",
    }
)


def check(password: str, *, login: str, clinic: str) -> None:
    """Accept *password* for *login* of the clinic called *clinic*.

    Raises:
        AccountError: It is too short, too long or too easy to guess; says which.
    """
    known = _known(password)
    if len(known) < LEAST:
        raise AccountError(
            _(
                "Le mot de passe est trop court : {least} caractères au moins. "
                "Une phrase que vous retenez convient très bien."
            ).format(least=LEAST)
        )
    if len(known) > MOST or not _is_text(known):
        raise AccountError(
            _(
                "Le mot de passe ne peut pas être gardé : {most} caractères au plus, "
                "sur une ligne."
            ).format(most=MOST)
        )
    if len(set(known)) < LEAST_DIFFERENT or _is_a_row(known):
        raise AccountError(
            _("Le mot de passe est une suite trop simple : choisissez-en un autre.")
        )
    obvious = _letters(known) in _OBVIOUS | {_letters(login), _letters(clinic)} - {""}
    if obvious or _is_often_chosen(known, login, clinic):
        raise AccountError(
            _(
                "Le mot de passe se devine : ni l'identifiant, ni le nom de la "
                "clinique, ni un mot de passe courant comme « motdepasse ». "
                "Choisissez-en un autre."
            )
        )


def _is_often_chosen(known: str, login: str, clinic: str) -> bool:
    """True for what is tried first by who guesses from lists."""
    from zxcvbn import zxcvbn  # noqa: PLC0415  # 0.2 s, for who sets a password only

    about = [login, clinic, *clinic.split()]
    estimate = zxcvbn(known[:_LONGEST_ESTIMATED], user_inputs=about)
    return bool(estimate["guesses"] < LEAST_GUESSES)


def hashed(password: str) -> str:
    """*password* as it is kept: argon2id, with its parameters and salt."""
    return _HASHER.hash(_known(password))


def matches(kept: str, password: str) -> bool:
    """True when *password* is the one that *kept* was made of.

    Takes as long when there is nothing to compare with ("" for an unknown login), so
    that the wait does not tell which logins exist.
    """
    try:
        # Cut, so that a book costs no more than a password; and then it is not it.
        known = _known(password)
        _HASHER.verify(kept or _nobody(), known[:MOST])
    except (VerificationError, UnicodeEncodeError):
        return False
    return bool(kept) and len(known) <= MOST


def is_dated(kept: str) -> bool:
    """True when *kept* was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobody() -> str:
    """What no password matches."""
    return _HASHER.hash(secrets.token_hex(32))


def _known(password: str) -> str:
    """The same characters, however the keyboard or the phone writes an accent."""
    return unicodedata.normalize("NFKC", password)


def _is_text(password: str) -> bool:
    return not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in password)


def _is_a_row(password: str) -> bool:
    """True for keys that follow each other, in either direction."""
    typed = password.lower()
    return any(typed in row or typed[::-1] in row for row in _ROWS)


def _letters(words: str) -> str:
    """The letters alone, without case nor accents."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(sign for sign in apart if sign.isalpha())
