"""The whole way round: Postfix takes our email, and Dovecot shows what came back."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from relance_ops.channels import mailbox
from relance_ops.channels.mailbox import MailboxListener, check
from relance_ops.channels.smtp import SmtpChannel
from relance_ops.email_config import Security
from relance_ops.errors import ChannelError
from relance_ops.model import Cause, DeliveryState, Message
from relance_ops.news import News, NewsKind
from relance_ops.signatures import Purpose, signed
from tests.deliveries import CLINIC, NOW, email_to
from tests.peers.debian import free_port, wait_until
from tests.peers.mail_peer import USER, MailPeer, a_mail, running_mail_peer

pytestmark = pytest.mark.peer

KEY = b"the clinic's own key"
REFUSALS = {
    "perdu@example.fr": "550 5.1.1 User unknown",
    "plein@example.fr": "552 5.2.2 Over quota",
    "filtre@example.fr": "550 5.7.1 Looks like spam",
    "absent@example.fr": "451 4.3.0 Come back tomorrow",
}


@pytest.fixture(scope="module")
def peer() -> Iterator[MailPeer]:
    with running_mail_peer(REFUSALS) as peer:
        yield peer


@pytest.fixture
def behind(peer: MailPeer) -> str:
    """The position behind all that is in the mailbox."""
    return a_listener(peer).hear("").position


def a_listener(peer: MailPeer) -> MailboxListener:
    return MailboxListener(peer.mailbox, key=KEY, clock=lambda: NOW)


def sent(peer: MailPeer, *recipients: str, plus: bool = True) -> list[Message]:
    messages = [email_to(recipient) for recipient in recipients]
    config = replace(peer.email, plus_addressing=plus)
    channel = SmtpChannel(config, clinic=CLINIC, clock=lambda: NOW, key=KEY)
    receipts = list(channel.send(messages))
    assert {receipt.state for receipt in receipts} == {DeliveryState.SENT}
    return messages


def news_behind(peer: MailPeer, position: str) -> list[News]:
    return list(a_listener(peer).hear(position).news)


def mailed(peer: MailPeer, content: bytes, *, to: str) -> None:
    """A client's mail, by way of Postfix, in the mailbox."""
    before = len(peer.files())
    with smtplib.SMTP("127.0.0.1", peer.smtp_port) as smtp:
        smtp.sendmail("helene.martin@example.fr", [to], content)
    peer.wait_for(before + 1)


# What comes back


@pytest.mark.parametrize("plus", [True, False])
@pytest.mark.parametrize(
    ("recipient", "cause"),
    [
        ("perdu@example.fr", Cause.RECIPIENT),
        ("plein@example.fr", Cause.TRANSIENT),
        ("filtre@example.fr", Cause.MESSAGE),
        ("absent@example.fr", Cause.TRANSIENT),
    ],
)
def test_a_refused_email_comes_back_as_ours(
    peer: MailPeer, behind: str, recipient: str, cause: Cause, *, plus: bool
) -> None:
    before = len(peer.files())

    [message] = sent(peer, recipient, plus=plus)
    peer.wait_for(before + 1)

    [told] = news_behind(peer, behind)
    assert (told.kind, told.cause) == (NewsKind.BOUNCED, cause)
    assert told.delivery_id == message.delivery_id
    assert told.detail == REFUSALS[recipient]


def test_an_accepted_email_arrives_once_and_tells_nothing(
    peer: MailPeer, behind: str
) -> None:
    sent(peer, "unique@example.fr")
    wait_until(lambda: "unique@example.fr" in peer.next_hop.recipients())

    assert peer.next_hop.recipients().count("unique@example.fr") == 1
    assert news_behind(peer, behind) == []


def test_many_emails_come_back_each_for_itself(peer: MailPeer, behind: str) -> None:
    before = len(peer.files())

    messages = sent(peer, *["perdu@example.fr", "heureux@example.fr"] * 10)
    peer.wait_for(before + 10)

    assert {told.delivery_id for told in news_behind(peer, behind)} == {
        message.delivery_id for message in messages[::2]
    }


# What a client asks


@pytest.mark.parametrize("plus", [True, False])
def test_unsubscribing_as_the_email_says_is_a_refusal(
    peer: MailPeer, behind: str, *, plus: bool
) -> None:
    [message] = sent(peer, f"client-{plus}@example.fr", plus=plus)
    wait_until(lambda: f"client-{plus}@example.fr" in peer.next_hop.recipients())
    address, subject = unsubscription(peer, f"client-{plus}@example.fr")

    mailed(peer, a_mail(address, "", Subject=subject), to=address)

    [told] = news_behind(peer, behind)
    assert (told.kind, told.delivery_id) == (NewsKind.REFUSAL, message.delivery_id)
    assert ("+" in address) is plus


def unsubscription(peer: MailPeer, recipient: str) -> tuple[str, str]:
    """Where a mail program writes to when the client asks for no more."""
    [content] = [kept for to, kept in peer.next_hop.kept if to == recipient]
    header = message_from_bytes(content)["List-Unsubscribe"]
    asked = urlsplit(header.strip().strip("<>"))
    return unquote(asked.path), parse_qs(asked.query)["subject"][0]


