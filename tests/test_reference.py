"""The reference itself, on dates worked out by hand from the specification."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.reference import Row, add_delay, due
from tests.reference_example import (
    ADA,
    CLINIC,
    DUE,
    PLANNED,
    REX,
    RULE,
    VACCINATED,
    VACCINE,
    clinic,
    left,
    state,
    the_row,
)
from tests.reference_world import Act, ActType, Animal, Appointment, Rule


@pytest.mark.parametrize(
    ("day", "delay", "expected"),
    [
        (date(2026, 1, 31), "1m", date(2026, 2, 28)),
        (date(2028, 1, 31), "1m", date(2028, 2, 29)),
        (date(2024, 2, 29), "1y", date(2025, 2, 28)),
        (date(2024, 2, 29), "48m", date(2028, 2, 29)),
        (date(2025, 12, 31), "2m", date(2026, 2, 28)),
        (date(2026, 3, 31), "6w", date(2026, 5, 12)),
        (date(2026, 2, 28), "21d", date(2026, 3, 21)),
    ],
)
def test_months_and_years_are_calendar(day: date, delay: str, expected: date) -> None:
    assert add_delay(day, delay) == expected


def test_a_reminder_is_ready_from_its_day_until_its_validity_ends() -> None:
    last_day = PLANNED + timedelta(days=59)

    states = [
        state(CLINIC, on)[0]
        for on in (PLANNED - timedelta(1), PLANNED, last_day, last_day + timedelta(1))
    ]

    assert states == ["planned", "ready", "ready", "expired"]


def test_a_ready_row_says_everything() -> None:
    [row] = due(CLINIC, PLANNED)

    assert row == Row(
        client_id="ada",
        animal_id="rex",
        recall_group="vaccine",
        act_type="vaccine",
        anchor_id="a1",
        due_on=DUE,
        step=1,
        planned_on=PLANNED,
        state="ready",
        channels=("email",),
    )


def test_a_later_act_of_the_group_fulfils_the_earlier_one() -> None:
    booster = ActType("booster", "vaccine")  # no delay: nothing is due after it
    later = Act("a0", "rex", "booster", date(2026, 5, 1))
    world = clinic(act_types=(VACCINE, booster), acts=(*CLINIC.acts, later))

    assert state(world) == ("fulfilled", "later_act")


def test_an_act_after_the_day_does_not_exist_yet() -> None:
    later = Act("a2", "rex", "vaccine", PLANNED + timedelta(1))

    assert state(clinic(acts=(*CLINIC.acts, later))) == ("ready", "")


def test_on_a_tie_the_later_due_date_is_the_anchor() -> None:
    typed = Act("a0", "rex", "vaccine", VACCINATED, DUE + timedelta(1))
    world = clinic(acts=(typed, *CLINIC.acts))

    states = {r.anchor_id: r.state for r in due(world, DUE, everything=True)}

    assert states == {"a0": "ready", "a1": "fulfilled"}


def test_on_a_full_tie_the_greater_number_as_text_is_the_anchor() -> None:
    acts = tuple(Act(n, "rex", "vaccine", VACCINATED) for n in ("10", "9"))

    states = {
        r.anchor_id: r.state for r in due(clinic(acts=acts), DUE, everything=True)
    }

    assert states == {"10": "fulfilled", "9": "ready"}


def test_a_typed_due_date_wins_over_the_delay() -> None:
    typed = Act("a1", "rex", "vaccine", VACCINATED, date(2026, 3, 1))

    assert the_row(clinic(acts=(typed,)), date(2026, 3, 1)).due_on == date(2026, 3, 1)


def test_without_delay_or_typed_date_nothing_is_due() -> None:
    world = clinic(act_types=(ActType("vaccine", "vaccine"),))

    assert due(world, DUE, everything=True) == []


def test_a_birth_is_due_at_an_age_until_an_act_of_the_group_exists() -> None:
    by_age = ActType("vaccine", "vaccine", "3m", trigger="age")
    born = Animal("rex", "ada", birth_date=date(2026, 8, 9))
    newborn = clinic(act_types=(by_age,), animals=(born,), acts=())
    seen = replace(newborn, acts=(Act("a1", "rex", "vaccine", date(2026, 11, 8)),))

    assert the_row(newborn).anchor_id == "birth"
    assert state(newborn) == ("ready", "")
    assert state(seen) == ("fulfilled", "later_act")


def test_an_act_of_an_age_triggered_type_is_due_only_where_typed() -> None:
    by_age = ActType("vaccine", "vaccine", "12m", trigger="age")
    typed = Act("a1", "rex", "vaccine", VACCINATED, DUE)

    assert due(clinic(act_types=(by_age,)), DUE, everything=True) == []
    assert state(clinic(act_types=(by_age,), acts=(typed,))) == ("ready", "")


@pytest.mark.parametrize(("neutered", "rows"), [(True, 1), (False, 0), (None, 0)])
def test_a_neutered_only_type_needs_a_known_neutered_animal(
    neutered: bool | None, rows: int
) -> None:
    world = clinic(
        act_types=(replace(VACCINE, neutered=True, species=frozenset({"dog", "cat"})),),
        animals=(replace(REX, neutered=neutered),),
    )

    assert len(due(world, DUE, everything=True)) == rows


def test_the_highest_reached_step_is_current_and_the_missed_one_superseded() -> None:
    second = Rule("vaccine", 2, 15)
    world = clinic(rules=(RULE, second))

    rows = due(world, DUE + timedelta(15), everything=True)

    assert [(r.step, r.state) for r in rows] == [(1, "superseded"), (2, "ready")]


def test_a_step_that_left_is_sent_and_never_superseded() -> None:
    world = clinic(rules=(RULE, Rule("vaccine", 2, 15)), deliveries=(left(),))

    rows = due(world, DUE + timedelta(15), everything=True)

    assert state(world) == ("sent", "")
    assert [(r.step, r.state) for r in rows] == [(2, "ready")]


def test_inactive_steps_and_steps_before_active_from_do_not_exist() -> None:
    off = Rule("vaccine", 2, -10, active=False)
    late = Rule("vaccine", 3, -5, active_from=date(2026, 11, 20))  # planned on the 19th

    assert the_row(clinic(rules=(RULE, off, late)), DUE).step == 1
    assert state(clinic(rules=(late,)), DUE) == ("planned", "rule_starts_later")
    assert the_row(clinic(rules=(late,)), DUE).planned_on is None
    assert due(clinic(rules=(off,)), DUE, everything=True) == []


@pytest.mark.parametrize("dead", ["voided", "failed", "bounced"])
def test_a_dead_delivery_makes_it_ready_again(dead: str) -> None:
    assert state(clinic(deliveries=(left(dead),))) == ("ready", "")


def test_the_last_message_must_be_seven_days_old() -> None:
    second = Rule("vaccine", 2, -10)
    world = clinic(rules=(RULE, second), deliveries=(left(),))

    states = [state(world, PLANNED + timedelta(days)) for days in (6, 7)]

    assert states == [("held", "too_soon"), ("ready", "")]


@pytest.mark.parametrize(("days", "held"), [(-1, 0), (0, 1), (60, 1), (61, 0)])
def test_an_appointment_within_sixty_days_holds(days: int, held: int) -> None:
    visit = Appointment("ada", None, PLANNED + timedelta(days))

    expected = [("ready", ""), ("held", "appointment")][held]
    assert state(clinic(appointments=(visit,))) == expected


def test_an_appointment_that_names_another_animal_holds_nothing() -> None:
    visit = Appointment("ada", "felix", PLANNED)

    assert state(clinic(appointments=(visit,))) == ("ready", "")


def test_excluded_comes_first_on_the_very_day() -> None:
    gone = replace(REX, deceased_on=PLANNED, departed_on=PLANNED)
    tomorrow = replace(REX, deceased_on=PLANNED + timedelta(1))

    assert state(clinic(animals=(gone,), deliveries=(left(),))) == (
        "excluded",
        "deceased",
    )
    assert state(clinic(animals=(tomorrow,))) == ("ready", "")
    archived = replace(ADA, archived=True)
    assert state(clinic(clients=(archived,))) == ("excluded", "archived")
