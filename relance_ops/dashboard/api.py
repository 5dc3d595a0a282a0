"""The door for commands of this machine: the process that owns the file answers them.

Only loopback gets in, and only who can read the owner file's token.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Callable
from typing import Any

from tornado.ioloop import IOLoop
from tornado.web import HTTPError

from relance_ops.dashboard.safety import SafeHandler
from relance_ops.forwarding import PATH, Answered, Asked

Answer = Callable[[Asked], Answered]


class CommandDoor(SafeHandler):
    """One command a request."""

    def initialize(self, token: str, answer: Answer) -> None:
        """Remember who may ask, and who answers."""
        self.token = token
        self.answer = answer

    def prepare(self) -> None:
        """Turn strangers away before anything is read."""
        # The clinic's network sees a page that does not exist.
        if not is_this_machine(str(self.request.remote_ip), self._own_address()):
            raise HTTPError(404)
        shown = self.request.headers.get("Authorization", "")
        if not hmac.compare_digest(shown.encode(), f"Bearer {self.token}".encode()):
            raise HTTPError(403)

    async def post(self) -> None:
        """Run the command on a thread of its own; browsers stay fluid."""
        try:
            asked = Asked.read(self.request.body)
        except ValueError:
            raise HTTPError(400) from None
        answered = await IOLoop.current().run_in_executor(None, self.answer, asked)
        self.set_header("Content-Type", "application/json")
        self.finish(answered.as_bytes())

    def _own_address(self) -> str:
        """The address of ours that the caller reached."""
        connection: Any = self.request.connection
        return str(connection.stream.socket.getsockname()[0])


def route(token: str, answer: Answer) -> tuple[Any, ...]:
    """The door, for `serve`: open to whoever shows *token* on this machine."""
    return (PATH, CommandDoor, {"token": token, "answer": answer})


def is_this_machine(peer: str, own: str) -> bool:
    """True when *peer* is this machine: loopback, or the address it called, our *own*.

    A dashboard that listens on one address of the network is not on loopback.
    """
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback or peer == own