def test_a_forged_unsubscription_is_for_a_person_to_read(
    peer: MailPeer, behind: str
) -> None:
    forged = "accueil+desabo-1.aaaaaaaaaaaaaaaa@tilleuls.example"

    mailed(peer, a_mail(forged, "", Subject="stop 1.aaaaaaaaaaaaaaaa"), to=forged)

    [told] = news_behind(peer, behind)
    assert (told.kind, told.delivery_id) == (NewsKind.UNCLEAR, None)


def test_an_absence_tells_nothing(peer: MailPeer, behind: str) -> None:
    [message] = sent(peer, "vacances@example.fr")
    absence = a_mail(
        USER,
        "Je suis absente jusqu'à lundi.",
        Subject="Absence",
        In_Reply_To=message.message_id,
        Auto_Submitted="auto-replied",
    )

    mailed(peer, absence, to=USER)

    assert news_behind(peer, behind) == []


def test_a_stop_in_reply_to_a_reminder_is_a_refusal(
    peer: MailPeer, behind: str
) -> None:
    [message] = sent(peer, "lasse@example.fr")
    reply = a_mail(
        USER, "Stop\n\n> Bonjour", Subject="Re: Rex", In_Reply_To=message.message_id
    )

    mailed(peer, reply, to=USER)

    [told] = news_behind(peer, behind)
    assert told.kind is NewsKind.REFUSAL
    assert (told.delivery_id, told.address) == (None, "helene.martin@example.fr")


# The mailbox is the reception's


def test_a_clients_letter_is_neither_told_nor_marked_as_read(
    peer: MailPeer, behind: str
) -> None:
    mailed(peer, a_mail(USER, "Rex a mal à la patte.", Subject="Rendez-vous"), to=USER)
    before = len(peer.files())
    sent(peer, "perdu@example.fr")
    peer.wait_for(before + 1)

    news = news_behind(peer, behind)

    assert [told.kind for told in news] == [NewsKind.BOUNCED]
    # Dovecot writes flags behind a comma: "S" would be "seen", "T" removed.
    flags = [path.name.partition(":2,")[2] for path in peer.files()]
    assert len(flags) == before + 1
    assert set(flags) == {""}


def test_what_was_heard_is_not_told_again(peer: MailPeer) -> None:
    first = a_listener(peer).hear("")

    again = a_listener(peer).hear(first.position)

    assert again.news == ()
    assert again.position == first.position


def test_a_mailbox_made_anew_is_heard_from_the_start(peer: MailPeer) -> None:
    first = a_listener(peer).hear("")

    anew = a_listener(peer).hear("1:999999")

    assert first.position.partition(":")[0] != "1"
    assert anew == first


@pytest.mark.parametrize("position", ["", "nonsense", "1:", ":1", "-1:2", "²:³"])
def test_a_position_that_is_none_starts_at_the_beginning(
    peer: MailPeer, position: str
) -> None:
    assert a_listener(peer).hear(position) == a_listener(peer).hear("")


def test_a_wrong_password_needs_a_person_and_is_not_repeated(peer: MailPeer) -> None:
    config = replace(peer.mailbox, password="secret-42")
    listener = MailboxListener(config, key=KEY, clock=lambda: NOW)

    with pytest.raises(ChannelError, match=r"(?i)authentication") as told:
        listener.hear("")

    assert told.value.account
    assert "secret-42" not in str(told.value)


def test_a_folder_that_is_not_there_is_told(peer: MailPeer) -> None:
    config = replace(peer.mailbox, folder="Relances")

    with pytest.raises(ChannelError, match="exist") as told:
        MailboxListener(config, key=KEY, clock=lambda: NOW).hear("")

    assert not told.value.account


def test_a_test_opens_the_mailbox_and_says_so(peer: MailPeer) -> None:
    assert USER in check(peer.mailbox)


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.SSL])
def test_a_protected_mailbox_trusts_the_named_certificates(
    peer: MailPeer, security: Security
) -> None:
    port = peer.imaps_port if security is Security.SSL else peer.imap_port
    config = replace(peer.mailbox, port=port, security=security)

    with pytest.raises(ChannelError, match=r"(?i)certificate") as told:
        check(config)

    assert not told.value.account
    assert USER in check(replace(config, ca_file=peer.certificate))


def test_a_server_that_is_not_there_is_told(peer: MailPeer) -> None:
    config = replace(peer.mailbox, port=free_port())

    with pytest.raises(ChannelError, match="ne répond pas") as told:
        check(config)

    assert not told.value.account


def test_a_full_mailbox_is_heard_some_at_a_time(
    peer: MailPeer, behind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "_AT_ONCE", 3)
    monkeypatch.setattr(mailbox, "_FETCHED_AT_ONCE", 2)
    tokens = [signed(number, Purpose.STOP, key=KEY) for number in range(1001, 1009)]
    for token in tokens:
        peer.put(a_mail(USER, "", Subject=f"stop {token}"))

    found, rounds = [], 0
    while told := news_behind(peer, behind):
        found += told
        rounds += 1
        behind = a_listener(peer).hear(behind).position

    assert sorted(told.delivery_id or 0 for told in found) == list(range(1001, 1009))
    assert rounds == 3
