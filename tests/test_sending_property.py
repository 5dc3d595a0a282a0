"""Runs, cancels and printer answers on random clinics: the reference keeps agreeing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relance_ops.model import Kind
from relance_ops.practice import Practice
from tests.factories import a_desk
from tests.random_clinics import Asked, busy_clinics
from tests.reference import due
from tests.reference_plan import plan
from tests.reference_world import Delivery, World
from tests.test_due_property import EXAMPLES, as_leaving, rows_of
from tests.worlds import load

# Each example makes a clinic, merges words and typesets letters: a quarter second.
examples = settings(
    max_examples=EXAMPLES // 10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

TWICE = """
    select claim.animal_id, claim.recall_group, claim.anchor_id, claim.step, claim.channel
    from claim
    join delivery_now using (delivery_id)
    where delivery_now.state not in ('voided', 'failed', 'bounced')
    group by all
    having count(*) > 1
    order by all
"""


@contextmanager
def practice_of(world: World) -> Iterator[Practice]:
    """The clinic, open, its outbox in a folder that is removed afterwards."""
    with TemporaryDirectory() as folder:
        practice = a_desk(Path(folder)).practice
        load(world, practice.database)
        yield practice
        practice.database.close()


def after_sending(world: World, on: date) -> World:
    """What the clinic has become once everything that is ready has left."""
    new = [
        Delivery(
            leaving.client_id,
            leaving.channel,
            on,
            "awaiting" if leaving.channel in ("letter", "card") else "sent",
            tuple(sorted(leaving.reminders)),
        )
        for leaving in plan(world, on)
    ]
    return replace(world, deliveries=(*world.deliveries, *new))


def after_cancelling(world: World, on: date, channels: frozenset[str]) -> World:
    """« Annuler l'envoi » by date and channel: those are ready again."""
    return replace(
        world,
        deliveries=tuple(
            replace(delivery, state="voided")
            if delivery.on == on and delivery.channel in channels
            else delivery
            for delivery in world.deliveries
        ),
    )


def after_printing(world: World, *, well: bool) -> World:
    """The printer question answered for every run: green, or red for everything."""
    return replace(
        world,
        deliveries=tuple(
            replace(delivery, state="printed" if well else "voided")
            if delivery.state == "awaiting"
            else delivery
            for delivery in world.deliveries
        ),
    )


def assert_same(practice: Practice, world: World, on: date) -> None:
    """Every row of the day, and every delivery that would leave, as the reference."""
    found = practice.due(on=on, everything=True)
    assert rows_of(found) == due(world, on, everything=True)
    leaving = {as_leaving(planned) for planned in practice.preview(on=on).deliveries}
    assert leaving == set(plan(world, on))
    assert practice.database.rows(TWICE) == []


@examples
@given(asked=busy_clinics)
def test_after_a_run_what_is_due_is_the_reference_with_its_deliveries(
    asked: Asked,
) -> None:
    world, on = asked.world, asked.on
    sent = after_sending(world, on)

    with practice_of(world) as practice:
        report = practice.send(by="test", on=on)

        assert report.claimed == len(plan(world, on))
        for days in (0, 7, 8):
            assert_same(practice, sent, on + timedelta(days))
        assert practice.send(by="test", on=on).run_id is None


@dataclass(frozen=True)
class Doing:
    """What somebody does, some days after the thing before it."""

    what: str
    days_later: int


doings = st.builds(
    Doing,
    st.sampled_from(
        ["send", "send", "cancel paper", "cancel everything", "green", "red"]
    ),
    st.sampled_from([0, 0, 1, 6, 7, 8, 15, 30]),
)
PAPER = frozenset({"letter", "card"})


def do(practice: Practice, world: World, doing: Doing, on: date) -> World:
    """Do it in the practice; what the clinic should have become."""
    if doing.what == "send":
        practice.send(by="test", on=on)
        return after_sending(world, on)
    if doing.what.startswith("cancel"):
        channels = PAPER if doing.what == "cancel paper" else frozenset(Kind)
        practice.cancel(sent_on=on, by="test", kinds=[Kind(c) for c in channels])
        return after_cancelling(world, on, frozenset(map(str, channels)))
    well = doing.what == "green"
    for question in practice.print_questions():
        numbers = [letter[0] for letter in question.letters]
        practice.confirm(question.run_id, by="test", reprint=[] if well else numbers)
    return after_printing(world, well=well)


@examples
@given(asked=busy_clinics, story=st.lists(doings, min_size=2, max_size=6))
def test_any_story_of_runs_and_answers_ends_as_the_reference_says(
    asked: Asked, story: list[Doing]
) -> None:
    # Cancelling must meet only what this story sent, whose states it knows.
    world, on = replace(asked.world, deliveries=()), asked.on

    with practice_of(world) as practice:
        for doing in story:
            on += timedelta(doing.days_later)
            world = do(practice, world, doing, on)

            assert_same(practice, world, on)
