"""The commands that only look, as programs and people read them."""

from __future__ import annotations

from tests.cli.desk import ON, Keyboard

DUE_KEYS = {
    "client_id", "animal_id", "recall_group", "act_type", "anchor_id", "due_on",
    "step", "planned_on", "state", "reason", "channels",
}  # fmt: skip


def test_due_lists_what_is_ready_held_and_blocked_in_order(clinic: Keyboard) -> None:
    printed = clinic("due", "--on", ON, "--json")

    assert printed.status == 0
    assert [line["animal_id"] for line in printed.json] == [
        f"A{number}" for number in range(1, 8)
    ]
    assert {line["state"] for line in printed.json} == {"ready", "held", "blocked"}
    assert all(set(line) - {"reason_code"} == DUE_KEYS for line in printed.json)


def test_due_says_how_and_when_each_leaves(clinic: Keyboard) -> None:
    first = clinic("due", "--on", ON, "--json").json[0]

    assert first["due_on"] == first["planned_on"] == ON
    assert first["anchor_id"] == "X1"
    assert first["step"] == 1
    assert first["channels"] == ["letter"]


def test_due_all_lists_what_is_planned_too(clinic: Keyboard) -> None:
    printed = clinic("due", "--on", ON, "--json", "--all")

    assert printed.json[-1]["animal_id"] == "A8"
    assert printed.json[-1]["state"] == "planned"


def test_a_day_is_typed_in_french_too(clinic: Keyboard) -> None:
    assert clinic("due", "--on", "24/11/2026", "--json").json == (
        clinic("due", "--on", ON, "--json").json
    )


def test_a_day_that_is_none_is_a_usage_error(clinic: Keyboard) -> None:
    printed = clinic("due", "--on", "2026-02-30")

    assert printed.status == 2
    assert "« 2026-02-30 » n'est pas une date" in printed.err


def test_due_is_a_table_for_people(clinic: Keyboard) -> None:
    printed = clinic("due", "--on", ON)

    assert "Échéance" in printed.out
    assert "24/11/2026" in printed.out
    assert "7 relances." in printed.err


def test_english_is_spoken_when_asked(clinic: Keyboard) -> None:
    assert "24 Nov 2026" in clinic("due", "--on", ON, lang="en").out


def test_why_tells_about_one_animal(clinic: Keyboard) -> None:
    printed = clinic("why", "A7", "--on", ON, "--json")

    assert printed.json["animal_id"] == "A7"
    assert [r["state"] for r in printed.json["reminders"]] == ["held"]
    assert printed.json["sentences"]


def test_why_remembers_what_was_sent(sent: Keyboard) -> None:
    printed = sent("why", "A1", "--on", ON)

    assert printed.status == 0
    assert "lettre" in printed.out or "letter" in printed.out


def test_why_of_an_unknown_animal_is_a_sentence(clinic: Keyboard) -> None:
    printed = clinic("why", "A99")

    assert printed.status == 1
    assert printed.out == ""
    assert "A99" in printed.err


def test_expected_lists_who_was_reminded(sent: Keyboard) -> None:
    found = sent("expected", "--json", "--on", ON).json

    assert [line["animal_id"] for line in found] == ["A1", "A2", "A3", "A4", "A5"]
    assert found[0]["last_sent_on"] == ON
    assert found[0]["steps_sent"] == [1]
    assert found[0]["channels"] == ["letter"]
    assert {"client_id", "recall_group", "anchor_id", "due_on"} <= set(found[0])
