"""How « Envoyer les relances » looks; it shows the page's state and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import panel as pn
import panel_material_ui as pmui

from relance_ops import wording
from relance_ops.dashboard.charts import weekly_volumes, weeks_of
from relance_ops.dashboard.components import (
    Tiles,
    answering,
    big_button,
    card,
    chips,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.confirming import staying
from relance_ops.dashboard.leaving import Leaving
from relance_ops.dashboard.tables import table
from relance_ops.dashboard.theme import asset
from relance_ops.i18n import _, moment, ngettext

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.send import SendPage

# On a phone the green button stays under the thumb, whatever is scrolled.
UNDER_THE_THUMB = {
    "position": {"xs": "fixed", "md": "static"},
    "left": 0,
    "right": 0,
    "bottom": 0,
    "zIndex": 1000,
    "p": {"xs": "10px 16px", "md": 0},
    "top": "auto",
    "width": "auto",
    "height": "auto",
    "bgcolor": {"xs": "background.paper", "md": "transparent"},
    "boxShadow": {"xs": "0 -2px 12px rgba(0, 0, 0, 0.15)", "md": "none"},
}


class SendLayout(pn.viewable.Viewer):
    """The widgets of one `SendPage`."""

    def __init__(self, page: SendPage) -> None:
        super().__init__()
        self._page = page
        self._make_buttons(page)
        self.when = quiet(align="center")
        self.tiles = Tiles()
        self.stay = quiet()
        self.volumes = pn.pane.HTML(sizing_mode="stretch_width", margin=0)
        heading = _("Envois par semaine depuis un an")
        self.chart = card(
            text(heading, "subtitle1", sx={"fontWeight": 600}),
            self.volumes,
            visible=False,
        )
        self.table = _table()
        self.table.param.watch(answering(self._tick), "selection")
        page.param.watch(answering(self._label), ["ticked", "running"])
        self._welcome = self._opening()
        self._list = self._arranged()
        self._body = pmui.Column(
            self._welcome, self._list, page.confirmation, sizing_mode="stretch_width",
            margin=0,
        )  # fmt: skip
        self.beside_title = pmui.FlexBox(
            self.again, self.when, gap="8px 12px", visible=False,
            stylesheets=[":host { flex: 0 1 auto !important; width: auto !important }"],
        )  # fmt: skip

    def _make_buttons(self, page: SendPage) -> None:
        self.first = big_button(
            _("Cliquer ici pour rafraîchir la liste"), page.refresh, icon="refresh",
            color="primary", align="center", sizing_mode=None, margin=0,
            sx={"fontSize": {"xs": "1.1rem", "sm": "1.35rem"}, "p": "16px 28px"},
        )  # fmt: skip
        self.again = small_button(
            _("Rafraîchir la liste"), page.refresh, icon="refresh"
        )
        self.send = big_button(
            _("Envoyer"), page.ask, icon="send", color="success", margin=0,
            sx={"fontSize": "1.5rem", "py": {"xs": "12px", "md": "16px"}},
        )  # fmt: skip

    def draw(self) -> None:
        """Show the page's list, every row ticked."""
        page = self._page
        ticked = page.ticked
        with pn.io.hold():
            # Panel maps the old selection onto a new value: it must be emptied first,
            # which unticks everything for a moment.
            self.table.selection = []
            self.table.value = _frame(page.rows)
            self.table.selection = sorted(ticked)
            self.stay.object = plain(staying(page.preview))
            self._date()
            self._chart()
            self._label()
            self._welcome.visible = False
            self._list.visible = self.beside_title.visible = True

    def _opening(self) -> pmui.Column:
        """Before the very first refresh there is one thing to do."""
        return pmui.FlexBox(
            text(_("Bonjour !"), "h2", align="center"),
            text(
                _("Voyons quelles relances sont à envoyer aujourd'hui."),
                align="center",
                sx={"textAlign": "center"},
            ),
            self.first,
            flex_direction="column", gap="18px", margin=(90, 0), sizing_mode="stretch_width",
        )  # fmt: skip

    def _arranged(self) -> pmui.Grid:
        button = pmui.Column(
            self.send,
            sizing_mode="stretch_width",
            margin=(14, 0, 0, 0),
            sx=UNDER_THE_THUMB,
        )
        doing = pmui.Column(
            self.tiles,
            button,
            pmui.Column(self.stay, margin=(10, 0, 0, 0)),
            sizing_mode="stretch_width",
            margin=0,
        )
        sheet = card(self.table, sx={"p": {"xs": "4px", "md": "4px 8px"}})
        return pmui.Grid(
            pmui.Grid(doing, size={"xs": 12, "md": 8}, margin=0),
            pmui.Grid(self.chart, size={"xs": 12, "md": 4}, margin=0),
            pmui.Grid(sheet, size=12, margin=0),
            container=True, spacing=2, sizing_mode="stretch_width", margin=0,
            sx={"pb": {"xs": "96px", "md": 0}}, visible=False,
        )  # fmt: skip

    def _date(self) -> None:
        page = self._page
        if page.refreshed is not None:
            zone = page.practice.settings().timezone
            self.when.object = plain(
                _("Liste rafraîchie le {moment}").format(
                    moment=moment(page.refreshed, zone)
                )
            )

    def _chart(self) -> None:
        self.volumes.object = weekly_volumes(weeks_of(self._page.volumes()))
        self.chart.visible = bool(self.volumes.object)

    def _tick(self) -> None:
        self._page.ticked = frozenset(self.table.selection)

    def _label(self) -> None:
        page = self._page
        count = len(page.ticked)
        words = ngettext("Envoyer {n} relance", "Envoyer {n} relances", count)
        self.send.param.update(
            label=words.format(n=count) if count else _("Rien à envoyer"),
            disabled=not count or page.running,
        )
        self.tiles.show(page.counts())

    def __panel__(self) -> pn.viewable.Viewable:
        return self._body


def _table() -> pn.widgets.Tabulator:
    return table(
        {
            "client": _("Client"),
            "animal": _("Animal"),
            "act": _("Acte"),
            "due_on": _("Échéance"),
            "step": _("Relance"),
            "by": _("Forme"),
        },
        dates=["due_on"],
        widths={"due_on": 120, "step": 110, "by": 120},
        style=asset("send_rows.css"),
        empty=_("Rien à envoyer aujourd'hui. Bonne journée !"),
        selectable="checkbox",
        css_classes=["tickable"],
    )


def _frame(rows: tuple[Leaving, ...]) -> pd.DataFrame:
    """The list as the table shows it, in the order of *rows*."""
    return pd.DataFrame(
        {
            "client": [row.client_name for row in rows],
            "animal": [row.reminder.animal_name for row in rows],
            "act": [row.reminder.label for row in rows],
            "due_on": pd.to_datetime([row.reminder.due_on for row in rows]),
            "step": [wording.nth_reminder(row.reminder.step) for row in rows],
            "by": [chips(row.kinds) for row in rows],
        }
    )
