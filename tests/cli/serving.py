"""A dashboard in a process of its own, as `relance-ops serve` starts it."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from relance_ops.owner import Holder, holder
from tests.cli.desk import command

START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A dashboard that is up."""

    process: subprocess.Popen[str]
    database: Path
    owner: Holder

    def stop(self, how: int = signal.SIGTERM) -> int:
        """Ask it to end, or kill it; its exit status."""
        self.process.send_signal(how)
        return self.process.wait(START_SECONDS)


@contextmanager
def served(database: Path, *options: str) -> Iterator[Served]:
    """A dashboard for *database* on a free port, until the block ends."""
    with subprocess.Popen(
        command(database, "serve", "--port", "0", *options),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "1"},
    ) as process:
        try:
            assert process.stderr is not None
            with selectors.DefaultSelector() as selector:
                selector.register(process.stderr, selectors.EVENT_READ)
                assert selector.select(START_SECONDS), "the dashboard did not start"
            line = process.stderr.readline()
            assert "http://" in line, line
            owner = holder(database)
            assert owner is not None
            yield Served(process, database, owner)
        finally:
            process.kill()
