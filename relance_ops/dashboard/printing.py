"""What only the browser can do: its print dialog, and how wide it is."""

from __future__ import annotations

import param
from panel.custom import JSComponent

from relance_ops.dashboard.theme import asset


class Browser(JSComponent):
    """Prints `url` when `asked` grows, through a hidden frame of this page.

    The PDF is fetched by the browser like any page; it never travels through the
    websocket. Where a browser cannot print a frame, the file opens in a new tab.
    """

    url = param.String(doc="The PDF, on this server.")
    asked = param.Integer(doc="Grows by one for each print.")
    narrow = param.Boolean(doc="A phone, or a window as narrow as one.")

    _esm = asset("browser.js")

    def print(self, url: str) -> None:
        """Open the print dialog on *url*."""
        self.param.update(url=url, asked=self.asked + 1)
