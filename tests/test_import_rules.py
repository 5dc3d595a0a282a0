"""A rules file publishes a new version of the rules in force, or nothing."""

from __future__ import annotations

from datetime import date

import pytest

from relance_ops.errors import RuleError
from relance_ops.rules import Rule, check_offsets
from tests.import_desk import Desk

HEADER = "act_type,step,offset_days\n"


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("import"))


@pytest.fixture
def desk(shared_desk: Desk) -> Desk:
    desk = shared_desk.cleared()
    desk.furnish()
    return desk


def in_force(desk: Desk) -> list[tuple[str, int, int]]:
    return desk.rows(
        "select act_type, step, offset_days from rule "
        "where version = (select max(version) from rule_version) order by act_type, step"
    )


def test_a_first_file_is_version_one_with_its_defaults(desk: Desk) -> None:
    desk.load_one(rules=HEADER + "vaccin,1,-15\nvaccin,2,10\n")

    assert desk.rows("select * exclude published_at from rule_version") == [
        (1, "ASV", "rules.csv")
    ]
    assert desk.rows("select * from rule where step = 1") == [
        (1, "vaccin", 1, -15, 60, "", "letter", "", True, None)
    ]


def test_every_column_of_a_rule_is_read(desk: Desk) -> None:
    desk.load_one(
        rules="act_type;step;offset_days;valid_days;channels;paper_form;template;active;"
        "active_from\nvaccin;2;+10;30;SMS|papier|sms;carte;vaccin;non;01/12/2026\n"
    )

    assert desk.rows("select * exclude version from rule") == [
        (
            *("vaccin", 2, 10, 30, "paper|sms", "card", "vaccin"),
            False,
            date(2026, 12, 1),
        )
    ]


def test_a_change_is_a_new_version_and_the_old_one_stays(desk: Desk) -> None:
    desk.load_one(rules=HEADER + "vaccin,1,-15\nvaccin,2,10\n")

    report = desk.load_one(rules=HEADER + "vaccin,2,20\n")

    assert (report.loaded, report.changed) == (1, 1)
    assert in_force(desk) == [("vaccin", 1, -15), ("vaccin", 2, 20)]
    assert desk.rows("select offset_days from rule where version = 1") == [
        (-15,),
        (10,),
    ]


def test_offsets_that_do_not_increase_refuse_the_whole_file(desk: Desk) -> None:
    desk.load_one(rules=HEADER + "vaccin,1,-15\nvaccin,3,30\n")

    report = desk.load_one(rules=HEADER + "vaccin,2,30\nvaccin,1,-20\n")

    assert "« vaccin »" in report.refused
    assert "+30" in report.refused
    assert in_force(desk) == [("vaccin", 1, -15), ("vaccin", 3, 30)]


def test_an_inactive_step_counts_for_the_order(desk: Desk) -> None:
    report = desk.load_one(
        rules="act_type,step,offset_days,active\nvaccin,1,10,non\nvaccin,2,5,oui\n"
    )

    assert report.refused


def test_a_rejected_rule_does_not_spoil_the_others(desk: Desk) -> None:
    report = desk.load_one(rules=HEADER + "bain,1,0\nvaccin,1,0\nvaccin,12,5\n")

    assert (report.loaded, report.rejected) == (1, 2)
    assert in_force(desk) == [("vaccin", 1, 0)]


def test_of_one_step_given_twice_the_last_is_kept(desk: Desk) -> None:
    report = desk.load_one(rules=HEADER + "vaccin,1,0\nvaccin,01,5\n")

    assert (report.loaded, report.rejected) == (1, 1)
    assert in_force(desk) == [("vaccin", 1, 5)]
    assert desk.rejects()[0][3] == "vaccin 1"


def test_every_fault_of_a_rule_set_is_named() -> None:
    rules = [
        Rule("vaccin", 2, 5),
        Rule("vaccin", 1, 5),
        Rule("bilan", 1, 0),
        Rule("bilan", 9, -1),
        Rule("detartrage", 1, 0),
        Rule("detartrage", 2, 1),
    ]

    with pytest.raises(RuleError) as refusal:
        check_offsets(rules)

    text = str(refusal.value)
    assert "« bilan » : la relance 9 (jour -1)" in text
    assert "« vaccin » : la relance 2 (jour +5)" in text
    assert "detartrage" not in text


def test_offsets_that_increase_are_accepted() -> None:
    check_offsets([Rule("vaccin", 1, -15), Rule("vaccin", 3, 0), Rule("bilan", 2, -15)])
