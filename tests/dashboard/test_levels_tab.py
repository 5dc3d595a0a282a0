"""Other words for a step or a channel, chosen on « Modèles de courrier »."""

from __future__ import annotations

import pytest

from relance_ops.dashboard.level_words import LevelChoice
from relance_ops.dashboard.pages.templates import TemplatesTab
from relance_ops.library import Part
from relance_ops.model import Kind
from relance_ops.word_levels import COMMON, Level
from tests.dashboard.test_templates_tab import a_page, seen, write
from tests.factories import Desk

SECOND = Level(2)
BY_LETTER = Level(channel=Kind.LETTER)


def choices(page: TemplatesTab) -> LevelChoice:
    """The two lines that a level is chosen with."""
    return page.layout.level


def test_the_words_of_all_messages_are_shown_first(due_desk: Desk) -> None:
    page = a_page(due_desk)

    assert list(choices(page).step.options) == [
        "Toutes les relances", "1re relance", "2e relance", "3e relance",
    ]  # fmt: skip
    assert list(choices(page).channel.options) == [
        "Email et lettre", "Email seulement", "Lettre seulement",
    ]  # fmt: skip
    assert (choices(page).step.value, choices(page).channel.value) == (0, "every")
    assert choices(page).said.object == ""


def test_a_rule_with_more_steps_offers_them(desk: Desk) -> None:
    desk.yearly_vaccine(0, 30, 60, 90)

    page = a_page(desk)

    assert list(choices(page).step.options.values()) == [0, 1, 2, 3, 4]


def test_words_written_for_a_step_leave_at_that_step_only(desk: Desk) -> None:
    desk.yearly_vaccine(0, 30)
    desk.due_today()
    page = a_page(desk)
    choices(page).step.value = 2

    write(page, subject="Sans tarder, {{ animaux }}")
    page.save()
    desk.practice.send(by="accueil")

    assert desk.rows("select subject from delivery") == [
        ("Un rappel de santé pour Rex A1",)
    ]
    library = desk.practice.words.library()
    assert library.template("default", "fr", SECOND).subject.startswith("Sans tarder")


def test_the_preview_shows_the_words_of_the_step_being_chosen(due_desk: Desk) -> None:
    due_desk.practice.words.save(
        "default", "fr", {Part.BODY: "Mots fermes."}, by="Jeanne", level=SECOND
    )
    page = a_page(due_desk)
    assert "Mots fermes." not in seen(page)

    choices(page).step.value = 2

    assert "Mots fermes." in seen(page)
    assert page.layout.editor.words["body"] == "Mots fermes."


def test_where_the_words_come_from_is_said(due_desk: Desk) -> None:
    save = due_desk.practice.words.save
    save("default", "fr", {Part.BODY: "Communs."}, by="Jeanne")
    save("default", "fr", {Part.SUBJECT: "Ferme"}, by="Jeanne", level=SECOND)
    page = a_page(due_desk)
    assert choices(page).said.object == "D'autres mots servent pour la 2e relance."
    assert page.layout.editor.notes["body"] == "Vos mots."

    choices(page).step.value = 2

    notes = page.layout.editor.notes
    assert notes["body"] == "Ces mots viennent du modèle de base."
    assert notes["subject"] == "Vos mots pour la 2e relance."
    assert notes["card"] == "Les mots du programme."
    assert choices(page).said.object.startswith(
        "Ce que vous changez ici ne vaut que pour la 2e relance. Un envoi qui réunit"
    )


def test_a_choice_that_has_words_of_its_own_says_so(due_desk: Desk) -> None:
    due_desk.practice.words.save(
        "default", "fr", {Part.BODY: "Fermes."}, by="Jeanne", level=Level(2, Kind.EMAIL)
    )

    page = a_page(due_desk)

    assert "2e relance · d'autres mots" in choices(page).step.options
    assert "Email seulement" in choices(page).channel.options
    choices(page).step.value = 2
    assert "Email seulement · d'autres mots" in choices(page).channel.options


