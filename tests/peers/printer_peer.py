"""Debian's ippeveprinter, obeying: what it prints is decided by a folder of orders.

`running_printer` starts the system bus and Avahi that it insists on, then the printer.
Each job runs `COMMAND`, which reports its sides one by one and obeys `orders`: see
`PrinterPeer.order`.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.peers.debian import free_port, program, running, wait_until

# Reports each side as a printer does, stops after `stop_after` of them with `reason`,
# waits there until `cleared` exists, or aborts the job once `gives_up` does.
COMMAND = r"""#!/bin/sh
orders="{orders}"
kept="{kept}"
read_order() { cat "$orders/$1" 2>/dev/null || echo "$2"; }
pages=$(grep -a -o -E "/Type ?/Page\b" "$1" | wc -l)
told=$(read_order pages "$pages")
stop_after=$(read_order stop_after -1)
reason=$(read_order reason media-jam)
speed=$(read_order seconds_a_page 0.02)
copy="$kept/$(date +%s%N).pdf"
n=0
while : ; do
    if [ "$n" = "$stop_after" ]; then
        echo "STATE: +$reason" >&2
        if [ -e "$orders/gives_up" ]; then
            sleep 0.3
            echo "ERROR: Bourrage papier" >&2
            exit 1
        fi
        while [ ! -e "$orders/cleared" ]; do
            sleep 0.05
            [ -e "$orders/gives_up" ] && { echo "ERROR: Bourrage papier" >&2; exit 1; }
        done
        echo "STATE: -$reason" >&2
        stop_after=-1
    fi
    [ "$n" -lt "$told" ] || break
    sleep "$speed"
    n=$((n + 1))
    echo "ATTR: job-impressions-completed=$n" >&2
done
cp "$1" "$copy"
exit 0
"""

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/>
<allow send_type="method_call"/><allow send_destination="*"/>
<allow receive_sender="*"/></policy></busconfig>
"""

_AVAHI = """[server]
host-name=printer-{port}
use-ipv6=no
allow-interfaces=lo
[publish]
publish-addresses=no
publish-hinfo=no
publish-workstation=no
"""

FORMATS = "application/pdf,image/urf,image/pwg-raster,image/jpeg"


@dataclass(frozen=True, slots=True)
class PrinterPeer:
    """A printer that is running.

    Attributes:
        orders: What the next jobs do, a file each.
        kept: Every file that came out whole, a PDF each.
        process: Of the printer itself.
    """

    uri: str
    orders: Path
    kept: Path
    process: subprocess.Popen[bytes]

    def order(self, *flags: str, **values: object) -> None:
        """Say what the next jobs do; without anything, print well.

        Args:
            flags: "gives_up": abort where it stops instead of waiting for "cleared".
            values: stop_after (sides), reason (a keyword of IPP), seconds_a_page,
                pages (sides to report, whatever the file holds).
        """
        for old in self.orders.iterdir():
            old.unlink()
        for name in flags:
            (self.orders / name).touch()
        for name, value in values.items():
            (self.orders / name).write_text(f"{value}\n", encoding="ascii")

    def clear(self) -> None:
        """Somebody has opened it and taken the paper out, or put some in."""
        (self.orders / "cleared").touch()

    def give_up(self) -> None:
        """It waited where it stopped, and aborts the job now."""
        (self.orders / "gives_up").touch()

    def printed(self) -> list[int]:
        """Pages of each file that came out whole, the oldest first."""
        files = sorted(self.kept.glob("*.pdf"))
        return [len(PdfReader(io.BytesIO(file.read_bytes())).pages) for file in files]

    def switch_off(self) -> None:
        """Pull its plug."""
        self.process.kill()
        self.process.wait(10)


@contextmanager
def running_printer(
    folder: Path, *, formats: str = FORMATS, two_sided: bool = True, port: int = 0
) -> Iterator[PrinterPeer]:
    """A printer of its own on the loopback, until the block ends.

    Args:
        folder: Where it keeps everything.
        formats: What it takes.
        two_sided: It can turn the sheet.
        port: Where it listens; 0 for any free port.
    """
    port = port or free_port()
    orders, kept, spool = folder / "orders", folder / "kept", folder / "spool"
    for place in (orders, kept, spool):
        place.mkdir(parents=True, exist_ok=True)
    command = folder / "print.sh"
    command.write_text(
        COMMAND.replace("{orders}", str(orders)).replace("{kept}", str(kept))
    )
    command.chmod(0o755)
    with _announcing(folder, port) as bus:
        words = [
            *("env", bus, program("ippeveprinter"), "-r", "off", "-s", "20"),
            *("-p", str(port), "-n", "localhost", "-d", str(spool), "-k"),
            *("-f", formats, "-c", str(command), *(["-2"] if two_sided else [])),
            f"Accueil {port}",
        ]
        with running(words, folder=folder, log="printer.log", port=port) as process:
            uri = f"ipp://localhost:{port}/ipp/print"
            yield PrinterPeer(uri, orders, kept, process)


@contextmanager
def _announcing(folder: Path, port: int) -> Iterator[str]:
    """A bus and an Avahi of its own: ippeveprinter does not start without them.

    Yields:
        Where the bus is, for the environment.
    """
    socket = folder / "bus"
    (folder / "bus.conf").write_text(_BUS.format(socket=socket), encoding="ascii")
    (folder / "avahi.conf").write_text(_AVAHI.format(port=port), encoding="ascii")
    bus = f"DBUS_SYSTEM_BUS_ADDRESS=unix:path={socket}"
    dbus = [program("dbus-daemon"), f"--config-file={folder}/bus.conf", "--nofork",
            "--nopidfile"]  # fmt: skip
    avahi = [program("avahi-daemon"), "-f", str(folder / "avahi.conf"),
             "--no-drop-root", "--no-chroot"]  # fmt: skip
    with running(dbus, folder=folder, log="bus.log"):
        wait_until(socket.exists, what="the bus")
        with running([*_apart(), "env", bus, *avahi], folder=folder, log="avahi.log"):
            log = folder / "avahi.log"
            wait_until(lambda: "startup complete" in log.read_text(), what="Avahi")
            yield bus


def _apart() -> list[str]:
    """Avahi keeps one pid file for the whole machine: give each its own /run."""
    apart = ["unshare", "-m", "sh", "-c",
             'mount -t tmpfs tmpfs /run && mkdir /run/avahi-daemon && exec "$@"', "sh"]  # fmt: skip
    tried = subprocess.run([*apart, "true"], capture_output=True, check=False)
    return apart if tried.returncode == 0 else []


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[PrinterPeer]:
    """A printer that takes PDF and prints on both sides."""
    with running_printer(tmp_path / "printer") as peer:
        yield peer
