"""« Est-ce que l'imprimante a bien fonctionné ? », on every page until answered."""

from __future__ import annotations

from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops import wording
from relance_ops.dashboard.components import (
    answering,
    at_first_use,
    big_button,
    dialog,
    notify,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.printer_says import PrinterSays
from relance_ops.dashboard.printing import Browser
from relance_ops.dashboard.reprint import Reprint
from relance_ops.errors import AlreadyAnsweredError
from relance_ops.i18n import _, moment
from relance_ops.model import Kind
from relance_ops.practice import Practice
from relance_ops.prefill import Verdict
from relance_ops.reports import PrintQuestion
from relance_ops.rights import HERE, Right, Visitor

PAPER = (Kind.LETTER, Kind.CARD)


class PrinterQuestion(pn.viewable.Viewer):
    """The question about one run, its PDF, and its two answers."""

    practice: Practice = param.Parameter(constant=True)
    browser: Browser = param.Parameter(constant=True)
    visitor: Visitor = param.Parameter(default=HERE, doc="Who answers.")
    question: PrintQuestion | None = param.Parameter(
        default=None, doc="None: nothing to ask."
    )
    red = param.Boolean(doc="The red button was pressed: what is to be printed again?")
    answered = param.Event(doc="An answer was given, here or elsewhere.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.reprint = Reprint(confirm=self.no, back=self.turn_back)
        self.says = PrinterSays(send=self.send_to_printer)
        self._filled: frozenset[str] = frozenset()
        self._what = text("", margin=(0, 0, 10, 0))
        self._files = {
            kind: _file(kind, answering(self._printing(kind))) for kind in PAPER
        }
        self._asking = pmui.Column(
            quiet(
                _("Attendez que l'imprimante ait fini son travail avant de répondre."),
                margin=(10, 0, 6, 0),
            ),
            big_button(
                _("Oui, tout est imprimé"), self.yes, icon="check", color="success"
            ),
            big_button(
                _("Non, il y a eu un problème"),
                self.turn_red,
                icon="close",
                color="error",
            ),
            sizing_mode="stretch_width",
            margin=0,
        )
        self.dialog = dialog(
            self._what,
            self.says,
            *(row for row, _link in self._files.values()),
            self._asking,
            self.reprint,
            title=_("Est-ce que l'imprimante a bien fonctionné ?"),
            closes=False,
        )

    def show(self, question: PrintQuestion | None) -> bool:
        """Ask about *question*, or stop asking; True when that is a change."""
        before = self.question
        if _run(question) == _run(before):
            if question is not None and question != before:
                self.question = question
                self._hear(question)
            return False
        if before is not None:
            said = self.practice.answer_given(before.run_id)
            if said:
                notify(said, "info")
        self._ask(question)
        return True

    def yes(self) -> None:
        """« Oui, tout est imprimé »."""
        self._answer(frozenset(), _("C'est noté : tout est imprimé."))

    def no(self) -> None:
        """« Non », with what was chosen to print again."""
        again = self.reprint.numbers()
        if again:
            self._answer(
                again, _("C'est noté : ces courriers sont de nouveau à envoyer.")
            )
        else:
            notify(_("Choisissez au moins un courrier à refaire."), "warning")

    def turn_red(self) -> None:
        """« Non, il y a eu un problème »: ask what to print again."""
        self._turn(red=True)

    def turn_back(self) -> None:
        """Back to the two answers."""
        self._turn(red=False)

    def send_to_printer(self) -> None:
        """« Envoyer à l'imprimante »: what it does not have yet."""
        if self.question is None:
            return
        self.visitor.require(Right.SEND)
        self.practice.printing.send(self.question.run_id, by=self.visitor.name)
        run_id = self.question.run_id
        for question in self.practice.print_questions():
            if question.run_id == run_id:
                self.show(question)

    def print_now(self) -> None:
        """Open the print dialog, as the browser that sent the run does.

        Not where a printer was given the files: they would be printed twice.
        """
        if self.question is not None and self.question.printing:
            return
        kinds = (
            {letter[4] for letter in self.question.letters} if self.question else set()
        )
        for kind in PAPER:
            if kind in kinds:
                self._printing(kind)()
                return

    def _answer(self, again: frozenset[int], said: str) -> None:
        if self.question is None:
            return
        self.visitor.require(Right.SEND)
        try:
            self.practice.confirm(
                self.question.run_id, by=self.visitor.name, reprint=again
            )
        except AlreadyAnsweredError as error:
            notify(str(error), "info")
        else:
            notify(said)
        self._ask(None)
        self.param.trigger("answered")

    def _ask(self, question: PrintQuestion | None) -> None:
        self.question = question
        self.turn_back()
        if question is not None:
            self._draw(question)
            self._filled = frozenset()
            self._hear(question)
        self.dialog.open = question is not None

    def _hear(self, question: PrintQuestion) -> None:
        """Show what the printer says; once it has ended, propose its answer.

        Once a job: what a person chooses afterwards is not undone. Nor is it while
        the red answer is open.
        """
        said = self.says.show(question)
        # The PDF can be opened all the same: what the printer has is not printed twice.
        given = {j.kind for j in question.printing if not j.state.came_to_nothing}
        for kind, (row, _link) in self._files.items():
            row[0].visible = kind not in given
        names = frozenset(job.job_name for job in question.printing)
        if said is None or said.verdict is Verdict.WORKING or names == self._filled:
            return
        self._filled = names
        if not self.red:
            self.reprint.propose(said.again)
            if said.opens_red:
                self.turn_red()

    def _turn(self, *, red: bool) -> None:
        self.red = red
        self._asking.visible = not red
        self.reprint.visible = red

    def _draw(self, question: PrintQuestion) -> None:
        kinds = [letter[4] for letter in question.letters]
        counts = {kind: kinds.count(kind) for kind in PAPER}
        self._what.object = plain(
            _("Envoi n° {run} du {moment} : {counts}.").format(
                run=question.run_id,
                moment=moment(question.started_at, self.practice.settings().timezone),
                counts=wording.counts(counts),
            )
        )
        for kind, (row, link) in self._files.items():
            row.visible = bool(counts[kind])
            link.href = url_of(question, kind)
        self.reprint.offer(question)

    def _printing(self, kind: Kind) -> Any:
        def print_file() -> None:
            if self.question is not None:
                self.browser.print(url_of(self.question, kind))

        return print_file

    def __panel__(self) -> pn.viewable.Viewable:
        return at_first_use(self.dialog)


def url_of(question: PrintQuestion, kind: Kind) -> str:
    """Where this server gives the file of *kind*."""
    return f"/courriers/{question.run_id}/{kind.value}s.pdf"


def _run(question: PrintQuestion | None) -> int | None:
    return None if question is None else question.run_id


def _file(kind: Kind, prints: Any) -> tuple[pmui.FlexBox, pmui.Button]:
    """Print or open one file: letters and cards go on different paper."""
    words = {
        Kind.LETTER: (_("Imprimer les lettres"), _("Ouvrir le PDF des lettres")),
        Kind.CARD: (_("Imprimer les cartes"), _("Ouvrir le PDF des cartes")),
    }
    print_words, open_words = words[kind]
    link = pmui.Button(
        label=open_words, icon="picture_as_pdf", variant="text", href="#",
        target="_blank", margin=0,
    )  # fmt: skip
    row = pmui.FlexBox(
        small_button(print_words, prints, icon="print"), link, gap="8px", margin=(2, 0)
    )
    return row, link
