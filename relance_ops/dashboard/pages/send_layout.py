"""How « Envoyer les relances » looks; it shows the page's state and nothing else."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard.afterwards import afterwards
from relance_ops.dashboard.charts import Week, weekly_volumes, weeks_of
from relance_ops.dashboard.components import (
    Tiles,
    answering,
    beside,
    big_button,
    card,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.confirming import staying
from relance_ops.dashboard.pages.send_list import SendList
from relance_ops.dashboard.pages.send_staying import StayingList
from relance_ops.i18n import _, moment, ngettext
from relance_ops.rights import Right

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


# As far as one looks ahead: a quarter.
QUARTER_WEEKS = 13

SWITCH = {
    "& .MuiToggleButton-root": {"whiteSpace": "nowrap", "padding": "6px 12px"},
    "marginLeft": {"md": "auto"},
}


class SendLayout(pn.viewable.Viewer):
    """The widgets of one `SendPage`."""

    def __init__(self, page: SendPage) -> None:
        super().__init__()
        self._page = page
        self._make_buttons(page)
        self.refreshed = quiet(align="center")
        self.tiles = Tiles()
        self.stay = quiet(align="center")
        self.volumes = pn.pane.HTML(sizing_mode="stretch_width", margin=0)
        self.chart = card(
            text(_("Envois par semaine"), "subtitle1", sx={"fontWeight": 600}),
            self.volumes,
            sx={"minHeight": "216px"},
        )
        self.list = SendList(page)
        self.staying = StayingList(page)
        self.table = self.list.table
        self.switch = self._made_switch(page)
        page.param.watch(answering(self._turn), "view")
        page.param.watch(answering(self._label), ["ticked", "running"])
        self._welcome = self._opening()
        self._list = self._arranged()
        self._body = pmui.Column(
            self._welcome, self._list, page.confirmation, page.why, page.remedies,
            sizing_mode="stretch_width", margin=0,
        )  # fmt: skip
        self.beside_title = beside(self.again, self.refreshed, visible=False)

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
        self.when = small_button(
            _("Quand envoyer les courriers ?"), page.when, icon="event",
            variant="contained", color="primary", align="center",
        )  # fmt: skip

    def draw(self) -> None:
        """Show the page's list; the reasons and the picture come after it."""
        with pn.io.hold():
            self.list.draw()
            self.stay.object = plain(self._below_the_button())
            self._date()
            self._label()
            self._welcome.visible = False
            self._list.visible = self.beside_title.visible = True
        self.staying.forget()

    def _below_the_button(self) -> str:
        """What does not leave; and why the button is grey, for whoever may not send."""
        said = [staying(self._page.preview)]
        if not self._page.session.visitor.may(Right.SEND):
            said.append(_("Votre compte ne permet pas d'envoyer."))
        return " ".join(part for part in said if part)

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
        below = pmui.FlexBox(
            self.stay, self.when, gap="10px 20px", margin=(12, 0, 0, 0),
            justify_content="space-between", align_items="center",
            sizing_mode="stretch_width",
        )  # fmt: skip
        doing = pmui.Column(
            self.tiles, button, below, sizing_mode="stretch_width", margin=0
        )
        return pmui.Grid(
            pmui.Grid(doing, size={"xs": 12, "md": 8}, margin=0),
            pmui.Grid(
                self.chart, size={"xs": 12, "md": 4}, margin=0,
            ),
            pmui.Grid(self._sheet(), size=12, margin=0),
            container=True, spacing=2, sizing_mode="stretch_width", margin=0,
            # On a phone the list comes before the picture.
            sx={
                "pb": {"xs": "96px", "md": 0},
                "& > *:nth-of-type(2)": {"order": {"xs": 1, "md": 0}},
            },
            visible=False,
        )  # fmt: skip

    def _sheet(self) -> pmui.Paper:
        filters = self.list.filters
        tools = pmui.FlexBox(
            filters.search, filters.unfold, filters.clear, self.switch,
            gap="12px", margin=(8, 8, 0, 8), sizing_mode="stretch_width",
        )  # fmt: skip
        return card(
            tools,
            pmui.Column(filters, margin=(0, 8), sizing_mode="stretch_width"),
            self.list,
            self.staying,
            sx={"p": {"xs": "4px", "md": "8px"}},
        )

    def _made_switch(self, page: SendPage) -> pmui.RadioButtonGroup:
        return pmui.RadioButtonGroup.from_param(
            page.param.view, label="", description="", size="small",
            options={
                _("Par relance"): "reminders",
                _("Par envoi"): "deliveries",
                _("Pourquoi pas ?"): "staying",
            },
            margin=0, align="center", color="primary", sx=SWITCH,
        )  # fmt: skip

    def _turn(self) -> None:
        """The list of what leaves, or of what stays."""
        if self._page.view == "staying":
            self.list.close()
            self.staying.open()
        else:
            self.staying.close()
            self.list.open()

    def _date(self) -> None:
        page = self._page
        if page.refreshed is not None:
            zone = page.practice.settings().timezone
            self.refreshed.object = plain(
                _("Liste rafraîchie le {moment}").format(
                    moment=moment(page.refreshed, zone)
                )
            )

    def picture(self) -> None:
        """Draw what left and what would leave, the slower half when it is known."""
        page = self._page
        today = page.practice.today()
        monday = today - timedelta(days=today.weekday())
        empty = tuple(
            Week(monday + timedelta(weeks=n), {}) for n in range(QUARTER_WEEKS)
        )
        afterwards(lambda: weeks_of(page.volumes()), partial(self._draw, coming=empty))
        afterwards(
            lambda: (weeks_of(page.volumes()), weeks_of(page.coming_volumes())),
            lambda weeks: self._draw(weeks[0], coming=weeks[1] or empty),
        )

    def _draw(self, left: tuple[Week, ...], *, coming: tuple[Week, ...]) -> None:
        self.volumes.object = weekly_volumes(left, coming)

    def _label(self) -> None:
        page = self._page
        count = len(page.ticked)
        words = ngettext("Envoyer {n} relance", "Envoyer {n} relances", count)
        allowed = page.session.visitor.may(Right.SEND)
        self.send.param.update(
            label=words.format(n=count) if count else _("Rien à envoyer"),
            disabled=not count or page.running or not allowed,
        )
        self.tiles.show(page.counts())

    def __panel__(self) -> pn.viewable.Viewable:
        return self._body
