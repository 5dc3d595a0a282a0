"""Listening to the clinic's mailbox by IMAP: returned mail, « stop », answers.

The mailbox is the reception's own: it is opened to be read only, nothing is marked as
read, moved or deleted, and only what may concern us is read beyond its head.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from imap_tools import AND, BaseMailBox, U

from relance_ops.channels.imap_session import fetched, opened
from relance_ops.channels.returned_mail import may_concern_us, news_of
from relance_ops.email_config import MailboxConfig
from relance_ops.i18n import _
from relance_ops.model import Kind
from relance_ops.news import Heard

log = logging.getLogger(__name__)

# Where a mailbox is heard for the first time: longer than any server keeps trying.
_BEHIND = timedelta(days=30)
# Messages looked at in one hearing; the rest come with the next.
_AT_ONCE = 500
_FETCHED_AT_ONCE = 50
# Of each at most 256 kB: a returned reminder is a few kB, photos are not looked at.
_WHOLE = "BODY.PEEK[]<0.262144>"


@dataclass(frozen=True, slots=True)
class _Place:
    """How far a folder was read.

    Attributes:
        validity: The folder's own number; another one means that all numbers changed.
        last: The last message read.
    """

    validity: int
    last: int

    @classmethod
    def read(cls, position: str) -> _Place | None:
        validity, _colon, last = position.partition(":")
        if not (validity.isascii() and validity.isdecimal() and last.isdecimal()):
            return None
        return cls(int(validity), int(last))

    def __str__(self) -> str:
        return f"{self.validity}:{self.last}"


def check(config: MailboxConfig) -> str:
    """Open the mailbox and its folder, change nothing; what was found, in a sentence.

    Raises:
        ChannelError: The server cannot be reached, or refuses the account.
    """
    with opened(config) as box:
        box.folder.set(config.folder, readonly=True)
    return _("La boîte {user} s'ouvre : les retours y seront lus.").format(
        user=config.user
    )


class MailboxListener:
    """The mailbox that answers and returned mail come to."""

    name = "mailbox"
    kind = Kind.EMAIL

    def __init__(
        self, config: MailboxConfig, *, key: bytes, clock: Callable[[], datetime]
    ) -> None:
        """*key* is what emails were signed with when they left.

        Raises:
            ValueError: *key* is empty: anybody could sign with it.
        """
        if not key:
            raise ValueError("a mailbox is only heard with a key")
        self._config = config
        self._key = key
        self._clock = clock

    def hear(self, position: str) -> Heard:
        """What came after *position* ("validity:last", by IMAP's own numbers).

        Raises:
            ChannelError: The server cannot be reached, or refuses the account.
        """
        now = self._clock()
        with opened(self._config) as box:
            place, numbers = self._to_read(box, _Place.read(position), now)
            concerning = [
                number
                for number, head in _parts(box, numbers, "BODY.PEEK[HEADER]")
                if may_concern_us(head)
            ]
            news = [
                told
                for _number, content in _parts(box, concerning, _WHOLE)
                if (told := news_of(content, key=self._key, now=now)) is not None
            ]
        log.info(
            "mailbox heard looked_at=%d read=%d news=%d",
            len(numbers),
            len(concerning),
            len(news),
        )
        return Heard(tuple(sorted(news, key=lambda told: told.at)), str(place))

    def _to_read(
        self, box: BaseMailBox, before: _Place | None, now: datetime
    ) -> tuple[_Place, Sequence[int]]:
        """The messages to look at now, and the place behind them."""
        state = box.folder.status(self._config.folder, ["UIDVALIDITY", "UIDNEXT"])
        validity, following = state.get("UIDVALIDITY", 0), state.get("UIDNEXT", 1)
        box.folder.set(self._config.folder, readonly=True)
        if before is None or before.validity != validity:
            last = 0
            found = box.uids(AND(date_gte=(now - _BEHIND).date()), None)
        else:
            last = before.last
            # "*" is the last message, even one that was read: it is left out below.
            found = box.uids(AND(uid=U(str(last + 1), "*")), None)
        numbers = sorted(number for number in map(int, found) if number > last)
        read = numbers[:_AT_ONCE]
        behind = read[-1] if len(read) < len(numbers) else following - 1
        return _Place(validity, max([behind, last, *read])), read


def _parts(
    box: BaseMailBox, numbers: Sequence[int], part: str
) -> Iterator[tuple[int, bytes]]:
    """*part* of each message, some at a time: a mailbox may hold years."""
    for start in range(0, len(numbers), _FETCHED_AT_ONCE):
        some = numbers[start : start + _FETCHED_AT_ONCE]
        found = fetched(box, some, part)
        yield from ((number, found[number]) for number in some if number in found)
