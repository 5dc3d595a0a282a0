"""What only the browser can do: print, know its width, say the menu button's name."""

from __future__ import annotations

import param
from panel.custom import JSComponent

from relance_ops.dashboard.theme import asset
from relance_ops.i18n import _


class Browser(JSComponent):
    """Prints `url` when `asked` grows, through a hidden frame of this page.

    The PDF is fetched by the browser like any page; it never travels through the
    websocket. Where a browser cannot print a frame, the file opens in a new tab.
    """

    url = param.String(doc="The PDF, on this server.")
    asked = param.Integer(doc="Grows by one for each print.")
    narrow = param.Boolean(doc="A phone, or a window as narrow as one.")
    words = param.Dict(doc="What the page's frame says in English, and our words.")

    _esm = asset("browser.js")

    def __init__(self) -> None:
        super().__init__(width=0, height=0, margin=0)
        # Written into pmui.Page's own script (0.16.6).
        self.words = {
            "Open drawer": _("Ouvrir le menu"),
            "Close drawer": _("Fermer le menu"),
        }

    def print(self, url: str) -> None:
        """Open the print dialog on *url*."""
        self.param.update(url=url, asked=self.asked + 1)
