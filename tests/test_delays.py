"""How returns move with the day of the reminder: told where it can be, else not."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from relance_ops.delays import Shift, shift_of
from tests.imagined_returns import HORIZON, ON, past

MOVED = pd.DataFrame({"step": [2] * 100, "act_type": ["V"] * 100, "later": [6.0] * 100})
CLINICS = 200


def shift(seen: pd.DataFrame, moved: pd.DataFrame = MOVED) -> Shift:
    return shift_of(moved, seen, horizon_days=HORIZON, on=ON)


def followed(
    seed: int, slope: float, *, count: int = 400, late: int = 20
) -> pd.DataFrame:
    """Reminders that left 15 to 15 + *late* days late; each day changes the rate."""
    dice = np.random.default_rng(seed)
    seen = past({(2, "V"): count}, {(2, "V"): 0}, dice)
    days = dice.integers(0, late + 1, count)
    came = dice.random(count) < 0.5 + slope * days
    return seen.assign(
        due_on=seen["left_on"] - pd.to_timedelta(15 + days, unit="D"),
        outcome=np.where(came, "returned", "awaited"),
        days=np.where(came, 20, 300),
    )


def test_nothing_moves_and_nothing_is_said() -> None:
    told = shift(followed(1, 0), MOVED[:0])

    assert told == Shift()
    assert told.sentence() == ""


def test_reminders_that_all_left_as_late_cannot_tell() -> None:
    told = shift(followed(1, 0, late=2))

    assert told.estimate is None
    assert "à 2 jours près" in told.sentence()
    assert "Un point de taux de plus ou de moins y ferait 1 retour." in told.sentence()


def test_too_few_reminders_cannot_tell() -> None:
    told = shift(followed(1, 0, count=99))

    assert told.estimate is None
    assert "moins de 100 relances" in told.sentence()


def test_reminders_of_another_step_tell_nothing() -> None:
    told = shift(followed(1, -0.01).assign(step=3))

    assert (told.seen, told.estimate) == (0, None)


def test_recent_reminders_tell_nothing_yet() -> None:
    recent = followed(1, -0.01).assign(
        left_on=pd.Timestamp(ON - timedelta(days=HORIZON - 1))
    )

    assert shift(recent).seen == 0


def test_a_falling_rate_is_fewer_returns_with_an_interval() -> None:
    told = shift(followed(1, -0.015, count=4000))

    assert told.estimate is not None
    assert told.estimate.low < told.estimate.point < told.estimate.high < 0
    assert "100 relances partent un autre jour (+6 jours en moyenne)" in told.sentence()


def test_act_types_that_are_reminded_later_are_not_taken_for_a_delay() -> None:
    """W leaves later than V and brings more, but within each the day changes nothing."""
    early = followed(1, 0, count=2000, late=8)
    late = followed(2, 0, count=2000, late=8)
    late = late.assign(
        act_type="W",
        outcome="returned",
        days=20,
        due_on=late["due_on"] - pd.Timedelta(days=30),
    )

    told = shift(
        pd.concat([early, late]), pd.concat([MOVED, MOVED.assign(act_type="W")])
    )

    assert told.estimate is not None
    assert told.estimate.low < 0 < told.estimate.high


def test_the_interval_holds_the_true_slope_as_often_as_it_says() -> None:
    held = 0
    for seed in range(CLINICS):
        told = shift(followed(seed, -0.01))
        assert told.estimate is not None
        held += told.estimate.low <= 600 * -0.01 <= told.estimate.high

    assert held >= CLINICS * 0.95 - 3 * (CLINICS * 0.95 * 0.05) ** 0.5
    assert held < CLINICS
