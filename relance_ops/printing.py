"""Print files handed to the clinic's printer: written down first, followed to the end.

Each step touches the printer once for every job; it may be cut anywhere. A job is handed
once: after a cut it is looked up by its name, and where the printer knows nothing of it,
a person decides.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from relance_ops import events, print_jobs, printfile, runs
from relance_ops.database import Database
from relance_ops.errors import PrinterError, SettingError
from relance_ops.events import EventKind
from relance_ops.i18n import _
from relance_ops.model import DeliveryState, Kind
from relance_ops.printer_words import capabilities
from relance_ops.printers import (
    JobSeen,
    Printer,
    PrintJob,
    PrintState,
    Sides,
    plain_uri,
    told,
)
from relance_ops.settings import Settings, YesNo

log = logging.getLogger(__name__)

# A printer that is switched off and on again answers within this; then nobody knows.
PATIENCE = timedelta(minutes=3)

OPEN = tuple(state for state in PrintState if state.is_open)


class Printing:
    """The printer of one clinic, and every job that it was given.

    Args:
        database: The clinic's file.
        clock: Gives aware times.
        settings: Which printer, and how.
        folder: Where the print files of a run are.
        connect: A printer by its address.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        *,
        settings: Callable[[], Settings],
        folder: Callable[[int], Path],
        connect: Callable[[str], Printer],
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._folder = folder
        self._connect = connect
        # The thread that follows the jobs and a command may step at the same time.
        self._stepping = threading.Lock()

    # What a person asks for

    def describe(self, uri: str = "") -> list[str]:
        """What the printer of *uri*, or the clinic's, is and can do, in sentences.

        Raises:
            SettingError: No printer is chosen.
            PrinterError: It does not answer.
        """
        chosen = plain_uri(uri or self._settings().print_printer)
        if not chosen:
            raise SettingError(
                _("Aucune imprimante n'est choisie : donnez son adresse.")
            )
        return capabilities(self._connect(chosen).look())

    def state(self) -> tuple[str, ...]:
        """What the clinic's printer says of itself, or why it says nothing; () for none."""
        if not self._settings().print_printer:
            return ()
        try:
            return tuple(self.describe())
        except PrinterError as error:
            return (str(error),)

    def order(self, run_id: int, kind: Kind, *, by: str) -> None:
        """Let a run's file of *kind* leave for the printer by itself, where one is chosen."""
        settings = self._settings()
        if kind is Kind.LETTER or settings.print_cards is YesNo.YES:
            self._queue(run_id, kind, settings, by=by)

    def send(self, run_id: int, *, by: str) -> None:
        """« Envoyer à l'imprimante »: the files of a run that it does not have yet.

        Raises:
            SettingError: No printer is chosen.
        """
        settings = self._settings()
        if not settings.print_printer:
            raise SettingError(
                _("Aucune imprimante n'est choisie : donnez son adresse.")
            )
        with self._database.cursor() as cursor:
            kinds = self.unsent(cursor, run_id)
        for kind in kinds:
            self._queue(run_id, kind, settings, by=by)

    def unsent(
        self, cursor: duckdb.DuckDBPyConnection, run_id: int
    ) -> tuple[Kind, ...]:
        """The files of a run awaiting an answer that the chosen printer does not have."""
        if not self._settings().print_printer:
            return ()
        had = {
            job.kind
            for job in print_jobs.latest(cursor, run_id)
            if not job.state.came_to_nothing
        }
        awaiting = {letter[4] for letter in runs.letters_awaiting(cursor, run_id)}
        return tuple(kind for kind in Kind if kind in awaiting - had)

    def jobs(self, run_id: int) -> tuple[PrintJob, ...]:
        """The last job of each file of a run."""
        with self._database.cursor() as cursor:
            return print_jobs.latest(cursor, run_id)

    # What goes on by itself

    def step(self) -> tuple[PrintJob, ...]:
        """Go one step on with every open job; those that are still open."""
        with self._stepping:
            taken = set()
            for job in self._open():
                if job.state is PrintState.QUEUED and job.printer in taken:
                    continue
                if self._advanced(job).state.is_open:
                    taken.add(job.printer)
            return self._open()

    def _open(self) -> tuple[PrintJob, ...]:
        with self._database.cursor() as cursor:
            return print_jobs.jobs(cursor, states=OPEN)

    def _advanced(self, job: PrintJob) -> PrintJob:
        printer = self._connect(job.printer)
        if job.state is PrintState.QUEUED:
            return self._handed(job, printer)
        if job.state is PrintState.HANDED:
            return self._looked_up(job, printer)
        return self._heard(job, printer)

    def _queue(self, run_id: int, kind: Kind, settings: Settings, *, by: str) -> None:
        if not settings.print_printer:
            return
        page_map = printfile.read_map(self._folder(run_id), kind)
        if page_map is None:
            return
        job = PrintJob(
            job_name=f"relance-{run_id}-{kind.value}-{secrets.token_hex(4)}",
            run_id=run_id,
            kind=kind,
            printer=settings.print_printer,
            by=by,
            at=self._clock(),
            state=PrintState.QUEUED,
            pages=max(piece.last for piece in page_map[0]),
            two_sided=kind is Kind.CARD or settings.print_sides is Sides.TWO,
        )
        with self._database.writing() as cursor:
            # Asked again under the writer's lock: two people may press at once.
            if kind in self.unsent(cursor, run_id):
                print_jobs.add(cursor, job)

    def _handed(self, job: PrintJob, printer: Printer) -> PrintJob:
        if not self._is_awaited(job):
            return self._keep(job, state=PrintState.WITHDRAWN)
        try:
            seen = printer.look()
            pdf = printfile.merged_path(self._folder(job.run_id), job.kind).read_bytes()
        except PrinterError:
            return self._refused(job, "unreachable")
        except OSError:
            return self._refused(job, "no-file")
        if not seen.takes_pdf:
            return self._refused(job, "no-pdf")
        if job.kind is Kind.CARD and not seen.has_two_sides:
            return self._refused(job, "no-two-sides")
        job = self._keep(
            replace(job, already=seen.reasons, printer_name=seen.name),
            state=PrintState.HANDED,
            two_sided=job.two_sided and seen.has_two_sides,
            reasons=seen.reasons,
        )
        return self._submitted(job, printer, pdf)

    def _submitted(self, job: PrintJob, printer: Printer, pdf: bytes) -> PrintJob:
        try:
            number = printer.submit(
                pdf, job_name=job.job_name, sides=print_jobs.sides(job)
            )
        except PrinterError as error:
            if not error.certain:
                return self._looked_up(job, printer)
            if error.reason == "busy":
                return self._keep(job, state=PrintState.QUEUED, reasons=("busy",))
            return self._refused(job, error.reason)
        return self._taken(job, JobSeen(number, PrintState.WORKING))

    def _looked_up(self, job: PrintJob, printer: Printer) -> PrintJob:
        """Whether the printer has what was perhaps handed; never hand it again."""
        try:
            found = printer.find(job.job_name)
        except PrinterError as error:
            return self._silent(job, error)
        if found is None:
            return self._ended(replace(job, state=PrintState.UNKNOWN))
        return self._taken(job, found)

    def _taken(self, job: PrintJob, seen: JobSeen) -> PrintJob:
        with self._database.writing() as cursor:
            events.append(
                cursor, [print_jobs.line(EventKind.TO_PRINTER, job, self._clock())]
            )
        return self._follow(job, seen, job.reasons)

    def _heard(self, job: PrintJob, printer: Printer) -> PrintJob:
        assert job.job_id is not None
        try:
            if self._is_unwanted(job):
                printer.cancel(job.job_id)
            # The job first: what it counts is then no newer than what stops it.
            seen = printer.job(job.job_id, job_name=job.job_name)
            reasons = printer.look().reasons
        except PrinterError as error:
            return self._silent(job, error)
        if seen is None:
            return self._ended(replace(job, state=PrintState.UNKNOWN))
        return self._follow(job, seen, reasons)

    def _follow(
        self, job: PrintJob, seen: JobSeen, reasons: tuple[str, ...]
    ) -> PrintJob:
        now = told(job, seen, reasons)
        if now == job:
            return job
        return self._keep(now) if now.state.is_open else self._ended(now)

    def _silent(self, job: PrintJob, error: PrinterError) -> PrintJob:
        """It does not answer: wait a while, it may only have been switched off."""
        reason = error.reason if error.reason == "unreachable" else "silent"
        if self._clock() - job.at > PATIENCE:
            return self._ended(replace(job, state=PrintState.UNKNOWN))
        if job.reasons == (reason,):
            return job
        return self._keep(job, reasons=(reason,))

    def _refused(self, job: PrintJob, reason: str) -> PrintJob:
        return self._ended(replace(job, state=PrintState.REFUSED, reasons=(reason,)))

    def _ended(self, job: PrintJob) -> PrintJob:
        with self._database.writing() as cursor:
            now = replace(job, at=self._clock())
            print_jobs.add(cursor, now)
            events.append(
                cursor, [print_jobs.line(EventKind.PRINTER_SAID, now, now.at)]
            )
        log.info("print job ended run=%d kind=%s state=%s out=%s of=%d",
                 job.run_id, job.kind, job.state, job.pages_out, job.pages)  # fmt: skip
        return now

    def _keep(self, job: PrintJob, **changes: object) -> PrintJob:
        now = replace(job, at=self._clock(), **changes)  # type: ignore[arg-type]
        with self._database.writing() as cursor:
            print_jobs.add(cursor, now)
        return now

    def _is_awaited(self, job: PrintJob) -> bool:
        return bool(self._standing(job, DeliveryState.AWAITING))

    def _is_unwanted(self, job: PrintJob) -> bool:
        """A person wants some of it again: what still comes out would be too much."""
        return not self._is_awaited(job) and self._standing(job, DeliveryState.VOIDED)

    def _standing(self, job: PrintJob, state: DeliveryState) -> bool:
        with self._database.cursor() as cursor:
            found = runs.standings(cursor, [state], run_id=job.run_id)
        return any(standing.kind is job.kind for standing in found)
