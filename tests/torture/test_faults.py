"""Every operation of a clinic's day, failing after each of its statements in turn.

Then the promises hold, and doing it again ends as if nothing had happened. Faults come
in two kinds: one statement or commit fails and the program goes on, or all that follows
fails too, as when the process is killed there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest

from relance_ops.channels.base import Channel
from relance_ops.config import Config
from relance_ops.errors import RelanceError
from relance_ops.model import Cause, DeliveryState, Kind, Message, Receipt
from relance_ops.practice import EVERY_CHANNEL, Practice
from tests.factories import TODAY, Clock, Desk
from tests.torture.invariants import broken
from tests.torture.struck import Fault, Point, PulledPlugError, StruckDatabase

pytestmark = pytest.mark.slow


@dataclass
class Peer:
    """Takes every message and writes it down; refuses *shy* clients the first time."""

    kind: Kind
    shy: frozenset[str] = frozenset()
    taken: Counter[int] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    needs_confirmation: bool = False

    def send(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        for message in messages:
            client = message.client.client_id
            self.asked[client] += 1
            if client in self.shy and self.asked[client] == 1:
                number = message.delivery_id
                yield Receipt(number, DeliveryState.RETRY, Cause.TRANSIENT)
                continue
            self.taken[message.delivery_id] += 1
            yield Receipt(message.delivery_id, DeliveryState.SENT)


class PeeredPractice(Practice):
    """A practice whose emails and SMS are taken by peers of the test."""

    peers: Mapping[Kind, Peer]

    def _channels(self) -> Mapping[Kind, Channel]:
        return {**super()._channels(), **self.peers}


class TriedDesk(Desk):
    """Four clients due: two by email (one refused at first), by SMS, by letter."""

    def __init__(self, files: Path) -> None:
        clock = Clock()
        self.database = StruckDatabase(now=clock())
        practice = PeeredPractice(
            self.database, config=Config(), files=files, clock=clock
        )
        practice.peers = {
            Kind.EMAIL: Peer(Kind.EMAIL, shy=frozenset({"C2"})),
            Kind.SMS: Peer(Kind.SMS),
        }
        super().__init__(practice, clock)
        self.peers = practice.peers
        self.yearly_vaccine()
        self.due_today(1)
        self.due_today(2)
        self.due_today(3, email="")
        self.due_today(4, email="", mobile="")
        self.export = files / "export"

    @property
    def accepted(self) -> Counter[int]:
        return self.peers[Kind.EMAIL].taken + self.peers[Kind.SMS].taken

    def settle(self) -> None:
        """A person decides, knowing what the peers have."""
        for one in self.practice.check_up().uncertain:
            sent = self.accepted[one.delivery_id] > 0
            self.practice.resolve(one.delivery_id, sent=sent, by="accueil")

    def end(self) -> dict[str, list[tuple[Any, ...]]]:
        """What the clinic has become, but for numbers and times."""
        return {what: self.rows(question) for what, question in _END.items()}


_END = {
    "deliveries that stand": """
        select animal_id, anchor_id, step, channel, state
        from claim join delivery_now using (delivery_id)
        where state not in ('voided', 'failed') order by all""",
    "clients": "select * from client order by all",
    "rules": """select act_type, step, offset_days, valid_days from rule
        where version = (select max(version) from rule_version) order by all""",
    "settings": "select key, value from setting order by all",
    "refreshed": "select distinct refreshed_by from refresh order by all",
}

CLIENTS = "client_id,last_name,email\nC1,Lefèvre,neuve@example.fr\nC9,Martin,\n"


def import_folder(desk: TriedDesk) -> None:
    desk.export.mkdir(parents=True, exist_ok=True)
    (desk.export / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    report = desk.practice.import_folder(desk.export, by="accueil")
    if report.exit_status:
        raise duckdb.IOException(report.sentences()[0])


def publish(desk: TriedDesk) -> None:
    rules = [replace(rule, valid_days=90) for rule in desk.practice.rulebook.rules_of()]
    desk.practice.rulebook.publish(rules, comment="plus longtemps", by="gérant")


def sent(desk: TriedDesk) -> None:
    desk.practice.send(by="accueil")
    desk.clock.forward(minutes=2)


def all_sent(desk: TriedDesk) -> None:
    sent(desk)
    desk.practice.work(by="programme")


def interrupted(desk: TriedDesk) -> None:
    """A run of which the process was killed while the second email was leaving."""
    fault = Fault(Point.COMMITTED, _COMMITS_BEFORE_THE_SECOND, for_good=True)
    desk.database.reached = fault
    with pytest.raises(PulledPlugError):
        desk.practice.send(by="accueil")
    desk.database.reached = lambda _point: None


_COMMITS_BEFORE_THE_SECOND = 4


def uncertain(desk: TriedDesk) -> None:
    interrupted(desk)
    desk.practice.recover()


def cancel(desk: TriedDesk) -> None:
    desk.practice.cancel(sent_on=TODAY, by="accueil", kinds=sorted(EVERY_CHANNEL))


def confirm(desk: TriedDesk) -> None:
    desk.practice.confirm(1, by="accueil")


@dataclass(frozen=True)
class Operation:
    """Something that somebody does, and what must have happened before."""

    name: str
    do: Callable[[TriedDesk], object]
    before: Callable[[TriedDesk], object] = lambda _desk: None


OPERATIONS = [
    Operation("send", lambda desk: desk.practice.send(by="accueil")),
    Operation("work", lambda desk: desk.practice.work(by="accueil"), sent),
    Operation("recover", lambda desk: desk.practice.recover(), interrupted),
    Operation("resolve", lambda desk: desk.settle(), uncertain),
    Operation("confirm", confirm, sent),
    Operation("cancel", cancel, all_sent),
    Operation("publish", publish),
    Operation("import", import_folder),
    Operation("refresh", lambda desk: desk.practice.note_refresh(by="accueil")),
    Operation(
        "settings",
        lambda desk: desk.practice.set_all(
            {"min_gap_days": "9", "grouping": "none"}, by="gérant"
        ),
    ),
]


def finish(desk: TriedDesk) -> None:
    """A person decides, all that is still due leaves, what was refused is taken."""
    desk.settle()
    desk.clock.forward(minutes=2)
    desk.practice.work(by="programme")
    desk.practice.send(by="accueil")
    desk.clock.forward(minutes=2)
    desk.practice.work(by="programme")


def taken(desk: TriedDesk) -> Counter[tuple[str, str]]:
    """How often the peers took something for each client, by channel."""
    found: Counter[tuple[str, str]] = Counter()
    for number, client, channel in desk.rows(
        "select delivery_id, client_id, channel from delivery order by delivery_id"
    ):
        if desk.accepted[number]:
            found[client, channel] += desk.accepted[number]
    return found


@dataclass(frozen=True)
class Undisturbed:
    """How an operation goes when nothing fails."""

    points: list[tuple[Point, int]]
    end: dict[str, list[tuple[Any, ...]]]
    taken: Counter[tuple[str, str]]


def undisturbed(operation: Operation, files: Path) -> Undisturbed:
    desk = TriedDesk(files)
    operation.before(desk)
    desk.database.reached = count = Fault()
    operation.do(desk)
    desk.database.reached = lambda _point: None
    finish(desk)
    points = [
        (point, at)
        for point in (Point.STATEMENT, Point.COMMITTING, Point.COMMITTED)
        for at in range(1, count.seen[point] + 1)
    ]
    return Undisturbed(points, desk.end(), taken(desk))


def struck(desk: TriedDesk, operation: Operation, fault: Fault) -> None:
    """Do it until it fails; then the process is started again, or goes on."""
    desk.database.reached = fault
    with suppress(PulledPlugError, RelanceError, duckdb.Error):
        operation.do(desk)
    desk.database.reached = lambda _point: None
    assert fault.struck
    if fault.for_good:
        desk.practice.recover()
    else:
        desk.practice.work(by="programme")


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_fault_after_any_statement_breaks_no_promise(
    operation: Operation, for_good: bool, tmp_path: Path
) -> None:
    expected = undisturbed(operation, tmp_path)

    for point, at in expected.points:
        with TemporaryDirectory() as folder:
            desk = TriedDesk(Path(folder))
            operation.before(desk)

            struck(desk, operation, Fault(point, at, for_good))
            assert broken(desk.rows, desk.accepted) == [], f"{point} {at}"

            desk.settle()
            with suppress(RelanceError):  # it was done: somebody answered already
                operation.do(desk)
            finish(desk)
            assert broken(desk.rows, desk.accepted) == [], f"{point} {at}, again"
            assert desk.end() == expected.end, f"{point} {at}, again"
            assert taken(desk) == expected.taken, f"{point} {at}, again"
            desk.practice.database.close()
