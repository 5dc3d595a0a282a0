"""What would leave in the next twelve weeks, as charts with the reminders behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from relance_ops import clinic_figures, figures, wording
from relance_ops.dashboard.chart_values import Bar, Chart, Fact, Facts, Part, Shape
from relance_ops.dashboard.components import kind_words
from relance_ops.dashboard.return_words import channel_words
from relance_ops.dashboard.theme import COLOURS
from relance_ops.figures import Figure
from relance_ops.i18n import _, day
from relance_ops.model import Kind
from relance_ops.periods import Grain, Period, first_day
from relance_ops.practice import Practice
from relance_ops.simulated import Simulation

if TYPE_CHECKING:
    import pandas as pd

WEEKS = 12

# Whoever looks again sees the same numbers.
SEED = 1


@dataclass(frozen=True, slots=True)
class Forecast:
    """What leaves if « Envoyer » is pressed every day of the weeks to come.

    Attributes:
        carried: A line for each reminder and channel; its week is that of leaves_on.
        deliveries: A line for each delivery; likewise.
    """

    simulation: Simulation
    carried: pd.DataFrame
    deliveries: pd.DataFrame

    @property
    def period(self) -> Period:
        """Its days, from today."""
        return Period(self.simulation.since, self.simulation.until)

    @property
    def reminders(self) -> Facts:
        """All of it, the soonest first."""
        return facts(self.simulation.reminders)

    def charts(self) -> dict[str, Chart]:
        """Every chart, by the key of its figure."""
        made = (
            self._over_time(clinic_figures.COMING_VOLUMES),
            self._shares(),
            self._over_time(clinic_figures.COMING_COSTS),
        )
        return {chart.figure.key: chart for chart in made}

    def _over_time(self, figure: Figure) -> Chart:
        """One column a week, also those in which nothing leaves."""
        found = self.deliveries.groupby(["week", "channel"]).size().to_dict()
        bars = []
        for start in self.period.starts(Grain.WEEK):
            counts = {kind: found.get((start, kind.value), 0) for kind in Kind}
            week = self.carried[self.carried["week"] == start]
            bars.append(self._week(start, self._values(figure, counts), week))
        return Chart(figure, figure.title, Shape.COLUMNS, tuple(bars))

    def _values(self, figure: Figure, counts: Mapping[Kind, int]) -> dict[Kind, int]:
        if not figure.is_money:
            return dict(counts)
        prices = self.simulation.prices
        return {kind: prices.cost_cents({kind: n}) for kind, n in counts.items()}

    def _week(self, start: date, values: Mapping[Kind, int], week: pd.DataFrame) -> Bar:
        parts = tuple(
            Part(
                kind_words(kind), n, COLOURS[kind],
                facts(week[week["channel"] == kind.value]),
            )
            for kind, n in values.items()
        )  # fmt: skip
        words = figures.start_words(start, Grain.WEEK)
        if self.period.part(start, Grain.WEEK).days < 7:  # a week
            words = _("{period} (en partie)").format(period=words)
        return Bar(figures.start_label(start, Grain.WEEK), words, parts, facts(week))

    def _shares(self) -> Chart:
        figure, counts = (
            clinic_figures.COMING_SHARES,
            self.simulation.totals().deliveries,
        )
        parts = tuple(
            Part(
                kind_words(kind), n, COLOURS[kind],
                facts(self.carried[self.carried["channel"] == kind.value]),
            )
            for kind, n in counts.items()
        )  # fmt: skip
        bar = Bar("", figure.title, parts, self.reminders)
        return Chart(figure, figure.title, Shape.SHARE, (bar,), bar.total)


def read(practice: Practice, on: date) -> Forecast:
    """What leaves from *on* to the Sunday of the twelfth week."""
    until = first_day(on, Grain.WEEK) + timedelta(weeks=WEEKS, days=-1)
    found = practice.simulate(since=on, until=until, seed=SEED)
    return Forecast(found, _weekly(found.carried()), _weekly(found.deliveries()))


def _weekly(found: pd.DataFrame) -> pd.DataFrame:
    days = found["leaves_on"]
    return found.assign(week=[first_day(one.date(), Grain.WEEK) for one in days])


def facts(found: pd.DataFrame) -> Facts:
    """The reminders of *found* as lines, the soonest first."""
    head = (
        ("labels", _("Acte")),
        ("step", _("Relance")),
        ("day", _("Partirait le")),
        ("by", _("Forme")),
    )
    return Facts(head, len(found), partial(_facts, found))


def _facts(found: pd.DataFrame) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            row["client_id"],
            row["animal_id"],
            (
                row["label"],
                wording.nth_reminder(row["step"]),
                day(row["leaves_on"].date()),
                channel_words(row["channels"]),
            ),
        )
        for row in found.to_dict("records")
    )
