"""Small random clinics, full of ties and edge dates, for the properties of "due".

Dates are drawn around the day that is asked about, so that validity, gaps and
appointments fall just before, on and just after their limits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.reference import DEAD, Row, add_delay, due
from tests.reference_plan import plan
from tests.reference_world import (
    FORMS,
    Act,
    ActType,
    Animal,
    Appointment,
    Choices,
    Client,
    Delivery,
    Key,
    Rule,
    World,
)
from tests.worlds import PATHS

DAYS = [
    *(date(2026, 11, 24), date(2028, 2, 29), date(2026, 2, 28), date(2026, 3, 1)),
    *(date(2025, 12, 31), date(2026, 3, 31), date(2028, 3, 31), date(2027, 1, 1)),
]
DELAYS = ["1m", "12m", "1y", "21d", "6w", "13m", "2m", "1d", "10d", ""]
OFFSETS = [-61, -30, -15, -8, -7, -6, -1, 0, 1, 6, 7, 8, 15, 30]
NEAR = [
    *(0, 0, 0, 1, -1, -1, -7, 7, -8, 8, -6, 6),
    *(-15, 15, -30, 30, -31, -59, -60, -61, 59, 60, 61),
]
SPECIES = ["dog", "cat", "other"]
EMAILS = [
    *("", "ada@example.fr", "ada@EXAMPLE.fr", "Ada.B@é.example", "adà@example.fr"),
    *("ada@localhost", "ada", "ada@clinique.test", "ada@example..fr"),
]
MOBILES = [
    *("", "06 12 34 56 78", "06.12.34.56.79", "+33612345678", "0692 12 34 56"),
    *("01 99 00 11 22", "01 99 00 11 22 / 06 12 34 56 78", "0470 12 34 56"),
    *("+32 470 12 34 56", "87 12 34 56", "06 12", "n'en a pas", "0590 12 34 56"),
    *("07 45 12 34 56/0612345678", "0692 12 34 56 / 06 12 34 56 78"),
    *("06 12 34 56 78 (mari) / 06 12 34 56 79", "0561 751234", "05 61 75 12 34"),
]
DEAD_ADDRESSES = [
    *(("email", "ada@example.fr"), ("email", "Ada.B@xn--9ca.example")),
    *(("sms", "+33612345678"), ("sms", "+262692123456"), ("sms", "+32470123456")),
]
STEPS = [1, 2, 3]
ACT_IDS = ["1", "10", "9", "a", "B", "é", "a10", "a9"]


@dataclass(frozen=True)
class Asked:
    """A clinic and the day it is asked about."""

    world: World
    on: date


def rarely(draw: st.DrawFn) -> bool:
    """True about once in twelve, and never once hypothesis has simplified."""
    return draw(st.sampled_from(range(12))) == 11


def near(draw: st.DrawFn, day: date) -> date:
    return day + timedelta(draw(st.sampled_from(NEAR)))


def around(draw: st.DrawFn, day: date) -> date:
    return day + timedelta(draw(st.sampled_from([0, 1, -1])))


def forms(draw: st.DrawFn) -> frozenset[str]:
    return draw(st.frozensets(st.sampled_from(FORMS)))


@st.composite
def clinics(draw: st.DrawFn) -> Asked:
    """A whole clinic, small enough to be read when a property fails."""
    on = draw(st.sampled_from(DAYS))
    few, many = st.sampled_from([1, 1, 2, 3]), st.sampled_from([2, 3, 4, 1])
    clients = tuple(a_client(draw, n) for n in ("c1", "c10", "c2")[: draw(few)])
    animals = tuple(
        an_animal(draw, on, clients, name)
        for name in ("r1", "r10", "r2", "É")[: draw(many)]
    )
    act_types = tuple(act_types_of(draw))
    acts = tuple(acts_of(draw, on, animals, act_types))
    rules = tuple(r for kind in act_types for r in rules_of(draw, on, kind.act_type))
    world = World(
        clients=clients,
        animals=animals,
        act_types=act_types,
        acts=acts,
        rules=rules,
        appointments=tuple(appointments_of(draw, on, clients, animals)),
        dead_contacts=dead_contacts_of(draw, clients),
        choices=choices_of(draw),
    )
    rows = due(world, on, everything=True)
    left = tuple(deliveries_of(draw, on, rows))
    choices = replace(world.choices, group_ahead_days=days_ahead(draw, on, rows))
    return Asked(replace(world, deliveries=left, choices=choices), on)


# Clinics where something leaves; about one in seven does.
busy_clinics = clinics().filter(lambda asked: bool(plan(asked.world, asked.on)))


def some(draw: st.DrawFn, most: int) -> int:
    return draw(st.integers(1, most))


def a_client(draw: st.DrawFn, client_id: str) -> Client:
    return Client(
        client_id,
        last_name=" " if rarely(draw) else "Durand",
        address1="" if rarely(draw) else "1 rue des Lilas",
        address2="Bâtiment B" if rarely(draw) else "",
        postcode="" if rarely(draw) else "31000",
        city="" if rarely(draw) else "Toulouse",
        country=draw(st.sampled_from(["FR", "FR", "FR", "BE", "RE"])),
        email=draw(st.sampled_from(EMAILS)),
        mobile=draw(st.sampled_from(MOBILES)),
        boxes=forms(draw) if draw(st.booleans()) else frozenset(FORMS),
        refusals=forms(draw) if rarely(draw) else frozenset(),
        mail_returned=rarely(draw),
        archived=rarely(draw),
    )


def an_animal(
    draw: st.DrawFn, on: date, clients: tuple[Client, ...], animal_id: str
) -> Animal:
    return Animal(
        animal_id,
        draw(st.sampled_from(clients)).client_id,
        species=draw(st.sampled_from(SPECIES)),
        neutered=draw(st.sampled_from([None, True, False])),
        birth_date=None if rarely(draw) else a_past_day(draw, on),
        deceased_on=around(draw, on) if rarely(draw) else None,
        departed_on=around(draw, on) if rarely(draw) else None,
    )


def a_past_day(draw: st.DrawFn, on: date, delay: str | None = None) -> date:
    """A day such that *delay*, or one of them, ends near *on*; seldom after it."""
    delay = draw(st.sampled_from(DELAYS)) if delay is None else delay
    usual_days = (add_delay(on, delay) - on).days if delay else 0
    day = near(draw, on) - timedelta(usual_days + draw(st.sampled_from([0, 0, -1, 1])))
    if rarely(draw):  # the end of a month, or of February
        return day.replace(day=1) - timedelta(draw(st.sampled_from([1, 2, 3])))
    return day


def act_types_of(draw: st.DrawFn) -> Iterable[ActType]:
    """At most one age-triggered act type per recall group (rule 3)."""
    aged: set[str] = set()
    for number in range(some(draw, 4)):
        group = draw(st.sampled_from(["vaccine", "vaccine", "check-up"]))
        by_age = group not in aged and draw(st.sampled_from([False, False, True]))
        if by_age:
            aged.add(group)
        yield ActType(
            f"rage t{number}" if rarely(draw) else f"t{number}",
            group,
            delay=draw(st.sampled_from(DELAYS)),
            trigger="age" if by_age else "act",
            species=frozenset({"dog", "cat"}) if rarely(draw) else frozenset(),
            neutered=draw(st.booleans()) if rarely(draw) else None,
            legal=draw(st.sampled_from([None, None, None, False, True])),
        )


def acts_of(
    draw: st.DrawFn,
    on: date,
    animals: tuple[Animal, ...],
    act_types: tuple[ActType, ...],
) -> Iterable[Act]:
    """Acts with many ties; a typed due date is never before its act (section 3)."""
    performed_on = on
    for act_id in ACT_IDS[: draw(st.sampled_from([6, 5, 4, 3, 2, 1, 8, 0]))]:
        kind = draw(st.sampled_from(act_types))
        if not draw(st.sampled_from([False, False, True])):  # else: the same day
            performed_on = a_past_day(draw, on, kind.delay)
        typed = near(draw, on) if draw(st.sampled_from(range(5))) == 4 else None
        yield Act(
            act_id,
            draw(st.sampled_from(animals)).animal_id,
            kind.act_type,
            performed_on,
            max(typed, performed_on) if typed else None,
        )


def rules_of(draw: st.DrawFn, on: date, act_type: str) -> Iterable[Rule]:
    """No rule to three steps; offsets strictly increase with the step (rule 4)."""
    many = 0 if rarely(draw) else 1
    chosen = draw(st.sets(st.sampled_from(OFFSETS), min_size=many, max_size=3 * many))
    offsets = sorted(chosen)
    steps = sorted(draw(st.permutations(STEPS))[: len(offsets)])
    for step, offset_days in zip(steps, offsets, strict=True):
        yield Rule(
            act_type,
            step,
            offset_days,
            valid_days=draw(st.sampled_from([60, 60, 60, 30, 8, 7, 1])),
            channels=forms(draw) if rarely(draw) else frozenset(),
            paper_form=draw(st.sampled_from(["letter", "card"])),
            active=not rarely(draw),
            active_from=near(draw, on)
            if draw(st.sampled_from(range(4))) == 3
            else None,
        )


def appointments_of(
    draw: st.DrawFn,
    on: date,
    clients: tuple[Client, ...],
    animals: tuple[Animal, ...],
) -> Iterable[Appointment]:
    for _n in range(max(0, some(draw, 4) - 2)):
        animal = draw(st.sampled_from([None, *animals]))
        owner = animal.client_id if animal else draw(st.sampled_from(clients)).client_id
        if rarely(draw):  # the animal went to another owner since
            owner = draw(st.sampled_from(clients)).client_id
        day = on + timedelta(draw(st.sampled_from([60, 0, 61, -1, 30, 31, 59])))
        yield Appointment(owner, animal.animal_id if animal else None, day)


def days_ahead(draw: st.DrawFn, on: date, rows: list[Row]) -> int:
    """Often just as far as some step to come, or one day less."""
    planned = [(row.planned_on - on).days for row in rows if row.planned_on]
    limits = [days - n for days in planned for n in (0, 0, 1) if 0 < days < 365]
    return draw(st.sampled_from([*limits, 0, 30]))


def deliveries_of(draw: st.DrawFn, on: date, rows: list[Row]) -> Iterable[Delivery]:
    """Past runs; never two live ones for one step and channel (section 5)."""
    awaited = [row for row in rows if row.state not in ("excluded", "fulfilled")]
    live: set[tuple[Key, str]] = set()
    for _n in range(max(0, some(draw, 7) - 2) if awaited else 0):
        client_id = draw(st.sampled_from(awaited)).client_id
        theirs = rows if rarely(draw) else awaited  # rarely, of a fulfilled anchor
        mine = st.sampled_from([row for row in theirs if row.client_id == client_id])
        channel = draw(st.sampled_from(["email", "sms", "letter", "card"]))
        state = draw(st.sampled_from([*PATHS, "sent", "printed"]))
        day = on + timedelta(draw(st.sampled_from([-7, -6, -7, -8, -1, 0, -61])))
        claims = {
            (
                *row.key[:3],
                draw(st.sampled_from([row.step or 1, row.step or 1, *STEPS])),
            )
            for row in draw(st.lists(mine, min_size=1, max_size=2))
        }
        new = tuple(sorted(claim for claim in claims if (claim, channel) not in live))
        if state not in DEAD:
            live |= {(claim, channel) for claim in new}
        if new:
            yield Delivery(client_id, channel, day, state, new)


def dead_contacts_of(
    draw: st.DrawFn, clients: tuple[Client, ...]
) -> frozenset[tuple[str, str, str]]:
    dead = draw(st.sets(st.sampled_from(DEAD_ADDRESSES), max_size=2))
    client = draw(st.sampled_from(clients)).client_id
    return frozenset((client, form, address) for form, address in dead)


def choices_of(draw: st.DrawFn) -> Choices:
    order = draw(st.permutations(FORMS))
    return Choices(
        form_mode=draw(st.sampled_from(["clinic", "client"])),
        form_order=tuple(order[: draw(st.sampled_from([3, 3, 2, 1]))]),
        form_usable=draw(st.sampled_from(["first", "all"])),
        grouping=draw(st.sampled_from(["client", "client", "animal", "none"])),
        min_gap_days=draw(st.sampled_from([7, 7, 7, 0, 1])),
        appointment_days=draw(st.sampled_from([60, 60, 0, 30])),
        holdout_percent=draw(st.sampled_from([0, 0, 20])),
    )
