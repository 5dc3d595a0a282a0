"""« Envoyer les relances »: the list, all ticked, and the green button."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import panel as pn
import param

from relance_ops.dashboard.confirming import Confirmation
from relance_ops.dashboard.leaving import Leaving, counts, leaving
from relance_ops.dashboard.page import Page
from relance_ops.dashboard.pages.send_layout import SendLayout
from relance_ops.errors import SendRefusedError
from relance_ops.i18n import _, language
from relance_ops.model import Kind, ReminderKey
from relance_ops.reports import Preview
from relance_ops.rights import Right

if TYPE_CHECKING:
    import pandas as pd

NOTHING = Preview(deliveries=())
YEAR = timedelta(days=365)


class SendPage(Page):
    """The reminders of the day, and one action on them."""

    preview: Preview = param.Parameter(
        default=NOTHING, doc="What would leave, all ticked."
    )
    rows: tuple[Leaving, ...] = param.Parameter(
        default=(), doc="The same, by reminder."
    )
    ticked: frozenset[int] = param.Parameter(
        default=frozenset(), doc="Rows that are ticked."
    )
    nonce = param.String(doc="Of this drawn list: sent twice, it is one run.")
    refreshed: datetime | None = param.Parameter(default=None, doc="None: never yet.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.confirmation = Confirmation(send=self.send)
        self.layout = SendLayout(self)
        if self.practice.last_refresh() is not None:
            self.load()

    def refresh(self) -> None:
        """« Rafraîchir la liste »."""
        self.practice.note_refresh(by=self.session.by)
        self.load()

    def load(self) -> None:
        """Read the list again, every reminder ticked."""
        preview = self.practice.preview()
        rows = leaving(preview)
        self.param.update(
            preview=preview,
            rows=rows,
            ticked=frozenset(range(len(rows))),
            nonce=secrets.token_hex(16),
            refreshed=self.practice.last_refresh(),
        )
        self.layout.draw()

    def ask(self) -> None:
        """« Envoyer »: show what will leave, and ask."""
        self.confirmation.ask(self.practice.preview(without=self.unticked()))

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

    @property
    def beside_title(self) -> tuple[Any, ...]:
        """The time of the last refresh, and the button that does it again."""
        return (self.layout.beside_title,)

    def __panel__(self) -> pn.viewable.Viewable:
        return self.layout
