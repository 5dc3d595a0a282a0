"""The table of ratios: what we take against what others take, in one run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        others: (name, seconds) each, for the same work.
        note: What the work is.
    """

    name: str
    ours_seconds: float
    others: tuple[tuple[str, float], ...]
    note: str
