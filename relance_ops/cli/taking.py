"""The command that writes a copy of the clinic, to be read elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from relance_ops.cli.arguments import json_option, yes_option
from relance_ops.cli.session import Session
from relance_ops.cli.spoken import command, option
from relance_ops.errors import DatabaseUnavailableError
from relance_ops.i18n import N_, _


@command(
    N_("Écrit dans FILE une copie à lire, sans noms ni coordonnées : rien n'en part.")
)
@click.argument("file", type=click.Path(path_type=Path))
@option(
    "--named",
    is_flag=True,
    help=N_("Garde les noms, les coordonnées et les messages : à ne pas emporter."),
)
@yes_option
@json_option
@click.pass_obj
def snapshot(
    session: Session, *, file: Path, named: bool, yes: bool, as_json: bool
) -> None:
    """Write a copy of the clinic."""
    from relance_ops import snapshots  # noqa: PLC0415  # --help stays instant

    target = session.path(file)
    with session.practice() as practice:
        _refuse_own(target, session.database)
        if target.exists() and not yes:
            session.agree(_("{path} existe déjà. Le remplacer ?").format(path=target))
        snapshots.write(practice.database, target, named=named, now=practice.clock())
    size = target.stat().st_size
    session.say(
        _("Copie écrite dans {path} ({size} Mo), lisible par vous seul.").format(
            path=target, size=max(1, round(size / 1e6))
        )
    )
    if as_json:
        session.data({"file": str(target), "named": named, "bytes": size})


def _refuse_own(target: Path, database: Path) -> None:
    """A slip must not replace the clinic by its copy."""
    if target.exists() and target.samefile(database):
        raise DatabaseUnavailableError(
            _("{path} est la clinique elle-même : donnez un autre fichier.").format(
                path=target
            )
        )
