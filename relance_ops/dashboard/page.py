"""What every page is: a view of one browser's session that can be read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import panel as pn
import param

from relance_ops.jobs import Job, Jobs
from relance_ops.practice import Practice
from relance_ops.rights import HERE, Visitor


def _nowhere(_slug: str, _ident: str = "") -> None:
    """Where links lead in a notebook or a test."""


def _nobody(_job: Job) -> None:
    """Who hears of a run in a notebook or a test."""


def _unseen() -> None:
    """Who counts what waits in a notebook or a test."""


@dataclass(frozen=True, slots=True)
class Session:
    """One browser's session, as its pages see it.

    Attributes:
        practice: The clinic.
        visitor: Who is at the browser; a page asks what this person may do.
        jobs: The process's runs; None where nothing can be sent, as in a notebook.
        go: Leads to a page, by its slug, and to what it is about: a client's number.
        sent: Told the run that this browser started.
        form_token: Goes with a plain form of the page, or it is refused.
        decided: Told that something was decided here: the menu counts again.
    """

    practice: Practice
    visitor: Visitor = HERE
    jobs: Jobs | None = None
    go: Callable[..., None] = _nowhere
    sent: Callable[[Job], None] = _nobody
    form_token: str = ""
    decided: Callable[[], None] = _unseen

    @property
    def by(self) -> str:
        """Who does what is done here, for the journal."""
        return self.visitor.name


class Page(pn.viewable.Viewer):
    """One page. Its parameters are what a person sees, and need no browser.

    A page that may be looked at by some roles only is refused by `navigation.py`; an
    action that needs a right asks `session.visitor.require` first, whatever is drawn.
    """

    session: Session = param.Parameter(constant=True)
    ident = param.String(doc="What the page is about: a client's number, a tab.")
    running = param.Boolean(doc="A run is going on, here or elsewhere.")

    def load(self) -> None:
        """Read again what the page shows: something changed, here or elsewhere."""

    def follow(self, ident: str) -> bool:  # noqa: ARG002  # a page that can, overrides it
        """Turn to *ident* without being made anew; False for a page that cannot."""
        return False

    @property
    def practice(self) -> Practice:
        """The clinic."""
        return self.session.practice

    @property
    def beside_title(self) -> tuple[Any, ...]:
        """What stands to the right of the page's title."""
        return ()
