"""A provider's token server (OAuth 2) on the loopback, in this process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs


@dataclass
class TokenPeer:
    """What it answers, and what it was asked.

    Attributes:
        answer: The status, and the body: JSON unless it is text.
    """

    answer: tuple[int, Any]
    url: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def running_token_peer(status: int, body: Any) -> Iterator[TokenPeer]:
    """A server that answers everything with *body*, until the block ends."""
    peer = TokenPeer((status, body))

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # http.server's name
            length = int(self.headers["Content-Length"])
            asked = parse_qs(self.rfile.read(length).decode())
            peer.asked.append({name: values[0] for name, values in asked.items()})
            code, told = peer.answer
            content = (told if isinstance(told, str) else json.dumps(told)).encode()
            self.send_response(code)
            if 300 <= code < 400:
                self.send_header("Location", "http://127.0.0.1:9/")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    peer.url = f"http://127.0.0.1:{server.server_port}/token"
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
