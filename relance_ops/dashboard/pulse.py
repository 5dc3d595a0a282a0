"""What every open browser looks at, computed once a second for all of them."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace

from relance_ops.jobs import Job, Jobs
from relance_ops.practice import Practice
from relance_ops.reports import PrintQuestion
from relance_ops.rights import Visitor
from relance_ops.standing import Standing

FRESH_SECONDS = 1.0

NOTHING = Standing()


@dataclass(frozen=True, slots=True)
class Beat:
    """One look at the process.

    Attributes:
        job: The run in progress or the last one; None before the first.
        question: The oldest run whose paper nobody confirmed; None when there is none.
        sign_ins: Those that are still open.
        guarded: Somebody has an account, so that everybody must sign in.
        standing: What waits on its way out.
        warnings: Why nothing may leave, or why the last copy of the file failed.
    """

    job: Job | None
    question: PrintQuestion | None
    sign_ins: frozenset[str] = frozenset()
    guarded: bool = False
    standing: Standing = NOTHING
    warnings: tuple[str, ...] = ()

    def knows(self, visitor: Visitor) -> bool:
        """True while *visitor* may go on: signed in, or nobody has to."""
        if visitor.sign_in:
            return visitor.sign_in in self.sign_ins
        return not self.guarded


class Pulse:
    """Looks at the process for every session, and at the file once for all."""

    def __init__(self, practice: Practice, jobs: Jobs) -> None:
        self._practice = practice
        self._jobs = jobs
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._last = Beat(None, None)

    def beat(self, *, fresh: bool = False) -> Beat:
        """How things stand; *fresh* to look at the file now."""
        with self._lock:
            now = time.monotonic()
            if fresh or now - self._looked_at >= FRESH_SECONDS:
                self._last = self._look()
                self._looked_at = now
            return replace(self._last, job=self._jobs.current)

    def _look(self) -> Beat:
        questions = self._practice.print_questions()
        return Beat(
            job=None,
            question=questions[0] if questions else None,
            sign_ins=self._practice.sign_ins.keys(),
            guarded=self._practice.accounts.exist(),
            standing=self._practice.treating.standing(),
            warnings=self._practice.backups.warnings(),
        )
