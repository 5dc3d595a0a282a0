"""What a peer tells later about what left: values that every listener gives. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from relance_ops.model import Cause


class NewsKind(StrEnum):
    """What a piece of news is about."""

    DELIVERED = "delivered"
    BOUNCED = "bounced"  # it certainly did not arrive
    REFUSAL = "refusal"  # the client asked for no more
    UNCLEAR = "unclear"  # a person must read it


@dataclass(frozen=True, slots=True)
class News:
    """One thing that a peer told.

    Attributes:
        event_id: The peer's own number for it; the same whenever it tells it again.
        at: When it happened, as the peer says; with its zone.
        delivery_id: Ours, read from something that we signed; None without.
        reference: The peer's number for the delivery, as its receipt gave it; "" without.
        address: Whom it came from, for a refusal that names no delivery: an address or a
            number in E.164.
        cause: Why it bounced: RECIPIENT flags the address, MESSAGE and TRANSIENT do not.
        detail: The peer's own words, at most 500 characters.
    """

    event_id: str
    kind: NewsKind
    at: datetime
    delivery_id: int | None = None
    reference: str = ""
    address: str = ""
    cause: Cause = Cause.NONE
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one listening brought.

    Attributes:
        news: Oldest first.
        position: Where to go on next time; given back to the listener as it is.
    """

    news: tuple[News, ...]
    position: str
