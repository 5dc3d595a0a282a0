"""What every open browser looks at, computed once a second for all of them."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from relance_ops.jobs import Job, Jobs
from relance_ops.practice import Practice
from relance_ops.reports import PrintQuestion

FRESH_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Beat:
    """One look at the process.

    Attributes:
        job: The run in progress or the last one; None before the first.
        question: The oldest run whose paper nobody confirmed; None when there is none.
    """

    job: Job | None
    question: PrintQuestion | None


class Pulse:
    """Looks at the process for every session, and at the file once for all."""

    def __init__(self, practice: Practice, jobs: Jobs) -> None:
        self._practice = practice
        self._jobs = jobs
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._question: PrintQuestion | None = None

    def beat(self, *, fresh: bool = False) -> Beat:
        """How things stand; *fresh* to look at the file now."""
        with self._lock:
            now = time.monotonic()
            if fresh or now - self._looked_at >= FRESH_SECONDS:
                questions = self._practice.print_questions()
                self._question = questions[0] if questions else None
                self._looked_at = now
            return Beat(self._jobs.current, self._question)
