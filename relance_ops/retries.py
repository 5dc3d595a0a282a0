"""When a delivery that was refused for now is tried again: pure arithmetic."""

from __future__ import annotations

from datetime import datetime, timedelta

# Specification, section 5: 1, 5, 30 minutes, 2, 6 hours, 24 hours at most.
DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
LIMIT = timedelta(hours=24)

# So that a queue refused together does not come back together.
JITTER = 0.2


def next_try(
    tries: int, *, first_tried_at: datetime, now: datetime, chance: float
) -> datetime | None:
    """When to try again, or None when it has been tried for long enough.

    Args:
        tries: How many times it has been refused for now before this one, from 0.
        first_tried_at: When it was first tried.
        now: When it was refused.
        chance: 0 to 1, drawn by the caller; spreads the wait by up to 20 % more.
    """
    wait = DELAYS[min(tries, len(DELAYS) - 1)] * (1 + JITTER * chance)
    moment = now + wait
    return moment if moment - first_tried_at <= LIMIT else None
