"""Who comes back in the days to come, drawn from the delays that the clinic has seen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from relance_ops import comebacks
from relance_ops.comebacks import ComeBacks
from relance_ops.demo import build
from tests.factories import NOON, TODAY, Desk

UNTIL = TODAY + timedelta(days=365)


def drawn(desk: Desk, *, seed: int = 1, until: date = UNTIL) -> ComeBacks:
    with desk.practice.database.cursor() as cursor:
        return comebacks.drawn(cursor, on=TODAY, until=until, seed=seed)


@pytest.fixture
def punctual(desk: Desk) -> Desk:
    """A clinic where everybody came ten days after the due date; A0 is due today."""
    desk.yearly_vaccine(0, 20)
    for number in range(1, 61):
        desk.client(f"C{number}")
        desk.animal(f"A{number}", f"C{number}", deceased_on=TODAY)
        desk.act(f"X{number}", f"A{number}", performed_on=date(2025, 2, 1))
        desk.act(f"Y{number}", f"A{number}", performed_on=date(2026, 2, 11))
    desk.due_today(0)
    return desk


def test_everybody_comes_back_as_late_as_the_clinic_has_seen(punctual: Desk) -> None:
    found = drawn(punctual)

    assert found == ComeBacks(("A0",), ("VACC",), (TODAY + timedelta(days=10),))


def test_who_came_asks_to_come_back_again(punctual: Desk) -> None:
    found = drawn(punctual, until=date(2027, 12, 31))

    second = date(2027, 12, 4) + timedelta(days=10)
    assert found.days == (TODAY + timedelta(days=10), second)


def test_who_waits_longer_than_anybody_does_not_come(punctual: Desk) -> None:
    punctual.change(
        "update act set performed_on = date '2025-11-01' where act_id = 'X0'"
    )

    assert drawn(punctual) == ComeBacks()


@pytest.mark.parametrize(
    "change",
    [
        "update animal set departed_on = date '2026-11-24' where animal_id = 'A0'",
        "update client set archived = true where client_id = 'C0'",
        "update act_type set species = 'cat'",
        "delete from act",
    ],
)
def test_whom_the_clinic_does_not_wait_for_does_not_come(
    punctual: Desk, change: str
) -> None:
    punctual.change(change)

    assert drawn(punctual) == ComeBacks()


def test_a_seed_draws_the_same_and_another_one_does_not(desk: Desk) -> None:
    build(desk.practice.database, clients=200, on=TODAY, now=NOON)

    assert drawn(desk) == drawn(desk)
    assert drawn(desk) != drawn(desk, seed=2)


def test_nobody_comes_back_before_tomorrow_or_after_the_end(desk: Desk) -> None:
    build(desk.practice.database, clients=200, on=TODAY, now=NOON)

    found = drawn(desk)

    assert min(found.days) > TODAY
    assert max(found.days) <= UNTIL


def test_an_act_is_followed_by_the_one_that_usually_follows(punctual: Desk) -> None:
    punctual.yearly_vaccine(act_type="RAPPEL")
    punctual.change("update act_type set recall_group = 'VACC'")
    punctual.change("update act set act_type = 'RAPPEL' where act_id like 'Y%'")

    assert drawn(punctual).act_types == ("RAPPEL",)


def test_a_simulation_with_a_seed_stops_after_the_return(punctual: Desk) -> None:
    until = TODAY + timedelta(days=60)

    alone = punctual.practice.simulate(since=TODAY, until=until)
    with_returns = punctual.practice.simulate(since=TODAY, until=until, seed=1)

    assert alone.reminders["step"].tolist() == [1, 2]
    assert with_returns.reminders["step"].tolist() == [1]
    assert "tirage n° 1" in " ".join(with_returns.assumptions())


def test_a_simulation_of_the_past_draws_nothing(punctual: Desk) -> None:
    since = TODAY - timedelta(days=60)

    found = punctual.practice.simulate(since=since, until=TODAY, seed=1)

    assert "tirage" not in " ".join(found.assumptions())
