"""What waits on its way out, on every page: a paused channel, messages with a turn.

And what is wrong with the clinic's file or its copies: nobody should find that out late.
"""

from __future__ import annotations

from datetime import tzinfo
from functools import partial
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops.dashboard.components import plain, quiet, small_button, text
from relance_ops.dashboard.page import Session
from relance_ops.i18n import _, moment, ngettext
from relance_ops.model import Kind
from relance_ops.record_words import kind_word
from relance_ops.rights import Right
from relance_ops.standing import Pause, Queue, Standing


class Awaited(pn.viewable.Viewer):
    """A banner for each channel that stands, and a line for each that has a queue."""

    session: Session = param.Parameter(constant=True)
    standing: Standing = param.Parameter(default=Standing(), doc="What waits.")
    warnings: tuple[str, ...] = param.Parameter(default=(), doc="About the file.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self._layout = pmui.Column(sizing_mode="stretch_width", margin=0)

    def show(self, standing: Standing, *, warnings: tuple[str, ...] = ()) -> None:
        """Show *standing* and *warnings*, if they are not what is shown."""
        if (standing, warnings) == (self.standing, self.warnings):
            return
        self.standing, self.warnings = standing, warnings
        zone = self.session.practice.settings().timezone
        self._layout[:] = [
            *(_warning(warning) for warning in warnings),
            *(self._banner(pause, zone) for pause in standing.paused),
            *(_line(queue, zone) for queue in standing.queues),
        ]

    def resume(self, kind: Kind) -> None:
        """« Reprendre »: what waits leaves within the minute."""
        self.session.visitor.require(Right.SEND)
        self.session.practice.treating.resume(kind, by=self.session.by)
        self.session.decided()

    def put_away(self) -> None:
        """Show nothing, to somebody who has signed out."""
        self._layout[:] = []

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout

    def _banner(self, pause: Pause, zone: tzinfo) -> Any:
        waiting = ngettext(
            "{n} message attend.", "{n} messages attendent.", pause.waiting
        ).format(n=pause.waiting)
        title = _("{kind} : en pause depuis le {moment}").format(
            kind=kind_word(pause.kind).capitalize(),
            moment=moment(pause.paused_at, zone),
        )
        words = text(
            f"<b>{plain(title)}</b><br>{plain(pause.reason)} {plain(waiting)}",
            sizing_mode="stretch_width",
        )
        parts: list[Any] = [words]
        if self.session.visitor.may(Right.SEND):
            resume = small_button(
                _("Reprendre"), partial(self.resume, pause.kind), icon="play_arrow",
                variant="contained", margin=(10, 0, 0, 0),
            )  # fmt: skip
            parts.append(resume)
        return _paper(*parts)


def sentence(queue: Queue, zone: tzinfo) -> str:
    """How many messages wait for their turn, and until when."""
    names = {Kind.EMAIL: _("Emails"), Kind.SMS: _("SMS")}
    if queue.waiting == 1 or queue.first == queue.last:
        said = ngettext(
            "{kind} : {n} message attend, il part tout seul le {last}.",
            "{kind} : {n} messages attendent, ils partent tout seuls le {last}.",
            queue.waiting,
        )
    else:
        said = _(
            "{kind} : {n} messages attendent leur tour, le premier part le {first}, "
            "le dernier le {last}."
        )
    return said.format(
        kind=names.get(queue.kind, queue.kind),
        n=queue.waiting,
        first=moment(queue.first, zone),
        last=moment(queue.last, zone),
    )


def _line(queue: Queue, zone: tzinfo) -> Any:
    return quiet(plain(sentence(queue, zone)), margin=(0, 0, 12, 0))


def _warning(said: str) -> Any:
    return _paper(text(plain(said), sizing_mode="stretch_width"))


def _paper(*parts: Any) -> Any:
    return pmui.Paper(
        pmui.Column(*parts, margin=0, sizing_mode="stretch_width"),
        elevation=0, margin=(0, 0, 14, 0), sizing_mode="stretch_width",
        sx={"p": "12px 16px", "backgroundColor": "#fdeded", "border": "1px solid #f1b5b5"},
    )  # fmt: skip
