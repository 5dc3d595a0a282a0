"""The command that keeps the file: the dashboard."""

from __future__ import annotations

import click

from relance_ops.cli.session import Session
from relance_ops.cli.spoken import command, option
from relance_ops.i18n import N_


@command(N_("Ouvre le tableau de bord, sur ce poste ou sur le réseau de la clinique."))
@option(
    "--address",
    metavar="ADDRESS",
    help=N_("127.0.0.1 pour ce poste, 0.0.0.0 pour tout le réseau."),
)
@option(
    "--port", type=click.IntRange(0, 65535), metavar="N", help=N_("0 : un port libre.")
)
@option(
    "--open", "open_browser", is_flag=True, help=N_("Et l'ouvre dans le navigateur.")
)
@click.pass_obj
def serve(
    session: Session, *, address: str | None, port: int | None, open_browser: bool
) -> None:
    """Serve the dashboard until Ctrl-C."""
    from relance_ops.cli.hosting import host  # noqa: PLC0415  # Panel is slow to load

    host(session, address=address, port=port, open_browser=open_browser)
