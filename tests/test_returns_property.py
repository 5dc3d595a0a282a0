"""Random reminders and random acts: the file and plain Python tell the same returns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relance_ops.periods import Period
from tests.factories import TODAY, Desk, a_desk
from tests.sends import Held, Sent, keep

FIRST = TODAY - timedelta(days=80)
ANIMALS = ("A1", "A2")
ACT_TYPES = ("VACC", "RAGE")

# They left, or may have, and nothing has undone it since.
GONE = ("sent", "delivered", "awaiting", "printed", "uncertain")

Obligation = tuple[str, str]  # the animal and the act type: each has one anchor


@dataclass(frozen=True)
class World:
    """What was sent and done; days are counted from FIRST."""

    sends: tuple[Sent, ...]
    acts: tuple[tuple[Obligation, date], ...]
    gone_on: dict[str, date]


@dataclass(frozen=True)
class Told:
    """What is said of one reminder."""

    key: tuple[str, str, int]
    left_on: date
    channels: str
    cents: float
    outcome: str
    days: int


days = st.integers(0, 90).map(lambda n: FIRST + timedelta(days=n))
obligations = st.tuples(st.sampled_from(ANIMALS), st.sampled_from(ACT_TYPES))
held = st.builds(
    lambda obligation, step: Held(
        obligation[0],
        obligation[1],
        step,
        anchor_id="-".join(obligation),
        label=obligation[1],
    ),
    obligations,
    st.integers(1, 3),
)
sends = st.lists(
    st.builds(
        Sent,
        on=st.integers(0, 80).map(lambda n: FIRST + timedelta(days=n)),
        channel=st.sampled_from(("email", "sms", "letter", "card")),
        state=st.sampled_from((*GONE, *GONE, "bounced", "failed", "voided", "retry")),
        cost_cents=st.integers(0, 300),
        held=st.lists(held, min_size=1, max_size=3, unique=True).map(tuple),
    ),
    max_size=12,
)
worlds = st.builds(
    World,
    # Each press is an attempt of its own, so that nothing is claimed twice.
    sends.map(
        lambda found: tuple(
            replace(sent, held=tuple(replace(one, attempt=n) for one in sent.held))
            for n, sent in enumerate(found, 1)
        )
    ),
    st.lists(st.tuples(obligations, days), max_size=6).map(tuple),
    st.dictionaries(st.sampled_from(ANIMALS), days, max_size=1),
)

# Each example opens a file of its own: a tenth of a second.
examples = settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck)
)


def write(world: World, desk: Desk) -> None:
    desk.client("C1")
    for animal_id in ANIMALS:
        desk.animal(animal_id, "C1", deceased_on=world.gone_on.get(animal_id))
    for act_type in ACT_TYPES:
        desk.yearly_vaccine(act_type=act_type)
        for animal_id in ANIMALS:
            desk.act(
                f"{animal_id}-{act_type}", animal_id,
                act_type=act_type, performed_on=FIRST - timedelta(days=360),
            )  # fmt: skip
    for number, ((animal_id, act_type), day) in enumerate(world.acts):
        desk.act(f"R{number}", animal_id, act_type=act_type, performed_on=day)
    keep(desk.practice.database, world.sends)


def reference(world: World) -> list[Told]:
    """The definitions, one reminder after the other."""
    steps: dict[Obligation, dict[int, list[Sent]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for sent in world.sends:
        if sent.state in GONE:
            for one in sent.held:
                steps[one.animal_id, one.act_type][one.step].append(sent)
    told = []
    for obligation, by_step in steps.items():
        left = sorted((min(s.on for s in found), n) for n, found in by_step.items())
        ends = [day for day, _step in left[1:]] + [None]
        for (left_on, step), next_on in zip(left, ends, strict=True):
            carried = by_step[step]
            outcome, until = ended(world, obligation, left_on, next_on)
            told.append(
                Told(
                    (*obligation, step),
                    left_on,
                    "|".join(sorted({sent.channel for sent in carried})),
                    sum(sent.cost_cents / len(sent.held) for sent in carried),
                    outcome,
                    (until - left_on).days,
                )
            )
    return sorted(told, key=lambda one: one.key)


def ended(
    world: World, obligation: Obligation, left_on: date, next_on: date | None
) -> tuple[str, date]:
    """What ended the wait, and when: day after day."""
    done = {day for whose, day in world.acts if whose == obligation}
    gone_on = world.gone_on.get(obligation[0], date.max)
    if gone_on <= left_on or any(day <= left_on for day in done):
        return "too_late", left_on
    day = left_on
    while day < TODAY and day != next_on:
        day += timedelta(days=1)
        if day in done:
            return "returned", day
        if day == gone_on:
            return "gone", day
    return ("awaited" if next_on is None else "next"), day


@examples
@given(world=worlds)
def test_the_file_tells_the_returns_as_plain_python_does(world: World) -> None:
    with TemporaryDirectory() as folder:
        desk = a_desk(Path(folder))
        write(world, desk)
        found = desk.practice.returns.reminders(Period(FIRST, TODAY))
        desk.practice.database.close()

    told = [
        Told(
            (row["animal_id"], row["recall_group"], row["step"]),
            row["left_on"].date(),
            row["channels"],
            row["cost_cents"],
            row["outcome"],
            row["days"],
        )
        for row in found.to_dict("records")
    ]
    assert sorted(map(rounded, told), key=lambda one: one.key) == [
        rounded(one) for one in reference(world)
    ]


def rounded(one: Told) -> Told:
    return replace(one, cents=round(one.cents, 6))
