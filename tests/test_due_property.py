"""What the program says is due, against the reference, on random small clinics.

`RELANCE_TEST_EXAMPLES=3000 pytest tests/test_due_property.py` looks much longer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relance_ops import reminders
from relance_ops.claiming import Order, choose
from relance_ops.database import Database
from relance_ops.model import Planned, Reminder
from tests.joining_clinics import joining_clinics
from tests.random_clinics import Asked, busy_clinics, clinics
from tests.reference import Row, due
from tests.reference_plan import Leaving, plan
from tests.worlds import settings_of, write

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)

EXAMPLES = int(os.environ.get("RELANCE_TEST_EXAMPLES", "60"))

# A clinic takes 10 ms to invent, and one in seven is busy: hypothesis finds that slow.
examples = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    opened = Database(now=NOW)
    yield opened
    opened.close()


@contextmanager
def open_at(asked: Asked, database: Database) -> Iterator[duckdb.DuckDBPyConnection]:
    """The clinic in a transaction that is taken back: a schema takes 30 ms to make."""
    with database.cursor() as cursor:
        cursor.begin()
        write(asked.world, cursor)
        yield cursor
        cursor.rollback()


def as_row(reminder: Reminder) -> Row:
    return Row(
        client_id=reminder.client_id,
        animal_id=reminder.animal_id,
        recall_group=reminder.recall_group,
        act_type=reminder.act_type,
        anchor_id=reminder.anchor_id,
        due_on=reminder.due_on,
        step=reminder.step,
        planned_on=reminder.planned_on,
        state=reminder.state.value,
        reason_code=reminder.reason_code,
        channels=tuple(kind.value for kind in reminder.channels),
    )


def rows_of(found: reminders.Due) -> list[Row]:
    return [as_row(reminder) for reminder in found.reminders]


def as_leaving(planned: Planned) -> Leaving:
    keys = [
        (r.animal_id, r.recall_group, r.anchor_id, r.step) for r in planned.reminders
    ]
    assert len(set(keys)) == len(keys)
    return Leaving(planned.client.client_id, planned.kind.value, frozenset(keys))


@examples
@given(asked=clinics())
def test_the_lists_of_a_day_are_the_reference(database: Database, asked: Asked) -> None:
    with open_at(asked, database) as cursor:
        choices = settings_of(asked.world.choices)
        everything = reminders.due(cursor, choices, on=asked.on, everything=True)
        listed = reminders.due(cursor, choices, on=asked.on)

    assert rows_of(everything) == due(asked.world, asked.on, everything=True)
    assert rows_of(listed) == due(asked.world, asked.on)


@settings(examples, max_examples=EXAMPLES // 4)
@given(asked=clinics())
def test_an_animal_asked_alone_says_the_same(database: Database, asked: Asked) -> None:
    alone = asked.world.animals[0].animal_id

    with open_at(asked, database) as cursor:
        choices = settings_of(asked.world.choices)
        found = reminders.due(
            cursor, choices, on=asked.on, everything=True, animal_ids=[alone]
        )

    expected = due(asked.world, asked.on, everything=True)
    assert rows_of(found) == [row for row in expected if row.animal_id == alone]


@settings(examples, max_examples=EXAMPLES // 2)
@given(asked=st.one_of(joining_clinics(), busy_clinics))
def test_the_deliveries_of_a_day_are_the_reference(
    database: Database, asked: Asked
) -> None:
    with open_at(asked, database) as cursor:
        choices = settings_of(asked.world.choices)
        order = Order(on=asked.on, by="test", nonce="test")
        found = choose(reminders.due(cursor, choices, on=asked.on), choices, order)

    leaving = [as_leaving(planned) for planned in found]
    assert len(leaving) == len(set(leaving))
    assert set(leaving) == set(plan(asked.world, asked.on))
