"""The boxes where words are written, and how an email is shown: the browser's part."""

from __future__ import annotations

from typing import Any, ClassVar

import panel as pn
import param
from panel.custom import JSComponent

from relance_ops.dashboard.theme import asset


class WordsEditor(JSComponent):
    """Boxes of words, and fields that a click puts where the caret was.

    What is typed comes here a quarter of a second after the last key. What is not saved
    stays in the browser's tab, so that leaving the page loses nothing.
    """

    boxes = param.List(doc="What may be written: part, label and rows each.")
    shown = param.List(doc="The parts that are shown, of those.")
    words = param.Dict(default={}, doc="What is written, by part.")
    saved = param.Dict(default={}, doc="The same as it is saved.")
    bases = param.Dict(default={}, doc="What would serve without it, by part.")
    labels = param.Dict(default={}, doc="What a box is called here, where it differs.")
    back_label = param.String(doc="On the button that writes what would serve.")
    notes = param.Dict(default={}, doc="A few words under a box.")
    faults = param.Dict(default={}, doc="What is wrong, by part.")
    chips = param.List(doc="Groups of what may be inserted.")
    chips_title = param.String(doc="Over them.")
    draft_key = param.String(doc="Under which the browser keeps what is not saved.")
    began = param.Integer(doc="Grows by one when other words are shown.")
    listening = param.Boolean(doc="The page hears what the browser tells.")
    pointed = param.Integer(doc="Grows by one to lead to what is wrong.")
    settled = param.Integer(doc="Grows by one when what is kept is saved or given up.")
    locked = param.Boolean(doc="True for who may only read.")

    _esm = asset("words_editor.js")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(sizing_mode="stretch_width", margin=0, **parameters)
        pn.state.onload(self._listen)

    def _listen(self) -> None:
        self.listening = True

    _stylesheets: ClassVar = [asset("words_editor.css")]

    def begin(self, key: str, words: dict[str, str], bases: dict[str, str]) -> None:
        """Show *words* as saved, or what this browser kept of them under *key*.

        *bases* is what a person may go back to.
        """
        self.param.update(
            draft_key=key, saved=dict(words), words=dict(words), bases=dict(bases),
            faults={},
        )  # fmt: skip
        self.began += 1

    def point(self) -> None:
        """Lead the eye and the caret to the first box that is wrong."""
        self.pointed += 1

    def settle(self) -> None:
        """Forget what this browser kept: it is saved, or given up."""
        self.settled += 1


class EmailView(JSComponent):
    """A whole HTML page in a frame of its own, where no script runs."""

    page = param.String(doc="The page.")
    label = param.String(doc="What it is, for those who hear it.")

    _esm = asset("email_view.js")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(sizing_mode="stretch_width", margin=0, **parameters)
