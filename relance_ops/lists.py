"""The two lists of the dashboard and what is done from them: short calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from relance_ops import calls, choices, events, follow_up, preview, reminders
from relance_ops.calls import Answer
from relance_ops.database import Database, sql
from relance_ops.events import Event, EventKind
from relance_ops.reports import Awaited, Call, Expected, Preview, Staying
from relance_ops.settings import Settings


class Lists:
    """What leaves, what stays, and who is expected.

    Args:
        database: The clinic's file.
        clock: Gives aware times.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def leaving(self) -> Preview:
        """What "Envoyer" would do today, without its figures; see `preview.leaving`."""
        with self._database.cursor() as cursor:
            settings = choices.stored(cursor)
            return preview.leaving(cursor, settings, on=self._today(settings))

    def staying(self) -> tuple[Staying, ...]:
        """« Pourquoi pas ? » today; see `reminders.staying`."""
        with self._database.cursor() as cursor:
            settings = choices.stored(cursor)
            return reminders.staying(cursor, settings, on=self._today(settings))

    def awaited(self) -> list[Awaited]:
        """Everyone expected today; see `follow_up.awaited`."""
        with self._database.cursor() as cursor:
            settings = choices.stored(cursor)
            return follow_up.awaited(cursor, settings, on=self._today(settings))

    def categories(self) -> dict[str, str]:
        """The category of each act type; "" for none."""
        return dict(self._database.rows(sql("act_categories")))

    def gone_on(self, animal_id: str, field: str) -> date | None:
        """The day that *field*, a death or a departure, holds for an animal."""
        rows = self._database.rows(
            sql("manual_animal_values"), {"field": field, "ids": [animal_id]}
        )
        return next((date.fromisoformat(day) for _id, day in rows if day), None)

    def calls_of(self, client_id: str) -> tuple[Call, ...]:
        """The calls to one client, the latest first."""
        with self._database.cursor() as cursor:
            return calls.calls_of(cursor, [client_id]).get(client_id, ())

    def note_call(self, about: Expected, answer: Answer, *, by: str) -> int:
        """Note what came of a call; see `calls.note_call`."""
        return calls.note_call(self._database, about, answer, now=self._clock(), by=by)

    def withdraw_call(self, call_id: int, *, by: str) -> Call:
        """Take a call back; see `calls.withdraw`."""
        return calls.withdraw(self._database, call_id, now=self._clock(), by=by)

    def note_export(self, subject: str, rows: int, *, by: str) -> None:
        """Remember who took a list away, and how long it was."""
        event = Event(
            EventKind.EXPORTED, self._clock(), by, subject=subject, after=str(rows)
        )
        with self._database.writing() as cursor:
            events.append(cursor, [event])

    def _today(self, settings: Settings) -> date:
        return self._clock().astimezone(settings.timezone).date()
