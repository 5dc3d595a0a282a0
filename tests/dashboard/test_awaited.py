"""What waits on its way out, shown on every page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from relance_ops.config import Config
from relance_ops.dashboard.awaited import Awaited, sentence
from relance_ops.dashboard.page import Session
from relance_ops.errors import ChannelError, ForbiddenError
from relance_ops.model import Kind
from relance_ops.rights import HERE, Role, Visitor
from relance_ops.standing import Queue, Standing
from tests.channels.mailing import a_config
from tests.factories import NOON, Desk, a_desk
from tests.peers.running import SmtpPeer, smtp_peer
from tests.test_sending import Scripted, use

__all__ = ["smtp_peer"]


@pytest.fixture
def refused(due_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A clinic whose email account was refused, with one message waiting."""
    use(due_desk, Scripted(ChannelError("535 refusé", account=True)), monkeypatch)
    due_desk.practice.send(by="Camille")
    return due_desk


def awaited(desk: Desk, visitor: Visitor = HERE) -> Awaited:
    shown = Awaited(session=Session(practice=desk.practice, visitor=visitor))
    shown.show(desk.practice.treating.standing())
    return shown


def test_a_refused_account_is_a_banner_with_its_reason(refused: Desk) -> None:
    [pause] = awaited(refused).standing.paused

    assert (pause.kind, pause.reason, pause.waiting) == (Kind.EMAIL, "535 refusé", 1)


def test_one_click_resumes_it(refused: Desk) -> None:
    awaited(refused).resume(Kind.EMAIL)

    assert refused.practice.treating.standing().paused == ()
    assert refused.practice.work(by="programme").delivered == 1


def test_who_may_not_send_may_not_resume(refused: Desk) -> None:
    analyst = Visitor("Ana", Role.ANALYST, sign_in="x")

    with pytest.raises(ForbiddenError):
        awaited(refused, analyst).resume(Kind.EMAIL)


def test_messages_with_a_turn_say_when_the_last_one_leaves(
    smtp_peer: SmtpPeer, tmp_path: Path
) -> None:
    config = Config(email=replace(a_config(smtp_peer.port), per_hour=1))
    desk = a_desk(tmp_path / "files", config=config)
    desk.yearly_vaccine()
    for number in (1, 2, 3):
        desk.due_today(number)
    desk.practice.send(by="Camille")

    [queue] = awaited(desk).standing.queues

    hour = timedelta(hours=1)
    assert queue == Queue(Kind.EMAIL, 2, NOON + hour, NOON + 2 * hour)
    said = sentence(queue, desk.practice.settings().timezone)
    assert "2 messages attendent leur tour" in said
    assert said.endswith("le dernier le 24/11/2026 à 14:00.")


def test_nothing_waits_after_an_ordinary_send(due_desk: Desk) -> None:
    due_desk.practice.send(by="Camille")

    assert awaited(due_desk).standing == Standing()


def test_a_copy_that_failed_is_said_on_every_page(due_desk: Desk) -> None:
    shown = awaited(due_desk)

    shown.show(Standing(), warnings=("La sauvegarde <n'a> pas pu être faite",))

    [banner] = shown.__panel__()
    assert "sauvegarde &lt;n" in str(banner.select()[-1].object)


def test_it_is_no_longer_said_once_it_is_put_right(due_desk: Desk) -> None:
    shown = awaited(due_desk)
    shown.show(Standing(), warnings=("La sauvegarde n'a pas pu être faite",))

    shown.show(Standing())

    assert list(shown.__panel__()) == []
