"""What reminders change, and what only looks like it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import isnan
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from relance_ops.effect_words import FEWEST
from relance_ops.periods import Period
from relance_ops.returns import OF_UPLIFT, Cut
from relance_ops.survival import difference_of, share_of
from tests.factories import TODAY, Desk, a_desk
from tests.known_clinics import YEAR, Truth, obligations, write
from tests.sends import Held, Sent, keep

BEGUN = date(2026, 7, 1)
LATER = date(2026, 7, 9)
THAT_DAY = Period(BEGUN, BEGUN)


@pytest.fixture
def clinic(desk: Desk) -> Desk:
    """A clinic that reminds of a vaccine on its day, and twenty days after."""
    desk.yearly_vaccine(0, 20)
    return desk


def animals(desk: Desk, many: int, name: str, **animal: object) -> list[str]:
    """So many clients whose animal's vaccine is due on 1 July."""
    for number in range(many):
        desk.client(f"C{name}{number}")
        desk.animal(f"{name}{number}", f"C{name}{number}", **animal)
        desk.act(f"X{name}{number}", f"{name}{number}", performed_on=date(2025, 7, 1))
    return [f"{name}{number}" for number in range(many)]


def drawn(desk: Desk, who: list[str], *, withheld: bool, **line: object) -> None:
    """Chance kept them back, or let them go."""
    known = {
        "recall_group": "VACC", "step": 1, "percent": 20, "drawn_on": BEGUN,
        "rule_version": 1, "act_type": "VACC",
    }  # fmt: skip
    for one in who:
        values = {**known, **line, "animal_id": one, "anchor_id": f"X{one}"}
        desk.add("holdout", withheld=withheld, **values)


def both(desk: Desk, reminded: int = 40, withheld: int = 40, **line: object) -> None:
    """Two groups: R0… was let go, W0… was kept back."""
    drawn(desk, animals(desk, reminded, "R"), withheld=False, **line)
    drawn(desk, animals(desk, withheld, "W"), withheld=True, **line)


def came(desk: Desk, who: str, after_days: int, act_id: str = "") -> None:
    day = BEGUN + timedelta(days=after_days)
    desk.act(act_id or f"back {who}", who, performed_on=day)


def reminded_on(desk: Desk, days: dict[str, date]) -> None:
    keep(
        desk.practice.database,
        [
            Sent(on=day, client_id=f"C{one}", held=(Held(one, anchor_id=f"X{one}"),))
            for one, day in days.items()
        ],
    )


def uplift(desk: Desk, by: Cut = Cut.ALL) -> list[dict[Any, Any]]:
    return desk.practice.returns.uplift(YEAR, by=by).to_dict("records")


def baseline(desk: Desk, period: Period = THAT_DAY) -> dict[str, dict[Any, Any]]:
    found = desk.practice.returns.baseline(period)
    return {line["group"]: line for line in found.to_dict("records")}


# Uplift


def test_the_effect_is_the_difference_of_both_rates(clinic: Desk) -> None:
    both(clinic)
    for number in range(20):
        came(clinic, f"R{number}", 60)
    for number in range(8):
        came(clinic, f"W{number}", 1)

    [line] = uplift(clinic)

    assert (line["reminded"], line["reminded_returned"]) == (40, 20)
    assert (line["withheld"], line["withheld_returned"]) == (40, 8)
    assert (line["difference"], line["low"], line["high"]) == difference_of(
        (20, 40), (8, 40)
    )
    assert line["sentence"].startswith("En 60 jours, 50\xa0% des 40 rappels relancés")


def test_too_few_of_one_group_gives_no_number(clinic: Desk) -> None:
    both(clinic, withheld=FEWEST - 1)

    [line] = uplift(clinic)

    assert not line["enough"]
    assert all(
        isnan(line[name]) for name in ("difference", "low", "high", "withheld_rate")
    )
    assert line["reminded_rate"] == 0
    assert line["sentence"] == (
        "Trop peu de rappels suivis : 40 relancés, 29 témoins, et il en faut 30 de "
        "chaque. Aucun chiffre."
    )


def test_enough_of_both_gives_one(clinic: Desk) -> None:
    both(clinic, reminded=FEWEST, withheld=FEWEST)

    assert uplift(clinic)[0]["enough"]


def test_without_a_hold_out_there_is_no_line(clinic: Desk) -> None:
    animals(clinic, 3, "R")

    assert uplift(clinic) == []


