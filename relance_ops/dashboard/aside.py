"""What waits for somebody else, beside the page: a mail server, an import, a drawing.

Each has a thread of its own: a server that hangs keeps nobody's list from being read
(`afterwards.py` reads those, one after the other).
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from threading import Thread
from typing import Any, TypeVar

import panel as pn

from relance_ops.dashboard.components import answering

Result = TypeVar("Result")


def aside(work: Callable[[], Result], then: Callable[[Result], object]) -> None:
    """Do *work* in a thread of its own, then show it by *then*.

    What goes wrong is told where *then* would have been. Without a browser, as in a
    notebook, both are done at once.
    """
    document = pn.state.curdoc
    if document is None or document.session_context is None:
        then(work())
        return
    done: Future[Result] = Future()
    spoken = contextvars.copy_context()
    show = answering(lambda: then(done.result()))

    def run() -> None:
        try:
            done.set_result(spoken.run(work))
        except Exception as error:  # noqa: BLE001  # raised again, where a person sees it
            done.set_exception(error)
        # Before the browser has said that it is there, what is shown is lost: the page
        # that it was given is older (Panel 1.9).
        document.add_next_tick_callback(partial(pn.state.onload, show))

    Thread(target=run, name="aside", daemon=True).start()


class Latest:
    """One work at a time beside the page; what is asked meanwhile, only the last of it.

    What is typed quickly is so drawn as often as the machine can, and no queue grows.
    """

    def __init__(self) -> None:
        self._busy = False
        self._next: tuple[Callable[[], Any], Callable[[Any], object]] | None = None

    def ask(self, work: Callable[[], Result], then: Callable[[Result], object]) -> None:
        """Do *work*, then show it by *then*, unless something newer is asked first."""
        if self._busy:
            self._next = (work, then)
            return
        self._busy = True
        done: Future[Result] = Future()

        def guarded() -> Future[Result]:
            try:
                done.set_result(work())
            except Exception as error:  # noqa: BLE001  # raised again, where it is shown
                done.set_exception(error)
            return done

        def shown(finished: Future[Result]) -> None:
            self._busy = False
            if self._next is not None:
                again, self._next = self._next, None
                self.ask(*again)
                return
            then(finished.result())

        aside(guarded, shown)
