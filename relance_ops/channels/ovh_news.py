"""What OVHcloud tells of SMS that left: receipts, replies and its list of objections."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from relance_ops.channels.ovh_api import OvhApi
from relance_ops.model import Cause, Kind
from relance_ops.news import Heard, News, NewsKind
from relance_ops.signatures import Purpose, signed
from relance_ops.sms_replies import number_of, reply
from relance_ops.typography import one_line

# Longest tag that OVHcloud keeps ("A maximum chain of 20 characters").
_TAG_LENGTH = 20

# A message is valid for two days; its receipt may come a little later.
_MEMORY = timedelta(days=4)

# So many messages are looked at in one round: each is a question.
_AT_ONCE = 200

_DELIVERED, _PENDING = 0, 254
_OBJECTED, _NO_CREDIT = 53, 10
# "Problem type telco" codes, research of 2026-11: the number, the text, for now.
_CAUSES = {
    **dict.fromkeys((3, 9, 100), Cause.RECIPIENT),
    **dict.fromkeys((101, 102, 103), Cause.MESSAGE),
    _OBJECTED: Cause.OPPOSITION,
    _NO_CREDIT: Cause.ACCOUNT,
}


def tag_of(delivery_id: int, *, key: bytes) -> str:
    """By which the account recognises a delivery: our number and its signature, cut.

    Only the account's owner can write tags: what is left of the signature tells ours
    from those of another program, or of another clinic's file.
    """
    return signed(delivery_id, Purpose.RECEIPT, key=key)[:_TAG_LENGTH]


def delivery_of(tag: object, *, key: bytes) -> int | None:
    """The delivery that *tag* names; None when it is not one of ours."""
    number, dot, _signature = str(tag).partition(".")
    if not dot or not number.isascii() or not number.isdigit() or len(number) > 12:
        return None
    ours = tag_of(int(number), key=key)
    return int(number) if hmac.compare_digest(ours, str(tag)[:40]) else None


class OvhListener:
    """Fetches what the account knows.

    The position holds what was told in the last days: a receipt comes some time after
    its message, so "everything after number n" would miss the slow ones.
    """

    name = "ovh"
    kind = Kind.SMS

    def __init__(
        self, api: OvhApi, *, key: bytes, clock: Callable[[], datetime]
    ) -> None:
        self._api = api
        self._key = key
        self._clock = clock

    def hear(self, position: str) -> Heard:
        """Receipts, replies and objections that were not told before.

        Raises:
            ChannelError: The provider cannot be reached, or refuses the account.
        """
        now = self._clock()
        kept = _read(position)
        since = _since(kept, now)
        self._api.ready()
        sent = _numbers(self._api.get("/outgoing", **since))
        came = _numbers(self._api.get("/incoming", **since))
        listed = _texts(self._api.get("/blacklists"))
        news: list[News] = []
        done = _known(kept, "sent") & set(sent)
        for number in [n for n in sent if n not in done][:_AT_ONCE]:
            found = self._receipt(number, now)
            if found is not None:
                done.add(number)
                news += found
        heard = _known(kept, "came") & set(came)
        for number in [n for n in came if n not in heard][:_AT_ONCE]:
            news += self._reply(number, now)
            heard.add(number)
        news += [_objection(number, now) for number in listed if number not in
                 _known(kept, "listed")]  # fmt: skip
        news.sort(key=lambda one: one.at)
        return Heard(
            tuple(news),
            json.dumps(
                {
                    "at": now.isoformat(),
                    "sent": sorted(done),
                    "came": sorted(heard),
                    "listed": sorted(listed),
                }
            ),
        )

    def _receipt(self, number: int, now: datetime) -> list[News] | None:
        """What became of message *number*; None while that is not known."""
        found = self._api.get(f"/outgoing/{number}")
        if not isinstance(found, dict):
            return []
        delivery_id = delivery_of(found.get("tag"), key=self._key)
        code = found.get("ptt")
        if delivery_id is None:
            return []  # sent by another program
        if type(code) is not int or code == _PENDING:
            return None
        if code == _DELIVERED and found.get("deliveryReceipt") in (0, None):
            return None  # taken by the operator, not by the telephone yet
        return list(_receipts(delivery_id, number, code, _moment(found, now)))

    def _reply(self, number: int, now: datetime) -> list[News]:
        found = self._api.get(f"/incoming/{number}")
        if not isinstance(found, dict):
            return []
        return [
            reply(
                str(found.get("sender") or ""),
                str(found.get("message") or ""),
                event_id=f"incoming/{number}",
                at=_moment(found, now),
            )
        ]


def _receipts(delivery_id: int, number: int, code: int, at: datetime) -> Iterator[News]:
    delivered = code == _DELIVERED
    yield News(
        event_id=f"outgoing/{number}/{code}",
        kind=NewsKind.DELIVERED if delivered else NewsKind.BOUNCED,
        at=at,
        delivery_id=delivery_id,
        reference=str(number),
        cause=Cause.NONE if delivered else _CAUSES.get(code, Cause.TRANSIENT),
        detail="" if delivered else f"PTT {code}",
    )
    if code == _OBJECTED:
        yield News(
            event_id=f"outgoing/{number}/stop",
            kind=NewsKind.REFUSAL,
            at=at,
            delivery_id=delivery_id,
            reference=str(number),
            cause=Cause.OPPOSITION,
            detail=f"PTT {code}",
        )


def _objection(number: str, now: datetime) -> News:
    return News(
        event_id=f"blacklist/{number}",
        kind=NewsKind.REFUSAL,
        at=now,
        address=number_of(number),
        cause=Cause.OPPOSITION,
        detail="STOP",
    )


def _since(kept: dict[str, Any], now: datetime) -> dict[str, str]:
    """From when on to ask: what was not told when we last listened may come now."""
    try:
        last = min(datetime.fromisoformat(str(kept.get("at"))), now)
    except (ValueError, TypeError):
        last = now
    start = (last - _MEMORY).replace(microsecond=0)
    return {"creationDatetime.from": start.isoformat()}


def _read(position: str) -> dict[str, Any]:
    """The position that we gave; nothing of one that we did not."""
    try:
        kept = json.loads(position or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _known(kept: dict[str, Any], name: str) -> set[Any]:
    return set(kept.get(name) or [])


def _numbers(found: Any) -> list[int]:
    if not isinstance(found, list):
        return []
    return sorted(number for number in found if type(number) is int)


def _texts(found: Any) -> list[str]:
    if not isinstance(found, list):
        return []
    return sorted({one_line(str(number))[:60] for number in found})


def _moment(found: dict[str, Any], now: datetime) -> datetime:
    """When it happened, as it says; *now* when it does not."""
    try:
        moment = datetime.fromisoformat(str(found.get("creationDatetime")))
    except ValueError:
        return now
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
