"""The demonstration's story: who comes back when, and which reminder made them.

Every animal follows some recall groups. Each round takes the latest act of every one
still followed, and draws the return: of themselves, after a reminder, late, or never.
"""

from __future__ import annotations

from dataclasses import dataclass

import holidays
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from relance_ops.demo_animals import SPECIES, Animals
from relance_ops.demo_dice import NEVER, YEAR, Days, Dice
from relance_ops.demo_people import Clients
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
_DRAWS = 10
_USUAL_DAYS = 14
_YOUNG = 200  # days of age at the first visit
_SHARED_YEARS = 16

EMAIL, SMS, PAPER, NO_FORM = range(4)

_OFFSETS = np.full((len(TYPES), STEPS), NEVER)
_VALID = np.zeros((len(TYPES), STEPS), dtype=np.int64)
NARROW = np.zeros((len(TYPES), STEPS), dtype=bool)
for _rule in RULES:
    _place = (CODES.index(_rule.act_type), _rule.step - 1)
    _OFFSETS[_place] = _rule.offset_days
    _VALID[_place] = _rule.valid_days
    NARROW[_place] = _rule.channels == "email|sms"


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


_Draws = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Steps:
    """Per thread and step: the planned day, the run's day, the form."""

    planned: NDArray[np.int64]
    runs: NDArray[np.int64]
    form: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Story:
    """What happened, in rows.

    Attributes:
        acts: act_id, row of the animal, position of the type, day, typed due day.
        reminders: What each past run sent: animal, kind, step, form, run_day, due,
            planned, anchor_id, and back, the day the animal came (NEVER if not yet).
        returns: Animals that will come in the next weeks, on their day `back`.
    """

    acts: pd.DataFrame
    reminders: pd.DataFrame
    returns: pd.DataFrame


def forms_of(clients: Clients) -> Days:
    """The first usable form of each client, in the default order."""
    usable = [clients.email, clients.sms, clients.paper]
    return np.asarray(np.select(usable, [EMAIL, SMS, PAPER], NO_FORM), np.int64)


def tell(clients: Clients, animals: Animals, calendar: Calendar, dice: Dice) -> Story:
    """Everything that happened until today, as it would have."""
    threads = _begun(animals, calendar, dice)
    shared = dice.odds(len(animals.owner) * _SHARED_YEARS * _DRAWS)
    shared = shared.reshape(len(animals.owner), _SHARED_YEARS, _DRAWS)
    forms = forms_of(clients)[animals.owner]
    acts, reminders, returns, written = [], [], [], 0
    while len(threads):
        noted = _noted(threads, written, dice)
        written += len(acts_of := noted[noted["act"] >= 0])
        acts.append(acts_of)
        threads = noted[~_ENDS[noted["kind"]]]
        draws = _drawn(threads, shared, dice)
        steps = _steps(threads, animals, forms, calendar)
        back = _returns(threads, animals, calendar, draws, steps)
        threads = threads.assign(back=back)
        reminders.append(_sent(threads, animals, calendar, steps))
        returns.append(threads[(back > calendar.today) & (back < calendar.today + 45)])
        threads = threads[back <= calendar.today]
        threads = threads.assign(kind=_NEXT[threads["kind"]], day=threads["back"])
    return _numbered(acts, reminders, returns)


def _begun(animals: Animals, calendar: Calendar, dice: Dice) -> pd.DataFrame:
    """What each animal follows: a first act, or for an age its birth."""
    young = animals.joined - animals.born < _YOUNG
    begun = []
    for number, kind in enumerate(TYPES):
        share = np.array([kind.begins.get(name, 0.0) for name in SPECIES])
        count = len(young)
        follows = dice.happens(share[animals.species], count)
        if kind.young is not None:
            follows &= young == kind.young
        if kind.trigger == "age":
            day, seen = animals.born, animals.born > 0
        else:
            later = dice.happens(0.25, count) & (kind.young is None)
            wait = np.where(later, dice.between(30, 900, count), 0)
            day = calendar.opened(animals.joined + wait)
            seen = (day <= calendar.today) & (day < animals.gone)
        rows = np.flatnonzero(follows & seen)
        begun.append(pd.DataFrame({"animal": rows, "kind": number, "day": day[rows]}))
    return pd.concat(begun, ignore_index=True)


def _noted(threads: pd.DataFrame, written: int, dice: Dice) -> pd.DataFrame:
    """*threads* with the number of their act (-1 for a birth) and its due day."""
    count = len(threads)
    kind, day = threads["kind"].to_numpy(), threads["day"].to_numpy()
    is_act = ~_AGED[kind]
    due = np.where(_ENDS[kind], NEVER, delayed(day, _MONTHS[kind], _DAYS[kind]))
    typed = dice.happens(0.03, count) & is_act & (_YEARLY[kind] == 1)
    sooner = due - dice.between(10, 150, count)
    return threads.assign(
        act=np.where(is_act, written + np.cumsum(is_act) - 1, -1),
        due=np.where(typed, sooner, due),
        typed=np.where(typed, sooner, NEVER),
    )


