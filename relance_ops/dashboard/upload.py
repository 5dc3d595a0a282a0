"""Files that a browser hands over: counted as they come, not only where they are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import panel_material_ui as pmui

from relance_ops.i18n import _

_MEGABYTE = 1024 * 1024


class Upload(pmui.FileInput):
    """Chooses files, and takes no more bytes than was agreed.

    The component's own limits are the browser's (panel-material-ui 0.16): who speaks to
    the websocket without it could fill the memory of the machine.

    Args:
        most_bytes: Of all the files of one choice together.
    """

    def __init__(self, *, most_bytes: int, **parameters: Any) -> None:
        super().__init__(
            max_file_size=most_bytes, max_total_file_size=most_bytes, **parameters
        )
        self._most = most_bytes
        self._received = 0

    def _handle_msg(self, msg: Mapping[str, Any]) -> None:
        if msg["status"] == "upload_event":
            self._received += len(msg["data"])
            if self.disabled or self._received > self._most:
                self._let_go()
                self._send_msg({"status": "error", "error": self._too_much()})
                return
        super()._handle_msg(msg)
        if msg["status"] == "finished":
            self._let_go()
            self._received = 0

    def _let_go(self) -> None:
        self._buffer.clear()
        self._file_buffer.clear()

    def _too_much(self) -> str:
        return _("Ces fichiers dépassent {n} Mo : rien n'a été reçu.").format(
            n=self._most // _MEGABYTE
        )
