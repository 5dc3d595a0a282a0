"""The demonstration's clinic as an export would hold it: frames, one per table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from relance_ops.demo_acts import CODES, Calendar, Story, tell
from relance_ops.demo_animals import Animals, make_animals
from relance_ops.demo_dice import YEAR, Dice, dates
from relance_ops.demo_people import Clients, make_clients
from relance_ops.demo_protocol import RULES, TYPES

# The clinic was closed for some days: there is something to send today.
_DAYS_SINCE_LAST_RUN = 10
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Imagined:
    """A whole clinic and its story.

    Attributes:
        frames: By table: client, animal, act_type, act, rule, appointment.
    """

    clients: Clients
    animals: Animals
    story: Story
    calendar: Calendar
    frames: Mapping[str, pd.DataFrame]


def dice_for(purpose: str, clients: int, on: date, seed: int) -> Dice:
    """Chances for one purpose, so that a change of one leaves the others alone."""
    return Dice(seed, clients, on.toordinal(), *purpose.encode())


def first_run(on: date) -> date:
    """The first day of the past year whose reminders are known."""
    return on - timedelta(days=_DAYS_SINCE_LAST_RUN + YEAR)


def imagine(count: int, *, on: date, seed: int) -> Imagined:
    """A clinic of *count* clients on the day *on*."""
    today = (on - _EPOCH).days
    calendar = Calendar(
        today=today,
        first_run=(first_run(on) - _EPOCH).days,
        last_run=today - _DAYS_SINCE_LAST_RUN,
    )
    clients = make_clients(count, dice_for("clients", count, on, seed), today=today)
    animals = make_animals(clients, dice_for("animals", count, on, seed), today=today)
    story = tell(clients, animals, calendar, dice_for("story", count, on, seed))
    dice = dice_for("records", count, on, seed)
    frames = {
        "client": clients.frame,
        "animal": animals.frame.assign(neutered=_neutered(animals, story, dice)),
        "act_type": _act_types(),
        "act": _acts(animals, story),
        "rule": pd.DataFrame([asdict(rule) for rule in RULES]),
        "appointment": _appointments(animals, story, today, dice),
    }
    return Imagined(clients, animals, story, calendar, frames)


def _neutered(animals: Animals, story: Story, dice: Dice) -> pd.Series[bool]:
    """Here if the acts say so, else elsewhere; of small pets nobody wrote it down."""
    count = len(animals.owner)
    here = np.zeros(count, dtype=bool)
    here[story.acts["animal"][story.acts["kind"] == CODES.index("STERIL")]] = True
    young = animals.joined - animals.born < YEAR
    elsewhere = dice.happens(np.where(young, 0.12, 0.65), count)
    known = animals.frame["species"].isin(("dog", "cat")) | here
    return pd.Series(here | elsewhere, dtype="boolean").where(known)


def _act_types() -> pd.DataFrame:
    frame = pd.DataFrame([asdict(kind) for kind in TYPES])
    undated = frame["delay"] == ""
    for column in ("delay_months", "delay_days"):
        frame[column] = frame[column].astype("Int32").mask(undated)
    cents = frame["price_cents"].astype("Int32")
    return frame.assign(
        neutered=frame["neutered"].astype("boolean"),
        price_cents=cents,
        price=[_euros(one) for one in cents],
    )


def _euros(cents: int | None) -> str:
    """A price as a French export writes it; "" where there is none."""
    return "" if pd.isna(cents) else f"{cents // 100},{cents % 100:02}"


def _acts(animals: Animals, story: Story) -> pd.DataFrame:
    acts = story.acts
    return pd.DataFrame(
        {
            "act_id": acts["act_id"],
            "animal_id": animals.frame["animal_id"].to_numpy()[acts["animal"]],
            "act_type": np.array(CODES, dtype=object)[acts["kind"]],
            "performed_on": dates(acts["day"].to_numpy()),
            "due_on": dates(acts["typed"].to_numpy()),
        }
    )


def _appointments(
    animals: Animals, story: Story, today: int, dice: Dice
) -> pd.DataFrame:
    """Part of the visits to come are booked, a few without naming the animal."""
    booked = dice.happens(0.5, len(story.returns))
    visits = story.returns[booked & (story.returns["back"] > today)]
    visits = visits.drop_duplicates(["animal", "back"]).sort_values(["back", "animal"])
    animal = animals.frame.iloc[visits["animal"]].reset_index(drop=True)
    named = dice.happens(0.85, len(visits))
    return pd.DataFrame(
        {
            "appointment_id": [
                f"R{number:05d}" for number in range(1, len(visits) + 1)
            ],
            "client_id": animal["client_id"],
            "animal_id": animal["animal_id"].where(named),
            "starts_on": dates(visits["back"].to_numpy()),
        }
    )
