"""What one value of relance.toml may be: each reader gives it, or refuses it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email


class NotAllowedError(Exception):
    """The value does not fit; the caller knows the key and says so."""


def text(value: object, _base: Path) -> str:
    """A text on one line."""
    if not isinstance(value, str) or not value.isprintable():
        raise NotAllowedError
    return value.strip()


def name(value: object, base: Path) -> str:
    """The name or address of a machine."""
    word = text(value, base)
    if not word or " " in word:
        raise NotAllowedError
    return word


def names(value: object, base: Path) -> tuple[str, ...]:
    """Names of machines, without scheme nor port."""
    if not isinstance(value, list):
        raise NotAllowedError
    words = tuple(name(one, base).lower() for one in value)
    if any(set(word) & set("/:") for word in words):
        raise NotAllowedError
    return words


def url(value: object, base: Path) -> str:
    """An address of the web, without the last slash; "" for an empty text."""
    word = text(value, base).rstrip("/")
    try:
        place = urlsplit(word)
        usable = (
            place.scheme in ("http", "https") and place.hostname and place.port != 0
        )
    except ValueError:
        raise NotAllowedError from None
    # Kannel replaces what follows a "%" in an address that we give it.
    if word and (not usable or not word.isascii() or set(word) & set(" %?#@")):
        raise NotAllowedError
    return word


def address(value: object, base: Path) -> str:
    """An email address."""
    try:
        found = validate_email(
            text(value, base),
            check_deliverability=False,
            allow_smtputf8=False,
            globally_deliverable=False,
        )
    except EmailNotValidError:
        raise NotAllowedError from None
    return found.ascii_email or ""


def whole(low: int, high: int) -> Callable[[object, Path], int]:
    """A whole number from *low* to *high*."""

    def read(value: object, _base: Path) -> int:
        # True is an int in Python.
        if type(value) is not int or not low <= value <= high:
            raise NotAllowedError
        return value

    return read


def yes_or_no(value: object, _base: Path) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise NotAllowedError
    return value


def folder(value: object, base: Path) -> Path | None:
    """A path that starts at *base*; None for an empty text."""
    path = text(value, base)
    return base / Path(path).expanduser() if path else None


def existing_file(value: object, base: Path) -> Path | None:
    """A file that is there; None for an empty text."""
    path = folder(value, base)
    if path is not None and not path.is_file():
        raise NotAllowedError
    return path
