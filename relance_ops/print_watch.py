"""The printer followed by a thread of the process: whoever sends need not wait for it.

After a restart it goes on where the process was cut.
"""

from __future__ import annotations

import logging
import threading
from typing import Self

from relance_ops.errors import RelanceError
from relance_ops.i18n import speaking
from relance_ops.practice import Practice

log = logging.getLogger(__name__)

# As often as a page comes out of a fast printer.
LOOK_SECONDS = 1.0

# A file that is being handed over may take long; its job is then looked up at restart.
STOP_SECONDS = 10.0


class PrintWatch:
    """Goes on with every print job of the clinic until it is stopped.

    Args:
        practice: Whose printer it is.
        language: Of what it writes down.
        look_seconds: Between two looks at the printer.
    """

    def __init__(
        self, practice: Practice, *, language: str, look_seconds: float = LOOK_SECONDS
    ) -> None:
        self._practice = practice
        self._language = language
        self._look_seconds = look_seconds
        self._stopping = threading.Event()
        self._worker = threading.Thread(
            target=self._work, name="impression", daemon=True
        )
        self._worker.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End between two steps; the printer goes on by itself."""
        self._stopping.set()
        self._worker.join(STOP_SECONDS)

    def _work(self) -> None:
        while not self._stopping.wait(self._look_seconds):
            with speaking(self._language):
                try:
                    self._practice.printing.step()
                except RelanceError as error:
                    log.warning("printing stopped: %s", error)
                except Exception:
                    # The next look may go better; the question is asked all the same.
                    log.exception("printing failed")
