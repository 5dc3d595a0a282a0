"""A number of days that is saved as soon as it is typed, or refused where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops.dashboard.components import answering
from relance_ops.errors import SettingError

# The sentence under the field begins where the field begins.
_READABLE = {"& .MuiFormHelperText-root": {"mx": 0, "fontSize": "0.875rem"}}


class DaysField(pn.viewable.Viewer):
    """One whole number, with a sentence under it: what it does, or why it is refused."""

    kept = param.Integer(doc="What is saved.")
    words = param.String(constant=True, doc="What the number does.")
    change: Callable[[str], None] = param.Callable(
        doc="Keeps what was typed; refuses with SettingError."
    )

    def __init__(self, label: str, *, disabled: bool, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.input = pmui.TextInput(
            label=label, value=str(self.kept), helper_text=self.words, size="small",
            disabled=disabled, margin=(18, 0, 0, 0), sizing_mode="stretch_width",
            sx={"& .MuiOutlinedInput-root": {"maxWidth": "21em"}, **_READABLE},
        )  # fmt: skip
        self.input.param.watch(answering(self._typed), "value")
        self.param.watch(answering(self._show), "kept")

    def _typed(self) -> None:
        typed = self.input.value.strip()
        try:
            if typed != str(self.kept):
                self.change(typed)
        except SettingError as error:
            self.input.param.update(error_state=True, helper_text=str(error))
        else:
            self.input.param.update(error_state=False, helper_text=self.words)

    def _show(self) -> None:
        self.input.param.update(
            value=str(self.kept), error_state=False, helper_text=self.words
        )

    def __panel__(self) -> pn.viewable.Viewable:
        return self.input
