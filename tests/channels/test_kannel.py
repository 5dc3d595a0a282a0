"""SMS by a real Kannel: what it takes, refuses and calls back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from relance_ops.channels.kannel import Kannel
from relance_ops.channels.sms import Around
from relance_ops.errors import ChannelError
from relance_ops.model import Cause, DeliveryState, Message
from relance_ops.news import News, NewsKind
from tests.channels.texting import KEY, sms_to
from tests.deliveries import NOW
from tests.peers.callbacks import Calls, listening
from tests.peers.debian import free_port, wait_until
from tests.peers.kannel import KannelPeer, running_kannel

pytestmark = pytest.mark.peer


@pytest.fixture(scope="module")
def calls() -> Iterator[Calls]:
    with listening() as heard:
        yield heard


@pytest.fixture(scope="module")
def peer(
    tmp_path_factory: pytest.TempPathFactory, calls: Calls
) -> Iterator[KannelPeer]:
    with running_kannel(tmp_path_factory.mktemp("kannel"), calls.url) as gateway:
        yield gateway


@pytest.fixture
def around(calls: Calls) -> Around:
    return Around(key=KEY, clock=lambda: NOW, called_back=calls.after)


def told(peer: KannelPeer, around: Around, *messages: Message) -> dict[int, News]:
    """What is heard of *messages*, once all of it has come."""
    listener = peer.account.listener(around)
    assert listener is not None
    numbers = {message.delivery_id for message in messages}

    def heard() -> dict[int, News]:
        news = listener.hear("").news
        return {n.delivery_id: n for n in news if n.delivery_id in numbers}

    wait_until(lambda: set(heard()) == numbers, what="the receipts")
    return heard()


def test_what_the_network_says_becomes_news(peer: KannelPeer, around: Around) -> None:
    messages = [sms_to("00"), sms_to("01"), sms_to("02")]

    receipts = list(peer.account.channel(around).send(messages))

    assert {receipt.state for receipt in receipts} == {DeliveryState.SENT}
    news = told(peer, around, *messages)
    assert [
        (news[m.delivery_id].kind, news[m.delivery_id].cause) for m in messages
    ] == [
        (NewsKind.DELIVERED, Cause.NONE),
        (NewsKind.BOUNCED, Cause.RECIPIENT),
        (NewsKind.BOUNCED, Cause.RECIPIENT),
    ]


def test_a_throttled_network_is_no_dead_number(
    peer: KannelPeer, around: Around
) -> None:
    message = sms_to("03")

    list(peer.account.channel(around).send([message]))

    news = told(peer, around, message)
    assert news[message.delivery_id].cause is Cause.TRANSIENT


def test_a_stop_is_a_refusal_by_its_number(peer: KannelPeer, around: Around) -> None:
    message = sms_to("99")
    listener = peer.account.listener(around)
    assert listener is not None

    list(peer.account.channel(around).send([message]))

    def refusals() -> list[str]:
        news = listener.hear("").news
        return [one.address for one in news if one.kind is NewsKind.REFUSAL]

    wait_until(refusals, what="the STOP")
    assert refusals() == [message.address]


@pytest.mark.parametrize(
    ("text", "parts"),
    [("é" * 160, 1), ("à" * 400, 3), ("ê« œ » 🐶" * 5, 1), ("ê" * 150, 3)],
)
def test_a_text_arrives_as_it_was_written(
    peer: KannelPeer, around: Around, text: str, parts: int
) -> None:
    before = len(peer.accepted())

    list(peer.account.channel(around).send([sms_to("00", text)]))

    wait_until(lambda: len(peer.accepted()) >= before + parts, what="the parts")
    arrived = peer.accepted()[before:]
    assert "".join(one["text"] for one in arrived) == text
    assert len(arrived) == parts


def test_a_wrong_password_stops_the_account(peer: KannelPeer, around: Around) -> None:
    wrong = replace(peer.account, password="wrong")

    with pytest.raises(ChannelError) as refused:
        list(wrong.channel(around).send([sms_to("00")]))

    assert refused.value.account
    assert "wrong" not in str(refused.value)


def test_the_account_can_be_checked_without_sending(peer: KannelPeer) -> None:
    before = len(peer.accepted())

    assert "vet" in peer.account.check()
    with pytest.raises(ChannelError) as refused:
        replace(peer.account, password="wrong").check()
    assert refused.value.account
    assert len(peer.accepted()) == before


def test_nobody_there_leaves_the_queue_waiting(around: Around) -> None:
    gone = Kannel(f"http://127.0.0.1:{free_port()}", "vet", password="secret")

    with pytest.raises(ChannelError) as refused:
        list(gone.channel(around).send([sms_to("00")]))

    assert not refused.value.account


def test_no_secret_is_ever_shown(tmp_path: Path, peer: KannelPeer) -> None:
    shown = f"{peer.account!r} {peer.account.told} {peer.account.check()}"

    assert peer.account.password not in shown
    assert peer.account.callback_token not in shown
