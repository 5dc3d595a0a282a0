"""What an SMS that came in means: a STOP is a refusal, anything else a person reads. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from relance_ops import contacts
from relance_ops.news import News, NewsKind
from relance_ops.typography import one_line

_LONGEST = 500

# The operators' charter asks for STOP; people also write what they mean.
_STOP_WORDS = frozenset(
    {"stop", "arret", "arreter", "desabonnement", "desinscription", "unsubscribe"}
)
_WORD = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"\d{7,15}")


def is_stop(text: str) -> bool:
    """True when *text* asks for no more: its first word says so."""
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(character)
    )
    first = _WORD.search(plain)
    return first is not None and first[0] in _STOP_WORDS


def number_of(sender: str) -> str:
    """Who sent it, in E.164; *sender* itself when it is no number (a short code)."""
    written = one_line(sender)[:60]
    # Gateways leave the plus out; a French number has ten digits, and so starts with 0.
    if _DIGITS.fullmatch(written) and not written.startswith("0"):
        written = f"+{written}"
    return contacts.telephone_number(written) or written


def reply(sender: str, text: str, *, event_id: str, at: datetime) -> News:
    """The news that *sender* wrote *text*."""
    return News(
        event_id=event_id,
        kind=NewsKind.REFUSAL if is_stop(text) else NewsKind.UNCLEAR,
        at=at,
        address=number_of(sender),
        detail=one_line(text)[:_LONGEST],
    )
