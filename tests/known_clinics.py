"""Clinics whose return curve and uplift are known, written whole into the real tables.

Nobody sends anything here: two hundred clinics must fit in a minute. Whom chance keeps
back is asked of the database, as a claim does (tests/test_holdout.py has real claims).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import pandas as pd

from relance_ops.database import Database
from relance_ops.periods import Period
from tests.factories import TODAY, Desk

HORIZON = 60
PERCENT = 20
SECOND_STEP = 20  # days after the first
DAYS = 200  # of first reminders, until today
YEAR = Period(TODAY - timedelta(days=364), TODAY)


@dataclass(frozen=True)
class Truth:
    """What chance is made of, a day.

    Attributes:
        by_itself: That an animal comes back, reminded or not.
        by_reminder: That it does because it was reminded.
        goes: That it dies or departs.
    """

    by_itself: float
    by_reminder: float = 0.0
    goes: float = 0.0005

    @property
    def reminded(self) -> Truth:
        """The same where nothing but one chance to come back is left."""
        comes = 1 - (1 - self.by_itself) * (1 - self.by_reminder)
        return replace(self, by_itself=comes, by_reminder=0)

    def curve(self, day: int = HORIZON) -> float:
        """The share that comes back by *day*, were nobody to die."""
        return float(1 - (1 - self.by_itself) ** day)

    def rate(self) -> float:
        """The share that came back within the horizon, of those who did or stayed."""
        days = np.arange(HORIZON)
        still = ((1 - self.by_itself) * (1 - self.goes)) ** days
        came = float((still * self.by_itself).sum())
        gone = float((still * (1 - self.by_itself) * self.goes).sum())
        return came / (1 - gone)

    def uplift(self) -> float:
        """What reminders add to the rate."""
        return self.reminded.rate() - self.rate()


def obligations(truth: Truth, count: int, seed: int) -> pd.DataFrame:
    """Animals of which a reminder is planned, and the days they would come or go.

    Columns: n, planned_on, alone and after (days until each comes back, left alone or
    reminded), gone (days until it dies).
    """
    dice = np.random.default_rng(seed)
    start = TODAY - timedelta(days=DAYS)
    alone = dice.geometric(truth.by_itself, count)
    by_reminder = (
        dice.geometric(truth.by_reminder, count)
        if truth.by_reminder
        else np.full(count, 10**6)
    )
    return pd.DataFrame(
        {
            "n": np.arange(count),
            "planned_on": pd.to_datetime(start)
            + pd.to_timedelta(dice.integers(0, DAYS, count), unit="D"),
            "alone": alone,
            "after": np.minimum(alone, by_reminder),
            "gone": dice.geometric(truth.goes, count),
            "reachable": True,
        }
    )


def write(desk: Desk, found: pd.DataFrame, *, seed: int) -> None:
    """A clinic with these obligations, reminded twice but for those chance keeps back."""
    desk.yearly_vaccine(0, SECOND_STEP)
    key = seed.to_bytes(32, "big")
    desk.add("secret_key", name="holdout", content=key)
    _insert(desk.practice.database, found.assign(key=key.hex().upper()))


def _insert(database: Database, found: pd.DataFrame) -> None:
    with database.writing() as cursor:
        cursor.register("found", found.assign(today=pd.Timestamp(TODAY)))
        for statement in _FILL.split(";"):
            cursor.execute(statement).fetchall()
        cursor.unregister("found")


_FILL = f"""
create temp table one as
select
    *, 'C' || n as client_id, 'A' || n as animal_id, 'X' || n as anchor_id,
    planned_on::date as start_on, today::date as today_on,
    reachable and holdout_place(key, 'A' || n, 'VACC', 'X' || n) < {PERCENT} as withheld
from found;
create temp table came as
select *, if(withheld or not reachable, alone, after)::integer as days from one;
insert into client (client_id, last_name, email)
select client_id, client_id, if(reachable, client_id || '@example.fr', '') from came;
insert into animal (animal_id, client_id, name, species, deceased_on)
select
    animal_id, client_id, animal_id, 'dog',
    if(start_on + gone::integer <= today_on, start_on + gone::integer, null)
from came;
insert into act (act_id, animal_id, act_type, performed_on)
select anchor_id, animal_id, 'VACC', (start_on - interval 12 month)::date from came
union all
select 'R' || n, animal_id, 'VACC', start_on + days
from came
where days <= gone and start_on + days <= today_on;
insert into holdout
select animal_id, 'VACC', anchor_id, 1, withheld, {PERCENT}, start_on, 1, 'VACC'
from came
where reachable;
create temp table sent as
select *, 1 as sent_step, start_on as sent_on from came where reachable and not withheld
union all
select *, 2 as sent_step, start_on + {SECOND_STEP} as sent_on
from came
where reachable and not withheld
    and least(days, gone) > {SECOND_STEP} and start_on + {SECOND_STEP} <= today_on;
insert into run
select n * 10 + sent_step, sent_on, sent_on, 'test', 'run ' || n || ' ' || sent_step, 1 from sent;
insert into delivery (
    delivery_id, run_id, client_id, channel, address, language, subject, body, blocks
)
select n * 10 + sent_step, n * 10 + sent_step, client_id, 'email', '', 'fr', '', '', '[]' from sent;
insert into claim
select
    animal_id, 'VACC', anchor_id, sent_step, 'email', 1, n * 10 + sent_step, sent_on, 'VACC',
    'Vaccin', 'act', animal_id, start_on, sent_on
from sent;
insert into ledger (delivery_id, state, happened_at, who)
select n * 10 + sent_step, state, sent_on, 'test'
from sent cross join (select unnest(['claimed', 'handed', 'sent']) as state)
"""
