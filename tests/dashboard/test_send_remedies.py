"""« Pourquoi pas ? » and « Pourquoi ? »: reasons, remedies, and each remedy undone."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape

import pytest

from relance_ops.dashboard.page import Session
from relance_ops.dashboard.pages.send import SendPage
from relance_ops.dashboard.remedies import DECEASED, DEPARTED, Concerned
from relance_ops.errors import ForbiddenError, SettingError
from relance_ops.rights import Role, Visitor
from tests.factories import TODAY, Desk


@pytest.fixture
def clinic(desk: Desk) -> Desk:
    """One reminder for each reason to stay, and one that leaves."""
    desk.yearly_vaccine()
    desk.due_today(1)
    desk.due_today(2, email="", mobile="", address1="")
    desk.due_today(3)
    desk.add(
        "appointment", appointment_id="R3", client_id="C3",
        starts_on=TODAY + timedelta(days=3),
    )  # fmt: skip
    desk.client("C4")
    desk.animal("A4", "C4")
    desk.act("X4", "A4", performed_on=date(2025, 1, 1))
    desk.due_today(5)
    desk.change("update animal set deceased_on = '2026-11-01' where animal_id = 'A5'")
    return desk


@pytest.fixture
def sending(clinic: Desk) -> SendPage:
    made = SendPage(session=Session(practice=clinic.practice))
    made.refresh()
    made.view = "staying"
    return made


def reasons(sending: SendPage) -> list[str]:
    return [button.label for button in sending.layout.staying.reasons]


def concerned(sending: SendPage, reason: str) -> Concerned:
    sending.layout.staying.choose(reason)
    [one] = sending.layout.staying.shown
    return Concerned(one.client, one.reminder.animal_id, one.reminder.animal_name)


def offered(sending: SendPage, reason: str) -> list[str]:
    sending.layout.staying.choose(reason)
    [cell] = sending.layout.staying.table.value.do
    return [part.partition('"')[0] for part in cell.split('data-do="')[1:]]


def test_the_reasons_are_read_when_they_are_asked_for(clinic: Desk) -> None:
    sending = SendPage(session=Session(practice=clinic.practice))
    sending.refresh()
    assert sending.layout.staying.staying is None

    sending.view = "staying"

    assert reasons(sending) == [
        "Sans moyen de contact (1)",
        "Rendez-vous pris (1)",
        "Trop tard (1)",
        "Animal décédé (1)",
    ]


def test_what_one_can_do_something_about_is_shown_first(sending: SendPage) -> None:
    assert sending.layout.staying.table.value.client.tolist() == ["Lefèvre C2 Élodie"]
    assert (
        "aucun moyen de contact utilisable" in sending.layout.staying.table.value.act[0]
    )


def test_a_held_reminder_says_until_when(sending: SendPage) -> None:
    sending.layout.staying.choose("appointment")

    assert "rendez-vous le 27/11/2026" in sending.layout.staying.table.value.act[0]


def test_the_search_finds_among_the_reasons_too(sending: SendPage) -> None:
    sending.search = "personne"

    assert sending.layout.staying.shown == ()


def test_each_reason_has_its_remedies(sending: SendPage) -> None:
    assert offered(sending, "no_usable_channel") == [
        "contact", "deceased", "departed", "record",
    ]  # fmt: skip
    assert offered(sending, "deceased") == ["alive", "record"]


def test_a_held_reminder_is_never_sent_all_the_same(sending: SendPage) -> None:
    assert offered(sending, "appointment") == ["deceased", "departed", "record"]


@pytest.mark.parametrize(
    ("ask", "field"), [("deceased", DECEASED), ("departed", DEPARTED)]
)
def test_an_animal_that_is_gone_leaves_the_list_and_comes_back(
    sending: SendPage, clinic: Desk, ask: str, field: str
) -> None:
    who = concerned(sending, "no_usable_channel")
    getattr(sending.remedies, ask)(who)
    assert sending.remedies.gone.open
    assert sending.remedies.since == TODAY

    sending.remedies.since = date(2026, 11, 20)
    sending.remedies.is_gone()
    assert clinic.rows(f"select {field} from animal where animal_id = 'A2'") == [
        (date(2026, 11, 20),)
    ]
    assert "Sans moyen de contact (1)" not in reasons(sending)

    sending.remedies.undo.undo()
    assert clinic.rows(f"select {field} from animal where animal_id = 'A2'") == [
        (None,)
    ]
    assert "Sans moyen de contact (1)" in reasons(sending)


def test_an_animal_that_is_not_dead_is_due_again_and_may_be_dead_again(
    sending: SendPage, clinic: Desk
) -> None:
    sending.remedies.is_back(concerned(sending, "deceased"), DECEASED)
    assert [row.reminder.animal_id for row in sending.rows] == ["A1", "A5"]

    sending.remedies.undo.undo()

    assert clinic.rows("select deceased_on from animal where animal_id = 'A5'") == [
        (date(2026, 11, 1),)
    ]


def test_a_bad_address_is_noted_and_undone(sending: SendPage, clinic: Desk) -> None:
    held = "select mail_returned from client where client_id = 'C2'"

    sending.remedies.bad_address(concerned(sending, "no_usable_channel"))
    assert clinic.rows(held) == [(True,)]

    sending.remedies.undo.undo()
    assert clinic.rows(held) == [(False,)]


def test_a_new_mobile_makes_the_reminder_leave(sending: SendPage) -> None:
    sending.remedies.add_contact(concerned(sending, "no_usable_channel"))
    sending.remedies.mobile = "06 98 76 54 32"

    sending.remedies.contact_typed()
    assert [row.reminder.animal_id for row in sending.rows] == ["A1", "A2"]

    sending.remedies.undo.undo()
    assert [row.reminder.animal_id for row in sending.rows] == ["A1"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            {"mobile": "02 99 12 34 56"},
            "« 02 99 12 34 56 » n'est pas un numéro de mobile",
        ),
        ({"email": "jean@gmail"}, "« jean@gmail » n'est pas une adresse email"),
        ({}, "Rien n'a changé"),
    ],
)
def test_a_contact_that_reaches_nobody_is_refused(
    sending: SendPage, clinic: Desk, typed: dict[str, str], told: str
) -> None:
    sending.remedies.add_contact(concerned(sending, "no_usable_channel"))
    sending.remedies.param.update(**typed)

    with pytest.raises(SettingError, match=told):
        sending.remedies.contact_typed()

    assert clinic.rows("select email, mobile from client where client_id = 'C2'") == [
        ("", "")
    ]


def test_what_is_wrong_with_a_contact_is_said_in_its_dialog(sending: SendPage) -> None:
    sending.remedies.add_contact(concerned(sending, "no_usable_channel"))
    sending.remedies.mobile = "12"

    sending.remedies.check_contact()

    assert sending.remedies.contact.open
    assert "n'est pas un numéro de mobile" in unescape(sending.remedies.wrong.object)


def test_a_refusal_wins_over_a_new_number(sending: SendPage, clinic: Desk) -> None:
    clinic.practice.type_over("client", "C2", "refuses_sms", True, by="test")
    sending.load()
    sending.remedies.add_contact(concerned(sending, "no_usable_channel"))
    sending.remedies.mobile = "06 98 76 54 32"

    with pytest.raises(SettingError, match="son refus l'emporte"):
        sending.remedies.contact_typed()


def test_a_remedy_keeps_what_was_unticked(clinic: Desk, sending: SendPage) -> None:
    sending.view = "reminders"
    sending.layout.table.selection = []
    sending.view = "staying"

    sending.remedies.bad_address(concerned(sending, "no_usable_channel"))

    assert sending.ticked == frozenset()


def test_whoever_may_not_write_in_the_records_has_no_remedy(clinic: Desk) -> None:
    analyst = Visitor("Ana", Role.ANALYST)
    sending = SendPage(session=Session(practice=clinic.practice, visitor=analyst))
    sending.refresh()
    sending.view = "staying"

    assert offered(sending, "no_usable_channel") == ["record"]
    with pytest.raises(ForbiddenError):
        sending.remedies.bad_address(concerned(sending, "no_usable_channel"))
    assert clinic.rows("select count(*) from event") == [(0,)]


def test_why_says_the_sentences_and_leads_to_the_record(clinic: Desk) -> None:
    gone: list[tuple[str, ...]] = []
    sending = SendPage(
        session=Session(practice=clinic.practice, go=lambda *to: gone.append(to))
    )
    sending.refresh()
    row = sending.rows[0]

    sending.why.ask(
        Concerned(row.client, row.reminder.animal_id, row.reminder.animal_name)
    )
    sending.why.record()

    assert (
        "Vaccin CHPPiL4 : à envoyer, échéance le 24/11/2026" in sending.why.said.object
    )
    assert gone == [("client", "C1")]


def test_why_tells_a_markup_name_as_text(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.change("update act_type set label = '<b>Vaccin</b>'")
    desk.due_today()
    sending = SendPage(session=Session(practice=desk.practice))
    sending.refresh()
    row = sending.rows[0]

    sending.why.ask(
        Concerned(row.client, row.reminder.animal_id, row.reminder.animal_name)
    )

    assert "<b>" not in sending.why.said.object
