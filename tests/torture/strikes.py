"""What befalls a process: at which point of its work, and what happens there.

All of it is done from inside by the process itself, at the n-th time that it reaches
the point: a round that is played again is struck at the same place.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from relance_ops import opening, practice
from tests.torture.struck import Point, StruckDatabase


class How(StrEnum):
    """What happens."""

    KILL = "kill"  # SIGKILL
    FREEZE = "freeze"  # SIGSTOP; whoever plays the round lets it go on, or kills it
    FULL = "full"  # no file grows any more
    SHUT = "shut"  # the folder and all in it are read-only
    CUT = "cut"  # the network breaks under what is being said


class Where(StrEnum):
    """Where it happens, besides the points of the file."""

    SENDING = "before bytes leave"
    HEARING = "before an answer is read"
    SYNCING = "before a file is synced"
    START = "before it starts"
    LATER = "after a while"  # of the clock's: anywhere, also inside the database


@dataclass(frozen=True, slots=True)
class Strike:
    """One blow.

    Attributes:
        at: The how-manieth time that *where* is reached, from 1; in milliseconds for
            LATER.
    """

    how: How
    where: Where | Point
    at: int = 1

    def __str__(self) -> str:
        return f"{self.how} {self.where}"


class _Striker:
    """Counts the points that are reached, and strikes once."""

    def __init__(self, strike: Strike, database: Path) -> None:
        self._strike = strike
        self._database = database
        self._seen: Counter[str] = Counter()
        self._lock = threading.Lock()

    def reached(self, where: Where | Point) -> bool:
        """Strike if it is time; True when the network is to be cut here."""
        with self._lock:
            self._seen[where] += 1
            if self._strike.where != where or self._seen[where] != self._strike.at:
                return False
        return self.strike()

    def strike(self) -> bool:
        told = self._database.with_name("struck")
        told.touch()
        if self._strike.how is How.KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        elif self._strike.how is How.FREEZE:
            os.kill(os.getpid(), signal.SIGSTOP)
        elif self._strike.how is How.FULL:
            _fill_disk(self._database)
        elif self._strike.how is How.SHUT:
            shut(self._database.parent)
        return self._strike.how is How.CUT


def _fill_disk(database: Path) -> None:
    """No file of this process grows beyond what the file's log has now."""
    log = database.with_name(database.name + ".wal")
    size = log.stat().st_size if log.exists() else 0
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))


def shut(folder: Path) -> None:
    """Make *folder* and all in it read-only."""
    for path in [*folder.rglob("*"), folder]:
        if not path.is_symlink():
            path.chmod(0o555 if path.is_dir() else 0o444)


def open_again(folder: Path) -> None:
    """Undo `shut`."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)


def arm(strike: Strike, database: Path) -> None:
    """Let *strike* befall this process."""
    striker = _Striker(strike, database)
    if strike.where is Where.START:
        striker.strike()
    elif strike.where is Where.LATER:
        threading.Timer(strike.at / 1000, striker.strike).start()
    elif isinstance(strike.where, Point):
        opening.Database = partial(  # type: ignore[attr-defined, assignment]
            StruckDatabase, reached=striker.reached
        )
    else:
        _watch_outside(striker)


def _watch_outside(striker: _Striker) -> None:
    """Tell *striker* of all that leaves and comes by the network, and of synced files."""
    sendall, receive, sync = socket.socket.sendall, socket.socket.recv_into, os.fsync

    def sending(self: socket.socket, content: Any, *flags: int) -> None:
        if striker.reached(Where.SENDING):
            sendall(self, bytes(content)[: len(content) // 2])
            _broken(self)
        sendall(self, content, *flags)

    def hearing(self: socket.socket, *arguments: Any) -> int:
        if striker.reached(Where.HEARING):
            _broken(self)
        return receive(self, *arguments)

    def syncing(handle: int) -> None:
        striker.reached(Where.SYNCING)
        sync(handle)

    socket.socket.sendall = sending  # type: ignore[method-assign, assignment]
    socket.socket.recv_into = hearing  # type: ignore[method-assign, assignment]
    os.fsync = syncing  # type: ignore[assignment]


def _broken(wire: socket.socket) -> None:
    wire.shutdown(socket.SHUT_RDWR)
    raise ConnectionResetError("the network was cut")


def move_clock(by: timedelta) -> None:
    """Let this process live *by* later: the program reads the time in one place only."""
    true = datetime

    class Moved(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return true.now(tz) + by

    practice.datetime = Moved  # type: ignore[attr-defined]


_DAC_OVERRIDE, _DAC_READ_SEARCH = 1, 2
_VERSION_3 = 0x20080522


def obey_modes() -> None:
    """Take from root its right to write what is read-only; others never had it."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)()
    if libc.capget(header, sets):
        return
    refused = ~(1 << _DAC_OVERRIDE | 1 << _DAC_READ_SEARCH) & 0xFFFFFFFF
    for effective in (0, 3):
        sets[effective] &= refused
    libc.capset(header, sets)
