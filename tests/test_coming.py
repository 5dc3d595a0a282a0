"""What would leave over the days to come is what `due` lists, day after day."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from relance_ops import coming, reminders
from relance_ops.database import Database
from relance_ops.demo import build
from relance_ops.model import Kind, Reminder, ReminderKey, ReminderState
from relance_ops.rule_versions import rules_of
from relance_ops.rules import Rule
from relance_ops.settings import Settings
from tests.factories import NOON, TODAY, Desk
from tests.random_clinics import Asked, clinics
from tests.worlds import settings_of, write

DAYS = 24
EXAMPLES = int(os.environ.get("RELANCE_TEST_EXAMPLES", "8"))

Left = set[tuple[ReminderKey, date, tuple[Kind, ...]]]


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    opened = Database(now=NOON)
    yield opened
    opened.close()


def day_by_day(
    cursor: duckdb.DuckDBPyConnection, choices: Settings, since: date, until: date
) -> Left:
    """Send on each day whatever is ready, and nobody comes back."""
    left: Left = set()
    on = since
    while on <= until:
        for reminder in reminders.due(cursor, choices, on=on).reminders:
            if reminder.state is ReminderState.READY:
                left.add((reminder.key, on, reminder.channels))
                claim(cursor, reminder, on)
        on += timedelta(days=1)
    return left


def claim(cursor: duckdb.DuckDBPyConnection, reminder: Reminder, on: date) -> None:
    cursor.execute(
        "insert into claim values ($animal, $group, $anchor, $step, 'email', 99, "
        "-1, $on, '', '', 'act', '', $on, $on)",
        {
            "animal": reminder.animal_id,
            "group": reminder.recall_group,
            "anchor": reminder.anchor_id,
            "step": reminder.step,
            "on": on,
        },
    ).fetchall()


def ahead(
    cursor: duckdb.DuckDBPyConnection, choices: Settings, since: date, until: date
) -> Left:
    found = coming.coming(cursor, choices, rules_of(cursor), since=since, until=until)
    return {
        (ReminderKey(*one.key), one.leaves_on, one.channels)
        for one in found
        if one.channels
    }


@pytest.mark.slow
@hypothesis_settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(asked=clinics())
def test_what_is_coming_is_what_each_day_would_list(
    database: Database, asked: Asked
) -> None:
    with database.cursor() as cursor:
        cursor.begin()
        write(asked.world, cursor)
        cursor.execute("delete from act where performed_on > $on", {"on": asked.on})
        choices = settings_of(asked.world.choices)
        until = asked.on + timedelta(days=DAYS)

        foreseen = ahead(cursor, choices, asked.on, until)

        assert foreseen == day_by_day(cursor, choices, asked.on, until)
        cursor.rollback()


def test_a_missed_step_that_is_still_valid_leaves_on_the_first_day(desk: Desk) -> None:
    desk.yearly_vaccine(-30, 20)
    desk.due_today()

    [first, second] = desk.practice.coming(
        since=TODAY, until=TODAY + timedelta(days=30)
    )

    assert (first.step, first.leaves_on) == (1, TODAY)
    assert (second.step, second.leaves_on) == (2, TODAY + timedelta(days=20))


def test_an_earlier_missed_step_never_leaves(desk: Desk) -> None:
    desk.yearly_vaccine(-30, -3)
    desk.due_today()

    found = desk.practice.coming(since=TODAY, until=TODAY + timedelta(days=30))

    assert [one.step for one in found] == [2]


def test_a_draft_is_tried_without_being_published(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    desk.due_today()
    later = Rule("VACC", 1, 10)

    [one] = desk.practice.coming(
        since=TODAY, until=TODAY + timedelta(days=30), rules=[later]
    )

    assert one.leaves_on == TODAY + timedelta(days=10)
    assert desk.ready() == ["A1"]


def test_what_nobody_can_be_reached_by_has_no_channel(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.due_today(email="", mobile="", address1="")

    [one] = desk.practice.coming(since=TODAY, until=TODAY)

    assert one.channels == ()
    assert desk.practice.coming_volumes(since=TODAY, until=TODAY).empty


def test_two_animals_of_a_client_make_one_delivery_a_day(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.due_today()
    desk.animal("A2", "C1")
    desk.act("X2", "A2")

    found = desk.practice.coming_volumes(since=TODAY, until=TODAY)

    monday = TODAY - timedelta(days=TODAY.weekday())
    assert found.values.tolist() == [[pd.Timestamp(monday), "email", 1]]


def test_what_is_near_enough_joins_the_delivery_that_leaves(desk: Desk) -> None:
    desk.yearly_vaccine(0, 10)
    desk.due_today()
    until = TODAY + timedelta(days=30)
    assert desk.practice.coming_volumes(since=TODAY, until=until)["n"].sum() == 2

    desk.practice.set("group_ahead_days", "10", by="test")

    assert desk.practice.coming_volumes(since=TODAY, until=until)["n"].sum() == 1


def test_the_effect_of_a_change_has_its_numbers_and_its_cost(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    desk.due_today(email="", mobile="")

    found = desk.practice.rulebook.effect(
        [Rule("VACC", 1, 0), Rule("VACC", 2, 20)],
        since=TODAY,
        until=TODAY + timedelta(days=29),
    )

    assert found.channels[Kind.LETTER] == (1, 2)
    assert found.act_types == {"VACC": (1, 2)}
    assert found.cost_cents == (152, 304)


@pytest.mark.slow
def test_a_quarter_of_a_large_clinic_is_foreseen_within_seconds(desk: Desk) -> None:
    build(desk.practice.database, clients=8_000, on=TODAY, now=NOON)

    started = time.perf_counter()
    found = desk.practice.coming(since=TODAY, until=TODAY + timedelta(days=90))

    assert len(found) > 1_000
    assert time.perf_counter() - started < 10
