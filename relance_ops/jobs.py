"""The sending work belongs to the process, not to a browser's session.

It survives a closed tab; two people cannot start it twice; every session sees the same
progress by looking at it from time to time.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from relance_ops.errors import RelanceError
from relance_ops.i18n import _, speaking
from relance_ops.model import ReminderKey
from relance_ops.practice import NOTHING_UNTICKED, Practice
from relance_ops.reports import RunReport
from relance_ops.sending import Progress

log = logging.getLogger(__name__)

# How often what was refused for now is looked at again.
TICK_SECONDS = 30.0


class JobState(StrEnum):
    """Where a run is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One run as the screens see it; a new value at every step.

    Attributes:
        nonce: Of the list it was started from.
        by: Who started it.
        done, total: Deliveries; total is 0 while they are being claimed.
        started: Seconds of a clock that only goes forward.
        report: Once done.
        error: What to tell the person, once failed.
    """

    nonce: str
    by: str
    started: float
    state: JobState = JobState.RUNNING
    done: int = 0
    total: int = 0
    report: RunReport | None = None
    error: str = ""

    def seconds_left(self, now: float) -> int | None:
        """How long it will still take; None before the first answer."""
        if not self.done:
            return None
        return round((now - self.started) / self.done * (self.total - self.done))


class Jobs:
    """The one run at a time of this process, and the retries between runs."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self._lock = threading.Lock()
        self._current: Job | None = None
        self._stopped = threading.Event()

    @property
    def current(self) -> Job | None:
        """The run in progress, or the last one; None before the first."""
        return self._current

    def start(
        self,
        *,
        by: str,
        nonce: str,
        language: str,
        without: frozenset[ReminderKey] = NOTHING_UNTICKED,
    ) -> Job:
        """Start a run, or give back the one that is going on or came of this list."""
        with self._lock:
            current = self._current
            if current and (
                current.state is JobState.RUNNING or current.nonce == nonce
            ):
                return current
            job = Job(nonce=nonce, by=by, started=time.monotonic())
            self._current = job
        work = threading.Thread(
            target=self._run, args=(job, language, without), name="envoi", daemon=True
        )
        work.start()
        return job

    def keep_trying(self, language: str) -> None:
        """Look at what was refused for now, for as long as the process lives."""
        threading.Thread(
            target=self._tick, args=(language,), name="reprises", daemon=True
        ).start()

    def stop(self) -> None:
        """Let the retries end."""
        self._stopped.set()

    def _run(self, job: Job, language: str, without: frozenset[ReminderKey]) -> None:
        with speaking(language):
            try:
                report = self._practice.send(
                    by=job.by, nonce=job.nonce, without=without, told=self._told
                )
                self._become(state=JobState.DONE, report=report)
            except RelanceError as error:
                self._become(state=JobState.FAILED, error=str(error))
            except Exception as error:
                log.exception("run failed")
                self._become(
                    state=JobState.FAILED,
                    error=_(
                        "L'envoi s'est arrêté ({kind}). Ce qui est parti est noté ; "
                        "rafraîchissez la liste pour voir le reste."
                    ).format(kind=type(error).__name__),
                )

    def _told(self, progress: Progress) -> None:
        self._become(done=progress.done, total=progress.total)

    def _become(self, **changes: object) -> None:
        with self._lock:
            if self._current is not None:
                self._current = replace(self._current, **changes)  # type: ignore[arg-type]

    def _tick(self, language: str) -> None:
        with speaking(language):
            while not self._stopped.wait(TICK_SECONDS):
                self._guarded(lambda: self._practice.work(by=_("programme")))

    def _guarded(self, work: Callable[[], object]) -> None:
        """One failed round must not end the following ones; the log tells."""
        try:
            work()
        except RelanceError as error:
            log.warning("retries stopped: %s", error)
        except Exception:
            log.exception("retries failed")
