"""What servers answer, in words that our own server does not use."""

from __future__ import annotations

import pytest

from relance_ops.channels.smtp_replies import Reply, Stage, judge
from relance_ops.model import Cause, DeliveryState


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (554, "5.7.1 <a@example.fr>: Relay access denied"),
        (550, "5.7.54 SMTP; Unable to relay recipient in non-accepted domain"),
        (550, "relay not permitted"),
    ],
)
def test_a_server_that_relays_for_nobody_is_no_fault_of_the_recipient(
    code: int, words: str
) -> None:
    assert judge(Reply(code, words), Stage.RCPT).cause is Cause.ACCOUNT


def test_an_answer_that_is_none_leaves_a_sent_message_uncertain() -> None:
    assert judge(Reply(-1, "?"), Stage.DATA).state is DeliveryState.UNCERTAIN


def test_an_answer_that_is_none_before_the_message_is_definite() -> None:
    assert judge(Reply(-1, "?"), Stage.RCPT).state is DeliveryState.RETRY


@pytest.mark.parametrize("words", ["too big", "5.3.4 Message size exceeds limit"])
def test_a_message_announced_too_big_is_the_messages_fault(words: str) -> None:
    verdict = judge(Reply(552, words), Stage.MAIL)

    assert (verdict.state, verdict.cause) == (DeliveryState.FAILED, Cause.MESSAGE)


def test_a_recipient_on_two_lines_of_answer_is_read_as_one() -> None:
    reply = Reply.read((550, b"5.1.1 no such user\n5.1.1 \xe9 here"))

    assert reply.detail == "550 5.1.1 no such user 5.1.1 � here"


def test_a_long_answer_is_shortened() -> None:
    assert len(Reply.read((550, b"x" * 2000)).detail) == 500


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("2.0.0 Ok: queued as 4XyZ1", "4XyZ1"),
        ("Ok queued as ABC.", "ABC"),
        ("2.0.0 Message accepted", ""),
    ],
)
def test_the_servers_own_number_is_kept(words: str, number: str) -> None:
    assert Reply(250, words).reference == number
