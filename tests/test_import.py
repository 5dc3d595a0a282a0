"""What an import loads, keeps and changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.import_desk import ACT_TYPES, ANIMALS, CLIENTS, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


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


def test_defaults_are_those_of_the_specification(desk: Desk) -> None:
    desk.furnish()

    desk.load_one(act_types="act_type,label,delay\nsoin,Soin,\n")

    assert desk.rows(
        "select country, language, by_email, by_paper, by_sms, refuses_email, "
        "refuses_paper, refuses_sms, mail_returned, archived from client limit 1"
    ) == [("FR", "fr", True, True, True, False, False, False, False, False)]
    assert desk.rows("select species, neutered, sex from animal") == [
        ("other", None, None)
    ]
    assert desk.rows(
        "select family, recall_group, delay_months, delay_days, trigger, species, "
        "neutered from act_type where act_type = 'soin'"
    ) == [("act", "soin", None, None, "act", "", None)]


def test_a_delay_is_months_or_days(desk: Desk) -> None:
    desk.load_one(
        act_types="act_type,label,delay\n"
        "a,A,12m\nb,B,1y\nc,C,21d\nd,D,6w\ne,E, 2 Y \nf,F,0d\n"
    )

    assert desk.rows(
        "select delay, delay_months, delay_days from act_type order by act_type"
    ) == [
        ("12m", 12, 0),
        ("1y", 12, 0),
        ("21d", 0, 21),
        ("6w", 0, 42),
        ("2 Y", 24, 0),
        ("0d", 0, 0),
    ]


def test_species_are_understood_in_both_languages(desk: Desk) -> None:
    desk.furnish()
    words = [
        "dog",
        "Chien",
        "CHIENNE",
        "chats",
        "lapin",
        "furet",
        "Oiseau",
        "jument",
        "autre",
        "",
    ]

    desk.load_one(
        animals="animal_id,client_id,name,species\n"
        + "".join(f"{n:02},C1,Rex,{word}\n" for n, word in enumerate(words))
    )

    assert [
        species
        for (species,) in desk.rows(
            "select species from animal where animal_id <> 'A1' order by animal_id"
        )
    ] == [
        "dog",
        "dog",
        "dog",
        "cat",
        "rabbit",
        "ferret",
        "bird",
        "horse",
        "other",
        "other",
    ]


def test_a_tortoise_is_an_other_and_the_report_says_so(desk: Desk) -> None:
    desk.furnish()

    report = desk.load_one(
        animals="animal_id,client_id,name,species\nA1,C1,Caroline,Tortue\n"
    )

    assert desk.rows("select species from animal") == [("other",)]
    [notice] = report.notices
    assert "Tortue" in notice
    assert "other" in notice


def test_a_country_becomes_its_code(desk: Desk) -> None:
    desk.load_one(
        clients="client_id,last_name,country\n1,D,\n2,D,France\n3,D,fr\n4,D,belgique\n"
        "5,D,Royaume Uni\n6,D,Switzerland\n"
    )

    assert desk.rows("select country from client order by client_id") == [
        ("FR",),
        ("FR",),
        ("FR",),
        ("BE",),
        ("GB",),
        ("CH",),
    ]


def test_an_unknown_country_is_kept_with_a_notice(desk: Desk) -> None:
    report = desk.load_one(clients="client_id,last_name,country\nC1,Durand,Syldavie\n")

    assert desk.rows("select country from client") == [("Syldavie",)]
    assert "Syldavie" in report.notices[0]


def test_a_french_postcode_gets_back_the_zero_excel_took(desk: Desk) -> None:
    desk.load_one(
        clients="client_id,last_name,postcode,country\n"
        "C1,Durand,1000,\nC2,Peeters,1000,BE\nC3,Martin,69003,FR\n"
    )

    assert desk.rows("select postcode from client order by client_id") == [
        ("01000",),
        ("1000",),
        ("69003",),
    ]


def test_a_known_belgian_keeps_four_digits_without_a_country_column(desk: Desk) -> None:
    desk.known(clients="client_id,last_name,country\nC1,Peeters,BE\n")

    desk.load_one(clients="client_id,last_name,postcode\nC1,Peeters,1000\n")

    assert desk.rows("select postcode from client") == [("1000",)]


def test_an_act_in_the_future_is_accepted(desk: Desk) -> None:
    desk.furnish()

    report = desk.load_one(
        acts="act_id,animal_id,act_type,performed_on\n1,A1,vaccin,2027-01-01\n"
    )

    assert report.loaded == 1


def test_the_time_of_an_appointment_is_dropped(desk: Desk) -> None:
    desk.furnish()

    desk.load_one(
        appointments="appointment_id,client_id,starts_on\nR1,C1,02/12/2026\n"
        "R2,C1,02/12/2026 10:30\nR3,C1,2026-12-02T10:30:00\nR4,C1,2/12/2026 9:05:00\n"
    )

    assert (
        desk.rows("select starts_on, animal_id from appointment")
        == [(date(2026, 12, 2), None)] * 4
    )


def test_an_animal_named_with_a_line_break_is_one_line(desk: Desk) -> None:
    desk.furnish()

    desk.load_one(
        animals='animal_id,client_id,name\nA1,C1,"Rex\nBcc: x@example.fr"\n'
        "A2,C1,<script>\nA3,C1,=HYPERLINK(1)\n"
    )

    assert desk.rows("select name from animal order by animal_id") == [
        ("Rex Bcc: x@example.fr",),
        ("<script>",),
        ("=HYPERLINK(1)",),
    ]


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


def test_a_file_is_loaded_whole_or_not_at_all(desk: Desk) -> None:
    # The duplicate key is refused by the database only at the end of the merge.
    desk.database.rows("create unique index one_name on client (last_name)")
    desk.write(clients="client_id,last_name\nC1,Durand\nC2,Durand\n")

    report = desk.load()

    assert report.files[0].refused
    assert desk.rows("select count(*) from client") == [(0,)]


def test_the_report_is_ready_for_json(desk: Desk) -> None:
    desk.write(clients="client_id,last_name\nC1,Durand\n,x\n")

    told = desk.load().as_json()

    assert told["exit_status"] == 1
    assert told["rejects_csv"] == str(desk.rejects_csv)
    [file] = told["files"]  # type: ignore[misc]
    assert (file["file"], file["loaded"], file["rejected"]) == ("clients.csv", 1, 1)
