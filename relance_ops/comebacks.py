"""Who comes back in the days to come: drawn from the delays that the clinic has seen.

Nothing here knows of reminders: everybody comes back as usual, reminded or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import duckdb

from relance_ops.database import sql
from relance_ops.survival import time_to_event

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# How far back delays are looked at: long enough for yearly acts to have come or not.
MEMORY = timedelta(days=730)

# A recall group that was seen less often comes back as all of them together do.
FEWEST = 50


@dataclass(frozen=True, slots=True)
class ComeBacks:
    """Acts that have not been done, one list a column, as a statement takes them."""

    animal_ids: tuple[str, ...] = ()
    act_types: tuple[str, ...] = ()
    days: tuple[date, ...] = ()


def drawn(
    cursor: duckdb.DuckDBPyConnection, *, on: date, until: date, seed: int
) -> ComeBacks:
    """The acts that will be done after *on*, until *until*; the same for one *seed*.

    Each animal that is waited for comes back on a day that is drawn from the delays of
    its recall group (share by day from the due date, by Kaplan and Meier), given that it
    has not come yet; the act is the one that usually follows, and begins a new wait.

    Args:
        cursor: Reads the clinic.
        on: The clinic's today.
        until: The last day.
        seed: Of the draw.
    """
    import numpy as np  # noqa: PLC0415  # commands that draw nothing need not load them
    import pandas as pd  # noqa: PLC0415

    seen = cursor.execute(sql("comebacks"), {"on": on, "since": on - MEMORY}).df()
    curves, dice = _curves(seen), np.random.default_rng(seed)
    follows = seen.drop_duplicates("act_type").set_index("act_type")[_FOLLOWS]
    waiting = seen[seen["is_open"]].assign(after=pd.Timestamp(on))
    found = []
    while not waiting.empty:
        came_on = _came_on(waiting, curves, dice)
        waiting = waiting.assign(came_on=came_on)[came_on <= pd.Timestamp(until)]
        found.append(waiting[["animal_id", "next_type", "came_on"]])
        waiting = _waiting_again(waiting, follows)
    acts = pd.concat(found) if found else pd.DataFrame(columns=_ACT)
    return ComeBacks(
        tuple(acts["animal_id"]),
        tuple(acts["next_type"]),
        tuple(moment.date() for moment in acts["came_on"]),
    )


_FOLLOWS = ["next_type", "next_months", "next_days"]
_ACT = ["animal_id", "next_type", "came_on"]

# Of a recall group too seldom seen.
_ALL = ""

# Days from the due date, and the share that has come by each of them.
_Curve = tuple["np.ndarray[Any, Any]", "np.ndarray[Any, Any]"]


def _curves(seen: pd.DataFrame) -> dict[str, _Curve]:
    """The delays of each recall group that was seen often enough, and of all."""
    groups = {
        str(group): members
        for group, members in seen.groupby("recall_group")
        if len(members) >= FEWEST
    }
    curves = {}
    for group, members in {**groups, _ALL: seen}.items():
        curve = time_to_event(members["days"].tolist(), members["came"].tolist())
        curves[group] = (curve["day"].to_numpy(), curve["share"].to_numpy())
    return curves


def _came_on(
    waiting: pd.DataFrame, curves: dict[str, _Curve], dice: np.random.Generator
) -> pd.Series[Any]:
    """When each one comes back, after the day it is known to wait on; NaT: never."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    waited = (waiting["after"] - waiting["due_on"]).dt.days.to_numpy()
    chances = dice.random(len(waiting))
    days = np.full(len(waiting), np.nan)
    groups = waiting["recall_group"].where(waiting["recall_group"].isin(curves), _ALL)
    for group, places in groups.groupby(groups).indices.items():
        moments, shares = curves[str(group)]
        before = np.searchsorted(moments, waited[places], side="right")
        known = np.concatenate([[0.0], shares])[before]
        wanted = known + chances[places] * (1 - known)
        found = np.maximum(np.searchsorted(shares, wanted), before)
        comes = found < len(moments)
        days[places[comes]] = moments[found[comes]]
    return waiting["due_on"] + pd.to_timedelta(pd.Series(days, waiting.index), unit="D")


def _waiting_again(came: pd.DataFrame, follows: pd.DataFrame) -> pd.DataFrame:
    """Those whose new act asks to come back too, from its own due date on."""
    import pandas as pd  # noqa: PLC0415

    again = came[came["next_months"].notna() & came["next_type"].isin(follows.index)]
    delay = ["next_months", "next_days"]
    parts = []
    for _delay, members in again.groupby(delay):
        months, days = (int(n) for n in members[delay].iloc[0])
        due_on = members["came_on"] + pd.DateOffset(months=months, days=days)
        parts.append(members.assign(due_on=due_on))
    if not parts:
        return again
    moved = pd.concat(parts).sort_index()
    new = follows.loc[moved["next_type"]].set_index(moved.index)
    return moved.assign(after=moved["came_on"], **{key: new[key] for key in _FOLLOWS})
