"""A part of a page in HTML of ours, with buttons that the server hears."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import param
from panel.custom import JSComponent

from relance_ops.dashboard.components import telling
from relance_ops.dashboard.theme import asset
from relance_ops.i18n import language, speaking


class Sheet(JSComponent):
    """Shows `html`; whatever in it has `data-do` tells it when it is pressed.

    Args:
        told: Gets the value of `data-do`, which the browser may have made up.
    """

    html = param.String(doc="Data in it is escaped before it comes here.")

    _esm = asset("sheet.js")

    def __init__(self, *, told: Callable[[str], object], **parameters: Any) -> None:
        super().__init__(
            sizing_mode="stretch_width",
            margin=0,
            stylesheets=[asset("table.css"), asset("sheet.css")],
            **parameters,
        )
        self._told = told
        self._spoken = language()

    def _handle_msg(self, data: Any) -> None:
        with speaking(self._spoken), telling():
            self._told(str(data))
