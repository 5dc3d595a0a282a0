"""Reports as sentences for a person; the dashboard says the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from babel.numbers import format_currency

from relance_ops.i18n import _, language, ngettext
from relance_ops.model import DeliveryState, Kind, ReminderState
from relance_ops.prefill import file_words
from relance_ops.reports import CallOutcome, Preview, RunReport


def count_of(kind: Kind, n: int) -> str:
    """How many, in words: 3 lettres."""
    return {
        Kind.EMAIL: ngettext("{n} email", "{n} emails", n),
        Kind.SMS: ngettext("{n} SMS", "{n} SMS", n),
        Kind.LETTER: ngettext("{n} lettre", "{n} lettres", n),
        Kind.CARD: ngettext("{n} carte", "{n} cartes", n),
    }[kind].format(n=n)


def state_of(state: DeliveryState, kind: Kind, n: int = 1) -> str:
    """A state in a word or two; letters and cards are feminine in French."""
    if kind.is_paper and state in _PAPER:
        return ngettext(*_PAPER[state], n)
    return ngettext(*_STATES[state], n)


def _n(one: str, many: str) -> tuple[str, str]:
    """Mark a pair for the catalogue; it is translated where it is said."""
    return one, many


_STATES = {
    DeliveryState.CLAIMED: _n("à remettre", "à remettre"),
    DeliveryState.HANDED: _n("en cours", "en cours"),
    DeliveryState.SENT: _n("parti", "partis"),
    DeliveryState.DELIVERED: _n("reçu", "reçus"),
    DeliveryState.BOUNCED: _n("revenu", "revenus"),
    DeliveryState.RETRY: _n("à représenter", "à représenter"),
    DeliveryState.FAILED: _n("refusé", "refusés"),
    DeliveryState.UNCERTAIN: _n("incertain", "incertains"),
    DeliveryState.AWAITING: _n("à confirmer", "à confirmer"),
    DeliveryState.PRINTED: _n("imprimé", "imprimés"),
    DeliveryState.VOIDED: _n("annulé", "annulés"),
}
_PAPER = {
    DeliveryState.PRINTED: _n("imprimée", "imprimées"),
    DeliveryState.VOIDED: _n("annulée", "annulées"),
    DeliveryState.FAILED: _n("refusée", "refusées"),
}


def counts(found: Mapping[Kind, int]) -> str:
    """Several counts in one phrase: 3 lettres, 1 carte."""
    return ", ".join(count_of(kind, n) for kind, n in found.items() if n)


def money(cents: int) -> str:
    """Euros as the user writes them."""
    return format_currency(cents / 100, "EUR", locale=language())


def preview(found: Preview) -> list[str]:
    """The confirmation: what will leave, what will not, and what it costs."""
    leaving = {kind: found.count(kind) for kind in Kind}
    said = [_("Vont partir : {counts}.").format(counts=counts(leaving) or _("rien"))]
    held = sum(r.state is ReminderState.HELD for r in found.waiting)
    blocked = sum(r.state is ReminderState.BLOCKED for r in found.waiting)
    if held:
        said.append(
            ngettext(
                "{n} relance est retenue.", "{n} relances sont retenues.", held
            ).format(n=held)
        )
    if blocked:
        said.append(
            ngettext(
                "{n} relance est sans coordonnées.",
                "{n} relances sont sans coordonnées.",
                blocked,
            ).format(n=blocked)
        )
    if found.cost_cents:
        said.append(_("Coût estimé : {cost}.").format(cost=money(found.cost_cents)))
    if found.unusual:
        said.append(
            _("Attention : c'est {times} fois plus qu'un jour ordinaire.").format(
                times=round(found.unusual)
            )
        )
    return said


def report(found: RunReport) -> list[str]:
    """What one press of "Envoyer" did, and what to do next."""
    said = outcome(found)
    said += [sentence for job in found.printing for sentence in file_words(job)]
    said += [
        _("À imprimer : {path}").format(path=path)
        for path in (found.letters_pdf, found.cards_pdf)
        if path and found.awaiting
    ]
    if found.awaiting:
        said.append(
            _(
                "Est-ce que l'imprimante a bien fonctionné ? "
                "Répondez avec « relance-ops confirm {run} »."
            ).format(run=found.run_id)
        )
    return said


def outcome(found: RunReport) -> list[str]:
    """What a run did, one sentence a channel, then what stopped one."""
    if found.run_id is None:
        return [_("Rien n'est à envoyer.")]
    said = [_channel(kind, states) for kind, states in found.by_channel.items()]
    return [*said, *found.notices]


def _channel(kind: Kind, states: Mapping[DeliveryState, int]) -> str:
    """190 emails partis; or, when they differ: 190 emails : 188 partis, 2 refusés."""
    total = count_of(kind, sum(states.values()))
    if len(states) == 1:
        [(state, n)] = states.items()
        return _("{count} {state}.").format(count=total, state=state_of(state, kind, n))
    return _("{count} : {states}.").format(
        count=total,
        states=", ".join(
            f"{n} {state_of(state, kind, n)}" for state, n in states.items()
        ),
    )


def progress(done: int, total: int, seconds_left: int | None, *, by: str) -> str:
    """How far a run is, who started it, and how long it will still take."""
    if not total:
        return _("Envoi préparé par {by}…").format(by=by)
    if seconds_left is None:
        return _("Envoi par {by} : {done} sur {total}…").format(
            by=by, done=done, total=total
        )
    if seconds_left < 60:
        left = ngettext("encore {n} seconde", "encore {n} secondes", seconds_left)
        return _("Envoi par {by} : {done} sur {total}, {left}.").format(
            by=by, done=done, total=total, left=left.format(n=seconds_left)
        )
    minutes = round(seconds_left / 60)
    left = ngettext("encore {n} minute", "encore {n} minutes", minutes).format(
        n=minutes
    )
    return _("Envoi par {by} : {done} sur {total}, {left}.").format(
        by=by, done=done, total=total, left=left
    )


def nth_reminder(step: int) -> str:
    """Which reminder it is: 1re, 2e, 3e."""
    return _("1re") if step == 1 else _("{n}e").format(n=step)


def call_outcome(outcome: CallOutcome) -> str:
    """*outcome* as the screens say it."""
    return {
        CallOutcome.BOOKED: _("rendez-vous pris"),
        CallOutcome.WILL_CALL: _("rappellera"),
        CallOutcome.MESSAGE: _("message laissé"),
        CallOutcome.NO_ANSWER: _("ne répond pas"),
        CallOutcome.STOPS: _("ne souhaite plus venir"),
        CallOutcome.DECEASED: _("animal décédé"),
        CallOutcome.DEPARTED: _("animal parti"),
        CallOutcome.WRONG_NUMBER: _("mauvais numéro"),
    }[outcome]


def kinds(found: Iterable[Kind]) -> str:
    """Ways out in words: email, lettre."""
    words = {
        Kind.EMAIL: _("email"),
        Kind.SMS: _("SMS"),
        Kind.LETTER: _("lettre"),
        Kind.CARD: _("carte"),
    }
    return ", ".join(words[kind] for kind in found)


def short_of_credit(left: int | None, needed: int) -> str:
    """What to do when fewer SMS are *left* than *needed*; "" otherwise."""
    if left is None or left >= needed:
        return ""
    there = ngettext(
        "Il reste {left} SMS, il en faut {needed}.",
        "Il reste {left} SMS, il en faut {needed}.",
        left,
    ).format(left=left, needed=needed)
    then = _(
        "Rechargez le compte SMS avant d'envoyer ; sinon, ceux qui ne partent pas "
        "attendront."
    )
    return f"{there} {then}"
