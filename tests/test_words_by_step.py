"""Other words for one step or one channel: the most precise that were written leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from relance_ops.database import migrations, sql
from relance_ops.errors import TemplateError
from relance_ops.library import DEFAULT, Library, Own, Part, program
from relance_ops.messages import compose
from relance_ops.model import Kind, Reminder
from relance_ops.word_levels import COMMON, Level
from relance_ops.word_rows import read
from tests.deliveries import CLINIC, ON, a_client, a_delivery, a_reminder
from tests.factories import NOON, Desk, a_desk

SECOND = Level(2)
BY_LETTER = Level(channel=Kind.LETTER)
SECOND_BY_LETTER = Level(2, Kind.LETTER)


def said(level: Level, template: str = DEFAULT, part: Part = Part.BODY) -> Own:
    """Words that say for which messages they were written."""
    return Own(template, "fr", part, f"{template} {named(level)}", level)


def named(level: Level) -> str:
    return f"{level.step} {level.channel or 'tous'}"


def body(
    library: Library, kind: Kind, *reminders: Reminder, language: str = "fr"
) -> str:
    planned = a_delivery(kind, *reminders, client=a_client(language=language))
    return compose(planned, clinic=CLINIC, on=ON, library=library).text.split("\n")[0]


def at_step(step: int, **changes: object) -> Reminder:
    return a_reminder(step=step, **changes)


# From the most precise to the widest


def test_the_most_precise_words_leave_and_the_wider_ones_beneath() -> None:
    levels = [SECOND_BY_LETTER, SECOND, BY_LETTER, COMMON]

    leaving = []
    for count in range(len(levels), 0, -1):
        library = Library.over(said(level) for level in levels[-count:])
        leaving.append(body(library, Kind.LETTER, at_step(2)))

    assert leaving == [f"default {named(level)}" for level in levels]


def test_without_any_words_of_the_clinic_the_programs_leave() -> None:
    assert body(Library.over([]), Kind.LETTER, at_step(2)).startswith("Bonjour Madame")


@pytest.mark.parametrize(
    ("kind", "step", "expected"),
    [
        (Kind.LETTER, 2, "default 2 letter"),
        (Kind.EMAIL, 2, "default 2 tous"),
        (Kind.LETTER, 1, "default 0 letter"),
        (Kind.EMAIL, 1, "default 0 tous"),
        (Kind.EMAIL, 3, "default 0 tous"),
    ],
)
def test_other_steps_and_channels_keep_the_common_words(
    kind: Kind, step: int, expected: str
) -> None:
    library = Library.over(map(said, [SECOND_BY_LETTER, SECOND, BY_LETTER, COMMON]))

    assert body(library, kind, at_step(step)) == expected


def test_each_part_falls_back_by_itself() -> None:
    library = Library.over(
        [said(SECOND), said(COMMON, part=Part.SUBJECT), said(SECOND, part=Part.SMS)]
    )

    second = library.template(DEFAULT, "fr", Level(2, Kind.EMAIL))

    assert second.subject == "default 0 tous"
    assert second.body == second.sms == "default 2 tous"
    assert second.card == program().template(DEFAULT, "fr").card


def test_an_sms_and_a_card_have_their_words_of_the_step() -> None:
    library = Library.over([said(SECOND, part=Part.SMS), said(SECOND, part=Part.CARD)])

    assert body(library, Kind.SMS, at_step(2)).startswith("default 2 tous STOP : ")
    assert body(library, Kind.CARD, at_step(2)) == "default 2 tous"
    assert body(library, Kind.SMS, at_step(1)).startswith("Bonjour, pensez")


def test_a_clinics_own_template_falls_back_on_the_ordinary_one_of_the_step() -> None:
    library = Library.over([said(SECOND), said(COMMON, "rage", Part.SUBJECT)])

    rage = library.template("rage", "fr", Level(2, Kind.EMAIL))

    assert (rage.subject, rage.body) == ("rage 0 tous", "default 2 tous")


def test_the_template_that_the_rule_names_wins_over_the_ordinary_one_of_the_step() -> (
    None
):
    library = Library.over([said(SECOND_BY_LETTER), said(COMMON, "rage")])

    leaving = body(library, Kind.LETTER, at_step(2, template="rage"))

    assert leaving == "rage 0 tous"


def test_another_template_of_the_program_keeps_its_own_words() -> None:
    library = Library.over([said(SECOND), said(COMMON)])

    leaving = body(library, Kind.EMAIL, at_step(2, template="last"))

    assert "default" not in leaving


def test_one_language_never_borrows_words_of_another() -> None:
    library = Library.over(map(said, [SECOND, COMMON]))

    assert body(library, Kind.EMAIL, at_step(2), language="en").startswith("Dear")


def test_words_that_are_understood_no_more_give_way_to_those_beneath() -> None:
    broken = replace(said(SECOND), words="{{ champ_de_2031 }}")
    library = Library.over([broken, said(COMMON)])

    assert body(library, Kind.EMAIL, at_step(2)) == "default 0 tous"


# Several reminders in one message


def test_reminders_at_different_steps_have_the_words_of_every_step() -> None:
    library = Library.over(map(said, [Level(1), SECOND, COMMON]))
    other = at_step(1, animal_id="A2", animal_name="Minou")

    assert body(library, Kind.EMAIL, at_step(2), other) == "default 0 tous"


def test_reminders_at_the_same_step_have_its_words() -> None:
    library = Library.over(map(said, [SECOND, COMMON]))
    other = at_step(2, animal_id="A2", animal_name="Minou")

    assert body(library, Kind.EMAIL, at_step(2), other) == "default 2 tous"


def test_reminders_of_different_templates_have_the_common_words() -> None:
    library = Library.over([said(SECOND), said(COMMON), said(SECOND, "rage")])
    other = at_step(2, animal_id="A2", template="rage")

    assert body(library, Kind.EMAIL, at_step(2), other) == "default 0 tous"


def test_a_mixed_letter_still_has_the_words_of_letters() -> None:
    library = Library.over(map(said, [BY_LETTER, COMMON]))

    leaving = body(library, Kind.LETTER, at_step(2), at_step(1, animal_id="A2"))

    assert leaving == "default 0 letter"


# Where words come from


def test_where_words_come_from_is_known() -> None:
    library = Library.over([said(SECOND), said(COMMON, "rage")])

    def source(name: str, part: Part, level: Level) -> tuple[str, Level] | None:
        return library.source(name, "fr", part, level)

    assert source(DEFAULT, Part.BODY, SECOND_BY_LETTER) == (DEFAULT, SECOND)
    assert source(DEFAULT, Part.BODY, COMMON) is None
    assert source("rage", Part.BODY, SECOND) == ("rage", COMMON)
    assert source("rage", Part.SMS, SECOND) is None
    assert library.levels(DEFAULT, "fr") == {SECOND}


def test_what_is_beneath_is_what_would_leave_without_the_words_of_this_level() -> None:
    library = Library.over(map(said, [SECOND_BY_LETTER, BY_LETTER, COMMON]))

    beneath = library.beneath(DEFAULT, "fr", SECOND_BY_LETTER)

    assert beneath.body == "default 0 letter"


@pytest.mark.parametrize(
    ("step", "channel"), [(-1, None), (10, None), (0, Kind.SMS), (1, Kind.CARD)]
)
def test_there_is_no_other_level(step: int, channel: Kind | None) -> None:
    with pytest.raises(ValueError, match="got"):
        Level(step, channel)


# Kept in the clinic's file


def test_a_firmer_second_letter_leaves_at_the_second_step_only(desk: Desk) -> None:
    desk.yearly_vaccine(0, 30)
    desk.due_today(1, email="", mobile="")
    desk.client("C2", email="", mobile="")
    desk.animal("A2", "C2")
    desk.act("X2", "A2", performed_on=date(2025, 10, 20))
    desk.practice.words.save(
        "default", "fr", {Part.SUBJECT: "Pour {{ animaux }}, sans tarder"},
        by="Jeanne", level=SECOND_BY_LETTER,
    )  # fmt: skip

    desk.practice.send(by="accueil")

    assert desk.rows("select client_id, subject from delivery order by client_id") == [
        ("C1", "Un rappel de santé pour Rex A1"),
        ("C2", "Pour Rex A2, sans tarder"),
    ]


def test_words_as_sent_stay_when_others_are_written(due_desk: Desk) -> None:
    due_desk.practice.send(by="accueil")
    before = due_desk.rows("select subject, body from delivery")

    due_desk.practice.words.save(
        "default", "fr", {Part.BODY: "Autre."}, by="Jeanne", level=Level(1)
    )

    assert due_desk.rows("select subject, body from delivery") == before


def test_the_confirmation_counts_the_words_of_the_step(due_desk: Desk) -> None:
    due_desk.practice.set("form.order", "sms", by="test")
    before = due_desk.practice.preview().sms_parts

    due_desk.practice.words.save(
        "default", "fr", {Part.SMS: "Merci. " * 40}, by="Jeanne", level=Level(1)
    )

    assert due_desk.practice.preview().sms_parts == before + 1


def test_words_typed_like_those_beneath_are_none_of_their_own(desk: Desk) -> None:
    words = desk.practice.words
    words.save("default", "fr", {Part.BODY: "Communs."}, by="Jeanne")

    changed = words.save(
        "default", "fr", {Part.BODY: "Communs. "}, by="Jeanne", level=SECOND
    )

    assert changed == ()


@pytest.mark.parametrize("back", ["", "Communs."])
def test_going_back_to_the_words_beneath_follows_them_from_then_on(
    desk: Desk, back: str
) -> None:
    words = desk.practice.words
    words.save("default", "fr", {Part.BODY: "Communs."}, by="Jeanne")
    words.save("default", "fr", {Part.BODY: "Fermes."}, by="Jeanne", level=SECOND)

    changed = words.save("default", "fr", {Part.BODY: back}, by="Jeanne", level=SECOND)
    words.save("default", "fr", {Part.BODY: "Nouveaux."}, by="Jeanne")

    assert changed == (Part.BODY,)
    assert words.library().template("default", "fr", SECOND).body == "Nouveaux."


def test_the_words_of_an_sms_are_for_no_other_channel(desk: Desk) -> None:
    words = desk.practice.words

    words.save(
        "default", "fr", {Part.SMS: "Court."}, by="Jeanne", level=SECOND_BY_LETTER
    )

    assert words.library().levels("default", "fr") == {SECOND}


def test_every_level_has_its_own_versions(desk: Desk) -> None:
    words = desk.practice.words
    words.save("default", "fr", {Part.BODY: "Un."}, by="Jeanne")
    words.save("default", "fr", {Part.BODY: "Deux."}, by="Paul", level=SECOND)

    assert words.versions("default", "fr") == {Part.BODY: 1}
    assert words.versions("default", "fr", SECOND) == {Part.BODY: 1}
    assert {v.level: v.words for v in words.history("default", "fr")} == {
        COMMON: "Un.",
        SECOND: "Deux.",
    }


def test_two_people_may_write_at_different_levels(desk: Desk) -> None:
    words = desk.practice.words
    words.save("default", "fr", {Part.BODY: "Un."}, by="Jeanne", level=SECOND, seen={})

    words.save("default", "fr", {Part.BODY: "Deux."}, by="Paul", seen={})
    with pytest.raises(TemplateError, match="Jeanne a enregistré"):
        words.save(
            "default", "fr", {Part.BODY: "Trois."}, by="Paul", level=SECOND, seen={}
        )

    assert words.library().template("default", "fr", SECOND).body == "Un."


def test_the_journal_names_the_step_and_the_channel(desk: Desk) -> None:
    desk.practice.words.save(
        "default", "fr", {Part.BODY: "Ferme."}, by="Jeanne", level=SECOND_BY_LETTER
    )

    assert desk.rows("select subject from event") == [("default/fr/body/2/letter",)]


def test_a_copy_has_the_words_of_every_level(desk: Desk) -> None:
    words = desk.practice.words
    words.save("default", "fr", {Part.BODY: "Ferme."}, by="Jeanne", level=SECOND)

    name = words.create("rage", copy_of="default", by="Jeanne")

    library = words.library()
    assert library.template(name, "fr", SECOND).body == "Ferme."
    assert library.template(name, "fr") == program().template("default", "fr")


def test_a_template_put_away_takes_every_level_along(desk: Desk) -> None:
    words = desk.practice.words
    words.create("rage", copy_of="default", by="Jeanne")
    words.save("rage", "fr", {Part.BODY: "Ferme."}, by="Jeanne", level=SECOND)

    words.remove("rage", by="Jeanne")

    assert words.library() == program()


@pytest.mark.parametrize(
    ("step", "channel", "part"),
    [(10, "", "body"), (0, "sms", "sms"), (0, "letter", "card")],
)
def test_the_file_itself_holds_no_other_level(
    desk: Desk, step: int, channel: str, part: str
) -> None:
    with pytest.raises(duckdb.ConstraintException):
        desk.add(
            "wording", template="default", language="fr", part=part, version=1,
            words="x", written_at="2026-11-01", written_by="J", step=step,
            channel=channel,
        )  # fmt: skip


# A file of before


def an_old_file(path: Path, last: int) -> duckdb.DuckDBPyConnection:
    """A clinic's file as the program of migration *last* left it."""
    old = duckdb.connect(str(path))
    old.execute(sql("schema_version"))
    for version, name, text in migrations():
        if version <= last:
            old.execute(text)
            row = [version, name, "", NOON.replace(tzinfo=None)]
            old.execute("insert into schema_version values ($1, $2, $3, $4)", row)
    return old


