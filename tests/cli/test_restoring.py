"""A damaged file, a copy put back: nothing that left since leaves a second time."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from relance_ops.clinic_file import copies_folder, register_path, wal_path
from tests.cli.desk import ON, Export, Printed, command, in_a_process
from tests.cli.serving import served
from tests.peers.running import SmtpPeer, smtp_peer

__all__ = ["smtp_peer"]

pytestmark = pytest.mark.slow

EMAILS = 40
ROUNDS = int(os.environ.get("RELANCE_KILLS", "2"))


@pytest.fixture(scope="module")
def imported_forty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forty")
    export = Export(folder / "export")
    export.emails(EMAILS)
    for number in (100, 101):
        export.client(number)
    assert in_a_process(folder / "x.duckdb", "import", str(export.write())).status == 0
    return folder


class Clinic:
    """A clinic whose emails go to a real mail server, and what that server got."""

    def __init__(self, folder: Path, peer: SmtpPeer) -> None:
        self.database = folder / "x.duckdb"
        self._peer = peer
        self._before = len(peer.accepted())
        config = f'[email]\nhost = "127.0.0.1"\nport = {peer.port}\nsecurity = "none"\n'
        sender = 'sender = "accueil@tilleuls.example"\n'
        (folder / "relance.toml").write_text(config + sender, encoding="utf-8")

    def received(self) -> Counter[str]:
        lines = self._peer.accepted()[self._before :]
        return Counter(line["recipient"] for line in lines)

    def run(self, *words: str) -> Printed:
        printed = in_a_process(self.database, "--lang", "fr", *words)
        assert printed.status == 0, printed.err
        return printed

    def send_and_kill(self, enough: int) -> None:
        with subprocess.Popen(
            command(self.database, "send", "--yes", "--on", ON),
            cwd=self.database.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            latest = time.monotonic() + 60
            while self.received().total() < enough and time.monotonic() < latest:
                time.sleep(0.001)
            process.kill()

    def damage(self) -> None:
        """Zero the head of the file, as a dying disk does."""
        with self.database.open("r+b") as file:
            file.write(bytes(4_096))


@pytest.fixture
def clinic(imported_forty: Path, tmp_path: Path, smtp_peer: SmtpPeer) -> Clinic:
    shutil.copytree(imported_forty, tmp_path, dirs_exist_ok=True)
    return Clinic(tmp_path, smtp_peer)


def test_what_left_after_the_copy_does_not_leave_again(clinic: Clinic) -> None:
    clinic.run("backup")
    clinic.run("send", "--yes", "--on", ON)
    for copy in copies_folder(clinic.database).glob("*-send.duckdb"):
        copy.unlink()  # only the copy that knows nothing of the run
    clinic.damage()
    assert in_a_process(clinic.database, "due").status == 1

    told = clinic.run("restore", "--yes").err
    again = clinic.run("send", "--yes", "--json", "--on", ON).json

    assert "42 messages" in told
    assert again["claimed"] == 0
    assert set(clinic.received().values()) == {1}
    assert clinic.received().total() == EMAILS
    found = clinic.run("doctor", "--json").json
    assert (found["uncertain"], found["twice"], found["awaiting"]) == ([], 0, 2)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_killed_run_and_a_lost_file_repeat_nothing_and_forget_nothing(
    clinic: Clinic, number: int
) -> None:
    moment = random.Random(number)
    clinic.run("backup")
    clinic.send_and_kill(moment.randrange(1, EMAILS))
    kept = sorted(copies_folder(clinic.database).glob("*.duckdb"))
    for copy in kept[1:] if moment.random() < 0.7 else []:
        copy.unlink()
    clinic.database.unlink()
    wal_path(clinic.database).unlink(missing_ok=True)

    clinic.run("restore", "--yes")
    uncertain = clinic.run("doctor", "--json").json["uncertain"]
    clinic.run("send", "--yes", "--on", ON)

    received = clinic.received()
    assert [address for address, times in received.items() if times > 1] == []
    assert len(uncertain) <= 1
    assert EMAILS - len(received) <= len(uncertain)


def test_without_the_register_nothing_leaves_until_a_person_has_looked(
    clinic: Clinic,
) -> None:
    clinic.run("backup")
    clinic.run("send", "--yes", "--on", ON)
    for copy in copies_folder(clinic.database).glob("*-send.duckdb"):
        copy.unlink()
    register_path(clinic.database).unlink()
    clinic.damage()

    told = clinic.run("restore", "--yes").err
    refused = in_a_process(clinic.database, "--lang", "fr", "send", "--yes", "--on", ON)
    clinic.run("work")

    assert "registre des départs manque" in told
    assert refused.status == 1
    assert "--checked" in refused.err
    assert clinic.received().total() == EMAILS
    clinic.run("restore", "--checked")
    clinic.run("send", "--yes", "--on", ON)
    assert clinic.received().total() == 2 * EMAILS


def test_a_dashboard_that_serves_keeps_its_file(clinic: Clinic) -> None:
    clinic.run("backup")

    with served(clinic.database) as dashboard:
        refused = in_a_process(
            clinic.database, "--lang", "fr", "--wait", "0", "restore", "--yes"
        )
        second = in_a_process(
            clinic.database, "--lang", "fr", "--wait", "0", "serve", "--port", "0"
        )

    for printed in (refused, second):
        assert printed.status == 1
        assert str(dashboard.owner.pid) in printed.err
        assert dashboard.owner.url in printed.err
