"""A real mail server on the loopback, whose moods are chosen by the recipient.

    python -m tests.peers.smtp_peer --port 0 --record accepted.jsonl

prints its port, then serves until it is terminated. What a recipient gets is the part
of the address before "+" or "@"; anything unknown is delivered:

    refuse-550        550 5.1.1 at RCPT
    full-552          552 5.2.2 at RCPT
    quota-421         421 at RCPT, and hangs up
    drop-before       hangs up at RCPT
    greylist          451 at RCPT the first time, delivered the next
    hang              never answers after DATA, and keeps nothing
    drop-after-data   keeps the message, and hangs up without an answer
    rcpt-CODE[-X.Y.Z], data-CODE[-X.Y.Z]   that answer at that stage

Every message that was accepted (or kept) is one JSON line of --record, on disk before
the answer goes out, so that whoever was killed meanwhile can be checked against it.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import json
import os
import re
import ssl
from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

OK = "250 2.0.0 Ok: queued as {number}"
_ANSWER = re.compile(r"(rcpt|data)-(\d{3})(?:-(\d\.\d+\.\d+))?")


class Moods:
    """aiosmtpd's handler: one method a command."""

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        told = base64.b64decode(args[1]).decode()
        expected = f"user={self._options.user}\x01auth=Bearer {self._options.password}"
        if told == expected + "\x01\x01":
            return AuthResult(success=True)
        # As Google does: why, in JSON, then an empty line of the client's.
        await server.push("334 eyJzdGF0dXMiOiI0MDAifQ==")
        assert server._reader is not None
        await server._reader.readline()
        return AuthResult(success=False, handled=False)

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._record = os.open(
            options.record, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600
        )
        self._seen: Counter[str] = Counter()
        self._served: Counter[str] = Counter()
        self._count = 0

    async def handle_EHLO(  # noqa: N802
        self,
        _server: SMTP,
        session: Session,
        _envelope: Envelope,
        name: str,
        answers: list[str],
    ) -> list[str]:
        session.host_name = name
        offered = ["250-PIPELINING"] if self._options.pipelining else []
        return [*answers[:-1], *offered, answers[-1]]

    async def handle_MAIL(  # noqa: N802  # the names aiosmtpd calls
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        mail_options: list[str],
    ) -> str:
        self._served[str(session.peer)] += 1
        if self._options.refuse_sender:
            return "550 5.7.1 Sender refused"
        limit = self._options.per_connection
        if limit and self._served[str(session.peer)] > limit:
            return hang_up_after(server, "421 4.7.0 Too many messages")
        envelope.mail_from = address
        envelope.mail_options.extend(mail_options)
        return "250 2.1.0 Ok"

    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _rcpt_options: list[str],
    ) -> str:
        mood = mood_of(address)
        self._seen[address] += 1
        if mood == "drop-before":
            transport_of(server).abort()
        if mood == "quota-421":
            return hang_up_after(server, "421 4.7.0 Quota")
        if mood == "greylist" and self._seen[address] == 1:
            return "451 4.7.1 Greylisted, try again later"
        answer = asked_answer("rcpt", mood)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        mood = mood_of(envelope.rcpt_tos[0])
        await asyncio.sleep(self._options.delay)
        if mood == "hang":
            await asyncio.sleep(3600)
        answer = asked_answer("data", mood)
        if answer:
            return answer
        assert isinstance(envelope.content, bytes)
        number = self._keep(envelope, session)
        if mood == "drop-after-data":
            transport_of(server).abort()
        return OK.format(number=number)

    def _keep(self, envelope: Envelope, session: Session) -> str:
        content, recipient = envelope.content, envelope.rcpt_tos[0]
        assert isinstance(content, bytes)
        headers = message_from_bytes(content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
        line = {
            "recipient": recipient,
            "message_id": headers["Message-ID"],
            "delivery": headers["X-Relance-Delivery"],
            "sha256": hashlib.sha256(content).hexdigest(),
            "at": datetime.now(UTC).isoformat(),
            # Which connection it came by: the peer's port tells them apart.
            "connection": str(session.peer),
            "sender": envelope.mail_from,
            "options": " ".join(envelope.mail_options),
        }
        os.write(self._record, json.dumps(line).encode() + b"\n")
        os.fsync(self._record)
        self._count += 1
        return f"PEER{self._count}"


def mood_of(address: str) -> str:
    """What *address* asks for."""
    return re.split(r"[+@]", address)[0]


def asked_answer(stage: str, mood: str) -> str:
    """The refusal that *mood* asks for at *stage*; "" for none."""
    named = {"refuse-550": "rcpt-550-5.1.1", "full-552": "rcpt-552-5.2.2"}
    found = _ANSWER.fullmatch(named.get(mood, mood))
    if found is None or found[1] != stage:
        return ""
    return f"{found[2]} {found[3] or ''} Asked for by the recipient"


def transport_of(server: SMTP) -> asyncio.Transport:
    """The connection under *server*."""
    assert isinstance(server.transport, asyncio.Transport)
    return server.transport


def hang_up_after(server: SMTP, answer: str) -> str:
    """*answer*, with which the connection ends."""
    asyncio.get_running_loop().call_soon(transport_of(server).close)
    return answer


def server_of(options: argparse.Namespace, moods: Moods) -> SMTP:
    """The protocol of one connection."""

    def authenticate(
        server: SMTP, session: Session, envelope: Envelope, kind: str, given: object
    ) -> AuthResult:
        expected = LoginPassword(options.user.encode(), options.password.encode())
        return AuthResult(success=given == expected, handled=False)

    return SMTP(
        moods,
        hostname="peer.example",
        tls_context=tls_of(options) if options.tls == "starttls" else None,
        require_starttls=options.tls == "starttls",
        auth_required=bool(options.user),
        auth_require_tls=False,
        authenticator=authenticate if options.user else None,
    )


def tls_of(options: argparse.Namespace) -> ssl.SSLContext:
    """The server's side of TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.certificate, options.key)
    return context


async def serve(options: argparse.Namespace) -> None:
    """Listen until terminated; the port is printed once it answers."""
    moods = Moods(options)
    server = await asyncio.get_running_loop().create_server(
        lambda: server_of(options, moods),
        host="127.0.0.1",
        port=options.port,
        ssl=tls_of(options) if options.tls == "ssl" else None,
    )
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201
    await server.serve_forever()


def options_of(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--record", type=Path, required=True)
    parser.add_argument("--tls", choices=("none", "starttls", "ssl"), default="none")
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--key", type=Path)
    parser.add_argument("--user", default="", help="require this login")
    parser.add_argument("--password", default="")
    parser.add_argument("--refuse-sender", action="store_true")
    parser.add_argument("--per-connection", type=int, default=0, metavar="MESSAGES")
    parser.add_argument("--pipelining", action="store_true")
    parser.add_argument("--delay", type=float, default=0.0, metavar="SECONDS")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    asyncio.run(serve(options_of()))
