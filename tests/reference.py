"""What is due on a day, once more, in plain Python: the judge of the real thing.

Written from the words of the specification's section 4 alone, for reading, not for
speed: each function names the rule it states. It must never import relance_ops.
"""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tests.reference_channels import channels_for, why_blocked
from tests.reference_world import Act, ActType, Animal, Client, Key, Rule, World

DEAD = {"voided", "failed", "bounced"}

# What chance is drawn with; the real one is minted for each clinic.
HOLDOUT_KEY = bytes(range(32))

Found = tuple[ActType, str, date | None]  # what was done, anchor id, due date


@dataclass(frozen=True)
class Row:
    """One line of the list; planned_on is None with step 0, when no step ever comes."""

    client_id: str
    animal_id: str
    recall_group: str
    act_type: str
    anchor_id: str
    due_on: date
    step: int = 0
    planned_on: date | None = None
    state: str = ""
    reason_code: str = ""
    channels: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return self.animal_id, self.recall_group, self.anchor_id, self.step


@dataclass(frozen=True)
class Obligation:
    """An act (or a birth) that calls the animal back, and whether a later act did."""

    client: Client
    animal: Animal
    act_type: ActType
    anchor_id: str
    due_on: date
    fulfilled: bool


def due(world: World, on: date, *, everything: bool = False) -> list[Row]:
    """Section 7: ready, held and blocked rows in order; with *everything*, all."""
    rows = [
        row
        for animal in world.animals
        for group in sorted({act_type.recall_group for act_type in world.act_types})
        for obligation in obligations(world, animal, group, on)
        for row in rows_of(world, obligation, on)
        if everything or row.state in ("ready", "held", "blocked")
    ]
    return sorted(rows, key=lambda row: (row.client_id, *row.key))


def obligations(
    world: World, animal: Animal, group: str, on: date
) -> Iterator[Obligation]:
    """Rule 1: only the latest act, the anchor, can be due; it fulfils earlier ones.

    Rule 2: without a due date nothing is due. Rule 3: nor where the conditions of the
    act type do not hold. A type without an active rule gives nothing either. All of
    these acts still fulfil earlier ones.
    """
    [client] = [c for c in world.clients if c.client_id == animal.client_id]
    found = [*births(world, animal, group), *acts_by(world, animal, group, on)]
    for place, (act_type, anchor_id, due_on) in enumerate(found, start=1):
        ruled = any(r.active for r in world.rules if r.act_type == act_type.act_type)
        if due_on and ruled and matches(animal, act_type):
            fulfilled = place < len(found)
            yield Obligation(client, animal, act_type, anchor_id, due_on, fulfilled)


def births(world: World, animal: Animal, group: str) -> list[Found]:
    """Rule 3: trigger=age is due at birth_date + delay; its anchor is the birth."""
    return [
        (act_type, "birth", add_delay(animal.birth_date, act_type.delay))
        for act_type in world.act_types
        if act_type.recall_group == group and act_type.trigger == "age"
        if animal.birth_date and act_type.delay and matches(animal, act_type)
    ]


def acts_by(world: World, animal: Animal, group: str, on: date) -> list[Found]:
    """Rule 1: acts after T do not exist yet; the latest comes last.

    On a tie the one with the later due date, then the greater act_id as text.
    """
    types = {t.act_type: t for t in world.act_types if t.recall_group == group}
    acts = [
        act
        for act in world.acts
        if act.animal_id == animal.animal_id
        if act.act_type in types and act.performed_on <= on
    ]

    def order(act: Act) -> tuple[date, date, str]:
        due_on = due_date(act, types[act.act_type]) or date.min
        return act.performed_on, due_on, act.act_id

    return [
        (types[act.act_type], act.act_id, due_date(act, types[act.act_type]))
        for act in sorted(acts, key=order)
    ]


def due_date(act: Act, act_type: ActType) -> date | None:
    """Rule 2: the typed date if given, else performed_on + delay.

    Rule 3: an act of an age-triggered type has no due date unless it is typed.
    """
    if act.due_on:
        return act.due_on
    if act_type.trigger == "age" or not act_type.delay:
        return None
    return add_delay(act.performed_on, act_type.delay)


def add_delay(day: date, delay: str) -> date:
    """Rule 2: months and years are calendar: 31 Jan + 1m = 28 or 29 Feb."""
    count, unit = int(delay[:-1]), delay[-1]
    if unit in "dw":
        return day + timedelta(days=count * (7 if unit == "w" else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "y" else 1)
    year, month = months // 12, months % 12 + 1
    last_day = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last_day))


def matches(animal: Animal, act_type: ActType) -> bool:
    """Rule 3: species and neutered conditions; unknown is neither yes nor no."""
    right_species = not act_type.species or animal.species in act_type.species
    right_neutered = act_type.neutered is None or animal.neutered is act_type.neutered
    return right_species and right_neutered


def rows_of(world: World, obligation: Obligation, on: date) -> Iterator[Row]:
    """Rule 4: one row at the current step, and one for each step that was missed.

    The current step is the highest active one that has been reached; before that, the
    row stands at the next one to come, or at step 0 if none ever comes.
    """
    steps = steps_of(world, obligation)
    reached = [row for row in steps if row.planned_on and row.planned_on <= on]
    coming = [] if obligation.fulfilled else [s for s in steps if s not in reached]
    row = [*reached[-1:], *coming[:1], without_step(obligation)][0]
    state, reason = state_of(world, obligation, row, on)
    channels: tuple[str, ...] = ()
    if state in ("ready", "held"):
        channels = channels_for(world, obligation.client, rule_of(world, row))
    yield replace(row, state=state, reason_code=reason, channels=channels)
    if state not in ("excluded", "fulfilled"):
        yield from superseded(world, reached[:-1])


