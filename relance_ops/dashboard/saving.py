"""A file made at the click and saved by the browser."""

from __future__ import annotations

import base64

import param
from panel.custom import JSComponent

from relance_ops.dashboard.theme import asset


class Saver(JSComponent):
    """Gives the browser a file to keep, as if it had been downloaded.

    Made only when it is asked for, so that what is in it is what the screen shows, and
    refused like any action. Needs no address of its own, and no script but ours.
    """

    name_of_file = param.String(doc="As the browser keeps it.")
    kind = param.String(doc="Media type.")
    content = param.String(doc="Base64.")
    saved = param.Integer(doc="Grows by one for each file.")

    _esm = asset("save_file.js")

    def __init__(self) -> None:
        super().__init__(width=0, height=0, margin=0)

    def save(self, name: str, content: bytes, kind: str) -> None:
        """Have *content* kept under *name*."""
        encoded = base64.b64encode(content).decode("ascii")
        self.param.update(name_of_file=name, kind=kind, content=encoded)
        self.saved += 1
