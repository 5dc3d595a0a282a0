"""The shell: title, menu, the page asked for, and what every page must show."""

from __future__ import annotations

from typing import Any

import panel as pn
import panel_material_ui as pmui
import param
from panel.io.state import state

from relance_ops.dashboard.address import Ident
from relance_ops.dashboard.awaited import Awaited
from relance_ops.dashboard.components import answering, plain, quiet, text
from relance_ops.dashboard.foot import Foot, way_back
from relance_ops.dashboard.navigation import HOME, SLUGS, menu_of, place
from relance_ops.dashboard.page import Page, Session
from relance_ops.dashboard.printing import Browser
from relance_ops.dashboard.pulse import Pulse
from relance_ops.dashboard.question import PrinterQuestion
from relance_ops.dashboard.running import Running
from relance_ops.dashboard.template import page_template
from relance_ops.dashboard.theme import THEME
from relance_ops.dashboard.way_back import WayBack
from relance_ops.errors import RelanceError
from relance_ops.i18n import _, language
from relance_ops.jobs import Job, Jobs
from relance_ops.practice import Practice
from relance_ops.rights import HERE, Right, Visitor

# How often a session looks at the process. The look itself is shared (pulse.py).
LOOK_MILLISECONDS = 400


class App(pn.viewable.Viewer):
    """One browser session."""

    practice: Practice = param.Parameter(constant=True)
    jobs: Jobs = param.Parameter(constant=True)
    pulse: Pulse = param.Parameter(constant=True)
    visitor: Visitor = param.Parameter(default=HERE, constant=True)
    form_token = param.String(constant=True, doc="Of the page's plain forms.")
    signed_out = param.Boolean(doc="This person has to sign in again.")
    page = param.Selector(default=HOME.slug, objects=SLUGS)
    ident = Ident(doc="What the page is about: a client's number, a tab.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self._session = Session(
            practice=self.practice, visitor=self.visitor, jobs=self.jobs,
            go=self.go, sent=self._sent, form_token=self.form_token, decided=self._count,
        )  # fmt: skip
        self._places = menu_of(self.visitor)
        self._shown: Page | None = None
        self.browser = Browser()
        self.browser.param.watch(answering(self._fit), "narrow")
        self.back = WayBack(home=HOME.slug, width=0, height=0, margin=0)
        self.back.param.watch(answering(self._went_back), "place")
        self.running = Running(practice=self.practice)
        self.awaited = Awaited(session=self._session)
        self.question = PrinterQuestion(
            practice=self.practice, browser=self.browser, visitor=self.visitor
        )
        self.question.param.watch(answering(self._answered), "answered")
        self._title = text("", "h2", sx={"textWrap": "balance", "mt": "4px"})
        self._head = pmui.Column(
            margin=(0, 0, 16, 0),
            sizing_mode="stretch_width",
            sx={"flexDirection": {"xs": "column", "sm": "row"}, "gap": "10px 20px"},
        )
        self._area = pmui.Column(sizing_mode="stretch_width", margin=0)
        self._menu = self._made_menu()
        self._side = pmui.Column(
            quiet(_("Relances"), margin=(14, 18, 6, 18)),
            self._menu,
            Foot(session=self._session),
            sizing_mode="stretch_width",
            margin=0,
        )
        self.shell = self._made_shell()
        self._look = answering(self.look)
        self.param.watch(answering(self._show), ["page", "ident"])
        if pn.state.location is not None:
            pn.state.location.sync(self, {"page": "page", "ident": "id"})
        self._show()

    def look(self) -> None:
        """See how the process is doing, and show it."""
        beat = self.pulse.beat()
        if self.signed_out or not beat.knows(self.visitor):
            self._turn_away()
            return
        self.awaited.show(beat.standing, warnings=beat.warnings)
        job = beat.job
        ended = self.running.watch(job)
        running = job is not None and job.is_running
        if self._shown is not None:
            self._shown.running = running
        # Letters are on disk before emails leave, but she answers at the end.
        answers = not running and self.visitor.may(Right.SEND)
        question = self.pulse.beat(fresh=ended).question if answers else None
        asked = self.question.show(question)
        if ended or asked:
            self._reload()
        if ended and job is not None and job.nonce == self.running.sent_here:
            self.question.print_now()

    def start_looking(self) -> None:
        """Look for as long as the browser is there."""
        self._look()
        pn.state.add_periodic_callback(self._look, period=LOOK_MILLISECONDS)

    def _turn_away(self) -> None:
        """Show nothing of the clinic any more, only the way back in."""
        if self.signed_out:
            return
        self.signed_out = True
        self._shown = None
        self.question.dialog.open = False
        self.running.put_away()
        self.awaited.put_away()
        self._side[:] = []
        self.shell.sidebar_open = False
        self._head[:] = []
        self._area[:] = [way_back(first=not self.visitor.sign_in, page=self.page)]

    def _sent(self, job: Job) -> None:
        """This browser pressed « Envoyer maintenant »: it watches from nearby."""
        self.running.sent_here = job.nonce
        self.look()

    def _answered(self) -> None:
        self.pulse.beat(fresh=True)
        self._reload()

    def _reload(self) -> None:
        self._count()
        if self._shown is not None:
            self._shown.load()

    def go(self, slug: str, ident: str = "") -> None:
        """Lead this browser to a page, and to what it is about."""
        self.param.update(page=slug, ident=ident)

    def _went_back(self) -> None:
        """The browser's own way back or forward: follow it."""
        slug, ident = self.back.place
        self.go(place(slug).slug, Ident.deserialize(ident))

    def _show(self) -> None:
        """Make the page asked for, unless the one that is shown turns to it.

        Made anew at each visit: a table that was taken off the page and put back stays
        empty until it is sorted or turned (Panel 1.9).
        """
        if self.signed_out:
            return
        here = place(self.page)
        if type(self._shown) is here.page and self._shown.follow(self.ident):
            return
        self._count()
        self._title.object = here.title
        self._menu.active = (
            (self._places.index(here),) if here in self._places else None
        )
        try:
            self.visitor.require(here.right)
            page = here.page(session=self._session, ident=self.ident)
        except RelanceError as error:
            self._shown = None
            self._head[:] = [self._title]
            self._area[:] = [
                pmui.Alert(plain(str(error)), severity="warning", margin=0)
            ]
        else:
            self._shown = page
            self._head[:] = [self._title, *page.beside_title]
            self._area[:] = [page]

    def _chosen(self) -> None:
        if self._menu.active:
            slug = self._places[self._menu.active[0]].slug
            # The page that is shown marks its entry: what it is about must stay.
            if slug != self.page:
                self.go(slug)
            self._fit()

    def _fit(self) -> None:
        """On a phone the menu lies over the page: it is closed unless asked for."""
        if self.browser.narrow:
            self.shell.sidebar_open = False

    def _made_menu(self) -> pmui.MenuList:
        menu = pmui.MenuList(
            items=self._items(), active=(0,), dense=False, sizing_mode="stretch_width",
            margin=0,
        )  # fmt: skip
        menu.param.watch(answering(self._chosen), "active")
        return menu

    def _count(self) -> None:
        """Count again what waits; the entry that is shown stays marked."""
        items = self._items()
        if items != self._menu.items:
            self._menu.param.update(items=items, active=self._menu.active)

    def _items(self) -> list[dict[str, str]]:
        """The entries of the menu, with how many decisions wait."""
        return [
            {"label": one.entry(self.practice), "icon": one.icon}
            for one in self._places
        ]

    def _made_shell(self) -> pmui.Page:
        agent = (pn.state.headers or {}).get("User-Agent", "")
        main = pmui.Column(
            self._head, self.running, self.awaited, self._area,
            sizing_mode="stretch_width", margin=0,
            sx={"p": {"xs": "16px", "md": "20px 28px"}, "maxWidth": "1500px", "mx": "auto"},
        )  # fmt: skip
        shell = pmui.Page(
            title=self.practice.settings().clinic.name,
            sidebar=[self._side],
            main=[main, self.question, self.browser, self.back],
            sidebar_width=300,
            sidebar_resizable=False,
            sidebar_open="Mobi" not in agent,
            theme_config=THEME,
            theme_toggle=False,
            template=page_template(language()),
            sx={
                "& main": {"backgroundColor": "background.default"},
                # Without its watcher (below) the bar of the header stands still.
                "& header .MuiLinearProgress-root": {"display": "none"},
            },
        )
        return without_global_busy(shell)

    def __panel__(self) -> pn.viewable.Viewable:
        return self.shell


def without_global_busy(shell: pmui.Page) -> pmui.Page:
    """*shell* without its watcher on the process's busy flag.

    pmui.Page never removes it: about 3 MB a session are kept for ever, and every
    session's work blinks in all the others (measured with 0.16.6).
    """
    watchers = state.param.watchers.get("busy", {}).get("value", [])
    for watcher in list(watchers):
        owner = getattr(getattr(watcher.fn, "__self__", None), "self", None)
        if owner is shell:
            state.param.unwatch(watcher)
    return shell
