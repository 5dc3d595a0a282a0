"""« Est-ce que l'imprimante a bien fonctionné ? » and its two answers."""

from __future__ import annotations

import pytest

from relance_ops.dashboard.printing import Browser
from relance_ops.dashboard.question import PrinterQuestion
from relance_ops.dashboard.reprint import EVERYTHING, FROM, SOME
from relance_ops.rights import Role, Visitor
from tests.factories import Desk


@pytest.fixture
def asked(desk: Desk) -> PrinterQuestion:
    """The question about a run of four letters."""
    desk.yearly_vaccine()
    for number in range(1, 5):
        desk.due_today(number, email="", mobile="")
    desk.practice.send(by="accueil")
    question = PrinterQuestion(
        practice=desk.practice,
        browser=Browser(),
        visitor=Visitor("Léa", Role.RECEPTION),
    )
    [open_question] = desk.practice.print_questions()
    question.show(open_question)
    return question


def test_the_question_is_asked_until_answered(
    desk: Desk, asked: PrinterQuestion
) -> None:
    assert asked.dialog.open

    asked.yes()

    assert not asked.dialog.open
    assert desk.practice.print_questions() == []


def test_green_prints_everything_for_good(desk: Desk, asked: PrinterQuestion) -> None:
    asked.yes()

    assert desk.states() == {"letter": {"printed": 4}}
    assert desk.ready() == []


@pytest.mark.parametrize(
    ("choice", "again"),
    [(EVERYTHING, {1, 2, 3, 4}), (FROM, {3, 4}), (SOME, {2})],
)
def test_red_proposes_again_what_was_chosen(
    desk: Desk, asked: PrinterQuestion, choice: str, again: set[int]
) -> None:
    asked.turn_red()
    asked.reprint.param.update(choice=choice, first=3, chosen=[2])

    asked.no()

    assert len(desk.ready()) == len(again)
    assert desk.states()["letter"]["voided"] == len(again)


def test_red_without_a_letter_changes_nothing(
    desk: Desk, asked: PrinterQuestion
) -> None:
    asked.turn_red()
    asked.reprint.param.update(choice=SOME, chosen=[])

    asked.no()

    assert asked.dialog.open
    assert desk.states() == {"letter": {"awaiting": 4}}


def test_the_second_answer_changes_nothing(desk: Desk, asked: PrinterQuestion) -> None:
    desk.practice.confirm(1, by="Paul")

    asked.turn_red()
    asked.no()

    assert not asked.dialog.open
    assert desk.states() == {"letter": {"printed": 4}}


def test_printing_asks_the_browser_for_the_merged_file(asked: PrinterQuestion) -> None:
    asked.print_now()

    assert asked.browser.url == "/courriers/1/letters.pdf"
    assert asked.browser.asked == 1
