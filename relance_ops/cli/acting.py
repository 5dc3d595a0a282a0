"""The commands that send, and what a person decides afterwards."""

from __future__ import annotations

from datetime import date

import click

from relance_ops import wording
from relance_ops.cli import shapes
from relance_ops.cli.arguments import (
    CHANNEL,
    Day,
    Numbers,
    json_option,
    kinds,
    on_option,
    yes_option,
)
from relance_ops.cli.printed import printed
from relance_ops.cli.session import Session
from relance_ops.cli.spoken import command, option
from relance_ops.i18n import N_, _, ngettext
from relance_ops.model import Kind
from relance_ops.practice import EVERY_CHANNEL, Practice
from relance_ops.reports import Preview


@command(N_("Envoie ce qui est à envoyer : emails, SMS, et courriers à imprimer."))
@yes_option
@option(
    "--only",
    type=CHANNEL,
    multiple=True,
    help=N_("Seulement par ce canal ; « paper » : lettres et cartes."),
)
@option("--dry-run", is_flag=True, help=N_("Montre ce qui partirait, n'envoie rien."))
@on_option
@json_option
@click.pass_obj
def send(
    session: Session,
    *,
    yes: bool,
    only: tuple[str, ...],
    dry_run: bool,
    on: date | None,
    as_json: bool,
) -> None:
    """Send, once a person has seen the figures."""
    channels = kinds(only) or EVERY_CHANNEL
    with session.practice() as practice:
        if dry_run or not yes:
            preview = practice.preview(on=on, only=channels)
            session.say(wording.preview(preview))
            short = preview.sms_parts and wording.short_of_credit(
                practice.sms_credit(), preview.sms_parts
            )
            session.say([short] if short else [])
            if dry_run:
                _show_preview(session, preview, as_json=as_json)
                return
            if preview.deliveries:
                session.agree(_("Envoyer ?"))
        with session.progress() as told:
            report = practice.send(by=session.by, on=on, only=channels, told=told)
        report = printed(practice, report)
    session.say(wording.report(report))
    if as_json:
        session.data(shapes.report(report))


def _show_preview(session: Session, preview: Preview, *, as_json: bool) -> None:
    if as_json:
        session.data(shapes.preview(preview))
        return
    session.table(
        [_("Par"), _("Client"), _("Animal"), _("Acte")],
        [
            (
                planned.kind.value,
                planned.client.client_id,
                ", ".join(r.animal_name for r in planned.reminders),
                ", ".join(r.label for r in planned.reminders),
            )
            for planned in preview.deliveries
        ],
    )


@command(
    N_(
        "Répond pour l'imprimante : tout est sorti, ou --problem et quoi refaire. "
        "« send » et « doctor » disent ce qu'elle a dit elle-même ; vous répondez."
    )
)
@click.argument("run_id", metavar="RUN", type=int)
@option("--problem", is_flag=True, help=N_("Tout est à refaire, sauf précision."))
@option(
    "--from",
    "first",
    type=click.IntRange(min=1),
    metavar="N",
    help=N_("Seulement à partir du courrier n° N."),
)
@option("--letters", type=Numbers(), metavar="3,7", help=N_("Seulement ces courriers."))
@json_option
@click.pass_obj
def confirm(
    session: Session,
    *,
    run_id: int,
    problem: bool,
    first: int | None,
    letters: frozenset[int] | None,
    as_json: bool,
) -> None:
    """Answer the printer question."""
    if not problem and (first or letters):
        raise click.UsageError(_("--from et --letters vont avec --problem."))
    if first and letters:
        raise click.UsageError(_("Choisissez --from ou --letters, pas les deux."))
    with session.practice() as practice:
        again = _to_print_again(practice, run_id, first, letters) if problem else ()
        report = practice.confirm(run_id, by=session.by, reprint=again)
    session.say(wording.report(report))
    if as_json:
        session.data(shapes.report(report))


def _to_print_again(
    practice: Practice, run_id: int, first: int | None, letters: frozenset[int] | None
) -> frozenset[int]:
    """Numbers to print again: those named, from the first bad one on, or all."""
    if letters:
        return letters
    waiting = practice.letter_numbers(run_id)
    if first and waiting and first > max(waiting):
        return frozenset({first})  # refused by name, rather than taken for "none"
    return frozenset(n for n in waiting if not first or n >= first)


@command(N_("Annule l'envoi d'un jour : ce qui reste dû sera proposé de nouveau."))
@option(
    "--sent-on",
    type=Day(),
    required=True,
    metavar="DATE",
    help=N_("Le jour de l'envoi à annuler."),
)
@option(
    "--channel",
    type=CHANNEL,
    multiple=True,
    default=(Kind.LETTER.value, Kind.CARD.value),
    help=N_("Le canal à annuler ; sinon lettres et cartes."),
)
@option(
    "--family",
    type=click.Choice(["act", "information"]),
    help=N_("Seulement les relances d'actes, ou d'informations."),
)
@yes_option
@json_option
@click.pass_obj
def cancel(
    session: Session,
    *,
    sent_on: date,
    channel: tuple[str, ...],
    family: str | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Undo the send of one day."""
    channels = kinds(channel)
    with session.practice() as practice:
        found = practice.cancellable(sent_on=sent_on, kinds=channels, family=family)
        if found.keys() - {Kind.LETTER, Kind.CARD}:
            session.say(
                _(
                    "Attention : les emails et les SMS sont déjà partis ; "
                    "ils partiraient une deuxième fois."
                )
            )
        if found and not yes:
            counts = wording.counts(found)
            session.say(_("Seront annulés : {counts}.").format(counts=counts))
            session.agree(_("Annuler cet envoi ?"))
        voided = practice.cancel(
            sent_on=sent_on, by=session.by, kinds=channels, family=family
        )
    session.say(
        _("Annulés : {counts}.").format(counts=wording.counts(voided))
        if voided
        else _("Il n'y avait rien à annuler.")
    )
    if as_json:
        session.data(shapes.voided(voided))


@command(N_("Décide d'un envoi incertain : parti (sent), ou à renvoyer (resend)."))
@click.argument("delivery", type=int)
@click.argument("decision", type=click.Choice(["sent", "resend"]))
@click.pass_obj
def resolve(session: Session, *, delivery: int, decision: str) -> None:
    """Decide on an uncertain delivery."""
    with session.practice() as practice:
        practice.resolve(delivery, sent=decision == "sent", by=session.by)
    session.say(
        _("Noté : considéré comme parti.")
        if decision == "sent"
        else _("Noté : il sera proposé de nouveau.")
    )


@command(N_("Représente ce qui a été refusé pour le moment, lit accusés et retours."))
@json_option
@click.pass_obj
def work(session: Session, *, as_json: bool) -> None:
    """Try again what was refused for now, and listen to what came back."""
    with session.practice() as practice:
        outcome = practice.work(by=session.by, resume=True)
        deaf = practice.hear(by=session.by)
        practice.printing.step()
    session.say(
        ngettext(
            "{n} message représenté.", "{n} messages représentés.", outcome.delivered
        ).format(n=outcome.delivered)
    )
    session.say([*outcome.complaints.values(), *deaf.values()])
    if as_json:
        session.data(shapes.outcome(outcome, deaf))
