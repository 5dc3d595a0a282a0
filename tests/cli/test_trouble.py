"""What a person is told when the file, the pipe or the keyboard is not as it should be."""

from __future__ import annotations

import os
import pty
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest

from relance_ops.cli import main
from tests.cli.desk import ON, Keyboard, Printed, command, in_a_process

NOBODY = 65534


@pytest.fixture
def keyboard(keyboard: Keyboard) -> Keyboard:
    """One client, due today by email."""
    keyboard.export.client(1, email="c1@example.fr")
    keyboard.load()
    return keyboard


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that nobody reaches too: pytest's own are closed to others."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


def refused(printed: Printed, *words: str) -> bool:
    """True for one sentence that holds *words*, without a stack trace or data."""
    return (
        printed.status == 1
        and printed.out == ""
        and "Traceback" not in printed.err
        and all(word in printed.err for word in words)
    )


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without root's right to write everywhere."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(NOBODY)  # modules not loaded yet could no longer be read
    try:
        yield
    finally:
        os.seteuid(me)


def test_a_misspelt_file_is_not_an_empty_clinic(keyboard: Keyboard) -> None:
    keyboard.database = keyboard.folder / "typo.duckdb"

    assert refused(keyboard("due"), "typo.duckdb", "--db")
    assert not keyboard.database.exists()


def test_a_missing_folder_is_named(keyboard: Keyboard) -> None:
    keyboard.database = keyboard.folder / "nowhere" / "x.duckdb"

    assert refused(keyboard("import", str(keyboard.export.folder)), "nowhere")
    assert not keyboard.database.parent.exists()


def test_a_folder_in_the_place_of_the_file_is_refused(keyboard: Keyboard) -> None:
    keyboard.database = keyboard.folder / "folder.duckdb"
    keyboard.database.mkdir()

    assert refused(keyboard("due"), "folder.duckdb")


@pytest.mark.parametrize("content", [b"garbage\n", os.urandom(100_000)])
def test_a_file_that_is_no_clinic_is_refused_and_left_alone(
    keyboard: Keyboard, content: bytes
) -> None:
    keyboard.database = keyboard.folder / "other.duckdb"
    keyboard.database.write_bytes(content)

    assert refused(keyboard("due"), "other.duckdb")
    assert keyboard.database.read_bytes() == content


def test_a_damaged_file_is_refused(keyboard: Keyboard) -> None:
    whole = bytearray(keyboard.database.read_bytes())
    whole[8_192:] = bytes(len(whole) - 8_192)
    keyboard.database.write_bytes(whole)

    assert refused(keyboard("due"), "x.duckdb")


def test_a_file_that_cannot_be_written_is_refused(
    keyboard: Keyboard, open_folder: Path
) -> None:
    copy = open_folder / "x.duckdb"
    copy.write_bytes(keyboard.database.read_bytes())
    copy.chmod(0o444)
    open_folder.chmod(0o777)
    keyboard.database = copy

    with as_nobody():
        printed = keyboard("due")

    assert refused(printed, "x.duckdb", "Vérifiez les droits")


def test_a_folder_that_cannot_be_written_is_refused(
    keyboard: Keyboard, open_folder: Path
) -> None:
    open_folder.chmod(0o555)
    keyboard.database = open_folder / "x.duckdb"

    with as_nobody():
        printed = keyboard("settings")

    assert refused(printed, open_folder.name, "Vérifiez ses droits")


def test_a_file_from_a_newer_program_is_refused(keyboard: Keyboard) -> None:
    with duckdb.connect(str(keyboard.database)) as connection:
        connection.execute(
            "insert into schema_version values (9999, 'future', '', timestamp '2030-01-01')"
        )

    assert refused(keyboard("due"), "9999")


def test_a_configuration_that_is_missing_is_refused(keyboard: Keyboard) -> None:
    missing = str(keyboard.folder / "missing.toml")

    assert refused(keyboard("--config", missing, "due"), "missing.toml")


def test_an_unknown_command_is_a_usage_error(keyboard: Keyboard) -> None:
    assert keyboard("fly").status == 2


def test_hostile_names_stay_on_their_line(keyboard: Keyboard) -> None:
    keyboard.export.animals.append('A2,C1,"[red]<script>\nRex\x1b[31m",dog\n')
    keyboard.export.acts.append("X2,A2,VACC,2025-11-24\n")
    keyboard.load()

    printed = keyboard("due", "--on", ON)

    [line] = [line for line in printed.out.splitlines() if "script" in line]
    assert "[red]<script>" in line
    assert "\x1b" not in printed.out


def test_a_closed_pipe_is_silent(tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"
    in_a_process(database, "demo", "--clients", "400", "--on", ON)

    with subprocess.Popen(
        command(database, "due", "--all", "--json", "--on", ON),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""


def test_a_module_and_a_command_are_the_same(tmp_path: Path) -> None:
    printed = in_a_process(tmp_path / "x.duckdb", "settings", "form.mode")

    assert printed == Printed(0, "form.mode = clinic\n", "")


@pytest.mark.parametrize(
    ("locale", "word"), [("en_GB.UTF-8", "24 Nov 2026"), ("fr_FR.UTF-8", "24/11/2026")]
)
def test_the_language_is_the_machines(
    keyboard: Keyboard,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    locale: str,
    word: str,
) -> None:
    monkeypatch.setenv("LC_ALL", locale)

    main(["--db", str(keyboard.database), "due", "--on", ON])

    assert word in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "status", "left"),
    [("o", 0, 1), ("yes", 0, 1), ("n", 130, 0), ("", 130, 0)],
)
def test_only_a_clear_yes_sends(
    keyboard: Keyboard, typed: str, status: int, left: int
) -> None:
    printed, ended = at_a_terminal(keyboard.database, typed, "send", "--on", ON)

    assert "Envoyer ? [o/N]" in printed
    assert ended == status
    assert len(list(keyboard.folder.rglob("*.eml"))) == left


def at_a_terminal(database: Path, typed: str, *words: str) -> tuple[str, int]:
    """What a person sees who answers the first question, and the exit status."""
    screen, keyboard = pty.openpty()
    with subprocess.Popen(
        command(database, "--lang", "fr", *words),
        stdin=keyboard,
        stdout=keyboard,
        stderr=keyboard,
    ) as process:
        os.close(keyboard)
        shown = read_until(screen, "]: ")
        os.write(screen, typed.encode() + b"\n")
        shown += read_until(screen, "")
    os.close(screen)
    return shown, process.returncode


def read_until(screen: int, end: str) -> str:
    """What the terminal shows up to *end*, or until the program closes it."""
    shown = b""
    while not end or not shown.endswith(end.encode()):
        try:
            seen = os.read(screen, 4096)
        except OSError:  # how Linux says that the other side has closed
            break
        if not seen:
            break
        shown += seen
    return shown.decode("utf-8", "replace")
