"""The machine itself: the peers, the clinic, and one round after the other."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.peers.printer_peer import running_printer
from tests.peers.running import running_smtp_peer
from tests.torture.clinic import SECRETS, World, build
from tests.torture.gateway import running_gateway
from tests.torture.rounds import Found, Round
from tests.torture.stories import Story, told

_PRINTER = ("ippeveprinter", "avahi-daemon", "dbus-daemon")


@contextmanager
def world(folder: Path, *, printer: bool) -> Iterator[World]:
    """The peers, running, and the clinic that rounds begin with."""
    os.environ.update(SECRETS)
    clinic = folder / "clinic"
    clinic.mkdir()
    with ExitStack() as stack:
        mail = stack.enter_context(running_smtp_peer(folder / "mail.jsonl"))
        gateway = stack.enter_context(running_gateway(folder / "none.sms"))
        build(clinic, mail, gateway)
        if not printer:
            yield World(clinic, mail, gateway)
            return
        paper = stack.enter_context(running_printer(folder / "printer"))
        yield World(clinic, mail, gateway, paper.uri, paper.kept)


def has_printer() -> bool:
    """True where Debian's virtual printer is installed."""
    path = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin"
    return all(shutil.which(name, path=path) for name in _PRINTER)


def play(seed: int, around: World, *, printer: bool) -> Found:
    """The round of *seed*."""
    return played(told(seed, printer=printer), around)


def played(story: Story, around: World) -> Found:
    """The round that *story* tells, in a folder of its own that goes with it."""
    with TemporaryDirectory(prefix=f"torture-{story.seed}-") as folder:
        place = Path(folder) / "clinic"
        shutil.copytree(around.clinic, place)
        return Round(story, around, place).play()