def test_the_gone_the_late_and_the_recent_do_not_count(clinic: Desk) -> None:
    both(clinic)
    dead = date(2026, 7, 20)
    drawn(clinic, animals(clinic, 2, "G", deceased_on=dead), withheld=True)
    drawn(clinic, animals(clinic, 1, "B", departed_on=dead), withheld=False)
    came(clinic, "B0", 19)
    drawn(clinic, animals(clinic, 1, "L"), withheld=False)
    came(clinic, "L0", 0)
    recent = TODAY - timedelta(days=59)
    drawn(clinic, animals(clinic, 3, "N"), withheld=True, drawn_on=recent)

    [line] = uplift(clinic)

    assert (line["reminded"], line["reminded_returned"]) == (41, 1)
    assert line["withheld"] == 40
    assert (line["gone"], line["too_late"], line["too_recent"]) == (2, 1, 3)


def test_whoever_was_drawn_stays_in_his_group(clinic: Desk) -> None:
    """Kept back and reminded all the same, or let go and never reminded."""
    both(clinic)
    reminded_on(clinic, {"W0": LATER, "R0": BEGUN, "R1": BEGUN})

    [line] = uplift(clinic)

    assert (line["reminded"], line["withheld"]) == (40, 40)
    assert (line["crossed"], line["unsent"]) == (1, 38)
    assert "1 témoin a tout de même été relancé" in line["sentence"]


def test_an_obligation_begins_once_at_its_first_step(clinic: Desk) -> None:
    both(clinic)
    drawn(
        clinic, [f"W{n}" for n in range(40)], withheld=True,
        step=2, drawn_on=BEGUN + timedelta(days=20),
    )  # fmt: skip
    came(clinic, "W0", 61)

    [line] = uplift(clinic, Cut.STEP)

    assert (line["cohort"], line["withheld"], line["withheld_returned"]) == (1, 40, 0)


def test_two_percentages_are_never_mixed(clinic: Desk) -> None:
    both(clinic)
    drawn(clinic, animals(clinic, 5, "P"), withheld=True, percent=10)

    assert [(line["percent"], line["withheld"]) for line in uplift(clinic)] == [
        (10, 5), (20, 40),
    ]  # fmt: skip


@pytest.mark.parametrize("by", OF_UPLIFT)
def test_every_cut_counts_everybody(clinic: Desk, by: Cut) -> None:
    both(clinic, reminded=3, withheld=2)

    assert sum(line["reminded"] + line["withheld"] for line in uplift(clinic, by)) == 5


def test_an_act_of_another_group_is_no_return(clinic: Desk) -> None:
    both(clinic)
    clinic.yearly_vaccine(act_type="VERM")
    clinic.act("other", "W0", act_type="VERM", performed_on=LATER)

    assert uplift(clinic)[0]["withheld_returned"] == 0


def test_a_difference_that_chance_may_give_says_so(clinic: Desk) -> None:
    both(clinic)
    came(clinic, "R0", 3)

    [line] = uplift(clinic)

    assert line["low"] < 0 < line["high"]
    assert "Le hasard seul peut donner cet écart" in line["sentence"]


# Without a reminder


def test_who_was_reminded_on_his_day_is_told_apart(clinic: Desk) -> None:
    who = animals(clinic, 40, "R")
    reminded_on(clinic, dict.fromkeys(who, BEGUN))
    came(clinic, "R0", 30)

    line = baseline(clinic)["reminded"]

    assert (line["obligations"], line["followed"], line["returned"]) == (40, 40, 1)
    assert (line["rate"], line["low"], line["high"]) == share_of(1, 40)


def test_a_late_reminder_ends_what_is_known_without_one(clinic: Desk) -> None:
    """Who came before his late reminder came without it, and is not left out."""
    clinic.add(
        "run", run_id=99, on_day=date(2026, 1, 2), started_at=date(2026, 1, 2),
        started_by="test", nonce="first", rule_version=1,
    )  # fmt: skip
    animals(clinic, 80, "L")
    reminded_on(clinic, {f"L{n}": LATER for n in range(40)})
    came(clinic, "L79", 3)
    came(clinic, "L0", 30)

    line = baseline(clinic)["late"]

    assert line["obligations"] == 80
    assert (line["returned"], line["followed"]) == (1, 40)
    assert line["rate"] == pytest.approx(1 / 80)


@pytest.mark.parametrize(
    ("group", "change"),
    [
        ("unreachable", "update client set email = '', mobile = '', city = ''"),
        (
            "held",
            "insert into appointment select client_id, client_id, null, date '2026-08-30' "
            "from client",
        ),
        ("late", "select 1"),
    ],
)
def test_the_others_are_told_apart_by_what_was_so_on_that_day(
    clinic: Desk, group: str, change: str
) -> None:
    animals(clinic, 40, "N")
    reminded_on(clinic, {"other": date(2026, 1, 2)})
    clinic.change(change)

    assert list(baseline(clinic)) == [group]


