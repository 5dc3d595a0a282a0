"""The hold-out: chance keeps a few reminders back, in sight, and never one of the law."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from relance_ops import explain
from relance_ops.errors import SettingError
from relance_ops.model import Kind
from relance_ops.periods import Period
from relance_ops.settings import Settings
from tests.factories import TODAY, Desk

MANY = 60
DRAWN = "select animal_id, withheld from holdout order by animal_id, step"


@pytest.fixture
def clinic(desk: Desk) -> Desk:
    """Sixty animals whose vaccine is due today, and one in five kept back."""
    desk.yearly_vaccine(0, 20, 40)
    for number in range(MANY):
        desk.due_today(number)
    # Of a clinic's own key nobody knows anything, nor whom it keeps back.
    desk.add("secret_key", name="holdout", content=bytes(32))
    desk.practice.set("holdout_percent", "20", by="test")
    return desk


def held_back(desk: Desk, *, on: date = TODAY) -> set[str]:
    return {
        one.animal_id
        for one in desk.practice.due(on=on).reminders
        if one.reason_code == "holdout"
    }


def test_it_is_off_until_somebody_asks_for_it(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    for number in range(MANY):
        desk.due_today(number)

    desk.practice.send(by="test")

    assert Settings().holdout_percent == 0
    assert desk.rows("select * from holdout") == []
    assert desk.rows("select * from secret_key where name = 'holdout'") == []


@pytest.mark.parametrize("value", ["21", "-1", "5.5", ""])
def test_no_more_than_a_fifth_is_kept_back(desk: Desk, value: str) -> None:
    with pytest.raises(SettingError, match="0 à 20"):
        desk.practice.set("holdout_percent", value, by="test")


def test_who_is_kept_back_is_held_in_sight_and_the_others_leave(clinic: Desk) -> None:
    due = clinic.practice.due().reminders
    kept = held_back(clinic)

    report = clinic.practice.send(by="test")

    assert 4 <= len(kept) <= 22  # 12 on average; outside once in five hundred
    assert len(due) == MANY
    assert {one.state for one in due if one.animal_id in kept} == {"held"}
    assert report.claimed == MANY - len(kept)


def test_why_says_that_chance_kept_it_back(clinic: Desk) -> None:
    animal_id = min(held_back(clinic))

    [sentence] = explain.sentences(clinic.practice.why(animal_id))

    assert "retenue, groupe témoin" in sentence


def test_the_confirmation_counts_them_as_held(clinic: Desk) -> None:
    waiting = clinic.practice.preview().waiting

    assert {one.animal_id for one in waiting} == held_back(clinic)


def test_both_groups_are_recorded_with_the_day_the_part_and_the_rules(
    clinic: Desk,
) -> None:
    kept = held_back(clinic)

    clinic.practice.send(by="test")

    drawn = dict(clinic.rows(DRAWN))
    assert {animal_id for animal_id, withheld in drawn.items() if withheld} == kept
    assert len(drawn) == MANY
    assert clinic.rows(
        "select distinct step, percent, drawn_on, rule_version, act_type from holdout"
    ) == [(1, 20, TODAY, 1, "VACC")]


def test_a_run_that_fails_records_nobody(clinic: Desk) -> None:
    clinic.change("alter table claim rename to claim_away")

    with pytest.raises(duckdb.Error):
        clinic.practice.send(by="test")

    assert clinic.rows("select * from holdout") == []


def test_nobody_leaves_and_who_is_kept_back_is_recorded_all_the_same(
    clinic: Desk,
) -> None:
    kept = sorted(held_back(clinic))
    clinic.change(
        "delete from act where not list_contains($kept, animal_id)", kept=kept
    )

    report = clinic.practice.send(by="test")

    assert report.run_id is None
    assert clinic.rows(DRAWN) == [(animal_id, True) for animal_id in kept]


def test_a_double_click_records_nobody_twice(clinic: Desk) -> None:
    clinic.practice.send(by="test", nonce="once")
    clinic.practice.send(by="test", nonce="once")
    clinic.practice.send(by="test")

    assert len(clinic.rows(DRAWN)) == MANY


def test_what_was_recorded_never_changes(clinic: Desk) -> None:
    clinic.practice.send(by="test")

    for statement in ("update holdout set withheld = false", "delete from holdout"):
        with pytest.raises(duckdb.Error, match="append-only"):
            clinic.change(statement)


def test_an_animal_keeps_its_fate_for_all_its_steps(clinic: Desk) -> None:
    kept = held_back(clinic)
    clinic.practice.send(by="test")

    later = TODAY + timedelta(days=20)
    kept_later = held_back(clinic, on=later)
    clinic.practice.send(by="test", on=later)

    assert kept_later == kept
    assert len(clinic.rows("select * from claim where step = 2")) == MANY - len(kept)
    assert set(
        clinic.rows("select animal_id, withheld from holdout where step = 2")
    ) == {(animal_id, True) for animal_id in kept}


def test_who_was_reminded_once_is_kept_back_no_more(clinic: Desk) -> None:
    clinic.practice.set("holdout_percent", "0", by="test")
    clinic.practice.send(by="test")
    clinic.practice.set("holdout_percent", "20", by="test")

    clinic.practice.send(by="test", on=TODAY + timedelta(days=20))

    assert held_back(clinic, on=TODAY + timedelta(days=20)) == set()
    assert clinic.rows(DRAWN) == []


def test_a_greater_part_keeps_back_the_same_and_others(clinic: Desk) -> None:
    at_20 = held_back(clinic)
    clinic.practice.set("holdout_percent", "10", by="test")
    at_10 = held_back(clinic)

    assert at_10 < at_20


def test_none_again_lets_them_all_leave(clinic: Desk) -> None:
    clinic.practice.send(by="test")
    kept = held_back(clinic)
    clinic.practice.set("holdout_percent", "0", by="test")

    report = clinic.practice.send(by="test")

    assert report.claimed == len(kept) > 0


def test_each_clinic_has_its_own_chance(clinic: Desk) -> None:
    kept = held_back(clinic)
    clinic.change("delete from secret_key where name = 'holdout'")
    clinic.practice.set("holdout_percent", "20", by="test")

    assert held_back(clinic) != kept


def test_a_reminder_that_was_unticked_takes_part(clinic: Desk) -> None:
    """What a person does after the draw must not choose whom to compare."""
    due = clinic.practice.due().reminders
    [unticked, *_others] = [one for one in due if one.state == "ready"]

    clinic.practice.send(by="test", without=frozenset({unticked.key}))

    assert dict(clinic.rows(DRAWN))[unticked.animal_id] is False
    assert len(clinic.rows(DRAWN)) == MANY


def test_whom_nothing_reaches_takes_no_part(clinic: Desk) -> None:
    clinic.change(
        "update client set email = '', mobile = '', city = '' where client_id <> 'C1'"
    )

    clinic.practice.send(by="test")

    assert [animal_id for animal_id, _withheld in clinic.rows(DRAWN)] == ["A1"]


def test_a_channel_that_is_left_aside_takes_no_part_yet(clinic: Desk) -> None:
    clinic.practice.send(by="test", only=frozenset({Kind.LETTER}))

    assert clinic.rows(DRAWN) == []


def test_who_is_kept_back_joins_no_delivery_and_is_recorded_that_day(
    clinic: Desk,
) -> None:
    """Both groups begin on the day that the reminder would have joined a delivery."""
    clinic.yearly_vaccine(0, act_type="VERM")
    for number in range(MANY):
        clinic.act(
            f"V{number}", f"A{number}", act_type="VERM",
            performed_on=TODAY + timedelta(days=3) - timedelta(days=365),
        )  # fmt: skip
    clinic.practice.set("group_ahead_days", "5", by="test")

    clinic.practice.send(by="test")

    drawn = dict(
        clinic.rows("select animal_id, withheld from holdout where act_type = 'VERM'")
    )
    claimed = {
        row[0]
        for row in clinic.rows("select animal_id from claim where act_type = 'VERM'")
    }
    assert len(drawn) == MANY
    assert 0 < sum(drawn.values()) < MANY
    assert not claimed & {animal_id for animal_id, kept in drawn.items() if kept}


# What the law asks for


@pytest.mark.parametrize(
    "words",
    [
        {"label": "Vaccin rage"},
        {"label": "RAGE"},
        {"label": "Rappel antirabique"},
        {"label": "Vaccination anti-rabique"},
        {"label": "Rabies booster"},
        {"category": "Rage"},
        {"label": "CHPPiLR"},
        {"label": "Vaccin CHPPi/L4 R"},
        {"label": "Rappel TCL-R"},
        {"label": "Vermifuge", "legal": True},
    ],
)
def test_what_the_law_asks_for_is_always_reminded(
    clinic: Desk, words: dict[str, Any]
) -> None:
    for column, value in words.items():
        clinic.change(f"update act_type set {column} = $value", value=value)

    report = clinic.practice.send(by="test")

    assert report.claimed == MANY
    assert clinic.rows(DRAWN) == []


@pytest.mark.parametrize(
    "words",
    [
        {"label": "Vaccin CHPPiL4"},
        {"label": "RCP"},
        {"label": "Dosage du fragment"},
        {"label": "CHPL rappel"},
        {"label": "Rage", "legal": False},
    ],
)
def test_other_acts_take_part(clinic: Desk, words: dict[str, Any]) -> None:
    for column, value in words.items():
        clinic.change(f"update act_type set {column} = $value", value=value)

    assert held_back(clinic)


def test_a_group_with_one_act_of_the_law_is_always_reminded(clinic: Desk) -> None:
    clinic.yearly_vaccine(act_type="RAGE")
    clinic.change(
        "update act_type set recall_group = 'VACC', legal = (act_type = 'RAGE')"
    )

    assert held_back(clinic) == set()


# Looking ahead


def test_what_will_leave_is_told_without_them(clinic: Desk) -> None:
    until = TODAY + timedelta(days=5)
    kept = held_back(clinic)

    coming = clinic.practice.coming(since=TODAY, until=until)
    simulated = clinic.practice.simulate(since=TODAY, until=until).reminders

    leaving = {f"A{number}" for number in range(MANY)} - kept
    assert {one.animal_id for one in coming} == leaving
    assert set(simulated["animal_id"]) == leaving


# From chance to its effect: real claims all the way


def test_the_effect_is_told_from_real_runs(clinic: Desk) -> None:
    for number in range(MANY, 3 * MANY + 40):
        clinic.due_today(number)
    clinic.practice.send(by="test")
    drawn = dict(clinic.rows(DRAWN))
    reminded = sorted(a for a, kept in drawn.items() if not kept)
    withheld = sorted(a for a, kept in drawn.items() if kept)
    for animal_id in (*reminded[::2], *withheld[:5]):
        clinic.act(f"R{animal_id}", animal_id, performed_on=TODAY + timedelta(days=9))
    clinic.clock.forward(days=61)

    [line] = clinic.practice.returns.uplift(Period(TODAY, TODAY)).to_dict("records")

    assert (line["reminded"], line["withheld"]) == (len(reminded), len(withheld))
    assert (line["reminded_returned"], line["withheld_returned"]) == (
        len(reminded[::2]), 5,
    )  # fmt: skip
    assert line["difference"] == pytest.approx(
        len(reminded[::2]) / len(reminded) - 5 / len(withheld)
    )
    assert line["low"] > 0
    assert "le hasard seul ne l'explique pas" in line["sentence"]
