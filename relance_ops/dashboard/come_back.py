"""What came back, as values to be drawn: rates with their interval, and the curve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import isnan
from typing import TYPE_CHECKING, Any

from relance_ops import clinic_figures
from relance_ops.dashboard.chart_values import Facts
from relance_ops.dashboard.return_words import facts, group_words, percent
from relance_ops.dashboard.theme import COLOURS
from relance_ops.figures import Figure
from relance_ops.i18n import _, month, number
from relance_ops.model import Kind
from relance_ops.periods import Grain, Period, following
from relance_ops.returns import (
    HORIZON_DAYS,
    Cut,
    Returns,
    cohorts_of,
    curves_of,
    followed_of,
)

if TYPE_CHECKING:
    import pandas as pd

BLUE = "#1565c0"

# How far the curve is drawn: three times the horizon, after which little comes.
CURVE_DAYS = 3 * HORIZON_DAYS

CUTS = {
    clinic_figures.RATE_MONTHS: Cut.MONTH,
    clinic_figures.RATE_STEPS: Cut.STEP,
    clinic_figures.RATE_CHANNELS: Cut.CHANNEL,
    clinic_figures.RATE_CATEGORIES: Cut.CATEGORY,
    clinic_figures.RATE_SPECIES: Cut.SPECIES,
    clinic_figures.RATE_AGES: Cut.AGE,
}


@dataclass(frozen=True, slots=True)
class Rate:
    """One group of reminders, and how much of it came back.

    Attributes:
        label: Its name in short, under a point.
        reminders: Those that were not too late.
        share, low, high: NaN where nobody was followed.
        cents: Cost per return; None without a return.
        too_recent: Some of them have not had the whole horizon yet.
        revenue_cents: What the returns brought in; None where nobody knows prices.
    """

    name: str
    reminders: int
    followed: int
    returned: int
    share: float
    low: float
    high: float
    cents: int | None
    too_recent: bool
    behind: Facts
    colour: str = BLUE
    revenue_cents: int | None = None
    label: str = ""

    @property
    def percent(self) -> str:
        """The rate; a dash where nobody was followed."""
        return percent(self.share) if self.followed else "–"

    @property
    def interval(self) -> str:
        """Its interval, "39 à 41 %"; "" where nobody was followed."""
        if not self.followed:
            return ""
        return _("{low} à {high}").format(
            low=number(round(100 * self.low)), high=percent(self.high)
        )

    @property
    def counted(self) -> str:
        """What the rate is a share of: "3 842 retours sur 9 560 relances suivies"."""
        return _("{returned} sur {followed} suivies").format(
            returned=number(self.returned), followed=number(self.followed)
        )


@dataclass(frozen=True, slots=True)
class Rates:
    """The groups of one cut, in order."""

    figure: Figure
    lines: tuple[Rate, ...]

    @property
    def has_revenue(self) -> bool:
        """True where act types have prices."""
        return any(line.revenue_cents is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class Curve:
    """The share that came back by each day, with its band.

    Attributes:
        reminders: How many were looked at.
        days, shares, lows, highs: Steps, soonest first; each holds until the next.
    """

    figure: Figure
    reminders: int
    days: tuple[int, ...]
    shares: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    behind: Facts

    def by(self, on_day: int) -> tuple[float, float, float]:
        """The share by that day, and its band; zeros before the first return."""
        found = (0.0, 0.0, 0.0)
        for place, step in enumerate(self.days):
            if step > on_day:
                break
            found = (self.shares[place], self.lows[place], self.highs[place])
        return found


@dataclass(frozen=True, slots=True)
class ComeBack:
    """The reminders of a year that ends with a month, and what became of them.

    Attributes:
        month: The month that is looked at, cut where the clinic's today cuts it.
        year: The twelve months that end with it.
        on: The clinic's today.
        reminders: As `returns.followed_of` gives them.
    """

    month: Period
    year: Period
    on: date
    reminders: pd.DataFrame

    def rates(self, figure: Figure) -> Rates:
        """The groups of one cut."""
        by = CUTS[figure]
        found = cohorts_of(self.reminders, by, horizon_days=HORIZON_DAYS, on=self.on)
        groups = dict(tuple(self.reminders.groupby(by.value, observed=True)))
        lines = [
            self._rate(row, by, groups[row["cohort"]])
            for row in found.to_dict("records")
            if row["reminders"]
        ]
        if by in (Cut.CATEGORY, Cut.SPECIES, Cut.CHANNEL):
            lines.sort(key=lambda line: -line.reminders)
        return Rates(figure, tuple(lines))

    @property
    def whole(self) -> Rate:
        """All reminders of the year as one group."""
        found = cohorts_of(
            self.reminders, Cut.ALL, horizon_days=HORIZON_DAYS, on=self.on
        )
        if found.empty:
            nan = float("nan")
            return Rate("", 0, 0, 0, nan, nan, nan, None, False, facts(self.reminders))  # noqa: FBT003
        return self._rate(found.to_dict("records")[0], Cut.ALL, self.reminders)

    @property
    def curve(self) -> Curve:
        """How long returns take."""
        found = curves_of(self.reminders, Cut.ALL)
        found = found[found["day"] <= CURVE_DAYS]
        # Once everybody has come back there is no band any more.
        found = found.assign(
            low=found["low"].fillna(found["share"]),
            high=found["high"].fillna(found["share"]),
        )
        return Curve(
            clinic_figures.CURVE,
            int(self.reminders["counts"].sum()),
            days=tuple(found["day"]),
            shares=tuple(found["share"]),
            lows=tuple(found["low"]),
            highs=tuple(found["high"]),
            behind=facts(self.reminders[self.reminders["counts"]]),
        )

    def returned(self, period: Period) -> Facts:
        """The returns of these days, within the horizon."""
        came = self.reminders[self.reminders["came"]]
        return facts(came[came["returned_on"].dt.date.between(*_ends(period))])

    @property
    def recent(self) -> Facts:
        """The reminders that are too recent to count."""
        return facts(self.reminders[self.reminders["recent"]])

    def _rate(self, row: Mapping[Any, Any], by: Cut, members: pd.DataFrame) -> Rate:
        revenue = row["revenue_cents"]
        return Rate(
            name=group_words(by, row["cohort"]),
            reminders=row["reminders"],
            followed=row["followed"],
            returned=row["returned"],
            share=row["rate"],
            low=row["low"],
            high=row["high"],
            cents=round(row["cents_per_return"]) if row["returned"] else None,
            too_recent=row["too_recent"],
            behind=facts(members[members["followed"]]),
            colour=_colour(by, row["cohort"]),
            revenue_cents=None if isnan(revenue) else round(revenue),
            label=month(row["cohort"].date()) if by is Cut.MONTH else "",
        )


def read(returns: Returns, month: date, on: date) -> ComeBack:
    """What came back by the end of *month* (its first day), as known *on*."""
    until = min(whole_month(month).until, on)
    first = date(month.year - 1, month.month, 1)
    year = Period(following(first, Grain.MONTH), until)
    found = returns.reminders(year)
    return ComeBack(
        Period(month, until, 1),
        year,
        on,
        followed_of(found, horizon_days=HORIZON_DAYS, on=on),
    )


def whole_month(first: date) -> Period:
    """The month that begins on *first*."""
    return Period(first, following(first, Grain.MONTH) - timedelta(days=1), 1)


def _colour(by: Cut, cohort: object) -> str:
    if by is Cut.CHANNEL and cohort in {kind.value for kind in Kind}:
        return COLOURS[Kind(cohort)]
    return BLUE


def _ends(period: Period) -> tuple[date, date]:
    return period.since, period.until
