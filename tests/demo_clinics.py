"""Demonstration clinics, as the tests of the demonstration need them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from relance_ops.database import MEMORY, Database, sql
from relance_ops.demo import build
from relance_ops.model import Reminder
from relance_ops.reminders import due
from relance_ops.settings import Settings

ON = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def a_clinic(clients: int, *, seed: int = 1, on: date = ON) -> Database:
    database = Database(MEMORY, now=NOW)
    build(database, clients=clients, on=on, now=NOW, seed=seed)
    return database


def count(database: Database, query: str) -> int:
    [(found,)] = database.rows(f"select count(*) from ({query})")
    return int(found)


def reminders_of(database: Database) -> tuple[Reminder, ...]:
    settings = Settings.from_rows(database.rows(sql("settings")))
    return due(database.bare_cursor(), settings, on=ON, everything=True).reminders
