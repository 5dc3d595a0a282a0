"""The commands that only look: due, why, expected, doctor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import click

from relance_ops import doctor, explain, wording
from relance_ops.cli import shapes
from relance_ops.cli.arguments import json_option, on_option
from relance_ops.cli.session import Session
from relance_ops.cli.spoken import command, option
from relance_ops.errors import DatabaseUnavailableError
from relance_ops.i18n import N_, _, day, ngettext
from relance_ops.model import DeliveryState, Reminder
from relance_ops.runs import Standing


@command(N_("Montre les relances à envoyer, retenues et sans coordonnées."))
@on_option
@option(
    "--all",
    "everything",
    is_flag=True,
    help=N_("Aussi celles qui sont à venir, parties, expirées, réalisées ou exclues."),
)
@json_option
@click.pass_obj
def due(session: Session, *, on: date | None, everything: bool, as_json: bool) -> None:
    """Show the reminders of the day."""
    with session.practice() as practice:
        reminders = practice.due(on=on, everything=everything).reminders
        uncertain = len(practice.check_up().uncertain)
    if uncertain:
        session.say(
            ngettext(
                "{n} envoi incertain : voyez « relance-ops doctor ».",
                "{n} envois incertains : voyez « relance-ops doctor ».",
                uncertain,
            ).format(n=uncertain)
        )
    if as_json:
        session.data([shapes.reminder(reminder) for reminder in reminders])
        return
    _show(session, reminders)


def _show(session: Session, reminders: tuple[Reminder, ...]) -> None:
    titles = [_("Client"), _("Animal"), _("Acte"), _("Échéance"), _("Relance")]
    session.table(
        [*titles, _("État"), _("Par")],
        [
            (
                r.client_id,
                r.animal_name,
                r.label,
                day(r.due_on),
                r.step or "–",
                ", ".join(w for w in (explain.state_word(r.state), r.reason) if w),
                ", ".join(r.channels),
            )
            for r in reminders
        ],
    )
    count = len(reminders)
    session.say(ngettext("{n} relance.", "{n} relances.", count).format(n=count))


@command(N_("Dit pourquoi l'animal ANIMAL_ID est, ou n'est pas, dans la liste."))
@click.argument("animal_id")
@on_option
@json_option
@click.pass_obj
def why(session: Session, *, animal_id: str, on: date | None, as_json: bool) -> None:
    """Explain one animal."""
    with session.practice() as practice:
        found = practice.why(animal_id, on=on)
    if as_json:
        session.data(shapes.explanation(found))
        return
    session.line(f"{found.animal_name} ({found.client_name})")
    for sentence in explain.sentences(found):
        session.line(f"  {sentence}")
    if not found.history:
        return
    session.table(
        [_("Envoi"), _("Le"), _("Acte"), _("Relance"), _("Par"), _("État")],
        [
            (
                sent.run_id,
                day(sent.sent_on),
                sent.label,
                sent.step,
                sent.kind.value,
                wording.state_of(sent.state, sent.kind),
            )
            for sent in found.history
        ],
    )


@command(N_("Montre les clients attendus : relancés, et pas encore revenus."))
@on_option
@json_option
@click.pass_obj
def expected(session: Session, *, on: date | None, as_json: bool) -> None:
    """Show who was reminded and has not come back."""
    with session.practice() as practice:
        found = practice.expected(on=on)
    if as_json:
        session.data([shapes.expected(e) for e in found])
        return
    titles = [_("Client"), _("Téléphone"), _("Animal"), _("Acte"), _("Échéance")]
    session.table(
        [*titles, _("Relancé le")],
        [
            (
                e.client_name,
                e.phone,
                e.animal_name,
                e.label,
                day(e.due_on),
                day(e.last_sent_on),
            )
            for e in found
        ],
    )


@command(
    N_("Examine le fichier de la clinique et dit ce qu'il faut regarder."), "doctor"
)
@json_option
@click.pass_obj
def doctor_(session: Session, *, as_json: bool) -> None:
    """Show what a person should look at."""
    with session.practice() as practice:
        safety = practice.backups.check_up()
        if safety.damage:
            # What cannot be read cannot be counted either.
            raise DatabaseUnavailableError(safety.damage)
        found = replace(
            practice.check_up(),
            printer=practice.printing.state(),
            safety=safety.warnings,
            copies=tuple(safety.sentences(practice.settings().timezone)[-1:]),
        )
    if as_json:
        session.data(shapes.check_up(found))
        return
    for sentence in doctor.sentences(found):
        session.line(sentence)
    if found.uncertain:
        _show_uncertain(session, found.uncertain)


def _show_uncertain(session: Session, uncertain: tuple[Standing, ...]) -> None:
    session.table(
        [_("Envoi"), _("Par"), _("Client"), _("Adresse"), _("État")],
        [
            (
                u.delivery_id,
                u.kind.value,
                u.client_id,
                u.address,
                wording.state_of(DeliveryState.UNCERTAIN, u.kind),
            )
            for u in uncertain
        ],
    )
