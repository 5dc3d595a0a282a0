"""What reminders change, and what only looks like it: shares side by side, no database.

The hold-out is the only proof here. The rest says what comes back without a reminder,
each time with the reason why it proves nothing (`effect_words.py`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from relance_ops import effect_words
from relance_ops.effect_words import FEWEST, Group
from relance_ops.survival import difference_of, share_by, share_of

if TYPE_CHECKING:
    import pandas as pd

# Days of obligations on each side of a publication: a season, and enough of them.
WINDOW = timedelta(days=90)

# The first run of a clinic that never sent anything.
_NEVER = date(2200, 1, 1)


class _Fate(StrEnum):
    """How an obligation counts."""

    TOO_LATE = "too_late"  # it was done, or the animal gone, on its first day
    GONE = "gone"  # it died or departed within the horizon
    RECENT = "recent"
    RETURNED = "returned"
    AWAITED = "awaited"


def uplift_of(
    drawn: pd.DataFrame, by: str, *, horizon_days: int, on: date
) -> pd.DataFrame:
    """What the reminders change: those whom chance let go, against the others.

    Whoever was drawn stays in the group where chance put it, whatever was done later
    (intention to treat). Lines are of one percentage: where it changed, the seasons
    would not be mixed alike in both groups.

    Args:
        drawn: As `sql/obligations.sql` gives them, with *by* and `left_on`, when chance
            was drawn; lines without it do not count.
        by: The column that makes a group.
        horizon_days: Within how many days a return counts.
        on: The clinic's today.

    Returns:
        A line for each group and percentage; none without a hold-out. Columns: cohort,
        percent; reminded and withheld (how many were followed), each with _returned,
        _rate, _low, _high (95 %; NaN of too few); difference (-1 to 1), low, high (95 %),
        enough (false: these three are NaN); how many were crossed (withheld, and reminded
        within the horizon), unsent (neither), too_late, gone or too_recent (these three
        do not count); sentence.
    """
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    found = _fated(drawn.dropna(subset=["drawn_on"]), horizon_days=horizon_days, on=on)
    within = (found["reminded_on"] - found["left_on"]).dt.days <= horizon_days
    found = found.assign(was_reminded=within, held_out=found["withheld"].astype(bool))
    lines = []
    for (cohort, _percent), members in found.groupby([by, "percent"], observed=True):
        line = {
            "cohort": cohort,
            "percent": int(members["percent"].iloc[0]),
            **_arms(members),
        }
        lines.append({**line, "sentence": effect_words.uplift(line, horizon_days)})
    return pd.DataFrame(lines, columns=UPLIFT)


def baseline_of(
    obligations: pd.DataFrame,
    *,
    horizon_days: int,
    on: date,
    first_day: date | None,
    unreachable: Collection[str],
) -> pd.DataFrame:
    """What comes back without a reminder, and why that is no proof.

    Of what was still waited for on the day of its first reminder, by the rules in force.

    Args:
        obligations: As `sql/obligations.sql` gives them, with `planned_on`.
        horizon_days: Within how many days a return counts.
        on: The clinic's today.
        first_day: Of the clinic's first run; None before it.
        unreachable: Clients whom no form reaches.

    Returns:
        A line for each `Group` that has one. Columns: group, obligations, followed (for
        the whole horizon, or until they came), returned, rate, low, high (95 %), enough
        (false: these three are NaN), sentence.
    """
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    found = _fated(
        obligations.assign(left_on=obligations["planned_on"]),
        horizon_days=horizon_days, on=on,
    )  # fmt: skip
    found = found[found["fate"] != _Fate.TOO_LATE]
    groups = _groups(found, first_day, unreachable)
    lines = []
    for group in Group:
        members = found[groups == group]
        if members.empty:
            continue
        # Of the others, a reminder ends what can be known.
        ends = ["came_on", "gone_on"]
        ends += ["reminded_on"] if group is not Group.REMINDED else []
        line = {
            "group": group.value,
            **_followed(members, members[ends], horizon_days, on),
        }
        lines.append({**line, "sentence": effect_words.baseline(group, line)})
    return pd.DataFrame(lines, columns=BASELINE)


def change_of(
    obligations: pd.DataFrame, published_on: date, *, horizon_days: int, on: date
) -> dict[str, object]:
    """What came back before and after new rules, as a part of the line `CHANGES`.

    Shares and their difference are as in `uplift_of`.

    Args:
        obligations: Those of the act types whose rules changed.
        published_on: When the new rules came.
        horizon_days: Within how many days a return counts.
        on: The clinic's today.
    """
    found = _fated(
        obligations.assign(left_on=obligations["planned_on"]),
        horizon_days=horizon_days, on=on,
    )  # fmt: skip
    is_after = found["left_on"].dt.date >= published_on
    return {
        **_share("before", found[~is_after]),
        **_share("after", found[is_after]),
        **_difference(found[is_after], found[~is_after]),
        "too_recent": int((found["fate"] == _Fate.RECENT).sum()),
    }


UPLIFT = [
    "cohort", "percent",
    "reminded", "reminded_returned", "reminded_rate", "reminded_low", "reminded_high",
    "withheld", "withheld_returned", "withheld_rate", "withheld_low", "withheld_high",
    "difference", "low", "high", "enough", "crossed", "unsent", "too_late", "gone",
    "too_recent", "sentence",
]  # fmt: skip

BASELINE = [
    "group", "obligations", "followed", "returned", "rate", "low", "high", "enough",
    "sentence",
]  # fmt: skip

CHANGES = [
    "version", "published_on", "act_types",
    "before", "before_returned", "before_rate", "before_low", "before_high",
    "after", "after_returned", "after_rate", "after_low", "after_high",
    "difference", "low", "high", "enough", "too_recent", "sentence",
]  # fmt: skip


_NUMBERS = ("difference", "low", "high")


def _fated(found: pd.DataFrame, *, horizon_days: int, on: date) -> pd.DataFrame:
    """*found* with the fate of each since `left_on`, and how many days its return took."""
    import numpy as np  # noqa: PLC0415  # commands that count nothing need not load them
    import pandas as pd  # noqa: PLC0415

    came = (found["came_on"] - found["left_on"]).dt.days
    gone = (found["gone_on"] - found["left_on"]).dt.days
    returned = (came <= horizon_days) & ~(came > gone)
    fate = np.select(
        [
            (came <= 0) | (gone <= 0),
            (gone <= horizon_days) & ~returned,
            found["left_on"] > pd.Timestamp(on - timedelta(days=horizon_days)),
            returned,
        ],
        [_Fate.TOO_LATE.value, _Fate.GONE.value, _Fate.RECENT.value, _Fate.RETURNED.value],
        _Fate.AWAITED.value,
    )  # fmt: skip
    return found.assign(fate=fate)


def _counted(members: pd.DataFrame) -> tuple[int, int]:
    """How many returned, of how many who were followed for the whole horizon."""
    returned = int((members["fate"] == _Fate.RETURNED).sum())
    return returned, returned + int((members["fate"] == _Fate.AWAITED).sum())


def _share(name: str, members: pd.DataFrame) -> dict[str, object]:
    """Who was followed, and the share that returned, as columns that begin with *name*."""
    returned, followed = _counted(members)
    enough = followed >= FEWEST
    rate, low, high = share_of(returned, followed) if enough else (float("nan"),) * 3
    return {
        name: followed, f"{name}_returned": returned,
        f"{name}_rate": rate, f"{name}_low": low, f"{name}_high": high,
    }  # fmt: skip


def _difference(first: pd.DataFrame, second: pd.DataFrame) -> dict[str, object]:
    """How much more of *first* returned; no number where one of them has too few."""
    one, other = _counted(first), _counted(second)
    enough = min(one[1], other[1]) >= FEWEST
    numbers = difference_of(one, other) if enough else (float("nan"),) * 3
    return {**dict(zip(_NUMBERS, numbers, strict=True)), "enough": enough}


def _arms(members: pd.DataFrame) -> dict[str, object]:
    """Both groups of one line of `uplift_of`."""
    held_out, fate = members["held_out"], members["fate"]
    withheld, reminded = members[held_out], members[~held_out]
    followed = fate.isin([_Fate.RETURNED, _Fate.AWAITED])
    return {
        **_share("reminded", reminded),
        **_share("withheld", withheld),
        **_difference(reminded, withheld),
        "crossed": int((followed & held_out & members["was_reminded"]).sum()),
        "unsent": int((followed & ~held_out & ~members["was_reminded"]).sum()),
        "too_late": int((fate == _Fate.TOO_LATE).sum()),
        "gone": int((fate == _Fate.GONE).sum()),
        "too_recent": int((fate == _Fate.RECENT).sum()),
    }


def _groups(
    found: pd.DataFrame, first_day: date | None, unreachable: Collection[str]
) -> pd.Series[str]:
    """The group of each, by what was so on its first day: never by what came later.

    To call late what was reminded later would leave out those who came back before.
    """
    import numpy as np  # noqa: PLC0415  # commands that count nothing need not load them
    import pandas as pd  # noqa: PLC0415

    begins = pd.Timestamp(first_day or _NEVER)
    groups = np.select(
        [
            found["withheld"].fillna(value=False).astype(bool),
            found["reminded_on"] <= found["left_on"],
            found["left_on"] < begins,
            found["has_appointment"],
            found["client_id"].isin(list(unreachable)),
        ],
        [group.value for group in Group if group is not Group.LATE],
        Group.LATE.value,
    )
    return pd.Series(groups, index=found.index)


def _followed(
    members: pd.DataFrame, ends: pd.DataFrame, horizon_days: int, on: date
) -> dict[str, object]:
    """One line of `baseline_of`: each is followed until the first of its *ends*."""
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    last = ends.assign(today=pd.Timestamp(on)).min(axis=1)
    days = (last - members["left_on"]).dt.days
    happened = members["came_on"] == last
    share = share_by(days.tolist(), happened.tolist(), horizon_days)
    returned = int((happened & (days <= horizon_days)).sum())
    known = int((days >= horizon_days).sum() + (happened & (days < horizon_days)).sum())
    enough = known >= FEWEST
    numbers = share if enough else (float("nan"),) * 3
    return {
        "obligations": len(members),
        "followed": known,
        "returned": returned,
        **dict(zip(("rate", "low", "high"), numbers, strict=True)),
        "enough": enough,
    }
