"""The command that says what came back, and what the reminders have to do with it: returns."""

from __future__ import annotations

from datetime import date, timedelta
from math import isnan
from typing import TYPE_CHECKING, Any

import click

from relance_ops import effect_words, wording
from relance_ops.cli.arguments import json_option, period_options
from relance_ops.cli.session import Session
from relance_ops.cli.spoken import command, option
from relance_ops.i18n import N_, _, day, number
from relance_ops.periods import Period
from relance_ops.returns import DEFINITIONS, HORIZON_DAYS, OF_UPLIFT, Cut, Returns

if TYPE_CHECKING:
    import pandas as pd

YEAR = timedelta(days=364)

Frames = dict[str, "pd.DataFrame"]


@command(N_("Dit ce qui est revenu après les relances, et ce qu'elles y ont changé."))
@period_options(
    N_("Le premier jour ; sinon un an avant le dernier."),
    N_("Le dernier jour ; sinon aujourd'hui."),
)
@option(
    "--by",
    type=click.Choice([cut.value for cut in Cut]),
    default=Cut.MONTH.value,
    show_default=True,
    help=N_("Ce qui fait un groupe."),
)
@option(
    "--horizon",
    type=click.IntRange(1, 730),
    default=HORIZON_DAYS,
    show_default=True,
    metavar="N",
    help=N_("En combien de jours un retour compte."),
)
@json_option
@click.pass_obj
def returns(
    session: Session,
    *,
    since: date | None,
    until: date | None,
    by: str,
    horizon: int,
    as_json: bool,
) -> None:
    """Show cohorts, the effect by the hold-out, and what comes back without a reminder."""
    with session.practice() as practice:
        last = until or practice.today()
        period = Period(since or last - YEAR, last)
        found = _asked(practice.returns, period, Cut(by), horizon)
    if as_json:
        session.data(as_data(found, period, horizon))
        return
    _show(session, found)


def as_data(found: Frames, period: Period, horizon_days: int) -> dict[str, Any]:
    """`returns --json`; docs/returns.md says what each key counts."""
    return {
        "from": period.since.isoformat(),
        "to": period.until.isoformat(),
        "horizon_days": horizon_days,
        **{name: _records(frame) for name, frame in found.items()},
        "definitions": {term: _(words) for term, words in DEFINITIONS.items()},
    }


def _asked(returns: Returns, period: Period, by: Cut, horizon_days: int) -> Frames:
    """The four tables; by channel, the effect is not cut: nothing left by any."""
    cut = by if by in OF_UPLIFT else Cut.ALL
    return {
        "cohorts": returns.cohorts(period, by=by, horizon_days=horizon_days),
        "uplift": returns.uplift(period, by=cut, horizon_days=horizon_days),
        "baseline": returns.baseline(period, horizon_days=horizon_days),
        "changes": returns.changes(period, horizon_days=horizon_days),
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The lines of *frame* for a program: days as text, null where there is no number."""
    return [
        {name: _plain(value) for name, value in line.items()}
        for line in _lines(frame.astype(object))
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, float) and isnan(value):
        return None
    return value.date().isoformat() if hasattr(value, "date") else value


def _show(session: Session, found: Frames) -> None:
    """Each table under its name, with the sentences that go with it."""
    session.table(
        [_("Groupe"), _("Relances"), _("Suivies"), _("Retours"), _("Taux"), _("à 95 %"),
         _("Par retour")],
        [
            (
                _named(line["cohort"]),
                number(line["reminders"]),
                number(line["followed"]),
                number(line["returned"]),
                *_rate(line),
                _money(line["cents_per_return"]),
            )
            for line in _lines(found["cohorts"])
        ],
    )  # fmt: skip
    session.line("")
    _show_uplift(session, found["uplift"])
    session.line("")
    session.table(
        [_("Sans relance"), _("Rappels"), _("Suivis"), _("Retours"), _("Taux"), _("à 95 %")],
        [
            (
                _(effect_words.GROUPS[effect_words.Group(line["group"])]),
                number(line["obligations"]),
                number(line["followed"]),
                number(line["returned"]),
                *_rate(line),
            )
            for line in _lines(found["baseline"])
        ],
    )  # fmt: skip
    for line in _lines(found["baseline"]):
        group = _(effect_words.GROUPS[effect_words.Group(line["group"])])
        session.say(f"{group} – {line['sentence']}")
    _show_changes(session, found["changes"])


def _show_uplift(session: Session, uplift: pd.DataFrame) -> None:
    """What the reminders change; without a hold-out, how to know it."""
    if uplift.empty:
        session.say(
            _(
                "Ce que les relances changent : personne ne le sait sans groupe témoin "
                "(réglage holdout_percent)."
            )
        )
        return
    session.table(
        [_("Effet"), _("Témoins, %"), _("Relancés"), _("Taux"), _("Témoins"), _("Taux"),
         _("Écart"), _("à 95 %")],
        [
            (
                _named(line["cohort"]),
                line["percent"],
                number(line["reminded"]),
                effect_words.percent(line["reminded_rate"]),
                number(line["withheld"]),
                effect_words.percent(line["withheld_rate"]),
                effect_words.points(line["difference"]),
                _between(line),
            )
            for line in _lines(uplift)
        ],
    )  # fmt: skip
    session.say(line["sentence"] for line in _lines(uplift))


def _show_changes(session: Session, changes: pd.DataFrame) -> None:
    if changes.empty:
        return
    session.line("")
    session.table(
        [_("Version"), _("Publiée le"), _("Avant"), _("Taux"), _("Après"), _("Taux"),
         _("Écart"), _("à 95 %")],
        [
            (
                line["version"],
                day(line["published_on"]),
                number(line["before"]),
                effect_words.percent(line["before_rate"]),
                number(line["after"]),
                effect_words.percent(line["after_rate"]),
                effect_words.points(line["difference"]),
                _between(line),
            )
            for line in _lines(changes)
        ],
    )  # fmt: skip
    session.say(dict.fromkeys(line["sentence"] for line in _lines(changes)))


def _lines(frame: pd.DataFrame) -> list[dict[str, Any]]:
    columns = [str(column) for column in frame.columns]
    rows = frame.itertuples(index=False, name=None)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _named(cohort: Any) -> str:
    """A group as a person reads it."""
    if hasattr(cohort, "date"):
        return f"{cohort:%Y-%m}"
    return str(cohort) or _("tout")


def _rate(line: dict[str, Any]) -> tuple[str, str]:
    percent = effect_words.percent
    rate, low, high = (percent(line[name]) for name in ("rate", "low", "high"))
    return rate, "–" if isnan(line["rate"]) else f"{low} – {high}"


def _between(line: dict[str, Any]) -> str:
    points = effect_words.points
    return f"{points(line['low'])} – {points(line['high'])}" if line["enough"] else "–"


def _money(cents: float) -> str:
    return "–" if isnan(cents) else wording.money(round(cents))
