"""The sending work belongs to the process, not to a browser's session.

It survives a closed tab; two people cannot start it twice; every session sees the same
progress by looking at it from time to time. One thread does it all, so a round of
retries never runs beside a send.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from relance_ops.errors import RelanceError
from relance_ops.i18n import _, speaking
from relance_ops.model import ReminderKey
from relance_ops.practice import NOTHING_UNTICKED, Practice
from relance_ops.reports import RunReport
from relance_ops.sending import Progress

log = logging.getLogger(__name__)

# How often what was refused for now is looked at again.
TICK_SECONDS = 30.0

# The first look comes soon: what waited for this start leaves, and the letters' engine
# is loaded (a second or more) before anyone presses the green button.
FIRST_TICK_SECONDS = 1.0

# How often receipts, returned mail and refusals are listened to. They are not urgent,
# and a provider may count how often it is asked.
EAR_SECONDS = 60.0

# How often somebody looks whether the night's copy of the file is made.
NIGHT_SECONDS = 300.0

# An email account may hang until its own time-out before the thread can end.
STOP_SECONDS = 30.0


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
        started: Seconds of a clock that only goes forward.
        done, total: Deliveries; total is 0 while they are being claimed.
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

    @property
    def is_running(self) -> bool:
        """True until it is done or has failed."""
        return self.state is JobState.RUNNING

    def seconds_left(self, now: float) -> int | None:
        """How long it will still take; None before the first answer."""
        if not self.done:
            return None
        return round((now - self.started) / self.done * (self.total - self.done))


@dataclass(frozen=True, slots=True)
class _Order:
    """What the thread needs to know of a run."""

    job: Job
    language: str
    without: frozenset[ReminderKey]


class Jobs:
    """The one run at a time of this process, and the retries between runs.

    Args:
        practice: Whose reminders leave.
        language: Of what retries write down.
        tick_seconds: Between two rounds of retries.
        ear_seconds: Between two times that it listens to the peers.
        night_seconds: Between two looks at the night's copy.
    """

    def __init__(
        self,
        practice: Practice,
        *,
        language: str,
        tick_seconds: float = TICK_SECONDS,
        ear_seconds: float = EAR_SECONDS,
        night_seconds: float = NIGHT_SECONDS,
    ) -> None:
        self._practice = practice
        self._language = language
        self._tick_seconds = tick_seconds
        self._lock = threading.Lock()
        self._current: Job | None = None
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._worker = threading.Thread(target=self._work, name="envoi", daemon=True)
        self._ear_seconds = ear_seconds
        self._deaf: Mapping[str, str] = {}
        self._ear = threading.Thread(target=self._listen, name="écoute", daemon=True)
        self._night_seconds = night_seconds
        self._keeper = threading.Thread(target=self._keep, name="copies", daemon=True)
        self._worker.start()
        self._ear.start()
        self._keeper.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    @property
    def current(self) -> Job | None:
        """The run in progress, or the last one; None before the first."""
        return self._current

    @property
    def deaf(self) -> Mapping[str, str]:
        """The complaint of each listener that could not hear last time, by its name."""
        return self._deaf

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
            if current and (current.is_running or current.nonce == nonce):
                return current
            self._current = job = Job(nonce=nonce, by=by, started=time.monotonic())
        self._orders.put(_Order(job, language, without))
        return job

    def stop(self) -> None:
        """End between two deliveries; what has not left is ready again."""
        self._stopping.set()
        self._orders.put(None)
        self._worker.join(STOP_SECONDS)
        self._ear.join(STOP_SECONDS)
        self._keeper.join(STOP_SECONDS)

    def _work(self) -> None:
        patience = min(FIRST_TICK_SECONDS, self._tick_seconds)
        while not self._stopping.is_set():
            try:
                order = self._orders.get(timeout=patience)
            except queue.Empty:
                self._retry()
                patience = self._tick_seconds
            else:
                if order is not None:
                    self._run(order)

    def _run(self, order: _Order) -> None:
        with speaking(order.language):
            error = self._told_errors(lambda: self._send(order))
        if error:
            self._become(state=JobState.FAILED, error=error)

    def _send(self, order: _Order) -> None:
        report = self._practice.send(
            by=order.job.by,
            nonce=order.job.nonce,
            without=order.without,
            told=self._told,
        )
        self._become(state=JobState.DONE, report=report)

    def _retry(self) -> None:
        with speaking(self._language):
            self._told_errors(lambda: self._practice.work(by=_("programme")))

    def _listen(self) -> None:
        """A mailbox that hangs must not hold up the green button: its own thread."""
        while not self._stopping.wait(self._ear_seconds):
            with speaking(self._language):
                self._told_errors(self._hear)

    def _hear(self) -> None:
        self._deaf = self._practice.hear(by=_("programme"))

    def _keep(self) -> None:
        """A copy each night, beside whatever leaves or hangs."""
        while not self._stopping.wait(self._night_seconds):
            with speaking(self._language):
                self._told_errors(self._copy)

    def _copy(self) -> None:
        self._practice.backups.nightly(self._practice.settings().timezone)

    def _told_errors(self, work: Callable[[], object]) -> str:
        """Do *work*; what went wrong, as a sentence, never ends the thread."""
        try:
            work()
        except RelanceError as error:
            log.warning("work stopped: %s", error)
            return str(error)
        except _StoppingError:
            return _(
                "Le programme a été arrêté. Ce qui n'est pas parti reste à envoyer."
            )
        except Exception as error:
            log.exception("work failed")
            return _(
                "L'envoi s'est arrêté ({kind}). Ce qui est parti est noté ; "
                "rafraîchissez la liste pour voir le reste."
            ).format(kind=type(error).__name__)
        return ""

    def _told(self, progress: Progress) -> None:
        self._become(done=progress.done, total=progress.total)
        if self._stopping.is_set() and progress.done < progress.total:
            raise _StoppingError

    def _become(self, **changes: object) -> None:
        with self._lock:
            if self._current is not None:
                self._current = replace(self._current, **changes)  # type: ignore[arg-type]


class _StoppingError(Exception):
    """The process is told to end in the middle of a run."""
