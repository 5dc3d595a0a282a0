"""The commands that fill a clinic: import, settings, demo."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import click

from relance_ops import clinic_file
from relance_ops.cli.arguments import json_option, on_option
from relance_ops.cli.session import Session
from relance_ops.cli.spoken import command, option
from relance_ops.errors import SendRefusedError
from relance_ops.i18n import N_, _
from relance_ops.practice import now_here
from relance_ops.settings import Settings


@command(
    N_("Lit les exports du logiciel de la clinique (CSV, xlsx) de FOLDER."), "import"
)
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def import_(session: Session, *, folder: Path, as_json: bool) -> int:
    """Load an export; 0 all loaded, 1 some rows rejected, 2 nothing loaded."""
    with session.practice(new=True) as practice:
        report = practice.import_folder(session.path(folder), by=session.by)
        if practice.settings().demo == "yes" and any(f.changed for f in report.files):
            # Somebody's own rows are in it now: `demo --replace` must spare them.
            practice.set("demo", "no", by=session.by)
    session.say(report.sentences())
    if as_json:
        session.data(report.as_json())
    return report.exit_status


@command(N_("Montre les réglages, ou change le réglage KEY en VALUE."))
@click.argument("key", required=False)
@click.argument("value", required=False)
@json_option
@click.pass_obj
def settings(
    session: Session, *, key: str | None, value: str | None, as_json: bool
) -> None:
    """Show the clinic's choices, or change one."""
    with session.practice(new=True) as practice:
        if key is not None and value is not None:
            practice.set(key, value, by=session.by)
        texts = practice.settings().as_texts()
        if key == "holdout_percent" and texts[key] != "0":
            session.say(
                _(
                    "Attention : {percent} % des rappels, tirés au sort, ne sont pas relancés ; "
                    "jamais un vaccin que la loi demande. 0 : tous sont relancés."
                ).format(percent=texts[key])
            )
        if key is not None and key not in texts:
            practice.settings().with_value(key, "")  # says which keys exist
    shown = texts if key is None else {key: texts[key]}
    if as_json:
        session.data(shown)
        return
    for name, text in shown.items():
        session.line(f"{name} = {text}")


@command(N_("Construit une clinique inventée, pour essayer : personne n'y est réel."))
@option(
    "--clients",
    type=click.IntRange(1, 1_000_000),
    default=8_000,
    show_default=True,
    metavar="N",
    help=N_("Combien de clients."),
)
@option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="N",
    help=N_("Un autre nombre donne une autre clinique."),
)
@option(
    "--csv",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help=N_("Écrit plutôt les six fichiers d'export dans FOLDER."),
)
@option("--replace", is_flag=True, help=N_("Remplace une démonstration plus ancienne."))
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
    """Build an invented clinic."""
    from relance_ops import demo as demonstration  # noqa: PLC0415  # pandas is slow to load

    if folder is not None:
        place = session.path(folder)
        day = on or now_here().astimezone(Settings().timezone).date()
        demonstration.write_csv(place, clients=clients, on=day, seed=seed)
        session.say(_("Exports écrits dans {folder}.").format(folder=place))
        return
    if replace:
        _clear(session)
    started = time.perf_counter()
    with session.practice(new=True) as practice:
        demonstration.build(
            practice.database,
            clients=clients,
            on=on or practice.today(),
            now=practice.clock(),
            seed=seed,
        )
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
        if not practice.check_up().sizes["clients"]:
            return  # nothing to lose: the demo is built into it
        if practice.settings().demo != "yes":
            raise SendRefusedError(
                _("{path} est une vraie clinique : il n'est pas remplacé.").format(
                    path=session.database
                )
            )
        practice.forget_files()
    clinic_file.forget(session.database)
