"""Finding a client, and the record, as objects."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from relance_ops.dashboard.page import Session
from relance_ops.dashboard.pages.client import ClientPage
from relance_ops.dashboard.pages.clients import ClientsPage
from relance_ops.errors import ForbiddenError, NotFoundError
from relance_ops.model import Kind
from relance_ops.rights import Role, Visitor
from tests.factories import TODAY, Desk
from tests.outcomes import is_dead

ANALYST = Visitor(name="Ana", role=Role.ANALYST, login="ana")


def a_record(desk: Desk, client_id: str = "C1", **session: object) -> ClientPage:
    return ClientPage(
        session=Session(practice=desk.practice, **session),  # type: ignore[arg-type]
        ident=client_id,
    )


def checks(page: ClientPage) -> str:
    return " ".join(row.check.object for row in page.layout.rows)


def channels(desk: Desk) -> list[tuple[Kind, ...]]:
    return [reminder.channels for reminder in desk.practice.due().reminders]


# Finding


def test_what_is_typed_leads_to_the_record(due_desk: Desk) -> None:
    led: list[tuple[str, ...]] = []
    page = ClientsPage(
        session=Session(practice=due_desk.practice, go=lambda *to: led.append(to))
    )

    page.search = "rex"
    page.listing.choose("C1")

    assert page.listing.titles() == ["Lefèvre C1 Élodie"]
    assert led == [("client", "C1")]


def test_nothing_typed_says_what_one_may_type(desk: Desk) -> None:
    page = ClientsPage(session=Session(practice=desk.practice))

    assert page._count.object.startswith("Tapez un nom")


def test_who_is_not_found_is_said(desk: Desk) -> None:
    page = ClientsPage(session=Session(practice=desk.practice))

    page.search = "inconnu"

    assert "Personne ne correspond" in page._count.object


def test_a_record_that_does_not_exist_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        a_record(desk, "C404")


# What the record says


def test_the_record_says_how_the_client_will_be_reached(due_desk: Desk) -> None:
    page = a_record(due_desk)

    assert page.layout.reached.object == "Sera joint par : email"
    assert "mobile reconnu" in checks(page)


@pytest.mark.parametrize(
    ("contact", "words"),
    [
        ({"email": "luc@gmail"}, "adresse incorrecte"),
        ({"email": ""}, "email"),
        ({"mobile": "02 99 00 00 00"}, "un numéro de mobile"),
        ({"postcode": ""}, "adresse incomplète"),
        ({"refuses_sms": True}, "le client refuse"),
        ({"mail_returned": True}, "courrier revenu (NPAI), dans l"),
    ],
)
def test_each_contact_says_whether_it_can_be_used(
    desk: Desk, contact: dict[str, object], words: str
) -> None:
    desk.client("C1", **contact)

    assert words in checks(a_record(desk))


def test_a_dead_address_says_since_when_and_why(desk: Desk) -> None:
    desk.client("C1")
    is_dead(desk, "C1", "email", "c1@example.fr")

    assert "refusée le 24/11/2026 : 550 boîte inconnue" in checks(a_record(desk))


def test_the_record_says_why_an_animal_is_not_in_the_list(due_desk: Desk) -> None:
    due_desk.add(
        "appointment",
        appointment_id="R1",
        client_id="C1",
        starts_on=TODAY + timedelta(days=3),
    )

    [animal] = a_record(due_desk).layout.animals

    [line] = animal.reminders.lines
    assert line["chips"][0][0] == "retenue"
    assert line["detail"].startswith("Rendez-vous le 27/11/2026")


def test_the_history_shows_each_text_as_it_was_sent(due_desk: Desk) -> None:
    due_desk.practice.send(by="Camille")
    page = a_record(due_desk)

    page.layout.history.choose("1")

    assert page.as_sent.dialog.open
    assert page.as_sent.dialog.title == "Email à Lefèvre C1 Élodie"
    assert "Rex A1" in page.as_sent.body.object


# Changing it


def test_a_contact_is_corrected_in_its_place(desk: Desk) -> None:
    desk.client("C1", email="luc@gmail")
    page = a_record(desk)
    email = page.layout.rows[0]

    email.edit()
    email.inputs["email"].value = "luc@gmail.com"
    email.save()

    assert not email.editing
    assert page.record.client.email == "luc@gmail.com"
    assert "valable" in email.check.object


def test_a_correction_given_up_changes_nothing(desk: Desk) -> None:
    desk.client("C1")
    email = a_record(desk).layout.rows[0]

    email.edit()
    email.inputs["email"].value = "faux@exemple.fr"
    email.cancel()
    email.edit()

    assert email.inputs["email"].value == "c1@example.fr"
    assert desk.rows("select * from event") == []


def test_correcting_the_address_lets_letters_leave_again(desk: Desk) -> None:
    desk.client("C1", mail_returned=True)
    page = a_record(desk)
    address = page.layout.rows[3]

    address.edit()
    address.inputs["address1"].value = "1 rue Neuve"
    address.save()

    assert not page.record.client.mail_returned


def test_a_refusal_asks_where_it_comes_from_and_wins_at_once(due_desk: Desk) -> None:
    page = a_record(due_desk)

    page.layout.boxes.boxes["refuses_email"].value = True
    assert page.ask.dialog.open
    assert channels(due_desk) == [(Kind.EMAIL,)]
    page.ask.choice.value = "en répondant « stop »"
    page.ask._answered()

    assert channels(due_desk) == [(Kind.SMS,)]
    assert page.layout.boxes.notes["refuses_email"].object == (
        "noté le 24/11/2026 par accueil — en répondant « stop »"
    )
    assert page.layout.history.titles() == [
        "accueil a noté que Lefèvre C1 Élodie refuse : email (en répondant « stop »)."
    ]


def test_a_refusal_given_up_unticks_the_box(due_desk: Desk) -> None:
    page = a_record(due_desk)
    box = page.layout.boxes.boxes["refuses_email"]
    box.value = True

    page.ask.close()

    assert box.value is False
    assert due_desk.rows("select * from event") == []


def test_a_form_is_ticked_at_once(due_desk: Desk) -> None:
    page = a_record(due_desk)

    page.layout.boxes.boxes["by_paper"].value = False

    assert due_desk.rows("select by_paper from client") == [(False,)]


def test_a_death_asks_its_day_and_can_be_taken_back(due_desk: Desk) -> None:
    page = a_record(due_desk)
    [animal] = page.record.animals

    page.ask_gone(animal, "deceased_on")
    assert page.ask.day.value == TODAY
    page.ask.day.value = date(2026, 11, 20)
    page.ask._answered()

    [animal] = page.record.animals
    assert animal.deceased_on == date(2026, 11, 20)
    assert due_desk.ready() == []
    page.back(animal, "deceased_on")
    assert due_desk.ready() == ["A1"]


# Who may


def test_whoever_may_only_look_changes_nothing(due_desk: Desk) -> None:
    page = a_record(due_desk, visitor=ANALYST)
    [animal] = page.record.animals

    assert all(box.disabled for box in page.layout.boxes.boxes.values())
    assert not any(row.pencil.visible for row in page.layout.rows)
    with pytest.raises(ForbiddenError):
        page.tick("refuses_email", ticked=True)
    with pytest.raises(ForbiddenError):
        page.correct({"email": "x@exemple.fr"})
    with pytest.raises(ForbiddenError):
        page.back(animal, "deceased_on")


# What a client may ask


def test_a_manager_forgets_a_client_after_one_question(due_desk: Desk) -> None:
    page = a_record(due_desk)
    assert page.layout.data is not None

    page.layout.data.ask_to_forget()
    assert page.ask.dialog.open
    assert page.record.client.last_name == "Lefèvre C1"
    page.ask.yes.param.trigger("clicks")

    assert page.record.client.last_name == "(effacé)"
    assert page.layout.client_name.object == "(effacé)"
    assert page.sent == ()
    assert due_desk.ready() == []


def test_a_copy_of_everything_is_handed_to_the_browser(
    due_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = a_record(due_desk)
    assert page.layout.data is not None
    given: list[tuple[str, bytes, str]] = []
    monkeypatch.setattr(
        page.layout.data._download, "give", lambda *file: given.append(file)
    )

    page.layout.data.give_copy()

    [(name, content, media)] = given
    assert (name, media) == ("client-C1.json", "application/json")
    assert "c1@example.fr" in content.decode()
    assert page.done[0].kind == "data_given"


def test_who_may_not_forget_sees_no_such_button(due_desk: Desk) -> None:
    page = a_record(
        due_desk, visitor=Visitor(name="Léa", role=Role.RECEPTION, login="lea")
    )

    assert page.layout.data is None
