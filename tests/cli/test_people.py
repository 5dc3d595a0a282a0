"""Accounts at the command line: the password is typed, or given by a script."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from relance_ops.practice import Practice
from relance_ops.rights import Role
from tests.cli.desk import Keyboard, Printed, command, in_a_process
from tests.cli.serving import Served, served

PASSWORD = "un cheval bleu"
MANAGER = ("accounts", "add", "lea", "--name", "Léa Martin", "--role", "manager")


def typed(database: Path, *words: str, lines: str = "", **environment: str) -> Printed:
    """Run one command that reads *lines* from its standard input."""
    done = subprocess.run(
        command(database, *words),
        input=lines,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "1", **environment},
        timeout=120,
        check=False,
    )
    return Printed(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def staffed(keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    """A clinic with a manager and a receptionist."""
    monkeypatch.setenv("RELANCE_PASSWORD", PASSWORD)
    assert keyboard(*MANAGER).status == 0
    words = ("accounts", "add", "camille", "--name", "Camille", "--role", "reception")
    assert keyboard(*words).status == 0
    return keyboard


def test_without_an_account_the_list_says_what_that_means(keyboard: Keyboard) -> None:
    assert "peut tout faire" in keyboard("accounts").err
    assert keyboard("accounts", "--json").json == []


def test_accounts_are_listed_without_any_secret(staffed: Keyboard) -> None:
    assert staffed("accounts", "--json").json == [
        {"login": "camille", "name": "Camille", "role": "reception", "language": None,
         "open": True, "seen_at": None},
        {"login": "lea", "name": "Léa Martin", "role": "manager", "language": None,
         "open": True, "seen_at": None},
    ]  # fmt: skip
    printed = staffed("accounts").out
    assert "Responsable" in printed
    assert "argon2" not in printed


def test_an_account_is_closed_and_opened_again(staffed: Keyboard) -> None:
    assert staffed("accounts", "close", "camille").status == 0
    shown = staffed("accounts", "--json").json
    assert [a["login"] for a in shown if not a["open"]] == ["camille"]

    assert staffed("accounts", "open", "camille").status == 0

    assert all(a["open"] for a in staffed("accounts", "--json").json)


def test_what_cannot_be_done_is_a_sentence(staffed: Keyboard) -> None:
    last = staffed("accounts", "close", "lea")
    unknown = staffed("accounts", "close", "zoe")

    assert (last.status, unknown.status) == (1, 1)
    assert "dernier compte responsable" in last.err
    assert "zoe" in unknown.err


def test_a_password_is_never_an_argument(keyboard: Keyboard) -> None:
    assert keyboard(*MANAGER, "--password", PASSWORD).status == 2
    assert keyboard(*MANAGER, PASSWORD).status == 2


def test_a_script_gives_the_password_on_its_standard_input(tmp_path: Path) -> None:
    database = tmp_path / "x.duckdb"

    printed = typed(database, *MANAGER, lines=f"{PASSWORD}\n")

    assert printed.status == 0
    assert PASSWORD not in printed.out + printed.err
    with Practice.open(database) as practice:
        assert practice.sign_ins.enter("lea", PASSWORD, address="test")


def test_without_anybody_to_type_it_nothing_is_added(tmp_path: Path) -> None:
    printed = in_a_process(tmp_path / "x.duckdb", *MANAGER)

    assert printed.status == 2
    assert "RELANCE_PASSWORD" in printed.err
    assert in_a_process(tmp_path / "x.duckdb", "accounts", "--json").json == []


@pytest.mark.parametrize(("again", "status"), [(PASSWORD, 0), ("un cheval vert", 1)])
def test_a_person_types_the_password_twice_unseen(
    tmp_path: Path, again: str, status: int
) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(tmp_path / "x.duckdb", *MANAGER),
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "1"},
    ) as process:  # fmt: skip
        os.close(theirs)
        for question, answer in (("Mot de passe", PASSWORD), ("encore", again)):
            _wait_for(ours, question)
            os.write(ours, f"{answer}\n".encode())
        rest = _wait_for(ours, "" if status else "Compte créé")
        ended = process.wait(60)
    os.close(ours)

    assert ended == status
    assert "cheval" not in rest


def _wait_for(terminal: int, words: str) -> str:
    """What the terminal shows until it shows *words*; to its end for none."""
    shown = b""
    while not words or words.encode() not in shown:
        try:
            shown += os.read(terminal, 1_000)
        except OSError:  # the other end has closed
            break
    return shown.decode()


def test_the_network_is_refused_until_there_is_a_manager(tmp_path: Path) -> None:
    printed = in_a_process(
        tmp_path / "x.duckdb", "serve", "--address", "0.0.0.0", "--port", "0"
    )

    assert printed.status == 1
    assert "accounts add" in printed.err
    assert str(tmp_path / "x.duckdb") in printed.err


@pytest.mark.slow
@pytest.mark.parametrize(("address", "said"), [("0.0.0.0", True), ("127.0.0.1", False)])
def test_the_network_in_clear_is_said_at_the_start(
    tmp_path: Path, address: str, *, said: bool
) -> None:
    with Practice.open(tmp_path / "x.duckdb") as practice:
        practice.accounts.add(
            "lea", name="Léa", role=Role.MANAGER, password=PASSWORD, by="test"
        )

    with served(tmp_path / "x.duckdb", "--address", address) as running:
        running.stop()
        assert running.process.stderr is not None
        told = running.process.stderr.read()

    assert ("passent en clair" in told) is said


@pytest.fixture(scope="module")
def dashboard(
    imported: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("people")
    shutil.copytree(imported, folder, dirs_exist_ok=True)
    with served(folder / "x.duckdb") as running:
        yield running


@pytest.mark.slow
def test_while_the_dashboard_runs_it_keeps_the_account_and_we_ask_the_password(
    dashboard: Served,
) -> None:
    nobody = in_a_process(dashboard.database, *MANAGER)
    easy = typed(dashboard.database, *MANAGER, lines="azerty\n")
    added = typed(dashboard.database, *MANAGER, RELANCE_PASSWORD=PASSWORD)
    changed = typed(
        dashboard.database, "accounts", "password", "lea", lines="une vache verte\n"
    )

    assert nobody.status == 2
    assert "RELANCE_PASSWORD" in nobody.err
    assert easy.status == 1
    assert "trop court" in easy.err
    assert (added.status, changed.status) == (0, 0)
    assert "Compte créé : Léa Martin (Responsable)." in added.err
    listed = in_a_process(dashboard.database, "accounts", "--json").json
    assert [account["login"] for account in listed] == ["lea"]
