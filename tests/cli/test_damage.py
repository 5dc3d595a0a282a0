"""Every way a clinic's file may be damaged: a sentence, one command, and nothing twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from relance_ops.clinic_file import copies_folder, register_path, wal_path
from relance_ops.database import Database
from tests.cli.desk import ON, Export, Keyboard
from tests.factories import NOON

EMAILS = 12

# Copied, then sent, then dropped: what was done since lies in the WAL.
PROGRAM = """
import os, sys
from datetime import date
from pathlib import Path
from relance_ops.cli import main
from relance_ops.copies import Occasion
from relance_ops.practice import Practice
path = Path(sys.argv[1])
main(["--db", str(path), "import", sys.argv[2]])
opened = Practice.open(path)
practice = opened.__enter__()
practice.backups.make(Occasion.ASKED)
practice.send(by="accueil", on=date(2026, 11, 24))
practice.type_over("client", "C1", "refuses_email", True, by="Lea", note="")
for copy in practice.backups.copies()[:-1]:
    copy.path.unlink()
os._exit(0)
"""


@pytest.fixture(scope="module")
def dropped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dropped")
    export = Export(folder / "export")
    export.emails(EMAILS)
    arguments = [str(folder / "x.duckdb"), str(export.write())]
    subprocess.run([sys.executable, "-c", PROGRAM, *arguments], check=True)
    assert wal_path(folder / "x.duckdb").stat().st_size > 5_000
    return folder


@pytest.fixture
def lost(keyboard: Keyboard, dropped: Path) -> Keyboard:
    shutil.copytree(dropped, keyboard.folder, dirs_exist_ok=True)
    return keyboard


def zero(path: Path, start: int, end: int | None = None) -> None:
    size = path.stat().st_size
    start, end = start % size, size if end is None else end
    with path.open("r+b") as file:
        file.seek(start)
        file.write(bytes(end - start))


def zeroed_wal_tail(file: Path) -> None:
    zero(wal_path(file), -300)


def zeroed_wal(file: Path) -> None:
    zero(wal_path(file), 0)


def zeroed_head(file: Path) -> None:
    zero(file, 0, 4_096)


def truncated_file(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def empty_file(file: Path) -> None:
    os.truncate(file, 0)


def no_database(file: Path) -> None:
    file.write_bytes(b"Bonjour\n" * 1_000)


def no_file(file: Path) -> None:
    file.unlink()


def neither_file_nor_wal(file: Path) -> None:
    file.unlink()
    wal_path(file).unlink()


def wal_of_another(file: Path) -> None:
    """Another clinic's file, beside a WAL that is not its own."""
    other = file.with_name("other.duckdb")
    Database(other, now=NOON).close()
    other.replace(file)


REFUSED = (
    zeroed_wal_tail, zeroed_head, truncated_file, empty_file, no_database, no_file,
    neither_file_nor_wal, wal_of_another,
)  # fmt: skip


@pytest.mark.parametrize("damage", REFUSED)
def test_a_damaged_file_is_refused_with_one_command_then_repaired(
    lost: Keyboard, damage: Callable[[Path], None]
) -> None:
    damage(lost.database)

    refused = [lost(*words) for words in (["doctor"], ["due"], ["import", "export"])]
    restored = lost("restore", "--yes")
    again = lost("send", "--yes", "--json", "--on", ON)

    for printed in refused:
        assert (printed.status, printed.out) == (1, "")
        assert "relance-ops restore" in printed.err or "--db" in printed.err
        assert "Traceback" not in printed.err
    assert restored.status == 0, restored.err
    assert again.json["claimed"] == 0
    [client] = lost(
        "sql", "select refuses_email from client where client_id = 'C1'", "--json"
    ).json
    assert client == {"refuses_email": True}
    assert lost("doctor", "--json").json["uncertain"] == []


