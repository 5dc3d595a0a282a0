"""Stretches of days that are looked at and compared: pure calendar arithmetic."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from relance_ops.errors import PeriodError
from relance_ops.i18n import _, day

# A quarter has fourteen weeks at most, as many bars as one still reads.
WEEKS_UP_TO_DAYS = 98


class Grain(StrEnum):
    """How finely time is cut."""

    WEEK = "week"  # from Monday
    MONTH = "month"


class Span(StrEnum):
    """The periods that are one click away."""

    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THREE_MONTHS = "three_months"  # this month and the two before
    TWELVE_MONTHS = "twelve_months"
    YEAR = "year"  # from 1 January
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from *since* to *until*, both included.

    Attributes:
        months: How far back the period before lies. 0: as many days, just before.

    Raises:
        PeriodError: It ends before it begins.
    """

    since: date
    until: date
    months: int = 0

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise PeriodError(
                _(
                    "La période finit le {until}, avant de commencer le {since} : "
                    "choisissez une fin plus tardive."
                ).format(until=day(self.until), since=day(self.since))
            )

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.since).days + 1

    @property
    def is_long(self) -> bool:
        """True when its months say more than its weeks."""
        return self.days > WEEKS_UP_TO_DAYS

    @property
    def before(self) -> Period:
        """What it is compared with: the same days some months ago, or those just before."""
        if self.months:
            return self._earlier(self.months)
        length = timedelta(days=self.days)
        return Period(self.since - length, self.until - length)

    @property
    def year_before(self) -> Period:
        """The same days a year ago."""
        return self._earlier(12)

    def _earlier(self, months: int) -> Period:
        return Period(
            _back(self.since, months),
            _back(self.until, months, to_the_end=_is_last(self.until)),
            self.months,
        )

    def starts(self, grain: Grain) -> Iterator[date]:
        """The first day of each of its weeks or months; the first may lie before it."""
        start = first_day(self.since, grain)
        while start <= self.until:
            yield start
            start = following(start, grain)

    def part(self, start: date, grain: Grain) -> Period:
        """The days of the week or month of *start* that belong to it."""
        end = following(start, grain) - timedelta(days=1)
        return Period(max(start, self.since), min(end, self.until))


def period_of(span: Span, today: date) -> Period:
    """The period that *span* means on *today*, which it never passes."""
    first = today.replace(day=1)
    if span is Span.LAST_MONTH:
        return Period(_back(first, 1), first - timedelta(days=1), 1)
    if span is Span.THREE_MONTHS:
        return Period(_back(first, 2), today, 3)
    if span is Span.TWELVE_MONTHS:
        return Period(_back(first, 11), today, 12)
    if span is Span.YEAR:
        return Period(today.replace(month=1, day=1), today, 12)
    return Period(first, today, 1)


def between(since: date, until: date) -> Period:
    """Any two days. From the first of a month, it is compared by whole months."""
    if since.day != 1:
        return Period(since, until)
    months = (until.year - since.year) * 12 + until.month - since.month + 1
    return Period(since, until, max(months, 0))


def first_day(when: date, grain: Grain) -> date:
    """The Monday of that week, or the first of that month."""
    if grain is Grain.WEEK:
        return when - timedelta(days=when.weekday())
    return when.replace(day=1)


def following(start: date, grain: Grain) -> date:
    """The first day of the week or month after the one that starts on *start*."""
    if grain is Grain.WEEK:
        return start + timedelta(days=7)
    return first_day(start + timedelta(days=31), grain)


def _back(when: date, months: int, *, to_the_end: bool = False) -> date:
    """That day *months* earlier; the last of the month where there is none, or asked."""
    year, month = divmod(when.year * 12 + when.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, last if to_the_end else min(when.day, last))


def _is_last(when: date) -> bool:
    return (when + timedelta(days=1)).day == 1
