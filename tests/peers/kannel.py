"""A real Kannel before a telephone network of our own (`smpp/sim.js`)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from relance_ops.channels.kannel import Kannel
from tests.peers.debian import free_port, program, running, wait_until

SIMULATOR = Path(__file__).parent / "smpp"
USER, PASSWORD = "vet", "secret-kannel"
TOKEN = "callback-token-0123456789"

# What worked in shared/research/delivery.md, appendix A.
_CONFIGURATION = """
group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = {password}
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"
log-file = "{folder}/bearerbox.log"
log-level = 0
store-type = file
store-location = {folder}/kannel.store
dlr-storage = internal
sms-resend-freq = 1
sms-resend-retry = 2

group = smsc
smsc = smpp
smsc-id = network
host = 127.0.0.1
port = {network}
transceiver-mode = true
smsc-username = vet
smsc-password = secret
system-type = ""
source-addr-autodetect = true
dest-addr-ton = 1
dest-addr-npi = 1
throughput = 100
max-pending-submits = 10
enquire-link-interval = 30

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
log-file = "{folder}/smsbox.log"
mo-recode = true
http-request-retry = 5
http-queue-delay = 1

group = sendsms-user
username = {user}
password = {password}
max-messages = 6
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "{calls}?from=%p&to=%P&text=%a&mid=%I&ts=%T"
"""


@dataclass(frozen=True, slots=True)
class KannelPeer:
    """A gateway that is running.

    Attributes:
        account: Of ours, with the address where it calls back.
        record: What reached the telephone network.
    """

    account: Kannel
    record: Path

    def accepted(self) -> list[dict[str, str]]:
        """Every part that the network took, oldest first."""
        lines = self.record.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]


@contextmanager
def running_kannel(folder: Path, callback_url: str) -> Iterator[KannelPeer]:
    """A gateway that calls back *callback_url*, until the block ends."""
    if not (SIMULATOR / "node_modules").is_dir():
        pytest.skip("the telephone network is not installed: make peers")
    ports = {name: free_port() for name in ("admin", "boxes", "network", "sendsms")}
    record = folder / "accepted.jsonl"
    record.touch()
    account = Kannel(
        f"http://127.0.0.1:{ports['sendsms']}/cgi-bin/sendsms",
        USER,
        sender="TILLEULS",
        callback_url=callback_url,
        timeout_seconds=10,
        password=PASSWORD,
        callback_token=TOKEN,
    )
    configuration = folder / "kannel.conf"
    configuration.write_text(
        _CONFIGURATION.format(
            folder=folder, user=USER, password=PASSWORD, calls=account.calls, **ports
        )
    )
    network = ("--port", str(ports["network"]), "--record", str(record))
    # Killed, for a bearerbox with a waiting message does not hear SIGTERM.
    processes = (
        ([program("node"), str(SIMULATOR / "sim.js"), *network], "network"),
        ([program("bearerbox"), str(configuration)], "boxes"),
        ([program("smsbox"), str(configuration)], "sendsms"),
    )
    with ExitStack() as stack:
        for command, port in processes:
            stack.enter_context(
                running(command, folder=folder, log=f"{port}.out", port=ports[port])
            )
        _wait_for_network(folder)
        yield KannelPeer(account, record)


def _wait_for_network(folder: Path) -> None:
    """Until then a message waits in the gateway, and is only sent later."""
    log = folder / "bearerbox.log"
    wait_until(
        lambda: (
            "bound to" in (said := log.read_text(errors="replace")).lower()
            or "bind_transceiver_resp" in said
        ),
        what="Kannel's connection to the network",
    )
    time.sleep(0.2)
