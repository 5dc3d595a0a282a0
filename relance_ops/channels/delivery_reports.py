"""What a mail server says when an email could not be delivered. Pure.

Reports follow RFC 3464 or nothing at all; codes are RFC 3463's. Whatever arrives is a
stranger's: nothing here raises.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from email.message import Message

from relance_ops.model import Cause
from relance_ops.typography import one_line, shortened

# Its complaints quote the mail that it did not understand.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL + 1)

_DETAIL_LIMIT = 500
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")

_MAILBOX_FULL = "5.2.2"
# 5.2.3 and 5.3.4: too big for the mailbox, for the system.
_TOO_BIG = frozenset({"5.2.3", "5.3.4"})
# 5.4.4: no such domain (Postfix).
_NO_SUCH_DOMAIN = "5.4.4"
# Where the code says nothing: what servers say of an address that nobody has.
# 5.4.1 is Microsoft 365's "Recipient address rejected: Access denied".
_VAGUE = re.compile(r"5\.(0\.0|4\.1|5\.0|3\.0)|")
_NOBODY_THERE = re.compile(
    r"user unknown|unknown user|no such (user|mailbox|recipient)|no mailbox here"
    r"|(user|mailbox|account|address|recipient)\b.{0,60}"
    r"(does ?n.t exist|does not exist|not found|disabled|n.existe pas|inconnue?)"
    r"|unknown (recipient|address|mailbox)|invalid (recipient|mailbox)"
    r"|recipient address rejected: access denied|adresse.{0,40}(inconnue|invalide)",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"over ?quota|quota exceeded|mailbox( is)? full|pleine", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one email.

    Attributes:
        failed: False for a delay, or for good news.
        cause: Why it failed; NONE unless it did.
        detail: The server's own words.
    """

    failed: bool
    cause: Cause = Cause.NONE
    detail: str = ""


_NO_FAILURE = Report(failed=False)


def report(message: Message, text: str) -> Report | None:
    """What *message* reports; None when it is no report.

    Args:
        message: As it was received.
        text: What a person would read in it.
    """
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            found = _standard(part)
            if found is not None:
                return found
    return _of_another_kind(message, text)


def cause_of(status: str, words: str) -> Cause:
    """Whose fault a failure is.

    Args:
        status: As RFC 3463 has it ("5.1.1"); "" when there is none.
        words: What the server said.
    """
    if status.startswith("4.") or status == _MAILBOX_FULL:
        return Cause.TRANSIENT  # it gave up trying: there may be room next time
    if status in _TOO_BIG:
        return Cause.MESSAGE
    if status.startswith(("5.1.", "5.2.")) or status == _NO_SUCH_DOMAIN:
        return Cause.RECIPIENT
    if _VAGUE.fullmatch(status):
        if _FULL.search(words):
            return Cause.TRANSIENT
        if _NOBODY_THERE.search(words):
            return Cause.RECIPIENT
    # Better not to blame an address than to lose a client who has a good one.
    return Cause.MESSAGE


def _standard(part: Message) -> Report | None:
    """The first failure of a standard report, or that there is none in it."""
    told = False
    for block in part.walk():
        action = _field(block, "Action").partition(" ")[0].lower()
        if action == "failed":
            words = _field(block, "Diagnostic-Code")
            return _failure(_status(_field(block, "Status"), words), words)
        told = told or bool(action)
    return _NO_FAILURE if told else None


def _failure(status: str, words: str) -> Report:
    said = re.sub(r"^\s*[\w-]+;\s*", "", words) or status
    return Report(
        failed=True,
        cause=cause_of(status, words),
        detail=shortened(one_line(said), _DETAIL_LIMIT),
    )


def _status(field: str, words: str) -> str:
    """The more telling of the two codes that a report gives."""
    codes = [
        ".".join(found) for text in (field, words) for found in _STATUS.findall(text)
    ]
    telling = [code for code in codes if not code.endswith(".0.0")]
    return next(iter(telling or codes), "")


def _of_another_kind(message: Message, text: str) -> Report | None:
    """A report that follows no standard, as far as it is understood."""
    from flufl.bounce import all_failures  # noqa: PLC0415  # only for odd mail

    try:
        for_now, for_good = all_failures(message)
    except Exception:  # noqa: BLE001  # a stranger's mail in twenty old parsers: not understood
        return None
    if for_good:
        return _failure(_status("", text), _telling(text))
    return _NO_FAILURE if for_now else None


def _telling(text: str) -> str:
    """The line of *text* that says why, for a report without fields."""
    lines = [line.strip() for line in text.splitlines()]
    for pattern in (_STATUS, _FULL, _NOBODY_THERE):
        for line in lines:
            if pattern.search(line):
                return line
    return text


def _field(block: Message, name: str) -> str:
    return one_line(str(block.get(name, "")))
