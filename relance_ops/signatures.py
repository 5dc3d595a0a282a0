"""Numbers that go out with a message and come back signed, so that nobody invents one."""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b32encode
from enum import StrEnum

# 80 bits of HMAC-SHA-256: no stranger guesses one by mail, and an address stays short.
_SIGNATURE_BYTES = 10

# Mail systems change the case of the part before the @.
_SIGNED = re.compile(
    r"(?<![a-z0-9])(\d{1,18})[.-]([a-z2-7]{16})(?![a-z0-9])", re.IGNORECASE
)


class Purpose(StrEnum):
    """What the number is for: one is never taken for the other."""

    BOUNCE = "bounce"
    STOP = "stop"
    RECEIPT = "receipt"


def signed(number: int, purpose: Purpose, *, key: bytes) -> str:
    """*number* with its signature, as "17.abcdefgh234567ab": letters, digits, one dot."""
    return f"{number}.{_signature(number, purpose, key)}"


def number_in(text: str, purpose: Purpose, *, key: bytes) -> int | None:
    """The first number in *text* that we signed for *purpose*; None if there is none."""
    for number, signature in _SIGNED.findall(text):
        true = _signature(int(number), purpose, key)
        if hmac.compare_digest(signature.lower().encode(), true.encode()):
            return int(number)
    return None


def _signature(number: int, purpose: Purpose, key: bytes) -> str:
    told = f"{purpose}:{number}".encode()
    digest = hmac.new(key, told, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
    return b32encode(digest).decode("ascii").lower()
