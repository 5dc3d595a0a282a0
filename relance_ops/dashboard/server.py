"""The dashboard's server: one process, one file, the clinic's network and no other."""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Callable, Sequence
from typing import Any

import panel as pn
import tornado.web
from panel.io.server import DocHandler

from relance_ops.dashboard.app import App
from relance_ops.dashboard.pulse import Pulse
from relance_ops.i18n import LANGUAGES, language, speak
from relance_ops.jobs import Jobs
from relance_ops.model import Kind
from relance_ops.practice import Practice

log = logging.getLogger(__name__)

# Panel's bundles need inline scripts and blobs; nothing may come from elsewhere.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob: ws: wss:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "object-src 'self' blob:",
        "frame-ancestors 'self'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)

_FILES = {"letters": Kind.LETTER, "cards": Kind.CARD}


class SafeHandler(tornado.web.RequestHandler):
    """What every answer carries."""

    def set_default_headers(self) -> None:
        """Tell the browser to trust this server and nobody else."""
        self.set_header("Content-Security-Policy", CONTENT_POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")


class PrintFile(SafeHandler):
    """The merged PDF of one run, read from its folder and nowhere else."""

    def initialize(self, practice: Practice, hosts: Sequence[str]) -> None:
        """Remember whose letters they are, and under which names they are asked for."""
        self.practice = practice
        self.hosts = hosts

    def prepare(self) -> None:
        """Refuse a site that has pointed its own name at our address."""
        if self.request.host not in self.hosts:
            raise tornado.web.HTTPError(403)

    def get(self, run: str, name: str) -> None:
        """Send the file, to be shown and printed by the browser."""
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
    *,
    address: str,
    port: int,
    routes: Sequence[tuple[Any, ...]] = (),
    on_ready: Callable[[str], None] = lambda _url: None,
) -> None:
    """Serve the dashboard until the process is told to stop.

    Args:
        practice: Its file is owned by this process.
        address: Where to listen: 127.0.0.1 for this machine, 0.0.0.0 for the LAN.
        port: 0 for any free one.
        routes: More Tornado routes.
        on_ready: Told the address to open.
    """
    pn.extension("tabulator", notifications=True, reconnect=True)
    DocHandler.set_default_headers = SafeHandler.set_default_headers
    spoken = language()
    jobs = Jobs(practice, language=spoken)
    pulse = Pulse(practice, jobs)
    port = port or _free_port(address)
    hosts = origins(address, port)

    def page() -> Any:
        return _page(practice, jobs, pulse, spoken)

    server = pn.serve(
        {"/": page},
        address=address,
        port=port,
        websocket_origin=hosts,
        show=False,
        verbose=False,  # stdout is for data
        start=False,
        title=practice.settings().clinic.name,
        extra_patterns=[_print_files(practice, hosts), *routes],
    )
    _stop_when_told(server.io_loop)
    on_ready(f"http://{'127.0.0.1' if address == '0.0.0.0' else address}:{port}")  # noqa: S104
    log.info("dashboard served address=%s port=%d", address, port)
    try:
        server.start()
        server.io_loop.start()
    finally:
        jobs.stop()


def _print_files(practice: Practice, hosts: Sequence[str]) -> tuple[Any, ...]:
    """The route of every run's print files."""
    pattern = r"/courriers/(\d{1,9})/(letters|cards)\.pdf"
    return pattern, PrintFile, {"practice": practice, "hosts": hosts}


def _stop_when_told(loop: Any) -> None:
    """Let Ctrl-C and a service manager's "stop" end the loop, between two callbacks.

    The usual KeyboardInterrupt is raised inside whatever runs, which may swallow it.
    """

    def stop(_number: int, _frame: Any) -> None:
        loop.asyncio_loop.call_soon_threadsafe(loop.stop)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


def origins(address: str, port: int) -> list[str]:
    """Names under which a browser may open the websocket: this machine's own."""
    names = {"127.0.0.1", "localhost", address}
    if address not in ("127.0.0.1", "localhost"):
        host = socket.gethostname()
        names |= {host, f"{host}.local", *_own_addresses(host)}
    names -= {"0.0.0.0", "::"}  # noqa: S104  # these are "all", not a name
    return sorted(f"{name}:{port}" for name in names)


def _own_addresses(host: str) -> set[str]:
    """The addresses of this machine on its networks, without asking any of them."""
    try:
        found = {
            str(entry[4][0]) for entry in socket.getaddrinfo(host, None, socket.AF_INET)
        }
    except OSError:
        found = set()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # A datagram socket sends nothing on connect; it only picks a route.
            probe.connect(("192.0.2.1", 9))
            found.add(str(probe.getsockname()[0]))
        except OSError:
            return found
    return found


def _free_port(address: str) -> int:
    with socket.socket() as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


def _page(practice: Practice, jobs: Jobs, pulse: Pulse, spoken: str) -> Any:
    """One browser's page, in the language it asks for."""
    asked = (
        (pn.state.session_args or {}).get("lang", [b""])[0].decode("ascii", "replace")
    )
    speak(asked if asked in LANGUAGES else spoken)
    app = App(practice=practice, jobs=jobs, pulse=pulse)
    pn.state.onload(app.start_looking)
    return app.shell
