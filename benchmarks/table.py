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


def as_markdown(rows: list[Row]) -> str:
    """*rows* as a table; a ratio under 1 means that ours is faster."""
    lines = ["| what | ours | against | ours ÷ theirs | |", "|---|---|---|---|---|"]
    lines += [
        f"| {row.name} | {row.ours_seconds:.3f} s | {name}: {seconds:.3f} s "
        f"| {row.ours_seconds / seconds:.2f} | {row.note} |"
        for row in rows
        for name, seconds in row.others
    ]
    return "\n".join(lines)
