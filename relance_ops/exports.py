"""A list as a file that a French Excel opens: CSV or xlsx. Rows in, bytes out.

Whatever a name holds, opening the file runs nothing: see `_RISKY`.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import xlsxwriter

from relance_ops.i18n import day, language

Cell = str | int | float | date | None

# A cell that starts with one of these is a formula to a spreadsheet (OWASP, "CSV
# Injection"). An apostrophe before it makes it a text.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")

# Characters of the widest columns; a name longer than that is seen in its cell.
_WIDEST = 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list to take away.

    Attributes:
        name: Of the sheet inside a workbook, 31 characters at most.
        rows: As many cells each as there are titles.
    """

    name: str
    titles: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a mark and semicolons: a double click opens it in columns."""
    written = io.StringIO()
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerow(sheet.titles)
    lines.writerows([_harmless(cell) for cell in row] for row in sheet.rows)
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """A workbook whose dates are dates, and whose texts are nothing but texts."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    page = book.add_worksheet(sheet.name)
    heading = book.add_format({"bold": True, "bottom": 1})
    dated = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    for column, title in enumerate(sheet.titles):
        page.write_string(0, column, title, heading)
        page.set_column(column, column, _width(sheet, column))
    for line, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(line, column, cell)
            elif isinstance(cell, date):
                page.write_datetime(line, column, cell, dated)
            elif cell is not None:
                page.write_number(line, column, cell)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.titles) - 1)
    book.close()
    return written.getvalue()


def _harmless(cell: Cell) -> str:
    if isinstance(cell, date):
        return _written(cell, language())
    if isinstance(cell, float) and language() == "fr":
        return str(cell).replace(".", ",")  # 1.5 is the 1st of May to a French Excel
    if isinstance(cell, str) and cell.startswith(_RISKY):
        return f"'{cell}"
    return "" if cell is None else str(cell)


# A long list has the same few days, and putting one into words is slow.
@lru_cache(maxsize=8192)
def _written(when: date, _language: str) -> str:
    return day(when)


def _width(sheet: Sheet, column: int) -> int:
    longest = max((len(_harmless(row[column])) for row in sheet.rows), default=0)
    return min(max(longest, len(sheet.titles[column])) + 2, _WIDEST)
