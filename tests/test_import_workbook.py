"""Workbooks: one sheet a file, Excel's own dates and numbers, and hostile zips."""

from __future__ import annotations

import os
import random
import time
import zipfile
from datetime import date, datetime

import pytest

from tests.import_desk import Desk
from tests.workbooks import sheet_xml, write_parts, write_workbook

CLIENT_ROWS = (("client_id", "last_name"), (12, "Durand"))


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("import"))


@pytest.fixture
def desk(shared_desk: Desk) -> Desk:
    return shared_desk.cleared()


def test_one_workbook_holds_all_the_files_whatever_its_name(desk: Desk) -> None:
    write_workbook(
        desk.folder / "export du 24.xlsx",
        {
            "Lisez-moi": [("rien à lire",)],
            "Animals": [("animal_id", "client_id", "name"), (7, 12, "Rex")],
            "clients": CLIENT_ROWS,
        },
    )

    report = desk.load()

    assert report.exit_status == 0
    assert [file.file for file in report.files] == [
        "export du 24.xlsx (clients)",
        "export du 24.xlsx (Animals)",
    ]
    assert desk.rows("select animal_id, client_id from animal") == [("7", "12")]


def test_a_workbook_named_like_a_file_needs_no_sheet_name(desk: Desk) -> None:
    write_workbook(desk.folder / "clients.xlsx", {"Feuil1": CLIENT_ROWS})

    report = desk.load()

    assert [(file.file, file.loaded) for file in report.files] == [("clients.xlsx", 1)]


def test_excels_dates_booleans_and_numbers_become_their_texts(desk: Desk) -> None:
    desk.furnish()
    write_workbook(
        desk.folder / "animals.xlsx",
        {
            "animals": [
                ("animal_id", "client_id", "name", "neutered", "birth_date"),
                (12.0, "C1", 3.5, True, date(2020, 2, 29)),
                (13, "C1", "Moka", False, datetime(2021, 1, 5)),  # noqa: DTZ001
                (14, "C1", "Tex", None, "05/01/2022"),
            ]
        },
    )

    desk.load()

    assert desk.rows(
        "select animal_id, name, neutered, birth_date from animal "
        "where animal_id <> 'A1' order by animal_id"
    ) == [
        ("12", "3.5", True, date(2020, 2, 29)),
        ("13", "Moka", False, date(2021, 1, 5)),
        ("14", "Tex", None, date(2022, 1, 5)),
    ]


def test_the_time_of_an_appointment_in_excel_is_dropped(desk: Desk) -> None:
    desk.furnish()
    write_workbook(
        desk.folder / "appointments.xlsx",
        {
            "appointments": [
                ("appointment_id", "client_id", "starts_on"),
                (1, "C1", datetime(2026, 12, 2, 10, 30)),  # noqa: DTZ001
            ]
        },
    )

    desk.load()

    assert desk.rows("select starts_on from appointment") == [(date(2026, 12, 2),)]


def test_a_french_postcode_that_is_a_number_gets_its_zero_back(desk: Desk) -> None:
    write_workbook(
        desk.folder / "clients.xlsx",
        {
            "clients": [
                ("client_id", "last_name", "postcode"),
                (1, "Durand", 1000),
                (2, "Martin", 69003),
            ]
        },
    )

    desk.load()

    assert desk.rows("select postcode from client order by client_id") == [
        ("01000",),
        ("69003",),
    ]


def test_rejects_of_a_sheet_name_its_own_row(desk: Desk) -> None:
    write_workbook(
        desk.folder / "export.xlsx",
        {
            "clients": [
                (),
                ("client_id", "last_name"),
                ("C1", "deux\nlignes"),
                (),
                ("C2", None),
            ]
        },
    )

    desk.load()

    assert desk.rejects()[0][:3] == ["export.xlsx (clients)", "5", "last_name"]
    assert desk.rows("select last_name from client") == [("deux lignes",)]


def test_the_same_file_as_csv_and_xlsx_is_refused_by_both_names(desk: Desk) -> None:
    desk.write(clients="client_id,last_name\nC1,Durand\n")
    write_workbook(desk.folder / "export.xlsx", {"clients": CLIENT_ROWS})

    report = desk.load()

    assert report.exit_status == 2
    assert "clients.csv, export.xlsx (clients)" in report.files[0].refused


def test_a_workbook_without_a_known_sheet_is_left_aside_by_name(desk: Desk) -> None:
    write_workbook(desk.folder / "stock.xlsx", {"Feuil1": [("a",)]})

    report = desk.load()

    assert report.exit_status == 2
    assert "stock.xlsx" in report.notices[0]


def test_a_file_name_in_another_encoding_can_still_be_told(desk: Desk) -> None:
    name = os.fsdecode("donn\xe9es.xlsx".encode("latin-1"))
    write_workbook(desk.folder / name, {"clients": [*CLIENT_ROWS, (None, "Sans")]})

    report = desk.load()

    assert report.rejects_csv == desk.rejects_csv
    assert desk.rejects()[0][0] == "donn\ufffdes.xlsx (clients)"
    assert "\n".join(report.sentences()).encode()


