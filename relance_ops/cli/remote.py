"""Asking the dashboard that owns the file to run a command for us."""

from __future__ import annotations

from dataclasses import replace
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from relance_ops.cli.session import Ask, agree
from relance_ops.errors import DatabaseBusyError, DatabaseServedError
from relance_ops.forwarding import PATH, Answered, Asked
from relance_ops.i18n import _

CONNECT_SECONDS = 5


def forward(asked: Asked, server: DatabaseServedError, ask: Ask | None) -> Answered:
    """The dashboard's answer to *asked*; its questions are put to the person by *ask*.

    Raises:
        ConnectionRefusedError: No dashboard of ours is there: nothing was asked.
        DatabaseBusyError: It stopped before it answered.
        UsageError: It asked something and nobody can answer.
    """
    answered = _post(asked, server)
    while answered.question:
        agree(ask, answered.question, said=answered.err)
        asked = replace(asked, agreed=asked.agreed + 1)
        heard, answered = answered.err, _post(asked, server)
        # It tells the whole story again; the person has just read its beginning.
        answered = replace(answered, err=answered.err.removeprefix(heard))
    return answered


def _post(asked: Asked, server: DatabaseServedError) -> Answered:
    place = urlsplit(server.url)
    connection = HTTPConnection(
        str(place.hostname), place.port, timeout=CONNECT_SECONDS
    )
    try:
        connection.connect()
    except OSError as error:
        raise ConnectionRefusedError(server.url) from error
    try:
        # A run paced by the provider's quota takes hours: wait as long as it lives.
        connection.sock.settimeout(None)
        headers = {"Authorization": f"Bearer {server.token}"}
        connection.request("POST", PATH, body=asked.as_bytes(), headers=headers)
        response = connection.getresponse()
        body = response.read()
    except (OSError, HTTPException) as error:
        raise DatabaseBusyError(
            _(
                "Le tableau de bord {url} s'est arrêté avant de répondre. "
                "« relance-ops doctor » dira où en sont les envois."
            ).format(url=server.url)
        ) from error
    finally:
        connection.close()
    if response.status in (403, 404):
        # An old owner file: its port is another program's now.
        raise ConnectionRefusedError(server.url)
    return _read(body, response.status, server)


def _read(body: bytes, status: int, server: DatabaseServedError) -> Answered:
    try:
        return Answered.read(body)
    except ValueError as error:
        raise DatabaseBusyError(
            _(
                "Le tableau de bord {url} n'a pas pu répondre (code {status}). "
                "Fermez-le et relancez-le, puis recommencez."
            ).format(url=server.url, status=status)
        ) from error
