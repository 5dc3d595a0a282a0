"""What the acts tell about themselves: gaps in the data, delays really seen."""

from __future__ import annotations

from datetime import date, timedelta
from math import isnan
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from relance_ops import drawings, readable
from relance_ops.acts_seen import CHECKS, ActsSeen
from relance_ops.i18n import speaking
from relance_ops.periods import Period
from relance_ops.returns import Cut
from tests.demo_clinics import ON, a_clinic
from tests.factories import TODAY, Desk

YEAR = Period(TODAY - timedelta(days=365), TODAY)


def found(desk: Desk, check: str) -> list[str]:
    return desk.practice.acts_seen.behind(check)


@pytest.mark.parametrize(
    ("check", "client"),
    [
        ("no_email", {"email": " "}),
        ("no_mobile", {"mobile": ""}),
        ("no_address", {"city": ""}),
        ("no_address", {"address1": "", "address2": ""}),
        ("no_contact", {"email": "", "mobile": "", "postcode": ""}),
    ],
)
def test_what_a_client_lacks_is_found(
    desk: Desk, check: str, client: dict[str, str]
) -> None:
    desk.client("C1", **client)
    desk.client("C2")
    desk.client("C3", archived=True, **client)

    assert found(desk, check) == ["C1"]


def test_two_files_of_one_person_are_found(desk: Desk) -> None:
    desk.client("C1", last_name="Lefèvre")
    desk.client("C2", last_name="LEFÈVRE ", email="C1@EXAMPLE.FR")
    desk.client("C3")

    assert found(desk, "same_client") == ["C1", "C2"]
    assert found(desk, "same_email") == ["C1", "C2"]


@pytest.mark.parametrize(
    ("check", "animal"),
    [
        ("no_birth", {"birth_date": None}),
        ("very_old", {"birth_date": date(2001, 11, 23)}),
        ("other_species", {"species": "other"}),
        ("no_sex", {"neutered": None}),
        ("same_animal", {"name": "rex a2"}),
    ],
)
def test_what_is_wrong_with_an_animal_is_found(
    desk: Desk, check: str, animal: dict[str, Any]
) -> None:
    sound: dict[str, Any] = {
        "birth_date": date(2020, 1, 1),
        "sex": "male",
        "neutered": True,
    }
    desk.client()
    desk.animal("A1", "C1", **{**sound, **animal})
    desk.animal("A2", **sound)
    desk.animal("A3", "C1", **{**sound, **animal, "deceased_on": TODAY})

    expected = ["A1", "A2"] if check == "same_animal" else ["A1"]
    assert found(desk, check) == expected


def test_a_horse_may_be_older_than_a_dog(desk: Desk) -> None:
    desk.client()
    desk.animal("A1", species="horse", birth_date=date(1990, 1, 1))

    assert found(desk, "very_old") == []


