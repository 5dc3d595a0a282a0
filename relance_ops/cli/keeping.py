"""The commands that keep the clinic's file safe: backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relance_ops.cli.arguments import json_option, yes_option
from relance_ops.cli.session import Session
from relance_ops.cli.spoken import command, option
from relance_ops.errors import CopyError, DatabaseBusyError, DatabaseServedError
from relance_ops.i18n import N_, _, moment, ngettext, number
from relance_ops.settings import PARIS

if TYPE_CHECKING:
    from relance_ops import restoring


@command(N_("Fait tout de suite une copie vérifiée du fichier de la clinique."))
@json_option
@click.pass_obj
def backup(session: Session, *, as_json: bool) -> None:
    """Copy the clinic's file now."""
    from relance_ops.copies import Occasion  # noqa: PLC0415  # --help stays instant

    with session.practice() as practice:
        made = practice.backups.make(Occasion.ASKED)
        if made is None:
            raise CopyError(practice.backups.complaint)
    session.say(_("Copie faite et vérifiée : {path}").format(path=made.path))
    if as_json:
        session.data({"path": str(made.path), "bytes": made.size})


@command(
    N_(
        "Répare le fichier de la clinique, ou reprend la dernière bonne copie ; ce qui "
        "est parti depuis ne repart pas, et le fichier abîmé est gardé à côté."
    )
)
@option(
    "--from",
    "copy",
    type=click.Path(path_type=Path),
    metavar="COPY",
    help=N_("Reprend cette copie ; sinon répare, ou prend la dernière bonne."),
)
@option("--list", "listed", is_flag=True, help=N_("Montre les copies, ne fait rien."))
@option(
    "--checked",
    is_flag=True,
    help=N_("Quelqu'un a vérifié ce qui est parti : l'envoi peut reprendre."),
)
@yes_option
@json_option
@click.pass_obj
def restore(
    session: Session,
    *,
    copy: Path | None,
    listed: bool,
    checked: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Put a good file back."""
    if listed:
        _list(session, as_json=as_json)
    elif checked:
        _end_hold(session)
    else:
        _restore(session, copy, yes=yes)


def _restore(session: Session, copy: Path | None, *, yes: bool) -> None:
    from relance_ops import restoring  # noqa: PLC0415  # --help stays instant
    from relance_ops.owner import owning  # noqa: PLC0415
    from relance_ops.practice import now_here  # noqa: PLC0415

    try:
        with owning(
            session.database, wait_seconds=session.wait_seconds, told=session.say
        ):
            asked = None if copy is None else session.path(copy)
            chosen = restoring.choose(session.database, asked)
            session.say(_plan(chosen))
            if not yes:
                session.agree(_("Remettre ce fichier en place ?"))
            restored = restoring.restore(session.database, chosen, clock=now_here)
    except DatabaseServedError as error:
        # Not to be forwarded: the dashboard would have the file taken from under it.
        raise DatabaseBusyError(str(error)) from None
    if restored.aside is not None:
        session.say(
            _("Le fichier abîmé est gardé : {path}").format(path=restored.aside)
        )
    session.say(restored.sentences)
    with session.practice() as practice:
        uncertain = len(practice.check_up().uncertain)
    session.say(_end(uncertain))


def _plan(chosen: restoring.Chosen) -> list[str]:
    """What will be put in place, and what that loses."""
    said = [
        _("Copie écartée, elle n'est pas bonne : {copy}").format(copy=one)
        for one in chosen.passed_over
    ]
    if chosen.at is None:
        said.append(
            _(
                "Le fichier se répare : la fin abîmée de son journal est coupée. Les "
                "toutes dernières saisies peuvent manquer."
            )
        )
    else:
        when = moment(chosen.at, PARIS)
        said.append(_("Copie reprise : celle du {moment}.").format(moment=when))
        said.append(
            _(
                "Ce qui a été importé ou saisi après le {moment} est perdu : relancez "
                "l'import avant le prochain envoi."
            ).format(moment=when)
        )
    return said


def _end(uncertain: int) -> str:
    if uncertain:
        return ngettext(
            "C'est fait. {n} envoi est incertain : « relance-ops doctor » le montre.",
            "C'est fait. {n} envois sont incertains : « relance-ops doctor » les montre.",
            uncertain,
        ).format(n=uncertain)
    return _("C'est fait : le fichier est en place et s'ouvre.")


def _list(session: Session, *, as_json: bool) -> None:
    from relance_ops import clinic_file, copies  # noqa: PLC0415

    found = copies.in_folder(clinic_file.copies_folder(session.database))
    if as_json:
        session.data(
            [
                {
                    "path": str(one.path),
                    "at": one.at.isoformat(),
                    "occasion": one.occasion,
                    "bytes": one.size,
                }
                for one in found
            ]
        )
        return
    session.table(
        [_("Copie"), _("Moment"), _("Faite"), _("Taille")],
        [
            (
                one.path.name,
                moment(one.at, PARIS),
                copies.occasion_words(one.occasion),
                _("{n} Ko").format(n=number(one.size // 1024)),
            )
            for one in found
        ],
    )


def _end_hold(session: Session) -> None:
    with session.practice() as practice:
        ended = practice.backups.end_hold(by=session.by)
    session.say(
        _("Noté : l'envoi peut reprendre.")
        if ended
        else _("Rien n'était arrêté : l'envoi est possible.")
    )
