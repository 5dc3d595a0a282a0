"""The command that says what came back, and what the reminders have to do with it."""

from __future__ import annotations

import pytest

from relance_ops.returns import DEFINITIONS, Cut
from tests.cli.desk import ON, Keyboard

DAYS = ("--from", "2026-01-01", "--to", ON)


def test_every_reminder_is_in_a_cohort_with_the_definitions(clinic: Keyboard) -> None:
    claimed = clinic("send", "--yes", "--on", "2026-11-24", "--json").json["claimed"]

    found = clinic("returns", *DAYS, "--by", "all", "--json").json

    [cohort] = found["cohorts"]
    assert (found["from"], found["to"], found["horizon_days"]) == ("2026-01-01", ON, 60)
    assert cohort["reminders"] == claimed
    assert cohort["rate"] is None
    assert set(found["definitions"]) == set(DEFINITIONS)


def test_a_hold_out_shows_its_effect_or_that_it_has_too_few(clinic: Keyboard) -> None:
    clinic("settings", "holdout_percent", "20")
    clinic("send", "--yes", "--on", ON)

    found = clinic("returns", *DAYS, "--json").json
    printed = clinic("returns", *DAYS)

    [line] = found["uplift"]
    assert (line["percent"], line["enough"], line["difference"]) == (20, False, None)
    assert line["sentence"] in printed.err


def test_without_a_hold_out_nobody_knows_the_effect(clinic: Keyboard) -> None:
    printed = clinic("returns", *DAYS)

    assert "personne ne le sait sans groupe témoin" in printed.err


def test_what_comes_back_without_a_reminder_says_why_it_is_no_proof(
    clinic: Keyboard,
) -> None:
    printed = clinic("returns", *DAYS)

    assert "Avant le premier envoi de la clinique" in printed.out
    assert "Trop peu de rappels suivis" in printed.err


@pytest.mark.parametrize("by", list(Cut))
def test_people_may_ask_by_every_cut(clinic: Keyboard, by: Cut) -> None:
    clinic("send", "--yes", "--on", ON)

    assert clinic("returns", *DAYS, "--by", by.value).status == 0


def test_a_horizon_is_a_number_of_days(clinic: Keyboard) -> None:
    assert clinic("returns", "--horizon", "0").status == 2
