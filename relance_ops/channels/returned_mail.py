"""What one email in the clinic's mailbox tells about one of ours, if anything. Pure.

The mailbox is the reception's own: what has nothing to do with a reminder is nobody's
business here. Whatever arrives is a stranger's: nothing raises, and nothing is believed
about a delivery without our signature.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from functools import partial

from relance_ops.channels.delivery_reports import report
from relance_ops.channels.mail_words import asks_to_stop, own_words, subject_of, text_of
from relance_ops.news import News, NewsKind
from relance_ops.return_addresses import LOOKS_LIKE_OURS, OUR_MESSAGE_ID
from relance_ops.signatures import Purpose, number_in
from relance_ops.typography import one_line, shortened

_DETAIL_LIMIT = 500
_ID_LIMIT = 200
# Older than any server keeps trying (RFC 5321: 4 or 5 days), or a clock that is wrong.
_BELIEVED = timedelta(days=60)
# A person nests no mails this deep; parsers meant for persons fail at a few hundred.
_NESTING_LIMIT = 40
_NESTED = re.compile(rb"content-type:\s*(?:message|multipart)/", re.IGNORECASE)

_RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "Resent-To")
_ROBOTS = re.compile(
    r"mailer-daemon|postmaster|mail delivery|maildelivery|mdaemon|bounce", re.IGNORECASE
)
# RFC 3834, and what programs did before it.
_ANSWERED_BY_ITSELF = (
    ("Auto-Submitted", re.compile(r"auto-(replied|notified)", re.IGNORECASE)),
    ("X-Autoreply", re.compile(r".")),
    ("X-Autorespond", re.compile(r".")),
    ("X-Autoresponder", re.compile(r".")),
    ("X-Vacation", re.compile(r".")),
    ("Precedence", re.compile(r"auto_?reply", re.IGNORECASE)),
)
_SAYS_ABSENT = re.compile(
    r"\s*((automatic|auto)[ -]?(reply|response)|out of (the )?office"
    r"|r[ée]ponse automatique|absen(ce|te?)\b( du bureau|\s*:))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Mail:
    """One email as far as it could be read."""

    message: Message
    text: str
    raw: str
    to: str
    subject: str
    sender: str

    @property
    def replies_to_us(self) -> bool:
        """True when it answers one of our emails, as its sender's program says."""
        return OUR_MESSAGE_ID.search(_answered(self.message)) is not None

    @property
    def is_by_a_robot(self) -> bool:
        """True when a mail server wrote it."""
        returned = self.message.get("Return-Path")
        return (
            self.message.get_content_type() == "multipart/report"
            or "X-Failed-Recipients" in self.message
            or (returned is not None and str(returned).strip() == "<>")
            or _ROBOTS.search(self.sender) is not None
        )


def may_concern_us(head: bytes) -> bool:
    """False when the whole email could tell nothing, to judge by its *head* alone.

    So that a client's letter to the clinic is never even read.
    """
    mail = _read(head)
    if mail is None:
        return False
    return bool(
        mail.is_by_a_robot
        or LOOKS_LIKE_OURS.search(mail.raw)
        or asks_to_stop(mail.subject)
        # Without a subject, the one word may be in the text.
        or not mail.subject.strip()
        or _is_reply_to_nothing(mail)
    )


def news_of(content: bytes, *, key: bytes, now: datetime) -> News | None:
    """What the email *content* tells; None when it is none of our business.

    Args:
        content: As it was received; it may be cut short.
        key: Signs what we send.
        now: When it was read, for an email whose own date cannot be believed.
    """
    mail = _read(content)
    verdict = None if mail is None else _verdict(mail, key)
    if mail is None or verdict is None:
        return None
    return verdict(event_id=_event_id(mail, content), at=_moment(mail, now))


_Verdict = Callable[..., News]


def _verdict(mail: _Mail, key: bytes) -> _Verdict | None:
    stopped = number_in(f"{mail.to}\n{mail.subject}", Purpose.STOP, key=key)
    if mail.is_by_a_robot and stopped is None:
        return _from_a_robot(mail, key)
    if _is_automatic_answer(mail):
        return None
    if stopped is not None:
        return partial(
            News,
            kind=NewsKind.REFUSAL,
            delivery_id=stopped,
            detail=_excerpt(mail),
        )
    return _from_a_person(mail)


