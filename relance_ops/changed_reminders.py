"""Which reminders other rules change, and which only leave sooner or later.

A reminder that leaves under one set of rules only is not always one more or one less:
its other day may be after the last one that was simulated, or the animal may have come
between both days, and would have come either way. Values only: no database.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from relance_ops.simulated import OBLIGATION, Comparison, Simulation

if TYPE_CHECKING:
    import pandas as pd

# One kind of reminder: its step and its act type.
KIND = ["step", "act_type"]

DONE = ["animal_id", "recall_group", "done_on"]


class Fate(StrEnum):
    """What becomes of one reminder under other rules."""

    SAME = "same"
    MOVED = "moved"  # it leaves on another day
    BEYOND = "beyond"  # in one of them it leaves after the last day
    BETWEEN = "between"  # it leaves in one: the animal came between both days
    ADDED = "added"
    REMOVED = "removed"


def changed(found: Comparison, done: pd.DataFrame) -> pd.DataFrame:
    """Every reminder of either simulation, and what becomes of it.

    Args:
        found: The two simulations.
        done: The acts of their days. Columns: animal_id, recall_group, done_on.

    Returns:
        Columns: animal_id, recall_group, anchor_id, step, act_type, label, due_on,
        later (days; 0 but for MOVED), fate (a `Fate`).
    """
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    both = _both(found.before.reminders, found.after.reminders)
    is_new, is_gone = both["leaves_on_before"].isna(), both["leaves_on_after"].isna()
    left_on = both["leaves_on_after"].where(is_new, both["leaves_on_before"])
    days = _offsets(both, found.before).where(is_new, _offsets(both, found.after))
    other_on = both["due_on"] + pd.to_timedelta(days, unit="D")
    later = (both["leaves_on_after"] - both["leaves_on_before"]).dt.days.fillna(0)
    beyond = other_on > pd.Timestamp(found.after.until)
    between = _came_between(both.assign(left_on=left_on, other_on=other_on), done)
    fate = pd.Series(Fate.SAME.value, index=both.index, dtype="object")
    fate[later != 0] = Fate.MOVED.value
    fate[is_new], fate[is_gone] = Fate.ADDED.value, Fate.REMOVED.value
    fate[(is_new | is_gone) & between] = Fate.BETWEEN.value
    fate[(is_new | is_gone) & beyond] = Fate.BEYOND.value
    return both.drop(columns=["leaves_on_before", "leaves_on_after"]).assign(
        later=later, fate=fate
    )


def _both(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """A line for each reminder, with the day it leaves on in each simulation."""
    key = [*OBLIGATION, *KIND]
    about = [*key, "label", "due_on", "leaves_on"]
    both = before[about].merge(
        after[about], on=key, how="outer", suffixes=("_before", "_after")
    )
    for name in ("label", "due_on"):
        both[name] = both[f"{name}_before"].fillna(both[f"{name}_after"])
    return both[[*key, "label", "due_on", "leaves_on_before", "leaves_on_after"]]


def _offsets(both: pd.DataFrame, other: Simulation) -> pd.Series[float]:
    """How long after its due day each one leaves in *other*; NaN: never."""
    import pandas as pd  # noqa: PLC0415

    steps = zip(both["step"], both["act_type"], strict=True)
    days = [other.offsets.get(step, float("nan")) for step in steps]
    return pd.Series(days, index=both.index, dtype="float64")


def _came_between(both: pd.DataFrame, done: pd.DataFrame) -> pd.Series[bool]:
    """Whether the animal came after a reminder's one day, by its other day."""
    group = ["animal_id", "recall_group"]
    places = both[[*group, "left_on", "other_on"]].reset_index(names="place")
    met = places.merge(done, on=group)
    met = met[(met["done_on"] > met["left_on"]) & (met["done_on"] <= met["other_on"])]
    found: pd.Series[bool] = both.index.to_series().isin(met["place"])
    return found
