"""A right click on a part of the page: the seed's « clic-droit/Annuler… »."""

from __future__ import annotations

from typing import Any

import param
from panel.custom import JSComponent

from relance_ops.dashboard.components import Action, answering
from relance_ops.dashboard.theme import asset


class ContextMenu(JSComponent):
    """One command on the right click of everything that has a class.

    Args:
        chosen: What the command does.
    """

    target = param.String(doc="CSS class of the part that is clicked.")
    title = param.String(doc="What the menu is for, for those who hear it.")
    label = param.String(doc="The command.")
    clicked = param.Integer(doc="Grows by one for each choice.")

    _esm = asset("context_menu.js")

    def __init__(self, *, chosen: Action, **parameters: Any) -> None:
        super().__init__(width=0, height=0, margin=0, **parameters)
        self.param.watch(answering(chosen), "clicked")
