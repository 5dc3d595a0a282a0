"""What "Envoyer" would do now: the figures of the confirmation, and nothing done."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb

from relance_ops import claiming, reminders, sms_text
from relance_ops.claiming import Compose, Order
from relance_ops.database import sql
from relance_ops.model import Kind, Planned, Reminder, ReminderState
from relance_ops.reports import Preview
from relance_ops.settings import Settings

# A usual day is the median of this many days back: a season, not a year.
USUAL_DAYS = 90

# Seconds for one delivery, as benchmarks/ measures them on a two-core machine, rounded up.
SECONDS = {Kind.EMAIL: 0.02, Kind.SMS: 0.02, Kind.LETTER: 0.01, Kind.CARD: 0.01}

_WAITING = (ReminderState.HELD, ReminderState.BLOCKED)


def preview(
    cursor: duckdb.DuckDBPyConnection,
    settings: Settings,
    order: Order,
    *,
    compose: Compose,
) -> Preview:
    """What *order* would make leave, what stays, and what it costs."""
    due = reminders.due(cursor, settings, on=order.on)
    chosen = claiming.choose(due, settings, order)
    parts = {
        id(planned): sms_text.parts(compose(planned).text).parts
        for planned in chosen
        if planned.kind is Kind.SMS
    }
    return Preview(
        deliveries=tuple(chosen),
        waiting=_waiting(due),
        sms_parts=sum(parts.values()),
        cost_cents=sum(
            claiming.cost_cents(planned.kind, parts.get(id(planned), 0), settings)
            for planned in chosen
        ),
        seconds=round(sum(SECONDS[planned.kind] for planned in chosen)),
        unusual=_unusual(cursor, settings, order, chosen),
    )


def leaving(
    cursor: duckdb.DuckDBPyConnection, settings: Settings, *, on: date
) -> Preview:
    """What would leave on *on* and what stays, without a figure: no word is merged."""
    due = reminders.due(cursor, settings, on=on)
    everything = Order(on=on, by="", nonce="")
    return Preview(
        deliveries=tuple(claiming.choose(due, settings, everything)),
        waiting=_waiting(due),
    )


def _waiting(due: reminders.Due) -> tuple[Reminder, ...]:
    return tuple(r for r in due.reminders if r.state in _WAITING)


def _unusual(
    cursor: duckdb.DuckDBPyConnection,
    settings: Settings,
    order: Order,
    chosen: list[Planned],
) -> float | None:
    """How many times a usual day this is, when that is a surprise."""
    [[usual]] = cursor.execute(
        sql("usual_day"),
        {"since": order.on - timedelta(days=USUAL_DAYS), "on": order.on},
    ).fetchall()
    if not usual or len(chosen) <= settings.unusual_factor * usual:
        return None
    return float(len(chosen) / usual)
