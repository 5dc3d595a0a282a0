"""What a Kannel gateway calls back: what became of our SMS, and replies.

A caller knew the secret of the address; what it says is read with suspicion all the
same, and never believed of a delivery without our signature.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from relance_ops.channels.sms import DETAIL_LIMIT, CalledBack
from relance_ops.model import Cause, Kind
from relance_ops.news import Heard, News, NewsKind
from relance_ops.signatures import Purpose, number_in
from relance_ops.sms_replies import reply
from relance_ops.typography import one_line

# Kinds of its delivery reports that are news; 4 and 8 only say that it is on its way.
_DELIVERED, _UNDELIVERABLE, _REJECTED = "1", "2", "16"

# SMPP 3.4, 5.1.3: throttled, queue full, system error; and what Kannel itself gave up.
# EXPIRED: the telephone was off all along.
_FOR_NOW = re.compile(
    r"0x0*(?:58|14|8)/|throttl|queue full|retries exceeded|stat:EXPIRED", re.IGNORECASE
)
# Submitting failed, message too long, content refused by the operator.
_THE_TEXT = re.compile(r"0x0*(?:45|1|c2|c3)/|message length", re.IGNORECASE)


class KannelListener:
    """Reads the calls that the dashboard kept, after the last one that was told."""

    name = "kannel"
    kind = Kind.SMS

    def __init__(
        self, called_back: Callable[[int], Sequence[CalledBack]], *, key: bytes
    ) -> None:
        self._called_back = called_back
        self._key = key

    def hear(self, position: str) -> Heard:
        """What was called back since."""
        last = int(position) if position.isascii() and position.isdigit() else 0
        calls = self._called_back(last)
        news = [one for call in calls if (one := news_of(call, key=self._key))]
        return Heard(
            tuple(news), str(max([last, *(call.callback_id for call in calls)]))
        )


def news_of(call: CalledBack, *, key: bytes) -> News | None:
    """What *call* tells; None for what is no news, or nothing of ours."""
    said = _read(call.content)
    if "type" in said:
        return _report(said, call, key=key)
    if said.get("from") and "text" in said:
        return reply(
            said["from"],
            said["text"],
            event_id=f"mo/{_short(said.get('mid', '')) or call.callback_id}",
            at=_moment(said.get("ts", ""), call.received_at),
        )
    return None


def _report(said: dict[str, str], call: CalledBack, *, key: bytes) -> News | None:
    delivery_id = number_in(said.get("id", ""), Purpose.RECEIPT, key=key)
    kind = said["type"]
    if delivery_id is None or kind not in (_DELIVERED, _UNDELIVERABLE, _REJECTED):
        return None
    detail = one_line(said.get("answer", ""))[:DETAIL_LIMIT]
    delivered = kind == _DELIVERED
    return News(
        event_id=f"dlr/{delivery_id}/{kind}",
        kind=NewsKind.DELIVERED if delivered else NewsKind.BOUNCED,
        at=call.received_at,
        delivery_id=delivery_id,
        reference=_short(said.get("fid", "")),
        cause=Cause.NONE if delivered else _cause(detail),
        detail=detail,
    )


def _cause(detail: str) -> Cause:
    if _FOR_NOW.search(detail):
        return Cause.TRANSIENT
    return Cause.MESSAGE if _THE_TEXT.search(detail) else Cause.RECIPIENT


def _read(content: str) -> dict[str, str]:
    """The parameters of the request; none when they are not what we wrote down."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _short(text: str) -> str:
    return one_line(text)[:100]


def _moment(written: str, received_at: datetime) -> datetime:
    """Kannel's "YYYY-MM-DD HH:MM:SS" in UTC; when it came, without."""
    try:
        moment = datetime.fromisoformat(written).replace(tzinfo=UTC)
    except ValueError:
        return received_at
    # A gateway whose clock is wrong must not tell of tomorrow.
    return min(moment, received_at)
