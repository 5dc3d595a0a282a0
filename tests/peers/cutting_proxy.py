"""A wire to a mail server that breaks where it hurts most: after the final dot.

The server has taken the message and said so, but its answer never arrives: whoever sent
it cannot know. Everything else passes as it is.
"""

from __future__ import annotations

import re
import socket
import socketserver
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_RECIPIENT = re.compile(rb"RCPT TO:<([^>]*)>", re.IGNORECASE)


@dataclass
class CuttingProxy:
    """The wire.

    Attributes:
        cut_at: Which messages lose their answer, counted from 1.
        cut: The recipients of those, in order.
    """

    server_port: int
    cut_at: Collection[int]
    port: int = 0
    cut: list[str] = field(default_factory=list)
    _count: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def is_next_cut(self) -> bool:
        """Count one more message; True when its answer is lost."""
        with self._lock:
            self._count += 1
            return self._count in self.cut_at


class _Wire(socketserver.StreamRequestHandler):
    """One connection, a command and its answer at a time."""

    proxy: CuttingProxy

    def handle(self) -> None:
        place = ("127.0.0.1", self.proxy.server_port)
        with socket.create_connection(place, timeout=60) as behind:
            self.server_side = behind.makefile("rb")
            self.behind = behind
            self.wfile.write(self._answer())
            recipient = b""
            while line := self.rfile.readline():
                behind.sendall(line)
                answer = self._answer()
                if found := _RECIPIENT.match(line):
                    recipient = found[1]
                self.wfile.write(answer)
                if line.upper().startswith(b"DATA") and answer.startswith(b"354"):
                    self._pass_message()
                    answer = self._answer()
                    if self.proxy.is_next_cut():
                        assert answer.startswith(b"250"), answer
                        self.proxy.cut.append(recipient.decode())
                        return
                    self.wfile.write(answer)

    def _pass_message(self) -> None:
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            self.behind.sendall(line)
        self.behind.sendall(b".\r\n")

    def _answer(self) -> bytes:
        lines = [self.server_side.readline()]
        while lines[-1][3:4] == b"-":
            lines.append(self.server_side.readline())
        return b"".join(lines)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def cutting_proxy(
    server_port: int, *, cut_at: Collection[int]
) -> Iterator[CuttingProxy]:
    """A wire to the mail server of *server_port*, until the block ends."""
    proxy = CuttingProxy(server_port, cut_at)
    handler = type("Wire", (_Wire,), {"proxy": proxy})
    with _Server(("127.0.0.1", 0), handler) as server:
        proxy.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield proxy
        server.shutdown()
