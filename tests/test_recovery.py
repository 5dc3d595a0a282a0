"""After a crash: what was open is settled at start, and nothing leaves twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from relance_ops import ledger
from relance_ops.model import DeliveryState
from relance_ops.recovery import Recovered
from tests.factories import Desk


def crash_after(desk: Desk, *states: DeliveryState) -> None:
    """Leave delivery 1 as a killed process would: with only these lines."""
    desk.practice.send(by="accueil")
    lines = []
    for state in states:
        lines += ledger.entries_for([1], state, at=desk.clock(), by="accueil")
    desk.change("drop trigger ledger_keeps_all_lines on ledger")
    desk.change("delete from ledger")
    for line in lines:
        with desk.practice.database.writing() as cursor:
            ledger.append(cursor, [line])


def test_handed_without_an_outcome_becomes_uncertain(due_desk: Desk) -> None:
    crash_after(due_desk, DeliveryState.CLAIMED, DeliveryState.HANDED)

    found = due_desk.practice.recover()

    assert found == Recovered(uncertain=1)
    assert due_desk.states() == {"email": {"uncertain": 1}}
    assert due_desk.ready() == []


def test_claimed_and_never_handed_is_ready_again(due_desk: Desk) -> None:
    crash_after(due_desk, DeliveryState.CLAIMED)

    found = due_desk.practice.recover()

    assert found == Recovered(released=1)
    assert due_desk.ready() == ["A1"]


def test_what_was_settled_is_left_alone(due_desk: Desk) -> None:
    due_desk.practice.send(by="accueil")

    assert due_desk.practice.recover() == Recovered()
    assert due_desk.states() == {"email": {"sent": 1}}


def test_a_second_recovery_changes_nothing(due_desk: Desk) -> None:
    crash_after(due_desk, DeliveryState.CLAIMED, DeliveryState.HANDED)
    due_desk.practice.recover()

    assert due_desk.practice.recover() == Recovered()


@pytest.fixture
def letter_desk(desk: Desk) -> Desk:
    desk.yearly_vaccine()
    desk.due_today(1, email="", mobile="")
    return desk


def test_a_letter_whose_file_is_whole_awaits_its_answer(letter_desk: Desk) -> None:
    crash_after(letter_desk, DeliveryState.CLAIMED)

    found = letter_desk.practice.recover()

    assert found == Recovered(awaiting=1)
    assert letter_desk.practice.print_questions()[0].letters[0][2:4] == (1, 1)


@pytest.mark.parametrize("state", [DeliveryState.CLAIMED, DeliveryState.AWAITING])
def test_a_letter_whose_file_is_torn_is_ready_again(
    letter_desk: Desk, state: DeliveryState
) -> None:
    crash_after(letter_desk, state)
    pdf = Path(letter_desk.practice.report(1).letters_pdf)
    pdf.write_bytes(pdf.read_bytes()[:-100])

    found = letter_desk.practice.recover()

    assert found == Recovered(released=1)
    assert letter_desk.ready() == ["A1"]


def test_a_letter_without_its_file_is_ready_again(letter_desk: Desk) -> None:
    crash_after(letter_desk, DeliveryState.AWAITING)
    Path(letter_desk.practice.report(1).letters_pdf).unlink()

    assert letter_desk.practice.recover() == Recovered(released=1)
