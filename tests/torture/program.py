"""The program as real processes: started, struck, waited for.

They come of one process that has loaded everything and opened nothing, so that each
starts in a tenth of a second (a fork before any connection is safe).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from relance_ops import cli, practice
from relance_ops.cli import hosting  # noqa: F401  # Panel, loaded once for all
from relance_ops.errors import RelanceError
from tests.torture.strikes import Strike, arm, move_clock, obey_modes

LONGEST_SECONDS = 60.0
_PIPE = 1 << 20

_context = multiprocessing.get_context("forkserver")
# The last one is what every process of ours would load again, as it loads its parent.
_context.set_forkserver_preload(["tests.torture.program", "tests.torture.machine"])


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as somebody types it.

    Attributes:
        later: How much the computer's clock is ahead.
    """

    words: tuple[str, ...]
    later: timedelta = timedelta()
    strike: Strike | None = None


def _live(typed: Typed, database: Path, out: Connection, err: Connection) -> None:
    """What the process does, from its birth."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    os.chdir(database.parent)
    obey_modes()
    move_clock(typed.later)
    if typed.strike is not None:
        arm(typed.strike, database)
    status = _do(typed.words, database)
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


def _do(words: Sequence[str], database: Path) -> int:
    if words == ("refresh",):  # a button of the dashboard, which no command has
        try:
            with practice.Practice.open(database, wait_seconds=20) as opened:
                opened.note_refresh(by="accueil")
        except RelanceError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        return 0
    return cli.main(["--db", str(database), "--lang", "fr", "--wait", "20", *words])


@dataclass
class Running:
    """One process."""

    process: multiprocessing.process.BaseProcess
    pipes: tuple[Connection, Connection]
    out: str = ""
    err: str = ""

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    @property
    def is_frozen(self) -> bool:
        """True while it is stopped."""
        with suppress(OSError):
            stat = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii")
            return stat.rpartition(")")[2].split()[0] == "T"
        return False

    def signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def until(self, done: Callable[[], bool], seconds: float = LONGEST_SECONDS) -> bool:
        """Wait until it ends, freezes, or *done*; False when it takes too long."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if done() or self.is_frozen or not self.process.is_alive():
                return True
            time.sleep(0.005)
        return False

    def end(self) -> int:
        """Its status once it has ended, by itself or killed for taking too long."""
        self.process.join(LONGEST_SECONDS)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
            self.err += "took too long\n"
        self.out, self.err = _read(self.pipes[0]), self.err + _read(self.pipes[1])
        status = self.process.exitcode
        assert status is not None
        return status


def start(typed: Typed, database: Path) -> Running:
    """A process that does what was typed."""
    (out, theirs), (err, theirs_too) = _context.Pipe(False), _context.Pipe(False)
    process = _context.Process(
        target=_live, args=(typed, database, theirs, theirs_too), daemon=True
    )
    process.start()
    theirs.close()
    theirs_too.close()
    return Running(process, (out, err))


def _read(pipe: Connection) -> str:
    """All that lies in *pipe*, whose writer is gone."""
    said = b""
    with pipe, suppress(BlockingIOError):
        os.set_blocking(pipe.fileno(), False)
        while part := os.read(pipe.fileno(), _PIPE):
            said += part
    return said.decode("utf-8", "replace")
