"""A client's record: found by anything one remembers, read whole, corrected."""

from __future__ import annotations

from datetime import date

import pytest

from relance_ops.errors import NotFoundError, SettingError
from relance_ops.model import Form, ReminderState
from tests.factories import Desk
from tests.outcomes import is_dead


def found(desk: Desk, words: str) -> list[str]:
    return [match.client_id for match in desk.practice.records.search(words).clients]


# Searching


@pytest.mark.parametrize(
    "words",
    [
        "lefevre",
        "LEFÈVRE élodie",
        "elodie lefevre",
        "rex",
        "rex rennes",
        "c1@example.fr",
        "rennes",
        "06 12 34 56 78",
        "0612",
        "+33 6 12 34",
        "c1",
    ],
)
def test_a_client_is_found_by_anything_one_remembers(desk: Desk, words: str) -> None:
    desk.client("C1", last_name="Lefèvre")
    desk.animal("A1", "C1", name="Rex")
    desk.client(
        "C2", last_name="Autre", first_name="", city="Nice", mobile="", email=""
    )

    assert found(desk, words) == ["C1"]


def test_a_number_kept_with_its_country_is_found_as_one_dials_it(desk: Desk) -> None:
    desk.client("C1", mobile="+33 6 98 76 54 32")

    assert found(desk, "06 98 76") == ["C1"]


def test_every_word_must_be_there(desk: Desk) -> None:
    desk.client("C1", last_name="Martin", first_name="Luc")
    desk.client("C2", last_name="Martin", first_name="Anne")

    assert found(desk, "martin anne") == ["C2"]


def test_names_that_begin_with_the_word_come_first(desk: Desk) -> None:
    desk.client("C1", last_name="Aumartin")
    desk.client("C2", last_name="Martin")

    assert found(desk, "martin") == ["C2", "C1"]


@pytest.mark.parametrize("words", ["", "   ", "%", "personne"])
def test_nothing_typed_or_nobody_known_finds_nobody(desk: Desk, words: str) -> None:
    desk.client("C1")

    assert found(desk, words) == []


def test_at_most_fifty_are_given_and_the_rest_is_told(desk: Desk) -> None:
    for number in range(51):
        desk.client(f"C{number:02}", last_name="Martin")

    result = desk.practice.records.search("martin")

    assert len(result.clients) == 50
    assert result.more


# Reading


def test_the_record_tells_how_the_client_is_reached_now(desk: Desk) -> None:
    desk.client("C1", refuses_email=True)

    assert desk.practice.records.read("C1").reached_by == (Form.SMS,)


def test_nobody_archived_is_reached(desk: Desk) -> None:
    desk.client("C1", archived=True)

    assert desk.practice.records.read("C1").reached_by == ()


def test_a_refusal_ticked_here_keeps_its_origin_and_an_exported_one_has_none(
    desk: Desk,
) -> None:
    desk.client("C1", refuses_paper=True)
    desk.practice.type_over(
        "client", "C1", "refuses_sms", True, by="Léa", note="au comptoir"
    )

    record = desk.practice.records.read("C1")

    assert record.client.refusals == {Form.PAPER, Form.SMS}
    assert set(record.noted) == {"refuses_sms"}
    noted = record.noted["refuses_sms"]
    assert (noted.at, noted.by, noted.origin) == (desk.clock(), "Léa", "au comptoir")


def test_a_refusal_that_was_taken_back_is_noted_no_more(desk: Desk) -> None:
    desk.client("C1")
    for refuses in (True, False):
        desk.practice.type_over("client", "C1", "refuses_sms", refuses, by="Léa")

    assert desk.practice.records.read("C1").noted == {}


def test_every_reminder_of_every_animal_has_its_reason(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.due_today()
    desk.animal("A2", "C1", deceased_on=date(2026, 1, 1))
    desk.act("X2", "A2")

    animals = {one.animal_id: one for one in desk.practice.records.read("C1").animals}

    [(alive, _sentence)] = animals["A1"].reminders
    [(dead, sentence)] = animals["A2"].reminders
    assert alive.state is ReminderState.READY
    assert dead.state is ReminderState.EXCLUDED
    assert "animal décédé" in sentence


def test_an_animal_without_reminders_is_told_why(desk: Desk) -> None:
    desk.client("C1")
    desk.animal("A1", "C1", name="Rex")

    [animal] = desk.practice.records.read("C1").animals

    assert animal.reminders == ()
    assert animal.nothing.startswith("Rex n'a aucune relance")


def test_acts_are_read_the_latest_first(due_desk: Desk) -> None:
    due_desk.act("X9", performed_on=date(2026, 3, 1), due_on=date(2027, 4, 1))

    [animal] = due_desk.practice.records.read("C1").animals

    assert [act.performed_on.year for act in animal.acts] == [2026, 2025]
    assert animal.acts[0].due_on == date(2027, 4, 1)


def test_a_dead_address_is_told_with_its_reason(desk: Desk) -> None:
    desk.client("C1")
    is_dead(desk, "C1", "email", "c1@example.fr")

    record = desk.practice.records.read("C1")

    assert [(dead.form, dead.reason) for dead in record.dead] == [
        (Form.EMAIL, "550 boîte inconnue")
    ]
    assert record.reached_by == (Form.SMS,)


def test_a_number_that_nobody_has_is_told(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="C404"):
        desk.practice.records.read("C404")


# Correcting


def test_an_address_is_corrected_whole_and_letters_may_leave_again(desk: Desk) -> None:
    desk.client("C1", mail_returned=True)

    changed = desk.practice.records.correct(
        "C1",
        {"address1": "1 rue Neuve", "city": "Rennes", "mail_returned": False},
        by="Léa",
    )

    record = desk.practice.records.read("C1")
    assert changed == ("address1", "mail_returned")
    assert record.client.address1 == "1 rue Neuve"
    assert not record.client.mail_returned
    assert record.typed == {"address1", "mail_returned"}


def test_when_one_field_is_refused_none_is_written(desk: Desk) -> None:
    desk.client("C1")

    with pytest.raises(SettingError):
        desk.practice.records.correct(
            "C1", {"city": "Nice", "postcode": "0" * 10_000}, by="Léa"
        )

    assert desk.practice.records.read("C1").client.city == "Rennes"
    assert desk.rows("select * from event") == []
