"""A clinic in a few words: each factory shows only what matters to its test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from relance_ops.config import Config
from relance_ops.database import MEMORY, Database
from relance_ops.practice import Practice

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # noon in Paris


@dataclass
class Clock:
    """A clock that only tests move."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **lapse: float) -> None:
        self.now += timedelta(**lapse)


@dataclass
class Desk:
    """A practice with its clock, and short ways to fill it."""

    practice: Practice
    clock: Clock = field(default_factory=Clock)

    def add(self, table: str, **values: object) -> None:
        """Insert one row."""
        columns = ", ".join(values)
        marks = ", ".join(f"${name}" for name in values)
        with self.practice.database.writing() as cursor:
            cursor.execute(
                f"insert into {table} ({columns}) values ({marks})", values
            ).fetchall()

    def change(self, statement: str, **values: object) -> None:
        """Change rows, as an import would."""
        with self.practice.database.writing() as cursor:
            cursor.execute(statement, values).fetchall()

    def rows(self, statement: str, **values: object) -> list[tuple[Any, ...]]:
        return self.practice.database.rows(statement, values or None)

    def client(self, client_id: str = "C1", **values: object) -> str:
        """A client whom every channel reaches, unless *values* say otherwise."""
        reachable: Mapping[str, object] = {
            "title": "Mme",
            "first_name": "Élodie",
            "last_name": f"Lefèvre {client_id}",
            "address1": "12 rue de l'Église",
            "postcode": "35000",
            "city": "Rennes",
            "email": f"{client_id.lower()}@example.fr",
            "mobile": "06 12 34 56 78",
        }
        self.add("client", client_id=client_id, **{**reachable, **values})
        return client_id

    def animal(
        self, animal_id: str = "A1", client_id: str = "C1", **values: object
    ) -> str:
        known: Mapping[str, object] = {"name": f"Rex {animal_id}", "species": "dog"}
        self.add(
            "animal", animal_id=animal_id, client_id=client_id, **{**known, **values}
        )
        return animal_id

    def yearly_vaccine(
        self, *offsets: int, act_type: str = "VACC", **step: Any
    ) -> None:
        """An act type due after a year, with one step per offset (default: day 0)."""
        self.add(
            "act_type",
            act_type=act_type,
            label="Vaccin CHPPiL4",
            recall_group=act_type,
            delay="12m",
            delay_months=12,
            delay_days=0,
        )
        self.rules(act_type, *(offsets or (0,)), **step)

    def rules(self, act_type: str, *offsets: int, **step: Any) -> None:
        if not self.rows("select 1 from rule_version"):
            self.add(
                "rule_version",
                version=1,
                published_at=NOON.replace(tzinfo=None),
                published_by="test",
            )
        for number, offset in enumerate(offsets, 1):
            self.add(
                "rule",
                version=1,
                act_type=act_type,
                step=number,
                offset_days=offset,
                **step,
            )

    def act(self, act_id: str = "X1", animal_id: str = "A1", **values: object) -> str:
        """An act whose yearly reminder is due today, unless *values* say otherwise."""
        known: Mapping[str, object] = {
            "act_type": "VACC",
            "performed_on": date(2025, 11, 24),
        }
        self.add("act", act_id=act_id, animal_id=animal_id, **{**known, **values})
        return act_id

    def due_today(self, number: int = 1, **client: object) -> None:
        """One more client with one animal whose vaccine is due today."""
        self.client(f"C{number}", **client)
        self.animal(f"A{number}", f"C{number}")
        self.act(f"X{number}", f"A{number}")

    def states(self, run_id: int = 1) -> dict[str, dict[str, int]]:
        """Deliveries of a run by channel and state, as plain words."""
        report = self.practice.report(run_id)
        return {
            kind.value: {state.value: n for state, n in counts.items()}
            for kind, counts in report.by_channel.items()
        }

    def ready(self) -> list[str]:
        """Animals with a reminder that is ready, in order."""
        return [
            r.animal_id for r in self.practice.due().reminders if r.state == "ready"
        ]


def a_desk(files: Path, *, config: Config | None = None, path: Path = MEMORY) -> Desk:
    """An empty practice at noon on 24 November 2026."""
    clock = Clock()
    practice = Practice(
        Database(path, now=clock()),
        config=config or Config(),
        files=files,
        clock=clock,
    )
    return Desk(practice, clock)
