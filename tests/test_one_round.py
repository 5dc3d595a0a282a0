"""One round of sending at a time in a process, and what a failed one left is freed."""

from __future__ import annotations

import resource
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from relance_ops.errors import DatabaseUnavailableError
from relance_ops.model import Cause, DeliveryState, Kind, Message, Receipt
from tests.factories import Desk, a_desk
from tests.test_sending import Scripted, use


class Slow(Scripted):
    """Says yes to everybody, but only once another round had time to look."""

    def send(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        for message in messages:
            self.pulled.append(message.delivery_id)
            threading.Event().wait(0.05)
            yield Receipt(message.delivery_id, DeliveryState.SENT)


def test_two_rounds_of_retries_at_once_send_each_message_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.yearly_vaccine()
    for number in (1, 2, 3):
        desk.due_today(number)
    refusals = [DeliveryState.RETRY] * 3
    use(desk, Scripted(*refusals, cause=Cause.TRANSIENT), monkeypatch)
    desk.practice.send(by="accueil")
    desk.clock.forward(minutes=2)
    slow = Slow()
    use(desk, slow, monkeypatch)

    rounds = [
        threading.Thread(target=desk.practice.work, kwargs={"by": who})
        for who in ("programme", "accueil")
    ]
    for one in rounds:
        one.start()
    for one in rounds:
        one.join()

    assert sorted(slow.pulled) == [1, 2, 3]
    assert desk.states() == {"email": {"sent": 3}}


def test_what_an_unexpected_error_left_claimed_is_ready_at_the_next_round(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.yearly_vaccine()
    desk.due_today(1, email="", mobile="")
    desk.due_today(2)
    broken = Scripted(RuntimeError("bug"))
    usual = desk.practice._channels()
    monkeypatch.setattr(
        desk.practice, "_channels", lambda: {**usual, Kind.LETTER: broken}
    )
    with pytest.raises(RuntimeError, match="bug"):
        desk.practice.send(by="accueil")

    desk.practice.work(by="programme")

    assert "A2" in desk.ready()
    assert desk.states()["email"] == {"voided": 1}


def test_a_message_without_an_outcome_is_listed_at_the_next_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = a_desk(tmp_path / "files", path=tmp_path / "x.duckdb")
    desk.yearly_vaccine()
    desk.due_today()
    wal = tmp_path / "x.duckdb.wal"
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)

    class Filling(Scripted):
        """The disk is full from the moment that the message has left."""

        def send(self, messages: Iterable[Message]) -> Iterator[Receipt]:
            for message in messages:
                limit = (wal.stat().st_size, usual[1])
                resource.setrlimit(resource.RLIMIT_FSIZE, limit)
                yield Receipt(message.delivery_id, DeliveryState.SENT)

    use(desk, Filling(), monkeypatch)
    try:
        with pytest.raises(DatabaseUnavailableError, match="Le disque est plein"):
            desk.practice.send(by="accueil")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)

    desk.practice.work(by="programme")

    assert [one.address for one in desk.practice.check_up().uncertain] == [
        "c1@example.fr"
    ]
    desk.practice.database.close()
