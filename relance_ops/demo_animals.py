"""The demonstration's animals: their lives, and what the clinic knows of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from relance_ops.demo_dice import NEVER, YEAR, Days, Dice, Texts, dates
from relance_ops.demo_names import ANIMAL_NAMES, BREEDS
from relance_ops.demo_people import Clients, flags

_OLDEST = 18 * YEAR - 30

SPECIES = ("dog", "cat", "rabbit", "ferret", "bird", "horse", "other")
_SPECIES_WEIGHTS = (400, 500, 45, 8, 9, 14, 24)
# Years of life: the usual, and how far from it at most.
_LIFE = {
    "dog": (13, 5), "cat": (15, 6), "rabbit": (8, 4), "ferret": (7, 3),
    "bird": (12, 7), "horse": (26, 6), "other": (6, 4),
}  # fmt: skip
# Kittens and puppies come in spring and summer, and so does everything after.
_MONTH_WEIGHTS = (5, 6, 10, 13, 14, 12, 9, 6, 8, 7, 5, 5)


@dataclass(frozen=True, slots=True)
class Animals:
    """The animals, and what only the story knows of them.

    Attributes:
        frame: The columns of the animals file.
        owner: Row of their client.
        species: Position in SPECIES.
        born, joined: Days of birth and of the first visit.
        gone: From this day they never come again.
        known_gone: From this day the clinic knows it.
    """

    frame: pd.DataFrame
    owner: Days
    species: Days
    born: Days
    joined: Days
    gone: Days
    known_gone: Days


def make_animals(clients: Clients, dice: Dice, *, today: int) -> Animals:
    """Their animals: about three for two clients, eighteen years old at most."""
    each = dice.places(4, len(clients.since), (64, 24, 9, 3)) + 1
    owner = np.repeat(np.arange(len(each)), each)
    count = len(owner)
    species = dice.places(len(SPECIES), count, _SPECIES_WEIGHTS)
    joined = _joined(clients.since[owner], dice, today)
    young = dice.happens(0.62, count)
    age = np.where(
        young, dice.between(56, 110, count), dice.between(YEAR, 9 * YEAR, count)
    )
    born = np.maximum(joined - age, today - _OLDEST)
    died, departed = _ends(species, born, joined, dice)
    told = dice.happens(0.85, count)
    left = clients.left[owner]
    known = np.minimum(np.where(told, died, NEVER), departed)
    archived = flags(clients.frame, "archived")[owner]
    frame = pd.DataFrame(
        {
            "animal_id": [f"A{number:05d}" for number in range(1, count + 1)],
            "client_id": clients.frame["client_id"].to_numpy()[owner],
            **_described(species, dice),
            "birth_date": _dates(
                np.where(dice.happens(0.98, count), born, NEVER), today
            ),
            "deceased_on": _dates(
                np.where(told & (died < departed), died, NEVER), today
            ),
            "departed_on": _dates(np.where(departed <= died, departed, NEVER), today),
        }
    )
    return Animals(
        frame=frame,
        owner=owner,
        species=species,
        born=np.where(frame["birth_date"].isna(), -NEVER, born),
        joined=joined,
        gone=np.minimum(np.minimum(died, departed), left),
        known_gone=np.where(archived, np.minimum(known, left), known),
    )


def _joined(since: Days, dice: Dice, today: int) -> Days:
    """First visits: with the client or some years later, more often in spring."""
    count = len(since)
    later = np.where(dice.happens(0.75, count), 0, dice.between(0, 4 * YEAR, count))
    year = np.minimum(since + later, today - 12) // YEAR * YEAR
    month = dice.places(12, count, _MONTH_WEIGHTS)
    day = year + month * 30 + dice.between(0, 30, count)
    day = np.where(day < since, day + YEAR, day)
    return np.where(day > today - 12, np.maximum(since, today - YEAR), day)


def _ends(species: Days, born: Days, joined: Days, dice: Dice) -> tuple[Days, Days]:
    """Days of death and of departure; the animal was seen before either."""
    count = len(species)
    usual, spread = (
        np.array([_LIFE[name][i] * YEAR for name in SPECIES])[species] for i in (0, 1)
    )
    bell = dice.around(0, 1000, count)
    died = np.maximum(born + usual + bell * spread // 1000, joined + 40)
    accident = dice.happens(0.04, count)
    died = np.where(accident, joined + dice.between(60, 8 * YEAR, count), died)
    moved = dice.happens(0.03, count)
    return died, np.where(moved, joined + dice.between(90, 6 * YEAR, count), NEVER)


def _described(species: Days, dice: Dice) -> dict[str, Texts]:
    count = len(species)
    name, breed = np.full(count, "", object), np.full(count, "", object)
    for number, word in enumerate(SPECIES):
        these = species == number
        name[these] = dice.one_of(ANIMAL_NAMES[word], int(these.sum()))
        breed[these] = dice.one_of(BREEDS[word], int(these.sum()))
    return {
        "name": name,
        "species": np.array(SPECIES, dtype=object)[species],
        "breed": breed,
        "sex": dice.one_of(("male", "female", None), count, (49, 49, 2)),
    }


def _dates(days: Days, today: int) -> pd.Series[pd.Timestamp]:
    """Days as dates; empty where they have not come by *today*."""
    return pd.Series(dates(np.where(days > today, NEVER, days)))
