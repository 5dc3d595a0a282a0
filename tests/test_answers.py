"""What a person decides after a run: the printer, the undo, the uncertain ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

import pytest

from relance_ops.errors import AlreadyAnsweredError, NotFoundError
from relance_ops.model import DeliveryState, Kind, Message, Receipt
from tests.factories import TODAY, Desk

PAPER_ONLY = {"email": "", "mobile": ""}


@pytest.fixture
def letters_desk(desk: Desk) -> Desk:
    """Five letters and one email have just left."""
    desk.yearly_vaccine()
    for number in range(1, 6):
        desk.due_today(number, postcode=f"3500{number}", **PAPER_ONLY)
    desk.due_today(6)
    desk.practice.send(by="accueil")
    return desk


def test_letters_wait_for_an_answer_and_are_not_proposed_meanwhile(
    letters_desk: Desk,
) -> None:
    [question] = letters_desk.practice.print_questions()

    assert letters_desk.states() == {"email": {"sent": 1}, "letter": {"awaiting": 5}}
    assert [letter[0] for letter in question.letters] == [1, 2, 3, 4, 5]
    assert letters_desk.ready() == []


def test_the_green_answer_remembers_them_for_good(letters_desk: Desk) -> None:
    letters_desk.practice.confirm(1, by="accueil")

    assert letters_desk.states()["letter"] == {"printed": 5}
    assert letters_desk.practice.print_questions() == []
    assert letters_desk.ready() == []


def test_the_red_answer_brings_everything_back(letters_desk: Desk) -> None:
    letters_desk.practice.confirm(1, by="accueil", reprint=range(1, 6))

    assert letters_desk.states() == {"email": {"sent": 1}, "letter": {"voided": 5}}
    assert letters_desk.ready() == ["A1", "A2", "A3", "A4", "A5"]


def test_the_red_answer_from_letter_three_brings_back_those(letters_desk: Desk) -> None:
    letters_desk.practice.confirm(1, by="accueil", reprint=[3, 4, 5])

    assert letters_desk.states()["letter"] == {"printed": 2, "voided": 3}
    assert letters_desk.ready() == ["A3", "A4", "A5"]


def test_what_was_brought_back_leaves_again_in_a_new_run(letters_desk: Desk) -> None:
    letters_desk.practice.confirm(1, by="accueil", reprint=[3, 4, 5])

    letters_desk.practice.send(by="accueil")

    assert letters_desk.states(2) == {"letter": {"awaiting": 3}}
    assert letters_desk.practice.check_up().twice == 0


def test_the_first_answer_wins_and_the_second_is_told_who_gave_it(
    letters_desk: Desk,
) -> None:
    letters_desk.practice.confirm(1, by="Chloé")

    with pytest.raises(AlreadyAnsweredError, match=r"Chloé .* 24/11/2026 à 12:00"):
        letters_desk.practice.confirm(1, by="Paul", reprint=[1])

    assert letters_desk.states()["letter"] == {"printed": 5}


def test_a_letter_number_that_does_not_exist_changes_nothing(
    letters_desk: Desk,
) -> None:
    with pytest.raises(NotFoundError, match="n° 9"):
        letters_desk.practice.confirm(1, by="accueil", reprint=[9])

    assert letters_desk.states()["letter"] == {"awaiting": 5}


def test_a_run_without_paper_has_nothing_to_confirm(due_desk: Desk) -> None:
    due_desk.practice.send(by="accueil")

    with pytest.raises(NotFoundError, match="pas de courrier papier"):
        due_desk.practice.confirm(1, by="accueil")


def test_a_run_that_does_not_exist_is_named(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="n° 12"):
        desk.practice.confirm(12, by="accueil")


def test_cancelling_brings_paper_back_and_leaves_emails_alone(
    letters_desk: Desk,
) -> None:
    letters_desk.practice.confirm(1, by="accueil")

    undone = letters_desk.practice.cancel(sent_on=TODAY, by="accueil")

    assert undone == {Kind.LETTER: 5}
    assert letters_desk.ready() == ["A1", "A2", "A3", "A4", "A5"]
    assert letters_desk.states()["email"] == {"sent": 1}


def test_the_same_cancel_twice_undoes_nothing_the_second_time(
    letters_desk: Desk,
) -> None:
    letters_desk.practice.cancel(sent_on=TODAY, by="accueil")

    assert letters_desk.practice.cancel(sent_on=TODAY, by="accueil") == {}


def test_an_act_done_since_stays_fulfilled_after_a_cancel(letters_desk: Desk) -> None:
    letters_desk.act("X9", "A2", performed_on=TODAY)

    letters_desk.practice.cancel(sent_on=TODAY, by="accueil")

    assert letters_desk.ready() == ["A1", "A3", "A4", "A5"]


def test_a_cancel_of_another_day_undoes_nothing(letters_desk: Desk) -> None:
    assert letters_desk.practice.cancel(sent_on=TODAY - timedelta(days=1), by="x") == {}


def test_emails_are_undone_only_when_asked(letters_desk: Desk) -> None:
    undone = letters_desk.practice.cancel(
        sent_on=TODAY, by="accueil", kinds=[Kind.EMAIL]
    )

    assert undone == {Kind.EMAIL: 1}
    assert letters_desk.ready() == ["A6"]


def test_a_cancel_may_be_limited_to_one_family(letters_desk: Desk) -> None:
    undone = letters_desk.practice.cancel(
        sent_on=TODAY, by="accueil", family="information"
    )

    assert undone == {}


def test_what_a_cancel_would_undo_can_be_counted_first(letters_desk: Desk) -> None:
    counted = letters_desk.practice.cancellable(sent_on=TODAY)

    assert counted == {Kind.EMAIL: 1, Kind.LETTER: 5}
    assert letters_desk.states()["letter"] == {"awaiting": 5}


class Uncertain:
    """A channel that never knows."""

    kind = Kind.EMAIL
    needs_confirmation = False

    def send(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        for message in messages:
            yield Receipt(message.delivery_id, DeliveryState.UNCERTAIN)


@pytest.fixture
def uncertain_desk(due_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """One email may or may not have left."""
    usual = due_desk.practice._channels()
    monkeypatch.setattr(
        due_desk.practice, "_channels", lambda: {**usual, Kind.EMAIL: Uncertain()}
    )
    due_desk.practice.send(by="accueil")
    monkeypatch.undo()
    return due_desk


def test_an_uncertain_email_is_never_sent_again_by_itself(uncertain_desk: Desk) -> None:
    uncertain_desk.clock.forward(days=3)

    uncertain_desk.practice.work(by="programme")

    assert uncertain_desk.ready() == []
    assert [s.delivery_id for s in uncertain_desk.practice.check_up().uncertain] == [1]


def test_an_uncertain_email_considered_sent_is_sent(uncertain_desk: Desk) -> None:
    uncertain_desk.practice.resolve(1, sent=True, by="accueil")

    assert uncertain_desk.states() == {"email": {"sent": 1}}
    assert uncertain_desk.ready() == []


def test_an_uncertain_email_to_send_again_is_ready(uncertain_desk: Desk) -> None:
    uncertain_desk.practice.resolve(1, sent=False, by="accueil")

    assert uncertain_desk.ready() == ["A1"]


def test_only_an_uncertain_delivery_can_be_decided_on(uncertain_desk: Desk) -> None:
    uncertain_desk.practice.resolve(1, sent=True, by="accueil")

    with pytest.raises(NotFoundError, match="n'est pas incertain"):
        uncertain_desk.practice.resolve(1, sent=False, by="accueil")


def test_a_reminded_client_is_expected_until_the_act_is_done(
    letters_desk: Desk,
) -> None:
    letters_desk.practice.confirm(1, by="accueil")
    before = [e.client_id for e in letters_desk.practice.expected()]
    letters_desk.act("X9", "A2", performed_on=TODAY)
    after = [e.client_id for e in letters_desk.practice.expected()]

    assert before == ["C1", "C2", "C3", "C4", "C5", "C6"]
    assert after == ["C1", "C3", "C4", "C5", "C6"]


def test_an_expected_client_shows_how_often_and_by_what(letters_desk: Desk) -> None:
    [first, *_others] = letters_desk.practice.expected()

    assert (first.steps_sent, first.channels) == ((1,), (Kind.LETTER,))
    assert (first.last_sent_on, first.due_on) == (TODAY, TODAY)


@pytest.mark.parametrize(
    "gone",
    [
        "update animal set deceased_on = '2026-11-24' where animal_id = 'A1'",
        "update animal set departed_on = '2026-11-01' where animal_id = 'A1'",
        "update client set archived = true where client_id = 'C1'",
    ],
)
def test_nobody_waits_for_who_is_gone(letters_desk: Desk, gone: str) -> None:
    letters_desk.change(gone)

    assert "C1" not in [e.client_id for e in letters_desk.practice.expected()]
