"""The email channel against a real server: every outcome at its exact stage."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from relance_ops import emails
from relance_ops.errors import ChannelError
from relance_ops.model import Cause, DeliveryState, Message
from relance_ops.signatures import Purpose, signed
from tests.channels.mailing import a_channel, a_config, sent
from tests.deliveries import CLINIC, NOW, SENDER, email_to
from tests.peers.running import SmtpPeer, running_smtp_peer

KEY = b"the clinic's own key"


@pytest.fixture(scope="module", params=["one by one", "together"])
def smtp_peer(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[SmtpPeer]:
    """A server that takes commands one by one, and one that takes them together."""
    options = ["--pipelining"] if request.param == "together" else []
    record = tmp_path_factory.mktemp("smtp") / "accepted.jsonl"
    with running_smtp_peer(record, *options) as peer:
        yield peer


def outcome(peer: SmtpPeer, address: str) -> tuple[DeliveryState, Cause]:
    patience = 1 if address.startswith("hang") else 10
    [receipt] = sent(a_config(peer.port, patience=patience), email_to(address))
    return receipt.state, receipt.cause


def test_an_accepted_email_is_kept_once_as_it_was_built(smtp_peer: SmtpPeer) -> None:
    message = email_to("ok@example.fr")

    [receipt] = sent(a_config(smtp_peer.port), message)

    assert (receipt.state, receipt.cause) == (DeliveryState.SENT, Cause.NONE)
    assert receipt.reference.startswith("PEER")
    content = emails.build(message, clinic=CLINIC, sender=SENDER, now=NOW)
    [kept] = [
        line
        for line in smtp_peer.accepted()
        if line["delivery"] == str(message.delivery_id)
    ]
    assert kept["recipient"] == "ok@example.fr"
    assert kept["message_id"] == message.message_id
    assert kept["sha256"] == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("recipient", "state", "cause"),
    [
        ("refuse-550", DeliveryState.FAILED, Cause.RECIPIENT),
        ("rcpt-550", DeliveryState.FAILED, Cause.RECIPIENT),
        ("rcpt-551", DeliveryState.FAILED, Cause.RECIPIENT),
        ("rcpt-553", DeliveryState.FAILED, Cause.RECIPIENT),
        ("rcpt-550-5.2.1", DeliveryState.FAILED, Cause.RECIPIENT),
        ("rcpt-550-5.7.1", DeliveryState.FAILED, Cause.MESSAGE),
        ("full-552", DeliveryState.RETRY, Cause.TRANSIENT),
        ("rcpt-552", DeliveryState.RETRY, Cause.TRANSIENT),
        ("rcpt-450-4.2.0", DeliveryState.RETRY, Cause.TRANSIENT),
        ("quota-421", DeliveryState.RETRY, Cause.TRANSIENT),
        ("drop-before", DeliveryState.RETRY, Cause.TRANSIENT),
        ("data-451-4.3.0", DeliveryState.RETRY, Cause.TRANSIENT),
        ("data-421", DeliveryState.RETRY, Cause.TRANSIENT),
        ("data-554-5.6.0", DeliveryState.FAILED, Cause.MESSAGE),
        ("data-550-5.7.1", DeliveryState.FAILED, Cause.MESSAGE),
        ("data-550-5.1.1", DeliveryState.FAILED, Cause.RECIPIENT),
        ("data-552-5.3.4", DeliveryState.FAILED, Cause.MESSAGE),
        ("hang", DeliveryState.UNCERTAIN, Cause.UNKNOWN),
        ("drop-after-data", DeliveryState.UNCERTAIN, Cause.UNKNOWN),
    ],
)
def test_every_answer_has_its_outcome(
    smtp_peer: SmtpPeer, recipient: str, state: DeliveryState, cause: Cause
) -> None:
    assert outcome(smtp_peer, f"{recipient}@example.fr") == (state, cause)


def test_a_refusal_keeps_the_servers_own_words(smtp_peer: SmtpPeer) -> None:
    [receipt] = sent(a_config(smtp_peer.port), email_to("refuse-550@example.fr"))

    assert receipt.detail == "550 5.1.1 Asked for by the recipient"


def test_a_message_dropped_after_data_had_arrived_once(smtp_peer: SmtpPeer) -> None:
    message = email_to("drop-after-data@example.fr")

    [receipt] = sent(a_config(smtp_peer.port), message)

    assert receipt.state is DeliveryState.UNCERTAIN
    assert smtp_peer.kept(message.delivery_id) == 1


def test_a_greylisted_email_is_accepted_the_next_time(smtp_peer: SmtpPeer) -> None:
    message = email_to("greylist+once@example.fr")
    config = a_config(smtp_peer.port)

    [first] = sent(config, message)
    [second] = sent(config, message)

    assert (first.state, first.cause) == (DeliveryState.RETRY, Cause.TRANSIENT)
    assert second.state is DeliveryState.SENT
    assert smtp_peer.kept(message.delivery_id) == 1


def test_one_bad_email_among_many_fails_alone(smtp_peer: SmtpPeer) -> None:
    moods = ["ok", "refuse-550", "ok", "drop-after-data", "ok", "data-554", "ok"]
    batch = [email_to(f"{mood}+{i}@example.fr") for i, mood in enumerate(moods)]

    receipts = sent(a_config(smtp_peer.port), *batch)

    states = [receipt.state for receipt in receipts]
    assert states == [
        DeliveryState.SENT,
        DeliveryState.FAILED,
        DeliveryState.SENT,
        DeliveryState.UNCERTAIN,
        DeliveryState.SENT,
        DeliveryState.FAILED,
        DeliveryState.SENT,
    ]


def test_an_address_that_would_end_the_command_is_never_sent(
    smtp_peer: SmtpPeer,
) -> None:
    bad = email_to("ok@example.fr>\r\nRCPT TO:<other@example.fr")
    good = email_to("ok@example.fr")

    first, second = sent(a_config(smtp_peer.port), bad, good)

    assert (first.state, first.cause) == (DeliveryState.FAILED, Cause.RECIPIENT)
    assert second.state is DeliveryState.SENT
    assert smtp_peer.kept(bad.delivery_id) == 0


def test_a_server_that_closes_after_so_many_messages_loses_none(
    tmp_path: Path,
) -> None:
    batch = [email_to(f"ok+{i}@example.fr") for i in range(7)]

    with running_smtp_peer(tmp_path / "kept", "--per-connection", "2") as peer:
        receipts = sent(a_config(peer.port), *batch)

        assert {receipt.state for receipt in receipts} == {DeliveryState.SENT}
        assert [peer.kept(message.delivery_id) for message in batch] == [1] * 7


def test_a_server_that_stops_answering_keeps_the_rest_of_the_queue(
    smtp_peer: SmtpPeer,
) -> None:
    queue = iter([email_to(f"drop-after-data+{i}@example.fr") for i in range(5)])
    answers = a_channel(a_config(smtp_peer.port)).send(queue)

    states = [next(answers).state for _ in range(3)]
    with pytest.raises(ChannelError) as stopped:
        next(answers)

    assert states == [DeliveryState.UNCERTAIN] * 3
    assert not stopped.value.account
    assert len(list(queue)) == 2


@pytest.mark.parametrize(
    "recipient",
    ["rcpt-535-5.7.8", "rcpt-530-5.7.0", "data-550-5.7.30", "data-550-5.4.5"],
)
def test_a_refused_account_stops_the_channel(
    smtp_peer: SmtpPeer, recipient: str
) -> None:
    message = email_to(f"{recipient}@example.fr")

    with pytest.raises(ChannelError) as stopped:
        sent(a_config(smtp_peer.port), message)

    assert stopped.value.account
    assert smtp_peer.kept(message.delivery_id) == 0


def test_a_refused_sender_stops_the_channel(tmp_path: Path) -> None:
    with (
        running_smtp_peer(tmp_path / "kept", "--refuse-sender") as peer,
        pytest.raises(ChannelError, match=SENDER) as stopped,
    ):
        sent(a_config(peer.port), email_to("ok@example.fr"))

    assert stopped.value.account


def test_a_server_that_is_off_is_tried_again_later() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as unused:
        port = unused.getsockname()[1]

    with pytest.raises(ChannelError, match=rf"127\.0\.0\.1:{port}") as stopped:
        sent(a_config(port), email_to("ok@example.fr"))

    assert not stopped.value.account


def test_a_server_that_never_greets_is_tried_again_later() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        config = a_config(silent.getsockname()[1], patience=1)
        with pytest.raises(ChannelError, match="timed out") as stopped:
            sent(config, email_to("ok@example.fr"))

    assert not stopped.value.account


def test_a_server_killed_between_two_messages_stops_the_channel(tmp_path: Path) -> None:
    first, second = email_to("ok@example.fr"), email_to("ok@example.fr")

    with running_smtp_peer(tmp_path / "kept") as peer:
        receipts = a_channel(a_config(peer.port)).send(iter([first, second]))
        receipt = next(receipts)
    with pytest.raises(ChannelError) as stopped:
        next(receipts)

    assert receipt.state is DeliveryState.SENT
    assert not stopped.value.account


def test_the_batch_uses_one_connection(smtp_peer: SmtpPeer) -> None:
    batch = [email_to(f"ok+{i}@example.fr") for i in range(20)]

    sent(a_config(smtp_peer.port), *batch)

    numbers = {str(message.delivery_id) for message in batch}
    kept = [line for line in smtp_peer.accepted() if line["delivery"] in numbers]
    assert len(kept) == 20
    assert len({line["connection"] for line in kept}) == 1


# What the server is told beside the message


def test_returned_mail_comes_back_to_a_signed_address(smtp_peer: SmtpPeer) -> None:
    message = email_to("ok@example.fr")
    config = replace(a_config(smtp_peer.port), plus_addressing=True)

    list(a_channel(config, key=KEY).send([message]))

    [kept] = kept_lines(smtp_peer, message)
    token = signed(message.delivery_id, Purpose.BOUNCE, key=KEY)
    assert kept["sender"] == f"accueil+retour-{token}@tilleuls.example"


@pytest.mark.parametrize(("key", "plus"), [(b"", True), (KEY, False)])
def test_returned_mail_comes_back_to_the_sender_where_plus_is_not_allowed(
    smtp_peer: SmtpPeer, key: bytes, *, plus: bool
) -> None:
    message = email_to("ok@example.fr")
    config = replace(a_config(smtp_peer.port), plus_addressing=plus)

    list(a_channel(config, key=key).send([message]))

    [kept] = kept_lines(smtp_peer, message)
    assert kept["sender"] == SENDER


def test_a_server_without_reports_is_asked_for_none(smtp_peer: SmtpPeer) -> None:
    message = email_to("ok@example.fr")

    list(a_channel(a_config(smtp_peer.port), key=KEY).send([message]))

    [kept] = kept_lines(smtp_peer, message)
    assert "ENVID" not in kept["options"].upper()


def test_a_connection_carries_no_more_than_the_provider_allows(
    smtp_peer: SmtpPeer,
) -> None:
    batch = [email_to("ok@example.fr") for _ in range(5)]
    config = replace(a_config(smtp_peer.port), per_connection=2)

    sent(config, *batch)

    lines = [kept_lines(smtp_peer, message)[0] for message in batch]
    connections = [line["connection"] for line in lines]
    assert connections[0] == connections[1] != connections[2]
    assert len(set(connections)) == 3


def kept_lines(peer: SmtpPeer, message: Message) -> list[dict[str, str]]:
    number = str(message.delivery_id)
    return [line for line in peer.accepted() if line["delivery"] == number]
