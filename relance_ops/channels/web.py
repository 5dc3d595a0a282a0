"""One question to a provider over HTTP, and at which stage it failed if it did.

Each has a connection of its own: on one that is kept open, a server that hangs up
between two messages cannot be told from one that heard the second.
"""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import SplitResult, urlsplit

from relance_ops.typography import one_line

# No answer of a provider is longer; what a stranger on its port sends may be.
_LONGEST = 1_000_000

_LONGEST_WAIT_SECONDS = 24 * 3600

_NOTHING: Mapping[str, str] = MappingProxyType({})


class NotAskedError(Exception):
    """The question never left: the provider certainly did nothing."""


class NoAnswerError(Exception):
    """The question left and no answer came: nobody knows what was done."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider said.

    Attributes:
        wait_seconds: Its Retry-After; 0 without.
    """

    status: int
    content: bytes
    wait_seconds: int = 0

    @property
    def words(self) -> str:
        """The answer as text on one line."""
        return one_line(self.content.decode("utf-8", "replace"))

    def json(self) -> Any:
        """The answer as JSON; None when it is not."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            return None


def ask(
    method: str,
    url: str,
    *,
    timeout_seconds: float,
    headers: Mapping[str, str] = _NOTHING,
    body: bytes | None = None,
) -> Answer:
    """The answer to *method* *url*, whatever its status.

    Raises:
        NotAskedError: The server cannot be reached.
        NoAnswerError: It was reached, and did not answer.
    """
    place = urlsplit(url)
    connection = _connection(place, timeout_seconds)
    try:
        _connect(connection)
        try:
            target = (place.path or "/") + (f"?{place.query}" if place.query else "")
            connection.request(method, target, body, dict(headers))
            answer = connection.getresponse()
            content = answer.read(_LONGEST)
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswerError(_said(error)) from error
        return Answer(
            answer.status,
            content,
            _wait_seconds(answer.getheader("Retry-After", "")),
        )
    finally:
        connection.close()


def _connection(place: SplitResult, timeout: float) -> http.client.HTTPConnection:
    host = place.hostname or ""
    if place.scheme == "https":
        return http.client.HTTPSConnection(
            host, place.port, timeout=timeout, context=ssl.create_default_context()
        )
    return http.client.HTTPConnection(host, place.port, timeout=timeout)


def _connect(connection: http.client.HTTPConnection) -> None:
    try:
        connection.connect()
    except (OSError, UnicodeError) as error:  # a name that no DNS can hold
        raise NotAskedError(_said(error)) from error


def _said(error: Exception) -> str:
    return one_line(str(error))[:300] or type(error).__name__


def _wait_seconds(header: str) -> int:
    """Seconds of a Retry-After; a date, which no provider of ours sends, is none."""
    if not (header.isascii() and header.isdigit()) or len(header) > 9:
        return 0
    return min(int(header), _LONGEST_WAIT_SECONDS)
