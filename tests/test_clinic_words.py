"""The clinic's own words: they win, they are checked, and nothing is ever lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from relance_ops.errors import TemplateError
from relance_ops.library import Part, program
from relance_ops.model import Kind
from tests.factories import Desk

SMS = "Bonjour, {{ animaux_court }} vous attend."


def sent_words(desk: Desk) -> list[tuple[str, str]]:
    """Subject and body of every delivery, in order."""
    desk.practice.send(by="test")
    return desk.rows("select subject, body from delivery order by delivery_id")


def by_sms(desk: Desk) -> None:
    desk.practice.set("form.order", "sms", by="test")


def test_without_any_wording_the_words_are_the_programs(desk: Desk) -> None:
    found = desk.practice.words.library()

    assert found == program()


def test_the_clinics_words_leave_instead_of_the_programs(due_desk: Desk) -> None:
    by_sms(due_desk)
    due_desk.practice.words.save("default", "fr", {Part.SMS: SMS}, by="Jeanne")

    [(_subject, body)] = sent_words(due_desk)

    assert body == "Bonjour, Rex A1 vous attend. STOP : dites-le-nous"


def test_a_part_that_was_not_written_stays_the_programs(due_desk: Desk) -> None:
    due_desk.practice.words.save("default", "fr", {Part.SMS: SMS}, by="Jeanne")

    [(subject, _body)] = sent_words(due_desk)

    assert subject == "Un rappel de santé pour Rex A1"


def test_the_confirmation_counts_the_clinics_words(due_desk: Desk) -> None:
    by_sms(due_desk)
    before = due_desk.practice.preview().sms_parts
    due_desk.practice.words.save(
        "default", "fr", {Part.SMS: SMS + " Merci." * 20}, by="Jeanne"
    )

    assert due_desk.practice.preview().sms_parts == before + 1


def test_one_language_does_not_change_the_other(due_desk: Desk) -> None:
    due_desk.practice.words.save("default", "en", {Part.SMS: SMS}, by="Jeanne")

    found = due_desk.practice.words.library()

    assert found.template("default", "fr") == program().template("default", "fr")
    assert found.template("default", "en").sms == SMS


def test_an_empty_text_goes_back_to_the_programs(desk: Desk) -> None:
    words = desk.practice.words
    words.save("default", "fr", {Part.SMS: SMS}, by="Jeanne")

    changed = words.save("default", "fr", {Part.SMS: "  "}, by="Jeanne")

    assert changed == (Part.SMS,)
    assert words.library() == program()


def test_the_programs_own_text_typed_again_is_no_wording(desk: Desk) -> None:
    ours = program().template("default", "fr").body

    changed = desk.practice.words.save(
        "default", "fr", {Part.BODY: ours.strip()}, by="Jeanne"
    )

    assert changed == ()
    assert desk.rows("select count(*) from wording") == [(0,)]


def test_every_version_is_kept_with_who_wrote_it(desk: Desk) -> None:
    words = desk.practice.words
    words.save("default", "fr", {Part.SMS: "Un."}, by="Jeanne")
    desk.clock.forward(days=1)
    words.save("default", "fr", {Part.SMS: "Deux."}, by="Paul")

    history = words.history("default", "fr")

    assert [(v.version, v.words, v.written_by) for v in history] == [
        (2, "Deux.", "Paul"),
        (1, "Un.", "Jeanne"),
    ]
    assert history[0].written_at == desk.clock()


def test_going_back_to_a_version_is_one_more_version(desk: Desk) -> None:
    words = desk.practice.words
    words.save("default", "fr", {Part.SMS: "Un."}, by="Jeanne")
    words.save("default", "fr", {Part.SMS: "Deux."}, by="Jeanne")
    first = words.history("default", "fr")[-1]

    words.save("default", "fr", {first.part: first.words}, by="Jeanne")

    assert words.library().template("default", "fr").sms == "Un."
    assert words.versions("default", "fr") == {Part.SMS: 3}


def test_the_journal_names_the_words_that_changed(desk: Desk) -> None:
    desk.practice.words.save("default", "fr", {Part.SMS: SMS}, by="Jeanne")

    assert desk.rows("select who, kind, subject, before, after from event") == [
        ("Jeanne", "wording", "default/fr/sms", "", "1")
    ]


@pytest.mark.parametrize(
    ("part", "text", "said"),
    [
        (Part.SMS, "{{ chien }}", "« chien » n'existe pas"),
        (Part.BODY, "{% for a in animaux %}{% endfor %}", "n'est pas permis"),
        (Part.BODY, "{{ animaux.__class__ }}", "n'est pas permis"),
        (Part.BODY, "{% include '/etc/passwd' %}", "n'est pas permis"),
        (Part.CARD, "mot " * 400, "1200 au plus"),
        (Part.SMS, "[[tableau]]", "n'a de place que dans une lettre"),
        (Part.SUBJECT, "{{ animaux", "ne se lit pas"),
    ],
)
def test_words_that_cannot_be_merged_are_refused(
    desk: Desk, part: Part, text: str, said: str
) -> None:
    with pytest.raises(TemplateError, match=said):
        desk.practice.words.save("default", "fr", {part: text}, by="Jeanne")

    assert desk.rows("select count(*) from wording") == [(0,)]
    assert desk.rows("select count(*) from event") == [(0,)]


def test_one_refused_part_keeps_the_others_out(desk: Desk) -> None:
    with pytest.raises(TemplateError):
        desk.practice.words.save(
            "default", "fr", {Part.SMS: SMS, Part.BODY: "{{ chien }}"}, by="Jeanne"
        )

    assert desk.practice.words.library() == program()


def test_two_people_do_not_write_over_each_other(desk: Desk) -> None:
    words = desk.practice.words
    seen = words.versions("default", "fr")
    words.save("default", "fr", {Part.SMS: "Un."}, by="Jeanne", seen=seen)

    with pytest.raises(TemplateError, match="Jeanne a enregistré"):
        words.save("default", "fr", {Part.SMS: "Deux."}, by="Paul", seen=seen)

    assert words.library().template("default", "fr").sms == "Un."


def test_a_template_of_the_clinics_own_begins_as_a_copy(desk: Desk) -> None:
    words = desk.practice.words

    name = words.create("Rappel rage", copy_of="last", by="Jeanne")

    found = words.library()
    assert name == "rappel_rage"
    assert found.template(name, "fr") == program().template("last", "fr")
    assert found.template(name, "en") == program().template("last", "en")


def test_a_part_emptied_in_the_clinics_own_template_is_the_ordinary_one(
    desk: Desk,
) -> None:
    words = desk.practice.words
    words.create("rage", copy_of="last", by="Jeanne")
    words.save("default", "fr", {Part.SMS: SMS}, by="Jeanne")

    words.save("rage", "fr", {Part.SMS: ""}, by="Jeanne")

    assert words.library().template("rage", "fr").sms == SMS


@pytest.mark.parametrize("name", ["", "!!", "x" * 60])
def test_a_template_needs_a_name(desk: Desk, name: str) -> None:
    with pytest.raises(TemplateError, match="ne convient pas"):
        desk.practice.words.create(name, copy_of="default", by="Jeanne")


def test_a_name_is_taken_once(desk: Desk) -> None:
    with pytest.raises(TemplateError, match="existe déjà"):
        desk.practice.words.create("Default", copy_of="last", by="Jeanne")


def test_a_rule_may_name_the_clinics_own_template(desk: Desk, tmp_path: Path) -> None:
    desk.yearly_vaccine()
    desk.practice.words.create("rage", copy_of="default", by="Jeanne")
    (tmp_path / "rules.csv").write_text(
        "act_type,step,offset_days,template\nVACC,1,0,rage\nVACC,2,30,nulle_part\n"
    )

    [report] = desk.practice.import_folder(tmp_path, by="Jeanne").files

    assert report.loaded == 1
    assert report.rejects[0].value == "nulle_part"


def test_a_rule_leaves_with_the_template_it_names(desk: Desk) -> None:
    desk.yearly_vaccine(0, template="rage")
    desk.due_today()
    desk.practice.words.create("rage", copy_of="default", by="Jeanne")
    desk.practice.words.save("rage", "fr", {Part.SUBJECT: "La rage"}, by="Jeanne")

    [(subject, _body)] = sent_words(desk)

    assert subject == "La rage"


def test_what_uses_a_template_is_known(desk: Desk) -> None:
    desk.yearly_vaccine(0, 30)
    desk.change("update rule set template = 'last' where step = 2")

    found = desk.practice.words.uses()

    assert [(use.template, use.label, use.step) for use in found] == [
        ("default", "Vaccin CHPPiL4", 1),
        ("last", "Vaccin CHPPiL4", 2),
    ]


def test_a_template_in_use_is_not_put_away(desk: Desk) -> None:
    desk.yearly_vaccine(0, template="rage")
    desk.practice.words.create("rage", copy_of="default", by="Jeanne")

    with pytest.raises(TemplateError, match="sert à « Vaccin CHPPiL4 », relance 1"):
        desk.practice.words.remove("rage", by="Jeanne")


def test_a_template_put_away_is_gone_and_may_come_again(desk: Desk) -> None:
    words = desk.practice.words
    words.create("rage", copy_of="last", by="Jeanne")
    words.remove("rage", by="Jeanne")
    assert words.library() == program()

    words.create("rage", copy_of="default", by="Jeanne")

    assert words.library().template("rage", "fr") == program().template("default", "fr")


def test_words_that_this_program_no_longer_knows_give_way_to_its_own(
    due_desk: Desk,
) -> None:
    due_desk.add(
        "wording", template="default", language="fr", part="subject", version=1,
        words="{{ champ_de_2031 }}", written_at="2026-11-01", written_by="Jeanne",
    )  # fmt: skip

    [(subject, _body)] = sent_words(due_desk)

    assert subject == "Un rappel de santé pour Rex A1"


def test_a_letter_and_a_card_have_words_of_their_own(due_desk: Desk) -> None:
    due_desk.practice.set("form.order", "paper", by="test")
    due_desk.change("update rule set paper_form = 'card'")
    due_desk.practice.words.save(
        "default", "fr", {Part.CARD: "Carte pour {{ animaux }}."}, by="Jeanne"
    )

    assert due_desk.practice.preview().deliveries[0].kind is Kind.CARD
    assert sent_words(due_desk)[0][1] == "Carte pour Rex A1."
