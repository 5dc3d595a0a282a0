"""Buttons inside the rows of a table: ours are HTML, and this hears them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import param
from panel.custom import JSComponent

from relance_ops.dashboard.components import answering, plain
from relance_ops.dashboard.menu import OfRow
from relance_ops.dashboard.theme import asset


class RowButtons(JSComponent):
    """Hears the buttons that `button` draws in the cells of one table.

    Args:
        actions: What each does, by its name, given the row.
    """

    target = param.String(doc="CSS class of the table.")
    action = param.String(doc="Name of the button that was pressed.")
    row = param.Integer(default=-1, doc="Its row.")
    pressed = param.Integer(doc="Grows by one for each press.")

    _esm = asset("row_buttons.js")

    def __init__(self, *, target: str, actions: Mapping[str, OfRow]) -> None:
        self._actions = dict(actions)
        super().__init__(target=target, width=0, height=0, margin=0)
        self.param.watch(answering(self._press), "pressed")

    def _press(self) -> None:
        act = self._actions.get(self.action)
        if act is not None:
            act(self.row)


def button(name: str, label: str, heard: str = "") -> Callable[[int], str]:
    """A button for the cells of a column: HTML, by the row it is in.

    Args:
        name: Of what it does.
        label: What it says.
        heard: What it says to those who hear it, where its label is not enough.
    """
    told = f' aria-label="{plain(heard)}" title="{plain(heard)}"' if heard else ""
    before = f'<button type="button" class="row-button {name}" data-do="{name}"{told} '
    after = f">{plain(label)}</button>"
    return lambda row: f'{before}data-row="{row}"{after}'
