"""Sheets of an .xlsx as the CSV they could have been.

A workbook is a zip of XML that somebody else made: its real size is checked before
anything is built from it.
"""

from __future__ import annotations

import csv
import lzma
import re
import struct
import zipfile
import zlib
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from relance_ops.errors import ImportRefusedError
from relance_ops.i18n import _

LARGEST_UNZIPPED = 500_000_000
# The reader builds the whole rectangle up to the last cell: one cell at XFD1048576
# asks for 17 thousand million and ends the program.
LARGEST_AREA = 20_000_000
_CHUNK = 1 << 20
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,9})([0-9]{1,20})["']""")
_LONGEST_REFERENCE = 64
# What zipfile lets out for a damaged, protected (RuntimeError) or oddly packed
# (NotImplementedError) archive.
_DAMAGE = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
)


def sheet_names(workbook: Path) -> tuple[str, ...]:
    """The sheets of *workbook*, in its order, as they are named in it.

    Raises:
        ImportRefusedError: It is no workbook, is protected, or is far too large.
        OSError: It cannot be read.
    """
    _check_size(workbook)
    with workbook.open("rb") as content:
        return tuple(_open(content).sheet_names)


def write_sheet(workbook: Path, sheet: str, target: Path) -> None:
    """Write one sheet as CSV: one line a row, so that line numbers are Excel's.

    Dates, booleans and whole numbers become the texts that a CSV would hold.

    Raises:
        ImportRefusedError: The sheet cannot be read.
        OSError: *target* cannot be written.
    """
    try:
        with (
            workbook.open("rb") as content,
            target.open("w", encoding="utf-8", newline="") as lines,
        ):
            rows = _open(content).get_sheet_by_name(sheet).iter_rows()
            writer = csv.writer(lines, delimiter=";", lineterminator="\n")
            writer.writerows([_text(cell) for cell in row] for row in rows)
    except CalamineError as e:
        raise _unreadable(str(e)) from e


def _open(content: BinaryIO) -> CalamineWorkbook:
    try:
        # Not by its path: the reader knows only those that are UTF-8.
        return CalamineWorkbook.from_filelike(content)
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
    except _DAMAGE as e:
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
