"""kill -9 in the middle of a run: no message twice, none forgotten.

Three rounds; RELANCE_KILLS=50 for a long look.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.desk import ON, Export, Printed, command, in_a_process
from tests.peers.running import SmtpPeer, smtp_peer

__all__ = ["smtp_peer"]

pytestmark = pytest.mark.slow

EMAILS = 300
LETTERS = 10
ROUNDS = int(os.environ.get("RELANCE_KILLS", "3"))


@pytest.fixture(scope="module")
def full_clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everybody is due today: 300 clients by email, ten by letter."""
    folder = tmp_path_factory.mktemp("full")
    export = Export(folder / "export")
    export.emails(EMAILS)
    for number in range(EMAILS + 1, EMAILS + LETTERS + 1):
        export.client(number)
    assert in_a_process(folder / "x.duckdb", "import", str(export.write())).status == 0
    return folder


class Round:
    """One clinic, one mail server, one killed run."""

    def __init__(self, folder: Path, peer: SmtpPeer, number: int) -> None:
        self.database = folder / "x.duckdb"
        self._peer = peer
        self._before = len(peer.accepted())
        # Early rounds die before the first email: while claiming or composing letters.
        self._moment = random.Random(number)
        config = f'[email]\nhost = "127.0.0.1"\nport = {peer.port}\nsecurity = "none"\n'
        sender = 'sender = "accueil@tilleuls.example"\n'
        (folder / "relance.toml").write_text(config + sender, encoding="utf-8")

    def received(self) -> Counter[str]:
        """How often each address received a message in this round."""
        return Counter(
            line["recipient"] for line in self._peer.accepted()[self._before :]
        )

    def send_and_kill(self) -> None:
        """Start a run and kill it after a random number of accepted messages."""
        enough = self._moment.randrange(-EMAILS // 5, EMAILS)
        latest = time.monotonic() + 60
        with subprocess.Popen(
            command(self.database, "send", "--yes", "--on", ON),
            cwd=self.database.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            if enough <= 0:
                time.sleep(self._moment.uniform(0.5, 2.0))
            while self.received().total() < enough and time.monotonic() < latest:
                time.sleep(0.001)
            time.sleep(self._moment.uniform(0, 0.01))
            process.kill()

    def run(self, *words: str) -> Printed:
        printed = in_a_process(self.database, *words)
        assert printed.status == 0, printed.err
        return printed


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_killed_send_never_repeats_and_never_forgets(
    full_clinic: Path, tmp_path: Path, smtp_peer: SmtpPeer, number: int
) -> None:
    shutil.copytree(full_clinic, tmp_path, dirs_exist_ok=True)
    everybody = {f"c{n}@example.fr" for n in range(1, EMAILS + 1)}
    around = Round(tmp_path, smtp_peer, number)

    around.send_and_kill()
    uncertain = around.run("doctor", "--json").json["uncertain"]
    around.run("send", "--yes", "--on", ON)

    received = around.received()
    in_doubt = {line["address"] for line in uncertain}
    assert [address for address, times in received.items() if times > 1] == []
    assert everybody - set(received) <= in_doubt
    assert len(in_doubt) <= 1  # one at a time is on its way

    # A person looks, decides, and then everybody has had exactly one.
    for line in uncertain:
        decision = "sent" if received[line["address"]] else "resend"
        around.run("resolve", str(line["delivery_id"]), decision)
    around.run("send", "--yes", "--on", ON)
    assert around.received() == Counter(dict.fromkeys(everybody, 1))
    assert around.run("due", "--json", "--on", ON).json == []
    check_up = around.run("doctor", "--json").json
    assert (check_up["twice"], check_up["uncertain"]) == (0, [])
    assert check_up["awaiting"] == LETTERS


def test_two_sends_to_a_mail_server_send_each_message_once(
    full_clinic: Path, tmp_path: Path, smtp_peer: SmtpPeer
) -> None:
    shutil.copytree(full_clinic, tmp_path, dirs_exist_ok=True)
    around = Round(tmp_path, smtp_peer, 0)

    both = [
        subprocess.Popen(
            command(around.database, "send", "--yes", "--on", ON),
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(2)
    ]
    statuses = [process.wait(120) for process in both]

    assert statuses == [0, 0]
    assert set(around.received().values()) == {1}
    assert around.received().total() == EMAILS
    assert around.run("doctor", "--json").json["twice"] == 0
