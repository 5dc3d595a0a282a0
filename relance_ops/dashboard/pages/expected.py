"""« Quels sont les clients attendus ? »: reminded, and not come back yet."""

from __future__ import annotations

from typing import Any

import panel as pn
import param

from relance_ops import wording
from relance_ops.dashboard import awaiting
from relance_ops.dashboard.afterwards import afterwards
from relance_ops.dashboard.awaiting import Sought, sought
from relance_ops.dashboard.calling import CallDialog
from relance_ops.dashboard.cancelling import CancelDialog
from relance_ops.dashboard.components import answering, plain
from relance_ops.dashboard.download import Download
from relance_ops.dashboard.leaving import Wanted
from relance_ops.dashboard.page import Page
from relance_ops.dashboard.pages.expected_layout import ExpectedLayout
from relance_ops.exports import as_csv, as_xlsx
from relance_ops.i18n import _
from relance_ops.model import Kind
from relance_ops.reports import Awaited, Expected
from relance_ops.rights import Right

FILTERS = ("act", "times", "age", "family", "followed")

MEDIA = {
    "csv": "text/csv;charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ExpectedPage(Page):
    """Who is expected, filters, what came of calling them, and the undo of a send."""

    awaited: list[Awaited] = param.List(default=[], doc="Everyone expected.")
    search = param.String(doc="Part of a client's, an animal's or an act's name.")
    act = param.String(doc="An act type, a category, or all of them.")
    times: int = param.Parameter(default=0, doc="Number of reminders; 0 for any.")
    age = param.Selector(default="", objects=list(awaiting.AGES))
    family = param.Selector(default="", objects=["", "act", "information"])
    followed = param.Selector(default="", objects=list(awaiting.FOLLOWED))
    order = param.Selector(
        default="latest", objects=["latest", "oldest", "overdue", "name"]
    )

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.cancelling = CancelDialog(
            practice=self.practice, by=self.session.by, done=self._undone,
            visitor=self.session.visitor,
        )  # fmt: skip
        self.calling = CallDialog(session=self.session, done=self.load)
        self.download = Download()
        self.shown: list[Awaited] = []
        self.layout = ExpectedLayout(self)
        self.table = self.layout.table
        self.outcome, self.back = self.layout.outcome, self.layout.back
        self.param.watch(answering(self._show), ["search", "order", *FILTERS])
        self.load()

    @property
    def expected(self) -> list[Expected]:
        """Everyone expected, without what one knows besides."""
        return [one.expected for one in self.awaited]

    def load(self) -> None:
        """Read who is expected."""
        self.awaited = self.practice.lists.awaited()
        self.layout.offer()
        self._show()

    def listed(self) -> list[Awaited]:
        """Those the filters find, in the order asked for."""
        wanted = Wanted(self.search, "", self.act, self.times, self.family)
        what = Sought(wanted, self.age, self.followed, self.order)
        return sought(self.awaited, what)

    def found(self) -> list[Expected]:
        """The same, without what one knows besides."""
        return [one.expected for one in self.listed()]

    def call(self, position: int) -> None:
        """« Appel », on one row."""
        self.calling.ask(self.shown[position])

    def record(self, position: int) -> None:
        """« Ouvrir la fiche », on one row."""
        self.session.go("client", self.shown[position].expected.client_id)

    def export_csv(self) -> None:
        """What the filters show, as CSV."""
        self._export("csv")

    def export_xlsx(self) -> None:
        """What the filters show, as a workbook."""
        self._export("xlsx")

    def _export(self, ending: str) -> None:
        """Made beside the page: 5,000 rows take a second or two."""
        self.session.visitor.require(Right.READ)
        zone, today = self.practice.settings().timezone, self.practice.today()
        listed, write = self.listed(), as_csv if ending == "csv" else as_xlsx

        def give(content: bytes) -> None:
            self.practice.lists.note_export(
                awaiting.LIST_NAME, len(listed), by=self.session.by
            )
            name = f"clients-attendus-{today.isoformat()}.{ending}"
            self.download.give(name, content, MEDIA[ending])

        afterwards(lambda: write(awaiting.sheet(listed, zone=zone)), give)

    def _show(self) -> None:
        self.shown = self.listed()
        self.layout.draw()

    def _undone(self, undone: dict[Kind, int]) -> None:
        """Say what the cancel did, and show the way to the list."""
        self.load()
        said = _("Il n'y avait rien à annuler.")
        if undone:
            said = _(
                "Annulés : {counts}. Il reste à rafraîchir la liste à envoyer."
            ).format(counts=wording.counts(undone))
        self.outcome.param.update(
            object=plain(said), severity="success" if undone else "info", visible=True
        )
        self.back.visible = bool(undone)

    def leave(self) -> None:
        """« Revenir à la liste à envoyer »."""
        self.outcome.visible = self.back.visible = False
        self.session.go("envoyer")

    def __panel__(self) -> pn.viewable.Viewable:
        return self.layout