def test_choosing_the_letter_only_shows_the_letter(due_desk: Desk) -> None:
    page = a_page(due_desk)

    choices(page).channel.value = "letter"

    assert page.form is Kind.LETTER
    assert page.layout.editor.labels == {"body": "Texte de la lettre"}


@pytest.mark.parametrize("form", [Kind.EMAIL, Kind.SMS, Kind.CARD])
def test_looking_at_another_form_leaves_the_words_of_letters(
    due_desk: Desk, form: Kind
) -> None:
    page = a_page(due_desk)
    choices(page).channel.value = "letter"

    page.form = form

    assert page.level == COMMON
    assert choices(page).channel.value == "every"
    assert choices(page).channel.visible is (form is Kind.EMAIL)


def test_an_sms_of_a_step_is_counted_as_it_is_typed(due_desk: Desk) -> None:
    page = a_page(due_desk)
    page.form = Kind.SMS
    choices(page).step.value = 2

    write(page, sms="Merci. " * 40)

    assert "compté 2 messages" in page.layout.view.count.object


def test_a_test_email_has_the_words_of_the_step(due_desk: Desk) -> None:
    page = a_page(due_desk)
    choices(page).step.value = 2
    write(page, subject="Brouillon de la seconde")

    page.try_email("jeanne@clinique.fr")

    [file] = due_desk.practice.outbox().iterdir()
    assert b"Brouillon de la seconde" in file.read_bytes()


def test_a_test_email_never_has_the_words_of_letters(due_desk: Desk) -> None:
    page = a_page(due_desk)
    choices(page).channel.value = "letter"
    write(page, subject="Brouillon de lettre")

    page.try_email("jeanne@clinique.fr")

    [file] = due_desk.practice.outbox().iterdir()
    assert b"Brouillon de lettre" not in file.read_bytes()


def test_one_may_go_back_to_the_words_of_the_base(due_desk: Desk) -> None:
    save = due_desk.practice.words.save
    save("default", "fr", {Part.BODY: "Communs."}, by="Jeanne")
    save("default", "fr", {Part.BODY: "Fermes."}, by="Jeanne", level=SECOND)
    page = a_page(due_desk)
    choices(page).step.value = 2

    write(page, body=page.layout.editor.bases["body"])
    page.save()

    assert page.layout.editor.words["body"] == "Communs."
    assert page.layout.editor.notes["body"] == "Ces mots viennent du modèle de base."
    assert due_desk.practice.words.library().levels("default", "fr") == {COMMON}


def test_what_is_typed_for_a_step_is_kept_apart_in_the_browser(due_desk: Desk) -> None:
    page = a_page(due_desk)
    common = page.layout.editor.draft_key

    choices(page).step.value = 2

    assert common == "relance-mots/default/fr"
    assert page.layout.editor.draft_key == f"{common}/2/"


def test_an_older_version_of_a_letter_comes_back_where_it_was(due_desk: Desk) -> None:
    save = due_desk.practice.words.save
    for text in ("Un.", "Deux."):
        save("default", "fr", {Part.BODY: text}, by="Jeanne", level=BY_LETTER)
    page = a_page(due_desk)
    first = due_desk.practice.words.history("default", "fr")[-1]

    page.restore(first)

    assert (page.level, page.form) == (BY_LETTER, Kind.LETTER)
    assert page.layout.editor.words["body"] == "Un."


def test_the_versions_say_for_which_messages_they_are(due_desk: Desk) -> None:
    due_desk.practice.words.save(
        "default", "fr", {Part.BODY: "Fermes."}, by="Jeanne",
        level=Level(2, Kind.LETTER),
    )  # fmt: skip
    page = a_page(due_desk)

    page.layout.history.ask()

    [line] = page.layout.history.lines
    assert line[0].object.startswith("Texte pour les lettres de la 2e relance, ")


def test_another_template_is_shown_as_it_is_for_all_its_messages(
    due_desk: Desk,
) -> None:
    page = a_page(due_desk)
    choices(page).step.value = 2

    page.layout.template.value = "last"

    assert page.level == COMMON
    assert choices(page).step.value == 0
