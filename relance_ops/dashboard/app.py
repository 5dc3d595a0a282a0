"""The shell: title, menu, the page asked for, and what every page must show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param
from panel.io.state import state

from relance_ops.dashboard.components import on_click, on_phone, telling
from relance_ops.dashboard.pages.expected import ExpectedPage
from relance_ops.dashboard.pages.send import SendPage
from relance_ops.dashboard.pulse import Pulse
from relance_ops.dashboard.question import PrinterQuestion
from relance_ops.dashboard.template import page_template
from relance_ops.dashboard.theme import THEME
from relance_ops.i18n import _, language, speaking
from relance_ops.jobs import Jobs, JobState
from relance_ops.practice import Practice

# How often a session looks at the process. The look itself is shared (pulse.py).
LOOK_MILLISECONDS = 500

SEND, EXPECTED = "envoyer", "attendus"


class App(pn.viewable.Viewer):
    """One browser session."""

    practice: Practice = param.Parameter(constant=True)
    jobs: Jobs = param.Parameter(constant=True)
    pulse: Pulse = param.Parameter(constant=True)
    by = param.String(default="accueil", doc="Who is at this browser.")
    page = param.Selector(default=SEND, objects=[SEND, EXPECTED])

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self._spoken = language()
        self._titles = {
            SEND: (_("Envoyer les relances"), "send"),
            EXPECTED: (_("Quels sont les clients attendus ?"), "event_available"),
        }
        self._shown: SendPage | ExpectedPage | None = None
        self._makers: dict[str, Callable[[], SendPage | ExpectedPage]] = {
            SEND: self._send_page,
            EXPECTED: self._expected_page,
        }
        self.question = PrinterQuestion(practice=self.practice, by=self.by)
        self.question.param.watch(on_click(self._answered), "answered")
        self._area = pmui.Column(sizing_mode="stretch_width", margin=(18, 24))
        self._title = pmui.Typography("", variant="h2", margin=(0, 0, 14, 0))
        self._menu = self._made_menu()
        self.shell = self._made_shell()
        if pn.state.location is not None:
            pn.state.location.sync(self, {"page": "page"})
        self.param.watch(lambda _event: self._show(), "page")
        self._show()

    def look(self) -> None:
        """See how the process is doing, and show it."""
        with speaking(self._spoken), telling():
            beat = self.pulse.beat()
            page = self._shown
            if isinstance(page, SendPage) and page.watch(beat.job):
                beat = self.pulse.beat(fresh=True)
                self.question.show(beat.question)
                if beat.job and beat.job.nonce == page.sent_nonce:
                    self.question.print_now()
            running = beat.job is not None and beat.job.state is JobState.RUNNING
            # Letters are on disk before emails leave, but she answers at the end.
            self.question.show(None if running else beat.question)

    def start_looking(self) -> None:
        """Look for as long as the browser is there."""
        self.look()
        pn.state.add_periodic_callback(self.look, period=LOOK_MILLISECONDS)

    def _answered(self) -> None:
        self.pulse.beat(fresh=True)
        if self._shown is not None:
            self._shown.load()

    def _send_page(self) -> SendPage:
        return SendPage(practice=self.practice, jobs=self.jobs, by=self.by)

    def _expected_page(self) -> ExpectedPage:
        return ExpectedPage(
            practice=self.practice, by=self.by, go_to_send=lambda: self._go(SEND)
        )

    def _go(self, page: str) -> None:
        self.page = page

    def _show(self) -> None:
        with speaking(self._spoken), telling():
            # Made anew at each visit: a table that was taken off the page and put back
            # stays empty until it is sorted or turned (Panel 1.9).
            self._shown = self._makers[self.page]()
            self._area[:] = [self._title, self._shown]
            self._title.object = self._titles[self.page][0]
            self._menu.active = (list(self._titles).index(self.page),)

    def _made_menu(self) -> pmui.MenuList:
        menu = pmui.MenuList(
            items=[
                {"label": label, "icon": icon} for label, icon in self._titles.values()
            ],
            active=(0,),
            dense=False,
            sizing_mode="stretch_width",
        )

        def chosen(event: Any) -> None:
            if event.new:
                self._go(list(self._titles)[event.new[0]])

        menu.param.watch(chosen, "active")
        return menu

    def _made_shell(self) -> pmui.Page:
        shell = pmui.Page(
            title=self.practice.settings().clinic.name,
            sidebar=[self._menu],
            main=[self._area, self.question],
            sidebar_width=320,
            sidebar_resizable=False,
            sidebar_open=not on_phone(),
            theme_config=THEME,
            theme_toggle=False,
            template=page_template(self._spoken),
            sx={"& main": {"backgroundColor": "background.default"}},
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
    shell.busy_indicator = None
    return shell
