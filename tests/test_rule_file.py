"""Rules as a file: what is written is read back, and each fault is named at its line."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance_ops.demo_protocol import RULES
from relance_ops.errors import RuleError
from relance_ops.reports import ActType
from relance_ops.rule_file import problems, read, written
from relance_ops.rules import Rule
from relance_ops.toml_lines import lines_of
from tests.factories import Desk

ROOT = Path(__file__).parents[1]
LABELS = {"VACC": "Vaccin CHPPiL4", "RAGE": "Rage"}

# What a database may hold: anything but half a character.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
CHANNELS = st.permutations(["email", "sms", "paper"]).flatmap(
    lambda order: st.integers(0, 3).map(lambda n: "|".join(order[:n]))
)


@st.composite
def steps(draw: st.DrawFn, act_type: str) -> list[Rule]:
    """The steps of one act type, as they may be published."""
    numbers = sorted(draw(st.sets(st.integers(1, 9), max_size=5)))
    offsets = sorted(
        draw(
            st.sets(
                st.integers(-3_650, 3_650), min_size=len(numbers), max_size=len(numbers)
            )
        )
    )
    return [
        Rule(
            act_type, number, offset,
            valid_days=draw(st.integers(1, 3_650)),
            channels=draw(CHANNELS),
            paper_form=draw(st.sampled_from(["letter", "card"])),
            template=draw(st.sampled_from(["", "default", "last"])),
            active=draw(st.booleans()),
            active_from=draw(st.none() | st.dates()),
        )
        for number, offset in zip(numbers, offsets, strict=True)
    ]  # fmt: skip


@st.composite
def rule_sets(draw: st.DrawFn) -> list[Rule]:
    names = draw(st.sets(TEXTS.filter(bool), max_size=5))
    return [rule for name in sorted(names) for rule in draw(steps(name))]


def by_place(rules: list[Rule] | tuple[Rule, ...]) -> list[Rule]:
    return sorted(rules, key=lambda rule: (rule.act_type, rule.step))


@settings(deadline=None)
@given(rules=rule_sets(), author=TEXTS, comment=TEXTS, label=TEXTS)
def test_what_is_written_is_read_back(
    rules: list[Rule], author: str, comment: str, label: str
) -> None:
    known = [ActType(rule.act_type, label, category=label) for rule in rules[:2]]

    found = read(written(rules, known, author=author, comment=comment))

    assert found.problems == ()
    assert (found.author, found.comment) == (author, comment)
    assert by_place(found.rules) == by_place(rules)


@settings(deadline=None)
@given(rules=rule_sets())
def test_every_step_is_found_at_the_line_it_is_written_on(rules: list[Rule]) -> None:
    text = written(rules, [])
    found, lines = read(text), text.split("\n")

    for rule in rules:
        line = lines[found.line("rules", rule.act_type, str(rule.step)) - 1]
        assert line.startswith(f"{rule.step} = {{ offset_days = {rule.offset_days}, ")


@settings(max_examples=25, deadline=None)
@given(rules=st.tuples(steps("VACC"), steps("RAGE")))
def test_publishing_what_was_shown_changes_nothing(
    rules: tuple[list[Rule], list[Rule]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = _desk(tmp_path_factory.getbasetemp())
    book = desk.practice.rulebook
    book.publish(
        [*rules[0], *rules[1], Rule("LAST", 1, 1)], comment="essai", by="Marie"
    )
    shown = read(written(book.rules_of(), book.act_types()))

    assert book.changes(shown.rules) == []
    with pytest.raises(RuleError, match="déjà en vigueur"):
        book.publish(shown.rules, comment="", by="Marie")

    assert len(book.versions()) == 2


def _desk(files: Path) -> Desk:
    from tests.factories import a_desk  # noqa: PLC0415

    desk = a_desk(files)
    desk.yearly_vaccine(0)
    desk.add("act_type", act_type="RAGE", label="Rage", recall_group="RAGE")
    desk.add("act_type", act_type="LAST", label="Dernier", recall_group="LAST")
    return desk


def said(text: str) -> list[tuple[int, str]]:
    """Every problem: its line, and what is said."""
    found = problems(read(text), act_types=LABELS, templates={"default", "last"})
    return [(one.line, one.sentence) for one in found]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("1 = 3", "Écrivez 1 = { offset_days"),
        ("10 = { offset_days = 1 }", "de 1 à 9"),
        ("1 = { valid_days = 3 }", "Il manque offset_days"),
        ("1 = { offset_days = '3' }", "sans guillemets"),
        ("1 = { offset_days = 1.5 }", "un nombre entier"),
        ("1 = { offset_days = true }", "un nombre entier"),
        ("1 = { offset_days = 1, valid_days = 0 }", "au moins 1 jour"),
        ("1 = { offset_days = 9999 }", "dix ans"),
        ("1 = { offset_days = 1, ofset = 3 }", "Connus : offset_days, valid_days"),
        ("1 = { offset_days = 1, channels = 'email' }", "une liste"),
        ("1 = { offset_days = 1, channels = ['email|sms'] }", "une liste"),
        ("1 = { offset_days = 1, channels = ['pigeon'] }", "email, sms et paper"),
        ("1 = { offset_days = 1, paper_form = 'stone' }", "(letter)"),
        ("1 = { offset_days = 1, template = 'poème' }", "Connus : default, last."),
        ("1 = { offset_days = 1, active = 'oui' }", "true ou false"),
        ("1 = { offset_days = 1, active_from = '2027-01-01' }", "sans guillemets"),
        ("1 = { offset_days = 1, active_from = 2027-01-01T00:00:00 }", "2027-01-01"),
    ],
)
def test_each_fault_says_its_line_and_what_to_write(step: str, words: str) -> None:
    [(line, sentence)] = said(f"# règles\n\n[rules.VACC]\n# un essai\n{step}\n")

    assert line == 5
    assert words in sentence


def test_an_unknown_act_type_is_named_with_those_that_exist() -> None:
    [(line, sentence)] = said("[rules.VAC]\n1 = { offset_days = 0 }\n")

    assert line == 2
    assert "VAC, 1re relance" in sentence
    assert "Connus : RAGE, VACC." in sentence


def test_steps_that_go_back_are_named_at_the_later_one() -> None:
    [(line, sentence)] = said(
        "[rules.VACC]\n1 = { offset_days = 5 }\n2 = { offset_days = 5 }\n"
    )

    assert line == 3
    assert "Choisissez un jour plus tard" in sentence


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[rules.VACC]\n1 = { offset_days = x }\n", 2, "ne se lit pas"),
        ("[rules.VACC]\n1 = { offset_days = 1", 2, "ne se lit pas"),
        ("[rules.VACC]\n1 = {offset_days = 1}\n1 = {offset_days = 2}", 3, "déjà écrit"),
        ("[rules.VACC]\n\n[rules.VACC]\n", 3, "déjà écrit"),
        ("[rules.VACC]\n1 = {offset_days = 1, offset_days = 2}", 2, "déjà écrit"),
        ("\n\nfoo = 1\n", 3, "ne veut rien dire"),
        ("comment = 3\n", 1, "entre guillemets"),
        ("author = ''\nrules = 3\n", 2, "[rules.MODÈLE]"),
        ("[rules]\nVACC = 3\n", 2, "[rules.VACC]"),
        ("[[rules.VACC]]\n1 = { offset_days = 1 }\n", 1, "[rules.VACC]"),
    ],
)
def test_what_is_not_a_rule_file_is_named_at_its_line(
    text: str, line: int, words: str
) -> None:
    [(found, sentence)] = said(text)

    assert found == line
    assert words in sentence


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    text = (
        "foo = 1\n[rules.VACC]\n1 = { offset_days = '1' }\n"
        "[rules.RAGE]\n1 = { offset_days = 1, template = 'x' }\n"
    )

    assert [line for line, _sentence in said(text)] == [1, 3, 5]


def test_a_step_may_be_written_as_a_table_of_its_own() -> None:
    text = (
        "[rules.VACC.1]\noffset_days = -15\nchannels = [\n  'sms',\n  'pigeon',\n]\n\n"
        "[rules.VACC.2]\noffset_days = 15\nactive = 'non'\n"
    )

    assert [line for line, _sentence in said(text)] == [3, 10]


def test_a_mark_at_the_start_and_windows_line_ends_are_no_fault() -> None:
    text = "\ufeff# règles\r\n[rules.VACC]\r\n1 = { offset_days = -15 }\r\n"

    found = read(text)

    assert found.rules == (Rule("VACC", 1, -15),)
    assert found.line("rules", "VACC", "1") == 3


def test_what_is_left_out_is_as_usual() -> None:
    [rule] = read("[rules.VACC]\n1 = { offset_days = 3 }").rules

    assert rule == Rule("VACC", 1, 3)


def test_a_day_is_written_and_read_as_a_day() -> None:
    rule = Rule("VACC", 1, 3, active_from=date(2027, 1, 1))

    assert "active_from = 2027-01-01" in written([rule], [])
    assert read(written([rule], [])).rules == (rule,)


def test_keys_over_several_lines_are_found_where_they_begin() -> None:
    text = 'a = """\nx = 1\n"""\n\n[b."c d"]\ne.f = [\n  1,\n]\n'

    assert lines_of(text) == {
        ("a",): 1, ("b",): 5, ("b", "c d"): 5, ("b", "c d", "e"): 6,
        ("b", "c d", "e", "f"): 6,
    }  # fmt: skip


def test_only_a_line_feed_ends_a_line() -> None:
    text = 'a = "x\u2028y\x85z"\nb = 1\n'

    assert lines_of(text) == {("a",): 1, ("b",): 2}


def test_the_example_is_the_rules_of_the_demonstration() -> None:
    text = (ROOT / "data" / "rules.toml").read_text(encoding="utf-8")

    assert by_place(read(text).rules) == by_place(RULES)
    assert set(tomllib.loads(text)) == {"author", "comment", "rules"}


def test_act_types_without_a_rule_are_named_in_a_comment() -> None:
    text = written([Rule("VACC", 1, 0)], [ActType("VACC", "V"), ActType("X", "Bilan")])

    assert "# Sans relance : X (Bilan)" in text
