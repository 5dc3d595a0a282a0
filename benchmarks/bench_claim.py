"""Claiming 1,000 deliveries against inserting as many bare rows, one commit each way."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.table import Row
from relance_ops.claiming import Order, claim
from relance_ops.database import Database
from relance_ops.model import Planned, Words
from tests.factories import NOON, TODAY, a_desk

COUNT = 1_000
ROUNDS = 3


def measure() -> Row:
    """The median of rounds on new files."""
    ours, bare = zip(*(_round() for _ in range(ROUNDS)), strict=True)
    return Row(
        f"claim and ledger of {COUNT:,} deliveries",
        median(ours),
        (("bare insert of the same rows", median(bare)),),
        "ours asks the whole of section 4 again inside the transaction, then writes",
    )


def _round() -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        desk = a_desk(Path(folder) / "files", path=Path(folder) / "b.duckdb")
        desk.yearly_vaccine()
        _fill(desk.practice.database)
        started = perf_counter()
        claimed = claim(
            desk.practice.database,
            Order(TODAY, "bench", "once"),
            now=NOON,
            compose=_no_words,
            message_id=str,
        )
        ours = perf_counter() - started
        assert claimed is not None
        assert len(claimed.messages) == COUNT
        bare = _bare(desk.practice.database)
        desk.practice.database.close()
        return ours, bare


def _no_words(_planned: Planned) -> Words:
    return Words("Rappel", "Bonjour", ())


def _fill(database: Database) -> None:
    with database.writing() as cursor:
        cursor.execute(
            "insert into client (client_id, last_name, email) select 'c' || i, 'Client',"
            f" 'c' || i || '@example.fr' from range({COUNT}) t(i);"
            "insert into animal (animal_id, client_id, name) select 'a' || i, 'c' || i,"
            f" 'Rex' from range({COUNT}) t(i);"
            "insert into act (act_id, animal_id, act_type, performed_on) select 'x' || i,"
            f" 'a' || i, 'VACC', date '{date(TODAY.year - 1, TODAY.month, TODAY.day)}'"
            f" from range({COUNT}) t(i)"
        ).fetchall()


def _bare(database: Database) -> float:
    """The same number of rows into three tables without keys, in one commit."""
    with database.writing() as cursor:
        for table in ("delivery", "claim", "ledger"):
            cursor.execute(
                f"create table bare_{table} as select * from {table} limit 0"
            ).fetchall()
    started = perf_counter()
    with database.writing() as cursor:
        for table in ("delivery", "claim", "ledger"):
            cursor.execute(f"insert into bare_{table} select * from {table}").fetchall()
    return perf_counter() - started
