"""A clinic at the command line: its export, its file, and what a command prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from relance_ops.cli import main

ON = "2026-11-24"

ACT_TYPES = "act_type,label,delay\nVACC,Vaccin CHPPiL4,12m\nVERM,Vermifuge,12m\n"
RULES = "act_type,step,offset_days,paper_form\nVACC,1,0,letter\nVERM,1,0,card\n"
CLIENTS = "client_id,title,last_name,first_name,address1,postcode,city,email,mobile\n"
ANIMALS = "animal_id,client_id,name,species\n"
ACTS = "act_id,animal_id,act_type,performed_on\n"
APPOINTMENTS = "appointment_id,client_id,starts_on\n"


@dataclass(frozen=True, slots=True)
class Printed:
    """What one command printed and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Export:
    """The CSV files of a practice software, one client with one animal at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clients, self.animals = [CLIENTS], [ANIMALS]
        self.acts, self.appointments = [ACTS], [APPOINTMENTS]

    def client(
        self,
        number: int,
        *,
        email: str = "",
        address: bool = True,
        act_type: str = "VACC",
        performed_on: str = "2025-11-24",
    ) -> None:
        """A client whose animal is due on 24 November 2026, unless told otherwise."""
        place = "12 rue de l'Église,35000,Rennes" if address else ",,"
        self.clients.append(f"C{number},Mme,Lefèvre{number},Zoé,{place},{email},\n")
        self.animals.append(f"A{number},C{number},Rex{number},dog\n")
        self.acts.append(f"X{number},A{number},{act_type},{performed_on}\n")

    def emails(self, count: int, *, start: int = 1) -> None:
        for number in range(start, start + count):
            self.client(number, email=f"c{number}@example.fr")

    def write(self) -> Path:
        files = {
            "clients": "".join(self.clients),
            "animals": "".join(self.animals),
            "acts": "".join(self.acts),
            "appointments": "".join(self.appointments),
            "act_types": ACT_TYPES,
            "rules": RULES,
        }
        self.folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (self.folder / f"{name}.csv").write_text(text, encoding="utf-8")
        return self.folder


class Keyboard:
    """Types commands about one clinic file, in this process or in one of their own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.database = folder / "x.duckdb"
        self.export = Export(folder / "export")
        self._capsys = capsys

    def __call__(self, *words: str, lang: str = "fr") -> Printed:
        self._capsys.readouterr()
        status = main(["--db", str(self.database), "--lang", lang, *words])
        out, err = self._capsys.readouterr()
        return Printed(status, out, err)

    def load(self) -> None:
        """Import the export as it stands."""
        assert self("import", str(self.export.write())).status == 0


def command(database: Path, *words: str) -> list[str]:
    """The command line of a process of its own."""
    return [sys.executable, "-m", "relance_ops", "--db", str(database), *words]


def in_a_process(database: Path, *words: str, cwd: Path | None = None) -> Printed:
    """Run one command in a process of its own, without a person at the keyboard."""
    done = subprocess.run(
        command(database, *words),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        cwd=cwd or database.parent,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "1"},
        timeout=120,
        check=False,
    )
    return Printed(done.returncode, done.stdout, done.stderr)
