"""« À traiter »: what waits for a person, and what ends the wait."""

from __future__ import annotations

import pytest

from relance_ops.errors import NotFoundError
from relance_ops.model import Cause, DeliveryState, Form, Kind
from relance_ops.to_treat import ToTreat
from tests.factories import TODAY, Desk
from tests.outcomes import becomes, is_dead


@pytest.fixture
def sent_desk(due_desk: Desk) -> Desk:
    """One email that has left: delivery 1."""
    due_desk.practice.send(by="Camille")
    due_desk.clock.forward(minutes=1)
    return due_desk


def waiting(desk: Desk) -> ToTreat:
    return desk.practice.treating.read()


def refuse(desk: Desk, cause: Cause = Cause.MESSAGE) -> None:
    becomes(desk, 1, DeliveryState.FAILED, cause=cause, reason="554 refusé")


def test_nothing_waits_after_a_send_that_went_well(sent_desk: Desk) -> None:
    assert waiting(sent_desk) == ToTreat()
    assert sent_desk.practice.treating.urgent() == 0


def test_an_uncertain_delivery_waits_until_somebody_decides(sent_desk: Desk) -> None:
    becomes(sent_desk, 1, DeliveryState.UNCERTAIN, reason="coupure")

    [one] = waiting(sent_desk).uncertain

    assert (one.delivery_id, one.client_name) == (1, "Lefèvre C1 Élodie")
    assert (one.animals, one.reason) == (("Rex A1",), "coupure")
    assert sent_desk.practice.treating.urgent() == 1
    sent_desk.practice.resolve(1, sent=True, by="Léa")
    assert waiting(sent_desk).uncertain == ()


def test_an_uncertain_delivery_is_never_too_old(sent_desk: Desk) -> None:
    becomes(sent_desk, 1, DeliveryState.UNCERTAIN)
    sent_desk.clock.forward(days=400)

    assert len(waiting(sent_desk).uncertain) == 1


def test_a_refused_text_waits_until_it_is_seen(sent_desk: Desk) -> None:
    refuse(sent_desk)
    [one] = waiting(sent_desk).failed

    sent_desk.practice.treating.seen(one, by="Léa")

    assert waiting(sent_desk).failed == ()
    assert sent_desk.practice.treating.urgent() == 0


def test_a_refused_text_waits_no_more_once_its_reminder_left_again(
    sent_desk: Desk,
) -> None:
    refuse(sent_desk)

    sent_desk.practice.send(by="Camille")

    assert waiting(sent_desk).failed == ()


def test_a_client_who_refuses_that_form_has_no_refused_text_to_treat(
    sent_desk: Desk,
) -> None:
    refuse(sent_desk)

    sent_desk.practice.type_over("client", "C1", "refuses_email", True, by="Léa")

    assert waiting(sent_desk).failed == ()


def test_a_refusal_of_last_season_is_told_no_more(sent_desk: Desk) -> None:
    refuse(sent_desk)
    sent_desk.clock.forward(days=91)

    assert waiting(sent_desk).failed == ()


def test_a_dead_address_is_told_once_as_an_address(sent_desk: Desk) -> None:
    refuse(sent_desk, Cause.RECIPIENT)
    is_dead(sent_desk, "C1", "email", "c1@example.fr")

    found = waiting(sent_desk)

    assert found.failed == ()
    assert [(one.form, one.reason) for one in found.refused] == [
        (Form.EMAIL, "550 boîte inconnue")
    ]


def test_a_dead_address_that_was_corrected_is_told_no_more(due_desk: Desk) -> None:
    is_dead(due_desk, "C1", "email", "c1@example.fr")
    due_desk.practice.type_over("client", "C1", "email", "neuf@exemple.fr", by="Léa")

    assert waiting(due_desk).refused == ()


def test_a_dead_address_is_tried_again_when_asked(due_desk: Desk) -> None:
    is_dead(due_desk, "C1", "email", "c1@example.fr")
    [one] = waiting(due_desk).refused

    due_desk.practice.treating.retry_address(one, by="Léa")

    [reminder] = due_desk.practice.due().reminders
    assert reminder.channels == (Kind.EMAIL,)
    assert due_desk.rows("select kind, client_id, subject, note from event") == [
        ("address_retried", "C1", "email", "")
    ]
    with pytest.raises(NotFoundError):
        due_desk.practice.treating.retry_address(one, by="Luc")


def test_a_reminder_without_a_way_out_waits_for_a_contact(due_desk: Desk) -> None:
    due_desk.change("update client set email = '', mobile = '', address1 = ''")

    [one] = waiting(due_desk).blocked

    assert one.reminder.animal_id == "A1"
    due_desk.practice.type_over("client", "C1", "email", "neuf@exemple.fr", by="Léa")
    assert waiting(due_desk).blocked == ()


def test_returned_mail_waits_until_the_address_is_corrected(due_desk: Desk) -> None:
    due_desk.practice.type_over("client", "C1", "mail_returned", True, by="Léa")

    [one] = waiting(due_desk).returned

    assert one.address == ("12 rue de l'Église", "35000 Rennes")
    due_desk.practice.type_over("client", "C1", "mail_returned", False, by="Léa")
    assert waiting(due_desk).returned == ()


@pytest.mark.parametrize(
    "change",
    [
        "update client set archived = true",
        "update client set refuses_paper = true, refuses_email = true",
        f"update animal set deceased_on = date '{TODAY}'",
    ],
)
def test_contacts_of_those_who_are_not_reminded_need_no_correction(
    due_desk: Desk, change: str
) -> None:
    due_desk.change("update client set mail_returned = true")
    is_dead(due_desk, "C1", "email", "c1@example.fr")

    due_desk.change(change)

    assert waiting(due_desk).returned == ()
    assert waiting(due_desk).refused == ()


def test_a_paused_channel_tells_how_many_wait_and_starts_again_once(
    sent_desk: Desk,
) -> None:
    becomes(sent_desk, 1, DeliveryState.RETRY, cause=Cause.ACCOUNT)
    sent_desk.add(
        "channel_pause",
        channel="email",
        reason="535 mot de passe refusé",
        paused_at=sent_desk.clock().replace(tzinfo=None),
    )
    [pause] = waiting(sent_desk).paused
    assert (pause.kind, pause.waiting) == (Kind.EMAIL, 1)
    assert sent_desk.practice.treating.urgent() == 1

    sent_desk.practice.treating.resume(Kind.EMAIL, by="Léa")

    assert waiting(sent_desk).paused == ()
    sent_desk.practice.work(by="programme")
    assert sent_desk.states() == {"email": {"sent": 1}}
    with pytest.raises(NotFoundError):
        sent_desk.practice.treating.resume(Kind.EMAIL, by="Luc")
