"""Which rows are rejected, in which words, and the list a person gets."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from relance_ops.import_report import harmless
from tests.import_desk import CLIENTS, Desk


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("import"))


@pytest.fixture
def desk(shared_desk: Desk) -> Desk:
    desk = shared_desk.cleared()
    desk.furnish()
    return desk


def test_an_animal_born_today_is_accepted(desk: Desk) -> None:
    report = desk.load_one(
        animals="animal_id,client_id,name,birth_date\nA2,C1,Rex,24/11/2026\n"
    )

    assert report.loaded == 1


def test_an_unknown_template_is_rejected_when_the_names_are_known(desk: Desk) -> None:
    desk.templates = frozenset({"vaccin"})

    report = desk.load_one(
        rules="act_type,step,offset_days,template\nvaccin,1,0,vaccin\nvaccin,2,9,x\n"
    )

    assert (report.loaded, report.rejected) == (1, 1)
    assert desk.rejects()[0][2:] == ["template", "x", "modèle de courrier inconnu"]


def test_good_rows_load_beside_bad_ones(desk: Desk) -> None:
    report = desk.load_one(clients="client_id,last_name\nC3,Petit\n,Sans\nC4,Grand\n")

    assert (report.loaded, report.rejected) == (2, 1)
    assert desk.rejects() == [
        ["clients.csv", "3", "client_id", "", "valeur obligatoire manquante"]
    ]


def test_one_row_with_two_faults_is_rejected_once_and_listed_twice(desk: Desk) -> None:
    report = desk.load_one(
        animals="animal_id,client_id,name,sex,birth_date\nA2,C1,Rex,x,y\n"
    )

    assert report.rejected == 1
    assert [row[2] for row in desk.rejects()] == ["birth_date", "sex"]


def test_of_a_repeated_identifier_the_last_row_is_kept(desk: Desk) -> None:
    report = desk.load_one(
        clients="client_id,last_name\nC3,Ancien\nC4,Autre\nC3,Nouveau\n"
    )

    assert (report.loaded, report.rejected) == (2, 1)
    assert desk.rows("select last_name from client where client_id = 'C3'") == [
        ("Nouveau",)
    ]
    [row] = desk.rejects()
    assert row[1:4] == ["2", "client_id", "C3"]
    assert "la ligne 4 est gardée" in row[4]


def test_a_bad_repetition_does_not_displace_a_good_row(desk: Desk) -> None:
    desk.load_one(clients="client_id,last_name,by_sms\nC3,Bon,oui\nC3,Mauvais,?\n")

    assert desk.rows("select last_name from client where client_id = 'C3'") == [
        ("Bon",)
    ]


def test_a_group_has_one_act_type_that_starts_from_an_age(desk: Desk) -> None:
    desk.known(
        act_types="act_type,label,recall_group,trigger\npuberte,Puberté,jeune,age\n"
    )

    report = desk.load_one(
        act_types="act_type,label,recall_group,trigger\n"
        "sterilisation,Stérilisation,jeune,age\nautre,Autre,vieux,age\n"
    )

    assert (report.loaded, report.rejected) == (1, 1)
    [row] = desk.rejects()
    assert row[1:4] == ["2", "trigger", "jeune"]
    assert "puberte" in row[4]


def test_the_age_may_pass_from_one_act_type_to_another_in_one_file(desk: Desk) -> None:
    desk.known(
        act_types="act_type,label,recall_group,trigger\npuberte,Puberté,jeune,age\n"
    )

    report = desk.load_one(
        act_types="act_type,label,recall_group,trigger\n"
        "puberte,Puberté,jeune,act\nsterilisation,Stérilisation,jeune,age\n"
    )

    assert (report.loaded, report.rejected) == (2, 0)


def test_a_due_date_kept_from_before_is_checked_too(desk: Desk) -> None:
    acts = "act_id,animal_id,act_type,performed_on"
    desk.known(acts=f"{acts},due_on\n1,A1,vaccin,2025-01-01,2025-06-01\n")

    report = desk.load_one(acts=f"{acts}\n1,A1,vaccin,2025-07-01\n")

    assert report.rejected == 1
    assert "échéance avant l'acte" in desk.rejects()[0][4]


def test_the_rejects_file_goes_away_when_all_is_well(desk: Desk) -> None:
    desk.load_one(clients="client_id,last_name\n,Sans\n")
    assert desk.rejects_csv.exists()

    desk.load_one(clients=CLIENTS)

    assert not desk.rejects_csv.exists()


def test_the_rejects_file_opens_in_excel_with_its_accents(desk: Desk) -> None:
    desk.load_one(animals="animal_id,client_id,name,sex\nA2,C1,Rex,é\n")

    text = desk.rejects_csv.read_bytes()

    assert text.startswith(b"\xef\xbb\xbffile;line;column;value;reason\r\n")
    assert "é" in text.decode()


def test_a_rejected_formula_is_harmless_in_a_spreadsheet(desk: Desk) -> None:
    desk.load_one(
        animals="animal_id,client_id,name\nA2,=1+1,Rex\nA3,+33,Rex\nA4,-x,Rex\n"
        "A5,@SUM(1),Rex\n"
    )

    assert [row[3] for row in desk.rejects()] == ["'=1+1", "'+33", "'-x", "'@SUM(1)"]


@pytest.mark.parametrize("cell", ["\tx", "\rx"])
def test_a_cell_that_begins_with_a_control_is_made_harmless(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


def test_a_rejects_file_that_cannot_be_written_is_told(desk: Desk) -> None:
    desk.write(clients="client_id,last_name\nC3,Petit\n,Sans\n")

    report = desk.load(rejects=Path("/proc/rejects.csv"))

    assert report.rejects_csv is None
    assert "rejets" in report.notices[-1]
    assert desk.rows("select count(*) from client") == [(3,)]


def test_the_future_begins_after_the_day_of_the_import(desk: Desk) -> None:
    desk.write(animals="animal_id,client_id,name,birth_date\nA2,C1,Rex,2026-11-24\n")

    report = desk.load(on=date(2026, 11, 23))

    assert report.files[0].rejected == 1


def test_the_listed_values_are_those_of_the_csv_module(desk: Desk) -> None:
    desk.load_one(animals='animal_id,client_id,name\nA2,"C;9""",Rex\n')

    with desk.rejects_csv.open(encoding="utf-8-sig", newline="") as lines:
        [_, row] = list(csv.reader(lines, delimiter=";"))

    assert row[3] == 'C;9"'
