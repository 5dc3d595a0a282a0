"""« Modèles de courrier » as an object: its parameters are what a person sees."""

from __future__ import annotations

import pytest

from relance_ops.dashboard.page import Session
from relance_ops.dashboard.pages.templates import TemplatesTab
from relance_ops.dashboard.pages.templates_layout import used_by
from relance_ops.errors import ForbiddenError, SettingError, TemplateError
from relance_ops.library import Part, program
from relance_ops.model import Kind
from relance_ops.rights import Role, Visitor
from tests.factories import Desk

BEFORE = program().template("default", "fr")


def a_page(desk: Desk, role: Role = Role.MANAGER) -> TemplatesTab:
    visitor = Visitor(name="Jeanne", role=role)
    return TemplatesTab(session=Session(practice=desk.practice, visitor=visitor))


def write(page: TemplatesTab, **words: str) -> None:
    """What a person types into the boxes."""
    page.layout.editor.words = {**page.layout.editor.words, **words}


def seen(page: TemplatesTab) -> str:
    """What the preview shows, as HTML or text."""
    view = page.layout.view
    return str(view.email.page if page.form is Kind.EMAIL else view.sms.object)


def test_the_ordinary_template_is_shown_first_in_french(due_desk: Desk) -> None:
    page = a_page(due_desk)

    assert page.words == {part: BEFORE.part(part) for part in Part}
    assert page.layout.editor.words["subject"] == BEFORE.subject
    assert page.layout.save.disabled


def test_words_are_seen_on_a_real_client_as_they_are_typed(due_desk: Desk) -> None:
    page = a_page(due_desk)

    write(page, body="Chère {{ destinataire }}, venez.")

    assert "Chère Madame Lefèvre C1, venez." in seen(page)
    assert not page.layout.save.disabled
    assert due_desk.rows("select count(*) from wording") == [(0,)]


@pytest.mark.parametrize("form", [Kind.LETTER, Kind.CARD])
def test_paper_is_seen_as_it_is_printed(due_desk: Desk, form: Kind) -> None:
    page = a_page(due_desk)

    page.form = form

    assert page.layout.view.paper.object.startswith(f'<img class="{form}"')


def test_an_sms_is_seen_with_what_it_costs(due_desk: Desk) -> None:
    page = a_page(due_desk)
    page.form = Kind.SMS

    write(page, sms="Bonjour {{ animaux_court }} ☺")

    assert "Bonjour Rex A1" in seen(page)
    assert "UCS-2" in page.layout.view.count.object
    assert "plus cher à cause de : ☺" in page.layout.view.count.object


def test_a_name_that_is_markup_is_shown_as_it_is(due_desk: Desk) -> None:
    due_desk.change("update client set last_name = '<img src=x onerror=alert(1)>'")
    page = a_page(due_desk)
    page.form = Kind.SMS
    write(page, sms="{{ nom }}")

    assert "<img" not in seen(page)
    assert "<img" not in page.layout.view.who.object


def test_an_unknown_field_is_said_where_it_stands(due_desk: Desk) -> None:
    page = a_page(due_desk)

    write(page, body="Bonjour {{ chien }}")

    assert "« chien » n'existe pas" in page.layout.editor.faults["body"]
    assert "destinataire" in page.layout.editor.faults["body"]
    assert "Bonjour Madame Lefèvre C1" in seen(page)


def test_nothing_is_saved_while_something_is_wrong(due_desk: Desk) -> None:
    page = a_page(due_desk)
    write(page, sms="{{ chien }}", subject="Bonjour")

    page.save()

    assert page.form is Kind.SMS
    assert page.layout.editor.pointed == 1
    assert due_desk.rows("select count(*) from wording") == [(0,)]


def test_what_is_saved_leaves_with_the_next_send(due_desk: Desk) -> None:
    page = a_page(due_desk)
    write(page, subject="Pensez à {{ animaux }}")

    page.save()
    due_desk.practice.send(by="accueil")

    assert due_desk.rows("select subject from delivery") == [("Pensez à Rex A1",)]
    assert page.changed() == {}
    assert page.layout.editor.notes["subject"] == "Vos mots."


def test_giving_up_brings_back_what_is_saved(due_desk: Desk) -> None:
    page = a_page(due_desk)
    write(page, subject="Pensez à {{ animaux }}")

    page.give_up()

    assert page.layout.editor.words["subject"] == BEFORE.subject
    assert page.changed() == {}


def test_a_run_elsewhere_keeps_what_is_being_typed(due_desk: Desk) -> None:
    page = a_page(due_desk)
    write(page, subject="Pensez à {{ animaux }}")

    page.load()

    assert page.changed() == {Part.SUBJECT: "Pensez à {{ animaux }}"}


