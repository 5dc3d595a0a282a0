"""How a run stands, and which printer questions are open: reading only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from relance_ops import print_jobs, runs
from relance_ops.database import Database, aware, sql
from relance_ops.model import DeliveryState, Kind
from relance_ops.printing import Printing
from relance_ops.reports import PrintQuestion, RunReport


@dataclass(frozen=True, slots=True)
class RunReports:
    """What the clinic's file and its print files say of its runs.

    Attributes:
        folder: Where the print files of a run are kept.
    """

    database: Database
    printing: Printing
    folder: Callable[[int], Path]

    def report(self, run_id: int, *, notices: tuple[str, ...] = ()) -> RunReport:
        """How run *run_id* stands now.

        Raises:
            NotFoundError: There is no such run.
        """
        with self.database.cursor() as cursor:
            states = runs.states_of(cursor, run_id)
            [[on]] = cursor.execute(sql("run_day"), {"run_id": run_id}).fetchall()
        return RunReport(
            run_id=run_id,
            on=on,
            claimed=sum(sum(counts.values()) for counts in states.values()),
            by_channel=states,
            letters_pdf=self._print_file(run_id, Kind.LETTER),
            cards_pdf=self._print_file(run_id, Kind.CARD),
            awaiting=sum(
                counts.get(DeliveryState.AWAITING, 0) for counts in states.values()
            ),
            notices=notices,
            printing=self.printing.jobs(run_id),
        )

    def questions(self) -> list[PrintQuestion]:
        """Runs whose paper nobody has confirmed yet, oldest first."""
        with self.database.cursor() as cursor:
            rows = cursor.execute(sql("open_questions")).fetchall()
            return [
                PrintQuestion(
                    run_id=run_id,
                    on=on,
                    started_at=aware(started_at),
                    started_by=started_by,
                    letters=runs.letters_awaiting(cursor, run_id),
                    letters_pdf=self._print_file(run_id, Kind.LETTER),
                    cards_pdf=self._print_file(run_id, Kind.CARD),
                    printing=print_jobs.latest(cursor, run_id),
                    unsent=self.printing.unsent(cursor, run_id),
                )
                for run_id, on, started_at, started_by in rows
            ]

    def _print_file(self, run_id: int, kind: Kind) -> str:
        path = self.folder(run_id) / f"{kind.value}s.pdf"
        return str(path) if path.is_file() else ""
