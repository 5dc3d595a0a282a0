"""« Est-ce que l'imprimante a bien fonctionné ? » and its two answers."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from relance_ops import print_jobs
from relance_ops.dashboard.printing import Browser
from relance_ops.dashboard.question import PrinterQuestion
from relance_ops.dashboard.reprint import EVERYTHING, FROM, SOME
from relance_ops.model import Kind
from relance_ops.printers import PrintJob, PrintState
from relance_ops.rights import Role, Visitor
from tests.factories import NOON, Desk


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


def test_a_number_that_makes_no_sense_chooses_nothing(asked: PrinterQuestion) -> None:
    asked.turn_red()
    asked.reprint.choice = FROM

    asked.reprint._first.value_input = "trois"
    assert asked.reprint.numbers() == frozenset()
    asked.reprint._first.value_input = "3"

    assert asked.reprint.numbers() == {3, 4}


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


# What the printer says


def told(desk: Desk, asked: PrinterQuestion, **said: Any) -> None:
    """The printer says something of the run's letters, and the page looks again."""
    known = {
        "job_name": "relance-1-letter-a", "run_id": 1, "kind": Kind.LETTER,
        "printer": "ipp://localhost/ipp/print", "by": "Léa", "at": NOON, "pages": 4,
    }  # fmt: skip
    with desk.practice.database.writing() as cursor:
        print_jobs.add(cursor, PrintJob(**{**known, **said}))
    [question] = desk.practice.print_questions()
    asked.show(question)


def test_the_question_shows_how_far_the_printer_is(
    desk: Desk, asked: PrinterQuestion
) -> None:
    told(desk, asked, state=PrintState.WORKING, pages_out=3)

    assert "L'imprimante travaille : 3 pages sur 4." in unescape(
        asked.says.words.object
    )
    assert asked.says.bar.value == 75
    assert not asked.red


def test_a_jam_opens_the_red_answer_from_the_first_letter_that_is_missing(
    desk: Desk, asked: PrinterQuestion
) -> None:
    told(desk, asked, state=PrintState.ABORTED, pages_out=2, seen=("media-jam",))

    assert asked.red
    assert (asked.reprint.choice, asked.reprint.first) == (FROM, 3)
    assert desk.states() == {"letter": {"awaiting": 4}}

    asked.no()

    assert desk.states() == {"letter": {"printed": 2, "voided": 2}}


def test_everything_out_leaves_both_answers(desk: Desk, asked: PrinterQuestion) -> None:
    told(desk, asked, state=PrintState.DONE, pages_out=4)

    assert "tout est sorti" in asked.says.words.object
    assert not asked.red
    assert desk.practice.print_questions() != []


def test_what_a_person_chose_is_not_undone_by_the_printer(
    desk: Desk, asked: PrinterQuestion
) -> None:
    told(desk, asked, state=PrintState.WORKING, pages_out=1)
    asked.turn_red()
    asked.reprint.param.update(choice=SOME, chosen=[2])

    told(desk, asked, state=PrintState.ABORTED, pages_out=2, seen=("media-jam",))

    assert asked.reprint.numbers() == {2}


def test_back_from_the_proposed_answer_stays_back(
    desk: Desk, asked: PrinterQuestion
) -> None:
    told(desk, asked, state=PrintState.ABORTED, pages_out=2, seen=("media-jam",))
    asked.turn_back()

    told(desk, asked, state=PrintState.ABORTED, pages_out=2, seen=("media-jam",))

    assert not asked.red


def test_no_dialog_opens_for_what_the_printer_was_given(
    desk: Desk, asked: PrinterQuestion
) -> None:
    told(desk, asked, state=PrintState.QUEUED)

    asked.print_now()

    assert asked.browser.asked == 0


def test_what_the_printer_does_not_have_is_sent_by_a_button(
    desk: Desk, asked: PrinterQuestion
) -> None:
    assert not asked.says.send.visible
    desk.practice.set("print.printer", "10.0.0.7", by="test")
    told(desk, asked, state=PrintState.REFUSED, reasons=("unreachable",))
    assert asked.says.send.visible

    asked.send_to_printer()

    [job] = desk.practice.printing.jobs(1)
    assert (job.state, job.by) == (PrintState.QUEUED, "Léa")
    assert not asked.says.send.visible


def test_a_second_press_sends_nothing_twice(desk: Desk, asked: PrinterQuestion) -> None:
    desk.practice.set("print.printer", "10.0.0.7", by="test")

    asked.send_to_printer()
    asked.send_to_printer()

    assert desk.rows("select count(*) from print_job") == [(1,)]


def test_the_browser_does_not_offer_to_print_what_the_printer_has(
    desk: Desk, asked: PrinterQuestion
) -> None:
    told(desk, asked, state=PrintState.DONE, pages_out=4)

    row, link = asked._files[Kind.LETTER]
    assert not row[0].visible
    assert link.visible
