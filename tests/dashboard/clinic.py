"""A small clinic behind a real server, and a real browser in front of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from relance_ops.practice import Practice
from tests.factories import Desk

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome")
     if (path := shutil.which(name))),
    "",
)  # fmt: skip

STARTS_WITHIN_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A dashboard that answers.

    Attributes:
        url: Its address, without a trailing slash.
        database: Its file; open it only after the server has stopped.
        pid: Of its process.
    """

    url: str
    database: Path
    pid: int


def fill(database: Path, *, letters: int = 5, emails: int = 2) -> None:
    """A clinic with letters, one card and emails due today, one held, one blocked."""
    with Practice.open(database) as practice:
        desk = Desk(practice)
        practice.set("clinic.name", "Clinique des Tilleuls", by="test")
        year_ago = _a_year_before(practice.today())
        desk.yearly_vaccine()
        for number in range(1, letters + 1):
            desk.client(
                f"C{number}",
                last_name=f"Papier{number}",
                email="",
                mobile="",
                postcode=f"3500{number}",
            )
            desk.animal(f"A{number}", f"C{number}", name=f"Rex{number}")
            desk.act(f"X{number}", f"A{number}", performed_on=year_ago)
        for number in range(1, emails + 1):
            desk.client(f"E{number}", last_name=f"Courriel{number}")
            desk.animal(f"B{number}", f"E{number}", name=f"Mimi{number}")
            desk.act(f"Y{number}", f"B{number}", performed_on=year_ago)
        desk.client("H1", last_name="Retenu")
        desk.animal("H1", "H1", name="<script>alert(1)</script>")
        desk.act("H1", "H1", performed_on=year_ago)
        desk.add(
            "appointment",
            appointment_id="R1",
            client_id="H1",
            starts_on=practice.today() + timedelta(days=3),
        )
        desk.client("S1", last_name="Sans", email="", mobile="", address1="")
        desk.animal("S1", "S1", name="=HYPERLINK(1)")
        desk.act("S1", "S1", performed_on=year_ago)


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28))


def _environment(cache: Path, language: str) -> dict[str, str]:
    """Ours, and compiled modules that every server of the tests shares in *cache*."""
    own = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {
        **own,
        "LANG": f"{language}.UTF-8",
        "PYTHONUNBUFFERED": "1",
        "PYTHONPYCACHEPREFIX": str(cache),
    }


@contextmanager
def served(
    database: Path,
    *arguments: str,
    cache: Path,
    program: tuple[str, ...] = ("-m", "relance_ops"),
    language: str = "fr_FR",
) -> Iterator[Served]:
    """The dashboard of *database* in a process of its own, as `serve` starts it."""
    log = database.with_suffix(".log")
    with log.open("w") as told:
        process = subprocess.Popen(
            [sys.executable, *program, "--db", str(database), "serve",
             "--port", "0", *arguments],
            cwd=database.parent,
            stdout=told,
            stderr=subprocess.STDOUT,
            env=_environment(cache, language),
        )  # fmt: skip
        try:
            yield Served(_url(log, process), database, process.pid)
        finally:
            process.terminate()
            process.wait(60)


def _url(log: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        for line in log.read_text().splitlines():
            if found := re.search(r"https?://[\w.]+:\d+", line):
                return found[0]
        time.sleep(0.1)
    raise AssertionError(f"the dashboard did not start: {log.read_text()}")