def _from_a_robot(mail: _Mail, key: bytes) -> _Verdict | None:
    kind = str(mail.message.get_param("report-type", "")).lower()
    delivery = _delivery(mail, key)
    if delivery is None and not LOOKS_LIKE_OURS.search(mail.raw):
        return None
    if kind == "disposition-notification":
        return None  # read, or deleted unread: no news about an address
    if kind == "feedback-report" and delivery is not None:
        # RFC 5965: the client pressed « spam », and the provider passes it on.
        return partial(News, kind=NewsKind.REFUSAL, delivery_id=delivery, detail="spam")
    return _reported(mail, delivery)


def _reported(mail: _Mail, delivery: int | None) -> _Verdict | None:
    found = report(mail.message, mail.text)
    if found is None:
        # An absence, from a program that wants no answer to it, is no news.
        is_absence = _is_automatic_answer(mail)
        return None if is_absence else partial(_unclear, detail=_excerpt(mail))
    if not found.failed:
        return None
    if delivery is None:
        return partial(_unclear, detail=found.detail)
    return partial(
        News,
        kind=NewsKind.BOUNCED,
        delivery_id=delivery,
        cause=found.cause,
        detail=found.detail,
    )


_unclear = partial(News, kind=NewsKind.UNCLEAR)


def _delivery(mail: _Mail, key: bytes) -> int | None:
    """The delivery that came back: by its address, else by what was returned with it."""
    for text in (mail.to, mail.raw):
        number = number_in(text, Purpose.BOUNCE, key=key)
        if number is not None:
            return number
    return None


def _from_a_person(mail: _Mail) -> _Verdict | None:
    words = own_words(mail.text)
    stops = asks_to_stop(words) or (not words and asks_to_stop(mail.subject))
    unclear = partial(_unclear, address=mail.sender, detail=_excerpt(mail))
    if mail.replies_to_us:
        if stops and mail.sender:
            return partial(unclear, kind=NewsKind.REFUSAL)
        return unclear
    if stops or LOOKS_LIKE_OURS.search(f"{mail.to}\n{mail.subject}"):
        return unclear
    return None


def _is_automatic_answer(mail: _Mail) -> bool:
    return _SAYS_ABSENT.match(mail.subject) is not None or any(
        pattern.search(_header(mail.message, name))
        for name, pattern in _ANSWERED_BY_ITSELF
    )


def _is_reply_to_nothing(mail: _Mail) -> bool:
    """« Re: » without what it replies to, as some phones send."""
    is_reply = mail.subject.lower().startswith(("re:", "re :", "rép"))
    return is_reply and not _answered(mail.message)


def _answered(message: Message) -> str:
    """The Message-ID of the email that *message* answers; "" for none."""
    earlier = _header(message, "References").split()
    return _header(message, "In-Reply-To") or "".join(earlier[-1:])


def _read(content: bytes) -> _Mail | None:
    """*content* as mail; None when it is made to be unreadable."""
    if len(_NESTED.findall(content)) > _NESTING_LIMIT:
        return None
    message = message_from_bytes(content)
    return _Mail(
        message=message,
        text=text_of(message),
        raw=content.decode("utf-8", "replace"),
        to="\n".join(
            str(value) for name in _RECIPIENTS for value in message.get_all(name, [])
        ),
        subject=subject_of(message),
        sender=one_line(parseaddr(_header(message, "From"))[1])[:_ID_LIMIT],
    )


def _header(message: Message, name: str) -> str:
    return one_line(str(message.get(name, "")))


def _excerpt(mail: _Mail) -> str:
    words = own_words(mail.text) or mail.subject
    return shortened(one_line(words), _DETAIL_LIMIT)


def _event_id(mail: _Mail, content: bytes) -> str:
    given = _header(mail.message, "Message-ID")
    if given and len(given) <= _ID_LIMIT:
        return given
    return hashlib.sha256(content).hexdigest()


def _moment(mail: _Mail, now: datetime) -> datetime:
    try:
        told = parsedate_to_datetime(_header(mail.message, "Date"))
    except (ValueError, TypeError, OverflowError, IndexError):
        return now
    if told.tzinfo is None or not now - _BELIEVED <= told <= now + timedelta(days=1):
        return now
    return min(told, now)
