"""What must not keep a person waiting: worked out beside the page, shown when ready."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import panel as pn

from relance_ops.dashboard.components import answering

T = TypeVar("T")

# Few for the whole process: more heavy readings at once would slow everyone's clicks.
_WORKER = ThreadPoolExecutor(max_workers=2, thread_name_prefix="afterwards")

# The browser draws what it has before it is given more.
_A_BREATH_MILLISECONDS = 60


def afterwards(work: Callable[[], T], shown: Callable[[T], object]) -> None:
    """Do *work* in a thread, then give what it found to *shown* on the page.

    What goes wrong in *work* is told on the page. Without a browser (a test, a
    notebook) both are done at once.
    """
    page = pn.state.curdoc
    if page is None or page.session_context is None:
        shown(work())
        return
    spoken = contextvars.copy_context()

    def begin() -> None:
        started: Future[T] = _WORKER.submit(spoken.run, work)
        started.add_done_callback(finish)

    def finish(done: Future[Any]) -> None:
        # A browser that has left takes nothing any more.
        if page.session_context is not None and not page.session_context.destroyed:
            page.add_next_tick_callback(tell(done))

    def tell(done: Future[Any]) -> Callable[..., None]:
        return spoken.run(answering, lambda: shown(done.result()))

    # Not before the browser has the page: it would come two seconds later (measured).
    pn.state.onload(lambda: page.add_timeout_callback(begin, _A_BREATH_MILLISECONDS))
