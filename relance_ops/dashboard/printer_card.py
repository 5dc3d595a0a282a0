"""The clinic's printer among the settings: its address, its test, how it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard.aside import aside
from relance_ops.dashboard.components import plain, small_button, text
from relance_ops.dashboard.settings_form import SettingsForm
from relance_ops.dashboard.settings_words import printer
from relance_ops.errors import PrinterError, SettingError
from relance_ops.i18n import _
from relance_ops.rights import Right

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.settings import SettingsTab


class PrinterCard(pn.viewable.Viewer):
    """The settings of the printer, and a button that asks it what it can do."""

    def __init__(self, page: SettingsTab) -> None:
        super().__init__()
        self._page = page
        self.form = SettingsForm(
            printer(), save=page.save, may_write=page.may_write, heard=self._forget
        )
        self.found = text("", "body2", margin=(8, 0, 0, 0), visible=False)
        self._layout = pmui.Column(
            self.form,
            small_button(
                _("Interroger l'imprimante"), self.check, icon="print", size="small",
                visible=page.may_write, margin=(10, 0, 0, 0),
            ),
            self.found,
            sizing_mode="stretch_width",
            margin=0,
        )  # fmt: skip

    def check(self) -> None:
        """Ask the printer as its address is typed, saved or not."""
        self._page.session.visitor.require(Right.SETTINGS)
        printing, uri = self._page.practice.printing, self._typed()
        self._say([_("L'imprimante est interrogée…")], "text.secondary")

        def ask() -> tuple[list[str], str]:
            try:
                return printing.describe(uri), "success.main"
            except (PrinterError, SettingError) as error:
                return [str(error)], "error.main"

        aside(ask, lambda found: self._say(*found))

    def _typed(self) -> str:
        return self.form.drafted().print_printer

    def _say(self, sentences: list[str], colour: str) -> None:
        self.found.param.update(
            object="<br>".join(plain(sentence) for sentence in sentences),
            sx={"color": colour, "lineHeight": 1.6, "overflowWrap": "anywhere"},
            visible=True,
        )

    def _forget(self) -> None:
        """What another address said is not this one's."""
        self.found.visible = False

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout
