"""What an SMS that came in means, whoever wrote it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance_ops.channels.gammu_news import GammuListener
from relance_ops.channels.kannel_news import KannelListener, news_of
from relance_ops.channels.ovh_news import OvhListener
from relance_ops.channels.sms import CalledBack
from relance_ops.news import NewsKind
from relance_ops.signatures import Purpose, signed
from relance_ops.sms_replies import is_stop, number_of, reply

KEY = b"a key of thirty-two bytes, or so"
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["STOP", "stop", " Stop.", "Stop merci", "STOP SMS", "Arrêt", "« STOP »"]
)
def test_whoever_begins_with_stop_wants_no_more(text: str) -> None:
    assert is_stop(text)


@pytest.mark.parametrize("text", ["", "Merci", "Non stop ?", "stopper", "OK", "🐶"])
def test_anything_else_is_for_a_person_to_read(text: str) -> None:
    assert not is_stop(text)


@pytest.mark.parametrize(
    ("sender", "number"),
    [
        ("33639980199", "+33639980199"),
        ("+33639980199", "+33639980199"),
        ("0612345678", "+33612345678"),
        ("262692123456", "+262692123456"),
        ("36111", "36111"),
        ("OVH", "OVH"),
    ],
)
def test_a_sender_is_a_number_in_one_way(sender: str, number: str) -> None:
    assert number_of(sender) == number


def called(**said: str) -> CalledBack:
    return CalledBack(7, NOW, json.dumps(said))


def test_a_report_without_our_signature_is_no_news() -> None:
    ours = signed(17, Purpose.RECEIPT, key=KEY)
    forged = signed(17, Purpose.RECEIPT, key=b"another")

    assert news_of(called(id=ours, type="1"), key=KEY)
    assert news_of(called(id=forged, type="1"), key=KEY) is None
    assert news_of(called(id="17", type="1"), key=KEY) is None


def test_a_position_is_behind_what_was_told() -> None:
    calls = [CalledBack(n, NOW, "not even JSON") for n in (3, 9)]

    heard = KannelListener(lambda _last: calls, key=KEY).hear("2")

    assert (heard.news, heard.position) == ((), "9")
    assert KannelListener(lambda _last: [], key=KEY).hear("9").position == "9"


SAID = st.dictionaries(
    st.sampled_from(["id", "type", "answer", "fid", "from", "text", "mid", "ts"]),
    st.text() | st.sampled_from(["1", "2", "16", signed(4, Purpose.RECEIPT, key=KEY)]),
)


@given(st.text() | SAID.map(json.dumps) | st.recursive(
    st.none() | st.booleans() | st.text(), st.lists).map(json.dumps))  # fmt: skip
def test_whatever_a_gateway_calls_back_is_news_or_nothing(content: str) -> None:
    told = news_of(CalledBack(7, NOW, content), key=KEY)

    assert told is None or (told.at <= NOW and len(told.detail) <= 500)


@given(sender=st.text(), text=st.text())
def test_whatever_comes_in_is_a_refusal_or_unclear(sender: str, text: str) -> None:
    told = reply(sender, text, event_id="1", at=NOW)

    assert told.kind in (NewsKind.REFUSAL, NewsKind.UNCLEAR)
    assert len(told.address) <= 60


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["tag", "ptt", "deliveryReceipt", "creationDatetime", "sender"]
            ),
            inner,
        )
    ),
)


class OddApi:
    """An API whose answers make no sense."""

    def __init__(self, answers: list[object]) -> None:
        self._answers = answers

    def ready(self) -> None:
        """It always is."""

    def get(self, _path: str, **_asked: str) -> object:
        return self._answers.pop() if self._answers else [1, 2, "x"]


@given(answers=st.lists(ANYTHING), position=st.text() | ANYTHING.map(json.dumps))
def test_whatever_ovh_answers_is_heard_without_harm(
    answers: list[object], position: str
) -> None:
    listener = OvhListener(OddApi(answers), key=KEY, clock=lambda: NOW)  # type: ignore[arg-type]

    again = listener.hear(listener.hear(position).position)

    assert isinstance(again.position, str)


@given(
    rows=st.lists(st.tuples(st.integers(), st.text(), st.text(), st.text(), st.text())),
    position=st.text() | ANYTHING.map(json.dumps),
)
def test_whatever_a_modem_wrote_is_heard_without_harm(
    rows: list[tuple[object, ...]], position: str
) -> None:
    def odd(statement: str, _asked: object) -> list[tuple[object, ...]]:
        return rows if "sentitems" in statement else [row[:4] for row in rows]

    listener = GammuListener(odd, key=KEY, clock=lambda: NOW)

    assert isinstance(listener.hear(position).position, str)
