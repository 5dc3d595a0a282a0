"""A list to read and to act on: the same on a desk and on a phone, and by keyboard.

Texts are shown as they are, whatever they hold; nothing of them is ever markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

import param
from panel.custom import JSComponent

from relance_ops.dashboard.components import answering
from relance_ops.dashboard.theme import asset
from relance_ops.i18n import _

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Act:
    """A button of a line.

    Attributes:
        tone: "good", "danger", or "" for neither.
    """

    key: str
    label: str
    icon: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list.

    Attributes:
        key: Tells it from the others.
        when: In its own column, left.
        icon, tone: A Material icon and its colour: good, bad, warn, or a channel.
        chips: Short words with their colour: good, bad, warn, info, or a channel.
        heading: Shown once above the lines that share it.
        opens: Its title is a link.
    """

    key: str
    title: str
    detail: str = ""
    when: str = ""
    icon: str = ""
    tone: str = ""
    chips: tuple[tuple[str, str], ...] = ()
    actions: tuple[Act, ...] = ()
    heading: str = ""
    opens: bool = False


class Listing(JSComponent):
    """Lines with their buttons.

    Args:
        chosen: Told the key of a line and of its button, or OPEN.
    """

    lines = param.List(doc="As the browser draws them.")
    label = param.String(doc="What the list is, for those who hear it.")
    empty = param.String(doc="What to say when there is no line.")
    few = param.Integer(doc="Show so many until asked for the rest; 0 for all.")
    more = param.String(doc="Asks for the rest; {n} is how many.")
    when_width = param.Integer(default=56, doc="Pixels of the first column.")

    _esm = asset("listing.js")
    _stylesheets = [asset("listing.css")]  # noqa: RUF012  # Panel reads a list

    def __init__(
        self, chosen: Callable[[str, str], object] | None = None, **parameters: Any
    ) -> None:
        super().__init__(
            **{
                "sizing_mode": "stretch_width",
                "margin": 0,
                "more": _("Voir les {n} autres"),
                **parameters,
            }
        )
        self._chosen = chosen
        self._asked = ("", "")
        self._answer = answering(self._tell)

    def show(self, lines: Iterable[Line]) -> None:
        """Show *lines*."""
        self.lines = [asdict(line) for line in lines]

    def choose(self, key: str, action: str = OPEN) -> None:
        """Press a button, as a browser does; a line that is gone is left alone."""
        if any(line["key"] == key for line in self.lines):
            self._asked = (key, action)
            self._answer()

    def titles(self) -> list[str]:
        """What the lines say, in order."""
        return [line["title"] for line in self.lines]

    def _handle_msg(self, message: Any) -> None:
        self.choose(str(message.get("key", "")), str(message.get("action", "")))

    def _tell(self) -> None:
        if self._chosen is not None:
            self._chosen(*self._asked)
