"""The contract of `channels/base.py`, on every channel there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from relance_ops.channels.base import Channel
from relance_ops.channels.outbox import OutboxChannel
from relance_ops.channels.paper import PaperChannel
from relance_ops.channels.sms import SmsProvider
from relance_ops.channels.smtp import SmtpChannel
from relance_ops.email_config import EmailConfig, Security
from relance_ops.model import DeliveryState, Kind, Message
from tests.channels.contract import HOSTILE_NAMES, Case, Watched
from tests.channels.texting import around
from tests.deliveries import (
    CLINIC,
    NOW,
    SENDER,
    a_client,
    a_message,
    a_reminder,
    email_to,
)
from tests.peers.gammu import GammuPeer, running_gammu
from tests.peers.kannel import KannelPeer, running_kannel
from tests.peers.running import SmtpPeer

# Paper may pull all its messages first: nothing leaves by itself.
NETWORK = (
    "outbox email",
    "outbox sms",
    "smtp",
    "ovh",
    pytest.param("kannel", marks=pytest.mark.peer),
    pytest.param("gammu", marks=pytest.mark.peer),
)
SMS = NETWORK[3:]
REFUSING = ("outbox email", "smtp", *SMS)
CHANNELS = (*NETWORK, "letters", "cards")

on_the_network = pytest.mark.parametrize("case", NETWORK, indirect=True)
that_can_refuse = pytest.mark.parametrize("case", REFUSING, indirect=True)


def an_outbox(kind: Kind, folder: Path) -> Channel:
    return OutboxChannel(
        kind, folder=folder, clinic=CLINIC, sender=SENDER, clock=lambda: NOW
    )


def on_paper(kind: Kind) -> Case:
    return Case(
        kind,
        lambda folder: PaperChannel(kind, lambda run: folder / f"{run}", CLINIC),
        accepted=DeliveryState.AWAITING,
    )


@pytest.fixture(scope="session")
def kannel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KannelPeer]:
    with running_kannel(tmp_path_factory.mktemp("kannel"), "") as gateway:
        yield gateway


@pytest.fixture(scope="session")
def gammu(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GammuPeer]:
    with running_gammu(tmp_path_factory.mktemp("gammu")) as daemon:
        yield daemon


def by_provider(provider: SmsProvider) -> Case:
    return Case(
        Kind.SMS,
        lambda _folder: provider.channel(around()),
        refused=lambda: replace(a_message(Kind.SMS), address="15"),
    )


@pytest.fixture(params=CHANNELS)
def case(request: pytest.FixtureRequest, smtp_peer: SmtpPeer) -> Case:
    if request.param in ("kannel", "gammu"):
        return by_provider(request.getfixturevalue(request.param).account)
    if request.param == "ovh":
        return by_provider(request.getfixturevalue("ovh_peer").account)

    def refused() -> Message:
        return email_to("refuse-550@example.fr")

    def smtp(_folder: Path) -> Channel:
        config = EmailConfig(
            "127.0.0.1",
            SENDER,
            port=smtp_peer.port,
            security=Security.NONE,
            timeout_seconds=10,
        )
        return SmtpChannel(config, clinic=CLINIC, clock=lambda: NOW)

    return {
        "outbox email": Case(
            Kind.EMAIL,
            lambda folder: an_outbox(Kind.EMAIL, folder),
            refused=lambda: email_to("two lines@example.fr\nBcc: x@example.fr"),
        ),
        "outbox sms": Case(Kind.SMS, lambda folder: an_outbox(Kind.SMS, folder)),
        "smtp": Case(Kind.EMAIL, smtp, refused=refused),
        "letters": on_paper(Kind.LETTER),
        "cards": on_paper(Kind.CARD),
    }[request.param]


@pytest.fixture
def channel(case: Case, tmp_path: Path) -> Channel:
    return case.make(tmp_path)


def test_a_channel_says_what_it_carries(case: Case, channel: Channel) -> None:
    assert channel.kind is case.kind


def test_only_paper_needs_a_person_to_confirm(channel: Channel) -> None:
    assert channel.needs_confirmation is channel.kind.is_paper


def test_each_message_gets_one_receipt_in_order(case: Case, channel: Channel) -> None:
    messages = [a_message(case.kind) for _ in range(5)]

    receipts = list(channel.send(messages))

    assert [r.delivery_id for r in receipts] == [m.delivery_id for m in messages]
    assert {r.state for r in receipts} == {case.accepted}


def test_no_message_gives_no_receipt(channel: Channel) -> None:
    assert list(channel.send([])) == []


def test_nothing_happens_before_the_first_receipt_is_asked_for(
    case: Case, channel: Channel
) -> None:
    watched = Watched([a_message(case.kind)])

    channel.send(watched)

    assert watched.pulled == 0


@on_the_network
def test_a_receipt_comes_before_the_next_message_is_pulled(
    case: Case, channel: Channel
) -> None:
    watched = Watched([a_message(case.kind) for _ in range(4)])

    for _receipt in channel.send(watched):
        watched.receipts += 1

    assert watched.receipts_at_pull == [0, 1, 2, 3]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_is_only_a_name(case: Case, channel: Channel, name: str) -> None:
    hostile = a_message(
        case.kind,
        a_reminder(animal_name=name, label=name),
        client=a_client(last_name=name, first_name=name, title=name),
    )
    messages = [a_message(case.kind), hostile, a_message(case.kind)]

    receipts = list(channel.send(messages))

    assert [r.state for r in receipts] == [case.accepted] * 3


@that_can_refuse
def test_one_bad_message_among_many_fails_alone(case: Case, channel: Channel) -> None:
    assert case.refused is not None
    batch = [a_message(case.kind), case.refused(), a_message(case.kind)]

    receipts = list(channel.send(batch))

    assert [r.state for r in receipts] == [
        case.accepted,
        DeliveryState.FAILED,
        case.accepted,
    ]
    assert receipts[1].detail


@on_the_network
def test_a_batch_left_halfway_pulls_no_more(case: Case, channel: Channel) -> None:
    watched = Watched([a_message(case.kind) for _ in range(3)])

    receipts = channel.send(watched)
    next(receipts)
    assert isinstance(receipts, Iterator)
    del receipts

    assert watched.pulled == 1
