"""Replay the calendar with any rules, on the acts that were really done: reading only.

The rule is one query, `sql/simulate.sql`, equal to `sql/due.sql` and a claim on each
day. By what a client is reached is decided in `plan.py`, before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import duckdb

from relance_ops import choices, comebacks, plan, reminders, rule_versions
from relance_ops.claiming import cost_cents
from relance_ops.comebacks import ComeBacks
from relance_ops.database import Database, sql
from relance_ops.model import Form, Kind
from relance_ops.periods import Period
from relance_ops.rules import Rule
from relance_ops.settings import Grouping, Settings
from relance_ops.simulated import Prices, Simulation

if TYPE_CHECKING:
    import pandas as pd

# Nothing leaves after it: a claim of any day was made before.
END_OF_TIME = date(9999, 12, 31)

NOBODY = ComeBacks()

# How `sql/simulate.sql` adds up the channels of a reminder.
_KINDS = {Kind.EMAIL: 1, Kind.SMS: 2, Kind.LETTER: 4, Kind.CARD: 8}


def simulate(
    database: Database,
    rules: Sequence[Rule] | None,
    period: Period,
    *,
    on: date,
    seed: int | None = None,
) -> Simulation:
    """What leaves over *period* if « Envoyer » is pressed on each of its days.

    In the past, everything that was claimed before the period counts as it stands now,
    and what was claimed since is set aside: it is what is replayed. From *on* on,
    everything that left counts, and a period that begins later is replayed from *on*
    on, so that its first day does not hold what would have left before it.

    Args:
        database: The clinic's.
        rules: Those to try, inactive steps are left aside; None for those in force.
        period: The days.
        on: The clinic's today.
        seed: After *on*, everybody comes back as usual, reminded or not, on days drawn
            with it (see `comebacks.drawn`); None: nobody comes back.
    """
    with database.cursor() as cursor:
        settings = choices.stored(cursor)
        tried = rule_versions.rules_of(cursor) if rules is None else rules
        found = leaving(
            cursor, settings, tried,
            since=min(period.since, on), until=period.until,
            sent_before=period.since if period.since < on else END_OF_TIME,
            came=_came(cursor, period, on, seed),
        )  # fmt: skip
        [[first_day]] = cursor.execute(sql("statistics_first_day")).fetchall()
        prices = prices_of(cursor, settings)
    shown = found["leaves_on"].dt.date >= period.since
    return Simulation(
        since=period.since,
        until=period.until,
        on=on,
        reminders=found[shown].reset_index(drop=True),
        grouping=settings.grouping,
        prices=prices,
        offsets={
            (rule.step, rule.act_type): rule.offset_days
            for rule in tried
            if rule.active
        },
        seed=seed,
        catches_up=_catches_up(first_day, tried, since=min(period.since, on)),
    )


def leaving(
    cursor: duckdb.DuckDBPyConnection,
    settings: Settings,
    rules: Sequence[Rule],
    *,
    since: date,
    until: date,
    sent_before: date,
    came: ComeBacks = NOBODY,
) -> pd.DataFrame:
    """What leaves on each day; columns as in `Simulation.reminders`.

    Args:
        cursor: Reads the clinic.
        settings: How clients are reached, and what holds a reminder.
        rules: Those to try.
        since: The first day.
        until: The last day.
        sent_before: Claims before this day count; the others are set aside.
        came: Acts that will be done, though nobody knows them yet.
    """
    active = [rule for rule in rules if rule.active]
    found = cursor.execute(
        sql("simulate"),
        {
            "since": since,
            "until": until,
            "sent_before": sent_before,
            "min_gap_days": settings.min_gap_days,
            **choices.holdout(cursor, settings),
            "appointment_days": settings.appointment_days,
            "ahead_days": _ahead_days(settings),
            "by_animal": settings.grouping is Grouping.ANIMAL,
            "came_animals": came.animal_ids,
            "came_types": came.act_types,
            "came_days": came.days,
            **rule_versions.columns(active),
            **_reached(cursor, settings, {rule.channels for rule in active}),
        },
    ).df()
    names = {
        total: "|".join(kind.value for kind, one in _KINDS.items() if total & one)
        for total in range(16)
    }
    return found.assign(channels=found["kinds"].map(names)).drop(columns="kinds")


def prices_of(cursor: duckdb.DuckDBPyConnection, settings: Settings) -> Prices:
    """What a delivery costs today, and how many parts an SMS usually has."""
    [[parts]] = cursor.execute(sql("usual_sms_parts")).fetchall()
    cents = {kind: cost_cents(kind, 1, settings) for kind in Kind}
    return Prices(cents, sms_parts=parts or 1.0)


def _came(
    cursor: duckdb.DuckDBPyConnection, period: Period, on: date, seed: int | None
) -> ComeBacks:
    """Who comes back between *on* and the end of *period*."""
    if seed is None or period.until <= on:
        return NOBODY
    return comebacks.drawn(cursor, on=on, until=period.until, seed=seed)


def _catches_up(first_day: date | None, rules: Sequence[Rule], *, since: date) -> bool:
    """True when what was missed before the first run may still leave on *since*."""
    longest = max((rule.valid_days for rule in rules if rule.active), default=0)
    return first_day is None or first_day > since - timedelta(days=longest)


def _ahead_days(settings: Settings) -> int:
    """How far a reminder may be from its day and still join a delivery."""
    return 0 if settings.grouping is Grouping.NONE else settings.group_ahead_days


def _reached(
    cursor: duckdb.DuckDBPyConnection, settings: Settings, narrowed: set[str]
) -> dict[str, Any]:
    """The forms that reach each client, for all that a step's channels may be."""
    ids = [
        client_id for [client_id] in cursor.execute(sql("active_clients")).fetchall()
    ]
    clients = reminders.clients_of(cursor, ids).values()
    found = [
        (client.client_id, channels, plan.forms(client, allowed, settings))
        for channels in sorted(narrowed)
        for allowed in [frozenset(Form(word) for word in channels.split("|") if word)]
        for client in clients
    ]
    return {
        "reached_clients": [client_id for client_id, _channels, _forms in found],
        "reached_channels": [channels for _client_id, channels, _forms in found],
        "reached_forms": ["|".join(forms) for _client_id, _channels, forms in found],
    }
