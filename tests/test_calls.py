"""Calling an expected client: what is noted, what follows from it, how it is undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from relance_ops.calls import Answer
from relance_ops.errors import NotFoundError, SettingError
from relance_ops.model import Form
from relance_ops.reports import Awaited, CallOutcome
from tests.factories import TODAY, Desk


@pytest.fixture
def reminded(due_desk: Desk) -> Desk:
    """One client reminded this noon, by email."""
    due_desk.practice.send(by="accueil")
    return due_desk


def awaited(desk: Desk, animal_id: str = "A1") -> Awaited:
    found = desk.practice.lists.awaited()
    return next(one for one in found if one.expected.animal_id == animal_id)


def note(desk: Desk, outcome: CallOutcome, text: str = "", **more: object) -> int:
    answer = Answer(outcome, text, **more)  # type: ignore[arg-type]
    return desk.practice.lists.note_call(awaited(desk).expected, answer, by="Léa")


def journal(desk: Desk) -> list[tuple[object, ...]]:
    return desk.rows(
        "select kind, who, animal_id, subject, before, after, note from event "
        "order by event_id"
    )


def test_a_call_is_shown_with_when_and_who(reminded: Desk) -> None:
    note(reminded, CallOutcome.WILL_CALL, "après les vacances")

    [call] = awaited(reminded).calls
    assert (call.outcome, call.note, call.by, call.at) == (
        CallOutcome.WILL_CALL, "après les vacances", "Léa", reminded.clock(),
    )  # fmt: skip


def test_the_journal_keeps_the_outcome_and_never_the_note(reminded: Desk) -> None:
    note(reminded, CallOutcome.MESSAGE, "rappeler au 06 12 34 56 78")

    assert journal(reminded) == [("call", "Léa", "A1", "VACC", "", "message", "")]


@pytest.mark.parametrize(
    ("outcome", "to_call"),
    [
        (CallOutcome.NO_ANSWER, True),
        (CallOutcome.MESSAGE, True),
        (CallOutcome.WILL_CALL, False),
        (CallOutcome.WRONG_NUMBER, False),
    ],
)
def test_whoever_answered_is_not_to_be_called_again(
    reminded: Desk, outcome: CallOutcome, *, to_call: bool
) -> None:
    note(reminded, outcome)

    assert awaited(reminded).to_call is to_call


def test_another_reminder_since_the_call_makes_it_to_do_again(desk: Desk) -> None:
    desk.yearly_vaccine(0, 30)
    desk.due_today()
    desk.practice.send(by="accueil")
    note(desk, CallOutcome.WILL_CALL)
    desk.clock.forward(days=30)

    desk.practice.send(by="accueil")

    assert awaited(desk).to_call


def test_whoever_has_an_appointment_is_not_to_be_called(reminded: Desk) -> None:
    for ident, days in (("R1", 9), ("R2", 4)):
        reminded.add(
            "appointment", appointment_id=ident, client_id="C1",
            starts_on=TODAY + timedelta(days=days),
        )  # fmt: skip

    found = awaited(reminded)

    assert found.appointment_on == TODAY + timedelta(days=4)
    assert not found.to_call


def test_the_appointment_of_another_animal_is_not_this_one_s(reminded: Desk) -> None:
    reminded.animal("A2", "C1")
    reminded.add(
        "appointment", appointment_id="R1", client_id="C1", animal_id="A2",
        starts_on=TODAY,
    )  # fmt: skip

    assert awaited(reminded).appointment_on is None


def test_the_other_animals_of_the_household_that_are_due_are_named(
    reminded: Desk,
) -> None:
    reminded.animal("A2", "C1", name="Mimi")
    reminded.act("X2", "A2")
    reminded.animal("A3", "C1", name="Pas concerné")

    assert awaited(reminded).others == ("Mimi",)


def test_days_are_counted_from_the_due_date_and_from_the_message(
    reminded: Desk,
) -> None:
    reminded.clock.forward(days=12)

    found = awaited(reminded)

    assert (found.overdue_days, found.since_days) == (12, 12)


@pytest.mark.parametrize(
    ("outcome", "field"),
    [
        (CallOutcome.DECEASED, "deceased_on"),
        (CallOutcome.DEPARTED, "departed_on"),
    ],
)
def test_a_death_or_a_departure_heard_on_the_telephone_is_written(
    reminded: Desk, outcome: CallOutcome, field: str
) -> None:
    note(reminded, outcome, since=date(2026, 11, 20))

    assert reminded.rows(f"select {field} from animal") == [(date(2026, 11, 20),)]
    assert reminded.practice.lists.awaited() == []


def test_a_death_without_a_day_is_refused_and_nothing_is_kept(reminded: Desk) -> None:
    with pytest.raises(SettingError, match="Il manque la date"):
        note(reminded, CallOutcome.DECEASED)

    assert awaited(reminded).calls == ()


def test_a_client_who_wants_no_more_may_refuse_some_forms(reminded: Desk) -> None:
    note(reminded, CallOutcome.STOPS, refusals=frozenset({Form.SMS, Form.PAPER}))

    assert reminded.rows(
        "select refuses_email, refuses_sms, refuses_paper from client"
    ) == [(False, True, True)]


def test_a_call_taken_back_is_no_longer_shown_and_stays_in_the_journal(
    reminded: Desk,
) -> None:
    call_id = note(reminded, CallOutcome.WILL_CALL)
    reminded.clock.forward(minutes=1)

    reminded.practice.lists.withdraw_call(call_id, by="Max")

    assert awaited(reminded).calls == ()
    assert reminded.rows("select count(*) from call") == [(1,)]
    assert journal(reminded)[-1] == (
        "call", "Max", "A1", "VACC", "will_call", "withdrawn", str(call_id),
    )  # fmt: skip


def test_taking_a_call_back_gives_back_what_it_wrote(reminded: Desk) -> None:
    call_id = note(
        reminded, CallOutcome.DECEASED, since=TODAY, refusals=frozenset({Form.SMS})
    )
    reminded.clock.forward(minutes=1)

    reminded.practice.lists.withdraw_call(call_id, by="Léa")

    assert reminded.rows("select deceased_on from animal") == [(None,)]
    assert reminded.rows("select refuses_sms from client") == [(False,)]
    assert awaited(reminded).calls == ()


def test_what_was_typed_again_since_is_not_taken_back(reminded: Desk) -> None:
    call_id = note(reminded, CallOutcome.DECEASED, since=TODAY)
    reminded.clock.forward(minutes=1)
    reminded.practice.type_over(
        "animal", "A1", "deceased_on", date(2026, 11, 1), by="Max"
    )
    reminded.clock.forward(minutes=1)

    reminded.practice.lists.withdraw_call(call_id, by="Léa")

    assert reminded.rows("select deceased_on from animal") == [(date(2026, 11, 1),)]


def test_a_call_is_taken_back_once(reminded: Desk) -> None:
    call_id = note(reminded, CallOutcome.WILL_CALL)
    reminded.practice.lists.withdraw_call(call_id, by="Léa")

    with pytest.raises(NotFoundError, match="déjà annulé"):
        reminded.practice.lists.withdraw_call(call_id, by="Léa")


def test_a_note_is_one_line_and_not_too_long(reminded: Desk) -> None:
    note(reminded, CallOutcome.MESSAGE, "  à\r\nrappeler ")
    with pytest.raises(SettingError, match="La note fait 301 caractères"):
        note(reminded, CallOutcome.MESSAGE, "x" * 301)

    assert [call.note for call in awaited(reminded).calls] == ["à rappeler"]


def test_the_latest_call_comes_first(reminded: Desk) -> None:
    note(reminded, CallOutcome.NO_ANSWER)
    note(reminded, CallOutcome.BOOKED)

    calls = reminded.practice.lists.calls_of("C1")

    assert [call.outcome for call in calls] == [
        CallOutcome.BOOKED, CallOutcome.NO_ANSWER,
    ]  # fmt: skip


def test_a_list_taken_away_is_in_the_journal(reminded: Desk) -> None:
    reminded.practice.lists.note_export("expected", 12, by="Léa")

    assert journal(reminded) == [("exported", "Léa", "", "expected", "", "12", "")]
