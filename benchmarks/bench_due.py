"""The due list on 80,000 and 8 million acts: our query against three other ways.

The data has no typed due date, no age and no condition, so that the same question can
be put to SQLite and pandas in a few lines; ours answers the whole of section 4 all the
same. Every way must find the same reminders.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

import pandas as pd

from benchmarks.table import Row
from relance_ops.database import Database, sql

ON = date(2026, 11, 20)
SIZES = (80_000, 8_000_000)
ROUNDS = 3

_FILL = """
insert into client (client_id, last_name)
    select 'c' || i, 'Client' from range({clients}) t(i);
insert into animal (animal_id, client_id, name, species)
    select 'a' || i, 'c' || (hash(i) % {clients}), 'Rex', 'dog' from range({animals}) t(i);
insert into act_type (act_type, label, recall_group, delay, delay_months, delay_days)
    select 't' || i, 'Soin', 't' || i, d || 'd', 0, d
    from (values (0, 365), (1, 1095), (2, 90), (3, 180)) t(i, d);
insert into rule_version values (1, timestamp '2026-01-01', 'bench', '');
insert into rule (version, act_type, step, offset_days, valid_days)
    select 1, 't' || i, s, o, 30
    from range(4) t(i), (values (1, -21), (2, 0), (3, 21)) v(s, o);
insert into act (act_id, animal_id, act_type, performed_on)
    select 'x' || i, 'a' || (hash(i * 23) % {animals}), 't' || (hash(i * 29) % 4),
        date '2026-11-20' - 1825 + (i * 1825 // {acts})::int
    from range({acts}) t(i);
"""

_SQLITE = """
with step as (
    select a.animal_id, a.act_type, a.performed_on, max(r.step) as step
    from rule r
    join act_type t on t.act_type = r.act_type
    join act a on a.act_type = r.act_type
        and a.performed_on <= :on - t.delay_days - r.offset_days
    group by a.animal_id, a.act_type, a.performed_on
)
select count(*)
from step s
join act_type t on t.act_type = s.act_type
join rule r on r.act_type = s.act_type and r.step = s.step
where s.performed_on + t.delay_days + r.offset_days > :on - 30
    and not exists (
        select 1 from act b
        where b.animal_id = s.animal_id and b.act_type = s.act_type
            and b.performed_on > s.performed_on and b.performed_on <= :on
    )
"""


def measure() -> list[Row]:
    """One row a size."""
    wanted = os.environ.get("BENCH_ACTS")
    return [_measured(size) for size in ((int(wanted),) if wanted else SIZES)]


def _measured(acts: int) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "b.duckdb", now=datetime.now(UTC))
        with database.writing() as cursor:
            cursor.execute(
                _FILL.format(clients=acts // 10, animals=acts * 3 // 20, acts=acts)
            ).fetchall()
        frames = _frames(database)
        ours, found = _timed(lambda: _ours(database))
        bare, _ = _timed(lambda: _bare(database))
        pandas, by_pandas = _timed(lambda: _pandas(*frames))
        sqlite, by_sqlite = _timed(_sqlite(Path(folder) / "b.sqlite", *frames))
        database.close()
    assert found == by_pandas == by_sqlite, (found, by_pandas, by_sqlite)
    return Row(
        f"due list, {acts:,} acts",
        ours,
        (("SQLite, two indexes", sqlite), ("pandas", pandas), ("bare scan", bare)),
        f"{found:,} reminders found by each; the scan reads the same columns only",
    )


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    """Median seconds after one warm-up, and the answer."""
    answer = work()
    times = []
    for _ in range(ROUNDS):
        started = perf_counter()
        work()
        times.append(perf_counter() - started)
    return median(times), answer


def _ours(database: Database) -> int:
    return len(
        database.rows(
            sql("due"),
            {
                "on": ON,
                "min_gap_days": 7,
                "appointment_days": 60,
                "ahead_days": 0,
                "everything": False,
                "animal_ids": None,
            },
        )
    )


def _bare(database: Database) -> int:
    [[found]] = database.rows(
        "select count(*) + max(hash(act_id)) + max(hash(animal_id)) + max(hash(act_type))"
        " + max(hash(performed_on)) + count(due_on) from act"
    )
    return int(found)


def _frames(database: Database) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    with database.cursor() as cursor:
        return (
            cursor.execute("select animal_id, act_type, performed_on from act").df(),
            cursor.execute("select act_type, delay_days from act_type").df(),
            cursor.execute("select act_type, step, offset_days from rule").df(),
        )


def _pandas(acts: pd.DataFrame, types: pd.DataFrame, rules: pd.DataFrame) -> int:
    on = pd.Timestamp(ON)
    keys = ["animal_id", "act_type"]
    latest = acts[acts.performed_on <= on].groupby(keys, sort=False).performed_on.max()
    steps = latest.reset_index().merge(types, on="act_type").merge(rules, on="act_type")
    days = pd.to_timedelta(steps.delay_days + steps.offset_days, unit="D")
    steps["planned_on"] = steps.performed_on + days
    reached = steps[steps.planned_on <= on].sort_values("step")
    current = reached.groupby(keys, sort=False).planned_on.last()
    return int((current > on - pd.Timedelta(days=30)).sum())


def _sqlite(
    path: Path, acts: pd.DataFrame, types: pd.DataFrame, rules: pd.DataFrame
) -> Callable[[], int]:
    connection = sqlite3.connect(path)
    connection.execute("pragma cache_size = -2000000")
    day = acts.assign(performed_on=acts.performed_on.map(pd.Timestamp.toordinal))
    for name, frame in (("act", day), ("act_type", types), ("rule", rules)):
        frame.to_sql(name, connection, index=False, chunksize=100_000)
    connection.executescript(
        "create index by_animal on act (animal_id, act_type, performed_on);"
        "create index by_type on act (act_type, performed_on, animal_id); analyze;"
    )
    return lambda: int(
        connection.execute(_SQLITE, {"on": ON.toordinal()}).fetchone()[0]
    )
