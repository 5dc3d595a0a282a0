"""« Envoyer les relances »: the list, all ticked, and the green button."""

from __future__ import annotations

import secrets
from typing import Any

import panel as pn
import param

from relance_ops.dashboard.send_parts import SendParts
from relance_ops.i18n import language
from relance_ops.jobs import Job, Jobs, JobState
from relance_ops.model import Reminder, ReminderKey, ReminderState
from relance_ops.practice import Practice
from relance_ops.reports import Preview


class SendPage(pn.viewable.Viewer):
    """The reminders of the day, and one action on them."""

    practice: Practice = param.Parameter(constant=True)
    jobs: Jobs = param.Parameter(constant=True)
    by = param.String(doc="Who presses the buttons.")
    reminders: tuple[Reminder, ...] = param.Parameter(default=(), doc="What is ready.")
    waiting: tuple[Reminder, ...] = param.Parameter(default=(), doc="Held and blocked.")
    ticked = param.List(default=[], doc="Positions of the ticked reminders.")
    preview: Preview | None = param.Parameter(default=None, doc="What would leave.")
    nonce = param.String(doc="Of this drawn list: sent twice, it is one run.")
    sent_nonce = param.String(doc="Of the list that was sent from this very page.")
    job: Job | None = param.Parameter(default=None, doc="The run being watched.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self._parts = SendParts(self)
        if self.practice.last_refresh() is not None:
            self.load()

    # What a person does

    def refresh(self) -> None:
        """« Rafraîchir la liste »."""
        self.practice.note_refresh(by=self.by)
        self.load()

    def load(self) -> None:
        """Read the list again, every reminder ticked."""
        due = self.practice.due()
        ready = tuple(
            sorted(
                (r for r in due.reminders if r.state is ReminderState.READY),
                key=lambda r: (
                    due.clients[r.client_id].last_name.casefold(),
                    r.client_id,
                    r.animal_name,
                    r.due_on,
                ),
            )
        )
        self.param.update(
            reminders=ready,
            waiting=tuple(
                r for r in due.reminders if r.state is not ReminderState.READY
            ),
            ticked=list(range(len(ready))),
            nonce=secrets.token_hex(16),
            preview=self.practice.preview(),
        )
        self._parts.draw(due.clients)

    def ask(self) -> None:
        """« Envoyer »: show what will leave, and ask."""
        self.preview = self.practice.preview(without=self.unticked())
        self._parts.ask(self.preview)

    def send(self) -> None:
        """« Envoyer maintenant »: the process does it, this page watches."""
        self._parts.close_question()
        self.sent_nonce = self.nonce
        job = self.jobs.start(
            by=self.by, nonce=self.nonce, language=language(), without=self.unticked()
        )
        self.watch(job)

    def unticked(self) -> frozenset[ReminderKey]:
        """The reminders that must stay, this time."""
        ticked = set(self.ticked)
        return frozenset(r.key for i, r in enumerate(self.reminders) if i not in ticked)

    def watch(self, job: Job | None) -> bool:
        """Show how *job* is doing; True when it has just ended."""
        if job is None or job == self.job:
            return False
        before = self.job
        self.job = job
        ended = job.state is not JobState.RUNNING
        if ended and before is None:
            return False  # it ended before this page was opened
        self._parts.progress(job)
        if ended:
            self.load()
        return ended

    def __panel__(self) -> pn.viewable.Viewable:
        return self._parts.layout
