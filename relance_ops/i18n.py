"""The user's language: French as written in the code, English from its catalogue.

Screen texts are written in French in the source, so the seed page's own words can be
searched for; `locale/en` translates them. The language is a property of the request
(a command, a browser session), carried by a context variable; a thread started for
background work is told explicitly.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, tzinfo
from functools import cache
from importlib.resources import files

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("fr", "en")

_language: ContextVar[str] = ContextVar("language", default="fr")


class _French(gettext.NullTranslations):
    """The source language. In French, zero is singular."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if abs(n) < 2 else msgid2


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The texts of *language*; French for any language we do not speak."""
    if language not in LANGUAGES or language == "fr":
        return _French()
    path = files("relance_ops") / "locale" / language / "LC_MESSAGES" / "relance_ops.po"
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(path.read_bytes()), locale=language))
    compiled.seek(0)
    translations = gettext.GNUTranslations(compiled)
    translations.add_fallback(_French())
    return translations


def language() -> str:
    """The language of the request that is being answered: "fr" or "en"."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Answer in *language* inside the block; French if we do not speak it."""
    token = _language.set(language if language in LANGUAGES else "fr")
    try:
        yield
    finally:
        _language.reset(token)


def speak(language: str) -> None:
    """Answer in *language* from here on, in this context."""
    _language.set(language if language in LANGUAGES else "fr")


def _(text: str) -> str:
    """*text*, written in French, in the user's language."""
    return catalogue(language()).gettext(text)


def N_(text: str) -> str:  # noqa: N802  # the name that catalogue tools look for
    """*text*, to be translated when it is shown."""
    return text


def ngettext(one: str, many: str, count: int) -> str:
    """The sentence for *count* things, by the user's language's own plural."""
    return catalogue(language()).ngettext(one, many, count)


def number(n: int) -> str:
    """A number as the user writes it: "1 245" or "1,245"."""
    return format_decimal(n, locale=language())


def day(when: date, style: str = "short") -> str:
    """A date as the user writes it: 24/11/2026, or "24 novembre 2026" if long."""
    if style == "short":
        pattern = "dd/MM/yyyy" if language() == "fr" else "d MMM yyyy"
        return format_date(when, pattern, locale=language())
    return format_date(when, style, locale=language())


def month(when: date) -> str:
    """A month in short, as on an axis: "nov. 26"."""
    return format_date(when, "MMM yy", locale=language())


def moment(when: datetime, zone: tzinfo) -> str:
    """A moment as the user says it: "24/11/2026 à 10:32", in the clinic's zone."""
    local = when.astimezone(zone)
    return _("{day} à {time}").format(day=day(local.date()), time=f"{local:%H:%M}")


def spoken_everywhere(texts: Iterable[str]) -> list[str]:
    """*texts*, written in French, as they are said in every language.

    What a person did is kept in that person's words; this finds it again.
    """
    return [
        catalogue(language).gettext(text) for language in LANGUAGES for text in texts
    ]
