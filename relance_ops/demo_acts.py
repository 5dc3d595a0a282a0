"""The demonstration's story: who comes back when, and which reminder made them.

Every animal follows some recall groups. Each round takes the latest act of every one
still followed, and draws the return: of themselves, after a reminder, late, or never.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import holidays
import numpy as np
import pandas as pd

from relance_ops.demo_dice import Days, Dice, Flags, Numbers
from relance_ops.demo_people import NEVER, SPECIES, Animals, Clients
from relance_ops.demo_protocol import RULES, STEPS, TYPES

CODES = tuple(kind.act_type for kind in TYPES)
_MONTHS = np.array([kind.delay_months for kind in TYPES])
_DAYS = np.array([kind.delay_days for kind in TYPES])
_NEXT = np.array([CODES.index(kind.next_type or kind.act_type) for kind in TYPES])
_ENDS = np.array([not kind.delay for kind in TYPES])
_AGED = np.array([kind.trigger == "age" for kind in TYPES])
_YEARLY = np.where(_MONTHS >= 12, 1, 0)

# How many come back after a reminder: by step, by form, by what it is about.
_BY_STEP = np.array([0.40, 0.27, 0.17])
_BY_FORM = np.array([0.92, 1.15, 1.0, 0.0])  # email, SMS, paper, none
_BY_CATEGORY = {
    "Vaccins": 1.15, "Prévention": 0.45, "Antiparasitaires": 0.8, "Consultations": 0.75,
    "Chirurgie": 0.0,
}  # fmt: skip
_HEEDED = np.array([_BY_CATEGORY[kind.category] for kind in TYPES])
_OF_THEMSELVES = np.array(
    [0.10 if aged else 0.30 if yearly else 0.55
     for aged, yearly in zip(_AGED, _YEARLY, strict=True)]
)  # fmt: skip
_LATE = 0.22
_DRAWS = 11
_SHARED_YEARS = 12

EMAIL, SMS, PAPER, NO_FORM = range(4)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The story's days, since 1970.

    Attributes:
        today: The demonstration's day.
        first_run, last_run: Between them every working day had its run.
    """

    today: int
    first_run: int
    last_run: int

    def opened(self, days: Days) -> Days:
        """The first of Monday to Saturday from each day on, holidays left out."""
        return _rolled(days, "1111110", self.today)

    def office(self, days: Days) -> Days:
        """The first of Monday to Friday from each day on, holidays left out."""
        return _rolled(days, "1111100", self.today)


def _rolled(days: Days, week: str, today: int) -> Days:
    last = int(np.datetime64(today, "D").astype("datetime64[Y]").astype(int)) + 1970
    closed = sorted(holidays.country_holidays("FR", years=range(last - 28, last + 2)))
    soon = np.minimum(days, today + 400)
    rolled = np.busday_offset(
        soon.astype("datetime64[D]"),
        0,
        roll="forward",
        weekmask=week,
        holidays=np.array(closed, dtype="datetime64[D]"),
    ).astype(np.int64)
    return np.where(days > soon, days, rolled)


@dataclass(frozen=True, slots=True)
class Story:
    """What happened, in rows.

    Attributes:
        acts: act_id, row of the animal, position of the type, day, typed due day.
        reminders: What each past run sent: animal, type, step, form, run day, due and
            planned days, the day the animal came (NEVER if not yet), and anchor_id.
        returns: Days still to come on which an animal will come, for appointments.
    """

    acts: pd.DataFrame
    reminders: pd.DataFrame
    returns: pd.DataFrame


@dataclass
class _Threads:
    """The recall groups still followed, one row each, and their latest act."""

    animal: Days
    kind: Days
    day: Days
    due: Days
    act: Days = field(default_factory=lambda: np.empty(0, np.int64))

    def keep(self, which: Flags) -> None:
        for name in ("animal", "kind", "day", "due", "act"):
            setattr(self, name, getattr(self, name)[which])


def forms_of(clients: Clients) -> Days:
    """The first usable form of each client, in the default order."""
    return np.select(
        [clients.email, clients.sms, clients.paper], [EMAIL, SMS, PAPER], NO_FORM
    )


def tell(clients: Clients, animals: Animals, calendar: Calendar, dice: Dice) -> Story:
    """Everything that happened until today, as it would have."""
    threads = _begun(animals, calendar, dice)
    acts, reminders, returns = [], [], []
    shared = dice.odds(len(animals.owner) * _SHARED_YEARS * _DRAWS).reshape(
        len(animals.owner), _SHARED_YEARS, _DRAWS
    )
    forms = forms_of(clients)[animals.owner]
    written = 0
    while len(threads.animal):
        written = _note_acts(threads, acts, written, calendar, dice)
        draws = _drawn(threads, shared, dice)
        planned, runs = _steps(threads, calendar)
        form = _narrowed(threads, forms, clients, animals)
        back = _returns(threads, animals, calendar, (draws, runs, form))
        reminders.extend(_sent(threads, animals, calendar, (planned, runs, form, back)))
        soon = (back > calendar.today) & (back < calendar.today + 45)
        returns.append(
            pd.DataFrame({"animal": threads.animal, "due": threads.due, "back": back})[soon]
        )
        threads.keep(_continue(threads, back, calendar.today))
    return _written(acts, reminders, pd.concat(returns, ignore_index=True))
