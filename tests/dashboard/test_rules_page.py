"""« Règles » as an object: a draft, its faults, its effect, its publication."""

from __future__ import annotations

from datetime import date

import pytest

from relance_ops.dashboard.page import Session
from relance_ops.dashboard.pages.rules import RulesTab
from relance_ops.dashboard.rule_axis import axis, span_of
from relance_ops.dashboard.theme import COLOURS
from relance_ops.errors import ForbiddenError, RuleError
from relance_ops.model import Form, Kind
from relance_ops.rights import Role, Visitor
from relance_ops.rules import Rule
from tests.factories import Desk


@pytest.fixture
def rules(desk: Desk) -> RulesTab:
    """One vaccine with two steps, one act type without any, and a client due today."""
    desk.yearly_vaccine(-15, 15)
    desk.add("act_type", act_type="DENT", label="Détartrage", recall_group="DENT")
    desk.due_today(email="", mobile="")
    return RulesTab(session=Session(practice=desk.practice))


def edited(rules: RulesTab, days: int, step: int = 2) -> None:
    """Open the vaccine and type another day."""
    rules.edit("VACC")
    rules.editor.forms[step - 1].fields.days.value = days


def test_every_act_type_has_its_line_and_its_picture_in_words(rules: RulesTab) -> None:
    line = rules.layout.lines["VACC"]

    assert set(rules.layout.lines) == {"DENT", "VACC"}
    assert "1re relance 15 jours avant l&#x27;échéance" in line.picture.object
    assert "valable 60 jours" in line.picture.object


def test_the_search_needs_no_accent_and_the_filter_tells_rules_apart(
    rules: RulesTab,
) -> None:
    rules.search = "detar"
    assert [one.act_type for one in rules.found()] == ["DENT"]

    rules.param.update(search="", having="with")
    assert [one.act_type for one in rules.found()] == ["VACC"]
    assert not rules.layout.lines["DENT"].row.visible


def test_nonsense_is_named_at_its_step_and_is_not_kept(rules: RulesTab) -> None:
    rules.edit("VACC")
    second = rules.editor.forms[1]

    second.fields.side.value = -1

    assert "doit partir après la 1re" in second.fault.object
    assert not rules.editor.forms[0].fault.visible
    assert rules.editor.keep_button.disabled

    rules.editor.keep()
    assert rules.changes == []


def test_what_is_put_right_can_be_kept(rules: RulesTab) -> None:
    rules.edit("VACC")
    rules.editor.forms[1].fields.valid.value = 0
    assert rules.editor.keep_button.disabled

    rules.editor.forms[1].fields.valid.value = 30
    rules.editor.keep()

    [said] = rules.changes
    assert (
        said
        == "Vaccin CHPPiL4, 2e relance : valable 30 jours au lieu de valable 60 jours"
    )
    assert rules.layout.bar.visible


def test_a_draft_changes_nothing_until_it_is_published(
    desk: Desk, rules: RulesTab
) -> None:
    edited(rules, 20)
    rules.editor.keep()
    assert desk.practice.rulebook.rules_of()[1].offset_days == 15

    rules.publish("Plus tard")

    assert desk.practice.rulebook.rules_of()[1].offset_days == 20
    current = desk.practice.rulebook.current()
    assert current is not None
    assert (current.version, current.published_by) == (2, "accueil")
    assert current.comment == "Plus tard"
    assert rules.changes == []


def test_the_effect_is_shown_before_publishing(rules: RulesTab) -> None:
    rules.edit("VACC")
    rules.editor.pause()
    rules.editor.keep()

    rules.try_out()

    assert rules.effect.dialog.open
    assert "<td>2</td><td>0</td>" in rules.effect.figures.object.replace("\xa0", " ")
    assert "en pause" in rules.effect.changes.object


def test_a_step_can_be_added_and_the_last_one_removed(rules: RulesTab) -> None:
    rules.edit("VACC")

    rules.editor.add()
    assert [rule.offset_days for rule in rules.editor.rules] == [-15, 15, 45]

    rules.editor.remove()
    rules.editor.remove()
    assert [rule.step for rule in rules.editor.rules] == [1]


def test_an_act_type_without_rule_is_given_its_first_step(rules: RulesTab) -> None:
    rules.edit("DENT")

    rules.editor.add()
    rules.editor.keep()

    assert rules.draft.of("DENT") == (Rule("DENT", 1, -15),)


def test_a_pause_stops_every_step_and_can_be_lifted(rules: RulesTab) -> None:
    rules.edit("VACC")

    rules.editor.pause()
    assert [rule.active for rule in rules.editor.rules] == [False, False]

    rules.editor.pause()
    assert [rule.active for rule in rules.editor.rules] == [True, True]


def test_abandoning_goes_back_to_what_is_in_force(rules: RulesTab) -> None:
    edited(rules, 20)
    rules.editor.keep()

    rules.abandon()

    assert rules.changes == []
    assert rules.draft.of("VACC")[1].offset_days == 15