@pytest.mark.parametrize("last", [3, 4])
def test_what_a_clinic_wrote_before_reads_the_same_after_the_upgrade(
    tmp_path: Path, last: int
) -> None:
    path = tmp_path / "clinic.duckdb"
    before = [
        ("default", "fr", "sms", 1, "Un."),
        ("default", "fr", "sms", 2, "Deux."),
        ("default", "en", "subject", 1, "Hello {{ animaux }}"),
        ("rage", "fr", "body", 1, "La rage."),
        ("rage", "fr", "card", 3, ""),
    ]
    with an_old_file(path, last) as old:
        old.executemany(
            "insert into wording values ($1, $2, $3, $4, $5, '2026-10-01 08:00', 'J')",
            before,
        )

    desk = a_desk(tmp_path / "files", path=path)

    kept = desk.rows(
        "select template, language, part, version, words, written_by, step, channel "
        "from wording order by template, language desc, part, version"
    )
    assert sorted(row[:5] for row in kept) == sorted(before)
    assert {row[5:] for row in kept} == {("J", 0, "")}
    library = desk.practice.words.library()
    for level in (COMMON, SECOND_BY_LETTER):
        assert library.template("default", "fr", level).sms == "Deux."
        assert library.template("default", "en", level).subject == "Hello {{ animaux }}"
        assert library.template("rage", "fr", level).body == "La rage."
    with desk.practice.database.cursor() as cursor:
        assert read(cursor) == library
    desk.practice.database.close()
