"""Whom each form reaches, and the « boutons magiques »."""

from __future__ import annotations

from relance_ops.model import Form
from relance_ops.reach import MagicButton
from relance_ops.settings import Settings
from tests.factories import Desk

TICK_SMS = MagicButton(Form.SMS, ticks=True)
UNTICK_SMS = MagicButton(Form.SMS, ticks=False)


def sms_boxes(desk: Desk) -> dict[str, bool]:
    return dict(desk.rows("select client_id, by_sms from client order by client_id"))


def test_a_form_reaches_those_with_a_usable_contact_who_do_not_refuse(
    desk: Desk,
) -> None:
    desk.client("C1")
    desk.client("C2", mobile="02 99 30 00 00")
    desk.client("C3", refuses_sms=True, mail_returned=True)

    reach = desk.practice.forms.reach()

    assert reach.reached() == {Form.EMAIL: 3, Form.SMS: 1, Form.PAPER: 2}
    assert reach.refused() == {Form.SMS: 1}


def test_an_address_refused_for_good_reaches_nobody(desk: Desk) -> None:
    desk.client("C1")
    desk.add(
        "dead_contact",
        client_id="C1",
        form="email",
        address="c1@example.fr",
        reason="550",
        flagged_at=desk.clock().replace(tzinfo=None),
    )

    assert desk.practice.forms.reach().reached()[Form.EMAIL] == 0


def test_an_archived_client_is_neither_counted_nor_changed(desk: Desk) -> None:
    desk.client("C1", archived=True)

    reach = desk.practice.forms.reach()
    changed = desk.practice.forms.press(UNTICK_SMS, by="test")

    assert reach.clients == ()
    assert changed == ()
    assert sms_boxes(desk) == {"C1": True}


def test_the_clinic_s_first_usable_form_counts_once(desk: Desk) -> None:
    desk.client("C1")
    desk.client("C2", email="")
    desk.client("C3", email="", mobile="", address1="")

    chosen = desk.practice.forms.reach().chosen(Settings())

    assert chosen == {Form.EMAIL: 1, Form.SMS: 1, None: 1}


def test_with_a_choice_for_each_client_every_ticked_box_counts(desk: Desk) -> None:
    desk.client("C1", by_paper=False)
    desk.client("C2", by_email=False, by_sms=False, by_paper=False)

    chosen = desk.practice.forms.reach().chosen(
        Settings().with_value("form.mode", "client")
    )

    assert chosen == {Form.EMAIL: 1, Form.SMS: 1, None: 1}


def test_a_magic_button_says_whom_it_leaves_alone_and_why(desk: Desk) -> None:
    desk.client("C1", by_sms=False)
    desk.client("C2", by_sms=False, refuses_sms=True)
    desk.client("C3", by_sms=False, mobile="")
    desk.client("C4")
    button = MagicButton(Form.SMS, ticks=True, usable_only=True)

    change = desk.practice.forms.reach().change(button)

    assert change.client_ids == ("C1",)
    assert (change.refusing, change.unreachable, change.already) == (1, 1, 1)


def test_ticking_for_everyone_never_touches_a_refusal(desk: Desk) -> None:
    desk.client("C1", by_sms=False)
    desk.client("C2", by_sms=False, refuses_sms=True)

    changed = desk.practice.forms.press(TICK_SMS, by="test")

    assert changed == ("C1",)
    assert sms_boxes(desk) == {"C1": True, "C2": False}
    assert desk.rows("select refuses_sms from client where client_id = 'C2'") == [
        (True,)
    ]


def test_a_refusal_that_came_since_the_question_wins(desk: Desk) -> None:
    desk.client("C1", by_sms=False)
    asked = desk.practice.forms.reach().change(TICK_SMS)
    desk.practice.type_over("client", "C1", "refuses_sms", True, by="accueil")

    changed = desk.practice.forms.press(TICK_SMS, by="test")

    assert asked.client_ids == ("C1",)
    assert changed == ()


def test_the_undo_gives_back_those_that_changed_and_no_other(desk: Desk) -> None:
    desk.client("C1", by_sms=False)
    desk.client("C2")
    changed = desk.practice.forms.press(TICK_SMS, by="test")

    given_back = desk.practice.forms.take_back(TICK_SMS, changed, by="test")

    assert given_back == ("C1",)
    assert sms_boxes(desk) == {"C1": False, "C2": True}
    assert desk.rows("select * from manual_value") == []


def test_each_changed_box_is_in_the_journal(desk: Desk) -> None:
    desk.client("C1")
    desk.client("C2")

    desk.practice.forms.press(UNTICK_SMS, by="Camille")

    assert desk.rows(
        "select client_id, who, subject, before, after from event order by event_id"
    ) == [
        ("C1", "Camille", "by_sms", "true", "false"),
        ("C2", "Camille", "by_sms", "true", "false"),
    ]


def test_what_is_shown_after_a_button_is_what_reading_again_would_show(
    desk: Desk,
) -> None:
    desk.client("C1")
    desk.client("C2", by_sms=False)
    before = desk.practice.forms.reach()

    changed = desk.practice.forms.press(UNTICK_SMS, by="test")

    assert before.after(UNTICK_SMS, changed) == desk.practice.forms.reach()
