"""SMS by OVHcloud, against a stand-in that checks signatures as the API does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from relance_ops.channels.ovh import ITS_CLAUSE
from relance_ops.channels.ovh_news import delivery_of, tag_of
from relance_ops.errors import ChannelError
from relance_ops.model import Cause, DeliveryState, Message, Receipt
from relance_ops.news import News, NewsKind
from tests.channels.texting import KEY, around, sms_to
from tests.peers.debian import free_port
from tests.peers.ovh import OvhPeer, an_account, running_ovh


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[OvhPeer]:
    with running_ovh(tmp_path / "jobs.jsonl", "--credit", "12") as running:
        yield running


def sent(peer: OvhPeer, *messages: Message) -> list[Receipt]:
    return list(peer.account.channel(around()).send(messages))


def heard(peer: OvhPeer, position: str = "") -> tuple[tuple[News, ...], str]:
    told = peer.account.listener(around()).hear(position)
    return told.news, told.position


def test_what_it_answers_is_whose_fault_it_is(peer: OvhPeer) -> None:
    ends = ["00", "02", "03", "04", "10", "07"]

    receipts = sent(peer, *map(sms_to, ends))

    assert [(r.state, r.cause) for r in receipts] == [
        (DeliveryState.SENT, Cause.NONE),
        (DeliveryState.FAILED, Cause.RECIPIENT),
        (DeliveryState.RETRY, Cause.TRANSIENT),
        (DeliveryState.RETRY, Cause.TRANSIENT),
        (DeliveryState.FAILED, Cause.MESSAGE),
        (DeliveryState.UNCERTAIN, Cause.UNKNOWN),
    ]
    assert receipts[2].wait_seconds == 7
    assert len(peer.accepted()) == 1


@pytest.mark.parametrize("end", ["05", "11"])
def test_a_right_or_a_credit_that_is_missing_stops_the_account(
    peer: OvhPeer, end: str
) -> None:
    with pytest.raises(ChannelError) as refused:
        sent(peer, sms_to(end))

    assert refused.value.account


def test_a_message_without_an_answer_is_looked_for(peer: OvhPeer) -> None:
    [receipt] = sent(peer, sms_to("06"))

    assert receipt.state is DeliveryState.SENT
    assert receipt.reference


def test_a_gateway_that_gave_up_may_have_sent_it(peer: OvhPeer) -> None:
    [receipt] = sent(peer, sms_to("12"))

    assert receipt.state is DeliveryState.UNCERTAIN


def test_three_silences_in_a_row_stop_the_batch(peer: OvhPeer) -> None:
    receipts: list[Receipt] = []

    with pytest.raises(ChannelError) as stopped:
        receipts.extend(peer.account.channel(around()).send(map(sms_to, ["07"] * 5)))

    assert len(receipts) == 3
    assert not stopped.value.account


def test_the_third_refusal_of_the_same_text_stops_the_batch(peer: OvhPeer) -> None:
    receipts: list[Receipt] = []

    with pytest.raises(ChannelError, match="not allowed"):
        receipts.extend(peer.account.channel(around()).send(map(sms_to, ["10"] * 5)))

    assert [r.cause for r in receipts] == [Cause.MESSAGE] * 3


def test_receipts_replies_and_objections_become_news(peer: OvhPeer) -> None:
    ends = {end: sms_to(end) for end in ("00", "01", "08", "09", "14", "99", "98")}
    sent(peer, *ends.values())

    news, _position = heard(peer)

    causes = {n.delivery_id: n.cause for n in news if n.kind is NewsKind.BOUNCED}
    assert causes == {
        ends["01"].delivery_id: Cause.RECIPIENT,
        ends["08"].delivery_id: Cause.OPPOSITION,
        ends["09"].delivery_id: Cause.MESSAGE,
        ends["14"].delivery_id: Cause.TRANSIENT,
    }
    delivered = {n.delivery_id for n in news if n.kind is NewsKind.DELIVERED}
    assert delivered == {ends[end].delivery_id for end in ("00", "99", "98")}
    refused = {n.address for n in news if n.kind is NewsKind.REFUSAL and n.address}
    assert refused == {ends["99"].address, ends["08"].address}
    [unclear] = [n for n in news if n.kind is NewsKind.UNCLEAR]
    assert (unclear.address, unclear.detail) == (ends["98"].address, "Merci, à demain")


def test_news_is_told_once_and_what_is_on_its_way_later(peer: OvhPeer) -> None:
    sent(peer, sms_to("00"), sms_to("13"))
    news, position = heard(peer)

    again, _position = heard(peer, position)

    assert len(news) == 1
    assert again == ()


def test_the_clause_of_ovh_is_added_by_ovh(peer: OvhPeer) -> None:
    objects = sms_to("00", "Une information." + ITS_CLAUSE)

    sent(peer, objects, sms_to("00", "Un rappel."))

    told = [(job["message"], job["noStopClause"]) for job in peer.accepted()]
    assert told == [("Une information.", False), ("Un rappel.", True)]


def test_without_a_name_clients_can_answer(peer: OvhPeer) -> None:
    account = replace(peer.account, sender="")

    list(account.channel(around()).send([sms_to("00")]))

    assert account.hears_replies
    [job] = peer.accepted()
    assert job["senderForResponse"] is True
    assert "sender" not in job


@pytest.mark.parametrize(("text", "coding"), [("é€", "7bit"), ("ê", "8bit")])
def test_the_alphabet_is_said(peer: OvhPeer, text: str, coding: str) -> None:
    sent(peer, sms_to("00", text))

    assert peer.accepted()[0]["coding"] == coding


def test_the_credit_is_what_the_account_says(peer: OvhPeer) -> None:
    assert peer.account.credit() == 12
    assert "12" in peer.account.check()


@pytest.mark.parametrize(
    "changes",
    [{"consumer_key": "wrong"}, {"consumer_key": ""}, {"service": "sms-zz-1"}],
)
def test_a_wrong_account_is_said_by_its_test(
    peer: OvhPeer, changes: dict[str, str]
) -> None:
    with pytest.raises(ChannelError) as refused:
        replace(peer.account, **changes).check()  # type: ignore[arg-type]

    assert refused.value.account


def test_a_sender_that_is_not_validated_stops_the_account(peer: OvhPeer) -> None:
    unknown = replace(peer.account, sender="INCONNU")

    with pytest.raises(ChannelError, match="INCONNU") as checked:
        unknown.check()
    with pytest.raises(ChannelError, match="INCONNU") as refused:
        list(unknown.channel(around()).send([sms_to("00")]))

    assert checked.value.account
    assert refused.value.account


def test_nobody_there_leaves_the_queue_waiting() -> None:
    gone = an_account(f"http://127.0.0.1:{free_port()}/1.0")

    with pytest.raises(ChannelError) as refused:
        list(gone.channel(around()).send([sms_to("00")]))

    assert not refused.value.account


@pytest.mark.parametrize("number", [1, 999_999, 10**11])
def test_a_tag_names_its_delivery_and_fits(number: int) -> None:
    tag = tag_of(number, key=KEY)

    assert len(tag) <= 20
    assert delivery_of(tag, key=KEY) == number
    assert delivery_of(tag, key=b"another") is None


@pytest.mark.parametrize("tag", [None, "", "1.", ".", "²³.x", "relance", "9" * 50])
def test_what_another_program_sent_is_not_ours(tag: object) -> None:
    assert delivery_of(tag, key=KEY) is None
