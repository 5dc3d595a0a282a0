"""Quotas, texts refused over and over, and peers that ask to be left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from relance_ops.config import Config
from relance_ops.email_config import MailboxConfig, Security
from relance_ops.jobs import Jobs
from relance_ops.model import Cause, DeliveryState, Kind
from tests.channels.mailing import a_config
from tests.factories import NOON, Desk, a_desk
from tests.peers.debian import free_port
from tests.peers.running import SmtpPeer, smtp_peer
from tests.test_jobs import wait
from tests.test_sending import Scripted, use

__all__ = ["smtp_peer"]

SENT, FAILED, RETRY = DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.RETRY


@pytest.fixture
def five(smtp_peer: SmtpPeer, tmp_path: Path) -> Iterator[Desk]:
    """Five clients due by email, whose provider lets two leave in an hour."""
    config = Config(email=replace(a_config(smtp_peer.port), per_hour=2))
    desk = a_desk(tmp_path / "files", config=config)
    desk.yearly_vaccine()
    for number in range(1, 6):
        desk.due_today(number)
    yield desk
    desk.practice.database.close()


def waiting(desk: Desk) -> list[tuple[int, timedelta]]:
    """The deliveries that wait, and how long after noon each may leave."""
    rows = desk.rows(
        "select delivery_id, not_before from delivery_now where state = 'retry' "
        "order by delivery_id"
    )
    return [(number, turn - NOON.replace(tzinfo=None)) for number, turn in rows]


def test_what_the_quota_has_no_room_for_waits_for_its_turn(five: Desk) -> None:
    report = five.practice.send(by="Camille")

    assert five.states() == {"email": {"sent": 2, "retry": 3}}
    hour = timedelta(hours=1)
    assert waiting(five) == [(3, hour), (4, hour), (5, 2 * hour)]
    assert report.notices == (
        "3 messages attendent leur tour, à cause des quotas du fournisseur.",
    )


def test_turns_come_by_themselves_and_nothing_leaves_twice(five: Desk) -> None:
    five.practice.send(by="Camille")

    delivered = []
    for _hour in range(3):
        five.clock.forward(minutes=60)
        delivered.append(five.practice.work(by="programme").delivered)

    assert delivered == [2, 1, 0]
    assert five.states() == {"email": {"sent": 5}}
    handed = """
        select max(n)
        from (select count(*) as n from ledger where state = 'handed' group by delivery_id)
    """
    assert five.rows(handed) == [(1,)]


def test_a_later_run_stands_behind_what_already_waits(five: Desk) -> None:
    five.practice.send(by="Camille")
    five.due_today(6)
    five.clock.forward(minutes=30)

    five.practice.send(by="Camille")

    assert waiting(five)[-1] == (6, timedelta(hours=2))


def test_waiting_for_a_turn_is_no_try(five: Desk) -> None:
    five.practice.send(by="Camille")

    assert five.rows("select max(retries) from delivery_now") == [(0,)]


def test_a_text_refused_three_times_in_a_row_stops_the_channel(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.yearly_vaccine()
    for number in range(1, 6):
        desk.due_today(number)
    channel = Scripted(*[FAILED] * 5, cause=Cause.MESSAGE)
    use(desk, channel, monkeypatch)

    [notice] = desk.practice.send(by="Camille").notices

    assert channel.pulled == [1, 2, 3]
    assert desk.states() == {"email": {"failed": 3, "retry": 2}}
    assert "refusé 3 fois de suite : said" in notice
    [paused] = desk.practice.treating.read().paused
    assert (paused.kind, paused.waiting) == (Kind.EMAIL, 2)


def test_other_refusals_in_between_start_the_count_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.yearly_vaccine()
    for number in range(1, 6):
        desk.due_today(number)
    use(
        desk,
        Scripted(FAILED, FAILED, SENT, FAILED, FAILED, cause=Cause.MESSAGE),
        monkeypatch,
    )

    desk.practice.send(by="Camille")

    assert desk.states() == {"email": {"failed": 4, "sent": 1}}


def test_an_opposition_told_while_sending_is_a_refusal(
    due_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(due_desk, Scripted(FAILED, cause=Cause.OPPOSITION), monkeypatch)

    due_desk.practice.send(by="Camille")

    assert due_desk.rows("select refuses_email, refuses_sms from client") == [
        (True, False)
    ]


def test_a_peer_that_asks_to_be_left_alone_is(
    due_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = Scripted(RETRY, cause=Cause.TRANSIENT, wait_seconds=7200)
    use(due_desk, channel, monkeypatch)

    due_desk.practice.send(by="Camille")

    assert waiting(due_desk) == [(1, timedelta(hours=2))]


def test_the_program_listens_while_nobody_asks_it_to(tmp_path: Path) -> None:
    closed = MailboxConfig(
        "127.0.0.1", port=free_port(), security=Security.NONE, user="a", password="b"
    )
    desk = a_desk(tmp_path / "files", config=Config(mailbox=closed))

    with Jobs(desk.practice, language="fr", ear_seconds=0.01) as jobs:
        wait(lambda: bool(jobs.deaf))

    assert list(jobs.deaf) == ["mailbox"]
    assert "127.0.0.1" in jobs.deaf["mailbox"]
    desk.practice.database.close()
