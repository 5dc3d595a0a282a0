"""Who guesses waits, longer each time; who knows does not."""

from __future__ import annotations

import pytest

from relance_ops.throttle import CROWD, FORGET_SECONDS, Throttle

HOUR = FORGET_SECONDS


@pytest.fixture
def throttle() -> Throttle:
    return Throttle(free=3)


def fail(throttle: Throttle, times: int, *, key: str = "léa") -> float:
    """Fail as often as that, patiently; the moment it ends."""
    now = HOUR
    for _try in range(times):
        now += throttle.wait(key, now=now)
        throttle.count(key, now=now)
    return now


def test_the_first_failures_cost_nothing(throttle: Throttle) -> None:
    now = fail(throttle, 2)

    assert throttle.wait("léa", now=now) == 0


def test_each_further_failure_doubles_the_wait_up_to_a_quarter_of_an_hour(
    throttle: Throttle,
) -> None:
    waits = []
    for times in range(3, 10):
        throttle.forget("léa")
        waits.append(throttle.wait("léa", now=fail(throttle, times)))

    assert waits == [30, 60, 120, 240, 480, 900, 900]


def test_a_wait_ends_by_itself(throttle: Throttle) -> None:
    now = fail(throttle, 3)

    assert throttle.wait("léa", now=now + 29) == 1
    assert throttle.wait("léa", now=now + 30) == 0


def test_tries_at_the_same_moment_are_all_counted(throttle: Throttle) -> None:
    for _try in range(3):
        assert throttle.wait("léa", now=HOUR) == 0
        throttle.count("léa", now=HOUR)

    assert throttle.wait("léa", now=HOUR) > 0


def test_one_who_waits_makes_nobody_else_wait(throttle: Throttle) -> None:
    now = fail(throttle, 5)

    assert throttle.wait("zoé", now=now) == 0


def test_the_right_password_forgets_the_failures(throttle: Throttle) -> None:
    fail(throttle, 3)

    throttle.forget("léa")

    assert throttle.wait("léa", now=fail(throttle, 2)) == 0


def test_a_success_takes_back_its_own_try_and_no_other(throttle: Throttle) -> None:
    fail(throttle, 2)
    throttle.count("léa", now=HOUR)
    throttle.forgive("léa")
    assert throttle.wait("léa", now=HOUR) == 0

    throttle.count("léa", now=HOUR)

    assert throttle.wait("léa", now=HOUR) == 30


def test_an_hour_without_a_try_forgets(throttle: Throttle) -> None:
    now = fail(throttle, 5) + HOUR + 1

    throttle.count("léa", now=now)

    assert throttle.wait("léa", now=now) == 0


def test_a_crowd_of_logins_does_not_fill_the_memory(throttle: Throttle) -> None:
    for number in range(CROWD + 1):
        throttle.count(str(number), now=HOUR)

    throttle.count("léa", now=3 * HOUR)

    assert len(throttle._tries) == 1
