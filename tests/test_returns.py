"""What came back after the reminders, by definitions that are written once."""

from __future__ import annotations

from datetime import date, timedelta
from math import isnan
from pathlib import Path
from typing import Any

import pytest

from relance_ops.i18n import _
from relance_ops.periods import Period
from relance_ops.returns import DEFINITIONS, Cut
from tests.factories import TODAY, Desk

PAGE = Path(__file__).parents[1] / "docs" / "returns.md"
LEFT_ON = date(2026, 7, 1)
YEAR = Period(date(2026, 1, 1), TODAY)


@pytest.fixture
def reminded(desk: Desk) -> Desk:
    """One client whose animal A1 was reminded of a vaccine on 1 July by email."""
    desk.yearly_vaccine(0, 20, 40)
    another(desk, 1)
    desk.practice.send(by="test", on=LEFT_ON)
    return desk


def another(desk: Desk, number: int, **animal: object) -> None:
    """One more client, whose animal's vaccine is due on 1 July."""
    desk.client(f"C{number}")
    desk.animal(f"A{number}", f"C{number}", **animal)
    desk.act(f"X{number}", f"A{number}", performed_on=date(2025, 7, 1))


def lines(desk: Desk, *, whole: bool = False) -> list[dict[Any, Any]]:
    return desk.practice.returns.reminders(YEAR, whole=whole).to_dict("records")


def came_back(desk: Desk, after_days: int, act_id: str = "R1") -> None:
    desk.act(act_id, "A1", performed_on=LEFT_ON + timedelta(days=after_days))


def test_an_act_of_the_group_after_the_reminder_is_a_return(reminded: Desk) -> None:
    came_back(reminded, 12)

    [line] = lines(reminded)

    assert (line["outcome"], line["days"]) == ("returned", 12)
    assert (line["step"], line["channels"], line["left_on"].date()) == (
        1, "email", LEFT_ON,
    )  # fmt: skip


def test_an_act_of_another_group_is_no_return(reminded: Desk) -> None:
    reminded.yearly_vaccine(act_type="RAGE")
    reminded.act("R1", "A1", act_type="RAGE", performed_on=date(2026, 7, 13))

    [line] = lines(reminded)

    assert (line["outcome"], line["days"]) == ("awaited", (TODAY - LEFT_ON).days)


def test_another_act_type_of_the_same_group_is_a_return(reminded: Desk) -> None:
    reminded.yearly_vaccine(act_type="CHP")
    reminded.change("update act_type set recall_group = 'VACC'")
    reminded.act("R1", "A1", act_type="CHP", performed_on=date(2026, 7, 13))

    assert lines(reminded)[0]["outcome"] == "returned"


@pytest.mark.parametrize("after_days", [0, -3])
def test_what_was_done_when_it_left_counts_neither_for_nor_against(
    reminded: Desk, after_days: int
) -> None:
    came_back(reminded, after_days)
    came_back(reminded, 100, "R2")

    found = reminded.practice.returns.cohorts(YEAR)

    assert lines(reminded)[0]["outcome"] == "too_late"
    assert found[["reminders", "too_late", "followed"]].values.tolist() == [[0, 1, 0]]


def test_an_act_after_today_has_not_been_done(reminded: Desk) -> None:
    came_back(reminded, 300)

    assert lines(reminded)[0]["outcome"] == "awaited"


def test_a_return_is_the_last_reminder_that_left_before_it(reminded: Desk) -> None:
    reminded.practice.send(by="test", on=date(2026, 7, 21))
    came_back(reminded, 30)

    first, second = lines(reminded)

    assert (first["outcome"], first["days"]) == ("next", 20)
    assert (second["outcome"], second["days"]) == ("returned", 10)


def test_who_comes_on_the_day_of_the_next_step_came_for_the_one_before(
    reminded: Desk,
) -> None:
    reminded.practice.send(by="test", on=date(2026, 7, 21))
    came_back(reminded, 20)

    first, second = lines(reminded)

    assert (first["outcome"], first["days"]) == ("returned", 20)
    assert second["outcome"] == "too_late"


def test_a_whole_obligation_is_followed_from_its_first_reminder(reminded: Desk) -> None:
    reminded.practice.send(by="test", on=date(2026, 7, 21))
    came_back(reminded, 30)

    [line] = lines(reminded, whole=True)

    assert (line["step"], line["steps"], line["days"]) == (1, 2, 30)
    assert line["outcome"] == "returned"


