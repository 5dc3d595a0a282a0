"""Reminders and simulations made up whole, for what is estimated from them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from relance_ops.model import Kind
from relance_ops.settings import Grouping
from relance_ops.simulated import Prices, Simulation

ON = date(2026, 11, 24)
LAST = ON + timedelta(days=365)
HORIZON = 60
NOBODY_CAME = pd.DataFrame(
    {"animal_id": [], "recall_group": [], "done_on": pd.to_datetime([])}
)

Kinds = dict[tuple[int, str], Any]


def past(seen: Kinds, rates: Kinds, dice: np.random.Generator) -> pd.DataFrame:
    """Reminders of each kind that left long ago, some of which brought somebody back."""
    lines = [
        (
            step, act_type, came,
            int(dice.integers(1, HORIZON)) if came else 300,
            pd.Timestamp(ON - timedelta(days=300)),
        )
        for (step, act_type), count in seen.items()
        for came in dice.random(count) < rates[step, act_type]
    ]  # fmt: skip
    found = pd.DataFrame(lines, columns=["step", "act_type", "came", "days", "left_on"])
    return found.assign(
        outcome=found["came"].map({True: "returned", False: "awaited"}),
        due_on=found["left_on"],
        returned_cents=np.where(found["came"], 5000.0, np.nan),
    )


def simulation(reminders: Kinds, *, offset: int = 10) -> Simulation:
    """So many reminders of each kind, one an animal, *offset* days after a due day."""
    lines = [
        (f"{act_type}-{step}-{number}", act_type, step)
        for (step, act_type), count in reminders.items()
        for number in range(count)
    ]
    due_on = pd.Timestamp(ON + timedelta(days=30))
    leaves_on = due_on + pd.Timedelta(days=offset)
    found = pd.DataFrame(lines, columns=["animal_id", "act_type", "step"])
    return Simulation(
        since=ON,
        until=LAST,
        on=ON,
        reminders=found.assign(
            client_id=found["animal_id"], recall_group=found["act_type"],
            anchor_id="X", label=found["act_type"], due_on=due_on,
            planned_on=leaves_on, leaves_on=leaves_on, channels="letter",
        ),
        grouping=Grouping.CLIENT,
        prices=Prices(dict.fromkeys(Kind, 100)),
        offsets=dict.fromkeys(reminders, offset),
    )  # fmt: skip
