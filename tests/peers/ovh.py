"""Starting and stopping `ovh_peer.py`, and reading what it kept."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from relance_ops.channels.ovh import Ovh
from tests.peers.ovh_peer import KEYS, SENDER, SERVICE
from tests.peers.running import ROOT


@dataclass(frozen=True, slots=True)
class OvhPeer:
    """A stand-in that is running, and an account of ours that it accepts."""

    account: Ovh
    record: Path

    def accepted(self) -> list[dict[str, object]]:
        """Every message that it kept, oldest first."""
        if not self.record.exists():
            return []
        return [json.loads(line) for line in self.record.read_text().splitlines()]


@contextmanager
def running_ovh(record: Path, *options: str) -> Iterator[OvhPeer]:
    """A stand-in in its own process, until the block ends."""
    command = [sys.executable, "-m", "tests.peers.ovh_peer", "--record", str(record)]
    with subprocess.Popen(
        [*command, *options], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            port = process.stdout.readline().strip()
            assert port, "the stand-in did not start; its complaint is above"
            yield OvhPeer(an_account(f"http://127.0.0.1:{port}/1.0"), record)
        finally:
            process.kill()


def an_account(url: str) -> Ovh:
    return Ovh(
        SERVICE,
        KEYS[0],
        sender=SENDER,
        url=url,
        timeout_seconds=1,
        application_secret=KEYS[1],
        consumer_key=KEYS[2],
    )


@pytest.fixture(scope="session")
def ovh_peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OvhPeer]:
    """A stand-in, shared: look for your own delivery."""
    with running_ovh(tmp_path_factory.mktemp("ovh") / "jobs.jsonl") as peer:
        yield peer
