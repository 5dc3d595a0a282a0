"""A clinic that exports files and imports them: what the import tests stand on."""

from __future__ import annotations

import csv
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from relance_ops.database import Database
from relance_ops.import_report import FileReport, ImportReport
from relance_ops.importer import import_folder

ON = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

CLIENTS = "client_id,last_name\nC1,Durand\nC2,Martin\n"
ANIMALS = "animal_id,client_id,name\nA1,C1,Rex\n"
ACT_TYPES = "act_type,label,delay\nvaccin,Vaccin,12m\n"
# The same, without the time of an import.
_TABLES = (
    "client",
    "animal",
    "act_type",
    "act",
    "rule",
    "rule_version",
    "appointment",
    "manual_value",
)
_FURNITURE = (
    "insert into client (client_id, last_name) values ('C1', 'Durand'), ('C2', 'Martin')",
    "insert into animal (animal_id, client_id, name) values ('A1', 'C1', 'Rex')",
    "insert into act_type (act_type, label, recall_group, delay, delay_months, delay_days)"
    " values ('vaccin', 'Vaccin', 'vaccin', '12m', 12, 0)",
)


class Desk:
    """One database, one folder of files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "export"
        self.folder.mkdir()
        self.rejects_csv = folder / "rejects.csv"
        self.database = Database(now=NOW)
        self.templates: frozenset[str] | None = None

    def cleared(self) -> Desk:
        """This desk with nothing left of the last test; cheaper than a new one."""
        for table in _TABLES:
            self.database.rows(f"delete from {table}")
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        self.rejects_csv.unlink(missing_ok=True)
        self.templates = None
        return self

    def write(self, **files: str | bytes) -> None:
        """Put `stem="text"` into the folder as stem.csv; text is UTF-8."""
        for stem, content in files.items():
            as_bytes = content.encode() if isinstance(content, str) else content
            (self.folder / f"{stem}.csv").write_bytes(as_bytes)

    def load(
        self,
        place: Path | None = None,
        *,
        on: date = ON,
        rejects: Path | None = None,
    ) -> ImportReport:
        return import_folder(
            self.database,
            place or self.folder,
            now=NOW,
            on=on,
            by="ASV",
            rejects=rejects or self.rejects_csv,
            templates=self.templates,
        )

    def load_one(self, **file: str | bytes) -> FileReport:
        """Import that one file alone; gives its report."""
        for path in self.folder.iterdir():
            path.unlink()
        self.write(**file)
        [report] = self.load().files
        return report

    def furnish(self) -> None:
        """Two clients, one animal, one act type: what most files lean on."""
        for statement in _FURNITURE:
            self.database.rows(statement)

    def known(self, **files: str) -> None:
        """Import *files*, which must all be good."""
        self.write(**files)
        assert self.load().exit_status == 0
        for path in self.folder.iterdir():
            path.unlink()

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return self.database.rows(statement)

    def rejects(self) -> list[list[str]]:
        """The rows of the rejects CSV under its header."""
        with self.rejects_csv.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.reader(lines, delimiter=";"))[1:]
