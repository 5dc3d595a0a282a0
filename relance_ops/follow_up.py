"""Expected clients with what one wants to know before calling them: reading only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, tzinfo

import duckdb

from relance_ops import calls, reminders
from relance_ops.database import sql
from relance_ops.model import Reminder
from relance_ops.reports import Awaited, Call, Expected
from relance_ops.settings import Settings

# Client, and the animal or None for whichever of theirs comes.
_Booked = dict[tuple[str, str | None], date]


def awaited(
    cursor: duckdb.DuckDBPyConnection, settings: Settings, *, on: date
) -> list[Awaited]:
    """Everyone expected on *on*, with the household, the appointment and the calls."""
    expected = reminders.expected(cursor, on=on)
    due = reminders.due(cursor, settings, on=on).reminders
    names = _due_animals((*expected, *due))
    booked = _booked(cursor, on)
    categories = dict(cursor.execute(sql("act_categories")).fetchall())
    abroad = dict(cursor.execute(sql("countries_abroad")).fetchall())
    noted = calls.calls_of(cursor)
    return [
        _awaited(
            one,
            category=categories[one.act_type],
            country=abroad.get(one.client_id, "FR"),
            others=_others(names[one.client_id], one.animal_id),
            appointment_on=_next(booked, one),
            noted=noted.get(one.client_id, ()),
            day=(on, settings.timezone),
        )
        for one in expected
    ]


def _awaited(
    one: Expected,
    *,
    category: str,
    country: str,
    others: tuple[str, ...],
    appointment_on: date | None,
    noted: tuple[Call, ...],
    day: tuple[date, tzinfo],
) -> Awaited:
    on, zone = day
    answered = any(
        call.outcome.is_final and call.at.astimezone(zone).date() >= one.last_sent_on
        for call in noted
    )
    return Awaited(
        expected=one,
        category=category,
        country=country,
        others=others,
        appointment_on=appointment_on,
        calls=noted,
        overdue_days=(on - one.due_on).days,
        since_days=(on - one.last_sent_on).days,
        to_call=appointment_on is None and not answered,
    )


def _due_animals(found: Iterable[Expected | Reminder]) -> dict[str, dict[str, str]]:
    """By client, the animals that are due: number to name."""
    animals: dict[str, dict[str, str]] = {}
    for one in found:
        animals.setdefault(one.client_id, {})[one.animal_id] = one.animal_name
    return animals


def _others(names: dict[str, str], animal_id: str) -> tuple[str, ...]:
    return tuple(sorted(name for key, name in names.items() if key != animal_id))


def _booked(cursor: duckdb.DuckDBPyConnection, on: date) -> _Booked:
    rows = cursor.execute(sql("coming_appointments"), {"on": on}).fetchall()
    # The nearest comes first in the rows, so it must be written last.
    return {(client, animal): day for client, animal, day in reversed(rows)}


def _next(booked: _Booked, one: Expected) -> date | None:
    days = (booked.get((one.client_id, animal)) for animal in (one.animal_id, None))
    return min((day for day in days if day is not None), default=None)