def test_what_is_wrong_with_an_act_is_found(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.client()
    desk.animal("A1", birth_date=date(2020, 1, 1), deceased_on=date(2026, 1, 1))
    desk.act("X1", act_type="LOST", performed_on=date(2021, 1, 1))
    desk.act("X2", "A9", performed_on=date(2021, 1, 1))
    desk.act("X3", performed_on=date(2019, 1, 1))
    desk.act("X4", performed_on=date(2026, 2, 1))
    desk.act("X5", performed_on=date(2022, 1, 1))
    desk.act("X6", performed_on=date(2022, 1, 1))

    names = (
        "unknown_type",
        "unknown_animal",
        "before_birth",
        "after_death",
        "same_act",
    )
    assert [found(desk, name) for name in names] == [
        ["X1"], ["X2"], ["X3"], ["X4"], ["X5", "X6"],
    ]  # fmt: skip


def test_what_an_act_type_lacks_is_found(desk: Desk) -> None:
    desk.yearly_vaccine()
    for name in ("SILENT", "NEVER"):
        desk.add(
            "act_type", act_type=name, label=name, recall_group=name,
            delay="12m" if name == "SILENT" else "",
            delay_months=12 if name == "SILENT" else None,
            delay_days=0 if name == "SILENT" else None,
        )  # fmt: skip
    desk.client()
    desk.animal()
    desk.act("X1", act_type="SILENT", performed_on=date(2026, 1, 1))
    desk.act("X2", performed_on=date(2024, 1, 1))

    assert found(desk, "no_delay") == ["NEVER"]
    assert found(desk, "no_rule") == ["SILENT"]
    assert found(desk, "never_done") == ["NEVER", "VACC"]


def test_each_finding_is_counted_among_its_own(desk: Desk) -> None:
    desk.client("C1", email="")
    desk.client("C2")
    desk.client("C3", email="", archived=True)

    quality = desk.practice.acts_seen.quality().set_index("check")

    assert quality.index.tolist() == list(CHECKS)
    line = quality.loc["no_email"]
    assert (line["n"], line["of"], line["share"]) == (1, 2, 0.5)
    assert quality["share"].isna()["no_birth"]


def came_back(desk: Desk, number: int, after_days: int | None) -> None:
    """An animal whose vaccine was due on 1 June 2026, and done so long after it."""
    due_on = date(2026, 6, 1)
    desk.client(f"C{number}")
    desk.animal(f"A{number}", f"C{number}")
    desk.act(f"X{number}", f"A{number}", performed_on=date(2025, 6, 1))
    if after_days is not None:
        desk.act(
            f"Y{number}", f"A{number}",
            performed_on=due_on + timedelta(days=after_days),
        )  # fmt: skip


def test_a_delay_is_told_in_days_from_the_due_date(desk: Desk) -> None:
    desk.yearly_vaccine(-15, 21)
    for number, days in enumerate((-10, 5, 30, None), 1):
        came_back(desk, number, days)

    [line] = desk.practice.acts_seen.delays().to_dict("records")

    assert (line["waited"], line["came"]) == (4, 3)
    assert (line["quarter"], line["half"], line["three_quarters"]) == (-10, 5, 30)
    assert list(line["steps"]) == [-15, 21]
    assert line["few"]


def test_who_has_not_come_yet_counts(desk: Desk) -> None:
    desk.yearly_vaccine()
    for number, days in enumerate((5, None, None), 1):
        came_back(desk, number, days)

    [line] = desk.practice.acts_seen.delays().to_dict("records")

    assert line["quarter"] == 5
    assert isnan(line["half"])


def test_an_act_that_changes_whom_it_is_for_is_left_out(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.change("update act_type set neutered = false")
    desk.change("update animal set neutered = false")
    came_back(desk, 1, 5)
    desk.change("update animal set neutered = false")

    assert desk.practice.acts_seen.delays().empty


def test_an_empty_clinic_has_neither_findings_nor_delays(desk: Desk) -> None:
    seen = desk.practice.acts_seen

    assert seen.quality()["n"].sum() == 0
    assert seen_in(readable.quality_table(seen.quality())).empty
    assert seen_in(readable.delays_table(seen.delays())).empty
    assert drawings.waits(seen.curves(), seen.delays()).png()[:4] == b"\x89PNG"
    returns = desk.practice.returns
    assert drawings.rates(returns.cohorts(YEAR), Cut.MONTH).png()
    assert drawings.return_curves(returns.curve(YEAR), Cut.ALL).png()


@pytest.fixture(scope="module")
def demonstration() -> ActsSeen:
    return ActsSeen(a_clinic(300), lambda: ON)


def test_the_demonstration_is_told_in_words(demonstration: ActsSeen) -> None:
    delays = demonstration.delays()

    quality = seen_in(readable.quality_table(demonstration.quality()))
    table = seen_in(readable.delays_table(delays))

    assert {"Clients non archivés", "Animaux présents"} <= set(quality.index)
    assert quality["Part"].str.fullmatch(r"(< )?\d+\s%").all()
    assert "−15, +15, +45" in table["Relances (jours)"].tolist()
    assert "peu de cas" in table[""].tolist()


def test_a_figure_is_seen_in_a_notebook_and_told_in_words(
    demonstration: ActsSeen,
) -> None:
    drawing = drawings.waits(demonstration.curves(), demonstration.delays())

    assert drawing._repr_png_().startswith(b"\x89PNG")
    assert "Part des animaux revenus" in repr(drawing)


def test_groups_are_named_as_a_person_names_them() -> None:
    said = {
        Cut.ALL: ("", "toutes les relances"),
        Cut.MONTH: (date(2026, 10, 1), "oct. 2026"),
        Cut.STEP: (2, "2e relance"),
        Cut.CHANNEL: ("email|letter", "email + lettre"),
        Cut.SPECIES: ("dog", "chien"),
        Cut.AGE: ("1-6", "1-6 ans"),
        Cut.CATEGORY: ("", "sans catégorie"),
        Cut.ACT_TYPE: ("RAGE", "RAGE"),
    }

    assert {by: readable.cohort_words(by, one) for by, (one, _) in said.items()} == {
        by: words for by, (_, words) in said.items()
    }


def test_too_recent_and_nothing_followed_are_told(
    due_desk: Desk, tmp_path: Path
) -> None:
    due_desk.practice.send(by="test", on=TODAY)

    cohorts = due_desk.practice.returns.cohorts(YEAR)
    [line] = seen_in(readable.cohorts_table(cohorts, Cut.MONTH)).to_dict("records")

    assert (line["Relances"], line["Suivies"], line["Taux"]) == ("1", "0", "–")
    assert line[""] == "trop récent"


def test_every_definition_is_in_the_table_of_words() -> None:
    table = seen_in(readable.definitions_table())

    assert "Taux de retour" in table.index
    assert table.iloc[:, 0].str.len().min() > 20
    with speaking("en"):
        english = seen_in(readable.definitions_table())
    assert english.index.tolist() != table.index.tolist()
    assert english.iloc[:, 0].str.len().min() > 20


def seen_in(table: Any) -> pd.DataFrame:
    """What a table shows."""
    frame: pd.DataFrame = table.data
    return frame


def test_a_delay_is_told_in_words() -> None:
    assert [readable.delay_words(one) for one in ("12m", "1 Y", "21d", "6w", "", "x")] == [
        "12 mois", "1 an", "21 jours", "6 semaines", "", "x",
    ]  # fmt: skip
