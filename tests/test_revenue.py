"""What returns are worth, where act types have a price."""

from __future__ import annotations

from datetime import date, timedelta
from math import isnan

import pytest

from relance_ops.periods import Period
from tests.factories import TODAY, Desk

LEFT_ON = date(2026, 7, 1)
YEAR = Period(date(2026, 1, 1), TODAY)


@pytest.fixture
def reminded(desk: Desk) -> Desk:
    """Four animals were reminded of a vaccine on 1 July."""
    desk.yearly_vaccine(0)
    for number in range(1, 5):
        desk.client(f"C{number}")
        desk.animal(f"A{number}", f"C{number}")
        desk.act(f"X{number}", f"A{number}", performed_on=date(2025, 7, 1))
    desk.practice.send(by="test", on=LEFT_ON)
    return desk


@pytest.fixture
def two_came(reminded: Desk) -> Desk:
    """A1 came back for the vaccine, and A2 for another act of its group."""
    reminded.yearly_vaccine(act_type="CHP")
    reminded.change("update act_type set recall_group = 'VACC'")
    reminded.act("R1", "A1", performed_on=LEFT_ON + timedelta(days=12))
    reminded.act("R2", "A2", act_type="CHP", performed_on=LEFT_ON + timedelta(days=30))
    return reminded


def costs(desk: Desk, act_type: str, cents: int) -> None:
    desk.change(
        "update act_type set price_cents = $cents where act_type = $act_type",
        cents=cents,
        act_type=act_type,
    )


def revenue(desk: Desk) -> list[float]:
    """In all, by followed reminder, and how many returns have no price."""
    [line] = desk.practice.returns.cohorts(YEAR).to_dict("records")
    return [line["revenue_cents"], line["cents_per_reminder"], line["unpriced"]]


def test_the_revenue_of_what_was_done_is_shared_by_all_reminders(
    two_came: Desk,
) -> None:
    costs(two_came, "VACC", 5000)
    costs(two_came, "CHP", 7000)

    assert revenue(two_came) == [12_000, 3000, 0]


def test_one_return_without_a_price_leaves_the_revenue_unknown(
    two_came: Desk,
) -> None:
    costs(two_came, "VACC", 5000)

    total, by_reminder, unpriced = revenue(two_came)

    assert isnan(total)
    assert isnan(by_reminder)
    assert unpriced == 1


def test_of_two_acts_after_the_reminder_the_first_is_the_return(two_came: Desk) -> None:
    two_came.act("R3", "A1", act_type="CHP", performed_on=date(2026, 8, 1))
    costs(two_came, "VACC", 5000)
    costs(two_came, "CHP", 7000)

    assert revenue(two_came) == [12_000, 3000, 0]


def test_a_first_act_without_a_price_is_not_given_that_of_the_next(
    two_came: Desk,
) -> None:
    two_came.act("R3", "A1", act_type="CHP", performed_on=date(2026, 8, 1))
    costs(two_came, "CHP", 7000)

    assert revenue(two_came)[2] == 1


def test_nobody_came_back_is_no_revenue_and_not_an_unknown_one(reminded: Desk) -> None:
    assert revenue(reminded) == [0, 0, 0]
