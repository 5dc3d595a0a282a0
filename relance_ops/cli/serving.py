"""The demo clinic and the dashboard: the two commands that build or keep something."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import click

from relance_ops.cli.arguments import json_option, on_option
from relance_ops.cli.session import Session
from relance_ops.errors import SendRefusedError
from relance_ops.i18n import _


@click.command()
@click.option(
    "--clients", type=click.IntRange(1, 1_000_000), default=8_000, show_default=True
)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--csv", "folder", type=click.Path(path_type=Path), default=None)
@click.option("--replace", is_flag=True)
@on_option
@json_option
@click.pass_obj
def demo(
    session: Session,
    *,
    clients: int,
    seed: int,
    folder: Path | None,
    replace: bool,
    on: date | None,
    as_json: bool,
) -> None:
    """Construit une clinique inventée, pour essayer : personne n'y est réel."""
    from relance_ops import demo as demonstration  # noqa: PLC0415  # --help stays instant

    if replace:
        _clear(session)
    started = time.perf_counter()
    with session.practice() as practice:
        day = on or practice.today()
        if folder is not None:
            demonstration.write_csv(
                session.path(folder), clients=clients, on=day, seed=seed
            )
            session.say(_("Exports écrits dans {folder}.").format(folder=folder))
            return
        demonstration.build(
            practice.database, clients=clients, on=day, now=practice.clock(), seed=seed
        )
        practice.set("demo", "yes", by=session.by)
        sizes = practice.check_up().sizes
    session.say(
        _(
            "Clinique inventée : {clients} clients, {animals} animaux, {acts} actes."
        ).format(clients=sizes["clients"], animals=sizes["animals"], acts=sizes["acts"])
    )
    if as_json:
        session.data({**sizes, "seconds": round(time.perf_counter() - started, 2)})


def _clear(session: Session) -> None:
    """Remove an earlier demo, and only a demo."""
    if session.hosted is not None:
        raise SendRefusedError(
            _(
                "Le tableau de bord utilise ce fichier : fermez-le avant de le remplacer."
            )
        )
    if not session.database.exists():
        return
    with session.practice() as practice:
        if practice.settings().demo != "yes":
            raise SendRefusedError(
                _("{path} est une vraie clinique : il n'est pas remplacé.").format(
                    path=session.database
                )
            )
        practice.forget_files()
    for suffix in ("", ".wal"):
        Path(f"{session.database}{suffix}").unlink(missing_ok=True)


@click.command()
@click.option("--address", default=None)
@click.option("--port", type=click.IntRange(0, 65535), default=None)
@click.option("--open", "open_browser", is_flag=True)
@click.pass_obj
def serve(
    session: Session, *, address: str | None, port: int | None, open_browser: bool
) -> None:
    """Ouvre le tableau de bord, sur ce poste ou sur le réseau de la clinique."""
    from relance_ops.cli.hosting import host  # noqa: PLC0415  # --help stays instant

    host(session, address=address, port=port, open_browser=open_browser)
