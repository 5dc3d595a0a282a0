"""What a change of rules may bring back: nothing is made up, and intervals hold."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from relance_ops.estimates import NOTHING, Estimate
from relance_ops.expected_returns import ExpectedReturns, weighed
from relance_ops.rules import Rule
from relance_ops.simulated import Comparison
from tests.factories import TODAY, Desk
from tests.imagined_returns import HORIZON, NOBODY_CAME, Kinds, past, simulation

PRICES = pd.Series({"V": 5000.0, "W": 3000.0})
STEPS = [(step, act_type) for step in (1, 2) for act_type in "VWXY"]
CLINICS = 200


def of(found: Comparison, seen: pd.DataFrame, **asked: int) -> ExpectedReturns:
    return weighed(found, seen, NOBODY_CAME, prices=PRICES, days=HORIZON, **asked)


def more(added: Kinds, *, before: Kinds | None = None) -> Comparison:
    """What leaves with *added* reminders, against what leaves without."""
    common = before or {(1, "V"): 5}
    both = {
        kind: common.get(kind, 0) + added.get(kind, 0) for kind in {**common, **added}
    }
    return simulation(both).against(simulation(common))


@pytest.fixture(scope="module")
def seen() -> pd.DataFrame:
    """Three hundred reminders of each of two steps: 40 % and 20 % came back."""
    dice = np.random.default_rng(1)
    kinds = {(1, "V"): 300, (2, "V"): 300}
    return past(kinds, {(1, "V"): 0.4, (2, "V"): 0.2}, dice)


def test_no_change_changes_exactly_nothing(seen: pd.DataFrame) -> None:
    same = simulation({(1, "V"): 50, (2, "V"): 20})

    found = of(same.against(same), seen)

    assert found.returns == NOTHING
    assert found.revenue_cents == NOTHING
    assert found.cost_cents == 0
    assert found.kinds.empty
    assert found.shift.sentence() == ""


def test_one_more_step_brings_its_rate_and_costs_its_stamps(seen: pd.DataFrame) -> None:
    found = of(more({(2, "V"): 100}), seen)

    own = found.kinds["own_rate"].iloc[0]
    assert found.returns.point == pytest.approx(100 * own, abs=1)
    assert found.returns.low < found.returns.point < found.returns.high
    assert found.cost_cents == 10_000
    assert found.revenue_cents is not None
    assert found.revenue_cents.point == pytest.approx(5000 * found.returns.point)
    assert found.kinds[["added", "removed", "seen"]].values.tolist() == [[100, 0, 300]]


def test_the_opposite_change_brings_the_opposite(seen: pd.DataFrame) -> None:
    change = more({(2, "V"): 100})

    there = of(change, seen)
    back = of(change.before.against(change.after), seen)

    assert back.returns.point == -there.returns.point
    assert back.cost_cents == -there.cost_cents


def test_more_reminders_bring_more(seen: pd.DataFrame) -> None:
    found = [
        of(more({(2, "V"): count}), seen).returns for count in (0, 1, 10, 100, 500)
    ]

    points = [estimate.point for estimate in found]
    assert points == sorted(set(points))
    assert [one.high for one in found] == sorted(one.high for one in found)


def test_a_seed_draws_the_same_and_another_one_does_not(seen: pd.DataFrame) -> None:
    change = more({(2, "V"): 100})

    assert of(change, seen).returns == of(change, seen).returns
    assert of(change, seen, seed=2).returns != of(change, seen).returns


def test_a_clinic_that_sent_nothing_knows_nothing() -> None:
    nothing = past({}, {}, np.random.default_rng(1))

    found = of(more({(2, "V"): 100}), nothing)

    assert found.returns.low < 5
    assert found.returns.high > 95
    assert (found.seen, found.kinds["seen"].tolist()) == (0, [0])


def test_an_act_type_without_a_price_leaves_the_revenue_unknown(
    seen: pd.DataFrame,
) -> None:
    found = of(more({(1, "X"): 10}), seen)

    assert found.revenue_cents is None
    assert found.unpriced == ("X",)
    assert found.assumptions()[-1] == "Sans prix, pas de chiffre d'affaires : X."


def test_a_return_without_a_price_is_not_worth_that_of_the_reminder(
    seen: pd.DataFrame,
) -> None:
    one_unknown = seen.assign(returned_cents=np.nan)

    assert of(more({(2, "V"): 10}), one_unknown).revenue_cents is None


def holds(estimate: Estimate, truth: float) -> bool:
    return estimate.low <= truth <= estimate.high


def a_clinic(seed: int) -> tuple[pd.DataFrame, Comparison, int]:
    """What it saw, a change, and what that change brings: drawn from rates nobody knows.

    Some kinds were seen a thousand times and some never.
    """
    dice = np.random.default_rng([seed, 5])
    middle = {1: dice.uniform(0.25, 0.6), 2: dice.uniform(0.1, 0.4)}
    rates = {
        kind: dice.beta(30 * middle[kind[0]], 30 * (1 - middle[kind[0]]))
        for kind in STEPS
    }
    known = past(
        {kind: int(dice.choice([0, 8, 40, 300, 1000])) for kind in STEPS}, rates, dice
    )
    chosen = [STEPS[place] for place in dice.choice(len(STEPS), 3, replace=False)]
    added = {kind: int(dice.integers(5, 200)) for kind in chosen[:2]}
    removed = {chosen[2]: int(dice.integers(5, 200))}
    brought = sum(int(dice.binomial(n, rates[kind])) for kind, n in added.items())
    lost = sum(int(dice.binomial(n, rates[kind])) for kind, n in removed.items())
    return known, simulation(added).against(simulation(removed)), brought - lost


@pytest.mark.slow
def test_of_two_hundred_clinics_95_in_100_find_what_happens_in_the_interval() -> None:
    held, widths = 0, []
    for seed in range(CLINICS):
        known, change, truth = a_clinic(seed)
        found = of(change, known).returns
        held += holds(found, truth)
        widths.append(found.high - found.low)

    # Three standard errors of 200 draws at 95 %; and no interval that holds anything.
    assert held >= CLINICS * 0.95 - 3 * (CLINICS * 0.95 * 0.05) ** 0.5
    assert np.median(widths) < 100


@pytest.fixture
def clinic(desk: Desk) -> Desk:
    """A1 came on 20 October for what was due on the 1st; A2 has not come."""
    desk.yearly_vaccine(0, 15)
    for number in (1, 2):
        desk.client(f"C{number}")
        desk.animal(f"A{number}", f"C{number}")
        desk.act(f"X{number}", f"A{number}", performed_on=date(2025, 10, 1))
    desk.act("R1", "A1", performed_on=date(2026, 10, 20))
    return desk


def tried(desk: Desk, *rules: Rule, days: int = 40) -> ExpectedReturns:
    since = date(2026, 9, 25)
    until = since + timedelta(days=days)
    before = desk.practice.simulate(since=since, until=until)
    after = desk.practice.simulate(rules, since=since, until=until)
    return desk.practice.returns.expected(after.against(before))


def fates(found: ExpectedReturns) -> dict[str, int]:
    names = ["moved", "beyond", "between", "added", "removed"]
    counts = {name: int(found.kinds[name].sum()) for name in names}
    return {name: count for name, count in counts.items() if count}


def test_who_came_between_both_days_is_neither_won_nor_lost(clinic: Desk) -> None:
    found = tried(clinic, Rule("VACC", 1, 0), Rule("VACC", 2, 21))

    assert fates(found) == {"moved": 1, "between": 1}
    assert found.returns == NOTHING
    assert any("vient entre les deux jours" in one for one in found.assumptions())


def test_what_leaves_after_the_last_day_is_not_lost(clinic: Desk) -> None:
    found = tried(clinic, Rule("VACC", 1, 0), Rule("VACC", 2, 41))

    assert fates(found) == {"beyond": 2}
    assert found.returns == NOTHING


def test_a_step_that_is_taken_away_is_lost(clinic: Desk) -> None:
    found = tried(clinic, Rule("VACC", 1, 0))

    assert fates(found) == {"removed": 2}
    assert found.returns.point < 0


def test_a_reminder_that_is_valid_for_less_long_is_lost(clinic: Desk) -> None:
    clinic.client("C3")
    clinic.animal("A3", "C3")
    clinic.act("X3", "A3", performed_on=date(2025, 9, 1))

    found = tried(clinic, Rule("VACC", 1, 0), Rule("VACC", 2, 15, valid_days=2))

    assert fates(found) == {"removed": 1}


def test_who_will_come_between_both_days_is_neither_won_nor_lost(desk: Desk) -> None:
    """Everybody comes 18 days late: the second reminder at 21 days finds nobody."""
    desk.yearly_vaccine(0, 15)
    for number in range(1, 61):
        desk.client(f"C{number}")
        desk.animal(f"A{number}", f"C{number}", deceased_on=TODAY)
        desk.act(f"X{number}", f"A{number}", performed_on=date(2025, 2, 1))
        desk.act(f"Y{number}", f"A{number}", performed_on=date(2026, 2, 19))
    desk.due_today(0)
    until = TODAY + timedelta(days=60)
    before = desk.practice.simulate(since=TODAY, until=until, seed=1)
    later = [Rule("VACC", 1, 0), Rule("VACC", 2, 21)]
    after = desk.practice.simulate(later, since=TODAY, until=until, seed=1)

    found = desk.practice.returns.expected(after.against(before))

    assert fates(found) == {"between": 1}
