"""The commands: each asks the practice one thing and shows the answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from relance_ops import doctor, explain, wording
from relance_ops.cli import shapes
from relance_ops.cli.arguments import (
    CHANNEL,
    Day,
    Numbers,
    json_option,
    kinds,
    on_option,
)
from relance_ops.cli.serving import demo, serve
from relance_ops.cli.session import Session
from relance_ops.errors import SendRefusedError
from relance_ops.i18n import _, day, ngettext
from relance_ops.model import DeliveryState, Kind, Reminder
from relance_ops.practice import EVERY_CHANNEL, Practice


@click.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def import_(session: Session, *, folder: Path, as_json: bool) -> int:
    """Lit les exports du logiciel de la clinique (CSV ou xlsx) de FOLDER."""
    with session.practice() as practice:
        report = practice.import_folder(session.path(folder), by=session.by)
    session.say(report.sentences())
    if as_json:
        session.data(report.as_json())
    return report.exit_status


@click.command()
@on_option
@click.option("--all", "everything", is_flag=True)
@json_option
@click.pass_obj
def due(session: Session, *, on: date | None, everything: bool, as_json: bool) -> None:
    """Montre les relances à envoyer, retenues et sans coordonnées."""
    with session.practice() as practice:
        reminders = practice.due(on=on, everything=everything).reminders
        uncertain = practice.check_up().uncertain
    if uncertain:
        session.say(
            ngettext(
                "{n} envoi incertain : voyez « relance-ops doctor ».",
                "{n} envois incertains : voyez « relance-ops doctor ».",
                len(uncertain),
            ).format(n=len(uncertain))
        )
    if as_json:
        session.data([shapes.reminder(reminder) for reminder in reminders])
    else:
        _show(session, reminders)


def _show(session: Session, reminders: tuple[Reminder, ...]) -> None:
    session.table(
        [
            _("Client"),
            _("Animal"),
            _("Acte"),
            _("Échéance"),
            _("Relance"),
            _("État"),
            _("Par"),
        ],
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
    session.say(
        ngettext("{n} relance.", "{n} relances.", len(reminders)).format(
            n=len(reminders)
        )
    )


@click.command()
@click.argument("animal_id")
@on_option
@json_option
@click.pass_obj
def why(session: Session, *, animal_id: str, on: date | None, as_json: bool) -> None:
    """Dit pourquoi l'animal ANIMAL_ID est, ou n'est pas, dans la liste."""
    with session.practice() as practice:
        found = practice.why(animal_id, on=on)
    if as_json:
        session.data(shapes.explanation(found))
        return
    print(f"{found.animal_name} ({found.client_name})", file=session.out)
    for sentence in explain.sentences(found):
        print(f"  {sentence}", file=session.out)
    session.table(
        [_("Envoi"), _("Le"), _("Acte"), _("Relance"), _("Par"), _("État")],
        [
            (
                sent.run_id,
                day(sent.sent_on),
                sent.label,
                sent.step,
                sent.kind.value,
                wording.state_of(sent.state),
            )
            for sent in found.history
        ],
    )


@click.command()
@click.option("--yes", is_flag=True)
@click.option("--only", type=CHANNEL, multiple=True)
@click.option("--dry-run", is_flag=True)
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
    """Envoie tout ce qui est à envoyer : emails, SMS, et courriers à imprimer."""
    channels = kinds(only) or EVERY_CHANNEL
    with session.practice() as practice:
        if dry_run or not yes:
            preview = practice.preview(on=on, only=channels)
            session.say(wording.preview(preview))
            if dry_run:
                if as_json:
                    session.data(shapes.preview(preview))
                return
            _ask(session, _("Envoyer ?"))
        report = practice.send(by=session.by, on=on, only=channels)
    session.say(wording.report(report))
    if as_json:
        session.data(shapes.report(report))


def _ask(session: Session, question: str) -> None:
    """Go on only if a person agrees."""
    if session.ask is None:
        raise SendRefusedError(
            _("Personne ne peut répondre ici : ajoutez --yes pour confirmer.")
        )
    if not session.ask(question):
        raise click.Abort


@click.command()
@click.argument("run_id", type=int)
@click.option("--problem", is_flag=True)
@click.option("--from", "first", type=click.IntRange(min=1), default=None)
@click.option("--letters", type=Numbers(), default=None)
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
    """Répond pour l'imprimante : tout est sorti, ou --problem et ce qu'il faut refaire."""
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


@click.command()
@click.option("--sent-on", type=Day(), required=True, metavar="DATE")
@click.option(
    "--channel", type=CHANNEL, multiple=True, default=(Kind.LETTER, Kind.CARD)
)
@click.option("--family", type=click.Choice(["act", "information"]), default=None)
@click.option("--yes", is_flag=True)
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
    """Annule l'envoi d'un jour : ce qui reste dû sera proposé de nouveau."""
    channels = kinds(channel)
    with session.practice() as practice:
        if not yes:
            found = practice.cancellable(sent_on=sent_on, kinds=channels, family=family)
            session.say(
                _("Seront annulés : {counts}.").format(
                    counts=wording.counts(found) or _("rien")
                )
            )
            _ask(session, _("Annuler cet envoi ?"))
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


@click.command()
@on_option
@json_option
@click.pass_obj
def expected(session: Session, *, on: date | None, as_json: bool) -> None:
    """Montre les clients attendus : relancés, et pas encore revenus."""
    with session.practice() as practice:
        found = practice.expected(on=on)
    if as_json:
        session.data([shapes.expected(e) for e in found])
        return
    session.table(
        [
            _("Client"),
            _("Téléphone"),
            _("Animal"),
            _("Acte"),
            _("Échéance"),
            _("Relancé le"),
        ],
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


@click.command()
@click.argument("delivery", type=int)
@click.argument("decision", type=click.Choice(["sent", "resend"]))
@click.pass_obj
def resolve(session: Session, *, delivery: int, decision: str) -> None:
    """Décide d'un envoi incertain : « sent » s'il est parti, « resend » pour le renvoyer."""
    with session.practice() as practice:
        practice.resolve(delivery, sent=decision == "sent", by=session.by)
    session.say(
        _("Noté : considéré comme parti.")
        if decision == "sent"
        else _("Noté : il sera proposé de nouveau.")
    )


@click.command()
@click.argument("key", required=False)
@click.argument("value", required=False)
@json_option
@click.pass_obj
def settings(
    session: Session, *, key: str | None, value: str | None, as_json: bool
) -> None:
    """Montre les réglages, ou change le réglage KEY en VALUE."""
    with session.practice() as practice:
        if key is not None and value is not None:
            practice.set(key, value, by=session.by)
        texts = practice.settings().as_texts()
        if key is not None and key not in texts:
            practice.settings().with_value(key, "")  # says which keys exist
    shown = texts if key is None else {key: texts[key]}
    if as_json:
        session.data(shown)
    else:
        for name, text in shown.items():
            print(f"{name} = {text}", file=session.out)


@click.command()
@json_option
@click.pass_obj
def work(session: Session, *, as_json: bool) -> None:
    """Représente ce qui a été refusé pour le moment, et rouvre un canal en pause."""
    with session.practice() as practice:
        outcome = practice.work(by=session.by, resume=True)
    session.say(
        ngettext(
            "{n} message représenté.", "{n} messages représentés.", outcome.delivered
        ).format(n=outcome.delivered)
    )
    session.say(outcome.complaints.values())
    if as_json:
        session.data(
            {
                "delivered": outcome.delivered,
                "complaints": {k.value: text for k, text in outcome.complaints.items()},
            }
        )


@click.command("doctor")
@json_option
@click.pass_obj
def doctor_(session: Session, *, as_json: bool) -> None:
    """Examine le fichier de la clinique et dit ce qu'il faut regarder."""
    with session.practice() as practice:
        found = practice.check_up()
    if as_json:
        session.data(shapes.check_up(found))
        return
    for sentence in doctor.sentences(found):
        print(sentence, file=session.out)
    if found.uncertain:
        session.table(
            [_("Envoi"), _("Par"), _("Client"), _("Adresse"), _("État")],
            [
                (
                    u.delivery_id,
                    u.kind.value,
                    u.client_id,
                    u.address,
                    wording.state_of(DeliveryState.UNCERTAIN),
                )
                for u in found.uncertain
            ],
        )


ALL = (
    import_, due, why, send, confirm, cancel, expected, resolve, settings, work, doctor_,
    demo, serve,
)  # fmt: skip
