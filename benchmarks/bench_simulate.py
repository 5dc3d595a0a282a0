"""A year replayed with other rules: one question, against asking each of its days.

The other way is the plain one: the due list of every day, without even claiming what
leaves, so that it answers less. What a change may bring back is measured beside it.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

from benchmarks.table import Row
from relance_ops.demo import build
from relance_ops.practice import Practice
from relance_ops.simulated import Comparison

CLIENTS = 8000
ON = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
EVERY = 10  # the plain way takes minutes
YEAR = [ON - timedelta(days=days) for days in range(365, 0, -1)]


def measure() -> list[Row]:
    """One row for the replay, one for what comes back."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clinic.duckdb"
        with Practice.open(path, clock=lambda: NOON) as practice:
            build(practice.database, clients=CLIENTS, on=ON, now=NOON)
            compared(practice)  # warm
            started = perf_counter()
            found = compared(practice)
            ours = perf_counter() - started
            started = perf_counter()
            expected = practice.returns.expected(found)
            returns = perf_counter() - started
            started = perf_counter()
            for day in YEAR[::EVERY]:
                practice.due(on=day)
            days = (perf_counter() - started) * len(YEAR) / len(YEAR[::EVERY])
    totals = found.after.totals()
    return [
        Row(
            f"a year of {CLIENTS:,} clients, two sets of rules",
            ours,
            (("the due list of each day, twice", 2 * days),),
            f"{totals.reminders:,} reminders leave; every {EVERY}th day was asked",
        ),
        Row(
            "returns expected of that change",
            returns,
            (("replaying the year twice", ours),),
            f"{expected.seen:,} reminders seen, 4,000 draws",
        ),
    ]


def compared(practice: Practice) -> Comparison:
    """The second vaccine reminder at 21 days, against 15."""
    tried = [
        replace(rule, offset_days=21)
        if (rule.step, rule.offset_days) == (2, 15)
        else rule
        for rule in practice.rulebook.rules_of()
    ]
    before = practice.simulate(since=YEAR[0], until=YEAR[-1])
    return practice.simulate(tried, since=YEAR[0], until=YEAR[-1]).against(before)
