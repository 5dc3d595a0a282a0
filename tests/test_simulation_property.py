"""What a simulation finds is what sending on each day would do, on random clinics.

`RELANCE_TEST_EXAMPLES=400 pytest tests/test_simulation_property.py` looks much longer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relance_ops import reminders, simulation
from relance_ops.claiming import Order, choose
from relance_ops.database import Database
from relance_ops.model import Planned, ReminderKey
from relance_ops.rule_versions import rules_of
from relance_ops.settings import Settings
from tests.factories import NOON, Desk, a_desk
from tests.joining_clinics import joining_clinics
from tests.random_clinics import Asked, clinics
from tests.worlds import load, settings_of, write

EXAMPLES = int(os.environ.get("RELANCE_TEST_EXAMPLES", "8"))
DAYS = 40

# A reminder that leaves: on which day, by what channel, and which.
Left = set[tuple[date, str, ReminderKey]]

# Forty days of a clinic take a second.
examples = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    opened = Database(now=NOON)
    yield opened
    opened.close()


def days(since: date, until: date) -> Iterator[date]:
    for n in range((until - since).days + 1):
        yield since + timedelta(days=n)


def day_by_day(
    cursor: duckdb.DuckDBPyConnection, choices: Settings, since: date, until: date
) -> Left:
    """Choose on each day what « Envoyer » would, and claim it."""
    left: Left = set()
    for on in days(since, until):
        order = Order(on=on, by="test", nonce="test")
        found = choose(reminders.due(cursor, choices, on=on), choices, order)
        for planned in found:
            left |= {(on, planned.kind.value, one.key) for one in planned.reminders}
            claim(cursor, planned, on)
    return left


def claim(cursor: duckdb.DuckDBPyConnection, planned: Planned, on: date) -> None:
    for one in planned.reminders:
        cursor.execute(
            "insert into claim values ($animal, $group, $anchor, $step, $channel, 99, "
            "-1, $on, '', '', 'act', '', $on, $on)",
            {
                "animal": one.animal_id,
                "group": one.recall_group,
                "anchor": one.anchor_id,
                "step": one.step,
                "channel": planned.kind.value,
                "on": on,
            },
        ).fetchall()


def as_left(found: pd.DataFrame) -> Left:
    return {
        (
            row["leaves_on"].date(),
            channel,
            ReminderKey(
                row["animal_id"], row["recall_group"], row["anchor_id"], row["step"]
            ),
        )
        for row in found.to_dict("records")
        for channel in row["channels"].split("|")
    }


@pytest.mark.slow
@examples
@given(
    asked=st.one_of(clinics(), joining_clinics()), begins=st.sampled_from([0, -20, -45])
)
def test_what_would_have_left_is_what_each_day_lists(
    database: Database, asked: Asked, begins: int
) -> None:
    since = asked.on + timedelta(days=begins)
    until = since + timedelta(days=DAYS)
    choices = settings_of(asked.world.choices)
    with database.cursor() as cursor:
        cursor.begin()
        write(asked.world, cursor)

        found = simulation.leaving(
            cursor, choices, rules_of(cursor),
            since=since, until=until, sent_before=since,
        )  # fmt: skip

        cursor.execute("delete from claim where claimed_on >= $since", {"since": since})
        assert as_left(found) == day_by_day(cursor, choices, since, until)
        cursor.rollback()


@pytest.mark.slow
@examples
@given(asked=st.one_of(clinics(), joining_clinics()))
def test_what_will_leave_is_what_each_day_will_list(
    database: Database, asked: Asked
) -> None:
    until = asked.on + timedelta(days=DAYS)
    choices = settings_of(asked.world.choices)
    with database.cursor() as cursor:
        cursor.begin()
        write(asked.world, cursor)

        found = simulation.leaving(
            cursor, choices, rules_of(cursor),
            since=asked.on, until=until, sent_before=simulation.END_OF_TIME,
        )  # fmt: skip

        assert as_left(found) == day_by_day(cursor, choices, asked.on, until)
        cursor.rollback()


@pytest.mark.slow
@settings(examples, max_examples=max(3, EXAMPLES // 20))
@given(asked=joining_clinics())
def test_the_past_replayed_is_what_pressing_the_button_every_day_sends(
    asked: Asked,
) -> None:
    since, until = asked.on - timedelta(days=5), asked.on + timedelta(days=14)
    with TemporaryDirectory() as folder:
        desk = a_desk(Path(folder))
        desk.clock.now = datetime.combine(until, time(11), UTC) + timedelta(days=1)
        load(asked.world, desk.practice.database)
        desk.change("delete from claim where claimed_on >= $since", since=since)
        simulated = desk.practice.simulate(since=since, until=until)

        for on in days(since, until):
            desk.practice.send(by="test", on=on)

        assert as_left(simulated.reminders) == claims(desk, since)
        assert len(simulated.deliveries()) == deliveries(desk, since)
        desk.practice.database.close()


def claims(desk: Desk, since: date) -> Left:
    rows = desk.rows(
        "select claimed_on, channel, animal_id, recall_group, anchor_id, step "
        "from claim where claimed_on >= $since",
        since=since,
    )
    return {(on, channel, ReminderKey(*key)) for on, channel, *key in rows}


def deliveries(desk: Desk, since: date) -> int:
    """How many hold a claim since that day."""
    [[count]] = desk.rows(
        "select count(distinct delivery_id) from claim where claimed_on >= $since",
        since=since,
    )
    return int(count)
