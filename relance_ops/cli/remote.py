"""Asking the dashboard that owns the file to run a command for us."""

from __future__ import annotations

import hashlib
import socket
import ssl
from dataclasses import replace
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ssl import SSLSocket
from urllib.parse import urlsplit

from relance_ops.cli.session import Ask, AskPassword, agree, nobody_types
from relance_ops.errors import DatabaseBusyError, DatabaseServedError
from relance_ops.forwarding import PATH, Answered, Asked
from relance_ops.i18n import _

CONNECT_SECONDS = 5


def forward(
    asked: Asked,
    server: DatabaseServedError,
    ask: Ask | None,
    *,
    password: AskPassword = nobody_types,
) -> Answered:
    """The dashboard's answer to *asked*.

    Its questions are put to the person by *ask*, and a new password is asked for by
    *password*, here: the dashboard has no keyboard.

    Raises:
        ConnectionRefusedError: No dashboard of ours is there: nothing was asked.
        DatabaseBusyError: It stopped before it answered.
        UsageError: It asked something and nobody can answer.
    """
    answered = _post(asked, server)
    while answered.question:
        if answered.secret:
            asked = replace(asked, secrets=(*asked.secrets, password()))
        else:
            agree(ask, answered.question, said=answered.err)
            asked = replace(asked, agreed=asked.agreed + 1)
        heard, answered = answered.err, _post(asked, server)
        # It tells the whole story again; the person has just read its beginning.
        answered = replace(answered, err=answered.err.removeprefix(heard))
    return answered


def _post(asked: Asked, server: DatabaseServedError) -> Answered:
    connection = _connected(server)
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


def _connected(server: DatabaseServedError) -> HTTPConnection:
    """A connection to the dashboard, and to no other program on its port."""
    place = urlsplit(server.url)
    host, port = str(place.hostname), place.port
    connection = HTTPConnection(host, port, timeout=CONNECT_SECONDS)
    if server.certificate:
        connection = HTTPSConnection(
            host, port, timeout=CONNECT_SECONDS, context=_known_by_its_certificate()
        )
    try:
        connection.connect()
    except OSError as error:
        raise ConnectionRefusedError(server.url) from error
    if server.certificate and _certificate_of(connection.sock) != server.certificate:
        connection.close()
        raise ConnectionRefusedError(server.url)
    return connection


def _certificate_of(peer: socket.socket) -> str:
    shown = peer.getpeercert(binary_form=True) if isinstance(peer, SSLSocket) else None
    return hashlib.sha256(shown or b"").hexdigest()


def _known_by_its_certificate() -> ssl.SSLContext:
    """For a peer that we know by its very certificate, whoever signed it.

    It is made out to the clinic's name, and here we call 127.0.0.1.
    """
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


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
