"""The « boutons magiques »: tick or untick one box of every client, and take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops.dashboard.components import (
    answering,
    at_first_use,
    big_button,
    dialog,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.reach_chart import FORM_COLOURS, form_words
from relance_ops.i18n import _, ngettext, number
from relance_ops.model import Form
from relance_ops.reach import Change, MagicButton, Reach

_SHEET = {"border": "1px solid #dfe4e9", "borderRadius": "12px", "p": "12px 14px"}

EVERYONE, USABLE = "everyone", "usable"


class MagicButtons(pn.viewable.Viewer):
    """Three boxes, two buttons each, and one question before anything changes."""

    reach: Reach = param.Parameter(default=Reach((), ()))
    scope = param.Selector(default=EVERYONE, objects=[EVERYONE, USABLE])
    asked: MagicButton | None = param.Parameter(default=None, doc="What is asked.")
    may_change = param.Boolean(default=True, constant=True)
    press: Callable[[MagicButton], None] = param.Callable(doc="Does it.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.counts = {form: quiet() for form in Form}
        self.sentence = text("", margin=(0, 0, 8, 0), sx={"fontWeight": 600})
        self.beside = quiet(margin=(0, 0, 12, 0))
        self.yes = big_button("", self.confirm, icon="done_all", color="primary")
        self.dialog = dialog(
            self.sentence, self.beside, self.yes,
            small_button(_("Fermer sans rien changer"), self.close, variant="text"),
            title=" ", closes=True,
        )  # fmt: skip
        self._layout = self._arranged()
        self.param.watch(answering(self.show), "reach")
        self.show()

    def show(self) -> None:
        """Say how many have each box ticked."""
        ticked, total = self.reach.ticked(), len(self.reach.clients)
        for form, words in self.counts.items():
            words.object = plain(
                _("Cochée pour {n} clients sur {total}").format(
                    n=number(ticked[form]), total=number(total)
                )
            )

    def ask(self, form: Form, *, ticks: bool) -> None:
        """Say what the button would change, before it does."""
        button = MagicButton(form, ticks, usable_only=self.scope == USABLE)
        change = self.reach.change(button)
        count = len(change.client_ids)
        self.asked = button
        self.dialog.title = question(button)
        self.sentence.object = plain(changing(count))
        self.beside.object = plain(" ".join(left_alone(button, change)))
        self.yes.param.update(
            label=answer(button, count), disabled=not count,
            color="primary" if ticks else "error",
        )  # fmt: skip
        self.dialog.open = True

    def confirm(self) -> None:
        """The question was answered with yes."""
        button, self.asked = self.asked, None
        self.close()
        if button is not None:
            self.press(button)

    def close(self) -> None:
        """Close the question; nothing changes."""
        self.dialog.open = False

    def _arranged(self) -> pmui.Column:
        scope = pmui.RadioBoxGroup(
            label=_("Pour qui ?"), value=self.scope, inline=False, margin=(4, 0, 10, 0),
            options={
                _("Tous les clients"): EVERYONE,
                _("Seulement ceux que cette forme peut joindre"): USABLE,
            },
            disabled=not self.may_change, sizing_mode="stretch_width",
        )  # fmt: skip
        scope.param.watch(
            answering(lambda: self.param.update(scope=scope.value)), "value"
        )
        return pmui.Column(
            scope,
            pmui.Grid(
                *(
                    pmui.Grid(self._sheet(form), size={"xs": 12, "sm": 4}, margin=0)
                    for form in Form
                ),
                container=True, spacing=1.5, sizing_mode="stretch_width", margin=0,
            ),
            at_first_use(self.dialog),
            sizing_mode="stretch_width",
            margin=0,
        )  # fmt: skip

    def _sheet(self, form: Form) -> pmui.Paper:
        word = form_words(form)
        buttons = [
            small_button(
                words.format(form=word), self._asking(form, ticks=ticks),
                icon=icon, disabled=not self.may_change, sizing_mode="stretch_width",
                margin=(6, 0, 0, 0), sx={"justifyContent": "flex-start", "px": "10px"},
            )
            for words, icon, ticks in (
                (_("Cocher {form}"), "check_box", True),
                (_("Décocher {form}"), "check_box_outline_blank", False),
            )
        ]  # fmt: skip
        return pmui.Paper(
            text(
                word,
                sx={"fontWeight": 700, "color": FORM_COLOURS[form]},
            ),
            self.counts[form],
            *buttons,
            elevation=0, margin=0, sizing_mode="stretch_width",
            sx={**_SHEET, "borderTop": f"4px solid {FORM_COLOURS[form]}"},
        )  # fmt: skip

    def _asking(self, form: Form, *, ticks: bool) -> Callable[[], None]:
        return lambda: self.ask(form, ticks=ticks)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


def question(button: MagicButton) -> str:
    """The title of the question."""
    words = (
        _("Cocher la case « {form} » ?")
        if button.ticks
        else _("Décocher la case « {form} » ?")
    )
    return words.format(form=form_words(button.form))


def changing(count: int) -> str:
    """How many records would change."""
    if not count:
        return _("Aucun client ne changerait.")
    return ngettext("{n} client changera.", "{n} clients changeront.", count).format(
        n=number(count)
    )


def left_alone(button: MagicButton, change: Change) -> list[str]:
    """Who does not change, and why."""
    said = []
    if change.refusing:
        words = ngettext(
            "{n} client refuse cette forme : son refus l'emporte, sa fiche ne change pas.",
            "{n} clients refusent cette forme : leur refus l'emporte, "
            "leur fiche ne change pas.",
            change.refusing,
        )
        said.append(words.format(n=number(change.refusing)))
    if change.unreachable:
        words = ngettext(
            "{n} client ne peut pas être joint ainsi : sa fiche ne change pas.",
            "{n} clients ne peuvent pas être joints ainsi : leur fiche ne change pas.",
            change.unreachable,
        )
        said.append(words.format(n=number(change.unreachable)))
    if change.already:
        words = (
            ngettext(
                "{n} client a déjà la case cochée.",
                "{n} clients ont déjà la case cochée.",
                change.already,
            )
            if button.ticks
            else ngettext(
                "{n} client a déjà la case décochée.",
                "{n} clients ont déjà la case décochée.",
                change.already,
            )
        )
        said.append(words.format(n=number(change.already)))
    return said


def answer(button: MagicButton, count: int) -> str:
    """The words of the button that does it."""
    words = (
        ngettext("Cocher pour {n} client", "Cocher pour {n} clients", count)
        if button.ticks
        else ngettext("Décocher pour {n} client", "Décocher pour {n} clients", count)
    )
    return words.format(n=number(count))


def pressed(button: MagicButton, count: int) -> str:
    """What was done, once it is done."""
    words = (
        ngettext(
            "Case « {form} » cochée pour {n} client.",
            "Case « {form} » cochée pour {n} clients.",
            count,
        )
        if button.ticks
        else ngettext(
            "Case « {form} » décochée pour {n} client.",
            "Case « {form} » décochée pour {n} clients.",
            count,
        )
    )
    return words.format(form=form_words(button.form), n=number(count))
