"""Where a gateway under test calls back: every request is kept, as the dashboard does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import parse_qsl, urlsplit

from relance_ops.channels.sms import CalledBack


class Calls:
    """The calls so far."""

    def __init__(self) -> None:
        self._calls: list[CalledBack] = []
        self._lock = Lock()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def keep(self, path: str) -> None:
        said = dict(parse_qsl(urlsplit(path).query, keep_blank_values=True))
        with self._lock:
            number = len(self._calls) + 1
            self._calls.append(CalledBack(number, datetime.now(UTC), json.dumps(said)))

    def after(self, _source: str, position: int) -> Sequence[CalledBack]:
        with self._lock:
            return self._calls[position:]


@contextmanager
def listening() -> Iterator[Calls]:
    """Somebody who hears the calls, until the block ends."""
    calls = Calls()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.keep(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        calls.port = server.server_address[1]
        Thread(target=server.serve_forever, daemon=True).start()
        yield calls
        server.shutdown()
