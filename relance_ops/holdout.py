"""The hold-out (« groupe témoin »): remember whom chance kept back, and whom it let go.

Whom it keeps back is decided in `sql/due.sql`; what came of both, in `effects.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import duckdb

from relance_ops import plan
from relance_ops.database import sql
from relance_ops.model import Kind, Reminder, ReminderState
from relance_ops.reminders import Due
from relance_ops.settings import Settings

# Why a reminder is held (`Reminder.reason_code`).
REASON = "holdout"


def record(
    cursor: duckdb.DuckDBPyConnection,
    due: Due,
    settings: Settings,
    *,
    on: date,
    only: frozenset[Kind],
) -> None:
    """Write down who would leave on *on* if nobody were kept back, and who is.

    Both groups begin by the same rule: what a person unticked is in it too, for what is
    done after the draw must not choose whom to compare.

    Args:
        cursor: The claim's own transaction.
        due: Everything of the day.
        settings: The clinic's choices.
        on: The run's day.
        only: Channels that may be used.
    """
    if not settings.holdout_percent:
        return
    drawn = list(_drawn(due, settings, on=on, only=only))
    if not drawn:
        return
    cursor.execute(
        sql("add_holdout"),
        {
            "on": on,
            "percent": settings.holdout_percent,
            "animal_ids": [one.animal_id for one in drawn],
            "recall_groups": [one.recall_group for one in drawn],
            "anchor_ids": [one.anchor_id for one in drawn],
            "steps": [one.step for one in drawn],
            "withheld": [one.withheld for one in drawn],
            "act_types": [one.act_type for one in drawn],
        },
    ).fetchall()


def _drawn(
    due: Due, settings: Settings, *, on: date, only: frozenset[Kind]
) -> Iterator[Reminder]:
    """Those that take part, each once, and would leave without the hold-out."""
    by_key = {one.key: one for one in (*due.reminders, *due.joining)}
    would_leave = plan.deliveries(
        _let_go(by_key.values()), due.clients, settings, on=on, only=only
    )
    keys = {one.key for planned in would_leave for one in planned.reminders}
    for key in sorted(keys):
        if by_key[key].withheld is not None:
            yield by_key[key]


def _let_go(reminders: Iterable[Reminder]) -> Iterator[Reminder]:
    """*reminders* as they would be without the hold-out."""
    for one in reminders:
        by_chance = one.reason_code == REASON
        state = ReminderState.READY if by_chance else one.state
        yield replace(one, state=state, withheld=False)
