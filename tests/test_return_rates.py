"""How often a kind of reminder brings somebody back, by what the clinic saw."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from relance_ops.return_rates import Rates, rates_of
from tests.imagined_returns import HORIZON, ON, Kinds, past


def seen(counts: Kinds, rates: Kinds) -> Rates:
    return rates_of(
        past(counts, rates, np.random.default_rng(1)), horizon_days=HORIZON, on=ON
    )


def mean(rates: Rates, step: int, act_type: str) -> float:
    kind = (step, act_type)
    return float(rates.drawn([kind], seed=1, draws=4000)[kind].mean())


def one_kind(*lines: tuple[str, int]) -> pd.DataFrame:
    """Reminders of one kind that left a year ago, each with its outcome and days."""
    found = pd.DataFrame(lines, columns=["outcome", "days"])
    left_on = pd.Timestamp(ON - timedelta(days=365))
    return found.assign(step=1, act_type="V", left_on=left_on, returned_cents=100.0)


def test_the_rate_is_the_share_that_came_within_the_horizon() -> None:
    lines = one_kind(
        ("returned", 10),
        ("returned", HORIZON),
        ("returned", HORIZON + 1),
        ("awaited", 365),
    )

    [rate] = rates_of(lines, horizon_days=HORIZON, on=ON).seen.to_dict("records")

    assert rate["rate"] == pytest.approx(0.5)
    assert rate["known"] == pytest.approx(4)


def test_whom_the_next_step_took_over_did_not_come_for_this_one() -> None:
    lines = one_kind(*[("next", 20)] * 3, ("returned", 40))

    [rate] = rates_of(lines, horizon_days=HORIZON, on=ON).seen.to_dict("records")

    assert rate["rate"] == pytest.approx(0.25)


def test_whoever_died_is_followed_until_then() -> None:
    lines = one_kind(("gone", 10), ("returned", 20), ("awaited", 365))

    [rate] = rates_of(lines, horizon_days=HORIZON, on=ON).seen.to_dict("records")

    assert rate["rate"] == pytest.approx(0.5)
    assert 2 <= rate["known"] < 3


def test_what_was_done_when_it_left_is_not_seen() -> None:
    assert rates_of(one_kind(("too_late", 0)), horizon_days=HORIZON, on=ON).seen.empty


def test_a_recent_reminder_tells_less_than_one_that_was_followed() -> None:
    lines = one_kind(*[("returned", 30)] * 5, *[("awaited", 365)] * 5)
    recent = one_kind(*[("awaited", 15)] * 10)
    recent = recent.assign(left_on=pd.Timestamp(ON - timedelta(days=15)))
    both = pd.concat([lines, recent])

    [rate] = rates_of(both, horizon_days=HORIZON, on=ON).seen.to_dict("records")

    assert (rate["seen"], rate["rate"]) == (20, pytest.approx(0.5))
    assert rate["known"] == pytest.approx(10)


def test_a_kind_seen_often_keeps_its_own_rate() -> None:
    rates = seen({(1, "V"): 5000, (1, "W"): 5000}, {(1, "V"): 0.6, (1, "W"): 0.2})

    assert mean(rates, 1, "V") == pytest.approx(0.6, abs=0.03)
    assert mean(rates, 1, "W") == pytest.approx(0.2, abs=0.03)


def test_a_kind_seen_once_is_like_the_others_of_its_step() -> None:
    common = {(1, act_type): 500 for act_type in "VWX"} | {(2, "V"): 500}
    truth = {(1, act_type): 0.5 for act_type in "VWX"} | {(2, "V"): 0.1, (1, "N"): 1}

    rates = seen(common | {(1, "N"): 1}, truth)

    assert mean(rates, 1, "N") == pytest.approx(0.5, abs=0.1)


def test_a_step_never_seen_is_like_the_other_steps_and_less_sure() -> None:
    counts = {(step, act_type): 500 for step in (1, 2) for act_type in "VW"}
    rates = seen(counts, dict.fromkeys(counts, 0.4))

    drawn = rates.drawn([(1, "V"), (3, "V")], seed=1, draws=4000)

    assert drawn[3, "V"].mean() == pytest.approx(0.4, abs=0.1)
    assert drawn[3, "V"].std() > 2 * drawn[1, "V"].std()


def test_a_kind_is_drawn_the_same_whatever_else_is_asked() -> None:
    rates = seen({(1, "V"): 50, (2, "V"): 50}, {(1, "V"): 0.5, (2, "V"): 0.3})

    alone = rates.drawn([(1, "V")], seed=3, draws=100)[1, "V"]
    together = rates.drawn([(2, "V"), (1, "V"), (9, "Z")], seed=3, draws=100)[1, "V"]

    assert alone.tolist() == together.tolist()
