"""A number that is not sure, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval."""

    point: float = 0.0
    low: float = 0.0
    high: float = 0.0


NOTHING = Estimate()
