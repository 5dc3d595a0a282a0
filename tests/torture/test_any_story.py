"""Any story of a clinic, with channels that fail in every way: the promises hold.

`test_sending_property.py` says *what* leaves on days when all goes well; here nothing
does, and the question is whether anything is lost, left twice, or forgotten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from relance_ops.channels.base import Channel
from relance_ops.config import Config
from relance_ops.errors import ChannelError, RelanceError
from relance_ops.model import Cause, DeliveryState, Kind, Message, Receipt
from relance_ops.practice import Practice
from tests.factories import Clock, Desk
from tests.test_due_property import EXAMPLES
from tests.torture.invariants import broken
from tests.torture.struck import Fault, Point, PulledPlugError, StruckDatabase

pytestmark = pytest.mark.slow

CLIENTS = range(1, 6)

# What a peer does with a message, and whether it has it then.
ANSWERS: Mapping[str, tuple[DeliveryState, Cause, bool]] = {
    "taken": (DeliveryState.SENT, Cause.NONE, True),
    "refused for now": (DeliveryState.RETRY, Cause.TRANSIENT, False),
    "no such address": (DeliveryState.FAILED, Cause.RECIPIENT, False),
    "bad words": (DeliveryState.FAILED, Cause.MESSAGE, False),
    "taken, not answered": (DeliveryState.UNCERTAIN, Cause.UNKNOWN, True),
    "not taken, not answered": (DeliveryState.UNCERTAIN, Cause.UNKNOWN, False),
}
# What stops a whole channel; a bug may strike before the peer has the message or after.
STOPS = ("account refused", "unreachable", "bug", "taken, then a bug")
moods = st.lists(st.sampled_from([*ANSWERS, *STOPS]), max_size=4)


class BugError(Exception):
    """Nobody foresaw it."""


@dataclass
class MoodyPeer:
    """Takes every message once its *moods* are used up."""

    kind: Kind
    moods: list[str] = field(default_factory=list)
    taken: Counter[int] = field(default_factory=Counter)
    needs_confirmation: bool = False

    def send(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        for message in messages:
            yield self._answer(message.delivery_id)

    def _answer(self, number: int) -> Receipt:
        mood = self.moods.pop(0) if self.moods else "taken"
        if mood == "account refused":
            raise ChannelError("535", account=True)
        if mood == "unreachable":
            raise ChannelError("nobody answers")
        if mood == "bug":
            raise BugError
        state, cause, has_it = ANSWERS.get(mood, ANSWERS["taken"])
        self.taken[number] += has_it
        if mood == "taken, then a bug":
            raise BugError
        return Receipt(number, state, cause, detail=mood)


class MoodyPractice(Practice):
    """A practice whose emails and SMS go to moody peers."""

    peers: Mapping[Kind, MoodyPeer]

    def _channels(self) -> Mapping[Kind, Channel]:
        return {**super()._channels(), **self.peers}


class AnyStory(RuleBasedStateMachine):
    """One clinic; each rule is something that happens in it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.clock = Clock()
        self.database = StruckDatabase(now=self.clock())
        self.practice = MoodyPractice(
            self.database,
            config=Config(),
            files=Path(self.folder.name) / "files",
            clock=self.clock,
        )
        self.practice.peers = {kind: MoodyPeer(kind) for kind in (Kind.EMAIL, Kind.SMS)}
        self.desk = Desk(self.practice, self.clock)
        self.ledger: list[tuple[object, ...]] = []

    @property
    def taken(self) -> Counter[int]:
        return sum((peer.taken for peer in self.practice.peers.values()), Counter())

    def teardown(self) -> None:
        self.ends_well()
        self.database.close()
        self.folder.cleanup()

    @initialize()
    def a_clinic(self) -> None:
        self.desk.yearly_vaccine(-7, 14)
        for number in CLIENTS:
            email = {} if number % 2 else {"email": ""}
            paper = {"email": "", "mobile": ""} if number == 5 else {}
            self.desk.due_today(number, **email, **paper)
        hours = {"sms.from": "00:00", "sms.to": "23:59"}
        self.practice.set_all(hours, by="test")

    # What happens

    @rule(moods=moods, kind=st.sampled_from([Kind.EMAIL, Kind.SMS]))
    def send(self, moods: list[str], kind: Kind) -> None:
        self.practice.peers[kind].moods = list(moods)
        self.unforeseen(lambda: self.practice.send(by="accueil"))

    @rule(moods=moods, resume=st.booleans())
    def work(self, moods: list[str], *, resume: bool) -> None:
        self.practice.peers[Kind.EMAIL].moods = list(moods)
        self.unforeseen(lambda: self.practice.work(by="programme", resume=resume))

    @rule(
        point=st.sampled_from([Point.STATEMENT, Point.COMMITTING, Point.COMMITTED]),
        at=st.integers(1, 30),
        retries=st.booleans(),
    )
    def the_plug_is_pulled(self, point: Point, at: int, *, retries: bool) -> None:
        self.database.reached = Fault(point, at, for_good=True)
        with suppress(PulledPlugError):
            if retries:
                self.practice.work(by="programme")
            else:
                self.practice.send(by="accueil")
        self.database.reached = lambda _point: None
        self.practice.recover()

    @rule(reprint=st.booleans())
    def confirm(self, *, reprint: bool) -> None:
        for question in self.practice.print_questions():
            numbers = [letter[0] for letter in question.letters] if reprint else []
            self.practice.confirm(question.run_id, by="accueil", reprint=numbers)

    @rule(kinds=st.sets(st.sampled_from(list(Kind)), min_size=1))
    def cancel(self, kinds: set[Kind]) -> None:
        on = self.practice.today()
        self.practice.cancel(sent_on=on, by="accueil", kinds=sorted(kinds))

    @rule(sent=st.booleans())
    def a_person_decides(self, *, sent: bool) -> None:
        """Rightly: what the peer has is « parti », the rest is sent again."""
        for one in self.practice.check_up().uncertain[: None if sent else 1]:
            has_it = self.taken[one.delivery_id] > 0
            self.practice.resolve(one.delivery_id, sent=has_it, by="accueil")

    @rule(valid_days=st.integers(30, 90))
    def publish(self, valid_days: int) -> None:
        rules = self.practice.rulebook.rules_of()
        changed = [replace(one, valid_days=valid_days) for one in rules]
        with suppress(RelanceError):  # nothing changed
            self.practice.rulebook.publish(changed, comment="essai", by="gérant")

    @rule(
        number=st.sampled_from(CLIENTS),
        email=st.sampled_from(["", "neuve@example.fr"]),
        refuses=st.booleans(),
        came=st.booleans(),
    )
    def import_(self, number: int, email: str, *, refuses: bool, came: bool) -> None:
        folder = Path(self.folder.name) / "export"
        folder.mkdir(exist_ok=True)
        (folder / "clients.csv").write_text(
            "client_id,last_name,email,refuses_sms\n"
            f"C{number},Lefèvre,{email},{str(refuses).lower()}\n",
            encoding="utf-8",
        )
        acts = "act_id,animal_id,act_type,performed_on\n"
        if came:
            acts += f"Y{number},A{number},VACC,{self.practice.today()}\n"
        (folder / "acts.csv").write_text(acts, encoding="utf-8")
        self.practice.import_folder(folder, by="accueil")

    @rule()
    def refresh(self) -> None:
        self.practice.note_refresh(by="accueil")

    @rule(hours=st.sampled_from([1, 3, 24, 24 * 8, 24 * 21]))
    def time_passes(self, hours: int) -> None:
        self.clock.forward(hours=hours)

    def unforeseen(self, doing: object) -> None:
        """Do it; after an unexpected error the next round of the program comes."""
        assert callable(doing)
        try:
            doing()
        except BugError:
            for peer in self.practice.peers.values():
                peer.moods.clear()
            self.practice.work(by="programme")

    # What must hold

    @invariant()
    def no_promise_is_broken(self) -> None:
        assert broken(self.desk.rows, self.taken) == []

    @invariant()
    def the_ledger_only_grows(self) -> None:
        now = self.desk.rows("select * from ledger order by entry_id")
        assert now[: len(self.ledger)] == self.ledger
        self.ledger = now

    def ends_well(self) -> None:
        """With peers that take everything, whatever is due today leaves."""
        for peer in self.practice.peers.values():
            peer.moods.clear()
        self.a_person_decides(sent=True)
        for _round in range(2):
            self.clock.forward(hours=25)
            self.practice.work(by="accueil", resume=True)
            self.practice.send(by="accueil")
        assert self.desk.ready() == []
        assert self.practice.check_up().retrying == 0
        self.no_promise_is_broken()


AnyStory.TestCase.settings = settings(
    max_examples=max(EXAMPLES // 10, 5),
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestAnyStory = pytest.mark.slow(AnyStory.TestCase)
