"""« Est-ce que l'imprimante a bien fonctionné ? », on every page until answered."""

from __future__ import annotations

from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops import wording
from relance_ops.dashboard.components import dialog, notify, on_click, plain, text
from relance_ops.dashboard.printing import Printer
from relance_ops.errors import AlreadyAnsweredError
from relance_ops.i18n import _, moment
from relance_ops.model import Kind
from relance_ops.practice import Practice
from relance_ops.reports import PrintQuestion

EVERYTHING, FROM, SOME = "everything", "from", "some"


class PrinterQuestion(pn.viewable.Viewer):
    """The question about one run, its PDF, and its two answers."""

    practice: Practice = param.Parameter(constant=True)
    by = param.String(doc="Who answers.")
    question: PrintQuestion | None = param.Parameter(
        default=None, doc="None: nothing to ask."
    )
    red = param.Boolean(doc="The red button was pressed: what is to be printed again?")
    choice = param.Selector(default=EVERYTHING, objects=[EVERYTHING, FROM, SOME])
    first = param.Integer(default=1, bounds=(1, None), doc="From which letter on.")
    letters = param.List(default=[], doc="Chosen letters, by number.")
    answered = param.Event(doc="An answer was given, here or elsewhere.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.printer = Printer(width=0, height=0, margin=0)
        self._what = text("")
        self._files = {kind: self._file(kind) for kind in (Kind.LETTER, Kind.CARD)}
        self._asking = pmui.Column(
            *self._answers(), sizing_mode="stretch_width", margin=0
        )
        self._some = pmui.MultiChoice(
            label=_("Courriers à refaire"), options={}, sizing_mode="stretch_width"
        )
        self._some.link(self, value="letters")
        self._red = pmui.Column(
            *self._red_part(), sizing_mode="stretch_width", margin=0, visible=False
        )
        self._dialog = dialog(
            self._what,
            *(row for row, _link in self._files.values()),
            self._asking,
            self._red,
            title=_("Est-ce que l'imprimante a bien fonctionné ?"),
            close_on_click=False,
        )

    def show(self, question: PrintQuestion | None) -> None:
        """Ask about *question*, or stop asking."""
        if self._run(question) != self._run(self.question):
            self.param.update(
                question=question, red=False, choice=EVERYTHING, letters=[]
            )
            if question is not None:
                self._draw(question)
            self._dialog.open = question is not None

    def yes(self) -> None:
        """« Oui, tout est imprimé »."""
        self._answer(frozenset())

    def no(self) -> None:
        """« Non, il y a eu un problème », with what was chosen to print again."""
        if self.question is None:
            return
        numbers = [letter[0] for letter in self.question.letters]
        again = {
            EVERYTHING: set(numbers),
            FROM: {number for number in numbers if number >= self.first},
            SOME: set(self.letters),
        }[self.choice]
        if not again:
            notify(_("Choisissez au moins un courrier à refaire."), "warning")
            return
        self._answer(frozenset(again))

    def _answer(self, again: frozenset[int]) -> None:
        if self.question is None:
            return
        try:
            self.practice.confirm(self.question.run_id, by=self.by, reprint=again)
        except AlreadyAnsweredError as error:
            notify(str(error), "info")
        else:
            notify(
                _("Ces courriers sont de nouveau à envoyer.")
                if again
                else _("C'est noté : tout est imprimé.")
            )
        self.show(None)
        self.param.trigger("answered")

    @staticmethod
    def _run(question: PrintQuestion | None) -> int | None:
        return None if question is None else question.run_id

    # What is shown

    def _draw(self, question: PrintQuestion) -> None:
        counts = dict.fromkeys(self._files, 0)
        for letter in question.letters:
            counts[letter[4]] += 1
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
        self._some.param.update(
            options={
                _("n° {n} – {name}").format(n=letter[0], name=letter[1]): letter[0]
                for letter in question.letters
            },
            value=[],
        )

    @param.depends("red", watch=True)
    def _turn(self) -> None:
        self._asking.visible = not self.red
        self._red.visible = self.red

    def _answers(self) -> list[Any]:
        wait = text(
            _("Attendez que l'imprimante ait fini son travail avant de répondre."),
            "body2",
            sx={"color": "text.secondary"},
        )
        yes = pmui.Button(
            label=_("Oui, tout est imprimé"), icon="check", color="success",
            variant="contained", size="large", on_click=on_click(self.yes),
            sizing_mode="stretch_width", sx={"py": "14px"},
        )  # fmt: skip
        no = pmui.Button(
            label=_("Non, il y a eu un problème"), icon="close", color="error",
            variant="contained", size="large",
            on_click=on_click(lambda: self.param.update(red=True)),
            sizing_mode="stretch_width", sx={"py": "14px"},
        )  # fmt: skip
        return [wait, yes, no]

    def _file(self, kind: Kind) -> tuple[pmui.FlexBox, pmui.Button]:
        """Print and open one file: letters and cards go on different paper."""
        prints, opens = {
            Kind.LETTER: (_("Imprimer les lettres"), _("Ouvrir le PDF des lettres")),
            Kind.CARD: (_("Imprimer les cartes"), _("Ouvrir le PDF des cartes")),
        }[kind]
        button = pmui.Button(
            label=prints, icon="print", variant="outlined", margin=0,
            on_click=on_click(lambda: self._print(kind)),
        )  # fmt: skip
        link = pmui.Button(
            label=opens, icon="picture_as_pdf", variant="text", href="#",
            target="_blank", margin=0,
        )  # fmt: skip
        return pmui.FlexBox(button, link, gap="8px", margin=(4, 10)), link

    def _print(self, kind: Kind) -> None:
        if self.question is not None:
            self.printer.print(url_of(self.question, kind))

    def print_now(self) -> None:
        """Open the print dialog on the first file, as the run's own browser does."""
        kinds = [letter[4] for letter in self.question.letters] if self.question else []
        if kinds:
            self._print(kinds[0])

    def _red_part(self) -> list[Any]:
        options = {
            _("Tout"): EVERYTHING,
            _("À partir du courrier n° …"): FROM,
            _("Certains courriers"): SOME,
        }
        choice = pmui.RadioBoxGroup.from_param(
            self.param.choice,
            options=options,
            label=_("Que faut-il refaire ?"),
            margin=0,
        )
        first = pmui.IntInput.from_param(
            self.param.first,
            label=_("À partir du numéro"),
            description="",
            visible=False,
        )
        self._some.visible = False

        def chosen(event: Any) -> None:
            first.visible = event.new == FROM
            self._some.visible = event.new == SOME

        self.param.watch(chosen, "choice")
        again = pmui.Button(
            label=_("Ces courriers sont à refaire"), icon="replay", color="error",
            variant="contained", size="large", on_click=on_click(self.no),
            sizing_mode="stretch_width", sx={"py": "14px"},
        )  # fmt: skip
        back = pmui.Button(
            label=_("Retour"), variant="text",
            on_click=on_click(lambda: self.param.update(red=False)),
        )  # fmt: skip
        hint = text(
            _("Le numéro est en bas de chaque courrier."),
            "body2",
            sx={"color": "text.secondary"},
        )
        return [choice, first, self._some, hint, again, back]

    def __panel__(self) -> pn.viewable.Viewable:
        return pmui.Column(self._dialog, self.printer, margin=0, width=0, height=0)


def url_of(question: PrintQuestion, kind: Kind) -> str:
    """Where this server gives the file of *kind*."""
    return f"/courriers/{question.run_id}/{kind.value}s.pdf"
