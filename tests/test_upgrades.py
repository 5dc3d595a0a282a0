"""A file of any earlier version opens, keeps all it holds, and is copied first."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from relance_ops import copying, database
from relance_ops.clinic_file import copies_folder, wal_path
from relance_ops.copies import in_folder
from relance_ops.database import Database, migrations
from relance_ops.errors import CopyError, DatabaseUnavailableError
from relance_ops.practice import Practice
from tests.factories import NOON, Clock

FIXTURES = sorted((Path(__file__).parent / "fixtures" / "clinics").glob("*.gz"))
FAILING = (
    9999,
    "fails",
    "create table half (i integer); insert into half values (1); "
    "delete from appointment; select error('half-way');",
)


def unpacked(fixture: Path, folder: Path) -> Path:
    path = folder / "x.duckdb"
    with gzip.open(fixture) as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A clinic of the very first version."""
    return unpacked(FIXTURES[0], tmp_path)


def rows_of(path: Path) -> dict[str, int]:
    with duckdb.connect(str(path)) as connection:
        return dict(copying.shape_of(connection).rows)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_a_clinic_of_every_version_opens_and_keeps_all_its_rows(
    fixture: Path, tmp_path: Path
) -> None:
    path = unpacked(fixture, tmp_path)
    before = rows_of(path)

    with Practice.open(path, clock=Clock()) as practice:
        report = practice.report(1)
        safety = practice.backups.check_up()
        found = practice.check_up()

    after = rows_of(path)
    grown = {"schema_version", "secret_key"}
    assert {t: n for t, n in before.items() if t not in grown} == {
        t: after[t] for t in before if t not in grown
    }
    assert after["schema_version"] == len(migrations())
    assert report.claimed == 5
    assert (safety.damage, found.twice, found.sizes["clients"]) == ("", 0, 8)


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_it_is_copied_as_it_was_before_it_is_upgraded(
    fixture: Path, tmp_path: Path
) -> None:
    path = unpacked(fixture, tmp_path)
    before = rows_of(path)

    with Practice.open(path, clock=Clock()):
        pass

    [copy] = in_folder(copies_folder(path))
    assert copy.occasion == "upgrade"
    assert rows_of(copy.path) == before


def test_an_up_to_date_file_is_not_copied_at_every_start(tmp_path: Path) -> None:
    for _start in range(2):
        with Practice.open(tmp_path / "x.duckdb", clock=Clock()):
            pass

    assert in_folder(copies_folder(tmp_path / "x.duckdb")) == ()


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows_of(old)
    known = migrations()
    monkeypatch.setattr(database, "migrations", lambda: (*known, FAILING))

    with (
        pytest.raises(DatabaseUnavailableError, match=r"comme avant.*half-way"),
        Practice.open(old),
    ):
        pass

    assert rows_of(old) == before
    monkeypatch.undo()
    with Practice.open(old, clock=Clock()) as practice:
        assert practice.check_up().sizes["clients"] == 8


@pytest.mark.slow
@pytest.mark.parametrize("number", range(int(os.environ.get("RELANCE_KILLS", "3"))))
def test_a_process_killed_in_an_upgrade_leaves_the_old_file_or_the_new_one(
    old: Path, number: int
) -> None:
    before = rows_of(old)
    program = (
        "import os, sys, threading, signal, time; from pathlib import Path; "
        "from datetime import datetime, UTC; from relance_ops import database\n"
        "known = database.migrations()\n"
        "slow = (9999, 'slow', 'create table much as select range as i from "
        "range(3000000); delete from appointment;')\n"
        "database.migrations = lambda: (*known, slow)\n"
        "def kill():\n"
        f"    time.sleep({0.02 + 0.06 * number}); os.kill(os.getpid(), signal.SIGKILL)\n"
        "threading.Thread(target=kill, daemon=True).start()\n"
        "database.Database(Path(sys.argv[1]), now=datetime.now(UTC))\n"
        "time.sleep(5)\n"
    )

    done = subprocess.run([sys.executable, "-c", program, str(old)], check=False)

    assert done.returncode == -signal.SIGKILL
    after = rows_of(old)
    assert after == before or "much" in after


def test_without_its_copy_a_file_is_not_upgraded(old: Path) -> None:
    before = digest(old)
    copies_folder(old).write_text("a file where the folder should be")

    with pytest.raises(CopyError, match="Rien n'a été changé"), Practice.open(old):
        pass

    assert digest(old) == before


def test_a_file_from_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    Database(path, now=NOON).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "insert into schema_version values (9999, 'future', '', timestamp '2030-01-01')"
        )
    before = digest(path)

    with pytest.raises(DatabaseUnavailableError, match="plus récente"):
        Database(path, now=NOON)

    assert digest(path) == before
    assert not wal_path(path).exists()


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table theirs (i integer)")
    before = digest(path)

    with pytest.raises(DatabaseUnavailableError, match="autre programme"):
        Database(path, now=NOON)

    assert digest(path) == before
