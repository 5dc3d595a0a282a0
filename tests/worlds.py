"""Put a reference clinic into the real tables, and its choices into real settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Any

import duckdb

from relance_ops.database import Database
from relance_ops.settings import Settings
from tests.reference import HOLDOUT_KEY
from tests.reference_world import FORMS, ActType, Choices, Delivery, Key, World

# How a delivery comes to each state (specification, section 5).
PATHS = {
    "claimed": "claimed",
    "handed": "claimed handed",
    "sent": "claimed handed sent",
    "delivered": "claimed handed sent delivered",
    "bounced": "claimed handed sent bounced",
    "retry": "claimed handed retry",
    "failed": "claimed handed failed",
    "uncertain": "claimed handed uncertain",
    "awaiting": "claimed awaiting",
    "printed": "claimed awaiting printed",
    "voided": "claimed awaiting voided",
}


def load(world: World, database: Database) -> None:
    """Write every table of *world* in one transaction."""
    with database.writing() as cursor:
        write(world, cursor)


def write(world: World, cursor: duckdb.DuckDBPyConnection) -> None:
    """Write every table of *world*, one statement a table, in the open transaction."""
    _insert(cursor, "client", _clients(world))
    animals = [asdict(a) | {"name": a.animal_id} for a in world.animals]
    _insert(cursor, "animal", animals)
    _insert(cursor, "act_type", [_act_type(kind) for kind in world.act_types])
    _insert(cursor, "act", [asdict(act) for act in world.acts])
    _load_rules(cursor, world)
    _insert(cursor, "appointment", _appointments(world))
    _load_deliveries(cursor, world.deliveries)
    _insert(cursor, "dead_contact", _dead_contacts(world))
    _insert(cursor, "setting", _settings(world.choices))
    _insert(cursor, "secret_key", [{"name": "holdout", "content": HOLDOUT_KEY}])


def _insert(
    cursor: duckdb.DuckDBPyConnection, table: str, rows: Sequence[dict[str, Any]]
) -> None:
    """All *rows* in one statement; their keys are the columns."""
    if rows:
        columns = ", ".join(rows[0])
        places = ", ".join(f"({', '.join('?' * len(rows[0]))})" for _row in rows)
        values = [value for row in rows for value in row.values()]
        statement = f"insert into {table} ({columns}) values {places}"
        cursor.execute(statement, values).fetchall()


def _clients(world: World) -> list[dict[str, Any]]:
    rows = []
    for client in world.clients:
        row = asdict(client)
        boxes, refusals = row.pop("boxes"), row.pop("refusals")
        row |= {f"by_{form}": form in boxes for form in FORMS}
        rows.append(row | {f"refuses_{form}": form in refusals for form in FORMS})
    return rows


def _act_type(act_type: ActType) -> dict[str, Any]:
    months, days = _months_and_days(act_type.delay)
    return asdict(act_type) | {
        "label": act_type.act_type,
        "species": "|".join(sorted(act_type.species)),
        "delay_months": months,
        "delay_days": days,
    }


def _months_and_days(delay: str) -> tuple[int | None, int | None]:
    if not delay:
        return None, None
    count, unit = int(delay[:-1]), delay[-1]
    months = {"y": 12 * count, "m": count}.get(unit, 0)
    days = {"w": 7 * count, "d": count}.get(unit, 0)
    return months, days


def _load_rules(cursor: duckdb.DuckDBPyConnection, world: World) -> None:
    """Version 2 is in force; version 1 says other things and must not be heard."""
    published = [
        {"version": number, "published_at": EARLIER, "published_by": "test"}
        for number in (1, 2)
    ]
    _insert(cursor, "rule_version", published)
    rules = [
        asdict(rule) | {"version": 2, "channels": "|".join(sorted(rule.channels))}
        for rule in world.rules
    ]
    superseded = [
        {"version": 1, "act_type": act_type.act_type, "step": 9, "offset_days": -300}
        for act_type in world.act_types
    ]
    _insert(cursor, "rule", superseded)
    _insert(cursor, "rule", rules)


def _load_deliveries(
    cursor: duckdb.DuckDBPyConnection, deliveries: Sequence[Delivery]
) -> None:
    """One run each; numbers come from the sequences, as those of later runs will."""
    numbered = [
        (_next(cursor, "run_number"), _next(cursor, "delivery_number"), delivery)
        for delivery in deliveries
    ]
    _insert(cursor, "run", [_run(n, delivery) for n, _number, delivery in numbered])
    _insert(cursor, "delivery", [_delivery(*entry) for entry in numbered])
    attempts: Counter[tuple[object, ...]] = Counter()
    claims = []
    for _run_id, number, delivery in numbered:
        for claim in delivery.claims:
            attempts[claim, delivery.channel] += 1
            attempt = attempts[claim, delivery.channel]
            claims.append(_claim(number, delivery, claim) | {"attempt": attempt})
    _insert(cursor, "claim", claims)
    entries = [
        {"delivery_id": number, "state": state, "happened_at": at(delivery.on)}
        for _run_id, number, delivery in numbered
        for state in PATHS[delivery.state].split()
    ]
    _insert(cursor, "ledger", [entry | {"who": "test"} for entry in entries])


def _next(cursor: duckdb.DuckDBPyConnection, sequence: str) -> int:
    [(number,)] = cursor.execute(f"select nextval('{sequence}')").fetchall()
    return int(number)


def _run(run_id: int, delivery: Delivery) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "on_day": delivery.on,
        "started_at": at(delivery.on),
        "started_by": "test",
        "nonce": f"past-{run_id}",
        "rule_version": 1,
    }


def _delivery(run_id: int, number: int, delivery: Delivery) -> dict[str, Any]:
    return {
        "delivery_id": number,
        "run_id": run_id,
        "client_id": delivery.client_id,
        "channel": delivery.channel,
        "address": "somewhere",
        "language": "fr",
        "subject": "",
        "body": "",
        "blocks": "[]",
    }


def _claim(number: int, delivery: Delivery, claim: Key) -> dict[str, Any]:
    animal_id, recall_group, anchor_id, step = claim
    return {
        "animal_id": animal_id,
        "recall_group": recall_group,
        "anchor_id": anchor_id,
        "step": step,
        "channel": delivery.channel,
        "delivery_id": number,
        "claimed_on": delivery.on,
        "act_type": "past",
        "label": "past",
        "family": "act",
        "animal_name": animal_id,
        "due_on": delivery.on,
        "planned_on": delivery.on,
    }


def _appointments(world: World) -> list[dict[str, Any]]:
    return [
        asdict(visit) | {"appointment_id": str(number)}
        for number, visit in enumerate(world.appointments)
    ]


def _dead_contacts(world: World) -> list[dict[str, Any]]:
    return [
        {
            "client_id": client_id,
            "form": form,
            "address": address,
            "reason": "bounced",
            "flagged_at": EARLIER,
        }
        for client_id, form, address in sorted(world.dead_contacts)
    ]


def settings_of(choices: Choices) -> Settings:
    """The same choices as the program reads them."""
    return Settings.from_rows(_typed(choices).items())


def _typed(choices: Choices) -> dict[str, str]:
    return {
        "form.mode": choices.form_mode,
        "form.order": ",".join(choices.form_order),
        "form.usable": choices.form_usable,
        "grouping": choices.grouping,
        "group_ahead_days": str(choices.group_ahead_days),
        "min_gap_days": str(choices.min_gap_days),
        "appointment_days": str(choices.appointment_days),
        "holdout_percent": str(choices.holdout_percent),
    }


def _settings(choices: Choices) -> list[dict[str, Any]]:
    return [
        {"key": key, "value": value, "changed_at": EARLIER, "changed_by": "test"}
        for key, value in _typed(choices).items()
    ]


def at(day: date) -> datetime:
    """Noon of *day*, as the database keeps moments."""
    return datetime.combine(day, time(12), UTC).replace(tzinfo=None)


EARLIER = at(date(2020, 1, 1))
