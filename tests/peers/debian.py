"""Programs of Debian that tests talk to: found, started, waited for, stopped."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

# Not always on the PATH of whoever is not root.
_SYSTEM = "/usr/sbin:/usr/lib/cups/backend"


def program(name: str) -> str:
    """Where *name* is; skips the test on a machine without it (in CI, fails it)."""
    found = shutil.which(name) or shutil.which(name, path=_SYSTEM)
    if found is None:
        pytest.skip(f"{name} is not installed: make peers")
    return found


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port: int = asking.getsockname()[1]
        return port


def wait_until(
    true: Callable[[], object], *, seconds: float = 20, what: str = "the peer"
) -> None:
    """Wait until *true*; fails after *seconds*, naming *what* we waited for."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"{what} was not ready after {seconds} s"
        time.sleep(0.05)


def is_listening(port: int) -> bool:
    """True when somebody answers on *port* of the loopback."""
    with socket.socket() as asking:
        asking.settimeout(1)
        return asking.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(
    command: Sequence[str], *, folder: Path, log: str, port: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """*command* in its own process until the block ends; its words go to *log*.

    Waits until it listens on *port*. Killed at the end, with its children.
    """
    with (folder / log).open("ab") as words:
        process = subprocess.Popen(
            command, cwd=folder, stdout=words, stderr=words, start_new_session=True
        )
    try:
        if port is not None:
            wait_until(
                lambda: is_listening(port) or process.poll() is not None,
                what=f"{command[0]} on port {port}",
            )
            told = (folder / log).read_text(encoding="utf-8", errors="replace")
            assert process.poll() is None, f"{command[0]} ended: {told[-2000:]}"
        yield process
    finally:
        _kill_group(process)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait(10)
