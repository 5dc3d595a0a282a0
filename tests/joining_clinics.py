"""Busy random clinics with one more reminder that may just join, or just may not.

Left to chance that is one clinic in a hundred: a second animal of a client to whom
something leaves, due a few days later, with an appointment or a past run of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.random_clinics import STEPS, Asked, busy_clinics
from tests.reference import Row, due
from tests.reference_world import Act, Appointment, Delivery, World
from tests.worlds import PATHS

JOINER, ITS_ACT = "joiner", "joiner's act"


@st.composite
def joining_clinics(draw: st.DrawFn) -> Asked:
    """A clinic where a reminder is planned about group_ahead_days after *on*."""
    asked = draw(busy_clinics)
    leaving = draw(st.sampled_from(leaving_rows(asked)))
    ahead = draw(st.sampled_from([5, 1, 30]))
    planned_on = asked.on + timedelta(ahead + draw(st.sampled_from([0, -1, 1])))
    world = with_joiner(asked.world, leaving, planned_on, asked.on)
    if draw(st.booleans()):
        day = asked.on + timedelta(draw(st.sampled_from([0, 61, 60, -1])))
        visit = Appointment(leaving.client_id, JOINER, day)
        world = replace(world, appointments=(*world.appointments, visit))
    runs = past_runs(draw, asked.on, leaving)
    world = replace(world, deliveries=(*world.deliveries, *runs))
    grouping = draw(st.sampled_from(["client", "client", "client", "animal", "none"]))
    choices = replace(
        world.choices,
        group_ahead_days=ahead,
        grouping=grouping,
        appointment_days=60,
    )
    return Asked(replace(world, choices=choices), asked.on)


def leaving_rows(asked: Asked) -> list[Row]:
    return [row for row in due(asked.world, asked.on) if row.state == "ready"]


def with_joiner(world: World, leaving: Row, planned_on: date, on: date) -> World:
    """One more animal like the one that is reminded, whose turn is *planned_on*."""
    [like] = [a for a in world.animals if a.animal_id == leaving.animal_id]
    assert leaving.planned_on is not None
    due_on = planned_on + (leaving.due_on - leaving.planned_on)
    act = Act(ITS_ACT, JOINER, leaving.act_type, min(on, due_on), due_on)
    animal = replace(like, animal_id=JOINER)
    return replace(world, animals=(*world.animals, animal), acts=(*world.acts, act))


def past_runs(draw: st.DrawFn, on: date, leaving: Row) -> Iterable[Delivery]:
    """Its step left already, or two others did."""
    others = tuple(step for step in STEPS if step != leaving.step)
    for step in draw(st.sampled_from([(), (), (leaving.step,), others])):
        day = on - timedelta(draw(st.sampled_from([61, 8, 7, 6])))
        state = draw(st.sampled_from(["sent", "printed", *PATHS]))
        claim = (JOINER, leaving.recall_group, ITS_ACT, step)
        yield Delivery(leaving.client_id, "email", day, state, (claim,))
