"""The commands about accounts: who may come in to the dashboard."""

from __future__ import annotations

import click

from relance_ops.account_rows import Account
from relance_ops.cli import shapes
from relance_ops.cli.arguments import json_option
from relance_ops.cli.session import Session
from relance_ops.cli.spoken import SpokenGroup, command, option
from relance_ops.i18n import N_, _, moment
from relance_ops.rights import Role, role_words


@click.group(
    cls=SpokenGroup,
    invoke_without_command=True,
    help=N_("Montre les comptes du tableau de bord, en ajoute, en ferme."),
)
@json_option
@click.pass_context
def accounts(context: click.Context, *, as_json: bool) -> None:
    """Show the accounts, unless something is to be done with one."""
    if context.invoked_subcommand is not None:
        return
    session: Session = context.obj
    with session.practice(new=True) as practice:
        found = practice.accounts.all()
        zone = practice.settings().timezone
    if as_json:
        session.data([shapes.account(account) for account in found])
        return
    if not found:
        session.say(_("Aucun compte : toute personne à ce poste peut tout faire."))
        return
    session.table(
        [_("Identifiant"), _("Nom"), _("Rôle"), _("État"), _("Vu le")],
        [
            (
                account.login,
                account.name,
                role_words(account.role),
                _state(account),
                moment(account.seen_at, zone) if account.seen_at else "–",
            )
            for account in found
        ],
    )


def _state(account: Account) -> str:
    return _("ouvert") if account.is_open else _("fermé")


@command(N_("Ajoute un compte ; le mot de passe est demandé, jamais un argument."))
@click.argument("login")
@option(
    "--name",
    required=True,
    metavar="NAME",
    help=N_("Le nom de la personne : il signe le journal."),
)
@option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    required=True,
    help=N_("accueil : reception ; responsable : manager ; analyste : analyst."),
)
@json_option
@click.pass_obj
def add(session: Session, *, login: str, name: str, role: str, as_json: bool) -> None:
    """Let somebody in."""
    with session.practice(new=True) as practice:
        account = practice.accounts.add(
            login,
            name=name,
            role=Role(role),
            password=session.password(),
            by=session.by,
        )
    session.say(
        _("Compte créé : {name} ({role}).").format(
            name=account.name, role=role_words(account.role)
        )
    )
    if as_json:
        session.data(shapes.account(account))


@command(N_("Donne un nouveau mot de passe au compte LOGIN, qui devra se reconnecter."))
@click.argument("login")
@click.pass_obj
def password(session: Session, *, login: str) -> None:
    """Give somebody another password."""
    with session.practice() as practice:
        practice.accounts.set_password(login, session.password(), by=session.by)
    session.say(_("Mot de passe changé."))


@command(N_("Ferme le compte LOGIN : il n'entre plus, et ce qu'il a fait reste."))
@click.argument("login")
@click.pass_obj
def close(session: Session, *, login: str) -> None:
    """Let somebody in no more."""
    with session.practice() as practice:
        practice.accounts.close(login, by=session.by)
    session.say(_("Compte fermé."))


@command(N_("Rouvre le compte LOGIN, avec le mot de passe qu'il avait."), "open")
@click.argument("login")
@click.pass_obj
def open_(session: Session, *, login: str) -> None:
    """Let somebody in again."""
    with session.practice() as practice:
        practice.accounts.reopen(login, by=session.by)
    session.say(_("Compte rouvert."))


for part in (add, password, close, open_):
    accounts.add_command(part)
