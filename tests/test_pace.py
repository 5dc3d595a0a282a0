"""A provider's quotas: how many leave now, and when the others may."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from relance_ops.pace import Pace
from tests.factories import NOON

QUOTAS = st.integers(min_value=0, max_value=7)
PACES = st.builds(Pace, per_minute=QUOTAS, per_hour=QUOTAS, per_day=QUOTAS)
SECONDS = st.lists(st.integers(min_value=1, max_value=90_000), max_size=12)


def test_without_quotas_everything_leaves_now() -> None:
    assert list(islice(Pace().moments([], now=NOON), 1000)) == [NOON] * 1000


def test_what_the_hour_has_no_room_for_leaves_in_the_next_one() -> None:
    moments = list(islice(Pace(per_hour=2).moments([], now=NOON), 5))

    hour = timedelta(hours=1)
    assert moments == [NOON, NOON, NOON + hour, NOON + hour, NOON + 2 * hour]


def test_what_has_left_lately_counts() -> None:
    left = [NOON - timedelta(minutes=50), NOON - timedelta(minutes=10)]

    [moment] = islice(Pace(per_hour=2).moments(left, now=NOON), 1)

    assert moment == NOON + timedelta(minutes=10)


@given(pace=PACES, seconds=SECONDS)
def test_no_stretch_of_time_ever_holds_more_than_its_quota(
    pace: Pace, seconds: list[int]
) -> None:
    # What left before was within the quotas too, or it could not be helped.
    left = sorted(NOON - timedelta(seconds=second) for second in seconds)

    moments = list(islice(pace.moments(left, now=NOON), 30))

    assert moments == sorted(moments)
    limits = (
        (pace.per_minute, timedelta(minutes=1)),
        (pace.per_hour, timedelta(hours=1)),
        (pace.per_day, timedelta(days=1)),
    )
    everything = [*left, *moments]
    for most, span in limits:
        for moment in moments if most else []:
            within = [one for one in everything if moment - span < one <= moment]
            allowed = max(most, len([one for one in left if one in within]))
            assert len(within) <= allowed
