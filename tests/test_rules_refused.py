"""Which rules are refused, each fault at its field, and which are only pointed out."""

from __future__ import annotations

import pytest

from relance_ops.errors import RuleError
from relance_ops.rule_changes import Fault, faults
from relance_ops.rule_warnings import warnings
from relance_ops.rules import Rule
from tests.factories import Desk

LABELS = {"VACC": "Vaccin CHPPiL4"}


def found(*rules: Rule) -> list[tuple[int, str]]:
    told = faults(rules, act_types=LABELS, templates=("default", "last"))
    return [(fault.step, fault.field) for fault in told]


def said(*rules: Rule, gap: int = 7) -> list[str]:
    return warnings(rules, act_types=LABELS, min_gap_days=gap)


def test_rules_that_increase_have_no_fault() -> None:
    assert found(Rule("VACC", 1, -15), Rule("VACC", 3, 30, template="last")) == []


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (Rule("RAGE", 1, 0), "act_type"),
        (Rule("VACC", 10, 0), "step"),
        (Rule("VACC", 0, 0), "step"),
        (Rule("VACC", 1, -3_651), "offset_days"),
        (Rule("VACC", 1, 0, valid_days=0), "valid_days"),
        (Rule("VACC", 1, 0, valid_days=3_651), "valid_days"),
        (Rule("VACC", 1, 0, channels="pigeon"), "channels"),
        (Rule("VACC", 1, 0, channels="email|email"), "channels"),
        (Rule("VACC", 1, 0, paper_form="stone"), "paper_form"),
        (Rule("VACC", 1, 0, template="poème"), "template"),
    ],
)
def test_each_nonsense_is_named_at_its_field(rule: Rule, field: str) -> None:
    assert found(rule) == [(rule.step, field)]


def test_a_step_that_leaves_too_early_says_what_to_do() -> None:
    steps = [Rule("VACC", 1, 10), Rule("VACC", 2, 10, active=False)]

    assert faults(steps, act_types=LABELS) == [
        Fault(
            "VACC",
            2,
            "offset_days",
            "La 2e relance part 10 jours après l'échéance : elle doit partir après la "
            "1re (10 jours après l'échéance). Choisissez un jour plus tard.",
        )
    ]


def test_a_step_given_twice_is_refused() -> None:
    assert found(Rule("VACC", 1, 0), Rule("VACC", 1, 5)) == [(1, "step")]


@pytest.mark.parametrize(
    "rules",
    [
        [Rule("VACC", 1, 0, channels="pigeon")],
        [Rule("VACC", 1, 0, paper_form="stone")],
        [Rule("VACC", 1, 0), Rule("VACC", 1, 5)],
        [Rule("VACC", 1, 5), Rule("VACC", 2, 5)],
        [Rule("RAGE", 1, 0)],
    ],
    ids=["channel", "paper", "twice", "order", "act type"],
)
def test_nonsense_is_never_published_and_the_list_still_reads(
    desk: Desk, rules: list[Rule]
) -> None:
    desk.yearly_vaccine(0)
    desk.due_today()

    with pytest.raises(RuleError, match="refusées"):
        desk.practice.rulebook.publish(rules, comment="", by="Ada")

    assert [one.version for one in desk.practice.rulebook.versions()] == [1]
    assert desk.rows("select * from event") == []
    assert desk.ready() == ["A1"]


def test_a_rule_may_name_a_template_that_the_clinic_made(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    name = desk.practice.words.create("Chiots", copy_of="default", by="Ada")

    desk.practice.rulebook.publish(
        [Rule("VACC", 1, 0, template=name)], comment="", by="Ada"
    )

    assert [rule.template for rule in desk.practice.rulebook.rules_of()] == [name]


def test_ordinary_rules_surprise_nobody() -> None:
    assert said(Rule("VACC", 1, -15), Rule("VACC", 2, 15), Rule("VACC", 3, 45)) == []


def test_a_step_closer_than_the_gap_is_late() -> None:
    assert said(Rule("VACC", 1, 0), Rule("VACC", 2, 6)) == [
        "Vaccin CHPPiL4, 2e relance : partira 1 jour plus tard, "
        "car il faut 7 jours entre deux envois."
    ]


@pytest.mark.parametrize(
    "rules",
    [
        (Rule("VACC", 1, 0), Rule("VACC", 2, 2, valid_days=5)),
        (Rule("VACC", 1, 0), Rule("VACC", 2, 2), Rule("VACC", 3, 7)),
    ],
    ids=["too late by then", "replaced by then"],
)
def test_a_step_that_could_never_leave_is_pointed_out(rules: tuple[Rule, ...]) -> None:
    assert [one for one in said(*rules) if "2e relance : ne partira jamais" in one]


def test_a_step_in_pause_delays_nobody() -> None:
    assert said(Rule("VACC", 1, 0, active=False), Rule("VACC", 2, 2)) == []


def test_a_validity_shorter_than_a_long_weekend_is_pointed_out() -> None:
    assert said(Rule("VACC", 1, 0, valid_days=3)) == [
        "Vaccin CHPPiL4, 1re relance : valable 3 jours seulement, "
        "une fermeture la ferait perdre."
    ]


def test_an_act_type_that_nothing_reminds_of_is_counted() -> None:
    assert said(Rule("VACC", 1, 0, active=False)) == [
        "1 modèle d'acte n'a aucune relance : Vaccin CHPPiL4."
    ]


def test_days_during_which_nothing_may_leave_are_pointed_out() -> None:
    [hole] = said(Rule("VACC", 1, -15, valid_days=30), Rule("VACC", 2, 25))

    assert hole == (
        "Vaccin CHPPiL4, 2e relance : rien ne part pendant les 10 jours qui la "
        "précèdent, car la 1re n'est plus valable : prolongez la 1re, ou avancez "
        "celle-ci."
    )


def test_a_step_that_begins_when_the_one_before_ends_leaves_no_hole() -> None:
    assert said(Rule("VACC", 1, -15, valid_days=40), Rule("VACC", 2, 25)) == []


def test_of_many_act_types_without_a_rule_the_first_are_named() -> None:
    labels = {f"T{n}": f"Acte {n}" for n in range(8)}

    [told] = warnings([], act_types=labels, min_gap_days=7)

    assert told.startswith("8 modèles d'acte n'ont aucune relance : Acte 0, ")
    assert told.endswith("Acte 5…")
