"""Deliveries as they lie in the file, without anybody sending them: to be counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from relance_ops.database import Database
from tests.factories import TODAY

# The lines of the ledger that lead to each state.
WAYS = {
    "claimed": ("claimed",),
    "sent": ("claimed", "handed", "sent"),
    "delivered": ("claimed", "handed", "sent", "delivered"),
    "bounced": ("claimed", "handed", "sent", "bounced"),
    "failed": ("claimed", "handed", "failed"),
    "retry": ("claimed", "handed", "retry"),
    "uncertain": ("claimed", "handed", "uncertain"),
    "awaiting": ("claimed", "awaiting"),
    "printed": ("claimed", "awaiting", "printed"),
    "voided": ("claimed", "awaiting", "voided"),
}

AT = datetime(2026, 1, 1, 9, 0)  # noqa: DTZ001  # as the file keeps it


@dataclass(frozen=True, slots=True)
class Held:
    """A reminder that a delivery holds."""

    animal_id: str = "A1"
    act_type: str = "VACC"
    step: int = 1
    attempt: int = 1
    family: str = "act"
    anchor_id: str = "X1"
    label: str = "Vaccin CHPPiL4"


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery, on its run's day, as it stands now."""

    on: date = TODAY
    client_id: str = "C1"
    channel: str = "email"
    state: str = "sent"
    cost_cents: int = 0
    sms_parts: int = 0
    held: tuple[Held, ...] = (Held(),)


def keep(database: Database, sends: Sequence[Sent]) -> None:
    """Write *sends*, one run a day; their numbers follow their order, from 1."""
    days = sorted({sent.on for sent in sends})
    runs = {on: number for number, on in enumerate(days, 1)}
    tables: dict[str, list[tuple[object, ...]]] = {
        "run": [(runs[on], on, AT, "test", f"run {on}", 1) for on in days],
        "delivery": [
            (
                number, runs[sent.on], sent.client_id, sent.channel, "", "fr", "", "", "[]",
                "", 0, sent.sms_parts, sent.cost_cents,
            )
            for number, sent in enumerate(sends, 1)
        ],
        "claim": [
            (
                held.animal_id, held.act_type, held.anchor_id, held.step, sent.channel,
                held.attempt, number, sent.on, held.act_type, held.label, held.family,
                "Rex", sent.on, sent.on,
            )
            for number, sent in enumerate(sends, 1)
            for held in sent.held
        ],
        "ledger (delivery_id, state, happened_at, who)": [
            (number, state, AT, "test")
            for number, sent in enumerate(sends, 1)
            for state in WAYS[sent.state]
        ],
    }  # fmt: skip
    with database.writing() as cursor:
        for table, rows in tables.items():
            if rows:
                marks = ", ".join("?" for _value in rows[0])
                cursor.executemany(f"insert into {table} values ({marks})", rows)