@pytest.mark.parametrize("damage", REFUSED)
def test_what_was_damaged_is_kept_aside(
    lost: Keyboard, damage: Callable[[Path], None]
) -> None:
    damage(lost.database)
    had = {
        path.name: path.read_bytes()
        for path in (lost.database, wal_path(lost.database))
        if path.exists()
    }

    lost("restore", "--yes")

    aside = {
        path.name: path.read_bytes() for path in lost.folder.glob("x.duckdb.damaged-*")
    }
    assert sorted(aside.values()) == sorted(had.values())


@pytest.mark.parametrize("cut", [1, 300, 3_000])
def test_a_wal_that_lost_its_end_sends_nothing_twice(lost: Keyboard, cut: int) -> None:
    wal = wal_path(lost.database)
    os.truncate(wal, wal.stat().st_size - cut)

    printed = lost("send", "--yes", "--json", "--on", ON)

    assert printed.json["claimed"] == 0
    told = lost("sql", "select kind from event where kind = 'caught_up'", "--json").json
    assert len(told) == 1


def test_a_wal_of_zeros_is_not_taken_for_an_empty_clinic(lost: Keyboard) -> None:
    zeroed_wal(lost.database)

    printed = lost("due", "--all", "--json", "--on", ON)

    # What was in the file itself is there, and what left since was given back.
    assert printed.status == 0
    assert {line["state"] for line in printed.json} == {"sent"}


def test_a_block_of_zeros_is_found_by_the_doctor(lost: Keyboard) -> None:
    lost("doctor")  # draws the WAL into the file
    for start in range(12_288, lost.database.stat().st_size, 262_144):
        zero(lost.database, start + 1_000, start + 5_000)

    printed = lost("doctor")

    assert (printed.status, printed.out) == (1, "")
    assert "relance-ops restore" in printed.err
    assert lost("restore", "--yes").status == 0
    assert lost("doctor").status == 0


@pytest.mark.parametrize("with_its_wal", [False, True])
def test_a_copy_put_back_by_hand_sends_nothing_twice(
    lost: Keyboard, *, with_its_wal: bool
) -> None:
    [copy] = copies_folder(lost.database).glob("*.duckdb")
    if not with_its_wal:
        wal_path(lost.database).unlink()
    shutil.copy(copy, lost.database)

    assert lost("send", "--yes", "--json", "--on", ON).json["claimed"] == 0
    assert lost("doctor", "--json").json["twice"] == 0


def test_a_bad_copy_is_passed_over(lost: Keyboard) -> None:
    [good] = copies_folder(lost.database).glob("*.duckdb")
    bad = good.with_name("20991231T000000Z-night.duckdb")
    bad.write_bytes(good.read_bytes()[:20_000])
    zeroed_head(lost.database)

    printed = lost("restore", "--yes")

    assert printed.status == 0
    assert bad.name in printed.err


def test_without_any_copy_it_says_so(lost: Keyboard) -> None:
    shutil.rmtree(copies_folder(lost.database))
    zeroed_head(lost.database)

    printed = lost("restore", "--yes")

    assert printed.status == 1
    assert "--from" in printed.err
    assert lost.database.exists()


def test_a_sound_file_is_not_replaced(lost: Keyboard) -> None:
    before = lost.database.read_bytes()

    printed = lost("restore", "--yes")

    assert printed.status == 1
    assert "bon état" in printed.err
    assert lost.database.read_bytes() == before


def test_the_copies_are_listed(lost: Keyboard) -> None:
    [line] = lost("restore", "--list", "--json").json

    assert line["occasion"] == "asked"
    assert Path(line["path"]).parent == copies_folder(lost.database)


def test_nobody_else_reads_what_is_kept(lost: Keyboard) -> None:
    lost("backup")

    folder = copies_folder(lost.database)
    modes = {path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert (folder.stat().st_mode & 0o777, modes) == (0o700, {0o600})
    assert register_path(lost.database).stat().st_mode & 0o777 == 0o600


def test_the_register_holds_no_contact(lost: Keyboard) -> None:
    written = register_path(lost.database).read_text(encoding="utf-8")

    assert '"C1"' in written
    for contact in ("example.fr", "Lefèvre", "Rex", "Église", "Rennes"):
        assert contact not in written
