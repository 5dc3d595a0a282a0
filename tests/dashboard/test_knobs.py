"""The buttons of notebook 02, without a notebook."""

from __future__ import annotations

import pytest

from relance_ops.dashboard.knobs import Knobs
from relance_ops.errors import RuleError
from relance_ops.rules import Rule
from tests.factories import Desk


@pytest.fixture
def knobs(desk: Desk) -> Knobs:
    """Two vaccines with a second reminder at 15 days, and a third one with none."""
    desk.yearly_vaccine(-15, 15, 45, act_type="CHP")
    desk.yearly_vaccine(-15, 15, act_type="TCL")
    desk.yearly_vaccine(-15, act_type="TOUX")
    return Knobs(desk.practice.rulebook, step=2, at=15, offset_days=21)


def moved(knobs: Knobs) -> list[Rule]:
    before = set(knobs.before)
    return sorted(set(knobs.rules()) - before, key=lambda rule: rule.act_type)


def test_untouched_they_try_what_the_notebook_says(knobs: Knobs) -> None:
    assert moved(knobs) == [Rule("CHP", 2, 21), Rule("TCL", 2, 21)]


def test_what_is_chosen_is_tried(knobs: Knobs) -> None:
    knobs.act_types = ["TCL"]
    knobs.offset_days = 30

    assert moved(knobs) == [Rule("TCL", 2, 30)]


def test_another_step_keeps_only_the_act_types_that_have_it(knobs: Knobs) -> None:
    knobs.step = 3
    knobs.offset_days = 60

    assert moved(knobs) == [Rule("CHP", 3, 60)]


def test_act_types_with_one_name_can_be_told_apart(knobs: Knobs) -> None:
    assert list(knobs.param.act_types.objects) == ["CHP", "TCL"]
    assert set(knobs.param.act_types.names) == {
        "Vaccin CHPPiL4 (CHP)", "Vaccin CHPPiL4 (TCL)",
    }  # fmt: skip


def test_a_day_after_the_next_step_is_refused_with_its_reason(knobs: Knobs) -> None:
    knobs.offset_days = 50

    assert "doit partir après la relance" in knobs.sentence()
    with pytest.raises(RuleError, match="doit partir après la relance"):
        knobs.rules()


def test_nothing_chosen_changes_nothing(knobs: Knobs) -> None:
    knobs.act_types = []

    assert moved(knobs) == []
    assert knobs.sentence() == "Aucun modèle d&#x27;acte : rien ne change."


def test_a_clinic_without_such_a_step_begins_with_nothing_chosen(desk: Desk) -> None:
    desk.yearly_vaccine(-15)

    knobs = Knobs(desk.practice.rulebook, step=2, at=15, offset_days=21)

    assert moved(knobs) == []
