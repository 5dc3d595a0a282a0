"""Periods and what they are compared with."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance_ops.errors import PeriodError
from relance_ops.periods import Grain, Period, Span, between, period_of

TODAY = date(2026, 11, 24)

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("span", "since", "until", "before"),
    [
        (Span.THIS_MONTH, "2026-11-01", "2026-11-24", "2026-10-01 2026-10-24"),
        (Span.LAST_MONTH, "2026-10-01", "2026-10-31", "2026-09-01 2026-09-30"),
        (Span.THREE_MONTHS, "2026-09-01", "2026-11-24", "2026-06-01 2026-08-24"),
        (Span.TWELVE_MONTHS, "2025-12-01", "2026-11-24", "2024-12-01 2025-11-24"),
        (Span.YEAR, "2026-01-01", "2026-11-24", "2025-01-01 2025-11-24"),
    ],
)
def test_a_span_is_compared_with_the_same_days_some_months_ago(
    span: Span, since: str, until: str, before: str
) -> None:
    period = period_of(span, TODAY)

    assert (period.since, period.until) == (
        date.fromisoformat(since),
        date.fromisoformat(until),
    )
    assert f"{period.before.since} {period.before.until}" == before


def test_whole_months_are_compared_with_whole_months() -> None:
    march = between(date(2026, 3, 1), date(2026, 3, 31))

    assert march.before == Period(date(2026, 2, 1), date(2026, 2, 28), 1)
    assert march.year_before == Period(date(2025, 3, 1), date(2025, 3, 31), 1)


def test_any_other_days_are_compared_with_as_many_just_before() -> None:
    period = between(date(2026, 11, 10), date(2026, 11, 16))

    assert period.before == Period(date(2026, 11, 3), date(2026, 11, 9))


def test_a_leap_day_has_none_a_year_earlier() -> None:
    day = Period(date(2028, 2, 29), date(2028, 2, 29))

    assert day.year_before == Period(date(2027, 2, 28), date(2027, 2, 28))


def test_february_is_whole_in_a_leap_year_too() -> None:
    february = between(date(2029, 2, 1), date(2029, 2, 28))

    assert february.year_before.until == date(2028, 2, 29)


def test_a_period_that_ends_before_it_begins_is_refused_by_name() -> None:
    with pytest.raises(PeriodError, match="23/11/2026"):
        between(TODAY, TODAY - timedelta(days=1))


@settings(deadline=None)  # a loaded machine is slow, not wrong
@given(st.tuples(days, days).map(sorted), st.sampled_from(Grain))
def test_its_weeks_and_months_share_out_every_day_once(
    ends: list[date], grain: Grain
) -> None:
    ends[1] = min(ends[1], ends[0] + timedelta(days=800))
    period = between(*ends)

    parts = [period.part(start, grain) for start in period.starts(grain)]

    assert parts[0].since == period.since
    assert parts[-1].until == period.until
    assert sum(part.days for part in parts) == period.days
    assert all(a.until < b.since for a, b in pairwise(parts))


@given(st.tuples(days, days).map(sorted))
def test_what_a_period_is_compared_with_lies_before_it(ends: list[date]) -> None:
    period = between(*ends)

    assert period.before.until < period.since
    assert period.year_before.since < period.since
