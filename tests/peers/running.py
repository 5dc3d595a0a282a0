"""Starting and stopping the mail server of `smtp_peer.py`, and reading what it kept."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class SmtpPeer:
    """A mail server that is running."""

    port: int
    record: Path

    def accepted(self) -> list[dict[str, str]]:
        """Every message it kept, oldest first."""
        # The last line may be half written: whoever waits looks again.
        whole = self.record.read_text(encoding="utf-8").rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines()]

    def kept(self, delivery_id: int) -> int:
        """How many times it kept this delivery."""
        return sum(line["delivery"] == str(delivery_id) for line in self.accepted())


@dataclass(frozen=True, slots=True)
class Certificate:
    """A self-signed certificate for 127.0.0.1 and its key."""

    certificate: Path
    key: Path


@contextmanager
def running_smtp_peer(record: Path, *options: str) -> Iterator[SmtpPeer]:
    """A mail server in its own process, until the block ends."""
    command = [sys.executable, "-m", "tests.peers.smtp_peer", "--record", str(record)]
    with subprocess.Popen(
        [*command, *options], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            port = process.stdout.readline()
            assert port, "the mail server did not start; its complaint is above"
            yield SmtpPeer(int(port), record)
        finally:
            process.kill()


def made_certificate(folder: Path) -> Certificate:
    """A certificate made on the spot, so that no key is ever kept in the project."""
    made = Certificate(folder / "peer.pem", folder / "peer.key")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"),
            *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"),
            *("-keyout", str(made.key), "-out", str(made.certificate)),
        ],
        check=True,
        capture_output=True,
    )
    return made


@pytest.fixture(scope="session")
def smtp_peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmtpPeer]:
    """A mail server without TLS or login, shared: count by delivery number."""
    record = tmp_path_factory.mktemp("smtp") / "accepted.jsonl"
    with running_smtp_peer(record) as peer:
        yield peer


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """One certificate for the whole session."""
    return made_certificate(tmp_path_factory.mktemp("tls"))
