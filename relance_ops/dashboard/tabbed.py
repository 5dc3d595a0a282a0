"""A page of tabs: a strip that chooses, and below it the page that was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops.dashboard.components import answering, beside
from relance_ops.dashboard.page import Page
from relance_ops.i18n import _
from relance_ops.rights import Right


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab.

    Attributes:
        slug: Its name in the address.
        label: Its name on screen, to be translated.
        page: What it shows.
        right: Without it the tab is not shown.
    """

    slug: str
    label: str
    page: type[Page]
    right: Right = Right.READ


# On a phone the tabs are wider than the screen: they are pushed aside, not shrunk.
_STRIP = {
    "mb": "18px",
    "borderBottom": "1px solid #dfe4e9",
    "& .MuiTab-root": {"fontSize": "1rem", "minHeight": "48px"},
    # The strip only chooses: what it chooses stands below, and stays there unseen.
    "& > .MuiBox-root": {"display": "none"},
}


class TabbedPage(Page):
    """A strip of tabs; the one named by `ident` is shown, the first by default."""

    slug: str = param.String(constant=True, doc="The page's name in the address.")
    offered: tuple[Tab, ...] = param.Parameter(default=(), constant=True)
    tab = param.String(doc="The slug of the tab that is shown.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        visitor = self.session.visitor
        self.tabs = tuple(tab for tab in self.offered if visitor.may(tab.right))
        self.made: dict[str, Page] = {}
        self._beside = beside(visible=False)
        self._area = pmui.Column(sizing_mode="stretch_width", margin=0)
        self.strip = pmui.Tabs(
            *((_(tab.label), pn.Spacer(height=0)) for tab in self.tabs),
            sizing_mode="stretch_width", margin=0, sx=_STRIP,
        )  # fmt: skip
        self._layout = pmui.Column(
            self.strip, self._area, sizing_mode="stretch_width", margin=0
        )
        self._show()
        self.strip.param.watch(answering(self._turn), "active")
        self.param.watch(answering(self._show), "ident")
        self.param.watch(answering(self._tell), "running")

    def load(self) -> None:
        """Read again what the tabs show."""
        for page in self.made.values():
            page.load()

    def follow(self, ident: str) -> bool:
        """Another tab, by its link or by the browser's way back."""
        self.ident = ident
        return True

    @property
    def beside_title(self) -> tuple[Any, ...]:
        """What the tab that is shown offers there."""
        return (self._beside,)

    def _turn(self) -> None:
        """A person chose a tab: it becomes the address."""
        chosen = self.tabs[self.strip.active].slug
        if chosen != self.tab:
            self.ident = chosen
            self.session.go(self.slug, chosen)

    def _show(self) -> None:
        """Show the tab asked for, made when it is first shown and then kept."""
        slugs = [tab.slug for tab in self.tabs]
        position = slugs.index(self.ident) if self.ident in slugs else 0
        tab = self.tabs[position]
        if tab.slug not in self.made:
            page = tab.page(session=self.session, running=self.running)
            self.made[tab.slug] = page
            self._area.append(
                pmui.Column(page, name=tab.slug, sizing_mode="stretch_width", margin=0)
            )
        for sheet in self._area:
            sheet.visible = sheet.name == tab.slug
        offered = self.made[tab.slug].beside_title
        self._beside.param.update(objects=list(offered), visible=bool(offered))
        self.tab = tab.slug
        self.strip.active = position

    def _tell(self) -> None:
        for page in self.made.values():
            page.running = self.running

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout
