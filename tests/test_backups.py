"""Copies made by themselves: consistent, checked, and no copy stops a run."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from relance_ops import backups, copying
from relance_ops.clinic_file import copies_folder
from relance_ops.copies import Occasion
from relance_ops.errors import CopyError
from relance_ops.jobs import Jobs
from relance_ops.practice import Practice
from tests.factories import Clock, Desk

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Desk]:
    """A clinic in a file, with one client due today by email."""
    clock = Clock()
    with Practice.open(tmp_path / "x.duckdb", clock=clock) as practice:
        desk = Desk(practice, clock)
        desk.yearly_vaccine()
        desk.due_today()
        yield desk


def names(desk: Desk) -> list[str]:
    return [copy.path.name for copy in desk.practice.backups.copies()]


def test_a_run_that_sends_makes_a_copy_first(filed: Desk) -> None:
    filed.practice.send(by="accueil")

    [name] = names(filed)
    assert name == "20261124T110000Z-send.duckdb"


def test_a_run_that_sends_nothing_makes_none(filed: Desk) -> None:
    filed.practice.send(by="accueil")
    filed.practice.send(by="accueil")

    assert len(names(filed)) == 1


def test_the_copy_of_a_run_knows_its_claims_and_nothing_that_left(filed: Desk) -> None:
    filed.practice.send(by="accueil")

    [copy] = filed.practice.backups.copies()
    with duckdb.connect(str(copy.path), read_only=True) as connection:
        states = connection.execute("select state from ledger").fetchall()
    assert states == [("claimed",)]


def test_a_copy_keeps_what_guards_the_ledger(filed: Desk) -> None:
    filed.practice.send(by="accueil")
    copy = filed.practice.backups.make(Occasion.ASKED)

    assert copy is not None
    with (
        duckdb.connect(str(copy.path)) as connection,
        pytest.raises(duckdb.Error, match="append-only"),
    ):
        connection.execute("delete from ledger")


def test_a_copy_is_of_one_moment_while_others_write(filed: Desk) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with filed.practice.database.writing() as cursor:
                for table, key in (("client", "client_id"), ("animal", "animal_id")):
                    name = "last_name" if table == "client" else "client_id, name"
                    value = "'n'" if table == "client" else "'N', 'n'"
                    cursor.execute(
                        f"insert into {table} ({key}, {name}) values ('N{number}', {value})"
                    ).fetchall()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = []
        for _time in range(5):
            made.append(filed.practice.backups.make(Occasion.ASKED))
            time.sleep(0.02)
    finally:
        stop.set()
        writer.join()

    assert filed.practice.backups.complaint == ""
    sizes = []
    for copy in made:
        assert copy is not None
        with duckdb.connect(str(copy.path), read_only=True) as connection:
            [[clients]] = connection.execute("select count(*) from client").fetchall()
            [[animals]] = connection.execute("select count(*) from animal").fetchall()
        assert clients == animals
        sizes.append(clients)
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]


def test_copying_does_not_let_another_process_in(filed: Desk) -> None:
    filed.practice.backups.make(Occasion.ASKED)

    with pytest.raises(CopyError, match="lock"):
        in_another_process(filed.practice.database.path)


def in_another_process(path: Path) -> None:
    """Open *path* as a stranger would."""
    program = "import duckdb, sys; duckdb.connect(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, check=False
    )
    if done.returncode:
        raise CopyError(done.stderr.decode())


def test_a_copy_that_fails_is_said_everywhere_and_the_run_goes_on(filed: Desk) -> None:
    copies_folder(filed.practice.database.path).write_text("a file in its place")

    report = filed.practice.send(by="accueil")

    assert report.claimed == 1
    assert filed.states() == {"email": {"sent": 1}}
    [warning] = filed.practice.backups.warnings()
    assert "sauvegarde" in warning
    assert filed.rows("select kind, note from event") == [("copy_failed", warning)]


def test_a_full_disk_gets_no_copy_and_the_run_goes_on(
    filed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")._replace(free=10_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)

    filed.practice.send(by="accueil")

    assert filed.states() == {"email": {"sent": 1}}
    assert "place libre" in filed.practice.backups.complaint
    assert names(filed) == []


def test_the_next_good_copy_ends_the_warning(filed: Desk) -> None:
    folder = copies_folder(filed.practice.database.path)
    folder.write_text("a file in its place")
    filed.practice.backups.make(Occasion.ASKED)
    folder.unlink()

    filed.practice.backups.make(Occasion.ASKED)

    assert filed.practice.backups.warnings() == ()


def test_a_copy_that_is_not_whole_is_not_kept(filed: Desk, tmp_path: Path) -> None:
    expected = copying.copy_of(filed.practice.database, tmp_path / "x.partial")
    with duckdb.connect(str(tmp_path / "x.partial")) as copy:
        copy.execute("delete from client")

    with pytest.raises(CopyError, match="mêmes lignes"):
        backups.finished(tmp_path / "x.partial", expected=expected)

    assert list(tmp_path.glob("x.partial*")) == []


def test_the_night_is_copied_once(filed: Desk) -> None:
    made = [filed.practice.backups.nightly(PARIS) for _time in range(2)]

    assert [copy is not None for copy in made] == [True, False]


def test_the_next_night_is_copied_too(filed: Desk) -> None:
    filed.practice.backups.nightly(PARIS)
    filed.clock.forward(hours=13)  # one in the morning: still the same night
    assert filed.practice.backups.nightly(PARIS) is None

    filed.clock.forward(hours=2)

    assert filed.practice.backups.nightly(PARIS) is not None


def test_the_dashboard_copies_by_itself(filed: Desk) -> None:
    with Jobs(filed.practice, language="fr", night_seconds=0.02):
        deadline = time.monotonic() + 20
        while not names(filed):
            assert time.monotonic() < deadline
            time.sleep(0.02)

    assert names(filed) == ["20261124T110000Z-night.duckdb"]


def test_a_clinic_in_memory_has_no_copies(due_desk: Desk) -> None:
    due_desk.practice.send(by="accueil")

    assert due_desk.practice.backups.copies() == ()
    assert due_desk.practice.backups.warnings() == ()
