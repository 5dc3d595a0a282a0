"""How a text is counted as SMS, and how to write it so that it costs less. Pure.

A part holds 160 characters of GSM-7 (153 when there are several), but one character
outside that alphabet (ê, ç, a curly quote) turns the whole text into UCS-2 and its
parts into 70 (67). Gateways change or drop such characters in silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Encoding(StrEnum):
    """The alphabet in which a text travels."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


@dataclass(frozen=True, slots=True)
class SmsCount:
    """What a text is billed as.

    Attributes:
        units: Septets in GSM-7 (€ and brackets are two), 16-bit units in UCS-2.
        parts: Billed messages, 1 or more.
    """

    encoding: Encoding
    units: int
    parts: int


# 3GPP TS 23.038, default alphabet and its extension table.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")

# Units in a text alone, and in each part of a longer one (the rest numbers the parts).
_CAPACITY = {Encoding.GSM_7: (160, 153), Encoding.UCS_2: (70, 67)}

_OPENING = re.compile("[«\u2039][ \u00a0\u202f]*")
_CLOSING = re.compile("[ \u00a0\u202f]*[»\u203a]")
_SIMPLER = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("–—―‐‑‒−", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007\t", " "),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
        "œ": "oe",
        "Œ": "OE",
        "…": "...",
        "•": "-",
        "·": ".",
        "°": "o",
        "×": "x",
        "²": "2",
        "³": "3",
        "™": "TM",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
    }
)


def parts(text: str) -> SmsCount:
    """What sending *text* is billed as."""
    encoding, widths = _measured(text)
    return SmsCount(encoding, sum(widths), len(_cuts(encoding, widths)))


def pieces(text: str) -> tuple[str, ...]:
    """*text* in as many pieces as it has parts; none cuts a character in two."""
    starts = _cuts(*_measured(text))
    return tuple(
        text[start:end]
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
    )


def simplified(text: str) -> str:
    """*text* in GSM-7 characters where there is a plain way to write them.

    Accents that GSM-7 knows (é è à ù) stay. A letter of another alphabet or an emoji
    stays too, for nothing plain says the same: `parts` then shows its price.
    """
    quoted = _CLOSING.sub('"', _OPENING.sub('"', text))
    composed = unicodedata.normalize("NFC", quoted).translate(_SIMPLER)
    return "".join(map(_plain, composed))


def _plain(character: str) -> str:
    if character in _BASIC or character in _EXTENDED:
        return character
    base = "".join(
        part
        for part in unicodedata.normalize("NFKD", character)
        if not unicodedata.combining(part)
    )
    known = base and all(part in _BASIC for part in base)
    return base if known else character


def _utf_16_units(character: str) -> int:
    return len(character.encode("utf-16-le", "surrogatepass")) // 2


def _measured(text: str) -> tuple[Encoding, list[int]]:
    """The alphabet that *text* needs, and how many units each character takes."""
    if all(character in _BASIC or character in _EXTENDED for character in text):
        return Encoding.GSM_7, [2 if c in _EXTENDED else 1 for c in text]
    return Encoding.UCS_2, [_utf_16_units(c) for c in text]


def _cuts(encoding: Encoding, widths: Sequence[int]) -> list[int]:
    """Where each part begins: filled one character after the other."""
    alone, each = _CAPACITY[encoding]
    starts, filled = [0], 0
    if sum(widths) <= alone:
        return starts
    for place, width in enumerate(widths):
        if filled + width > each:
            starts.append(place)
            filled = 0
        filled += width
    return starts
