"""How far a run is, on every page; and what it did, once it is over."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops import wording
from relance_ops.dashboard.components import (
    at_first_use,
    card,
    dialog,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.i18n import _
from relance_ops.jobs import Job
from relance_ops.model import DeliveryState, Kind
from relance_ops.practice import Practice
from relance_ops.reports import RunReport


class Running(pn.viewable.Viewer):
    """The progress of the process's run, and its outcome."""

    practice: Practice = param.Parameter(constant=True)
    job: Job | None = param.Parameter(default=None, doc="The run being watched.")
    sent_here = param.String(doc="Nonce of the list this browser sent.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self._words = [text("", sx={"fontWeight": 600}), text("")]
        self._bars = [_bar(), _bar()]
        self.strip = card(
            self._words[0], self._bars[0], visible=False, sx={"mb": "14px"}
        )
        self.outcome = pmui.Alert(
            "", severity="success", visible=False, closeable=True, margin=(0, 0, 14, 0),
            sizing_mode="stretch_width",
        )  # fmt: skip
        self.dialog = dialog(
            self._words[1],
            self._bars[1],
            quiet(
                _("Vous pouvez continuer : l'envoi se poursuit, même page fermée."),
                margin=(12, 0, 8, 0),
            ),
            small_button(_("Continuer à travailler"), self.hide, variant="text"),
            title=_("Envoi en cours…"),
            closes=True,
        )

    def hide(self) -> None:
        """Put the dialog away; the strip stays."""
        self.dialog.open = False

    def put_away(self) -> None:
        """Show nothing of any run, to somebody who has signed out."""
        self.strip.visible = self.outcome.visible = self.dialog.open = False

    def watch(self, job: Job | None) -> bool:
        """Show how *job* is doing; True when it has just ended."""
        if job is None or job == self.job:
            return False
        before, self.job = self.job, job
        if job.is_running:
            self._show_progress(job, is_new=before is None or before.nonce != job.nonce)
            return False
        if before is None and job.nonce != self.sent_here:
            return False  # it ended before this browser came
        self._show_outcome(job)
        return True

    def _show_progress(self, job: Job, *, is_new: bool) -> None:
        left = job.seconds_left(time.monotonic())
        sentence = plain(wording.progress(job.done, job.total, left, by=job.by))
        for words, bar in zip(self._words, self._bars, strict=True):
            words.object = sentence
            bar.param.update(
                value=round(100 * job.done / job.total) if job.total else 0,
                variant="determinate" if job.total else "indeterminate",
            )
        self.strip.visible = True
        self.outcome.visible = False
        if is_new and job.nonce == self.sent_here:
            self.dialog.open = True

    def _show_outcome(self, job: Job) -> None:
        self.strip.visible = False
        self.dialog.open = False
        sentences = [job.error]
        if job.report is not None:
            sentences = wording.outcome(job.report)
            sentences += outbox_notice(job.report, self.practice.outboxes())
        clean = job.report is not None and not troubled(job.report)
        self.outcome.param.update(
            object="<br>".join(plain(sentence) for sentence in sentences),
            severity="success" if clean else "warning",
            visible=True,
        )

    def __panel__(self) -> pn.viewable.Viewable:
        return pmui.Column(
            self.strip,
            self.outcome,
            at_first_use(self.dialog),
            margin=0,
            sizing_mode="stretch_width",
        )


def troubled(report: RunReport) -> bool:
    """True when something did not leave as it should."""
    calm = {DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.AWAITING}
    states = {state for counts in report.by_channel.values() for state in counts}
    return bool(report.notices) or not states <= calm


def outbox_notice(report: RunReport, outboxes: dict[Kind, Path]) -> list[str]:
    """Where messages were written, for the channels that have no account."""
    written = [kind for kind in outboxes if report.by_channel.get(kind)]
    if not written:
        return []
    return [
        _(
            "Aucun compte n'est configuré ({kinds}) : rien n'est parti chez les clients, "
            "les messages sont dans le dossier {folder}"
        ).format(
            kinds=", ".join(
                _("emails") if kind is Kind.EMAIL else _("SMS") for kind in written
            ),
            folder=outboxes[written[0]].resolve(),
        )
    ]


def _bar() -> pmui.LinearProgress:
    return pmui.LinearProgress(
        value=0, variant="determinate", color="success", sizing_mode="stretch_width",
        margin=(10, 0, 4, 0), sx={"height": 10, "borderRadius": 5},
    )  # fmt: skip
