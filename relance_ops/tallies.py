"""What is counted over a period, as values: no database, no words.

A delivery counts on its run's day, and only while it is live: undone, refused and
returned ones are counted apart. What each figure means for a person is `figures.py`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date

from relance_ops.model import DEAD_STATES, DeliveryState, Form, Kind
from relance_ops.periods import Grain, Period

LIVE_STATES = frozenset(DeliveryState) - DEAD_STATES


@dataclass(frozen=True, slots=True)
class Counts:
    """What can be added up over weeks, months and channels.

    Attributes:
        deliveries: Live ones: neither undone, nor refused, nor returned.
        reminders: Those that the live deliveries hold; one that leaves by two channels
            counts twice here, once in `Totals`.
        cost_cents: Stamps and SMS parts of live deliveries, at the prices of their day.
        sms_parts: Billed parts of live SMS.
        stamps_saved: Reminders that shared the letter or card of another one.
        saved_cents: The same at the price of that letter or card.
        reprinted: Live letters and cards that hold a reminder printed before in vain.
        uncertain: Live deliveries of which nobody knows whether they left.
        failed, bounced, voided: Deliveries that ended: refused, returned, undone.
    """

    deliveries: int = 0
    reminders: int = 0
    cost_cents: int = 0
    sms_parts: int = 0
    stamps_saved: int = 0
    saved_cents: int = 0
    reprinted: int = 0
    uncertain: int = 0
    failed: int = 0
    bounced: int = 0
    voided: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in COUNTED))


COUNTED = tuple(field.name for field in fields(Counts))


@dataclass(frozen=True, slots=True)
class Volume:
    """What left by one channel in one week or month.

    Attributes:
        start: Its Monday, or its first of the month.
    """

    start: date
    kind: Kind
    counts: Counts


@dataclass(frozen=True, slots=True)
class ActVolume:
    """Reminders of one act type at one step; each counts once."""

    act_type: str
    label: str
    category: str
    family: str
    step: int
    reminders: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The clinic over one period.

    Attributes:
        by_kind: Every channel, also those with nothing.
        clients: Who got at least one live delivery.
        reminders: Carried by live deliveries, each once.
    """

    by_kind: dict[Kind, Counts]
    clients: int
    reminders: int

    @property
    def over_all(self) -> Counts:
        """Over all channels."""
        return sum(self.by_kind.values(), Counts())

    @property
    def deliveries(self) -> int:
        """Live deliveries."""
        return self.over_all.deliveries

    @property
    def cost_cents(self) -> int:
        """What they cost, in euro cents."""
        return self.over_all.cost_cents

    @property
    def cents_per_reminder(self) -> int:
        """Average, rounded to the cent; 0 without a reminder."""
        return _average(self.cost_cents, self.reminders)

    @property
    def cents_per_client(self) -> int:
        """Average over the clients reminded, rounded to the cent; 0 without one."""
        return _average(self.cost_cents, self.clients)

    @property
    def saved_cents(self) -> int:
        """Stamps that grouping saved, in euro cents."""
        return self.over_all.saved_cents

    @property
    def failures(self) -> int:
        """Refused and returned."""
        return self.over_all.failed + self.over_all.bounced


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that one look at a period shows.

    Attributes:
        first_day: Of the clinic's first run; None when nothing ever left.
        now: The period itself; before and year_before what it is compared with.
        weeks, months: By channel, only those with deliveries, soonest first.
    """

    period: Period
    first_day: date | None
    now: Totals
    before: Totals
    year_before: Totals
    weeks: tuple[Volume, ...]
    months: tuple[Volume, ...]
    acts: tuple[ActVolume, ...]

    def knows(self, period: Period) -> bool:
        """True when nothing is missing of *period*: half of one is no comparison.

        The period itself is always shown as it is.
        """
        began = self.first_day is not None and self.first_day <= period.since
        return began or period == self.period

    def volumes(self, grain: Grain) -> tuple[Volume, ...]:
        """The weeks or the months."""
        return self.weeks if grain is Grain.WEEK else self.months


@dataclass(frozen=True, slots=True)
class Reachable:
    """Whom the clinic can reach today, archived clients left out.

    Attributes:
        clients: How many there are.
        by_form: Who has a usable contact and does not refuse it, by client_id.
        by_none: Who cannot be reached at all.
    """

    clients: int
    by_form: dict[Form, tuple[str, ...]]
    by_none: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """Which deliveries a figure counts; an empty set of reminders' traits is all.

    Attributes:
        act_types, families, steps: A delivery is found when it holds one such reminder.
        reprinted, grouped: Only paper that was printed again, that holds several.
    """

    period: Period
    kinds: frozenset[Kind] = frozenset(Kind)
    states: frozenset[DeliveryState] = LIVE_STATES
    act_types: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    steps: frozenset[int] = frozenset()
    reprinted: bool = field(default=False, kw_only=True)
    grouped: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Line:
    """One delivery behind a figure."""

    on: date
    delivery_id: int
    client_id: str
    client_name: str
    animals: str
    labels: str
    steps: tuple[int, ...]
    kind: Kind
    state: DeliveryState
    cost_cents: int


@dataclass(frozen=True, slots=True)
class Person:
    """One client behind a figure."""

    client_id: str
    client_name: str
    city: str


def _average(cents: int, count: int) -> int:
    return round(cents / count) if count else 0
