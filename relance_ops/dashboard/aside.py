"""Long work beside the page: the session goes on, and hears of it at the end."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

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
        document.add_next_tick_callback(show)

    # Not before the browser has the page: it would come two seconds later (measured).
    pn.state.onload(Thread(target=run, name="aside", daemon=True).start)
