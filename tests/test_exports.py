"""A list taken away: what the file holds, and what it can never do."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from relance_ops.exports import Sheet, as_csv, as_xlsx

TITLES = ("Client", "Échéance", "Relances")


def a_sheet(*rows: tuple[str | int | date | None, ...]) -> Sheet:
    return Sheet("Clients attendus", TITLES, rows)


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def read_xlsx(content: bytes) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return list(book.get_sheet_by_index(0).to_python())


def test_a_french_excel_opens_the_csv_in_columns_with_its_accents() -> None:
    content = as_csv(a_sheet(("Lefèvre ; Élodie", date(2026, 11, 24), 2)))

    assert content.startswith(b"\xef\xbb\xbf")
    assert read_csv(content) == [
        list(TITLES),
        ["Lefèvre ; Élodie", "24/11/2026", "2"],
    ]


def test_dates_and_numbers_of_the_workbook_are_dates_and_numbers() -> None:
    [titles, row] = read_xlsx(as_xlsx(a_sheet(("Lefèvre", date(2026, 11, 24), 2))))

    assert titles == list(TITLES)
    assert row == ["Lefèvre", date(2026, 11, 24), 2.0]
    assert not isinstance(row[1], datetime)


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_csv_is_a_formula(first: str) -> None:
    name = f"{first}HYPERLINK(1)"

    content = as_csv(a_sheet((name, None, 0)))

    lines = csv.reader(
        io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"
    )
    assert list(lines)[1] == [f"'{name}", "", "0"]


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(1)", "https://evil.example", "+33612345678"]
)
def test_texts_of_the_workbook_are_texts(name: str) -> None:
    content = as_xlsx(a_sheet((name, None, 0)))

    assert read_xlsx(content)[1][0] == name
    sheet = _part(content, "xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet.lower()


def test_an_empty_list_is_a_file_with_its_titles() -> None:
    assert read_csv(as_csv(a_sheet())) == [list(TITLES)]
    assert read_xlsx(as_xlsx(a_sheet())) == [list(TITLES)]


def _part(content: bytes, name: str) -> bytes:
    with ZipFile(io.BytesIO(content)) as book:
        return book.read(name)
