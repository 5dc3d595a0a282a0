"""A short run of the crash machine, and proof that it would notice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from relance_ops import ledger
from relance_ops.model import DeliveryState
from tests.factories import Desk
from tests.torture.clinic import World
from tests.torture.invariants import broken
from tests.torture.machine import play, played, world
from tests.torture.program import Typed
from tests.torture.stories import SEND, Front, Scene, Story, told
from tests.torture.strikes import How, Strike, Where
from tests.torture.struck import Point

pytestmark = pytest.mark.slow

ROUNDS = 8


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("torture"), printer=False) as made:
        yield made


@pytest.mark.parametrize("seed", range(1, ROUNDS + 1))
def test_no_blow_breaks_a_promise(around: World, seed: int) -> None:
    found = play(seed, around, printer=False)

    assert found.wrong == []


@pytest.mark.parametrize(
    "where",
    [Point.STATEMENT, Point.COMMITTED, Where.SENDING, Where.HEARING, Where.SYNCING],
)
def test_a_blow_lands_where_it_was_aimed(around: World, where: Where | Point) -> None:
    strike = Strike(How.KILL, where, 4)
    story = Story(0, Front.COMMANDS, (Scene(Typed(SEND, strike=strike)),))

    found = played(story, around)

    assert found.landed.total() == 1
    assert found.wrong == []


def test_a_seed_tells_the_same_story_again() -> None:
    stories = [told(seed, printer=True) for seed in range(200)]

    assert stories == [told(seed, printer=True) for seed in range(200)]
    assert len({str(story.scenes) for story in stories}) > 150


@pytest.mark.parametrize(
    ("states", "taken", "sentence"),
    [
        (["claimed", "handed", "sent"], 0, "lost"),
        (["claimed", "handed", "sent"], 2, "accepted 2 times"),
        (["claimed", "handed", "voided"], 1, "neither sent nor listed"),
        (["claimed", "handed", "retry"], 1, "neither sent nor listed"),
        (["claimed", "handed"], 1, "left open"),
        (["claimed", "sent"], 1, "claimed became sent"),
        (["claimed", "handed", "uncertain", "handed"], 1, "uncertain became handed"),
        (["claimed", "handed", "sent", "voided", "sent"], 1, "voided became sent"),
    ],
)
def test_the_judges_name_what_is_wrong(
    due_desk: Desk, states: list[str], taken: int, sentence: str
) -> None:
    due_desk.practice.send(by="accueil")
    lives(due_desk, states)

    found = broken(due_desk.rows, {1: taken} if taken else {})

    assert any(sentence in one for one in found), found


def test_the_judges_see_a_message_that_nobody_wrote_down(due_desk: Desk) -> None:
    assert broken(due_desk.rows, {7: 1}) == ["delivery 7 left without a trace"]


def test_the_judges_see_a_reminder_that_left_in_two_deliveries(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.due_today()
    desk.practice.send(by="accueil")
    desk.change(
        "insert into delivery select * replace (2 as delivery_id) from delivery"
    )
    desk.change(
        "insert into claim select * replace (2 as delivery_id, 2 as attempt) from claim"
    )
    desk.change(
        "insert into ledger by name select * replace (2 as delivery_id, "
        "entry_id + 100 as entry_id) from ledger"
    )

    found = broken(desk.rows, {1: 1, 2: 1})

    assert any("left 2 times" in one for one in found), found


def test_the_judges_say_nothing_of_an_honest_run(due_desk: Desk) -> None:
    due_desk.practice.send(by="accueil")

    assert broken(due_desk.rows, {1: 1}) == []


def lives(desk: Desk, states: list[str]) -> None:
    """Give delivery 1 these lines and no others."""
    desk.change("drop trigger ledger_keeps_all_lines on ledger")
    desk.change("delete from ledger")
    for state in states:
        lines = ledger.entries_for(
            [1], DeliveryState(state), at=desk.clock(), by="accueil"
        )
        with desk.practice.database.writing() as cursor:
            ledger.append(cursor, lines)
