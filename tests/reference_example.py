"""Ada's dog Rex, vaccinated once: the clinic that facts about the reference vary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.reference import Row, due
from tests.reference_world import Act, ActType, Animal, Client, Delivery, Rule, World

# Vaccinated on 2025-11-24: due on 2026-11-24, the reminder leaves fifteen days before.
VACCINATED = date(2025, 11, 24)
DUE = date(2026, 11, 24)
PLANNED = date(2026, 11, 9)
KEY = ("rex", "vaccine", "a1", 1)

ADA = Client("ada", email="ada@example.fr")
REX = Animal("rex", "ada")
VACCINE = ActType("vaccine", "vaccine", "12m")
RULE = Rule("vaccine", 1, -15)
CLINIC = World((ADA,), (REX,), (VACCINE,), (Act("a1", "rex", "vaccine", VACCINATED),))
CLINIC = replace(CLINIC, rules=(RULE,))


def clinic(**changes: Any) -> World:
    return replace(CLINIC, **changes)


def left(state: str = "sent", on: date = PLANNED, step: int = 1) -> Delivery:
    return Delivery("ada", "email", on, state, (("rex", "vaccine", "a1", step),))


def the_row(world: World, on: date = PLANNED) -> Row:
    [row] = [r for r in due(world, on, everything=True) if r.state != "superseded"]
    return row


def state(world: World, on: date = PLANNED) -> tuple[str, str]:
    row = the_row(world, on)
    return row.state, row.reason_code