def delayed(days: Days, months: Days, more: Days) -> Days:
    """Days plus calendar months and days: 31 January + 1 month is 28 February."""
    start = days.astype("datetime64[D]")
    month = start.astype("datetime64[M]")
    target = month + months
    last = (target + 1).astype("datetime64[D]") - 1
    same = target.astype("datetime64[D]") + (start - month.astype("datetime64[D]"))
    return np.asarray(np.minimum(same, last).astype(np.int64) + more, np.int64)


def _drawn(threads: pd.DataFrame, shared: _Draws, dice: Dice) -> _Draws:
    """Chances of each return; what is due in the same year is done at one visit."""
    kind, due = threads["kind"].to_numpy(), threads["due"].to_numpy()
    fresh = dice.odds(len(threads) * _DRAWS).reshape(len(threads), _DRAWS)
    common = shared[threads["animal"].to_numpy(), due // YEAR % _SHARED_YEARS]
    together = (_YEARLY[kind] == 1) & ~_AGED[kind]
    return np.where(together[:, None], common, fresh)


def _steps(
    threads: pd.DataFrame, animals: Animals, forms: Days, calendar: Calendar
) -> _Steps:
    kind, animal = threads["kind"].to_numpy(), threads["animal"].to_numpy()
    planned = threads["due"].to_numpy()[:, None] + _OFFSETS[kind]
    known = np.maximum(threads["day"].to_numpy(), animals.joined[animal])
    runs = calendar.office(np.maximum(planned, known[:, None] + 1))
    in_time = (planned < NEVER) & (runs < planned + _VALID[kind])
    runs = np.where(in_time, runs, NEVER)
    form = forms[animal][:, None]
    return _Steps(
        planned, runs, np.where(NARROW[kind] & (form == PAPER), NO_FORM, form)
    )


def _returns(
    threads: pd.DataFrame,
    animals: Animals,
    calendar: Calendar,
    draws: _Draws,
    steps: _Steps,
) -> Days:
    """The day each comes back; NEVER if it does not."""
    kind, due = threads["kind"].to_numpy(), threads["due"].to_numpy()
    animal = threads["animal"].to_numpy()
    moved = _BY_STEP * _BY_FORM[steps.form] * _HEEDED[kind][:, None]
    heeds = (draws[:, 2:5] < moved) & (steps.runs <= calendar.last_run)
    heeded = steps.runs + 1 + np.floor(28 * draws[:, 5:8] ** 2).astype(np.int64)
    spread = np.where(_YEARLY[kind] == 1, 25, 7)
    itself = due - spread + np.floor(2 * spread * draws[:, 1]).astype(np.int64)
    late = due + 70 + np.floor(300 * draws[:, 9]).astype(np.int64)
    first = np.maximum(threads["day"].to_numpy(), animals.joined[animal]) + 7
    days = np.column_stack(
        [
            np.where(draws[:, 0] < _OF_THEMSELVES[kind], itself, NEVER),
            np.where(heeds, heeded, NEVER),
            np.where(draws[:, 8] < _LATE * _HEEDED[kind], late, NEVER),
        ]
    )
    # An age long past when the animal first came reminded nobody.
    missed = _AGED[kind][:, None] & (days < first[:, None])
    soonest = np.where(missed, NEVER, days).min(axis=1)
    soonest = np.where(_YEARLY[kind] == 1, _together(soonest, animal), soonest)
    back = calendar.opened(np.maximum(soonest, first))
    return np.where((soonest < NEVER) & (back < animals.gone[animal]), back, NEVER)


def _together(days: Days, animal: Days) -> Days:
    """The animal's next usual day: what is due about the same time is done at once."""
    phase = animal % _USUAL_DAYS
    return np.asarray(-((phase - days) // _USUAL_DAYS) * _USUAL_DAYS + phase, np.int64)


def _sent(
    threads: pd.DataFrame, animals: Animals, calendar: Calendar, steps: _Steps
) -> pd.DataFrame:
    """What the runs sent: every step whose day came before the animal did."""
    animal = threads["animal"].to_numpy()[:, None]
    back = threads["back"].to_numpy()[:, None]
    left = (
        (steps.runs >= calendar.first_run)
        & (steps.runs <= calendar.last_run)
        & (steps.form != NO_FORM)
        & (steps.runs < back)
        & (steps.runs < animals.known_gone[animal])
    )
    row, step = np.nonzero(left)
    return threads.iloc[row].assign(
        step=step + 1,
        planned=steps.planned[left],
        run_day=steps.runs[left],
        form=steps.form[left],
    )


def _numbered(
    acts: list[pd.DataFrame], reminders: list[pd.DataFrame], returns: list[pd.DataFrame]
) -> Story:
    """The rows together, acts numbered by day as a clinic's software does."""
    done = pd.concat(acts, ignore_index=True).sort_values(["day", "animal", "kind"])
    done = done.assign(act_id=[f"X{number:06d}" for number in range(1, len(done) + 1)])
    names = np.empty(len(done) + 1, dtype=object)
    names[done["act"].to_numpy()] = done["act_id"].to_numpy()
    names[-1] = "birth"  # births are numbered -1
    sent = pd.concat(reminders, ignore_index=True)
    return Story(
        acts=done[["act_id", "animal", "kind", "day", "typed"]],
        reminders=sent.assign(anchor_id=names[sent["act"].to_numpy()]),
        returns=pd.concat(returns, ignore_index=True),
    )
