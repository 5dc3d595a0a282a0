"""An SMS gateway that speaks as Kannel does, and writes down what it took.

What becomes of a message, the last two figures of its number say: 41 is taken and never
answered, 42 is refused for now the first time, any other is taken.
"""

from __future__ import annotations

import os
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

_NUMBER = re.compile(r"[?&]id=(\d+)\.")


@dataclass
class Gateway:
    """A gateway that is running; its record is on disk before it answers."""

    record: Path
    port: int = 0
    asked: Counter[str] = field(default_factory=Counter)

    def accepted(self) -> list[int]:
        """The deliveries that it took, oldest first."""
        if not self.record.exists():
            return []
        return [int(line) for line in self.record.read_text("ascii").split()]

    def keep(self, delivery: str) -> None:
        with self.record.open("a", encoding="ascii") as lines:
            lines.write(f"{delivery}\n")
            lines.flush()
            os.fsync(lines.fileno())


class _Answering(BaseHTTPRequestHandler):
    gateway: Gateway

    def do_GET(self) -> None:  # the name that http.server calls
        asked = parse_qs(urlsplit(self.path).query)
        to, callback = (asked.get(name, [""])[0] for name in ("to", "dlr-url"))
        found = _NUMBER.search(callback)
        if found is None:  # the wire was cut in the middle of the request
            self.answer(400, b"Bad request")
            return
        self.gateway.asked[to] += 1
        if to.endswith("42") and self.gateway.asked[to] == 1:
            self.answer(503, b"Temporal failure, try again later.")
            return
        self.gateway.keep(found[1])
        if to.endswith("41"):
            self.close_connection = True
            return
        self.answer(202, b"0: Accepted for delivery")

    def answer(self, status: int, words: bytes) -> None:
        with suppress(OSError):  # whoever asked may be dead by now
            self.send_response(status)
            self.send_header("Content-Length", str(len(words)))
            self.end_headers()
            self.wfile.write(words)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Its record is enough."""


@contextmanager
def running_gateway(record: Path) -> Iterator[Gateway]:
    """A gateway on a free port of the loopback, until the block ends."""
    gateway = Gateway(record)
    handler = type("Answering", (_Answering,), {"gateway": gateway})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        gateway.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield gateway
        server.shutdown()
