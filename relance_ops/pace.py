"""How many messages a provider lets leave in an hour or a day: pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """A provider's quotas; 0 is none.

    Attributes:
        per_minute, per_hour, per_day: Messages in any stretch of that length.
    """

    per_minute: int = 0
    per_hour: int = 0
    per_day: int = 0

    @property
    def memory(self) -> timedelta:
        """How far back what has left still counts."""
        return max((span for _most, span in self._limits()), default=timedelta())

    def moments(self, left: Sequence[datetime], *, now: datetime) -> Iterator[datetime]:
        """When the next messages may leave, one after the other; *now* is at once.

        Args:
            left: When messages left within `memory`, oldest first.
            now: No moment is earlier.
        """
        limits = self._limits()
        gone = list(left)
        while True:
            moment = now
            for most, span in limits:
                if len(gone) >= most:
                    moment = max(moment, gone[-most] + span)
            yield moment
            gone.append(moment)

    def _limits(self) -> list[tuple[int, timedelta]]:
        limits = (
            (self.per_minute, _MINUTE),
            (self.per_hour, _HOUR),
            (self.per_day, _DAY),
        )
        return [(most, span) for most, span in limits if most]
