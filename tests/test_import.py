"""What an import loads, keeps and changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.import_desk import ACT_TYPES, ANIMALS, CLIENTS, Desk


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("import"))


@pytest.fixture
def desk(shared_desk: Desk) -> Desk:
    return shared_desk.cleared()


def test_the_six_files_load_in_the_order_they_need(desk: Desk) -> None:
    desk.write(
        appointments="appointment_id,client_id,starts_on\nR1,C1,2026-12-01\n",
        rules="act_type,step,offset_days\nvaccin,1,-15\n",
        acts="act_id,animal_id,act_type,performed_on\n1,A1,vaccin,2025-12-01\n",
        act_types=ACT_TYPES,
        animals=ANIMALS,
        clients=CLIENTS,
    )

    report = desk.load()

    assert report.exit_status == 0
    assert [(file.file, file.loaded) for file in report.files] == [
        ("clients.csv", 2),
        ("animals.csv", 1),
        ("act_types.csv", 1),
        ("acts.csv", 1),
        ("rules.csv", 1),
        ("appointments.csv", 1),
    ]


def test_the_same_files_twice_change_nothing(desk: Desk) -> None:
    desk.write(
        clients=CLIENTS,
        animals="animal_id,client_id,name,birth_date,neutered\n"
        "A1,C1,Rex,05/01/2020,oui\nA2,C1,Moka,,\n",
        act_types=ACT_TYPES,
        acts="act_id,animal_id,act_type,performed_on,due_on\n1,A1,vaccin,2025-12-01,\n",
        rules="act_type,step,offset_days,active_from\nvaccin,1,-15,\n",
        appointments="appointment_id,client_id,starts_on\nR1,C1,2026-12-01\n",
    )
    desk.load()

    again = desk.load()

    assert again.exit_status == 0
    assert [file.changed for file in again.files] == [0] * 6
    assert [file.unchanged for file in again.files] == [2, 2, 1, 1, 1, 1]
    assert desk.rows("select count(*) from rule_version") == [(1,)]


def test_a_changed_row_is_counted_and_the_others_are_not(desk: Desk) -> None:
    desk.furnish()

    report = desk.load_one(clients="client_id,last_name\nC1,Durand\nC2,Petit\n")

    assert (report.changed, report.unchanged) == (1, 1)
    assert desk.rows("select last_name from client order by client_id") == [
        ("Durand",),
        ("Petit",),
    ]


def test_rows_that_vanish_from_the_export_are_kept(desk: Desk) -> None:
    desk.furnish()

    desk.load_one(clients="client_id,last_name\nC3,Petit\n")

    assert desk.rows("select count(*) from client") == [(3,)]


def test_a_column_absent_from_the_file_keeps_what_is_known(desk: Desk) -> None:
    desk.known(clients="client_id,last_name,email,by_sms\nC1,Durand,d@example.fr,non\n")

    desk.load_one(clients="client_id,last_name\nC1,Dupont\n")

    assert desk.rows("select last_name, email, by_sms from client") == [
        ("Dupont", "d@example.fr", False)
    ]


def test_an_empty_cell_of_a_present_column_is_its_default(desk: Desk) -> None:
    desk.known(clients="client_id,last_name,email,by_sms\nC1,Durand,d@example.fr,non\n")

    desk.load_one(clients="client_id,last_name,email,by_sms\nC1,Durand,,\n")

    assert desk.rows("select email, by_sms from client") == [("", True)]


def test_an_upload_is_one_file(desk: Desk) -> None:
    desk.write(clients=CLIENTS, animals=ANIMALS)

    report = desk.load(desk.folder / "clients.csv")

    assert [file.file for file in report.files] == ["clients.csv"]


def test_unknown_columns_and_files_are_named(desk: Desk) -> None:
    desk.write(clients="color,Client_ID , LAST_NAME\nred,C1,Durand\n", factures="a,b\n")

    report = desk.load()

    assert report.files[0].unknown_columns == ("color",)
    assert report.files[0].loaded == 1
    assert "factures.csv" in report.notices[0]


def test_an_empty_folder_loads_nothing_and_says_what_it_needs(desk: Desk) -> None:
    report = desk.load()

    assert report.exit_status == 2
    assert "clients" in report.sentences()[0]


def test_a_missing_folder_loads_nothing_and_says_so(desk: Desk) -> None:
    report = desk.load(desk.folder / "nowhere")

    assert report.exit_status == 2
    assert "nowhere" in report.sentences()[0]


def test_one_refused_file_does_not_stop_the_others(desk: Desk) -> None:
    desk.write(clients=CLIENTS, animals="animal_id,name\nA1,Rex\n")

    report = desk.load()

    assert report.exit_status == 1
    assert "client_id" in report.files[1].refused
    assert desk.rows("select count(*) from client") == [(2,)]


def test_nothing_good_at_all_is_status_two(desk: Desk) -> None:
    desk.write(clients="client_id,last_name\n,Durand\n")

    assert desk.load().exit_status == 2


def test_a_file_is_loaded_whole_or_not_at_all(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    # The duplicate key is refused by the database only at the end of the merge.
    desk.database.rows("create unique index one_name on client (last_name)")
    desk.write(clients="client_id,last_name\nC1,Durand\nC2,Durand\n")

    report = desk.load()

    assert report.files[0].refused
    assert desk.rows("select count(*) from client") == [(0,)]


def test_the_report_is_ready_for_json(desk: Desk) -> None:
    desk.write(clients="client_id,last_name\nC1,Durand\n,x\n")

    told = json.loads(json.dumps(desk.load().as_json()))

    assert told["exit_status"] == 1
    assert told["rejects_csv"] == str(desk.rejects_csv)
    [file] = told["files"]
    assert (file["file"], file["loaded"], file["rejected"]) == ("clients.csv", 1, 1)
