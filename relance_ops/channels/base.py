"""What every way out of the clinic must honour; `tests/channels/contract.py` checks it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from relance_ops.model import Kind, Message, Receipt
from relance_ops.news import Heard


class Channel(Protocol):
    """A way out of the clinic."""

    @property
    def kind(self) -> Kind:
        """What it carries."""
        ...

    @property
    def needs_confirmation(self) -> bool:
        """True when a person must say that it worked (paper)."""
        ...

    def send(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        """Deliver *messages* one by one, yielding one receipt each, in order.

        Pulling the next message is what commits "handed" in the ledger, so a
        channel must pull one only when it is about to deliver it, and yield its
        receipt before it pulls the next. Paper channels may pull them all first.

        A delivery that fails is a receipt. Only a channel that cannot work at all
        raises.

        Raises:
            ChannelError: The account was refused (``account=True``) or the peer
                cannot be reached. The message pulled last, if it has no receipt
                yet, was certainly not delivered.
        """
        ...


class Listener(Protocol):
    """A way in: what a peer tells later about what left."""

    @property
    def name(self) -> str:
        """Under which its position is kept; never changes."""
        ...

    @property
    def kind(self) -> Kind:
        """What it tells about."""
        ...

    def hear(self, position: str) -> Heard:
        """What was told since *position*; "" the first time.

        Telling it again is harmless, losing it is not: a listener gives a position
        only behind what it gave.

        Raises:
            ChannelError: The peer cannot be reached, or refuses the account.
        """
        ...
