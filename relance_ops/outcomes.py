"""What ends the wait after a reminder, and what reminders are counted by."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


class Outcome(StrEnum):
    """What ended the wait after a reminder."""

    RETURNED = "returned"
    NEXT = "next"  # the next step left
    GONE = "gone"  # it died or departed
    AWAITED = "awaited"
    TOO_LATE = "too_late"  # it was done, or the animal gone, when the reminder left


def with_cuts(found: pd.DataFrame) -> pd.DataFrame:
    """*found* with what cohorts are made of, besides its own columns."""
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    # Our own bands: the first year has its own vaccines, and 7 and 10 years are where
    # clinics begin their senior check-ups.
    ages = pd.cut(
        found["age_years"].astype("float64"),
        [-1, 0, 6, 9, 200],
        labels=["0", "1-6", "7-9", "10+"],
    )
    return found.assign(
        all="",
        month=found["left_on"].dt.to_period("M").dt.start_time,
        age=ages.cat.add_categories("").fillna(""),
    )
