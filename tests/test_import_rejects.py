"""Which rows are rejected, in which words, and the list a person gets."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from relance_ops.import_report import harmless
from tests.import_desk import CLIENTS, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.furnish()
    return desk


@pytest.fixture(scope="module")
def strict_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """For rows that are never loaded, so that nothing of one test stays for the next."""
    desk = Desk(tmp_path_factory.mktemp("strict"))
    desk.furnish()
    return desk


@pytest.mark.parametrize(
    ("file", "text", "column", "value", "reason"),
    [
        (
            "animals",
            "animal_id,client_id,name\nA2,C9,Rex\n",
            "client_id",
            "C9",
            "client inconnu",
        ),
        (
            "animals",
            "animal_id,client_id,name,birth_date\nA2,C1,Rex,25/11/2026\n",
            "birth_date",
            "2026-11-25",
            "naissance dans le futur",
        ),
        (
            "animals",
            "animal_id,client_id,name,birth_date\nA2,C1,Rex,31/02/2020\n",
            "birth_date",
            "31/02/2020",
            "date illisible",
        ),
        (
            "animals",
            "animal_id,client_id,name,birth_date\nA2,C1,Rex,2020-01-05 10:30\n",
            "birth_date",
            "2020-01-05 10:30",
            "date illisible",
        ),
        (
            "animals",
            "animal_id,client_id,name,birth_date\nA2,C1,Rex,01/01/0020\n",
            "birth_date",
            "01/01/0020",
            "hors des années 1900 à 2200",
        ),
        (
            "animals",
            "animal_id,client_id,name,sex\nA2,C1,Rex,x\n",
            "sex",
            "x",
            "male, female",
        ),
        (
            "animals",
            "animal_id,client_id,name,neutered\nA2,C1,Rex,peut-être\n",
            "neutered",
            "peut-être",
            "oui ou non",
        ),
        ("animals", "animal_id,client_id,name\nA2,C1,\n", "name", "", "manquante"),
        (
            "animals",
            f"animal_id,client_id,name\nA2,C1,{'x' * 501}\n",
            "name",
            "x" * 100,
            "plus de 500",
        ),
        (
            "animals",
            'animal_id,client_id,name\n"A\n2",C1,Rex\n',
            "animal_id",
            "A 2",
            "caractère de contrôle",
        ),
        (
            "acts",
            "act_id,animal_id,act_type,performed_on\n1,A9,vaccin,2025-12-01\n",
            "animal_id",
            "A9",
            "animal inconnu",
        ),
        (
            "acts",
            "act_id,animal_id,act_type,performed_on\n1,A1,bain,2025-12-01\n",
            "act_type",
            "bain",
            "modèle d'acte inconnu",
        ),
        (
            "acts",
            "act_id,animal_id,act_type,performed_on,due_on\n"
            "1,A1,vaccin,2025-12-01,2025-11-30\n",
            "due_on",
            "2025-11-30",
            "échéance avant l'acte",
        ),
        (
            "acts",
            "act_id,animal_id,act_type,performed_on\nbirth,A1,vaccin,2025-12-01\n",
            "act_id",
            "birth",
            "réservé",
        ),
        (
            "act_types",
            "act_type,label,delay\nx,X,12 mois\n",
            "delay",
            "12 mois",
            "délai illisible",
        ),
        (
            "act_types",
            "act_type,label,delay\nx,X,101y\n",
            "delay",
            "101y",
            "plus de 100 ans",
        ),
        (
            "act_types",
            "act_type,label,family\nx,X,autre\n",
            "family",
            "autre",
            "act, information",
        ),
        (
            "act_types",
            "act_type,label,trigger\nx,X,vente\n",
            "trigger",
            "vente",
            "act, age",
        ),
        (
            "act_types",
            "act_type,label,species\nx,X,chien|tortue\n",
            "species",
            "chien|tortue",
            "mot inconnu",
        ),
        (
            "rules",
            "act_type,step,offset_days\nbain,1,0\n",
            "act_type",
            "bain",
            "modèle d'acte inconnu",
        ),
        (
            "rules",
            "act_type,step,offset_days\nvaccin,10,0\n",
            "step",
            "10",
            "(1 à 9)",
        ),
        (
            "rules",
            "act_type,step,offset_days\nvaccin,1,bientôt\n",
            "offset_days",
            "bientôt",
            "nombre entier",
        ),
        (
            "rules",
            "act_type,step,offset_days,valid_days\nvaccin,1,0,0\n",
            "valid_days",
            "0",
            "hors limites (1 à",
        ),
        (
            "rules",
            "act_type,step,offset_days,channels\nvaccin,1,0,email|fax\n",
            "channels",
            "email|fax",
            "email, sms, paper",
        ),
        (
            "rules",
            "act_type,step,offset_days,paper_form\nvaccin,1,0,affiche\n",
            "paper_form",
            "affiche",
            "letter, card",
        ),
        (
            "appointments",
            "appointment_id,client_id,starts_on\nR1,C9,2026-12-01\n",
            "client_id",
            "C9",
            "client inconnu",
        ),
        (
            "appointments",
            "appointment_id,client_id,animal_id,starts_on\nR1,C1,A9,2026-12-01\n",
            "animal_id",
            "A9",
            "animal inconnu",
        ),
    ],
)
def test_a_bad_row_is_rejected_with_its_place_and_reason(
    strict_desk: Desk, file: str, text: str, column: str, value: str, reason: str
) -> None:
    report = strict_desk.load_one(**{file: text})

    assert (report.loaded, report.rejected) == (0, 1)
    [row] = strict_desk.rejects()
    assert row[:4] == [f"{file}.csv", "2", column, value]
    assert reason in row[4]


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
    desk.rejects_csv.mkdir()
    desk.write(clients="client_id,last_name\nC3,Petit\n,Sans\n")

    report = desk.load()

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
