"""What every channel must honour; `test_contract.py` runs it on each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from relance_ops.channels.base import Channel
from relance_ops.model import DeliveryState, Kind, Message

# What a client or an animal may be called in an export.
HOSTILE_NAMES = (
    "<script>alert(1)</script>",
    "Rex\r\nBcc: everyone@example.fr",
    "*Rex* _Rex_ [[tableau]] {{ 7*7 }} {% for x in y %}",
    '=HYPERLINK("https://evil.example")',
    '#panic("x") @ref $x$ \\ "quotes"',
    "../../etc/passwd",
    "\u202eexe.xeR\u2028\x00",
    "Œdipe d’Artagnan ß 🐶 Ħ",
    "x" * 2000,
)


@dataclass(frozen=True, slots=True)
class Case:
    """One channel under contract.

    Attributes:
        make: The channel, writing under the folder it is given.
        accepted: How it says that it did its part.
        refused: A message that it can refuse and nobody else's; None if there is none.
    """

    kind: Kind
    make: Callable[[Path], Channel]
    accepted: DeliveryState = DeliveryState.SENT
    refused: Callable[[], Message] | None = None


class Watched:
    """Messages being pulled, and how many had their receipt when each was."""

    def __init__(self, messages: Sequence[Message]) -> None:
        self._messages = messages
        self.pulled = 0
        self.receipts = 0
        self.receipts_at_pull: list[int] = []

    def __iter__(self) -> Iterator[Message]:
        for message in self._messages:
            self.receipts_at_pull.append(self.receipts)
            self.pulled += 1
            yield message
