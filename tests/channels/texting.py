"""SMS as tests of providers use them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from relance_ops.channels.sms import Around
from relance_ops.model import Kind, Message, Words
from tests.deliveries import a_message

KEY = b"a key of thirty-two bytes, or so"


def around() -> Around:
    """What a clinic lends that nobody has called back."""
    return Around(key=KEY, clock=lambda: datetime.now(UTC), called_back=lambda *_: ())


def sms_to(end: str, text: str = "Bonjour, à bientôt.") -> Message:
    """*text* for the number that ends in the two figures *end*."""
    message = a_message(Kind.SMS)
    return replace(
        message, address=f"+336399801{end}", words=Words(message.words.subject, text)
    )