def without_step(obligation: Obligation) -> Row:
    """What every row of this obligation says, whatever the step."""
    return Row(
        client_id=obligation.client.client_id,
        animal_id=obligation.animal.animal_id,
        recall_group=obligation.act_type.recall_group,
        act_type=obligation.act_type.act_type,
        anchor_id=obligation.anchor_id,
        due_on=obligation.due_on,
    )


def steps_of(world: World, obligation: Obligation) -> list[Row]:
    """Rule 4: planned_on = due + offset_days, for each active step, lowest first.

    A step that would have been planned before its active_from does not exist.
    """
    rows = []
    for rule in sorted(world.rules, key=lambda rule: rule.step):
        planned_on = obligation.due_on + timedelta(days=rule.offset_days)
        ours = rule.act_type == obligation.act_type.act_type and rule.active
        if ours and (rule.active_from is None or planned_on >= rule.active_from):
            row = without_step(obligation)
            rows.append(replace(row, step=rule.step, planned_on=planned_on))
    return rows


def superseded(world: World, earlier: list[Row]) -> Iterator[Row]:
    """Rule 4: a missed earlier step is never sent after a later one came."""
    for row in earlier:
        if not has_left(world, row):
            yield replace(row, state="superseded", reason_code="newer_step")


def state_of(
    world: World, obligation: Obligation, row: Row, on: date
) -> tuple[str, str]:
    """Rule 6: excluded, fulfilled, planned come first, in this order; with reason."""
    excluded = why_excluded(obligation.client, obligation.animal, on)
    if excluded:
        return "excluded", excluded
    if obligation.fulfilled:
        return "fulfilled", "later_act"
    if row.planned_on is None:
        return "planned", "rule_starts_later"
    if row.planned_on > on:
        return "planned", ""
    return state_once_reached(world, obligation.client, row, on)


def state_once_reached(
    world: World, client: Client, row: Row, on: date
) -> tuple[str, str]:
    """Rule 6: then sent, expired, held, blocked; rule 5: what is left is ready."""
    if has_left(world, row):
        return "sent", ""
    if is_past_validity(world, row, on):
        return "expired", "past_validity"
    held = why_held(world, row, on)
    if held:
        return "held", held
    if not channels_for(world, client, rule_of(world, row)):
        return "blocked", why_blocked(world, client)
    return "ready", ""


def rule_of(world: World, row: Row) -> Rule:
    """The step of the rule that this row stands at."""
    place = (row.act_type, row.step)
    [rule] = [rule for rule in world.rules if (rule.act_type, rule.step) == place]
    return rule


def why_excluded(client: Client, animal: Animal, on: date) -> str:
    """Rule 6: deceased or departed on or before T, or the client archived."""
    if animal.deceased_on and animal.deceased_on <= on:
        return "deceased"
    if animal.departed_on and animal.departed_on <= on:
        return "departed"
    return "archived" if client.archived else ""


def has_left(world: World, row: Row) -> bool:
    """Rule 5: a live delivery exists for this anchor and step, on any channel."""
    return any(row.key in d.claims for d in world.deliveries if d.state not in DEAD)


def is_past_validity(world: World, row: Row, on: date) -> bool:
    """Rule 5: in time is T < planned_on + valid_days."""
    valid_days = timedelta(days=rule_of(world, row).valid_days)
    return row.planned_on is not None and on >= row.planned_on + valid_days


def why_held(world: World, row: Row, on: date) -> str:
    """Rule 6: an appointment within T <= starts_on <= T + 60, else too soon."""
    horizon = on + timedelta(days=world.choices.appointment_days)
    for visit in world.appointments:
        names_nobody = visit.animal_id is None and visit.client_id == row.client_id
        for_us = names_nobody or visit.animal_id == row.animal_id
        if for_us and on <= visit.starts_on <= horizon:
            return "appointment"
    if is_too_soon(world, row, on):
        return "too_soon"
    return "holdout" if is_withheld(world, row) else ""


def is_withheld(world: World, row: Row) -> bool:
    """The hold-out: chance keeps it back for all its steps, or for none.

    Never a group that holds an act of the law, nor what was already reminded once.
    """
    if row.recall_group in {
        kind.recall_group for kind in world.act_types if is_legal(kind)
    }:
        return False
    if any(
        claim[:3] == row.key[:3]
        for delivery in world.deliveries
        if delivery.state not in DEAD
        for claim in delivery.claims
    ):
        return False
    words = [HOLDOUT_KEY.hex().upper(), *map(str, row.key[:3])]
    drawn = hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:8]
    return int(drawn, 16) / 2**32 * 100 < world.choices.holdout_percent


def is_legal(act_type: ActType) -> bool:
    """What the export says; else, whether its name speaks of rabies."""
    if act_type.legal is not None:
        return act_type.legal
    return "rage" in act_type.act_type.split()


def is_too_soon(world: World, row: Row, on: date) -> bool:
    """Rule 5: the last live delivery for this anchor is not min_gap_days old yet."""
    gap = timedelta(days=world.choices.min_gap_days)
    run_days = [
        delivery.on
        for delivery in world.deliveries
        if delivery.state not in DEAD
        if row.key[:3] in {claim[:3] for claim in delivery.claims}
    ]
    return bool(run_days) and max(run_days) > on - gap