def test_an_empty_box_says_what_will_serve(due_desk: Desk) -> None:
    page = a_page(due_desk)

    write(page, body="")

    assert page.layout.editor.notes["body"].startswith("Vide")
    assert "Bonjour Madame Lefèvre C1" in seen(page)


def test_the_next_client_comes_round_to_the_first(desk: Desk) -> None:
    desk.yearly_vaccine()
    for number in (1, 2):
        desk.due_today(number)
    page = a_page(desk)

    page.turn(1)
    second = page.layout.view.who.object
    page.turn(1)

    assert "Lefèvre C2" in second
    assert "Lefèvre C1" in page.layout.view.who.object


def test_another_template_shows_its_own_words(due_desk: Desk) -> None:
    page = a_page(due_desk)

    page.layout.template.value = "last"
    page.layout.spoken.value = "en"

    held = program().template("last", "en")
    assert page.layout.editor.words["subject"] == held.subject
    assert "Dear" in seen(page) or "Hello" in seen(page)


def test_a_new_template_begins_as_a_copy_and_may_go(due_desk: Desk) -> None:
    page = a_page(due_desk)

    page.create("Rappel rage")
    assert (page.template, page.layout.template.value) == ("rappel_rage",) * 2
    assert page.layout.editor.words["subject"] == BEFORE.subject
    page.remove()

    assert page.template == "default"
    assert "rappel_rage" not in page.layout.template.options.values()


def test_an_older_version_comes_back(due_desk: Desk) -> None:
    page = a_page(due_desk)
    write(page, sms="Un.")
    page.save()
    write(page, sms="Deux.")
    page.save()
    first = due_desk.practice.words.history("default", "fr")[-1]

    page.restore(first)

    assert page.layout.editor.words["sms"] == "Un."


def test_going_back_never_loses_what_is_being_typed(due_desk: Desk) -> None:
    page = a_page(due_desk)
    write(page, sms="Un.")
    page.save()
    version = due_desk.practice.words.history("default", "fr")[0]
    write(page, sms="Deux.")

    with pytest.raises(TemplateError, match="abandonnez d'abord"):
        page.restore(version)

    assert page.changed() == {Part.SMS: "Deux."}


def test_a_test_goes_to_oneself_and_nowhere_else(due_desk: Desk) -> None:
    page = a_page(due_desk)
    write(page, subject="Brouillon")

    page.try_email("jeanne@clinique.fr")

    [file] = due_desk.practice.outbox().iterdir()
    assert b"[Essai] Brouillon" in file.read_bytes()
    assert due_desk.rows("select count(*) from delivery") == [(0,)]


def test_a_test_is_refused_in_its_dialog(due_desk: Desk) -> None:
    page = a_page(due_desk)
    page.layout.test.ask()
    page.layout.test.value = "jeanne"

    page.layout.test.go()

    assert page.layout.test.dialog.open
    assert "jeanne" in page.layout.test.fault.object


def test_who_may_not_write_may_look(due_desk: Desk) -> None:
    page = a_page(due_desk, Role.RECEPTION)

    assert page.layout.editor.locked
    assert not page.layout.try_it.visible
    write(page, subject="Bonjour")
    with pytest.raises(ForbiddenError):
        page.save()
    with pytest.raises(ForbiddenError):
        page.try_email("a@example.fr")
    with pytest.raises(ForbiddenError):
        page.create("rage")


def test_the_examples_of_the_fields_are_the_clients(due_desk: Desk) -> None:
    page = a_page(due_desk)

    first = page.layout.editor.chips[0]["chips"][0]

    assert first == {
        "label": "Destinataire",
        "example": "Madame Lefèvre C1",
        "snippet": "{{ destinataire }}",
    }


def test_every_chip_may_be_inserted(due_desk: Desk) -> None:
    page = a_page(due_desk)
    snippets = [
        chip["snippet"].replace("|", "x")
        for group in page.layout.editor.chips
        for chip in group["chips"]
    ]

    write(page, body="\n\n".join(snippets))

    assert page.layout.editor.faults == {}


def test_which_rules_use_it_is_said(desk: Desk) -> None:
    desk.yearly_vaccine(0, 30)

    uses = desk.practice.words.uses()

    assert used_by(uses, "default") == "Utilisé par : Vaccin CHPPiL4 (1re, 2e)."
    assert used_by(uses, "last") == "Aucune règle n'utilise ce modèle."


def test_a_wrong_address_is_refused(due_desk: Desk) -> None:
    with pytest.raises(SettingError):
        a_page(due_desk).try_email("")
