"""A clinic, its Postfix and its Dovecot: what is shown is what the servers did."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from relance_ops.config import Config
from tests.factories import Desk, a_desk
from tests.peers.debian import wait_until
from tests.peers.mail_peer import USER, MailPeer, a_mail, running_mail_peer

pytestmark = pytest.mark.peer

REFUSALS = {
    "c1@example.fr": "550 5.1.1 User unknown",
    "c2@example.fr": "552 5.2.2 Over quota",
    "c3@example.fr": "550 5.7.1 Looks like spam",
}


@pytest.fixture(scope="module")
def peer() -> Iterator[MailPeer]:
    with running_mail_peer(REFUSALS) as peer:
        yield peer


@pytest.fixture
def mailing_desk(peer: MailPeer, tmp_path: Path) -> Iterator[Desk]:
    config = Config(email=peer.email, mailbox=peer.mailbox)
    desk = a_desk(tmp_path / "files", config=config)
    desk.yearly_vaccine()
    yield desk
    desk.practice.database.close()


def test_every_email_ends_as_the_servers_say(
    mailing_desk: Desk, peer: MailPeer
) -> None:
    for number in range(1, 8):
        mailing_desk.due_today(number)

    mailing_desk.practice.send(by="Camille")
    peer.wait_for(3)
    wait_until(lambda: len(peer.next_hop.kept) == 4)
    unsubscribe(peer, "c4@example.fr")
    answer(peer, "c5@example.fr", "Stop")
    answer(peer, "c6@example.fr", "Merci, à jeudi")
    peer.wait_for(6)
    complaints = mailing_desk.practice.hear(by="programme")

    assert complaints == {}
    assert mailing_desk.states()["email"] == {"sent": 4, "bounced": 3}
    assert mailing_desk.rows(
        "select client_id, reason from delivery_now join delivery using (delivery_id) "
        "where state = 'bounced' order by client_id"
    ) == [(f"C{n}", REFUSALS[f"c{n}@example.fr"]) for n in (1, 2, 3)]
    assert mailing_desk.rows(
        "select client_id from client where refuses_email order by client_id"
    ) == [("C4",), ("C5",)]
    assert mailing_desk.rows(
        "select kind, address, detail from news where treated_at is null"
    ) == [("unclear", "c6@example.fr", "Merci, à jeudi")]


def sent_to(peer: MailPeer, recipient: str) -> bytes:
    [content] = [kept for to, kept in peer.next_hop.kept if to == recipient]
    return content


def unsubscribe(peer: MailPeer, recipient: str) -> None:
    """Press « Se désabonner », as a mail program does."""
    header = message_from_bytes(sent_to(peer, recipient))["List-Unsubscribe"]
    asked = urlsplit(header.strip().strip("<>"))
    to, subject = unquote(asked.path), parse_qs(asked.query)["subject"][0]
    mailed(peer, a_mail(to, "", From=recipient, Subject=subject), to=to)


def answer(peer: MailPeer, recipient: str, text: str) -> None:
    number = message_from_bytes(sent_to(peer, recipient))["Message-ID"]
    reply = a_mail(USER, text, From=recipient, Subject="Re: Rex", In_Reply_To=number)
    mailed(peer, reply, to=USER)


def mailed(peer: MailPeer, content: bytes, *, to: str) -> None:
    with smtplib.SMTP("127.0.0.1", peer.smtp_port) as smtp:
        smtp.sendmail("client@example.fr", [to], content)
