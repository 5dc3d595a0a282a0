"""Which deliveries leave on a day, for the reference: grouping, and grouping ahead.

Written from the end of the specification's section 4 alone. Nothing of relance_ops.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tests.reference import Row, due, has_left, rule_of, why_held
from tests.reference_channels import channels_for
from tests.reference_world import Key, World


@dataclass(frozen=True)
class Leaving:
    """What one client receives by one channel at one time."""

    client_id: str
    channel: str
    reminders: frozenset[Key]


def plan(world: World, on: date) -> list[Leaving]:
    """One delivery per client (or animal, or reminder) and channel, sorted."""
    rows = due(world, on, everything=True)
    groups: dict[tuple[str, ...], set[Key]] = {}
    for row in rows:
        if row.state == "ready":
            for channel in row.channels:
                groups.setdefault((channel, *together(world, row)), set()).add(row.key)
    for row in rows:
        for channel in channels_ahead(world, row, on):
            # It joins a delivery that leaves anyway; it never makes one.
            groups.get((channel, *together(world, row)), set()).add(row.key)
    leaving = [Leaving(k[1], k[0], frozenset(keys)) for k, keys in groups.items()]
    return sorted(leaving, key=lambda d: (d.client_id, d.channel, sorted(d.reminders)))


def together(world: World, row: Row) -> tuple[str, ...]:
    """« Grouping »: what the reminders of one delivery have in common."""
    if world.choices.grouping == "client":
        return (row.client_id,)
    if world.choices.grouping == "animal":
        return (row.client_id, row.animal_id)
    return (row.client_id, *map(str, row.key))


def channels_ahead(world: World, row: Row, on: date) -> tuple[str, ...]:
    """« group_ahead_days »: the deliveries that a reminder planned soon may join."""
    choices = world.choices
    if choices.grouping == "none" or row.state != "planned" or row.planned_on is None:
        return ()
    soon = row.planned_on <= on + timedelta(days=choices.group_ahead_days)
    if not soon or has_left(world, row) or why_held(world, row, on):
        return ()
    [client] = [c for c in world.clients if c.client_id == row.client_id]
    return channels_for(world, client, rule_of(world, row))
