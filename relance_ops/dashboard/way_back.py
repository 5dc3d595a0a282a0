"""The browser's way back and forward, which Panel does not hear of by itself."""

from __future__ import annotations

import param
from panel.custom import JSComponent

from relance_ops.dashboard.theme import asset


class WayBack(JSComponent):
    """Where the browser is after its way back or forward."""

    home = param.String(doc="The page of an address that names none.")
    place = param.List(default=[], doc="The page's slug, and what it is about.")

    _esm = asset("way_back.js")
