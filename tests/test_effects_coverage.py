"""Two hundred clinics whose truth is known: our intervals hold it as often as they say."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, sqrt
from pathlib import Path
from statistics import mean, stdev

import numpy as np
import pytest

from relance_ops.returns import Cut, cohorts_of, curves_of
from tests.factories import TODAY, a_desk
from tests.known_clinics import HORIZON, YEAR, Truth, obligations, write

CLINICS = 200
OBLIGATIONS = 500

# A right program fails one of these bounds once in five hundred, and these seeds do not.
UNLIKELY = 0.001


@dataclass(frozen=True)
class Estimate:
    """What one clinic is told, and the truth."""

    truth: float
    found: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        return self.low <= self.truth <= self.high

    @property
    def error(self) -> float:
        return self.found - self.truth


Estimates = dict[str, list[Estimate]]


@pytest.fixture(scope="module")
def clinics(tmp_path_factory: pytest.TempPathFactory) -> Estimates:
    """What two hundred clinics are told, each written into a file of its own."""
    folder = tmp_path_factory.mktemp("clinics")
    found: Estimates = {}
    for seed in range(CLINICS):
        for name, estimate in told(folder, seed).items():
            found.setdefault(name, []).append(estimate)
    return found


def told(folder: Path, seed: int) -> dict[str, Estimate]:
    """The uplift, the rate of both groups, and both curves on the last day."""
    dice = np.random.default_rng(seed)
    truth = Truth(dice.uniform(0.002, 0.012), dice.uniform(0, 0.015))
    desk = a_desk(folder)
    write(desk, obligations(truth, OBLIGATIONS, seed), seed=seed)

    returns = desk.practice.returns
    [uplift] = returns.uplift(YEAR).to_dict("records")
    reminders = returns.reminders(YEAR, whole=True)
    [withheld] = [
        line
        for line in returns.baseline(YEAR).to_dict("records")
        if line["group"] == "withheld"
    ]
    desk.practice.database.close()

    [cohort] = cohorts_of(reminders, Cut.ALL, horizon_days=HORIZON, on=TODAY).to_dict(
        "records"
    )
    curve = curves_of(reminders, Cut.ALL)
    last = curve[curve["day"] <= HORIZON].iloc[-1]
    reminded = truth.reminded
    return {
        "uplift": Estimate(
            truth.uplift(), uplift["difference"], uplift["low"], uplift["high"]
        ),
        "withheld": Estimate(
            truth.rate(), uplift["withheld_rate"], uplift["withheld_low"],
            uplift["withheld_high"],
        ),
        "rate": Estimate(reminded.rate(), cohort["rate"], cohort["low"], cohort["high"]),
        "curve": Estimate(reminded.curve(), last["share"], last["low"], last["high"]),
        "baseline": Estimate(
            truth.curve(), withheld["rate"], withheld["low"], withheld["high"]
        ),
    }  # fmt: skip


ESTIMATES = pytest.mark.parametrize(
    "name", ["uplift", "withheld", "rate", "curve", "baseline"]
)


@pytest.mark.slow
@ESTIMATES
def test_intervals_hold_the_truth_as_often_as_they_say(
    clinics: Estimates, name: str
) -> None:
    held = sum(estimate.holds for estimate in clinics[name])

    assert len(clinics[name]) == CLINICS
    assert at_most(held) > UNLIKELY
    assert at_most(held - 1) < 1 - UNLIKELY


@pytest.mark.slow
@ESTIMATES
def test_what_is_told_is_neither_too_high_nor_too_low(
    clinics: Estimates, name: str
) -> None:
    errors = [estimate.error for estimate in clinics[name]]

    # Of the mean of two hundred, 3.29 standard errors are left once in a thousand.
    assert abs(mean(errors)) < 3.29 * stdev(errors) / sqrt(CLINICS)


def at_most(held: int, confidence: float = 0.95) -> float:
    """How likely it is that so few of the intervals hold the truth, if each does at 95 %."""
    return sum(
        comb(CLINICS, n) * confidence**n * (1 - confidence) ** (CLINICS - n)
        for n in range(held + 1)
    )
