"""`serve`: this process owns the file, and answers browsers and other commands."""

from __future__ import annotations

import os
import webbrowser

from relance_ops import config
from relance_ops.cli.session import Session
from relance_ops.dashboard.server import serve
from relance_ops.i18n import _


def host(
    session: Session, *, address: str | None, port: int | None, open_browser: bool
) -> None:
    """Serve the dashboard of the clinic until Ctrl-C."""
    settings = config.load(session.config, environment=os.environ, folder=session.folder).server

    def ready(url: str) -> None:
        session.say(_("Tableau de bord : {url}  (Ctrl-C pour l'arrêter)").format(url=url))
        if open_browser:
            webbrowser.open(url)

    with session.practice() as practice:
        serve(
            practice,
            address=address or settings.address,
            port=settings.port if port is None else port,
            on_ready=ready,
        )
