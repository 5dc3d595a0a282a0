"""One question before something is done: a sentence, a date or a choice, two buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard.components import (
    at_first_use,
    big_button,
    dialog,
    plain,
    small_button,
    text,
)
from relance_ops.i18n import _


class Ask(pn.viewable.Viewer):
    """A question over the page; a page needs one, for all it asks."""

    def __init__(self) -> None:
        super().__init__()
        self._do: Callable[[], object] = lambda: None
        self.sentence = text("", margin=(0, 0, 10, 0))
        self.day = pmui.DatePicker(
            label=_("Date"), format=_("DD/MM/YYYY"), visible=False,
            margin=(6, 0, 8, 0), sizing_mode="stretch_width",
        )  # fmt: skip
        self.choice = pmui.RadioBoxGroup(
            label="", visible=False, margin=(0, 0, 8, 0), sizing_mode="stretch_width"
        )
        self.yes = big_button("", self._answered, icon="check", color="primary")
        self.dialog = dialog(
            self.sentence, self.day, self.choice, self.yes,
            small_button(_("Annuler"), self.close, variant="text"),
            title=" ", closes=True,
        )  # fmt: skip

    def ask(
        self,
        title: str,
        sentence: str,
        do: Callable[[], object],
        *,
        yes: str,
        color: str = "primary",
    ) -> None:
        """Ask before *do*."""
        self._open(title, sentence, yes=yes, color=color)
        self._do = do

    def ask_day(
        self,
        title: str,
        sentence: str,
        do: Callable[[date], object],
        *,
        yes: str,
        today: date,
    ) -> None:
        """Ask for a day, today unless another is chosen, and give it to *do*."""
        self._open(title, sentence, yes=yes)
        self.day.param.update(value=today, visible=True)
        self._do = lambda: do(self.day.value or today)

    def ask_choice(
        self,
        title: str,
        sentence: str,
        do: Callable[[str], object],
        *,
        yes: str,
        choices: Mapping[str, str],
    ) -> None:
        """Ask for one of *choices* (words to value), and give its value to *do*."""
        self._open(title, sentence, yes=yes)
        options = dict(choices)
        first = next(iter(options.values()))
        self.choice.param.update(
            label=sentence, options=options, value=first, visible=True
        )
        self.sentence.visible = False
        self._do = lambda: do(str(self.choice.value))

    def close(self) -> None:
        """Close it; nothing is done."""
        self.dialog.open = False

    def _open(self, title: str, sentence: str, **button: Any) -> None:
        self.dialog.title = title
        self.sentence.param.update(object=plain(sentence), visible=bool(sentence))
        self.yes.param.update(label=button["yes"], color=button.get("color", "primary"))
        self.day.visible = self.choice.visible = False
        self.dialog.open = True

    def _answered(self) -> None:
        self.close()
        self._do()

    def __panel__(self) -> pn.viewable.Viewable:
        return at_first_use(self.dialog)
