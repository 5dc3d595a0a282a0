"""What a simulation finds is what sending on each day would do, on random clinics.

`RELANCE_TEST_EXAMPLES=1000 pytest tests/test_simulation_property.py` looks much longer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from relance_ops import reminders, simulation
from relance_ops.claiming import Order, choose
from relance_ops.database import Database
from relance_ops.model import Planned, ReminderKey
from relance_ops.practice import Practice
from relance_ops.rule_versions import rules_of
from relance_ops.settings import Grouping, Settings
from tests.factories import NOON
from tests.joining_clinics import joining_clinics
from tests.random_clinics import Asked, clinics
from tests.worlds import load, settings_of, write

EXAMPLES = int(os.environ.get("RELANCE_TEST_EXAMPLES", "25"))
DAYS = 40

# A reminder with its day and its channels; a delivery with its day, channel and whom.
Left = set[tuple[object, ...]]

examples = hypothesis_settings(
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


def simulated(
    cursor: duckdb.DuckDBPyConnection,
    choices: Settings,
    since: date,
    until: date,
    sent_before: date = simulation.END_OF_TIME,
) -> Left:
    found = simulation.leaving(
        cursor, choices, rules_of(cursor),
        since=since, until=until, sent_before=sent_before,
    )  # fmt: skip
    return {
        (
            row.leaves_on.date(),
            kind,
            reminders_key(row.animal_id, row.recall_group, row.anchor_id, row.step),
        )
        for row in found.itertuples()
        for kind in row.channels.split("|")
    }


def reminders_key(*parts: object) -> object:
    animal_id, recall_group, anchor_id, step = parts
    return ReminderKey(
        str(animal_id), str(recall_group), str(anchor_id), int(str(step))
    )


@examples
@given(
    asked=st.one_of(clinics(), joining_clinics()), begins=st.sampled_from([0, -20, -45])
)
def test_what_would_have_left_is_what_each_day_lists(
    database: Database, asked: Asked, begins: int
) -> None:
    with database.cursor() as cursor:
        cursor.begin()
        write(asked.world, cursor)
        choices = settings_of(asked.world.choices)
        since = asked.on + timedelta(days=begins)
        until = since + timedelta(days=DAYS)

        found = simulated(cursor, choices, since, until, sent_before=since)

        cursor.execute("delete from claim where claimed_on >= $since", {"since": since})
        assert found == day_by_day(cursor, choices, since, until)
        cursor.rollback()


@examples
@given(asked=st.one_of(clinics(), joining_clinics()))
def test_what_will_leave_is_what_each_day_will_list(
    database: Database, asked: Asked
) -> None:
    with database.cursor() as cursor:
        cursor.begin()
        write(asked.world, cursor)
        choices = settings_of(asked.world.choices)
        until = asked.on + timedelta(days=DAYS)

        found = simulated(cursor, choices, asked.on, until)

        assert found == day_by_day(cursor, choices, asked.on, until)
        cursor.rollback()
