"""The red answer: which letters did not come out well."""

from __future__ import annotations

from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops.dashboard.components import (
    Action,
    answering,
    big_button,
    quiet,
    small_button,
)
from relance_ops.i18n import _
from relance_ops.model import Kind
from relance_ops.reports import PrintQuestion

EVERYTHING, FROM, SOME = "everything", "from", "some"


class Reprint(pn.viewable.Viewer):
    """Everything, from one letter on, or some letters.

    Args:
        confirm: What the red confirmation does.
        back: What « Retour » does.
    """

    visible = param.Boolean(default=False)
    choice = param.Selector(default=EVERYTHING, objects=[EVERYTHING, FROM, SOME])
    first = param.Integer(default=1, bounds=(1, None), doc="From which letter on.")
    chosen = param.List(default=[], doc="Letters picked one by one, by number.")
    offered = param.List(default=[], doc="Numbers of all of them.")

    def __init__(self, *, confirm: Action, back: Action) -> None:
        super().__init__()
        self._which = pmui.RadioBoxGroup.from_param(
            self.param.choice, label=_("Que faut-il refaire ?"),
            options=_letter_choices(), margin=0,
            description="",
        )  # fmt: skip
        # The arrows of a number's own input have no name (pmui 0.16.6).
        self._first = pmui.TextInput(
            label=_("À partir du numéro"), value=str(self.first), margin=(8, 0),
            sizing_mode="stretch_width",
        )  # fmt: skip
        self._first.param.watch(answering(self._typed), "value_input")
        self._some = pmui.CheckBoxGroup(
            label=_("Numéros à refaire"),
            options={},
            margin=0,
            sizing_mode="stretch_width",
        )
        self._list = pmui.Column(
            self._some, margin=(8, 0), sizing_mode="stretch_width",
            sx={"maxHeight": "230px", "overflowY": "auto", "border": "1px solid #dfe4e9",
                "borderRadius": "10px", "p": "4px 12px"},
        )  # fmt: skip
        self._some.link(self, value="chosen")
        self._column = pmui.Column(
            self._which,
            self._first,
            self._list,
            quiet(
                _("Le numéro est écrit en bas de chaque courrier."), margin=(4, 0, 6, 0)
            ),
            big_button(
                _("Ces courriers sont à refaire"), confirm, icon="replay", color="error"
            ),
            small_button(_("Retour"), back, variant="text"),
            sizing_mode="stretch_width",
            margin=(10, 0, 0, 0),
        )
        self._follow()

    def offer(self, question: PrintQuestion) -> None:
        """Offer the letters and cards of *question*, everything chosen."""
        only_letters = all(letter[4] is Kind.LETTER for letter in question.letters)
        self._which.options = _letter_choices() if only_letters else _paper_choices()
        names = {
            _("n° {n} — {name}").format(n=letter[0], name=letter[1]): letter[0]
            for letter in question.letters
        }
        self._some.param.update(options=names, value=[])
        self.param.update(
            choice=EVERYTHING, first=1, chosen=[], offered=list(names.values())
        )

    def propose(self, again: frozenset[int]) -> None:
        """Choose *again*, as the printer would; nothing of it changes no choice."""
        everything = frozenset(self.offered)
        proposed = everything & again
        if not proposed:
            return
        first = min(proposed)
        if proposed == everything:
            self.choice = EVERYTHING
        elif proposed == {number for number in everything if number >= first}:
            self.param.update(choice=FROM, first=first)
        else:
            self._some.value = sorted(proposed)
            self.param.update(choice=SOME, chosen=sorted(proposed))

    def _typed(self) -> None:
        typed = (self._first.value_input or "").strip()
        is_number = typed.isdecimal() and int(typed) > 0
        self._first.error_state = not is_number
        # Nobody prints from a number that makes no sense: then nothing is chosen.
        self.first = int(typed) if is_number else max(self.offered, default=0) + 1

    @param.depends("first", watch=True)
    def _show_first(self) -> None:
        if not self._first.error_state:
            self._first.param.update(value=str(self.first), value_input=str(self.first))

    def numbers(self) -> frozenset[int]:
        """The letters to print again."""
        if self.choice == FROM:
            return frozenset(number for number in self.offered if number >= self.first)
        return frozenset(self.chosen if self.choice == SOME else self.offered)

    @param.depends("visible", "choice", watch=True)
    def _follow(self) -> None:
        self._column.visible = self.visible
        self._first.visible = self.choice == FROM
        self._list.visible = self.choice == SOME

    def __panel__(self) -> pn.viewable.Viewable:
        return self._column


def _letter_choices() -> dict[str, Any]:
    return {
        _("Tout"): EVERYTHING,
        _("À partir de la lettre n° …"): FROM,
        _("Certaines lettres"): SOME,
    }


def _paper_choices() -> dict[str, Any]:
    return {
        _("Tout"): EVERYTHING,
        _("À partir du courrier n° …"): FROM,
        _("Certains courriers"): SOME,
    }
