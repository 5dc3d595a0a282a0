"""The command that tries rules on the calendar, past or to come: simulate."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relance_ops import tuning
from relance_ops.cli import ruling
from relance_ops.cli.arguments import json_option, period_options
from relance_ops.cli.session import Session
from relance_ops.cli.spoken import command, option
from relance_ops.expected_returns import ExpectedReturns
from relance_ops.i18n import N_, _
from relance_ops.periods import Period
from relance_ops.simulated import Comparison, Simulation

if TYPE_CHECKING:
    import pandas as pd

    from relance_ops.practice import Practice

QUARTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Asked:
    """What to simulate: days, a draw, and a file's rules or a version's."""

    period: Period
    seed: int | None
    file: Path | None
    version: int | None


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
@period_options(
    N_("Le premier jour ; sinon aujourd'hui."),
    N_("Le dernier jour ; sinon 90 jours plus tard."),
)
@option(
    "--seed",
    type=click.IntRange(min=0),
    metavar="N",
    help=N_(
        "Après aujourd'hui, chacun revient comme d'habitude, selon le tirage N ; "
        "sinon personne ne revient."
    ),
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
    seed: int | None,
    as_json: bool,
) -> None:
    """Replay the calendar with a file's rules, or a version's, against those in force."""
    if file is not None and version is not None:
        raise click.UsageError(_("Donnez --rules ou --version, et pas les deux."))
    with session.practice() as practice:
        first = since or practice.today()
        period = Period(first, until or first + QUARTER)
        asked = Asked(period, seed, file, version)
        found = _compared(practice, session, asked)
        expected = practice.returns.expected(found)
    if as_json:
        session.data(as_data(found, expected))
        return
    _show(session, found, expected)


def as_data(found: Comparison, expected: ExpectedReturns) -> dict[str, Any]:
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
        "expected": {
            "returns": asdict(expected.returns),
            "revenue_cents": expected.revenue_cents and asdict(expected.revenue_cents),
            "cost_cents": expected.cost_cents,
            "horizon_days": expected.horizon_days,
            "reminders_seen": expected.seen,
        },
        "assumptions": [*simulated.assumptions(), *expected.assumptions()],
    }


def _compared(practice: Practice, session: Session, asked: Asked) -> Comparison:
    """The rules asked for, against those in force."""
    days, seed = asked.period, asked.seed
    before = practice.simulate(since=days.since, until=days.until, seed=seed)
    if asked.file is None and asked.version is None:
        return before.against(before)
    if asked.version is not None:
        practice.rulebook.version(asked.version)
        rules = practice.rulebook.rules_of(asked.version)
    else:
        rules = ruling.sound(practice, session, asked.file or Path()).rules
    after = practice.simulate(rules, since=days.since, until=days.until, seed=seed)
    return after.against(before)


def _totals(found: Simulation) -> dict[str, Any]:
    totals = found.totals()
    return {
        "reminders": totals.reminders,
        "clients": totals.clients,
        "deliveries": {kind.value: n for kind, n in totals.deliveries.items()},
        "sms_parts": totals.sms_parts,
        "cost_cents": totals.cost_cents,
    }


def _show(session: Session, found: Comparison, expected: ExpectedReturns) -> None:
    """Both sets of rules side by side, who feels it, and what was taken for granted."""
    _print(session, tuning.totals_table(found))
    session.line("")
    _print(session, tuning.changes_table(found))
    if not expected.kinds.empty:
        session.line("")
        _print(session, tuning.expected_table(expected))
    session.say((*found.after.assumptions(), *expected.assumptions()))


def _print(session: Session, table: pd.DataFrame) -> None:
    rows = zip(table.index, table.to_numpy(), strict=True)
    session.table(
        [str(title) for title in (table.columns.name, *table.columns)],
        [(str(title), *(str(cell) for cell in cells)) for title, cells in rows],
    )
