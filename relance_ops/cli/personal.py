"""What a client may ask: to be told everything, or to be forgotten."""

from __future__ import annotations

import json

import click

from relance_ops.cli.arguments import json_option, yes_option
from relance_ops.cli.session import Session
from relance_ops.cli.spoken import command
from relance_ops.i18n import N_, _, ngettext, number


@command(N_("Donne en JSON tout ce qui est connu d'un client, pour le lui remettre."))
@click.argument("client_id")
@click.pass_obj
def about(session: Session, *, client_id: str) -> None:
    """Print everything about one client."""
    with session.practice() as practice:
        session.data(json.loads(practice.privacy.about(client_id, by=session.by)))


@command(
    N_(
        "Efface un client à sa demande : nom, adresses, messages, courriers. Les "
        "statistiques restent. Rien ne peut le défaire."
    )
)
@click.argument("client_id")
@yes_option
@json_option
@click.pass_obj
def forget(session: Session, *, client_id: str, yes: bool, as_json: bool) -> None:
    """Forget one client, once a person has agreed."""
    with session.practice() as practice:
        client = practice.records.read(client_id).client
        if not yes:
            session.agree(
                _("Effacer {client} (n° {number}) pour toujours ?").format(
                    client=f"{client.first_name} {client.last_name}".strip(),
                    number=client_id,
                )
            )
        done = practice.privacy.forget(client_id, by=session.by)
    session.say(
        ngettext(
            "Le client n° {number} est effacé, avec {n} message.",
            "Le client n° {number} est effacé, avec {n} messages.",
            done.messages,
        ).format(number=client_id, n=number(done.messages))
    )
    session.say(
        _("Effacez-le aussi du logiciel de la clinique : l'import refusera ses lignes.")
    )
    if as_json:
        session.data(
            {
                "client_id": client_id,
                "messages": done.messages,
                "files": done.files,
                "withdrawn": done.withdrawn,
            }
        )
