"""The words of a delivery, for every form, in the client's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from relance_ops import sms_text
from relance_ops.messages import compose, template_names
from relance_ops.model import Kind, Reminder, Words
from relance_ops.sms_text import Encoding
from tests.deliveries import CLINIC, ON, a_client, a_delivery, a_reminder

REX = a_reminder()
MINOU = a_reminder(animal_id="A2", animal_name="Minou", label="Bilan senior")


def words(kind: Kind, *reminders: Reminder, language: str = "fr") -> Words:
    planned = a_delivery(kind, *reminders, client=a_client(language=language))
    return compose(planned, clinic=CLINIC, on=ON)


def test_a_letter_greets_names_the_animal_and_the_act() -> None:
    text = words(Kind.LETTER, REX).text

    assert text.startswith("Bonjour Madame Martin,")
    assert "- Rex – Vaccin annuel – 9 décembre 2026" in text
    assert "04 65 71 00 00" in text
    assert text.endswith("Clinique vétérinaire des Tilleuls")


def test_one_act_is_singular() -> None:
    text = words(Kind.LETTER, REX).text

    assert "Voici le soin à prévoir prochainement pour Rex" in text
    assert "Si ce soin a déjà été fait" in text


def test_several_acts_are_plural_and_all_listed() -> None:
    text = words(Kind.LETTER, REX, MINOU).text

    assert "Voici les soins à prévoir prochainement pour Rex et Minou" in text
    assert "- Rex – Vaccin annuel – 9 décembre 2026" in text
    assert "- Minou – Bilan senior – 9 décembre 2026" in text


def test_an_animal_with_two_acts_is_named_once_in_the_sentence() -> None:
    other = replace(REX, label="Bilan senior", recall_group="senior")

    found = words(Kind.LETTER, REX, other)

    assert "pour Rex\u00a0:" in found.text
    assert found.text.count("- Rex") == 2


def test_two_animals_of_the_same_name_are_two() -> None:
    twin = replace(REX, animal_id="A9")

    assert "pour Rex et Rex" in words(Kind.LETTER, REX, twin).text


def test_a_large_family_is_listed_whole_but_not_in_the_sentence() -> None:
    family = [a_reminder(animal_id=f"A{n}", animal_name=f"Chat{n}") for n in range(9)]

    text = words(Kind.LETTER, *family).text

    assert "Chat0, Chat1, Chat2, Chat3, Chat4, Chat5 et 3 autres" in text
    assert all(f"- Chat{n} –" in text for n in range(9))


def test_a_past_due_date_changes_the_sentence() -> None:
    late = replace(REX, due_on=date(2026, 11, 1))

    text = words(Kind.LETTER, late).text

    assert "Sauf oubli de notre part, ce soin reste à faire pour Rex" in text
    assert "1er novembre 2026" in text


def test_an_english_client_is_written_to_in_english() -> None:
    found = words(Kind.LETTER, REX, MINOU, language="en")

    assert found.subject == "A health reminder for Rex and Minou"
    assert found.text.startswith("Dear Ms Martin,")
    assert "- Rex – Vaccin annuel – 9 December 2026" in found.text


@pytest.mark.parametrize("language", ["de", "", "FR", "fr-CA"])
def test_any_other_language_is_french(language: str) -> None:
    assert words(Kind.SMS, REX, language=language).text.startswith("Bonjour")


@pytest.mark.parametrize(
    ("title", "greeting"),
    [
        ("M.", "Monsieur Martin"),
        ("MME", "Madame Martin"),
        ("M. et Mme", "Madame et Monsieur Martin"),
        ("EARL", "EARL Martin"),
        ("", "Hélène Martin"),
    ],
)
def test_the_greeting_follows_the_title(title: str, greeting: str) -> None:
    planned = a_delivery(Kind.LETTER, client=a_client(title=title))

    found = compose(planned, clinic=CLINIC, on=ON)

    assert found.text.startswith(f"Bonjour {greeting},")


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("template", sorted(template_names()))
def test_the_booking_page_is_named_only_where_there_is_one(
    kind: Kind, language: str, template: str
) -> None:
    planned = a_delivery(
        kind, replace(REX, template=template), client=a_client(language=language)
    )

    with_page = compose(planned, clinic=CLINIC, on=ON)
    without = compose(planned, clinic=replace(CLINIC, booking_url=""), on=ON)

    assert CLINIC.booking_url in with_page.text
    assert "en ligne" not in without.text.lower()
    assert "online" not in without.text.lower()


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("template", sorted(template_names()))
@pytest.mark.parametrize("phone", ["", "04 65 71 00 00"])
def test_every_template_reads_well_in_every_case(
    kind: Kind, language: str, template: str, phone: str
) -> None:
    clinic = replace(CLINIC, phone=phone, hours=phone and CLINIC.hours, booking_url="")
    reminders = [replace(r, template=template) for r in (REX, MINOU)]
    planned = a_delivery(kind, *reminders, client=a_client(language=language))

    found = compose(planned, clinic=clinic, on=ON)

    assert "Rex" in found.text
    assert clinic.name in sms_text.simplified(found.text) or kind is not Kind.SMS
    for flaw in (
        "{",
        "}",
        "[[",
        "  ",
        " ,",
        " .",
        "()",
        "\n\n\n",
        "..",
        "True",
        "None",
    ):
        assert flaw not in found.text.replace("\u00a0", "")


def test_every_language_has_the_same_templates() -> None:
    folder = files("relance_ops") / "templates" / "en"

    english = {entry.name for entry in folder.iterdir()}

    assert english == {f"{name}.toml" for name in template_names()}


def test_informations_have_their_own_words() -> None:
    advice = replace(REX, family="information", label="Stérilisation")

    assert "information" in words(Kind.EMAIL, advice).subject


def test_the_rule_chooses_the_template() -> None:
    final = replace(REX, template="last")

    assert words(Kind.EMAIL, final).subject == "Dernier rappel de santé pour Rex"


def test_different_templates_in_one_delivery_give_the_ordinary_words() -> None:
    final = replace(MINOU, template="last")

    found = words(Kind.EMAIL, REX, final)

    assert found.subject == "Un rappel de santé pour Rex et Minou"


def test_a_template_that_is_gone_gives_the_ordinary_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    orphan = replace(REX, template="forgotten")

    found = words(Kind.EMAIL, orphan)

    assert found.subject == "Un rappel de santé pour Rex"
    assert "forgotten" in caplog.text


def test_an_sms_costs_one_part_for_one_animal() -> None:
    planned = a_delivery(Kind.SMS, REX)

    text = compose(planned, clinic=replace(CLINIC, booking_url=""), on=ON).text

    count = sms_text.parts(text)
    assert (count.encoding, count.parts) == (Encoding.GSM_7, 1)


def test_an_sms_stays_short_whatever_the_family() -> None:
    family = [
        a_reminder(animal_id=f"A{n}", animal_name="Maximilien-Ferdinand von Ï")
        for n in range(9)
    ]

    count = sms_text.parts(words(Kind.SMS, *family).text)

    assert count.encoding is Encoding.GSM_7
    assert count.parts <= 2


def test_only_an_email_says_how_to_have_no_more_emails() -> None:
    assert "répondre « stop »" in words(Kind.EMAIL, REX).text
    assert "stop" not in words(Kind.LETTER, REX).text.lower()


def test_a_table_holds_every_animal_and_act() -> None:
    [table] = [
        block for block in words(Kind.EMAIL, REX, MINOU).blocks if "rows" in block
    ]

    assert table["rows"] == [
        ["Rex", "Vaccin annuel", "9 décembre 2026"],
        ["Minou", "Bilan senior", "9 décembre 2026"],
    ]