def test_going_back_publishes_the_old_rules_as_a_new_version(
    desk: Desk, rules: RulesTab
) -> None:
    edited(rules, 20)
    rules.editor.keep()
    rules.publish("essai")

    rules.history.ask(1)
    assert "15 jours après" in rules.history.changes.object
    rules.history.confirm()

    versions = [one.version for one in desk.practice.rulebook.versions()]
    assert versions == [3, 2, 1]
    assert desk.practice.rulebook.rules_of() == desk.practice.rulebook.rules_of(1)


def test_whoever_comes_second_is_told_who_published(
    desk: Desk, rules: RulesTab
) -> None:
    edited(rules, 20)
    rules.editor.keep()
    desk.practice.rulebook.publish([Rule("VACC", 1, 0)], comment="", by="Marie")

    with pytest.raises(RuleError, match="Marie a publié la version 2"):
        rules.publish("trop tard")

    assert len(desk.practice.rulebook.versions()) == 2
    assert rules.changes != []


def test_a_step_keeps_everything_that_was_not_changed(
    desk: Desk, rules: RulesTab
) -> None:
    special = Rule(
        "VACC", 1, 0, 20, "paper", "card", "last", active_from=date(2026, 1, 1)
    )
    desk.practice.rulebook.publish([special], comment="", by="Marie")
    rules.load()

    rules.edit("VACC")

    assert rules.editor.rules == (special,)


def test_the_receptionist_reads_the_rules_and_changes_none(desk: Desk) -> None:
    desk.yearly_vaccine()
    visitor = Visitor("Léa", Role.RECEPTION)
    rules = RulesTab(session=Session(practice=desk.practice, visitor=visitor))

    assert not rules.may_change
    with pytest.raises(ForbiddenError):
        rules.edit("VACC")
    with pytest.raises(ForbiddenError):
        rules.go_back(1)


def test_emails_and_letters_are_told_apart_in_the_effect(
    desk: Desk, rules: RulesTab
) -> None:
    rules.edit("VACC")
    rules.editor.forms[0].fields.forms.value = "email"
    rules.editor.keep()

    found = desk.practice.rulebook.effect(
        rules.draft.rules, since=desk.practice.today(), until=date(2026, 12, 24)
    )

    assert found.channels[Kind.LETTER] == (2, 1)


def test_a_draft_stays_when_somebody_publishes_meanwhile(
    desk: Desk, rules: RulesTab
) -> None:
    edited(rules, 20)
    rules.editor.keep()
    desk.practice.rulebook.publish(
        [*desk.practice.rulebook.rules_of(), Rule("DENT", 1, 0)], comment="", by="Bob"
    )

    rules.try_out()
    rules.effect.publish()

    in_force = desk.practice.rulebook.rules_of()
    assert [(r.act_type, r.offset_days) for r in in_force] == [
        ("DENT", 0),
        ("VACC", -15),
        ("VACC", 20),
    ]


def test_going_back_to_a_version_loses_nothing_that_was_begun(
    desk: Desk, rules: RulesTab
) -> None:
    desk.practice.rulebook.publish([Rule("VACC", 1, 0)], comment="", by="Bob")
    rules.load()
    rules.keep("DENT", (Rule("DENT", 1, 5),))

    rules.go_back(1)

    assert [r.offset_days for r in desk.practice.rulebook.rules_of()] == [-15, 15]
    assert rules.draft.of("DENT") == (Rule("DENT", 1, 5),)
    assert rules.draft.over == 3


def test_a_marker_has_a_slice_for_each_way_out_and_is_hollow_in_pause() -> None:
    span = span_of([])

    both = axis("Rage", [Rule("RAGE", 1, 0, channels="email|sms")], span)
    card = axis("Rage", [Rule("RAGE", 1, 0, channels="paper", paper_form="card")], span)
    paused = axis("Rage", [Rule("RAGE", 1, 0, active=False)], span)

    assert both.count("<path") == 2
    assert COLOURS[Kind.EMAIL] in both
    assert COLOURS[Kind.SMS] in both
    assert f'fill="{COLOURS[Kind.CARD]}"' in card
    assert 'fill="#ffffff"' in paused
    assert "email, SMS" in both


def test_a_step_without_limit_has_the_colours_of_the_clinics_forms(
    desk: Desk, rules: RulesTab
) -> None:
    assert rules.usual == tuple(Form)

    desk.practice.set("form.order", "paper", by="test")
    rules.load()

    line = rules.layout.lines["VACC"].picture.object
    assert COLOURS[Kind.LETTER] in line
    assert COLOURS[Kind.EMAIL] not in line


def test_the_bar_stays_short_however_much_changes(rules: RulesTab) -> None:
    rules.keep("DENT", tuple(Rule("DENT", step, step) for step in range(1, 6)))

    assert len(rules.changes) == 5
    assert rules.layout.changes.object.count("<li>") == 4
    assert "et 2 autres changements" in rules.layout.changes.object
