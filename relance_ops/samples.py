"""Real clients to look at words with: who is written to today, else anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import duckdb

from relance_ops import claiming, reminders
from relance_ops.claiming import Order
from relance_ops.database import sql
from relance_ops.i18n import _
from relance_ops.messages import template_of
from relance_ops.model import Client, Reminder, ReminderState
from relance_ops.settings import Settings

# More than anyone turns over.
MOST = 60


@dataclass(frozen=True, slots=True)
class Sample:
    """One client and what one delivery would tell them.

    Attributes:
        invented: True when the clinic has no client yet.
    """

    client: Client
    reminders: tuple[Reminder, ...]
    invented: bool = False

    @property
    def animals(self) -> int:
        """How many animals the delivery is about."""
        return len({reminder.animal_id for reminder in self.reminders})

    @property
    def templates(self) -> frozenset[str]:
        """The templates its reminders ask for."""
        return frozenset(map(template_of, self.reminders))

    @property
    def steps(self) -> frozenset[int]:
        """The steps its reminders are at."""
        return frozenset(reminder.step for reminder in self.reminders)


def samples(
    cursor: duckdb.DuckDBPyConnection, settings: Settings, *, on: date
) -> tuple[Sample, ...]:
    """Clients to look at words with; never none.

    Those whose delivery is ready on *on*; where there are none, clients with an animal;
    and in an empty file an invented one.
    """
    due = reminders.due(cursor, settings, on=on)
    leaving = claiming.choose(due, settings, Order(on=on, by="", nonce=""))
    by_client: dict[str, Sample] = {}
    for planned in leaving:
        sample = Sample(planned.client, planned.reminders)
        by_client.setdefault(planned.client.client_id, sample)
    return tuple(by_client.values()) or _anybody(cursor, on) or (invented(on),)


def turning(
    found: Iterable[Sample], template: str, *, step: int = 0
) -> tuple[Sample, ...]:
    """*found* in the order to look at *template* with, `MOST` at most.

    Those it is for come first, at *step* unless it is 0; the second has several animals
    where any has, because that is where words go wrong.
    """
    ordered = sorted(
        found,
        key=lambda sample: (
            sample.templates != {template},
            step > 0 and sample.steps != {step},
        ),
    )
    several = next((s for s in ordered[1:] if s.animals > 1), None)
    if several is not None:
        ordered.remove(several)
        ordered.insert(1, several)
    return tuple(ordered[:MOST])


def _anybody(cursor: duckdb.DuckDBPyConnection, on: date) -> tuple[Sample, ...]:
    rows = cursor.execute(
        sql("sample_animals"), {"on": on, "most": 2 * MOST}
    ).fetchall()
    clients = reminders.clients_of(cursor, {row[0] for row in rows})
    return tuple(
        Sample(
            clients[client_id],
            tuple(
                _reminder(on, *row[:4], act_type=row[4], label=row[5], family=row[6])
                for row in animals
            ),
        )
        for client_id, animals in groupby(rows, key=lambda row: row[0])
    )


def _reminder(
    on: date,
    client_id: str,
    animal_id: str,
    name: str,
    species: str,
    *,
    act_type: str = "",
    label: str = "",
    family: str = "",
) -> Reminder:
    """A reminder that is due today, for looking at."""
    return Reminder(
        client_id=client_id,
        animal_id=animal_id,
        animal_name=name,
        species=species,
        recall_group=act_type,
        act_type=act_type,
        label=label or _("Vaccin annuel"),
        family=family or "act",
        anchor_id="",
        due_on=on,
        step=1,
        planned_on=on,
        state=ReminderState.READY,
    )


def invented(on: date) -> Sample:
    """A client of nobody's, for a clinic without any and for test pages."""
    client = Client(
        client_id="",
        title="Mme",
        first_name="Hélène",
        last_name="Martin",
        address1="3 rue de la Paix",
        postcode="75002",
        city="Paris",
    )
    return Sample(client, (_reminder(on, "", "1", "Rex", "dog"),), invented=True)
