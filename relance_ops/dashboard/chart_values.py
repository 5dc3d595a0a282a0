"""What a chart is, before anybody draws it: its bars, their pieces, what is behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from relance_ops.figures import Figure
from relance_ops.i18n import _
from relance_ops.tallies import Slice


@dataclass(frozen=True, slots=True)
class Fact:
    """One line behind a number: an animal, and what is said of it.

    Attributes:
        cells: As many as `Facts.head` has, in the user's language.
    """

    client_id: str
    animal_id: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """The animals behind a number.

    Attributes:
        head: The CSS class and the title of each cell.
        count: How many lines there are.
        read: Makes them, when somebody asks to see them.
    """

    head: tuple[tuple[str, str], ...]
    count: int
    read: Callable[[], tuple[Fact, ...]]


# What stands behind a number: deliveries, clients by their ids, or animals.
Behind = Slice | tuple[str, ...] | Facts


class Shape(StrEnum):
    """How a chart is drawn."""

    COLUMNS = "columns"  # over time, stacked
    SHARE = "share"  # one bar, stacked
    ROWS = "rows"  # one bar a line


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a bar.

    Attributes:
        name: What it is: a channel; "" where the bar has one piece.
    """

    name: str
    value: int
    colour: str
    behind: Behind


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        label: In short, beside it.
        words: In full.
        behind: What all its pieces count.
    """

    label: str
    words: str
    parts: tuple[Part, ...]
    behind: Behind

    @property
    def total(self) -> int:
        """All its pieces."""
        return sum(part.value for part in self.parts)


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart.

    Attributes:
        title: In the user's language.
        whole: What a share is a share of; 0 where shares make no sense.
        overlaps: True where the bars share members, so that they do not add up to it.
    """

    figure: Figure
    title: str
    shape: Shape
    bars: tuple[Bar, ...]
    whole: int = 0
    overlaps: bool = False

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to see."""
        return not any(bar.total for bar in self.bars)

    @property
    def nothing(self) -> str:
        """What is said in its place when it is empty."""
        if self.figure.is_money:
            return _("Aucun coût sur cette période.")
        return _("Rien sur cette période.")