def test_before_its_first_run_a_clinic_sent_nothing(clinic: Desk) -> None:
    animals(clinic, 40, "N")

    never = baseline(clinic)
    reminded_on(clinic, {"other": LATER})

    assert list(never) == list(baseline(clinic)) == ["before"]


def test_who_was_kept_back_by_chance_is_no_late_reminder(clinic: Desk) -> None:
    both(clinic)
    reminded_on(clinic, {f"R{n}": BEGUN for n in range(40)})

    assert list(baseline(clinic)) == ["withheld", "reminded"]


def test_what_was_done_or_gone_on_its_day_was_waited_for_no_more(clinic: Desk) -> None:
    animals(clinic, 2, "N")
    animals(clinic, 1, "G", deceased_on=BEGUN)
    came(clinic, "N0", -3)

    assert baseline(clinic)["before"]["obligations"] == 1


def test_every_line_says_why_it_proves_nothing(clinic: Desk) -> None:
    animals(clinic, 40, "N")

    assert baseline(clinic)["before"]["sentence"].startswith("Ce n'est pas une preuve")


def test_too_few_without_a_reminder_give_no_number(clinic: Desk) -> None:
    animals(clinic, FEWEST - 1, "N")

    line = baseline(clinic)["before"]

    assert isnan(line["rate"])
    assert line["sentence"].startswith("Trop peu")


# Before and after new rules


def publish(desk: Desk, second_step: int, on: date) -> None:
    rules = desk.practice.rulebook.rules_of()
    desk.clock.now = desk.clock.now.replace(year=on.year, month=on.month, day=on.day)
    desk.practice.rulebook.publish(
        [
            replace(rule, offset_days=second_step) if rule.step == 2 else rule
            for rule in rules
        ],
        comment="",
        by="test",
    )
    desk.clock.now = desk.clock.now.replace(year=TODAY.year, month=11, day=TODAY.day)


def test_new_rules_are_told_before_and_after(clinic: Desk) -> None:
    animals(clinic, 40, "B")
    animals(clinic, 40, "A")
    clinic.change(
        "update act set performed_on = date '2025-07-02' where act_id like 'XA%'"
    )
    publish(clinic, 30, on=date(2026, 7, 2))
    came(clinic, "A0", 9)

    [line] = clinic.practice.returns.changes(YEAR).to_dict("records")

    assert (line["version"], line["published_on"].date()) == (2, date(2026, 7, 2))
    assert (line["before"], line["before_returned"]) == (40, 0)
    assert (line["after"], line["after_returned"], line["act_types"]) == (40, 1, 1)
    assert line["difference"] == pytest.approx(1 / 40)
    assert line["sentence"].startswith("Ce n'est pas une preuve")


def test_an_act_whose_rules_stayed_is_on_no_side(clinic: Desk) -> None:
    clinic.yearly_vaccine(0, act_type="VERM")
    animals(clinic, 2, "B")
    clinic.act("V1", "B0", act_type="VERM", performed_on=date(2025, 7, 1))
    publish(clinic, 30, on=date(2026, 7, 2))

    [line] = clinic.practice.returns.changes(YEAR).to_dict("records")

    assert (line["before"], line["act_types"], line["enough"]) == (2, 1, False)


def test_the_first_rules_of_a_clinic_change_nothing(clinic: Desk) -> None:
    assert clinic.practice.returns.changes(YEAR).empty


# Why a hold-out


@pytest.mark.slow
def test_the_naive_comparison_is_wrong_where_the_hold_out_is_right(
    tmp_path: Path,
) -> None:
    """The keen leave an address and come anyway; those without one seldom do."""
    keen, aloof = Truth(0.015, 0.004), Truth(0.002)
    desk = a_desk(tmp_path)
    reachable = obligations(keen, 3000, seed=7)
    others = obligations(aloof, 2000, seed=8)
    others = others.assign(reachable=False, n=others["n"] + 3000)
    write(desk, pd.concat([reachable, others], ignore_index=True), seed=7)

    [line] = uplift(desk)
    groups = baseline(desk, YEAR)

    naive = groups["reminded"]["rate"] - groups["unreachable"]["rate"]
    _difference, naive_low, _high = difference_of(
        *((groups[name]["returned"], groups[name]["followed"])
          for name in ("reminded", "unreachable"))
    )  # fmt: skip
    assert naive > 4 * keen.uplift()
    assert naive_low > 4 * keen.uplift()
    assert line["low"] <= keen.uplift() <= line["high"]
    assert line["low"] > 0
