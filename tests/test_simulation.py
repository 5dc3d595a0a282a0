"""The calendar replayed with any rules: what leaves, what it costs, what changes."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pandas as pd
import pytest

from relance_ops.demo import build
from relance_ops.errors import PeriodError
from relance_ops.model import Kind
from relance_ops.rules import Rule
from relance_ops.simulated import Change, Comparison, Simulation
from tests.factories import NOON, TODAY, Desk

YEAR_AGO = TODAY - timedelta(days=365)
YESTERDAY = TODAY - timedelta(days=1)


def left(simulation: Simulation) -> list[tuple[str, int, date, str]]:
    """Animal, step, day and channels of each reminder."""
    return [
        (row["animal_id"], row["step"], row["leaves_on"].date(), row["channels"])
        for row in simulation.reminders.to_dict("records")
    ]


def past(desk: Desk) -> Simulation:
    return desk.practice.simulate(since=TODAY - timedelta(days=60), until=YESTERDAY)


def due_on(desk: Desk, day: date, number: int = 1, **client: object) -> None:
    """One more client with one animal whose yearly vaccine is due on *day*."""
    desk.client(f"C{number}", **client)
    desk.animal(f"A{number}", f"C{number}")
    desk.act(f"X{number}", f"A{number}", performed_on=day.replace(year=day.year - 1))


def tried(desk: Desk, *rules: Rule) -> Comparison:
    """What *rules* change, over the sixty days before today."""
    since = TODAY - timedelta(days=60)
    after = desk.practice.simulate(rules, since=since, until=YESTERDAY)
    return after.against(past(desk))


def test_a_return_in_the_past_stops_the_steps_that_follow(desk: Desk) -> None:
    desk.yearly_vaccine(0, 20)
    due_on(desk, date(2026, 10, 1))
    desk.act("X2", "A1", performed_on=date(2026, 10, 10))

    found = past(desk)

    assert left(found) == [("A1", 1, date(2026, 10, 1), "email")]


def test_an_act_stops_nothing_before_its_day(desk: Desk) -> None:
    desk.yearly_vaccine(0, 20)
    due_on(desk, date(2026, 10, 1))
    desk.act("X2", "A1", performed_on=date(2026, 10, 22))

    assert [step for _animal, step, _day, _channels in left(past(desk))] == [1, 2]


def test_what_left_before_counts_and_what_left_since_is_replayed(desk: Desk) -> None:
    desk.yearly_vaccine(0, 20)
    due_on(desk, date(2026, 10, 1))
    desk.practice.send(by="test", on=date(2026, 10, 1))
    desk.practice.send(by="test", on=date(2026, 10, 21))

    after_the_first = desk.practice.simulate(since=date(2026, 10, 2), until=YESTERDAY)

    assert left(after_the_first) == [("A1", 2, date(2026, 10, 21), "email")]


def test_what_left_today_is_not_foreseen_again(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    desk.due_today()
    desk.practice.send(by="test")

    found = desk.practice.simulate(since=TODAY, until=TODAY + timedelta(days=30))

    assert left(found) == []


def test_a_month_to_come_begins_without_what_leaves_before_it(desk: Desk) -> None:
    desk.yearly_vaccine(0, 40)
    desk.due_today()
    since = TODAY + timedelta(days=30)

    found = desk.practice.simulate(since=since, until=since + timedelta(days=30))

    assert left(found) == [("A1", 2, TODAY + timedelta(days=40), "email")]


def test_whom_nothing_reaches_is_in_no_simulation(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    due_on(desk, date(2026, 10, 1), email="", mobile="", address1="")

    assert left(past(desk)) == []


def test_an_animal_that_died_is_reminded_until_that_day(desk: Desk) -> None:
    desk.yearly_vaccine(0, 20)
    due_on(desk, date(2026, 10, 1))
    desk.change("update animal set deceased_on = date '2026-10-21'")

    assert [step for _animal, step, _day, _channels in left(past(desk))] == [1]


def test_two_animals_of_a_client_share_one_letter_and_its_stamp(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    due_on(desk, date(2026, 10, 1), email="", mobile="")
    desk.animal("A2", "C1")
    desk.act("X2", "A2", performed_on=date(2025, 10, 1))

    totals = past(desk).totals()

    assert (totals.reminders, totals.clients) == (2, 1)
    assert totals.deliveries[Kind.LETTER] == 1
    assert totals.cost_cents == 152


def test_an_sms_costs_its_usual_parts(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    due_on(desk, date(2026, 10, 1), email="")
    desk.practice.send(by="test", on=date(2026, 10, 1))
    desk.change("update delivery set sms_parts = 3")

    totals = past(desk).totals()

    assert (totals.deliveries[Kind.SMS], totals.sms_parts) == (1, 3)
    assert totals.cost_cents == 3 * 7


def test_volumes_are_by_day_channel_act_type_and_step(desk: Desk) -> None:
    desk.yearly_vaccine(0, 20)
    due_on(desk, date(2026, 10, 1))
    desk.practice.set("form.usable", "all", by="test")

    found = past(desk).volumes()

    first = [pd.Timestamp(2026, 10, 1), "email", "VACC", 1, 1]
    assert found.values.tolist()[0] == first
    assert found["channel"].tolist() == ["email", "letter", "sms"] * 2
    assert found["step"].tolist() == [1, 1, 1, 2, 2, 2]


def test_one_step_more_is_more_reminders(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    due_on(desk, date(2026, 10, 1))

    found = tried(desk, Rule("VACC", 1, 0), Rule("VACC", 2, 20))

    [line] = found.obligations.to_dict("records")
    assert (line["client_id"], line["change"], line["days"]) == ("C1", "more", 0)
    assert (line["reminders_before"], line["reminders_after"]) == (1, 2)
    assert found.counts()[Change.MORE] == found.clients()[Change.MORE] == 1


def test_one_step_less_is_fewer_reminders(desk: Desk) -> None:
    desk.yearly_vaccine(0, 20)
    due_on(desk, date(2026, 10, 1))

    found = tried(desk, Rule("VACC", 2, 20))

    assert found.counts()[Change.FEWER] == 1


@pytest.mark.parametrize(
    ("offset_days", "change", "days"),
    [(21, "later", 6), (10, "sooner", -5), (15, "same", 0)],
)
def test_a_second_step_that_moves_is_sooner_or_later(
    desk: Desk, offset_days: int, change: str, days: int
) -> None:
    desk.yearly_vaccine(0, 15)
    due_on(desk, date(2026, 10, 1))

    found = tried(desk, Rule("VACC", 1, 0), Rule("VACC", 2, offset_days))

    [line] = found.obligations.to_dict("records")
    assert (line["change"], line["days"]) == (change, days)


def test_what_leaves_with_one_set_only_is_in_the_comparison(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    due_on(desk, date(2026, 10, 1))

    gone, new = tried(desk), past(desk).against(tried(desk).after)

    assert gone.obligations["change"].tolist() == ["fewer"]
    assert new.obligations["change"].tolist() == ["more"]
    assert gone.obligations["client_id"].tolist() == ["C1"]
    assert gone.after.totals().cost_cents == 0


def test_two_empty_simulations_can_be_compared(desk: Desk) -> None:
    desk.yearly_vaccine(0)

    assert set(tried(desk, Rule("VACC", 1, 3)).counts().values()) == {0}


def test_the_assumptions_say_what_is_not_known(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    until = TODAY + timedelta(days=30)

    behind = past(desk).assumptions()
    ahead = desk.practice.simulate(since=TODAY, until=until).assumptions()

    assert "Ce qui est parti avant le 25/09/2026 compte" in " ".join(behind)
    assert "Les retours sont ceux qui ont eu lieu" in " ".join(behind)
    assert "personne ne revient" not in " ".join(behind)
    assert "Après le 24/11/2026, personne ne revient." in ahead


def test_an_end_before_its_beginning_is_refused(desk: Desk) -> None:
    with pytest.raises(PeriodError):
        desk.practice.simulate(since=TODAY, until=YESTERDAY)


@pytest.mark.slow
def test_a_year_of_a_large_clinic_is_replayed_within_seconds(desk: Desk) -> None:
    build(desk.practice.database, clients=8_000, on=TODAY, now=NOON)

    started = time.perf_counter()
    found = desk.practice.simulate(since=YEAR_AGO, until=YESTERDAY)

    assert len(found.reminders) > 5_000
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize(
    ("grouping", "days"),
    [("client", [1, 1]), ("animal", [1, 9]), ("none", [1, 9])],
)
def test_what_is_near_enough_leaves_with_the_other_animal(
    desk: Desk, grouping: str, days: list[int]
) -> None:
    desk.yearly_vaccine(0)
    due_on(desk, date(2026, 10, 1))
    desk.animal("A2", "C1")
    desk.act("X2", "A2", performed_on=date(2025, 10, 9))
    desk.practice.set("group_ahead_days", "10", by="test")
    desk.practice.set("grouping", grouping, by="test")

    assert [day.day for _animal, _step, day, _channels in left(past(desk))] == days


def test_a_step_that_left_early_keeps_its_distance_to_the_next(desk: Desk) -> None:
    desk.yearly_vaccine(0, 5)
    due_on(desk, date(2026, 10, 1))
    desk.animal("A2", "C1")
    desk.act("X2", "A2", performed_on=date(2025, 10, 2))
    desk.practice.set("group_ahead_days", "3", by="test")

    found = [(animal, step, day.day) for animal, step, day, _ in left(past(desk))]

    # Seven days after the first ones: both second steps were planned before.
    assert found == [("A1", 1, 1), ("A2", 1, 1), ("A1", 2, 8), ("A2", 2, 8)]


def test_an_appointment_holds_until_the_day_after_it(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    due_on(desk, date(2026, 10, 1))
    for number, starts_on in enumerate([date(2026, 10, 4), date(2026, 10, 20)]):
        desk.add(
            "appointment", appointment_id=str(number), client_id="C1", starts_on=starts_on
        )  # fmt: skip

    assert left(past(desk)) == [("A1", 1, date(2026, 10, 21), "email")]


def test_only_a_first_step_leaves_before_its_day(desk: Desk) -> None:
    desk.yearly_vaccine(0, 30)
    due_on(desk, date(2026, 10, 1))
    desk.animal("A2", "C1")
    desk.act("X2", "A2", performed_on=date(2025, 10, 26))
    desk.practice.set("group_ahead_days", "10", by="test")

    found = [(animal, step, day.day) for animal, step, day, _ in left(past(desk))]

    assert found == [("A1", 1, 1), ("A2", 1, 26), ("A1", 2, 31)]


def test_what_joins_leaves_only_by_the_delivery_that_it_joins(desk: Desk) -> None:
    desk.yearly_vaccine(0, channels="paper")
    desk.yearly_vaccine(0, act_type="RAGE")
    due_on(desk, date(2026, 10, 1))
    desk.act("X2", "A1", act_type="RAGE", performed_on=date(2025, 10, 5))
    desk.practice.set("form.usable", "all", by="test")
    desk.practice.set("group_ahead_days", "10", by="test")

    assert [channels for *_who, channels in left(past(desk))] == ["letter", "letter"]
