"""Slowing down who guesses: failures are counted, then each costs a longer wait.

In memory: a restart forgets, which gives a few more tries and no more than that.
"""

from __future__ import annotations

from dataclasses import dataclass

FIRST_WAIT_SECONDS = 30.0
LONGEST_WAIT_SECONDS = 15 * 60.0
FORGET_SECONDS = 60 * 60.0
# Beyond this many keys those that are forgotten anyway are removed.
CROWD = 1_000


@dataclass(slots=True)
class _Tries:
    failed: int = 0
    closed_until: float = 0.0
    last: float = 0.0


class Throttle:
    """Failed tries by key: a login, an address.

    Args:
        free: How many failures cost nothing; the next waits are 30 s, 1, 2, 4, 8 and
            then 15 minutes. An hour without a try forgets them.
    """

    def __init__(self, *, free: int) -> None:
        self._free = free
        self._tries: dict[str, _Tries] = {}

    def wait(self, key: str, *, now: float) -> float:
        """Seconds before *key* may try again; 0 when it may now."""
        tries = self._tries.get(key)
        return max(tries.closed_until - now, 0.0) if tries else 0.0

    def count(self, key: str, *, now: float) -> None:
        """Count a try as failed before its outcome is known.

        Counted afterwards, a hundred tries at once would all be the first.
        """
        if len(self._tries) > CROWD:
            self._tidy(now)
        tries = self._tries.setdefault(key, _Tries())
        if now - tries.last > FORGET_SECONDS:
            tries.failed = 0
        tries.failed += 1
        tries.last = now
        over = tries.failed - self._free
        if over >= 0:
            # Past ten doublings it is the longest wait anyway.
            wait = FIRST_WAIT_SECONDS * 2 ** min(over, 10)
            tries.closed_until = now + min(wait, LONGEST_WAIT_SECONDS)

    def forget(self, key: str) -> None:
        """Start again at nothing: the right password was given."""
        self._tries.pop(key, None)

    def forgive(self, key: str) -> None:
        """Take back one try that turned out well; earlier failures stay counted."""
        tries = self._tries.get(key)
        if tries is not None:
            tries.failed -= 1
            tries.closed_until = 0.0

    def _tidy(self, now: float) -> None:
        self._tries = {
            key: tries
            for key, tries in self._tries.items()
            if now - tries.last <= FORGET_SECONDS
        }
