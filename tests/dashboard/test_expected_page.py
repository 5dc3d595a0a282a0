"""« Quels sont les clients attendus ? » as an object, with its undo."""

from __future__ import annotations

from datetime import timedelta

import pytest

from relance_ops.dashboard.page import Session
from relance_ops.dashboard.pages.expected import ExpectedPage
from relance_ops.model import Kind
from tests.factories import TODAY, Desk


@pytest.fixture
def expected(desk: Desk) -> ExpectedPage:
    """Two clients reminded today: one by email, one by letter."""
    desk.yearly_vaccine()
    desk.due_today(1, last_name="Lefèvre")
    desk.due_today(2, last_name="Martin", email="", mobile="")
    desk.practice.send(by="accueil")
    desk.practice.confirm(1, by="accueil")
    return ExpectedPage(session=Session(practice=desk.practice))


def test_whoever_was_reminded_and_has_not_come_is_expected(
    expected: ExpectedPage,
) -> None:
    assert {one.client_id for one in expected.found()} == {"C1", "C2"}


def test_the_search_needs_no_accent(expected: ExpectedPage) -> None:
    expected.search = "lefevre"

    assert [one.client_id for one in expected.found()] == ["C1"]
    assert len(expected.table.value) == 1


def test_the_undo_opens_on_today_with_the_two_paper_boxes(
    expected: ExpectedPage,
) -> None:
    expected.cancelling.ask()

    assert expected.cancelling.sent_on == TODAY
    assert expected.cancelling.kinds == {Kind.LETTER, Kind.CARD}
    assert "1 lettre" in expected.cancelling.counted.object


def test_the_undo_of_paper_leaves_the_emails_alone(
    desk: Desk, expected: ExpectedPage
) -> None:
    expected.cancelling.ask()

    expected.cancelling.undo()

    assert desk.ready() == ["A2"]
    assert [one.client_id for one in expected.expected] == ["C1"]
    assert expected.back.visible


def test_emails_are_undone_only_after_a_warning(expected: ExpectedPage) -> None:
    expected.cancelling.ask()
    assert not expected.cancelling.warning.visible

    expected.cancelling.boxes[Kind.EMAIL].value = True

    assert expected.cancelling.warning.visible
    assert "1 email" in expected.cancelling.counted.object


def test_another_day_has_nothing_to_undo(expected: ExpectedPage) -> None:
    expected.cancelling.ask()

    expected.cancelling.sent_on = TODAY - timedelta(days=1)

    assert expected.cancelling.red.disabled


def test_the_same_undo_twice_says_that_there_was_nothing(
    expected: ExpectedPage,
) -> None:
    expected.cancelling.ask()
    expected.cancelling.undo()

    expected.cancelling.undo()

    assert expected.outcome.object == "Il n&#x27;y avait rien à annuler."
    assert not expected.back.visible
