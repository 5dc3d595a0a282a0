"""Publishing rules: a new version that never changes, or a refusal that says why."""

from __future__ import annotations

import pytest

from relance_ops.errors import RuleError
from relance_ops.rule_changes import diff, faults
from relance_ops.rule_warnings import warnings
from relance_ops.rules import Rule
from tests.factories import Desk

LABELS = {"VACC": "Vaccin", "RAGE": "Rage"}


@pytest.fixture
def book(desk: Desk) -> Desk:
    desk.yearly_vaccine(-15, 15)
    return desk


def test_publishing_keeps_the_version_before_as_it_was(book: Desk) -> None:
    rulebook = book.practice.rulebook
    before = rulebook.rules_of()

    version = rulebook.publish([Rule("VACC", 1, 0)], comment="essai", by="Marie")

    assert version == 2
    assert rulebook.rules_of() == (Rule("VACC", 1, 0),)
    assert rulebook.rules_of(1) == before


def test_the_journal_tells_who_published(book: Desk) -> None:
    book.practice.rulebook.publish([Rule("VACC", 1, 0)], comment="essai", by="Marie")

    assert book.rows("select who, kind, subject, before, note from event") == [
        ("Marie", "rules", "2", "1", "essai")
    ]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Rule("NONE", 1, 0), "n'existe pas"),
        (Rule("VACC", 10, 0), "neuf relances"),
        (Rule("VACC", 1, 0, valid_days=0), "au moins 1 jour"),
        (Rule("VACC", 1, 0, template="perdu"), "modèle de courrier"),
        (Rule("VACC", 1, 99_999), "dix ans"),
    ],
)
def test_nonsense_is_refused_whole_and_by_name(
    book: Desk, rule: Rule, said: str
) -> None:
    with pytest.raises(RuleError, match=said):
        book.practice.rulebook.publish([rule], comment="", by="Marie")

    assert len(book.practice.rulebook.versions()) == 1
    assert book.rows("select count(*) from event") == [(0,)]


def test_offsets_that_go_back_are_refused(book: Desk) -> None:
    with pytest.raises(RuleError, match="doit partir après"):
        book.practice.rulebook.publish(
            [Rule("VACC", 1, 10), Rule("VACC", 2, 10)], comment="", by="Marie"
        )


def test_the_rules_in_force_are_not_published_twice(book: Desk) -> None:
    rulebook = book.practice.rulebook

    with pytest.raises(RuleError, match="déjà en vigueur"):
        rulebook.publish(rulebook.rules_of(), comment="", by="Marie")


def test_a_fault_names_its_step_and_its_field() -> None:
    [found] = faults([Rule("VACC", 1, 5), Rule("VACC", 2, 5)], act_types=LABELS)

    assert (found.act_type, found.step, found.field) == ("VACC", 2, "offset_days")
    assert "5 jours après l'échéance" in found.sentence


def test_a_comparison_says_what_was_added_removed_and_changed() -> None:
    before = [Rule("VACC", 1, -15), Rule("VACC", 2, 15)]
    after = [Rule("VACC", 1, 0, active=False), Rule("RAGE", 1, 10)]

    assert diff(before, after, act_types=LABELS) == [
        "Rage, 1re relance : ajoutée, 10 jours après l'échéance",
        "Vaccin, 1re relance : en pause ; le jour de l'échéance au lieu de "
        "15 jours avant l'échéance",
        "Vaccin, 2e relance : retirée",
    ]


def test_steps_closer_than_the_gap_are_pointed_out() -> None:
    [close, without] = warnings(
        [Rule("VACC", 1, 0), Rule("VACC", 2, 3)], act_types=LABELS, min_gap_days=7
    )

    assert "2e relance : partira 4 jours plus tard" in close
    assert without == "1 modèle d'acte n'a aucune relance : Rage."


def test_sensible_rules_raise_no_warning() -> None:
    rules = [Rule("VACC", 1, 0), Rule("RAGE", 1, 3)]

    assert warnings(rules, act_types=LABELS, min_gap_days=7) == []
