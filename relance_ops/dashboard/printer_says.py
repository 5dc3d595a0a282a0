"""What the printer says of a run, above the two answers: never an answer itself."""

from __future__ import annotations

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard.components import Action, plain, small_button
from relance_ops.i18n import _
from relance_ops.prefill import Prefill, Verdict, prefill
from relance_ops.reports import PrintQuestion

_SEVERITIES = {
    Verdict.OK: "success",
    Verdict.WORKING: "info",
    Verdict.UNKNOWN: "warning",
    Verdict.NOT_SENT: "warning",
    Verdict.PROBLEM: "error",
}


class PrinterSays(pn.viewable.Viewer):
    """Its sentences, how far it is, and the button that hands it the files.

    Args:
        send: What « Envoyer à l'imprimante » does.
    """

    def __init__(self, *, send: Action) -> None:
        super().__init__()
        self.words = pmui.Alert(
            "", severity="info", visible=False, margin=(0, 0, 10, 0),
            sizing_mode="stretch_width",
        )  # fmt: skip
        self.bar = pmui.LinearProgress(
            value=0, variant="determinate", visible=False, margin=(0, 0, 12, 0),
            sizing_mode="stretch_width", sx={"height": 10, "borderRadius": 5},
        )  # fmt: skip
        self.send = small_button(
            _("Envoyer à l'imprimante"), send, icon="print", variant="contained",
            color="primary", visible=False, margin=(0, 0, 8, 0),
        )  # fmt: skip
        self._layout = pmui.Column(
            self.words, self.bar, self.send, sizing_mode="stretch_width", margin=0
        )

    def show(self, question: PrintQuestion) -> Prefill | None:
        """Show what the printer says of *question*; None when it was given nothing."""
        said = prefill(question.letters, question.printing)
        self.send.visible = bool(question.unsent)
        self.words.visible = said is not None
        self.bar.visible = said is not None and said.verdict is Verdict.WORKING
        if said is not None:
            self.words.param.update(
                object="<br>".join(plain(sentence) for sentence in said.sentences),
                severity=_SEVERITIES[said.verdict],
            )
            self.bar.value = round(100 * said.done / said.total) if said.total else 0
        return said

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout
