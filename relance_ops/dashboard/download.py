"""Files that the browser keeps: made here when they are asked for, handed over once."""

from __future__ import annotations

import base64

from panel.custom import JSComponent

from relance_ops.dashboard.theme import asset


class Download(JSComponent):
    """Hands files to this browser.

    Panel's own FileDownload hands a file that did not change only once, and shows a
    failed callback to nobody (Panel 1.9).
    """

    _esm = asset("download.js")

    def __init__(self) -> None:
        super().__init__(width=0, height=0, margin=0)

    def give(self, name: str, content: bytes, media: str) -> None:
        """Let the browser keep *content*.

        Args:
            name: The file's name, with its ending.
            content: A few megabytes at most: it travels through the websocket.
            media: Its type, as "text/csv".
        """
        self._send_msg(
            {
                "name": name,
                "media": media,
                "content": base64.b64encode(content).decode("ascii"),
            }
        )
