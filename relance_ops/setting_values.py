"""What a setting accepts: each reader takes its key and what was typed.

Each raises a `SettingError` that names the key, the value and what is possible.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from relance_ops.errors import SettingError
from relance_ops.i18n import _
from relance_ops.printers import plain_uri
from relance_ops.web_pages import web_page


def refused(key: str, value: str, allowed: str) -> SettingError:
    """The error that says what is possible instead of *value*."""
    return SettingError(
        _(
            "Le réglage « {key} » n'accepte pas « {value} ». Possible : {allowed}."
        ).format(key=key, value=value, allowed=allowed)
    )


def one_line(key: str, value: str) -> str:
    """A text of one line."""
    if any(ord(character) < 32 for character in value) or len(value) > 300:
        raise refused(key, value[:40], _("une seule ligne de 300 caractères au plus"))
    return value.strip()


def website(key: str, value: str) -> str:
    """A web page's address, or nothing."""
    text = one_line(key, value)
    page = web_page(text)
    if text and not page:
        raise refused(key, text[:60], "https://rdv.clinique.fr…")
    return page if text else ""


def word(kind: type[StrEnum]) -> Callable[[str, str], StrEnum]:
    """What reads one of the words of *kind*."""

    def read(key: str, value: str) -> StrEnum:
        try:
            return kind(value.lower())
        except ValueError:
            raise refused(key, value, ", ".join(kind)) from None

    return read


def hour(key: str, value: str) -> time:
    """An hour of the day."""
    try:
        return datetime.strptime(value, "%H:%M").time()  # noqa: DTZ007  # no day, no zone
    except ValueError:
        raise refused(key, value, _("une heure, comme 10:00")) from None


def whole(low: int, high: int) -> Callable[[str, str], int]:
    """What reads a whole number from *low* to *high*."""

    def read(key: str, value: str) -> int:
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise refused(
                key,
                value,
                _("un nombre entier de {low} à {high}").format(low=low, high=high),
            )
        return int(value)

    return read


def zone(key: str, value: str) -> ZoneInfo:
    """A time zone, as in the IANA database."""
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise refused(key, value, "Europe/Paris, Indian/Reunion…") from None


def printer(key: str, value: str) -> str:
    """A printer's address as it is kept, or nothing."""
    try:
        return plain_uri(value)
    except ValueError:
        allowed = _("rien, ou l'adresse d'une imprimante, comme ipp://192.168.1.20")
        raise refused(key, value[:80], allowed) from None
