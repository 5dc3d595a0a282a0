"""« Sous quelle forme ? »: who chooses the form, in what order, and every box at once."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

import panel as pn
import param

from relance_ops.dashboard.components import notify
from relance_ops.dashboard.magic import pressed
from relance_ops.dashboard.page import Page
from relance_ops.dashboard.pages.forms_layout import FormsLayout
from relance_ops.dashboard.undoing import Undo
from relance_ops.i18n import _, ngettext, number
from relance_ops.reach import MagicButton, Reach
from relance_ops.rights import Right
from relance_ops.settings import Settings


class FormsTab(Page):
    """The clinic's choice, saved as soon as it is made and taken back by one click."""

    settings: Settings = param.Parameter(default=Settings(), doc="As they are kept.")
    reach: Reach = param.Parameter(default=Reach((), ()), doc="Whom each form reaches.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.undo = Undo()
        self.settings = self.practice.settings()
        self.layout = FormsLayout(self)
        self.load()

    @property
    def may_change(self) -> bool:
        """True when this person may change what is shown."""
        return self.session.visitor.may(Right.SETTINGS)

    def load(self) -> None:
        """Read the choices and everyone's boxes again."""
        self.param.update(
            settings=self.practice.settings(), reach=self.practice.forms.reach()
        )

    def choose(self, key: str, value: str) -> None:
        """Save one choice at once, and offer to take it back.

        Raises:
            SettingError: Not a value that this key accepts; nothing changed.
            ForbiddenError: This person may only look.
        """
        self.session.visitor.require(Right.SETTINGS)
        before = self.practice.settings().as_texts()[key]
        after = self.practice.set(key, value, by=self.session.by)
        self.settings = after
        if after.as_texts()[key] != before:
            self.undo.show(
                _("C'est enregistré."), partial(self._choose_again, key, before)
            )

    def press(self, button: MagicButton) -> None:
        """A « bouton magique », once it was confirmed."""
        self.session.visitor.require(Right.SETTINGS)
        changed = self.practice.forms.press(button, by=self.session.by)
        self.reach = self.reach.after(button, changed)
        self.undo.show(
            pressed(button, len(changed)), partial(self._take_back, button, changed)
        )

    def _choose_again(self, key: str, value: str) -> None:
        self.session.visitor.require(Right.SETTINGS)
        self.settings = self.practice.set(key, value, by=self.session.by)
        notify(_("C'est annulé : le choix d'avant est revenu."))

    def _take_back(self, button: MagicButton, changed: Collection[str]) -> None:
        self.session.visitor.require(Right.SETTINGS)
        given_back = self.practice.forms.take_back(button, changed, by=self.session.by)
        self.reach = self.reach.after(button.reverse, given_back)
        notify(
            ngettext(
                "C'est annulé : {n} fiche est comme avant.",
                "C'est annulé : {n} fiches sont comme avant.",
                len(given_back),
            ).format(n=number(len(given_back)))
        )

    def __panel__(self) -> pn.viewable.Viewable:
        return self.layout.__panel__()
