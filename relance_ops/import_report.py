"""What an import did, in figures, in sentences, and as the CSV of rejected rows."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from relance_ops.i18n import _, ngettext

# A spreadsheet runs a cell that begins like this.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_HEADER = ("file", "line", "column", "value", "reason")


@dataclass(frozen=True, slots=True)
class Reject:
    """One reason why one row was not loaded.

    Attributes:
        line: Physical line in the file, or row of the sheet, from 1.
        column: "" when the row as a whole is at fault.
        value: What was written there, shortened to 100 characters.
    """

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file.

    Attributes:
        file: Its name on disk; for a sheet of a workbook "export.xlsx (clients)".
        loaded: Good rows: `changed` (new or different) and `unchanged`.
        rejected: Bad rows. A row may have several rejects.
        rejects: At most 100,000 of them, by line.
        refused: Why nothing of it was loaded; "" if it was.
    """

    file: str
    loaded: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    unknown_columns: tuple[str, ...] = ()
    refused: str = ""
    notices: tuple[str, ...] = ()
    rejects: tuple[Reject, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """What a person is told about this file, first things first."""
        if self.refused:
            return (
                _("{file} : refusé. {why}").format(file=self.file, why=self.refused),
            )
        told = [
            _("{file} : {loaded}, {changed}, {rejected}.").format(
                file=self.file,
                loaded=ngettext(
                    "{n} ligne chargée", "{n} lignes chargées", self.loaded
                ).format(n=self.loaded),
                changed=ngettext(
                    "{n} nouvelle ou modifiée",
                    "{n} nouvelles ou modifiées",
                    self.changed,
                ).format(n=self.changed),
                rejected=ngettext("{n} rejetée", "{n} rejetées", self.rejected).format(
                    n=self.rejected
                ),
            )
        ]
        if self.unknown_columns:
            told.append(
                _("{file} : colonnes ignorées : {columns}.").format(
                    file=self.file, columns=", ".join(self.unknown_columns)
                )
            )
        told += [
            _("{file} : {notice}").format(file=self.file, notice=notice)
            for notice in self.notices
        ]
        return tuple(told)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What one import did.

    Attributes:
        rejects_csv: Where the rejected rows are listed; None when there are none.
        notices: Sentences about the folder rather than one file.
    """

    files: tuple[FileReport, ...] = ()
    rejects_csv: Path | None = None
    notices: tuple[str, ...] = ()

    @property
    def exit_status(self) -> int:
        """0 all loaded, 1 some rows rejected or some file refused, 2 nothing loaded."""
        trouble = any(file.refused or file.rejected for file in self.files)
        if not self.files or (trouble and not any(file.loaded for file in self.files)):
            return 2
        return 1 if trouble else 0

    def sentences(self) -> tuple[str, ...]:
        """The whole import told to a person, in their language."""
        told = [sentence for file in self.files for sentence in file.sentences()]
        told += self.notices
        if self.rejects_csv is not None:
            told.append(
                _("Les lignes rejetées et leurs raisons sont dans {path}.").format(
                    path=self.rejects_csv
                )
            )
        return tuple(told)

    def as_json(self) -> dict[str, object]:
        """The same for programs, ready for `json.dumps`; rejects only counted."""
        return {
            "files": [
                {key: value for key, value in asdict(file).items() if key != "rejects"}
                for file in self.files
            ],
            "rejects_csv": None if self.rejects_csv is None else str(self.rejects_csv),
            "notices": list(self.notices),
            "exit_status": self.exit_status,
        }


def counted(loaded: int, rejected: int) -> str:
    """What became of a file's rows, in a few words."""
    said = ngettext("{n} ligne chargée", "{n} lignes chargées", loaded).format(n=loaded)
    if not rejected:
        return said
    bad = ngettext("{n} rejetée", "{n} rejetées", rejected).format(n=rejected)
    return f"{said}, {bad}"


def write_rejects(path: Path, files: Iterable[FileReport]) -> Path | None:
    """Write every reject of *files* to *path*, for Excel; None if there are none.

    An earlier list of rejects is removed then.

    Raises:
        OSError: *path* cannot be written.
    """
    rows = [
        (file.file, reject.line, reject.column, reject.value, reject.reason)
        for file in files
        for reject in file.rejects
    ]
    if not rows:
        path.unlink(missing_ok=True)
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written aside: a full disk must not leave half a list that looks whole.
    aside = path.with_name(f"{path.name}.part")
    with aside.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.writer(lines, delimiter=";")
        writer.writerow(_HEADER)
        writer.writerows([harmless(str(cell)) for cell in row] for row in rows)
        lines.flush()
        os.fsync(lines.fileno())
    aside.replace(path)
    return path


def harmless(cell: str) -> str:
    """*cell* as a spreadsheet must show it: as text, never as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
