"""Shares with their intervals, against the numbers of the textbooks."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from relance_ops.survival import difference_of, share_by, share_of, time_to_event

# Weeks in remission of 21 children who took 6-MP, and whether they relapsed: E. J.
# Freireich and others, Blood 21 (1963), the example of Kalbfleisch and Prentice, of
# Collett, and of Kleinbaum and Klein.
WEEKS = [
    *(6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16),
    *(17, 19, 20, 22, 23, 25, 32, 32, 34, 35),
]
RELAPSED = [
    *(True, True, True, False, True, False, True, False, False, True, True),
    *(False, False, False, True, True, False, False, False, False, False),
]


def test_the_remissions_of_freireich_are_those_of_the_textbooks() -> None:
    found = time_to_event(WEEKS, RELAPSED)

    assert found["day"].tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert found["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert found["events"].tolist() == [3, 1, 1, 1, 1, 1, 1]
    assert (1 - found["share"]).round(3).tolist() == [
        *(0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448)
    ]


def test_its_bands_are_those_of_the_log_minus_log() -> None:
    """As R's survfit(…, conf.type = "log-log") prints them."""
    found = time_to_event(WEEKS, RELAPSED)

    assert (1 - found["high"]).round(3).tolist()[:2] == [0.620, 0.563]
    assert (1 - found["low"]).round(3).tolist()[:2] == [0.952, 0.923]
    assert (1 - found["high"]).round(3).tolist()[-1] == 0.188
    assert (1 - found["low"]).round(3).tolist()[-1] == 0.680


def test_who_is_censored_on_the_day_of_an_event_was_still_there() -> None:
    found = time_to_event([5, 5], [True, False])

    assert found["at_risk"].tolist() == [2]
    assert found["share"].tolist() == [0.5]


def test_once_everybody_came_there_is_no_band() -> None:
    found = time_to_event([1, 2], [True, True])

    assert found["share"].tolist() == [0.5, 1.0]
    assert found[["low", "high"]].isna().all(axis=1).tolist() == [False, True]


@pytest.mark.parametrize("days", [[], [3, 9]])
def test_without_an_event_the_curve_has_no_line(days: list[int]) -> None:
    assert time_to_event(days, [False] * len(days)).empty


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611),
     (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_a_share_has_the_interval_of_wilson(
    part: int, whole: int, low: float, high: float
) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3."""
    share, found_low, found_high = share_of(part, whole)

    assert share == part / whole
    assert (round(found_low, 4), round(found_high, 4)) == (low, high)


def test_the_share_of_nothing_is_no_number() -> None:
    assert all(isnan(number) for number in share_of(0, 0))


def test_the_bands_of_two_hundred_clinics_hold_the_truth_as_often_as_they_say() -> None:
    """Returns of a known curve, censored at random: 95 % of the bands hold it."""
    dice = np.random.default_rng(20261124)
    held = []
    for _clinic in range(200):
        returns = dice.geometric(0.02, 300)  # days until each one comes back
        followed = dice.integers(20, 120, 300)
        found = time_to_event(
            np.minimum(returns, followed).tolist(), (returns <= followed).tolist()
        )
        for day in (10, 30, 60):
            [line] = found[found["day"] <= day].tail(1).to_dict("records")
            held.append(line["low"] <= 1 - 0.98**day <= line["high"])

    assert 0.93 <= sum(held) / len(held) <= 0.97


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090),
     ((6, 7), (2, 7), 0.0582, 0.8062), ((5, 56), (0, 29), -0.0381, 0.1926),
     ((0, 10), (0, 20), -0.1611, 0.2775), ((0, 10), (0, 10), -0.2775, 0.2775),
     ((10, 10), (0, 20), 0.6791, 1.0), ((10, 10), (0, 10), 0.6075, 1.0)],
)  # fmt: skip
def test_a_difference_has_the_interval_of_newcombe(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10."""
    difference, found_low, found_high = difference_of(first, second)

    assert difference == first[0] / first[1] - second[0] / second[1]
    assert (round(found_low, 4), round(found_high, 4)) == (low, high)


def test_the_difference_to_nobody_is_no_number() -> None:
    assert all(isnan(number) for number in difference_of((3, 9), (0, 0)))


def test_the_share_by_a_day_is_the_plain_one_while_nobody_is_lost() -> None:
    found = share_by([6, 60, 61, 90], [True, True, True, False], 60)

    assert found == share_of(2, 4)


def test_who_is_lost_before_the_day_is_followed_until_then() -> None:
    """The remissions once more: 0.448 stayed until week 23, and until week 30."""
    share, low, high = share_by(WEEKS, RELAPSED, 30)

    assert (round(share, 3), round(low, 3), round(high, 3)) == (0.552, 0.320, 0.812)


def test_before_the_first_event_the_share_is_of_those_still_followed() -> None:
    assert share_by([3, 9, 9], [False, True, True], 8) == share_of(0, 2)


def test_the_share_by_a_day_of_nobody_is_no_number() -> None:
    assert all(isnan(number) for number in share_by([], [], 60))
