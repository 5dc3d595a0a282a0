"""« Quels sont les clients attendus ? »: reminded, and not come back yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import panel as pn
import panel_material_ui as pmui
import param
from bokeh.models.widgets.tables import DateFormatter

from relance_ops.dashboard.cancelling import CancelDialog
from relance_ops.dashboard.components import (
    card,
    chips,
    on_click,
    on_phone,
    plain,
    text,
)
from relance_ops.dashboard.menu import ContextMenu
from relance_ops.dashboard.theme import PLAIN_ROWS, TABLE_STYLE, table_texts
from relance_ops.i18n import _, ngettext
from relance_ops.practice import Practice
from relance_ops.reports import Expected

COLUMNS = ("client", "phone", "animal", "act", "due_on", "sent_on", "times", "by")

# A phone shows whom to call; a desk shows everything.
_DESK = {
    "client": "20%", "phone": "12%", "animal": "10%", "act": "22%", "due_on": "10%",
    "sent_on": "10%",
}  # fmt: skip
_PHONE = {"client": "38%", "phone": "34%", "animal": "24%"}
_DESK_ONLY = ["act", "due_on", "sent_on", "times", "by"]


class ExpectedPage(pn.viewable.Viewer):
    """Who is expected, a search, and the undo of a send."""

    practice: Practice = param.Parameter(constant=True)
    by = param.String(doc="Who presses the buttons.")
    go_to_send: Callable[[], None] = param.Callable(doc="Leads to the list to send.")
    expected: list[Expected] = param.List(default=[], doc="Everyone expected.")
    search = param.String(doc="Part of a client's, an animal's or an act's name.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.cancelling = CancelDialog(
            practice=self.practice, by=self.by, done=self._undone
        )
        self._table = _table()
        self._count = text("", "body2", sx={"color": "text.secondary"})
        self._outcome = pmui.Column(margin=0, sizing_mode="stretch_width")
        self._menu = ContextMenu(
            target=self._table.css_classes[0],
            label=_("Annuler l'envoi de relances"),
            chosen=on_click(self.cancelling.ask),
        )
        self._layout = self._arranged()
        self.load()

    def load(self) -> None:
        """Read who is expected."""
        self.expected = self.practice.expected()
        self._show()

    def found(self) -> list[Expected]:
        """Those the search finds, last reminded first."""
        wanted = self.search.casefold().strip()
        return sorted(
            (
                e
                for e in self.expected
                if wanted in f"{e.client_name} {e.animal_name} {e.label}".casefold()
            ),
            key=lambda e: (-e.last_sent_on.toordinal(), e.client_name, e.animal_name),
        )

    @param.depends("search", watch=True)
    def _show(self) -> None:
        found = self.found()
        self._table.value = _frame(found)
        self._count.object = plain(
            ngettext(
                "{n} relance sans retour", "{n} relances sans retour", len(found)
            ).format(n=len(found))
        )

    def _undone(self, sentence: str, *, is_empty: bool) -> None:
        """Say what the cancel did, and show the way to the list."""
        self.load()
        self._outcome[:] = [
            pmui.Alert(
                plain(sentence), alert_type="info" if is_empty else "success",
                margin=(0, 0, 8, 0), sizing_mode="stretch_width",
            ),
            *(
                []
                if is_empty
                else [
                    pmui.Button(
                        label=_("Revenir à la liste à envoyer"), icon="arrow_back",
                        variant="outlined", on_click=on_click(self.go_to_send),
                        margin=(0, 0, 12, 0),
                    )
                ]
            ),
        ]  # fmt: skip

    def _arranged(self) -> pmui.Column:
        search = pmui.TextInput.from_param(
            self.param.search, label=_("Chercher un client, un animal, un acte"),
            description="",
            margin=0, width=320,
        )  # fmt: skip
        undo = pmui.Button(
            label=_("Annuler l'envoi de relances"), icon="undo", color="error",
            variant="outlined", on_click=on_click(self.cancelling.ask), margin=0,
        )  # fmt: skip
        return pmui.Column(
            self._outcome,
            pmui.FlexBox(
                search,
                undo,
                self._count,
                gap="12px",
                align_items="center",
                margin=(0, 0, 12, 0),
            ),
            card(self._table, sx={"p": "6px 6px 2px 6px"}),
            self._menu,
            self.cancelling,
            sizing_mode="stretch_width",
            margin=0,
        )

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


def _table() -> pn.widgets.Tabulator:
    return pn.widgets.Tabulator(
        pd.DataFrame(columns=list(COLUMNS)),
        show_index=False, pagination="remote", page_size=14, disabled=True, selectable=1,
        sizing_mode="stretch_width", layout="fit_columns", margin=0, min_height=200,
        css_classes=["expected-table"],
        formatters={
            "by": {"type": "html"},
            "due_on": DateFormatter(format=_("%d/%m/%Y")),
            "sent_on": DateFormatter(format=_("%d/%m/%Y")),
            **{name: {"type": "plaintext"} for name in ("client", "phone", "animal", "act")},
        },
        widths=_PHONE if on_phone() else _DESK,
        hidden_columns=_DESK_ONLY if on_phone() else [],
        titles={
            "client": _("Client"), "phone": _("Téléphone"), "animal": _("Animal"),
            "act": _("Acte"), "due_on": _("Échéance"), "sent_on": _("Relancé le"),
            "times": _("Relances"), "by": _("Par"),
        },
        stylesheets=[TABLE_STYLE, PLAIN_ROWS], configuration=table_texts(),
    )  # fmt: skip


def _frame(expected: list[Expected]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (
                e.client_name,
                e.phone,
                e.animal_name,
                e.label,
                pd.Timestamp(e.due_on),
                pd.Timestamp(e.last_sent_on),
                len(e.steps_sent),
                chips(e.channels),
            )
            for e in expected
        ],
        columns=list(COLUMNS),
    )
