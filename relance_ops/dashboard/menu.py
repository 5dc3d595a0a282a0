"""A right click on a part of the page: the seed's « clic-droit/Annuler… »."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import param
from panel.custom import JSComponent

from relance_ops.dashboard.components import Action, answering
from relance_ops.dashboard.theme import asset

OfRow = Callable[[int], object]


class ContextMenu(JSComponent):
    """Commands on the right click of everything that has a class.

    Args:
        label, chosen: The command about the whole part, in red, and what it does.
        of_row: Commands about the row that was clicked, by label. A row says which
            one it is by holding an element with `data-row`.
    """

    target = param.String(doc="CSS class of the part that is clicked.")
    title = param.String(doc="What the menu is for, for those who hear it.")
    label = param.String(doc="The command about the whole part.")
    row_labels = param.List(default=[], doc="The commands about one row.")
    command = param.Integer(default=-1, doc="The chosen row command; -1: the label.")
    row = param.Integer(default=-1, doc="The row that was clicked.")
    clicked = param.Integer(doc="Grows by one for each choice.")

    _esm = asset("context_menu.js")

    def __init__(
        self,
        *,
        chosen: Action | None = None,
        of_row: Mapping[str, OfRow] | None = None,
        **parameters: Any,
    ) -> None:
        self._chosen = chosen
        self._of_row = tuple((of_row or {}).values())
        super().__init__(
            width=0, height=0, margin=0, row_labels=list(of_row or {}), **parameters
        )
        self.param.watch(answering(self._choose), "clicked")

    def _choose(self) -> None:
        if self.command >= 0:
            self._of_row[self.command](self.row)
        elif self._chosen is not None:
            self._chosen()
