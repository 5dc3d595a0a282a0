"""Chance and days for the demonstration, the same on every machine.

Only uniform draws and exact arithmetic: the files of data/demo are compared byte for
byte, and numpy promises the stream of no other distribution.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int64]  # days since 1970
Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Texts = NDArray[np.object_]
Dates = NDArray[np.datetime64]

YEAR = 365
NEVER = 10**6  # a day that does not come


def dates(days: Days) -> Dates:
    """Days since 1970 as dates; a day that never comes is empty."""
    found = days.astype("datetime64[D]").astype("datetime64[s]")
    found[days >= NEVER] = np.datetime64("NaT")
    return found


class Dice:
    """A stream of chances that depends only on its key."""

    def __init__(self, *key: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64(list(key)))

    def odds(self, count: int) -> Numbers:
        """Numbers from 0 to 1, evenly."""
        return self._generator.random(count)

    def happens(self, probability: float | Numbers, count: int) -> Flags:
        """What happens with that probability."""
        return self.odds(count) < probability

    def between(self, low: int | Days, high: int | Days, count: int) -> Days:
        """Whole numbers from *low* to *high*, both included, evenly."""
        span = np.asarray(high) - low + 1
        return np.asarray(low + np.floor(self.odds(count) * span), dtype=np.int64)

    def around(self, middle: int | Days, spread: int, count: int) -> Days:
        """Whole numbers within *spread* of *middle*, mostly near it."""
        bell = (self.odds(count) + self.odds(count) + self.odds(count)) / 1.5 - 1
        return np.asarray(middle + np.floor(bell * spread), dtype=np.int64)

    def places(
        self, length: int, count: int, weights: Sequence[int] | None = None
    ) -> Days:
        """Positions in something of that length, by weight."""
        bounds = np.cumsum(np.asarray(weights or (1,) * length))
        spots = self.odds(count) * bounds[-1]
        return np.asarray(np.searchsorted(bounds, spots, side="right"), np.int64)

    def one_of(
        self, words: Sequence[Any], count: int, weights: Sequence[int] | None = None
    ) -> Texts:
        """Members of *words*, by weight."""
        return np.array(words, dtype=object)[self.places(len(words), count, weights)]
