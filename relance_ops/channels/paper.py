"""Letters and cards: a print file that a person prints and answers for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from relance_ops import cards, letters
from relance_ops.errors import LetterError
from relance_ops.model import Cause, Clinic, DeliveryState, Kind, Logo, Message, Receipt
from relance_ops.printers import Sides
from relance_ops.printfile import Piece


@dataclass(frozen=True, slots=True)
class PaperChannel:
    """Composes a run's letters, or its cards, into one file.

    Attributes:
        folder: Where the files of a run go, by run number.
        clinic: Whose letterhead it is.
        logo: In its head; None for none.
        sides: Of the sheets that letters are printed on; cards always have two.
    """

    kind: Kind
    folder: Callable[[int], Path]
    clinic: Clinic
    logo: Logo | None = None
    needs_confirmation: bool = True
    sides: Sides = Sides.ONE

    def send(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        """Write the print file of *messages*; each then awaits a person's answer.

        Raises:
            LetterError: Nothing could be composed or written.
        """
        batch = list(messages)
        if not batch:
            return
        refused: dict[int, str] = {}
        try:
            pieces = self._composed(batch)
        except LetterError:
            refused = self._refused(batch)
            good = [m for m in batch if m.delivery_id not in refused]
            if not refused or not good:
                raise
            pieces = self._composed(good)
        pages = {piece.delivery_id: (piece.first, piece.last) for piece in pieces}
        for message in batch:
            yield _receipt(message.delivery_id, pages, refused)

    def _composed(self, messages: Sequence[Message]) -> list[Piece]:
        compose = (
            partial(letters.compose, sides=self.sides)
            if self.kind is Kind.LETTER
            else cards.compose
        )
        folder = self.folder(messages[0].run_id)
        return compose(messages, clinic=self.clinic, folder=folder, logo=self.logo)

    def _refused(self, messages: Sequence[Message]) -> dict[int, str]:
        """Which ones cannot be composed even alone, and why: one must not stop all."""
        layout = "letter" if self.kind is Kind.LETTER else "card"
        content = letters.letter if self.kind is Kind.LETTER else cards.card
        complaints = {}
        for message in messages:
            try:
                letters.rendered(layout, [content(message, self.clinic)], self.clinic)
            except LetterError as error:
                complaints[message.delivery_id] = str(error)
        return complaints


def _receipt(
    delivery_id: int, pages: dict[int, tuple[int, int]], refused: dict[int, str]
) -> Receipt:
    if delivery_id in refused:
        return Receipt(
            delivery_id,
            DeliveryState.FAILED,
            cause=Cause.MESSAGE,
            detail=refused[delivery_id],
        )
    return Receipt(delivery_id, DeliveryState.AWAITING, pages=pages[delivery_id])
