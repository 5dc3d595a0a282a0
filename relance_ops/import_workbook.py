"""Sheets of an .xlsx as the CSV they could have been.

A workbook is a zip of XML that somebody else made: its real size is checked before
anything is built from it.
"""

from __future__ import annotations

import csv
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from relance_ops.errors import ImportRefusedError
from relance_ops.i18n import _

LARGEST_UNZIPPED = 500_000_000
# The reader builds the whole rectangle up to the last cell: one cell at XFD1048576
# asks for 17 thousand million and ends the program.
LARGEST_AREA = 20_000_000
_CHUNK = 1 << 20
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,7})["']""")
_LONGEST_REFERENCE = 32


def sheet_names(workbook: Path) -> tuple[str, ...]:
    """The sheets of *workbook*, in its order, as they are named in it.

    Raises:
        ImportRefusedError: It is no workbook, is protected, or is far too large.
        OSError: It cannot be read.
    """
    _check_size(workbook)
    return tuple(_open(workbook).sheet_names)


def write_sheet(workbook: Path, sheet: str, target: Path) -> None:
    """Write one sheet as CSV: one line a row, so that line numbers are Excel's.

    Dates, booleans and whole numbers become the texts that a CSV would hold.

    Raises:
        ImportRefusedError: The sheet cannot be read.
        OSError: *target* cannot be written.
    """
    try:
        rows = _open(workbook).get_sheet_by_name(sheet).iter_rows()
        with target.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines, delimiter=";", lineterminator="\n")
            writer.writerows([_text(cell) for cell in row] for row in rows)
    except CalamineError as e:
        raise _unreadable(str(e)) from e


def _open(workbook: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(workbook)
    except CalamineError as e:
        raise _unreadable(str(e)) from e


def _unreadable(detail: str) -> ImportRefusedError:
    return ImportRefusedError(
        _(
            "ce classeur ne peut pas être lu ({detail}). Ouvrez-le dans votre tableur, "
            "retirez son mot de passe et enregistrez-le de nouveau en .xlsx."
        ).format(detail=detail[:200])
    )


def _check_size(workbook: Path) -> None:
    try:
        with zipfile.ZipFile(workbook) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > LARGEST_UNZIPPED:
                raise _too_large()
            for entry in entries:
                _check_entry(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as e:
        # NotImplementedError: an unknown compression; RuntimeError: a password.
        raise _unreadable(str(e)) from e


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Read *entry* through: one longer than it declares fails its checksum here."""
    width = height = 1
    tail = b""
    with archive.open(entry) as content:
        while chunk := content.read(_CHUNK):
            for letters, digits in _REFERENCE.findall(tail + chunk):
                width = max(width, _column_number(letters))
                height = max(height, int(digits))
            tail = chunk[-_LONGEST_REFERENCE:]
            if width * height > LARGEST_AREA:
                raise _too_large()


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _too_large() -> ImportRefusedError:
    return ImportRefusedError(
        _(
            "ce classeur est démesuré (plus de 500 Mo, ou une cellule perdue très "
            "loin). Exportez en CSV, ou copiez les lignes dans un nouveau classeur."
        )
    )


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # Excel has no other numbers: an id 12 comes as 12.0
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join(str(cell).splitlines())