def test_the_lock_of_an_open_excel_is_no_workbook(desk: Desk) -> None:
    desk.write(clients="client_id,last_name\nC1,Durand\n")
    (desk.folder / "~$clients.xlsx").write_bytes(b"receptionist")

    assert desk.load().exit_status == 0


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 and no more", b"\xd0\xcf\x11\xe0 protected", b"a;b\n"]
)
def test_what_is_no_workbook_is_refused_with_a_sentence(
    desk: Desk, content: bytes
) -> None:
    (desk.folder / "clients.xlsx").write_bytes(content)

    [report] = desk.load().files

    assert "ne peut pas être lu" in report.refused


def test_an_empty_sheet_is_an_empty_file(desk: Desk) -> None:
    write_workbook(desk.folder / "clients.xlsx", {"clients": []})

    assert "vide" in desk.load().files[0].refused


def test_a_zip_bomb_is_refused_before_it_is_unpacked(desk: Desk) -> None:
    path = write_workbook(desk.folder / "clients.xlsx", {"clients": CLIENT_ROWS})
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image.bin", "w") as bomb,
    ):
        for _ in range(501):
            bomb.write(bytes(1_000_000))
    began = time.monotonic()

    [report] = desk.load().files

    assert "démesuré" in report.refused
    assert time.monotonic() - began < 2


def test_a_workbook_that_would_fill_the_disk_is_refused(desk: Desk) -> None:
    """Four gigabytes of zeros, in a file of a few megabytes at most."""
    path = write_workbook(desk.folder / "clients.xlsx", {"clients": CLIENT_ROWS})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(100):
            archive.writestr(f"xl/{number}.bin", b"")
    packed = path.read_bytes()
    # Each says in the directory that it holds forty megabytes.
    directory = packed.index(b"PK\x01\x02")
    head, tail = packed[:directory], bytearray(packed[directory:])
    place = 0
    while (place := tail.find(b"PK\x01\x02", place)) >= 0:
        tail[place + 24 : place + 28] = (40_000_000).to_bytes(4, "little")
        place += 46
    path.write_bytes(head + bytes(tail))
    began = time.monotonic()

    [report] = desk.load().files

    assert path.stat().st_size < 5_000_000
    assert "démesuré" in report.refused
    assert time.monotonic() - began < 2


def test_a_workbook_reads_no_other_file(desk: Desk) -> None:
    secret = desk.folder / "secret.txt"
    secret.write_text("MARQUE")
    rows = (("client_id", "last_name"), ("C1", "PLACE"))
    named = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    xml = sheet_xml(rows).replace("PLACE", "&e;")
    head, mark, rest = xml.partition("?>")
    xml = head + mark + named + rest if mark else named + xml
    write_parts(desk.folder / "clients.xlsx", ["clients"], {"sheet1.xml": xml})

    [report] = desk.load().files

    kept = desk.rows("select last_name from client")
    assert report.refused or "MARQUE" not in str(kept)
    assert "MARQUE" not in str(report)


def test_a_zip_that_lies_about_its_size_is_refused(desk: Desk) -> None:
    path = write_workbook(desk.folder / "clients.xlsx", {"clients": CLIENT_ROWS})
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    real = size.to_bytes(4, "little")
    # The declared size stands before the file and in the directory at the end.
    path.write_bytes(path.read_bytes().replace(real, (10).to_bytes(4, "little")))

    [report] = desk.load().files

    assert "ne peut pas être lu" in report.refused


def test_one_cell_at_the_far_corner_does_not_fill_the_memory(desk: Desk) -> None:
    xml = sheet_xml(CLIENT_ROWS).replace(
        "</sheetData>",
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    write_parts(desk.folder / "clients.xlsx", ["clients"], {"sheet1.xml": xml})

    [report] = desk.load().files

    assert "démesuré" in report.refused


def test_damaged_workbooks_never_raise(desk: Desk) -> None:
    path = write_workbook(desk.folder / "clients.xlsx", {"clients": CLIENT_ROWS})
    whole = path.read_bytes()
    dice = random.Random(8)

    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(dice.randint(1, 6)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(bytes(damaged))
        [report] = desk.load().files

        assert report.refused or report.loaded + report.rejected <= 1


@pytest.mark.parametrize(
    "rows",
    [
        "",
        "<row",
        "<row r='x'><c r='A0'><v>1</v></c></row>",
        "<row r='1'><c r='A1' t='s'><v>99</v></c></row>",
        "<row r='1'><c r='A1' s='99'><v>1e999</v></c></row>",
        "<row r='9'><c r='B9'><v>1</v></c></row><row r='2'><c r='A2'><v>1</v></c></row>",
    ],
)
def test_strange_sheets_never_raise(desk: Desk, rows: str) -> None:
    xml = f"<worksheet><sheetData>{rows}</sheetData></worksheet>" if rows else ""
    write_parts(desk.folder / "clients.xlsx", ["clients"], {"sheet1.xml": xml})

    assert desk.load().exit_status == 2
