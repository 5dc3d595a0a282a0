"""The command that counts: stats, the figures of a period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from relance_ops import figures, wording
from relance_ops.cli.arguments import json_option, period_options
from relance_ops.cli.session import Session
from relance_ops.cli.spoken import command, option
from relance_ops.i18n import N_, _, number
from relance_ops.periods import Grain, Period, between
from relance_ops.practice import Practice
from relance_ops.tallies import Overview, Reachable, Totals, Volume


@command(N_("Compte ce qui est parti sur une période, et ce que cela a coûté."))
@period_options(
    N_("Le premier jour ; sinon le premier du mois."),
    N_("Le dernier jour ; sinon aujourd'hui."),
)
@option(
    "--pdf",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Écrit aussi le rapport d'une page dans FILE."),
)
@option(
    "--month-pdf",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Écrit aussi le bilan du mois, d'une page, dans FILE."),
)
@json_option
@click.pass_obj
def stats(
    session: Session,
    *,
    since: date | None,
    until: date | None,
    pdf: Path | None,
    month_pdf: Path | None,
    as_json: bool,
) -> None:
    """Show the figures of a period."""
    with session.practice() as practice:
        if month_pdf is not None:
            session.path(month_pdf).write_bytes(_month(practice, until))
            said = _("Bilan écrit : {path}").format(path=session.path(month_pdf))
            session.say(said)
        last = until or practice.today()
        overview = practice.statistics.over(between(since or last.replace(day=1), last))
        reachable = practice.statistics.reachable()
        clinic, today = practice.settings().clinic.name, practice.today()
    if pdf is not None:
        session.path(pdf).write_bytes(_report(clinic, today, overview))
        session.say(_("Rapport écrit : {path}").format(path=session.path(pdf)))
    if as_json:
        session.data(as_data(overview, reachable))
        return
    _show(session, overview, reachable)


def as_data(overview: Overview, reachable: Reachable) -> dict[str, Any]:
    """`stats --json`; docs/figures.md says what each key counts."""
    period = overview.period
    return {
        "first_day": overview.first_day and overview.first_day.isoformat(),
        **_totals(period, overview.now),
        "before": _totals(period.before, overview.before),
        "year_before": _totals(period.year_before, overview.year_before),
        "weeks": _volumes(overview.weeks),
        "months": _volumes(overview.months),
        "acts": [asdict(act) for act in overview.acts],
        "reachable": {
            "clients": reachable.clients,
            **{form.value: len(who) for form, who in reachable.by_form.items()},
            "none": len(reachable.by_none),
        },
    }


def _totals(period: Period, totals: Totals) -> dict[str, Any]:
    return {
        "from": period.since.isoformat(),
        "to": period.until.isoformat(),
        **asdict(totals.over_all),
        "reminders": totals.reminders,
        "clients": totals.clients,
        "cents_per_reminder": totals.cents_per_reminder,
        "cents_per_client": totals.cents_per_client,
        "by_channel": {
            kind.value: asdict(counts) for kind, counts in totals.by_kind.items()
        },
    }


def _volumes(volumes: Iterable[Volume]) -> list[dict[str, Any]]:
    return [
        {
            "start": volume.start.isoformat(),
            "channel": volume.kind.value,
            **asdict(volume.counts),
        }
        for volume in volumes
    ]


def _show(session: Session, overview: Overview, reachable: Reachable) -> None:
    _show_totals(session, overview)
    session.line("")
    whole = overview.now.deliveries
    session.table(
        [_("Forme"), _("Envois"), _("Part"), _("Coût")],
        [
            (
                kind.value,
                number(counts.deliveries),
                figures.share(counts.deliveries, whole) or "–",
                wording.money(counts.cost_cents),
            )
            for kind, counts in overview.now.by_kind.items()
        ],
    )
    session.line("")
    forms = [(form.value, len(who)) for form, who in reachable.by_form.items()]
    session.table(
        [_("Clients joignables"), _("Clients"), _("Part")],
        [
            (name, number(n), figures.share(n, reachable.clients) or "–")
            for name, n in (*forms, (_("Aucune forme"), len(reachable.by_none)))
        ],
    )


def _show_totals(session: Session, overview: Overview) -> None:
    """The eight numbers; half a period before is shown as a dash."""
    period = overview.period
    compared = (
        (period, overview.now),
        (period.before, overview.before),
        (period.year_before, overview.year_before),
    )
    session.table(
        ["", *(figures.period_words(one) for one, _counted in compared)],
        [
            (
                figure.title,
                *(
                    figure.said(getattr(totals, figure.key))
                    if overview.knows(one)
                    else "–"
                    for one, totals in compared
                ),
            )
            for figure in figures.TOTALS
        ],
    )


def _report(clinic: str, today: date, overview: Overview) -> bytes:
    # Panel and matplotlib take two seconds to load, and nobody else asks for them.
    from relance_ops.dashboard.pictures import charts  # noqa: PLC0415
    from relance_ops.dashboard.report_page import Heading, report_pdf  # noqa: PLC0415

    grain = Grain.MONTH if overview.period.is_long else Grain.WEEK
    return report_pdf(Heading(clinic, today), overview, charts(overview, grain))


def _month(practice: Practice, until: date | None) -> bytes:
    """The sheet of the month of *until*, or of this one."""
    from relance_ops.dashboard import month_report  # noqa: PLC0415  # as above

    today = practice.today()
    first = (until or today).replace(day=1)
    return month_report.month_pdf(month_report.read(practice, first, today))
