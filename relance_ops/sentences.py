"""Sentences that a notebook shows as a list."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Sentences:
    """What is said, one thing a line, under a title."""

    title: str
    lines: tuple[str, ...]

    def _repr_html_(self) -> str:
        told = "".join(f"<li>{escape(line)}</li>" for line in self.lines)
        return f"<b>{escape(self.title)}</b><ol>{told}</ol>"

    def __str__(self) -> str:
        numbered = (f"{place}. {line}" for place, line in enumerate(self.lines, 1))
        return "\n".join([self.title, *numbered])
