"""SMS by a real gammu-smsd on its dummy telephone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from relance_ops.channels.gammu import Gammu
from relance_ops.errors import ChannelError
from relance_ops.model import Cause, DeliveryState
from relance_ops.news import News, NewsKind
from tests.channels.texting import around, sms_to
from tests.peers.debian import wait_until
from tests.peers.gammu import GammuPeer, running_gammu

pytestmark = pytest.mark.peer


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GammuPeer]:
    with running_gammu(tmp_path_factory.mktemp("gammu")) as daemon:
        yield daemon


def news(peer: GammuPeer, position: str = "") -> tuple[News, ...]:
    return peer.account.listener(around()).hear(position).news


def about(peer: GammuPeer, delivery_id: int) -> list[News]:
    return [one for one in news(peer) if one.delivery_id == delivery_id]


@pytest.mark.parametrize("text", ["Bonjour, à bientôt.", "é" * 400, "ê🐶" * 70])
def test_a_text_leaves_whole(peer: GammuPeer, text: str) -> None:
    message = replace(sms_to("00", text), address=f"+3363998{len(text):04}")

    [receipt] = list(peer.account.channel(around()).send([message]))

    def left() -> str:
        return "".join(
            said for number, said in peer.left() if number == message.address
        )

    assert receipt.state is DeliveryState.SENT
    wait_until(lambda: left() == text, what="the SMS")


@pytest.mark.parametrize(
    ("end", "words", "kind", "cause"),
    [
        ("20", "Delivered", NewsKind.DELIVERED, Cause.NONE),
        ("21", "Failed", NewsKind.BOUNCED, Cause.RECIPIENT),
    ],
)
def test_what_the_network_reports_becomes_news(
    peer: GammuPeer, end: str, words: str, kind: NewsKind, cause: Cause
) -> None:
    message = sms_to(end)
    list(peer.account.channel(around()).send([message]))
    wait_until(
        lambda: message.address in [number for number, _text in peer.left()],
        what="the SMS",
    )

    peer.reports(message.address, words)

    wait_until(lambda: about(peer, message.delivery_id), what="the report")
    [told] = about(peer, message.delivery_id)
    assert (told.kind, told.cause) == (kind, cause)


def test_replies_are_heard_once(peer: GammuPeer) -> None:
    before = peer.account.listener(around()).hear("")

    peer.receives("+33639980131", "Stop merci")
    peer.receives("+33639980132", "Quelle heure ?")

    def replies() -> dict[str, NewsKind]:
        told = news(peer, before.position)
        return {one.address: one.kind for one in told if one.address}

    wait_until(lambda: len(replies()) == 2, what="the replies")
    assert replies() == {
        "+33639980131": NewsKind.REFUSAL,
        "+33639980132": NewsKind.UNCLEAR,
    }
    after = peer.account.listener(around()).hear(before.position)
    assert [one for one in news(peer, after.position) if one.address] == []


def test_the_modem_can_be_checked(peer: GammuPeer) -> None:
    assert "clinic" in peer.account.check()


def test_a_file_that_is_not_its_own_stops_the_channel(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("create table x (y)")
    account = Gammu(tmp_path / "other.db")

    with pytest.raises(ChannelError, match="outbox"):
        list(account.channel(around()).send([sms_to("00")]))
    with pytest.raises(ChannelError, match="outbox"):
        account.check()


def test_a_file_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    account = Gammu(tmp_path / "gone.db")

    with pytest.raises(ChannelError):
        list(account.channel(around()).send([sms_to("00")]))

    assert not (tmp_path / "gone.db").exists()
