"""« Envoyer les relances »: the list, all ticked, and the green button."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import panel as pn
import param

from relance_ops.dashboard.afterwards import afterwards
from relance_ops.dashboard.aside import aside
from relance_ops.dashboard.components import answering
from relance_ops.dashboard.confirming import Confirmation
from relance_ops.dashboard.filtering import wanted
from relance_ops.dashboard.leaving import Leaving, counts, found, leaving
from relance_ops.dashboard.page import Page
from relance_ops.dashboard.pages.send_layout import SendLayout
from relance_ops.dashboard.remedies import Remedies
from relance_ops.dashboard.why import Why
from relance_ops.errors import SendRefusedError
from relance_ops.i18n import _, language
from relance_ops.model import Kind, ReminderKey
from relance_ops.reports import Preview
from relance_ops.rights import Right

if TYPE_CHECKING:
    import pandas as pd

NOTHING = Preview(deliveries=())
YEAR = timedelta(days=365)
QUARTER = timedelta(days=91)

FILTERS = ("search", "kind", "act", "step", "family")


class SendPage(Page):
    """The reminders of the day, and one action on them.

    What the filters leave out is not shown, and leaves all the same.
    """

    preview: Preview = param.Parameter(
        default=NOTHING, doc="What would leave, all ticked."
    )
    rows: tuple[Leaving, ...] = param.Parameter(
        default=(), doc="The same, by reminder."
    )
    ticked: frozenset[int] = param.Parameter(
        default=frozenset(), doc="Rows that are ticked."
    )
    shown: tuple[int, ...] = param.Parameter(
        default=(), doc="Rows that the filters show."
    )
    nonce = param.String(doc="Of this drawn list: sent twice, it is one run.")
    refreshed: datetime | None = param.Parameter(default=None, doc="None: never yet.")
    view = param.Selector(
        default="reminders", objects=["reminders", "deliveries", "staying"]
    )
    search = param.String(doc="Part of a client's, an animal's or an act's name.")
    kind = param.String(doc="A way out, or all of them.")
    act = param.String(doc="An act type, a category, or all of them.")
    step: int = param.Parameter(default=0, doc="Which reminder; 0 for any.")
    family = param.String(doc="A family, or both.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.categories: dict[str, str] = {}
        self.confirmation = Confirmation(send=self.send)
        self.remedies = Remedies(session=self.session, done=self.again)
        self.why = Why(self.session, self.remedies)
        self.layout = SendLayout(self)
        self.param.watch(answering(self.find), list(FILTERS))
        if self.practice.last_refresh() is not None:
            self.load()
        else:
            # Each address and number is looked at once, before she has found the button.
            afterwards(self.practice.lists.leaving, lambda _list: None)

    def refresh(self) -> None:
        """« Rafraîchir la liste »."""
        self.practice.note_refresh(by=self.session.by)
        self.load()

    def load(self) -> None:
        """Read the list again, every reminder ticked."""
        self._read(without=frozenset())
        self.layout.picture()

    def again(self) -> None:
        """Read the list again after a remedy: what was unticked stays unticked."""
        self._read(without=self.unticked())

    def _read(self, *, without: frozenset[ReminderKey]) -> None:
        preview = self.practice.lists.leaving()
        rows = leaving(preview)
        self.categories = self.practice.lists.categories()
        ticked = (
            i
            for i, row in enumerate(rows)
            if not without or row.reminder.key not in without
        )
        # Drawn once, below: the table would be half of the old list for a moment.
        with param.parameterized.discard_events(self):
            self.param.update(
                preview=preview,
                rows=rows,
                ticked=frozenset(ticked),
                shown=found(rows, wanted(self), self.categories),
                nonce=secrets.token_hex(16),
                refreshed=self.practice.last_refresh(),
            )
        self.layout.draw()

    def find(self) -> None:
        """Show what the filters ask for."""
        self.shown = found(self.rows, wanted(self), self.categories)
        self.layout.list.turn()

    def tick(self, *, ticked: bool) -> None:
        """Tick or untick everything that is shown."""
        shown = frozenset(self.shown)
        self.ticked = self.ticked | shown if ticked else self.ticked - shown

    def ask(self) -> None:
        """« Envoyer »: show what will leave, and ask."""
        self.session.visitor.require(Right.SEND)
        preview = self.practice.preview(without=self.unticked())
        self.confirmation.ask(preview)
        if preview.sms_parts and self.practice.sms is not None:
            # A provider may take seconds to answer: the question is already there.
            aside(self.practice.sms_credit, self.confirmation.show_credit)

    def send(self) -> None:
        """« Envoyer maintenant »: the process does it, the screens watch."""
        self.confirmation.close()
        self.session.visitor.require(Right.SEND)
        if self.session.jobs is None:
            raise SendRefusedError(
                _("Rien ne part d'ici : ouvrez le tableau de bord pour envoyer.")
            )
        job = self.session.jobs.start(
            by=self.session.by,
            nonce=self.nonce,
            language=language(),
            without=self.unticked(),
        )
        self.running = job.is_running
        self.session.sent(job)

    def when(self) -> None:
        """« Quand envoyer les courriers ? »."""
        self.session.go("quand")

    def unticked(self) -> frozenset[ReminderKey]:
        """The reminders that must stay, this time."""
        return frozenset(
            row.reminder.key for i, row in enumerate(self.rows) if i not in self.ticked
        )

    def counts(self) -> dict[Kind, int]:
        """Deliveries that would leave, by channel, as the list is ticked."""
        return counts(self.preview, self.unticked())

    def volumes(self) -> pd.DataFrame:
        """What left over the past year."""
        today = self.practice.today()
        return self.practice.volumes(since=today - YEAR, until=today)

    def coming_volumes(self) -> pd.DataFrame:
        """What would leave over the coming quarter, if nobody came before."""
        today = self.practice.today()
        return self.practice.coming_volumes(since=today, until=today + QUARTER)

    @property
    def beside_title(self) -> tuple[Any, ...]:
        """The time of the last refresh, and the button that does it again."""
        return (self.layout.beside_title,)

    def __panel__(self) -> pn.viewable.Viewable:
        return self.layout
