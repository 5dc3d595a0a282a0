"""Rules that are tried: moved, compared, and said in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from relance_ops import rule_file, tuning, tuning_drawings
from relance_ops.errors import RuleError
from relance_ops.estimates import Estimate
from relance_ops.expected_returns import ExpectedReturns, weighed
from relance_ops.periods import Period
from relance_ops.reports import ActType
from relance_ops.rules import Rule
from relance_ops.simulated import Comparison
from tests.factories import TODAY, Desk
from tests.imagined_returns import HORIZON, NOBODY_CAME, past, simulation

RULES = (
    Rule("CHP", 1, -15), Rule("CHP", 2, 15), Rule("CHP", 3, 45),
    Rule("TCL", 1, -15), Rule("TCL", 2, 15), Rule("RAGE", 2, 10),
    Rule("MYXO", 2, 15, active=False),
)  # fmt: skip


def line(table: pd.DataFrame, name: str) -> list[str]:
    """The cells of one line."""
    return [str(cell) for cell in table.loc[[name]].to_numpy()[0]]


def test_one_step_of_the_chosen_act_types_is_moved_and_nothing_else() -> None:
    found = tuning.moved(RULES, ["CHP", "RAGE"], step=2, offset_days=21)

    assert [rule for rule in found if rule not in RULES] == [
        Rule("CHP", 2, 21), Rule("RAGE", 2, 21),
    ]  # fmt: skip
    assert len(found) == len(RULES)


def test_a_step_cannot_be_moved_after_the_next_one() -> None:
    with pytest.raises(RuleError, match=r"« CHP » : la relance 3"):
        tuning.moved(RULES, ["CHP"], step=2, offset_days=45)


def test_act_types_are_found_by_the_day_of_a_step() -> None:
    assert tuning.at(RULES, step=2, offset_days=15) == ("CHP", "TCL")


@pytest.mark.parametrize(
    ("first_day", "since"),
    [
        (None, TODAY - timedelta(days=365)),
        (TODAY - timedelta(days=900), TODAY - timedelta(days=365)),
        (TODAY - timedelta(days=200), TODAY - timedelta(days=140)),
        (TODAY - timedelta(days=70), TODAY - timedelta(days=365)),
    ],
)
def test_the_past_year_begins_once_the_clinic_has_caught_up(
    first_day: date | None, since: date
) -> None:
    found = tuning.past_year(first_day, RULES, on=TODAY)

    assert found == Period(since, TODAY - timedelta(days=1))


def test_what_is_written_is_read_again_as_the_same_rules(tmp_path: Path) -> None:
    tried = tuning.moved(RULES, ["CHP"], step=2, offset_days=21)
    act_types = [ActType(key, key) for key in ("CHP", "TCL", "RAGE", "MYXO")]

    path = tuning.written(
        tuning.as_file(tried, act_types), tmp_path / "essai" / "rules.toml"
    )

    read = rule_file.read(path.read_text(encoding="utf-8"))
    assert sorted(read.rules, key=repr) == sorted(tried, key=repr)


def test_the_difference_is_the_lines_that_change() -> None:
    before, after = (tuning.as_file(rules, []) for rules in (RULES, RULES[:-1]))

    lines = tuning.difference(before, after).splitlines()

    changed = [line for line in lines if line[0] in "+-"]
    assert changed[:2] == ["--- En vigueur", "+++ Essai"]
    assert "-[rules.MYXO]" in changed
    assert not any(line.startswith("+") for line in changed[2:])
    assert tuning.difference(before, before) == ""


def test_rules_are_said_by_act_type_in_days() -> None:
    found = tuning.rules_table(RULES, {"CHP": "Rappel CHPPiL4"})

    days = found.iloc[:, 0].to_dict()
    assert days["Rappel CHPPiL4"] == "-15, +15, +45"
    assert days["MYXO"] == "+15 (en pause)"


@pytest.fixture(scope="module")
def added() -> tuple[Comparison, ExpectedReturns]:
    """A hundred second reminders more, of 300 that were seen: 20 % came back."""
    seen = past({(2, "V"): 300}, {(2, "V"): 0.2}, np.random.default_rng(1))
    before = simulation({(1, "V"): 50})
    found = simulation({(1, "V"): 50, (2, "V"): 100}).against(before)
    prices = pd.Series({"V": 5000.0})
    return found, weighed(found, seen, NOBODY_CAME, prices=prices, days=HORIZON)


def test_both_sets_are_side_by_side(added: tuple[Comparison, ExpectedReturns]) -> None:
    table = tuning.totals_table(added[0])

    assert line(table, "Lettres") == ["50", "150", "+100"]
    assert [text.replace("\xa0", " ") for text in line(table, "Coût")] == [
        "50,00 €", "150,00 €", "+100,00 €",
    ]  # fmt: skip
    assert line(table, "SMS") == ["0", "0", "0"]


def test_what_it_may_bring_has_its_interval(
    added: tuple[Comparison, ExpectedReturns],
) -> None:
    _found, expected = added

    table = tuning.expected_table(expected)

    point, low, high = line(table, "Retours, le jour ne comptant pas")
    assert [point, low, high] == [
        tuning.signed(one)
        for one in (
            expected.returns.point, expected.returns.low, expected.returns.high,
        )
    ]  # fmt: skip
    assert point.startswith("+")
    assert "Retours que le jour lui-même change" not in table.index


def test_what_the_day_changes_is_unknown_where_nothing_tells(
    added: tuple[Comparison, ExpectedReturns],
) -> None:
    _found, expected = added
    moved = replace(expected, shift=replace(expected.shift, reminders=10))
    told = replace(moved, shift=replace(moved.shift, estimate=Estimate(-4, -8, 0)))

    rows = [
        line(tuning.expected_table(one), "Retours que le jour lui-même change")
        for one in (moved, told)
    ]

    assert rows == [["inconnu", "", ""], ["-4", "-8", "0"]]


def test_a_price_that_is_not_known_is_said_so(
    added: tuple[Comparison, ExpectedReturns],
) -> None:
    unknown = replace(added[1], revenue_cents=None, unpriced=("V",))

    table = tuning.expected_table(unknown)

    assert line(table, "Chiffre d'affaires de ces retours") == [
        "inconnu",
        "",
        "",
    ]


def test_every_kind_says_how_many_were_seen(
    added: tuple[Comparison, ExpectedReturns],
) -> None:
    [kind] = tuning.kinds_table(added[1]).reset_index().to_numpy().tolist()

    assert kind[:6] == ["2e relance", "V", "100", "0", "0", "300"]


def test_what_is_taken_for_granted_is_shown_whole(
    added: tuple[Comparison, ExpectedReturns],
) -> None:
    found, expected = added

    said = tuning.assumptions(found, expected)

    assert said.lines == (*found.after.assumptions(), *expected.assumptions())
    assert all(line in str(said) for line in said.lines)


def test_sentences_are_a_list_that_a_label_cannot_break() -> None:
    said = tuning.changes(["<b>Vaccin</b>, 2e relance"])

    assert "<li>&lt;b&gt;Vaccin&lt;/b&gt;, 2e relance</li>" in said._repr_html_()


def test_the_same_rules_are_said_to_change_nothing() -> None:
    assert tuning.changes([]).lines == ("Rien : ce sont les mêmes règles.",)


def test_the_list_of_a_day_counts_what_is_to_be_sent(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    desk.due_today(1)
    desk.due_today(2)
    desk.due_today(3, email="", mobile="", address1="")

    table = tuning.list_table(desk.practice.due(), {"VACC": "Vaccin"})

    assert table.reset_index().to_numpy().tolist() == [["1re relance", "Vaccin", "2"]]


def test_the_versions_are_said_the_one_in_force_first(desk: Desk) -> None:
    desk.yearly_vaccine(0)
    tried = [Rule("VACC", 1, 3)]
    desk.practice.rulebook.publish(tried, comment="Plus tard", by="Marie")

    table = tuning.versions_table(
        desk.practice.rulebook.versions(), desk.practice.settings().timezone
    )

    assert table.index.tolist() == ["2", "1"]
    assert table.iloc[0].tolist() == ["24/11/2026 à 12:00", "Marie", "Plus tard"]


def test_the_figures_are_pictures(added: tuple[Comparison, ExpectedReturns]) -> None:
    found, expected = added
    none = replace(expected, kinds=expected.kinds.head(0))

    drawn = [
        tuning_drawings.week_by_week(found),
        tuning_drawings.week_by_week(found.before.against(found.before)),
        tuning_drawings.rates_of_changes(expected),
        tuning_drawings.rates_of_changes(none),
    ]

    assert all(one.png().startswith(b"\x89PNG") for one in drawn)


def test_only_steps_whose_day_changes_are_drawn(
    added: tuple[Comparison, ExpectedReturns],
) -> None:
    drawn = tuning_drawings.week_by_week(added[0])

    above, below = drawn.figure.axes
    before, after = (np.asarray(one.get_ydata()).sum() for one in above.lines)
    assert (before, after) == (0, 100)
    assert [
        int(bar.get_height()) for bar in below.containers[0] if bar.get_height()
    ] == [100]
