"""What a mail server is asked, line by line, by a server that says what it was told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from relance_ops.channels.smtp_asking import Asking, Envelope
from relance_ops.model import Cause, DeliveryState
from tests.channels.mailing import a_config, sent
from tests.deliveries import email_to

GREETING = b"220 peer.example\r\n"
REFUSED_AND_YET = (
    b"250 2.1.0 Ok\r\n550 5.1.1 Nobody here\r\n354 Go ahead\r\n",
    b"554 5.5.1 No valid recipients\r\n",
)


@dataclass
class Scripted:
    """A server that gives its answers one by one: to a packet, or to a whole text."""

    port: int
    heard: list[bytes] = field(default_factory=list)


@contextmanager
def scripted(answers: Sequence[bytes]) -> Iterator[Scripted]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Scripted(listening.getsockname()[1])

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(GREETING)
                for before, answer in pairwise((b"", *answers)):
                    server.heard.append(text_of(connection, before))
                    connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server
        thread.join()


def text_of(connection: socket.socket, before: bytes) -> bytes:
    """The next packet; after a go-ahead, everything up to the final dot."""
    text = connection.recv(100_000)
    while b"354" in before and not text.endswith(b".\r\n"):
        text += connection.recv(100_000)
    return text


def hello(*offers: str) -> bytes:
    lines = [f"250-{offer}" for offer in ("peer.example", *offers)] + ["250 HELP"]
    return "".join(f"{line}\r\n" for line in lines).encode()


def test_commands_travel_together_where_the_server_offers_it() -> None:
    answers = (
        hello("PIPELINING"),
        b"250 Ok\r\n250 Ok\r\n354 Go ahead\r\n",
        b"250 2.0.0 Ok: queued as 1\r\n",
        b"221 Bye\r\n",
    )

    with scripted(answers) as server:
        [receipt] = sent(a_config(server.port), email_to("ok@example.fr"))

    assert receipt.state is DeliveryState.SENT
    together = (
        b"MAIL FROM:<accueil@tilleuls.example>\r\nRCPT TO:<ok@example.fr>\r\nDATA\r\n"
    )
    assert server.heard[1] == together


def test_a_go_ahead_after_a_refused_recipient_is_given_nothing() -> None:
    answers = (
        hello("PIPELINING"), *REFUSED_AND_YET, b"250 Reset\r\n",
        b"250 Ok\r\n250 Ok\r\n354 Go ahead\r\n",
        b"250 2.0.0 Ok: queued as 1\r\n", b"221 Bye\r\n",
    )  # fmt: skip

    with scripted(answers) as server:
        batch = email_to("gone@example.fr"), email_to("ok@example.fr")
        refused, accepted = sent(a_config(server.port), *batch)

    assert (refused.state, refused.cause) == (DeliveryState.FAILED, Cause.RECIPIENT)
    assert accepted.state is DeliveryState.SENT
    # An end, and nothing before it: the text of the first never left.
    assert server.heard[2] == b".\r\n"
    assert b"RCPT TO:<ok@example.fr>" in server.heard[4]


def test_commands_travel_one_by_one_elsewhere() -> None:
    answers = (
        hello(), b"250 Ok\r\n", b"250 Ok\r\n", b"354 Go ahead\r\n",
        b"250 2.0.0 Ok: queued as 1\r\n", b"221 Bye\r\n",
    )  # fmt: skip

    with scripted(answers) as server:
        [receipt] = sent(a_config(server.port), email_to("ok@example.fr"))

    assert receipt.state is DeliveryState.SENT
    assert server.heard[2] == b"RCPT TO:<ok@example.fr>\r\n"


class Silent:
    """Where nothing may arrive."""

    def has_extn(self, _name: str) -> bool:
        return False


@pytest.mark.parametrize(
    "address", ["a@b.fr>\r\nRCPT TO:<c@d.fr", "a@b.fr\n", "\x00@b.fr"]
)
def test_an_address_that_would_end_its_command_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not an envelope"):
        Asking(Silent(), Envelope("accueil@tilleuls.example", address))  # type: ignore[arg-type]
