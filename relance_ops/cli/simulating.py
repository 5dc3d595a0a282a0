"""The command that tries rules on the calendar, past or to come: simulate."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relance_ops import wording
from relance_ops.cli import ruling
from relance_ops.cli.arguments import Day, json_option
from relance_ops.cli.session import Session
from relance_ops.cli.spoken import command, option
from relance_ops.i18n import N_, _, number
from relance_ops.model import Kind
from relance_ops.periods import Period
from relance_ops.simulated import Change, Comparison, Simulation

if TYPE_CHECKING:
    from relance_ops.practice import Practice

QUARTER = timedelta(days=90)


@command(
    N_("Rejoue le calendrier avec d'autres règles : ce qui part, et ce qui change.")
)
@option(
    "--rules",
    "file",
    type=ruling.FILE,
    metavar="FILE",
    help=N_("Les règles à essayer ; sinon celles qui sont en vigueur."),
)
@ruling.version_option
@option(
    "--from",
    "since",
    type=Day(),
    metavar="DATE",
    help=N_("Le premier jour ; sinon aujourd'hui."),
)
@option(
    "--to",
    "until",
    type=Day(),
    metavar="DATE",
    help=N_("Le dernier jour ; sinon 90 jours plus tard."),
)
@json_option
@click.pass_obj
def simulate(
    session: Session,
    *,
    file: Path | None,
    version: int | None,
    since: date | None,
    until: date | None,
    as_json: bool,
) -> None:
    """Replay the calendar with a file's rules, or a version's, against those in force."""
    if file is not None and version is not None:
        raise click.UsageError(_("Donnez --rules ou --version, et pas les deux."))
    with session.practice() as practice:
        first = since or practice.today()
        period = Period(first, until or first + QUARTER)
        found = _compared(practice, session, period, file=file, version=version)
    if as_json:
        session.data(as_data(found))
        return
    _show(session, found)


def as_data(found: Comparison) -> dict[str, Any]:
    """`simulate --json`; docs/simulation.md says what each key counts."""
    simulated = found.after
    volumes = simulated.volumes()
    days = volumes["leaves_on"].dt.strftime("%Y-%m-%d")
    return {
        "from": simulated.since.isoformat(),
        "to": simulated.until.isoformat(),
        **_totals(simulated),
        "before": _totals(found.before),
        "changes": {change.value: n for change, n in found.counts().items()},
        "clients_changed": {change.value: n for change, n in found.clients().items()},
        "volumes": volumes.assign(leaves_on=days).to_dict("records"),
        "assumptions": list(simulated.assumptions()),
    }


def _compared(
    practice: Practice,
    session: Session,
    period: Period,
    *,
    file: Path | None,
    version: int | None,
) -> Comparison:
    """The rules asked for, against those in force, over *period*."""
    since, until = period.since, period.until
    before = practice.simulate(since=since, until=until)
    if file is None and version is None:
        return before.against(before)
    if version is not None:
        practice.rulebook.version(version)
        rules = practice.rulebook.rules_of(version)
    else:
        rules = ruling.sound(practice, session, file or Path()).rules
    return practice.simulate(rules, since=since, until=until).against(before)


def _totals(found: Simulation) -> dict[str, Any]:
    totals = found.totals()
    return {
        "reminders": totals.reminders,
        "clients": totals.clients,
        "deliveries": {kind.value: n for kind, n in totals.deliveries.items()},
        "sms_parts": totals.sms_parts,
        "cost_cents": totals.cost_cents,
    }


def _show(session: Session, found: Comparison) -> None:
    """Both sets of rules side by side, who feels it, and what was taken for granted."""
    before, after = found.before.totals(), found.after.totals()
    rows = [
        (_("Relances"), number(before.reminders), number(after.reminders)),
        (_("Clients"), number(before.clients), number(after.clients)),
        *(
            (
                kind.value,
                number(before.deliveries[kind]),
                number(after.deliveries[kind]),
            )
            for kind in Kind
        ),
        (_("Parties de SMS"), number(before.sms_parts), number(after.sms_parts)),
        (
            _("Coût"),
            wording.money(before.cost_cents),
            wording.money(after.cost_cents),
        ),
    ]
    session.table(["", _("En vigueur"), _("Essai")], rows)
    session.line("")
    counts, clients = found.counts(), found.clients()
    session.table(
        [_("Ce qui change"), _("Rappels"), _("Clients")],
        [
            (_(CHANGES[change]), number(counts[change]), number(clients[change]))
            for change in Change
        ],
    )
    session.say(found.after.assumptions())


CHANGES = {
    Change.MORE: N_("Plus de relances"),
    Change.FEWER: N_("Moins de relances"),
    Change.SOONER: N_("Plus tôt"),
    Change.LATER: N_("Plus tard"),
    Change.SAME: N_("Sans changement"),
}
