"""Who is late, and whom the rules forget: against plain Python, on random clinics."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from relance_ops.database import Database, sql
from tests.factories import TODAY, Desk
from tests.random_clinics import Asked, clinics
from tests.reference import (
    acts_by,
    births,
    matches,
    obligations,
    why_excluded,
)
from tests.reference_world import Animal, World
from tests.worlds import write

examples = settings(
    max_examples=int(os.environ.get("RELANCE_TEST_EXAMPLES", "60")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    opened = Database(now=datetime(2026, 11, 24, 9, tzinfo=UTC))
    yield opened
    opened.close()


def read(database: Database, asked: Asked, name: str) -> list[dict[Hashable, Any]]:
    with database.cursor() as cursor:
        cursor.begin()
        write(asked.world, cursor)
        found = cursor.execute(sql(name), {"on": asked.on}).df()
        cursor.rollback()
    return found.to_dict("records")


def present(asked: Asked) -> list[Animal]:
    clients = {client.client_id: client for client in asked.world.clients}
    return [
        animal
        for animal in asked.world.animals
        if not why_excluded(clients[animal.client_id], animal, asked.on)
    ]


def groups(world: World) -> list[str]:
    return sorted({act_type.recall_group for act_type in world.act_types})


def late(asked: Asked) -> list[tuple[str, str, str, date]]:
    """The last act of each group, or the birth, where its due date has passed."""
    found = []
    for animal in present(asked):
        for group in groups(asked.world):
            acts = [
                *births(asked.world, animal, group),
                *acts_by(asked.world, animal, group, asked.on),
            ]
            for act_type, anchor_id, due_on in acts[-1:]:
                if due_on and due_on < asked.on and matches(animal, act_type):
                    found.append((animal.animal_id, group, anchor_id, due_on))
    return sorted(found)


def forgotten(asked: Asked) -> set[str]:
    """Those without an obligation that a later act did not fulfil."""
    return {
        animal.animal_id
        for animal in present(asked)
        if all(
            obligation.fulfilled
            for group in groups(asked.world)
            for obligation in obligations(asked.world, animal, group, asked.on)
        )
    }


@examples
@given(asked=clinics())
def test_who_is_late_is_what_plain_python_finds(
    database: Database, asked: Asked
) -> None:
    found = read(database, asked, "statistics_overdue")

    told = [
        (row["animal_id"], row["recall_group"], row["anchor_id"], row["due_on"].date())
        for row in found
    ]
    assert sorted(told) == late(asked)


@examples
@given(asked=clinics())
def test_whom_the_rules_forget_is_what_plain_python_finds(
    database: Database, asked: Asked
) -> None:
    found = read(database, asked, "statistics_forgotten")

    assert {row["animal_id"] for row in found} == forgotten(asked)
    assert len(found) == len(forgotten(asked))


def test_an_animal_is_late_from_the_day_after_its_due_date(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.due_today()

    assert desk.practice.statistics.overdue(on=TODAY).empty
    [days] = desk.practice.statistics.overdue(on=TODAY + timedelta(days=3))["days_late"]
    assert days == 3


def test_the_dead_the_departed_and_the_archived_are_neither_late_nor_forgotten(
    desk: Desk,
) -> None:
    desk.yearly_vaccine()
    desk.client("C1", archived=True)
    desk.client("C2")
    desk.animal("A1", "C1")
    desk.animal("A2", "C2", deceased_on=TODAY)
    desk.animal("A3", "C2", departed_on=TODAY)
    for number in (1, 2, 3):
        desk.act(f"X{number}", f"A{number}", performed_on=date(2024, 1, 1))

    assert desk.practice.statistics.overdue(on=TODAY).empty
    assert desk.practice.statistics.forgotten(on=TODAY).empty


def test_a_forgotten_animal_says_why(desk: Desk) -> None:
    desk.yearly_vaccine(active=False)
    desk.add("act_type", act_type="TOOTH", label="Détartrage", recall_group="TOOTH")
    desk.client()
    for animal_id in ("A1", "A2", "A3"):
        desk.animal(animal_id)
    desk.act("X1", "A1", act_type="VACC")
    desk.act("X2", "A2", act_type="TOOTH")

    found = desk.practice.statistics.forgotten(on=TODAY)

    told = dict(zip(found["animal_id"], found["reason"], strict=True))
    assert told == {"A1": "no_rule", "A2": "no_due", "A3": "no_act"}
    assert list(found["last_label"]) == ["Vaccin CHPPiL4", "Détartrage", ""]


def test_an_animal_that_is_late_is_not_forgotten(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.client()
    desk.animal()
    desk.act(performed_on=date(2020, 1, 1))

    assert len(desk.practice.statistics.overdue(on=TODAY)) == 1
    assert desk.practice.statistics.forgotten(on=TODAY).empty


def test_the_names_behind_a_figure_are_read_together(desk: Desk) -> None:
    desk.client("C1", first_name="Ada", last_name="Gras")
    desk.animal("A1", "C1", name="Rex")

    assert desk.practice.statistics.names(["A1", "A9"]) == {"A1": ("Rex", "Ada Gras")}
