"""What is asked faster than it can be done: only the last of it is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from relance_ops.dashboard.afterwards import afterwards

Result = TypeVar("Result")


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

        afterwards(guarded, shown)