def test_several_channels_are_one_reminder(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    another(desk, 1)
    desk.practice.set("form.usable", "all", by="test")
    desk.practice.send(by="test", on=LEFT_ON)

    [line] = lines(desk)

    assert line["channels"] == "email|letter|sms"
    assert (
        line["cost_cents"]
        == 152 + 7 * desk.rows("select sum(sms_parts) from delivery")[0][0]
    )


def test_a_reminder_pays_its_part_of_the_stamp(desk: Desk) -> None:
    desk.yearly_vaccine(0, channels="paper")
    another(desk, 1)
    desk.animal("A2", "C1")
    desk.act("X2", "A2", performed_on=date(2025, 7, 1))
    desk.practice.send(by="test", on=LEFT_ON)

    assert [line["cost_cents"] for line in lines(desk)] == [76, 76]


@pytest.mark.parametrize("state", ["bounced", "failed", "voided"])
def test_what_did_not_arrive_reminded_nobody(reminded: Desk, state: str) -> None:
    reminded.add(
        "ledger", delivery_id=1, state=state, happened_at=reminded.clock.now.replace(tzinfo=None),
        who="test",
    )  # fmt: skip

    assert lines(reminded) == []


@pytest.mark.parametrize("field", ["deceased_on", "departed_on"])
def test_the_wait_ends_with_a_death_or_a_departure(reminded: Desk, field: str) -> None:
    reminded.change(f"update animal set {field} = date '2026-07-11'")

    [line] = lines(reminded)

    assert (line["outcome"], line["days"]) == ("gone", 10)


def test_the_rate_is_of_those_who_had_the_whole_horizon(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    for number in range(1, 5):
        another(desk, number)
    desk.practice.send(by="test", on=LEFT_ON)
    came_back(desk, 60)
    desk.act("R2", "A2", performed_on=LEFT_ON + timedelta(days=61))
    desk.change(
        "update animal set deceased_on = date '2026-07-11' where animal_id = 'A3'"
    )

    [line] = desk.practice.returns.cohorts(YEAR).to_dict("records")

    assert (line["reminders"], line["followed"], line["returned"]) == (4, 3, 1)
    assert line["rate"] == pytest.approx(1 / 3)
    assert line["low"] < line["rate"] < line["high"]
    assert not line["too_recent"]


def test_a_cohort_without_the_horizon_is_marked_and_has_no_rate(reminded: Desk) -> None:
    horizon = (TODAY - LEFT_ON).days
    returns = reminded.practice.returns

    [recent] = returns.cohorts(YEAR, horizon_days=horizon + 1).to_dict("records")
    [old] = returns.cohorts(YEAR, horizon_days=horizon).to_dict("records")

    assert (recent["too_recent"], recent["followed"], isnan(recent["rate"])) == (
        True,
        0,
        True,
    )
    assert (old["too_recent"], old["followed"], old["rate"]) == (False, 1, 0)
    assert isnan(old["cents_per_return"])


def test_a_return_costs_what_all_the_reminders_cost(desk: Desk) -> None:
    desk.yearly_vaccine(0, channels="paper")
    another(desk, 1)
    another(desk, 2)
    desk.practice.send(by="test", on=LEFT_ON)
    came_back(desk, 12)

    [line] = desk.practice.returns.cohorts(YEAR, by=Cut.CHANNEL).to_dict("records")

    assert (line["cohort"], line["cents_per_return"]) == ("letter", 304)


def test_cohorts_of_age_are_in_the_order_of_life(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    births = ["2014-01-01", "2018-01-01", "2020-07-01", "2025-08-01", None]
    for number, birth_date in enumerate(births):
        another(desk, number, birth_date=birth_date)
    desk.practice.send(by="test", on=LEFT_ON)

    found = desk.practice.returns.cohorts(YEAR, by=Cut.AGE)

    assert found["cohort"].tolist() == ["0", "1-6", "7-9", "10+", ""]
    assert found["reminders"].tolist() == [1, 1, 1, 1, 1]


@pytest.mark.parametrize("by", list(Cut))
def test_every_cut_counts_every_reminder(reminded: Desk, by: Cut) -> None:
    reminded.practice.send(by="test", on=date(2026, 7, 21))

    found = reminded.practice.returns.cohorts(YEAR, by=by)

    assert found["reminders"].sum() == 2


def test_a_curve_rises_with_each_day_of_return(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    for number in range(1, 5):
        another(desk, number)
    desk.practice.send(by="test", on=LEFT_ON)
    came_back(desk, 12)
    desk.act("R2", "A2", performed_on=LEFT_ON + timedelta(days=30))

    found = desk.practice.returns.curve(YEAR, by=Cut.STEP)

    assert found[["cohort", "reminders", "day", "at_risk"]].values.tolist() == [
        [1, 4, 12, 4],
        [1, 4, 30, 3],
    ]
    assert found["share"].tolist() == [0.25, 0.5]


def test_a_clinic_that_sent_nothing_has_no_returns(desk: Desk) -> None:
    returns = desk.practice.returns

    assert returns.reminders(YEAR).empty
    assert returns.cohorts(YEAR).empty
    assert returns.curve(YEAR).empty


@pytest.mark.parametrize("term", DEFINITIONS)
def test_the_page_repeats_the_definitions_word_for_word(term: str) -> None:
    assert _(DEFINITIONS[term]) in PAGE.read_text(encoding="utf-8")
