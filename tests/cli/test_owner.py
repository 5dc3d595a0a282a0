"""Two programs and one file: the second waits, and says for whom."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from relance_ops.errors import DatabaseBusyError, DatabaseUnavailableError
from relance_ops.owner import holder, owner_path, owning, publish
from tests.cli.desk import ON, Export, command, in_a_process
from tests.cli.serving import served


def test_the_owner_is_named_while_it_owns_the_file(tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"

    with owning(database, wait_seconds=0):
        during = holder(database)

    assert during is not None
    assert during.pid == os.getpid()
    assert holder(database) is None


def test_a_file_in_use_is_refused_with_its_holder(tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"

    with owning(database, wait_seconds=0):
        printed = in_a_process(database, "--wait", "0", "settings")

    assert printed.status == 1
    assert str(os.getpid()) in printed.err


def test_a_file_in_use_is_refused_even_unnamed(tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"

    with owning(database, wait_seconds=0):
        owner_path(database).unlink()
        with pytest.raises(DatabaseBusyError), owning(database, wait_seconds=0.2):
            pass


def test_a_command_waits_for_its_turn_and_says_for_whom(tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"

    with owning(database, wait_seconds=0):
        waiting = subprocess.Popen(
            command(database, "settings", "form.mode"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert waiting.stderr is not None
        said = waiting.stderr.readline()
    out, _err = waiting.communicate(timeout=60)

    assert str(os.getpid()) in said
    assert "j'attends" in said
    assert (waiting.returncode, out) == (0, "form.mode = clinic\n")


def test_a_short_wait_is_silent(tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"
    heard: list[str] = []

    def wait() -> None:
        with owning(database, wait_seconds=30, told=heard.append):
            pass

    with owning(database, wait_seconds=0):
        waiting = threading.Thread(target=wait)
        waiting.start()
        time.sleep(0.2)
    waiting.join()

    assert heard == []


def test_a_missing_folder_is_not_taken_for_a_busy_file(tmp_path: Path) -> None:
    with (
        pytest.raises(DatabaseUnavailableError, match="nowhere"),
        owning(tmp_path / "nowhere" / "x.duckdb", wait_seconds=30),
    ):
        pass


def test_a_full_disk_is_named_and_leaves_nothing_behind(tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, usual[1]))
    try:
        with (
            pytest.raises(DatabaseUnavailableError, match="la place libre"),
            owning(database, wait_seconds=0),
        ):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)

    assert [path.name for path in tmp_path.iterdir()] == ["x.duckdb.lock"]


def test_a_folder_that_becomes_a_file_meanwhile_still_lets_the_lock_go(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "clinic"
    folder.mkdir()
    database = folder / "x.duckdb"

    with owning(database, wait_seconds=0):
        folder.rename(tmp_path / "elsewhere")
        folder.write_text("a file where the folder was")
    folder.unlink()
    (tmp_path / "elsewhere").rename(folder)

    with owning(database, wait_seconds=0):
        assert holder(database) is not None


def test_a_link_in_the_place_of_the_owner_file_leads_nowhere(tmp_path: Path) -> None:
    database, precious = tmp_path / "x.duckdb", tmp_path / "precious"
    precious.write_text("kept")
    owner_path(database).symlink_to(precious)

    with owning(database, wait_seconds=0):
        publish(database, url="http://127.0.0.1:5006", token="secret")

    assert precious.read_text() == "kept"


def test_nobody_else_reads_the_token(tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"

    with owning(database, wait_seconds=0):
        publish(database, url="http://127.0.0.1:5006", token="secret")
        mode = owner_path(database).stat().st_mode & 0o777

    assert mode == 0o600


def test_an_owner_file_that_a_dead_process_left_stops_nobody(tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"
    left = {"pid": 2, "url": "http://127.0.0.1:9", "token": "x", "certificate": ""}
    owner_path(database).write_text(json.dumps(left))

    printed = in_a_process(database, "--wait", "0", "settings", "form.mode")

    assert (printed.status, printed.out) == (0, "form.mode = clinic\n")
    assert not owner_path(database).exists()


@pytest.mark.slow
def test_a_second_dashboard_is_refused_and_told_who_holds_the_file(
    tmp_path: Path,
) -> None:
    database = tmp_path / "x.duckdb"

    with served(database) as first:
        second = in_a_process(database, "--wait", "0", "serve", "--port", "0")

    assert second.status == 1
    assert str(first.owner.pid) in second.err
    assert first.owner.url in second.err


@pytest.mark.slow
def test_the_file_of_a_killed_dashboard_is_free_at_once(tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"

    with served(database) as first:
        first.stop(signal.SIGKILL)
        left = owner_path(database).exists()
        printed = in_a_process(database, "--wait", "0", "settings", "form.mode")
        with served(database) as second:
            pass

    assert left
    assert (printed.status, printed.out) == (0, "form.mode = clinic\n")
    assert second.owner.pid != first.owner.pid


@pytest.mark.slow
def test_two_sends_at_once_put_every_reminder_in_one_delivery(tmp_path: Path) -> None:
    database, export = tmp_path / "x.duckdb", Export(tmp_path / "export")
    export.emails(60)
    for number in range(100, 120):
        export.client(number)
    assert in_a_process(database, "import", str(export.write())).status == 0

    both = [
        subprocess.Popen(
            command(database, "send", "--yes", "--json", "--on", ON),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    for process in both:
        process.communicate(timeout=120)

    assert [process.returncode for process in both] == [0, 0]
    outbox = list((tmp_path / "x.files" / "outbox").glob("*.eml"))
    assert len(outbox) == 60
    found = in_a_process(database, "expected", "--json", "--on", ON).json
    assert Counter(line["animal_id"] for line in found).most_common(1)[0][1] == 1
    assert len(found) == 80
    doctor = in_a_process(database, "doctor", "--json").json
    assert (doctor["twice"], doctor["awaiting"], doctor["uncertain"]) == (0, 20, [])
    assert in_a_process(database, "due", "--json", "--on", ON).json == []
