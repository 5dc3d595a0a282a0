"""What gammu-smsd wrote down: the status of each SMS, and replies."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from relance_ops.model import Cause, Kind
from relance_ops.news import Heard, News, NewsKind
from relance_ops.signatures import Purpose, number_in
from relance_ops.sms_replies import reply

Rows = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

# A few parts of one message may be told a moment apart: what is told twice is harmless.
_OVERLAP = timedelta(minutes=5)

_SENT = """
select ID, CreatorID, Status, StatusError, UpdatedInDB
from sentitems
where ID in (select ID from sentitems where UpdatedInDB >= ?)
order by ID, SequencePosition
"""
_CAME = """
select ID, SenderNumber, TextDecoded, ReceivingDateTime
from inbox where ID > ? order by ID
"""

_DELIVERED = "DeliveryOK"
# Failed: the operator said so. Errors: the modem did not get it out.
_CAUSES = {
    "DeliveryFailed": Cause.RECIPIENT,
    "SendingError": Cause.TRANSIENT,
    "Error": Cause.TRANSIENT,
}


class GammuListener:
    """Reads what changed since it last looked."""

    name = "gammu"
    kind = Kind.SMS

    def __init__(
        self, rows: Rows, *, key: bytes, clock: Callable[[], datetime]
    ) -> None:
        self._rows = rows
        self._key = key
        self._clock = clock

    def hear(self, position: str) -> Heard:
        """Statuses and replies that are new.

        Raises:
            ChannelError: Its file cannot be read.
        """
        since, last = _read(position)
        sent = self._rows(_SENT, [since])
        came = self._rows(_CAME, [last])
        news = [
            told
            for _number, rows in groupby(sent, key=lambda row: row[0])
            if (told := self._status(list(rows))) is not None
        ]
        news += [self._reply(row) for row in came]
        news.sort(key=lambda one: one.at)
        newest = max([since, *(_before(row[4]) for row in sent)])
        position = json.dumps([newest, max([last, *(row[0] for row in came)])])
        return Heard(tuple(news), position)

    def _status(self, rows: list[tuple[Any, ...]]) -> News | None:
        """What became of one message, all of its parts together; None while on its way."""
        number, ours, _status, error, changed = rows[0]
        delivery_id = number_in(str(ours), Purpose.RECEIPT, key=self._key)
        statuses = [str(row[2]) for row in rows]
        bad = next((status for status in statuses if status in _CAUSES), "")
        if delivery_id is None or not (bad or set(statuses) == {_DELIVERED}):
            return None
        status = bad or _DELIVERED
        return News(
            event_id=f"sent/{number}/{status}",
            kind=NewsKind.BOUNCED if bad else NewsKind.DELIVERED,
            at=self._moment(changed),
            delivery_id=delivery_id,
            reference=str(number),
            cause=_CAUSES.get(bad, Cause.NONE),
            detail=f"{status} {error}" if bad else "",
        )

    def _reply(self, row: tuple[Any, ...]) -> News:
        number, sender, text, came = row
        return reply(
            str(sender), str(text), event_id=f"inbox/{number}", at=self._moment(came)
        )

    def _moment(self, written: object) -> datetime:
        """Its UTC moment; now when it is none."""
        now = self._clock()
        try:
            return min(datetime.fromisoformat(str(written)).replace(tzinfo=UTC), now)
        except ValueError:
            return now


def _before(changed: object) -> str:
    try:
        moment = datetime.fromisoformat(str(changed))
    except ValueError:
        return ""
    return (moment - _OVERLAP).strftime("%Y-%m-%d %H:%M:%S")


def _read(position: str) -> tuple[str, int]:
    """Since when, and after which reply; the beginning when it is not ours."""
    try:
        since, last = json.loads(position or '["", 0]')
        return str(since), int(last)
    except (ValueError, TypeError):
        return "", 0
