"""A mailbox opened with a token: Dovecot here has none, so a few lines stand for it."""

from __future__ import annotations

import base64
import socketserver
from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Thread

import pytest

from relance_ops.channels.mailbox import MailboxListener, check
from relance_ops.email_config import Access, Auth, MailboxConfig, Security
from relance_ops.errors import ChannelError

USER = "accueil@tilleuls.example"
GOOD = base64.b64encode(f"user={USER}\x01auth=Bearer token-42\x01\x01".encode())


class Imap(socketserver.StreamRequestHandler):
    """As much of IMAP as opening a folder takes; "NO" to any other token."""

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, _space, command = line.strip().partition(b" ")
            self.wfile.write(self._answer(tag, command.upper()))

    def _answer(self, tag: bytes, command: bytes) -> bytes:
        if command.startswith(b"CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n" + tag + b" OK done\r\n"
        if command.startswith(b"AUTHENTICATE"):
            self.wfile.write(b"+ \r\n")
            if self.rfile.readline().strip() == GOOD:
                return tag + b" OK done\r\n"
            self.wfile.write(b"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n")
            assert self.rfile.readline().strip() == b""
            return tag + b" NO [AUTHENTICATIONFAILED] Invalid credentials\r\n"
        if command.startswith(b"LOGOUT"):
            return b"* BYE then\r\n" + tag + b" OK done\r\n"
        return tag + b" OK done\r\n"


@pytest.fixture
def port() -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Imap) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def a_mailbox(port: int, token: str) -> MailboxConfig:
    return MailboxConfig(
        "127.0.0.1",
        port=port,
        security=Security.NONE,
        user=USER,
        auth=Auth.XOAUTH2,
        access=Access(token=token),
        timeout_seconds=5,
    )


def test_a_token_opens_the_mailbox(port: int) -> None:
    assert USER in check(a_mailbox(port, "token-42"))


def test_a_refused_token_needs_a_person_and_is_not_repeated(port: int) -> None:
    with pytest.raises(ChannelError, match="AUTHENTICATIONFAILED") as refused:
        check(a_mailbox(port, "stale-42"))

    assert refused.value.account
    assert "stale-42" not in str(refused.value)


def test_a_mailbox_without_its_password_names_the_variable() -> None:
    config = MailboxConfig("127.0.0.1", user=USER)

    with pytest.raises(ChannelError, match="RELANCE_MAILBOX_PASSWORD") as refused:
        check(config)

    assert refused.value.account


def test_a_mailbox_is_never_heard_without_a_key() -> None:
    with pytest.raises(ValueError, match="key"):
        MailboxListener(a_mailbox(1, "t"), key=b"", clock=lambda: datetime.now(UTC))
