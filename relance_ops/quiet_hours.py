"""When SMS may leave: the clinic's hours, its days, no public holiday. Pure policy.

A telephone that rings at night is a client lost; CNIL and the operators' charters ask
for working days and decent hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from relance_ops.settings import Settings, Weekday, YesNo

# Longer than any row of holidays and closed days.
_HORIZON_DAYS = 60

# Where local law adds holidays: Alsace and Moselle (1908), the overseas departments.
_REGIONS = {
    "57": "57", "67": "6AE", "68": "6AE", "971": "971", "972": "972", "973": "973",
    "974": "974", "976": "976", "987": "PF", "988": "NC",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Window:
    """The hours during which something may leave.

    Attributes:
        days: Of the week; Monday is 0. Never empty.
        holidays: True when it may leave on a public holiday too.
        region: Of France, as `holidays` names it; "" without holidays of its own.
    """

    opens: time
    closes: time
    days: frozenset[int]
    holidays: bool
    zone: ZoneInfo
    region: str = ""

    def allows(self, moment: datetime) -> bool:
        """True when something may leave at *moment*."""
        local = moment.astimezone(self.zone)
        return self._is_open_on(local.date()) and (
            self.opens <= local.time().replace(tzinfo=None) < self.closes
        )

    def next_moment(self, moment: datetime) -> datetime:
        """*moment* itself when it is allowed, else when the window next opens."""
        if self.allows(moment):
            return moment
        today = moment.astimezone(self.zone).date()
        for ahead in range(_HORIZON_DAYS):
            day = today + timedelta(days=ahead)
            opening = datetime.combine(day, self.opens, self.zone)
            if opening > moment and self._is_open_on(day):
                return opening
        raise AssertionError("a window opens at least once in two months")

    def _is_open_on(self, day: date) -> bool:
        closed = not self.holidays and day in _holidays(day.year, self.region)
        return day.weekday() in self.days and not closed


def sms_window(settings: Settings) -> Window:
    """When SMS may leave, as the clinic has set it."""
    postcode = settings.clinic.postcode.strip()
    return Window(
        opens=settings.sms_from,
        closes=settings.sms_to,
        days=frozenset(list(Weekday).index(day) for day in settings.sms_days),
        holidays=settings.sms_holidays is YesNo.YES,
        zone=settings.timezone,
        region=_REGIONS.get(postcode[:3]) or _REGIONS.get(postcode[:2], ""),
    )


@lru_cache(maxsize=64)
def _holidays(year: int, region: str) -> frozenset[date]:
    from holidays import country_holidays  # noqa: PLC0415  # slow, and few ask

    return frozenset(country_holidays("FR", subdiv=region or None, years=year))
