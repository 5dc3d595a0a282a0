"""What a mail server's answer means for one delivery. Pure.

Codes: RFC 5321; enhanced codes: RFC 3463. Providers' own habits are cited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from relance_ops.model import Cause, DeliveryState
from relance_ops.typography import one_line

_DETAIL_LIMIT = 500
_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_QUEUED_AS = re.compile(r"queued as (\S+)", re.IGNORECASE)

# First digits, RFC 5321, 4.2.1.
_DONE, _NOT_NOW, _NEVER = 2, 4, 5
_SERVICE_CLOSING = 421
# 530 login needed, 534 mechanism too weak, 535 wrong password (RFC 4954).
_ACCOUNT_CODES = frozenset({530, 534, 535, 538})
# 5.7.8 and 5.7.9 login; 5.7.30 Microsoft 365, passwords switched off; 5.4.5 Gmail, the
# day's quota is used up.
_ACCOUNT_ENHANCED = frozenset({"5.7.8", "5.7.9", "5.7.30", "5.4.5"})
# A server that relays for nobody answers this to every recipient: our login is missing,
# no recipient is at fault (Postfix 5.7.1, Exchange 5.7.54).
_RELAY_REFUSED = re.compile(r"relay", re.IGNORECASE)

# RFC 5321, 4.2.3, when they come without an enhanced code: no such mailbox, not here,
# not a mailbox name; 501 to an address is its syntax.
_ADDRESS_CODES = frozenset({501, 550, 551, 553})
# "Exceeded storage allocation": of the mailbox when said of a recipient, else our size.
_NO_ROOM = 552
_MAILBOX_FULL = "5.2.2"
_TOO_BIG = frozenset({"5.3.4", "5.2.3"})


class Stage(StrEnum):
    """What the server was answering."""

    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the server.

    Attributes:
        code: Three digits; -1 when it was not an SMTP answer.
        words: Its text on one line.
    """

    code: int
    words: str

    @classmethod
    def read(cls, answer: tuple[int, bytes]) -> Reply:
        """An answer as smtplib gives it."""
        code, words = answer
        return cls(code, one_line(words.decode("utf-8", "replace")))

    @property
    def enhanced(self) -> str:
        """The enhanced code ("5.1.1"), or "" when there is none."""
        found = _ENHANCED.match(self.words)
        return found[1] if found else ""

    @property
    def accepted(self) -> bool:
        """True when the server did what was asked."""
        return self.code // 100 == _DONE

    @property
    def is_temporary(self) -> bool:
        """True when the same may be accepted later."""
        return self.code // 100 == _NOT_NOW

    @property
    def is_permanent(self) -> bool:
        """True when the same will never be accepted."""
        return self.code // 100 == _NEVER

    @property
    def is_closing(self) -> bool:
        """True when the server hangs up after this answer."""
        return self.code == _SERVICE_CLOSING

    @property
    def reference(self) -> str:
        """The server's own number for an accepted message; "" if it names none."""
        found = _QUEUED_AS.search(self.words)
        return found[1].rstrip(".;)") if found else ""

    @property
    def detail(self) -> str:
        """Code and words, shortened for the ledger."""
        return f"{self.code} {self.words}"[:_DETAIL_LIMIT].strip()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a delivery; with ACCOUNT, of the whole channel."""

    state: DeliveryState
    cause: Cause


_SENT = Verdict(DeliveryState.SENT, Cause.NONE)
_LATER = Verdict(DeliveryState.RETRY, Cause.TRANSIENT)
_ACCOUNT = Verdict(DeliveryState.RETRY, Cause.ACCOUNT)
_BAD_RECIPIENT = Verdict(DeliveryState.FAILED, Cause.RECIPIENT)
_BAD_MESSAGE = Verdict(DeliveryState.FAILED, Cause.MESSAGE)
_NOBODY_KNOWS = Verdict(DeliveryState.UNCERTAIN, Cause.UNKNOWN)


def judge(reply: Reply, stage: Stage) -> Verdict:
    """What *reply*, given to *stage*, means."""
    if reply.accepted:
        return _SENT
    if reply.is_temporary:
        return _LATER
    if not reply.is_permanent:
        # Not an answer at all: after DATA the message may be in.
        return _NOBODY_KNOWS if stage is Stage.DATA else _LATER
    if _is_about_the_account(reply):
        return _ACCOUNT
    return _refused(reply, stage)


def _is_about_the_account(reply: Reply) -> bool:
    return (
        reply.code in _ACCOUNT_CODES
        or reply.enhanced in _ACCOUNT_ENHANCED
        or _RELAY_REFUSED.search(reply.words) is not None
    )


def _refused(reply: Reply, stage: Stage) -> Verdict:
    """A refusal for good: whose fault is it?"""
    no_room = reply.code == _NO_ROOM and not reply.enhanced
    if reply.enhanced in _TOO_BIG or (no_room and stage is not Stage.RCPT):
        return _BAD_MESSAGE
    if reply.enhanced == _MAILBOX_FULL or no_room:
        return _LATER  # there may be room tomorrow
    if stage is Stage.MAIL:
        return _ACCOUNT  # the sender was refused: nobody's message would pass
    if reply.enhanced.startswith(("5.1.", "5.2.")):
        return _BAD_RECIPIENT
    if stage is Stage.RCPT and not reply.enhanced and reply.code in _ADDRESS_CODES:
        return _BAD_RECIPIENT
    return _BAD_MESSAGE
