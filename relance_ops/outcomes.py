"""What ends the wait after a reminder."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What ended the wait after a reminder."""

    RETURNED = "returned"
    NEXT = "next"  # the next step left
    GONE = "gone"  # it died or departed
    AWAITED = "awaited"
    TOO_LATE = "too_late"  # it was done, or the animal gone, when the reminder left
