"""The dashboard's server: one process, one file, the clinic's network and no other."""

from __future__ import annotations

import gc
import logging
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import panel as pn
import tornado.web
from bokeh.document import Document

from relance_ops.config import ServerConfig
from relance_ops.dashboard import called_back, sign_in
from relance_ops.dashboard.app import App
from relance_ops.dashboard.door import Door, Guest
from relance_ops.dashboard.network import free_port, is_loopback, tls
from relance_ops.dashboard.pulse import Pulse
from relance_ops.dashboard.safety import SafeHandler, answer_safely
from relance_ops.errors import AccountError
from relance_ops.i18n import LANGUAGES, _, language, speak
from relance_ops.jobs import Jobs
from relance_ops.model import Kind
from relance_ops.practice import Practice
from relance_ops.print_watch import PrintWatch
from relance_ops.rights import Right

log = logging.getLogger(__name__)

# Forms and commands are small; what is imported stays on this machine, or goes through
# the websocket, which has its own limit.
LARGEST_BODY = 1_000_000

_FILES = {"letters": Kind.LETTER, "cards": Kind.CARD}


class PrintFile(SafeHandler):
    """The merged PDF of one run, read from its folder and nowhere else."""

    def initialize(self, practice: Practice) -> None:
        """Remember whose letters they are."""
        self.practice = practice

    def get(self, run: str, name: str) -> None:
        """Send the file, to be shown and printed by the browser."""
        guest: Guest = self.request.guest  # type: ignore[attr-defined]  # by the door
        if not guest.visitor.may(Right.READ):
            raise tornado.web.HTTPError(403)
        path = self.practice.run_folder(int(run)) / f"{name}.pdf"
        if name not in _FILES or not path.is_file():
            raise tornado.web.HTTPError(404)
        self.set_header("Content-Type", "application/pdf")
        self.set_header(
            "Content-Disposition", f'inline; filename="{name}-{int(run)}.pdf"'
        )
        self.finish(path.read_bytes())


def serve(
    practice: Practice,
    where: ServerConfig,
    *,
    routes: Sequence[tuple[Any, ...]] = (),
    on_ready: Callable[[ServerConfig], None] = lambda _where: None,
) -> None:
    """Serve the dashboard until the process is told to stop.

    Args:
        practice: Its file is owned by this process.
        where: The address (127.0.0.1 for this machine, 0.0.0.0 for the LAN), the port
            (0 for any free one), names and certificate.
        routes: More Tornado routes.
        on_ready: Told where it answers, once it does.

    Raises:
        AccountError: The network could come in, and nobody has an account.
        SettingError: The certificate cannot be used.
    """
    _refuse_open_house(practice, where)
    encryption = tls(where)
    where = replace(where, port=where.port or free_port(where.address))
    pn.extension("tabulator", notifications=True, reconnect=True)
    spoken = language()
    door = Door(practice, where, language=spoken)
    jobs = Jobs(practice, language=spoken)
    printer = PrintWatch(practice, language=spoken)
    pulse = Pulse(practice, jobs)

    def page() -> Any:
        return _page(practice, jobs, pulse)

    server = pn.serve(
        {"/": page},
        address=where.address,
        port=where.port,
        show=False,
        verbose=False,  # stdout is for data
        start=False,
        title=practice.settings().clinic.name,
        extra_patterns=[*_own_routes(practice, door), *routes],
        http_server_kwargs={"ssl_options": encryption, "max_body_size": LARGEST_BODY},
        **door.server_options(),
    )
    # Panel has no other name for what it serves.
    application = server._tornado  # noqa: SLF001
    door.stand_before(application)
    answer_safely(application, only_https=where.only_https)
    _stop_when_told(server.io_loop)
    on_ready(where)
    log.info("dashboard served address=%s port=%d", where.address, where.port)
    _spare_the_collector()
    try:
        server.start()
        server.io_loop.start()
    finally:
        jobs.stop()
        printer.stop()
        door.close()


def _spare_the_collector() -> None:
    """Let the garbage collector leave the program itself alone, and come less often.

    By default it looks through all of Panel several times while 5,000 reminders are
    read: half of the time from the click to the table (measured). Whatever a closed
    session leaves is collected at its end, by Bokeh.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _refuse_open_house(practice: Practice, where: ServerConfig) -> None:
    """Answer the network only where everybody has to say who they are."""
    if not is_loopback(where.address) and not practice.accounts.have_manager():
        raise AccountError(
            _(
                "Sur {address}, tout le réseau pourrait entrer, et il n'y a aucun "
                "compte. Créez d'abord celui d'un responsable : « relance-ops --db "
                "{path} accounts add IDENTIFIANT --name NOM --role manager »."
            ).format(address=where.address, path=practice.database.path)
        )


def _own_routes(practice: Practice, door: Door) -> list[tuple[Any, ...]]:
    """What is served besides the pages."""
    return [
        _print_files(practice), called_back.route(practice), *sign_in.routes(door)
    ]  # fmt: skip


def _print_files(practice: Practice) -> tuple[Any, ...]:
    """The route of every run's print files."""
    pattern = r"/courriers/(\d{1,9})/(letters|cards)\.pdf"
    return pattern, PrintFile, {"practice": practice}


def _stop_when_told(loop: Any) -> None:
    """Let Ctrl-C and a service manager's "stop" end the loop, between two callbacks.

    The usual KeyboardInterrupt is raised inside whatever runs, which may swallow it.
    """

    def stop(_number: int, _frame: Any) -> None:
        loop.asyncio_loop.call_soon_threadsafe(loop.stop)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


def _page(practice: Practice, jobs: Jobs, pulse: Pulse) -> Any:
    """One browser's page, for who asks, in the language that this person speaks."""
    # The door put it on the request itself: what the page's own token says of its
    # visitor is not believed.
    guest: Guest = pn.state.curdoc.session_context.request.guest
    asked = (
        (pn.state.session_args or {}).get("lang", [b""])[0].decode("ascii", "replace")
    )
    speak(asked if asked in LANGUAGES else guest.language)
    app = App(
        practice=practice,
        jobs=jobs,
        pulse=pulse,
        visitor=guest.visitor,
        form_token=guest.form_token,
    )
    pn.state.onload(app.start_looking)
    _lose_nothing(pn.state.curdoc)
    return app.shell


def _lose_nothing(page: Document) -> None:
    """Have every change of *page* sent from the moment a browser listens.

    Panel drops what changes before the browser says that all is drawn, as if the
    browser had not yet read the page (`_drain_unconnected_events` of Panel 1.9.4). A
    slow browser has read it seconds before, and a click would show nothing.
    """
    pn.state._connected[page] = True  # noqa: SLF001
