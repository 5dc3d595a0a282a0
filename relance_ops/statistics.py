"""Volumes, costs and shares over a period: counted in the file, read only.

Every figure is one set-based query over the period's deliveries; what they count is
defined in `tallies.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from relance_ops import contacts, reminders
from relance_ops.database import Database, sql
from relance_ops.model import DeliveryState, Form, Kind
from relance_ops.periods import Grain, Period
from relance_ops.tallies import (
    ActVolume,
    Counts,
    Line,
    Overview,
    Person,
    Reachable,
    Slice,
    Totals,
    Volume,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Statistics:
    """The clinic's figures, each read when it is asked for."""

    database: Database

    def over(self, period: Period) -> Overview:
        """Everything that one look at *period* shows, and what it is compared with."""
        months = self._volumes(period, Grain.MONTH)
        return Overview(
            period=period,
            first_day=self.first_day(),
            now=self._totals(period, months),
            before=self.totals(period.before),
            year_before=self.totals(period.year_before),
            weeks=self._volumes(period, Grain.WEEK),
            months=months,
            acts=self._acts(period),
        )

    def totals(self, period: Period) -> Totals:
        """The clinic over *period*."""
        return self._totals(period, self._volumes(period, Grain.MONTH))

    def first_day(self) -> date | None:
        """The day of the first run; None when nothing ever left."""
        [[first]] = self.database.rows(sql("statistics_first_day"))
        return first if isinstance(first, date) else None

    def lines(
        self, wanted: Slice, *, limit: int, offset: int = 0
    ) -> tuple[tuple[Line, ...], int]:
        """A page of the deliveries of *wanted*, the latest first, and how many there are."""
        rows = self.database.rows(
            sql("statistics_rows"),
            {**_asked(wanted), "limit": limit, "offset": offset},
        )
        return tuple(_line(row) for row in rows), rows[0][-1] if rows else 0

    def reachable(self) -> Reachable:
        """Whom each form reaches today.

        Reads every client's contacts in Python, as the sending does: about a second for
        8,000 clients the first time, so a page asks for it aside.
        """
        with self.database.cursor() as cursor:
            rows = cursor.execute(sql("statistics_clients")).fetchall()
            clients = reminders.clients_of(cursor, (row[0] for row in rows))
        usable = {
            client_id: {form for form in Form if contacts.address(client, form)}
            for client_id, client in clients.items()
        }
        return Reachable(
            clients=len(usable),
            by_form={
                form: tuple(c for c, forms in usable.items() if form in forms)
                for form in Form
            },
            by_none=tuple(c for c, forms in usable.items() if not forms),
        )

    def people(
        self, client_ids: Collection[str], *, limit: int, offset: int = 0
    ) -> tuple[Person, ...]:
        """A page of these clients, by name."""
        rows = self.database.rows(
            sql("statistics_people"),
            {"client_ids": list(client_ids), "limit": limit, "offset": offset},
        )
        return tuple(Person(*row) for row in rows)

    def overdue(self, *, on: date) -> pd.DataFrame:
        """What animals did not come for, whether reminded or not; by client and animal.

        Returns:
            A line for each obligation that is past due; columns as in
            `sql/statistics_overdue.sql`.
        """
        with self.database.cursor() as cursor:
            return cursor.execute(sql("statistics_overdue"), {"on": on}).df()

    def forgotten(self, *, on: date) -> pd.DataFrame:
        """The animals that no rule will bring back; by client and animal.

        Returns:
            A line for each; columns as in `sql/statistics_forgotten.sql`.
        """
        with self.database.cursor() as cursor:
            return cursor.execute(sql("statistics_forgotten"), {"on": on}).df()

    def names(self, animal_ids: Collection[str]) -> dict[str, tuple[str, str]]:
        """The name of each of these animals, and its client's."""
        wanted = {"animal_ids": sorted(set(animal_ids))}
        rows = self.database.rows(sql("statistics_animals"), wanted)
        return {animal_id: (name, client) for animal_id, name, client in rows}

    def _volumes(self, period: Period, grain: Grain) -> tuple[Volume, ...]:
        rows = self.database.rows(
            sql("statistics_volumes"), {**_days(period), "grain": grain.value}
        )
        return tuple(
            Volume(start, Kind(channel), Counts(*counts))
            for start, channel, *counts in rows
        )

    def _totals(self, period: Period, volumes: tuple[Volume, ...]) -> Totals:
        [[clients, carried]] = self.database.rows(
            sql("statistics_reached"), _days(period)
        )
        by_kind = {kind: Counts() for kind in Kind}
        for volume in volumes:
            by_kind[volume.kind] += volume.counts
        return Totals(by_kind, clients=clients, reminders=carried)

    def _acts(self, period: Period) -> tuple[ActVolume, ...]:
        rows = self.database.rows(sql("statistics_acts"), _days(period))
        return tuple(ActVolume(*row) for row in rows)


def _days(period: Period) -> dict[str, Any]:
    return {"since": period.since, "until": period.until}


def _asked(wanted: Slice) -> dict[str, Any]:
    """The parameters of `statistics_rows` that say which rows."""
    return {
        **_days(wanted.period),
        "channels": sorted(kind.value for kind in wanted.kinds),
        "states": sorted(state.value for state in wanted.states),
        "act_types": sorted(wanted.act_types),
        "families": sorted(wanted.families),
        "steps": sorted(wanted.steps),
        "reprinted": wanted.reprinted,
        "grouped": wanted.grouped,
    }


def _line(row: tuple[Any, ...]) -> Line:
    on, number, client_id, name, animals, labels, steps, kind, state, cost, _total = row
    return Line(
        on, number, client_id, name, animals, labels, tuple(steps), Kind(kind),
        DeliveryState(state), cost,
    )  # fmt: skip
