"""How long until something happens, when not everybody has been followed to the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

# The normal quantile that leaves 2.5 % on each side.
Z95 = 1.959963984540054


def time_to_event(days: Sequence[int], happened: Sequence[bool]) -> pd.DataFrame:
    """The share to whom it has happened by each day, by Kaplan and Meier.

    Who was followed for *days* without it is censored then: known until that day, that
    day included, and not after it. On the same day, events come before censoring.

    Args:
        days: How long each was followed.
        happened: Whether it happened on the last of these days.

    Returns:
        A line for each day with an event, soonest first. Columns: day, at_risk (followed
        until that day and without it before), events, share, low, high: the
        95 % band of that day, NaN once it has happened to everybody still followed.

    Sources:
        E. L. Kaplan, P. Meier, Nonparametric estimation from incomplete observations,
        JASA 53 (1958): the estimate. M. Greenwood, The natural duration of cancer (1926):
        the variance. J. D. Kalbfleisch, R. L. Prentice, The statistical analysis of
        failure time data (1980), 1.4: the band on log(-log S), which stays between 0 and 1.
    """
    import numpy as np  # noqa: PLC0415  # commands that count nothing need not load them
    import pandas as pd  # noqa: PLC0415

    followed = np.asarray(days, dtype=np.int64)
    came = np.asarray(happened, dtype=bool)
    moments, events = np.unique(followed[came], return_counts=True)
    at_risk = len(followed) - np.searchsorted(np.sort(followed), moments)
    staying = np.cumprod(1 - events / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):  # the last one may come: 0
        variance = np.cumsum(events / (at_risk * (at_risk - events)))
        spread = Z95 * np.sqrt(variance) / np.log(staying)
        low, high = 1 - staying ** np.exp(spread), 1 - staying ** np.exp(-spread)
    known = staying > 0
    return pd.DataFrame(
        {
            "day": moments,
            "at_risk": at_risk,
            "events": events,
            "share": 1 - staying,
            "low": np.where(known, low, np.nan),
            "high": np.where(known, high, np.nan),
        }
    )


def share_of(part: int, whole: int) -> tuple[float, float, float]:
    """The share of *part* in *whole* with its 95 % interval; NaN of nothing.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical
    inference, JASA 22 (1927): right for small numbers and shares near 0 or 1 too.
    """
    if not whole:
        return (float("nan"),) * 3
    share, correction = part / whole, Z95**2 / whole
    middle = (share + correction / 2) / (1 + correction)
    half = (share * (1 - share) / whole + (Z95 / (2 * whole)) ** 2) ** 0.5
    half *= Z95 / (1 + correction)
    return share, middle - half, middle + half


def share_by(
    days: Sequence[int], happened: Sequence[bool], day: int
) -> tuple[float, float, float]:
    """The share to whom it has happened by *day*, with its 95 % interval; NaN of nobody.

    By Kaplan and Meier (`time_to_event`), who are asked only where somebody was lost from
    sight before *day*: of the others, `share_of` knows all.
    """
    followed = len(days)
    events = sum(came and n <= day for n, came in zip(days, happened, strict=True))
    at_risk = sum(n >= day for n in days)
    lost = any(n < day and not came for n, came in zip(days, happened, strict=True))
    if not lost:
        return share_of(events, followed)
    curve = time_to_event(days, happened)
    until = curve[curve["day"] <= day]
    if until.empty:
        return share_of(0, at_risk)
    share, low, high = until[["share", "low", "high"]].iloc[-1].tolist()
    return share, low, high


def difference_of(
    first: tuple[int, int], second: tuple[int, int]
) -> tuple[float, float, float]:
    """How much greater one share is than another, with its 95 % interval.

    Args:
        first: The part and the whole.
        second: What it is compared with.

    Returns:
        The difference, between -1 and 1, and both ends; NaN where one has nobody.

    Source: R. G. Newcombe, Interval estimation for the difference between independent
    proportions: comparison of eleven methods, Statistics in Medicine 17 (1998), method 10:
    both intervals of Wilson joined (hybrid score). It holds the truth as often as it says
    for small groups of unequal size and shares near 0, where the usual interval of Wald
    does not; and it asks for no iteration.
    """
    share1, low1, high1 = share_of(*first)
    share2, low2, high2 = share_of(*second)
    difference = share1 - share2
    below = ((share1 - low1) ** 2 + (high2 - share2) ** 2) ** 0.5
    above = ((high1 - share1) ** 2 + (share2 - low2) ** 2) ** 0.5
    return difference, difference - below, difference + above
