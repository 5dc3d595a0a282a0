"""The command that replays the calendar with other rules."""

from __future__ import annotations

from pathlib import Path

from tests.cli.desk import ON, Keyboard

DAYS = ("--from", ON, "--to", "2026-12-15")


def moved(clinic: Keyboard, offset_days: int) -> str:
    """The rules in force as a file, with the vaccine's day moved."""
    file = clinic.folder / "rules.toml"
    clinic("rules", "show", str(file))
    text = file.read_text(encoding="utf-8")
    before, vaccine, after = text.partition("[rules.VACC]\n1 = { offset_days = 0")
    assert vaccine
    file.write_text(
        f"{before}[rules.VACC]\n1 = {{ offset_days = {offset_days}{after}",
        encoding="utf-8",
    )
    return str(file)


def test_the_rules_in_force_leave_what_the_list_shows(clinic: Keyboard) -> None:
    found = clinic("simulate", *DAYS, "--json").json

    # Three letters, and one more the day after an appointment.
    assert found["deliveries"] == {"email": 1, "sms": 0, "letter": 4, "card": 1}
    assert (found["reminders"], found["clients"]) == (6, 6)
    assert found["cost_cents"] == 5 * 152
    assert found["changes"]["same"] == 6
    assert {
        "leaves_on": "2026-12-02", "channel": "letter", "act_type": "VACC", "step": 1,
        "reminders": 1,
    } in found["volumes"]  # fmt: skip


def test_a_file_is_compared_with_the_rules_in_force(clinic: Keyboard) -> None:
    found = clinic("simulate", "--rules", moved(clinic, 10), *DAYS, "--json").json

    assert found["changes"] == {
        "more": 0, "fewer": 0, "sooner": 0, "later": 5, "same": 1,
    }  # fmt: skip
    assert found["before"]["reminders"] == found["reminders"] == 6


def test_a_file_that_could_not_be_published_is_not_tried(clinic: Keyboard) -> None:
    file = Path(moved(clinic, 0))
    file.write_text("[rules.NOWHERE]\n1 = { offset_days = 0 }\n", encoding="utf-8")

    printed = clinic("simulate", "--rules", str(file), *DAYS)

    assert (printed.status, printed.out) == (1, "")
    assert "NOWHERE" in printed.err


def test_people_read_both_sets_side_by_side_and_what_was_assumed(
    clinic: Keyboard,
) -> None:
    printed = clinic("simulate", "--rules", moved(clinic, 30), *DAYS)

    lines = [line.split() for line in printed.out.splitlines()]
    assert ["Relances", "6", "1", "-5"] in lines
    assert ["Moins", "de", "relances", "5", "5"] in lines
    assert "« Envoyer » est pressé chaque jour" in printed.err
    assert "quel que soit le jour où elle part" in printed.err


def test_a_change_is_told_with_the_returns_that_it_may_bring(clinic: Keyboard) -> None:
    file = Path(moved(clinic, 0))
    without = file.read_text(encoding="utf-8").partition("[rules.VACC]")[0]
    file.write_text(without, encoding="utf-8")

    found = clinic("simulate", "--rules", str(file), *DAYS, "--json").json

    assert found["expected"]["returns"]["point"] < 0
    assert found["expected"]["returns"]["low"] < found["expected"]["returns"]["high"]
    assert found["expected"]["cost_cents"] == found["cost_cents"] - 5 * 152
    assert found["expected"]["revenue_cents"] is None
    assert found["expected"]["horizon_days"] == 60


def test_the_rules_in_force_bring_nothing_more_than_themselves(
    clinic: Keyboard,
) -> None:
    found = clinic("simulate", *DAYS, "--json").json

    assert found["expected"]["returns"] == {"point": 0, "low": 0, "high": 0}
    assert not any("quel que soit le jour" in one for one in found["assumptions"])


def test_a_seed_brings_back_those_who_usually_come(clinic: Keyboard) -> None:
    printed = clinic("simulate", *DAYS, "--seed", "3", "--json").json

    assert any("tirage n° 3" in one for one in printed["assumptions"])


def test_a_version_that_was_never_published_is_refused(clinic: Keyboard) -> None:
    printed = clinic("simulate", "--version", "7", *DAYS)

    assert printed.status == 1
    assert "version 7" in printed.err


def test_a_file_and_a_version_are_one_too_many(clinic: Keyboard) -> None:
    printed = clinic("simulate", "--version", "1", "--rules", "x.toml", *DAYS)

    assert printed.status == 2
