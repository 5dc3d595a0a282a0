"""« Quels sont les clients attendus ? »: reminded, and not come back yet."""

from __future__ import annotations

from typing import Any

import pandas as pd
import panel as pn
import panel_material_ui as pmui
import param

from relance_ops import wording
from relance_ops.dashboard.cancelling import CancelDialog
from relance_ops.dashboard.components import (
    answering,
    card,
    chips,
    plain,
    quiet,
    small_button,
)
from relance_ops.dashboard.leaving import searchable
from relance_ops.dashboard.menu import ContextMenu
from relance_ops.dashboard.page import Page
from relance_ops.dashboard.tables import table
from relance_ops.dashboard.theme import asset
from relance_ops.i18n import _, ngettext
from relance_ops.model import Kind
from relance_ops.reports import Expected


class ExpectedPage(Page):
    """Who is expected, a search, and the undo of a send."""

    expected: list[Expected] = param.List(default=[], doc="Everyone expected.")
    search = param.String(doc="Part of a client's, an animal's or an act's name.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.cancelling = CancelDialog(
            practice=self.practice, by=self.session.by, done=self._undone
        )
        self.table = _table()
        self._count = quiet(align="center")
        self.outcome = pmui.Alert(
            "", visible=False, margin=(0, 0, 10, 0), sizing_mode="stretch_width"
        )
        self.back = small_button(
            _("Revenir à la liste à envoyer"), self._leave, icon="arrow_back",
            variant="contained", visible=False, margin=(0, 0, 14, 0),
        )  # fmt: skip
        self.param.watch(answering(self._show), "search")
        self._layout = self._arranged()
        self.load()

    def load(self) -> None:
        """Read who is expected."""
        self.expected = self.practice.expected()
        self._show()

    def found(self) -> list[Expected]:
        """Those the search finds, the latest reminded first."""
        wanted = searchable(self.search.strip())
        found = [
            one
            for one in self.expected
            if wanted in searchable(f"{one.client_name} {one.animal_name} {one.label}")
        ]
        found.sort(key=lambda one: (searchable(one.client_name), one.animal_name))
        return sorted(found, key=lambda one: one.last_sent_on, reverse=True)

    def _show(self) -> None:
        found = self.found()
        self.table.value = _frame(found)
        self._count.object = plain(
            ngettext(
                "{n} relance sans retour", "{n} relances sans retour", len(found)
            ).format(n=len(found))
        )

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

    def _leave(self) -> None:
        self.outcome.visible = self.back.visible = False
        self.session.go("envoyer")

    def _arranged(self) -> pmui.Column:
        search = pmui.TextInput.from_param(
            self.param.search, label=_("Chercher un client, un animal, un acte"),
            description="", margin=0, width=340, size="small", align="center",
        )  # fmt: skip
        undo = small_button(
            _("Annuler l'envoi de relances"),
            self.cancelling.ask,
            icon="undo",
            color="error",
            align="center",
        )
        menu = ContextMenu(
            target=self.table.css_classes[0], title=_("Clients attendus"),
            label=_("Annuler l'envoi de relances"), chosen=self.cancelling.ask,
        )  # fmt: skip
        return pmui.Column(
            self.outcome,
            self.back,
            pmui.FlexBox(search, undo, self._count, gap="14px", margin=(0, 0, 14, 0)),
            card(self.table, sx={"p": {"xs": "4px", "md": "4px 8px"}}),
            menu,
            self.cancelling,
            sizing_mode="stretch_width",
            margin=0,
        )

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


def _table() -> pn.widgets.Tabulator:
    return table(
        {
            "client": _("Client"),
            "phone": _("Téléphone"),
            "animal": _("Animal"),
            "act": _("Acte"),
            "due_on": _("Échéance"),
            "sent_on": _("Relancé le"),
            "times": _("Relances"),
            "by": _("Forme"),
        },
        dates=["due_on", "sent_on"],
        widths={
            "phone": 134,
            "animal": 116,
            "due_on": 108,
            "sent_on": 116,
            "times": 100,
            "by": 96,
        },
        style=asset("expected_rows.css"),
        empty=_("Personne n'est attendu."),
        selectable=False,
        css_classes=["expected-table"],
    )


def _frame(expected: list[Expected]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "client": [one.client_name for one in expected],
            "phone": [one.phone for one in expected],
            "animal": [one.animal_name for one in expected],
            "act": [one.label for one in expected],
            "due_on": pd.to_datetime([one.due_on for one in expected]),
            "sent_on": pd.to_datetime([one.last_sent_on for one in expected]),
            "times": [", ".join(map(str, one.steps_sent)) for one in expected],
            "by": [chips(one.channels) for one in expected],
        }
    )
