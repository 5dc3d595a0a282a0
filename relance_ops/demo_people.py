"""The demonstration's clients and animals, as an export would hold them.

Emails end in example.fr or example.org. Landlines are of 02 61 91, one of ARCEP's
ranges for fiction (decision 2018-0881). Its mobile range, 06 39 98, is refused by
phonenumbers, so mobiles are of 07 30, which no operator has been given.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np
import pandas as pd

from relance_ops.demo_dice import Days, Dice, Flags, Texts
from relance_ops.demo_names import (
    ANIMAL_NAMES,
    BREEDS,
    COMPLEMENTS,
    ESTABLISHMENTS,
    FIRST_NAMES,
    HAMLETS,
    LAST_NAMES,
    STREETS,
    TOWN_WEIGHTS,
    TOWNS,
)

YEAR = 365
NEVER = 10**6  # a day that does not come
_YEARS_OPEN = 9
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
class Clients:
    """The clients, and what only the story knows of them.

    Attributes:
        frame: The columns of the clients file.
        email, sms, paper: True where that form reaches them.
        since: The day they first came.
        left: The day they stopped coming, told or not.
    """

    frame: pd.DataFrame
    email: Flags
    sms: Flags
    paper: Flags
    since: Days
    left: Days


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


def make_clients(count: int, dice: Dice, *, today: int) -> Clients:
    """*count* clients of a clinic that opened nine years before *today*."""
    frame = _named(count, dice)
    unreachable = dice.happens(0.02, count)
    _place(frame, dice, unreachable)
    email = _give_email(frame, dice, unreachable)
    sms = _give_phones(frame, dice, unreachable)
    _choose(frame, dice)
    since = today - dice.between(20, _YEARS_OPEN * YEAR, count)
    stay = dice.between(60, _YEARS_OPEN * YEAR, count)
    left = np.where(dice.happens(0.30, count), since + stay, NEVER)
    frame["archived"] = (left < today - 90) & dice.happens(0.15, count)
    complete = (frame["postcode"] != "") & (frame["address1"] != "")
    return Clients(
        frame=frame,
        email=email & ~_flags(frame, "refuses_email"),
        sms=sms & ~_flags(frame, "refuses_sms"),
        paper=complete.to_numpy(bool)
        & ~_flags(frame, "refuses_paper")
        & ~_flags(frame, "mail_returned"),
        since=since,
        left=left,
    )


def _flags(frame: pd.DataFrame, column: str) -> Flags:
    return frame[column].to_numpy(bool)


def _named(count: int, dice: Dice) -> pd.DataFrame:
    sex = dice.one_of(("M.", "Mme"), count, (42, 58))
    couple = dice.happens(0.08, count)
    untitled = dice.happens(0.03, count)
    men, women = (dice.one_of(FIRST_NAMES[title], count) for title in ("M.", "Mme"))
    last = dice.one_of(LAST_NAMES, count)
    other = dice.one_of(LAST_NAMES[:140], count)
    double = dice.happens(0.04, count) & (last != other)
    last = np.where(double, last + "-" + other, last)
    company = dice.happens(0.008, count)
    title = np.where(couple, "M. et Mme", np.where(untitled, "", sex))
    first = np.where(sex == "M.", men, women)
    return pd.DataFrame(
        {
            "client_id": [f"C{number:05d}" for number in range(1, count + 1)],
            "title": np.where(company, "", title),
            "last_name": np.where(company, dice.one_of(ESTABLISHMENTS, count), last),
            "first_name": np.where(company, "", first),
        }
    )


def _place(frame: pd.DataFrame, dice: Dice, unreachable: Flags) -> None:
    count = len(frame)
    number = dice.between(1, 98, count)
    street = dice.one_of(STREETS, count)
    suffix = dice.one_of(("", " bis", " ter"), count, (94, 5, 1))
    hamlet = dice.one_of(HAMLETS, count)
    rural = dice.happens(0.12, count)
    town = dice.places(len(TOWNS), count, TOWN_WEIGHTS)
    incomplete = unreachable | dice.happens(0.015, count)
    complement = dice.one_of(COMPLEMENTS, count)
    streets = [f"{n}{s} {name}" for n, s, name in zip(number, suffix, street, strict=True)]
    frame["address1"] = np.where(rural, hamlet, np.array(streets, dtype=object))
    frame["address2"] = np.where(dice.happens(0.09, count) & ~rural, complement, "")
    frame["postcode"] = np.where(
        incomplete, "", np.array([code for code, _name in TOWNS], dtype=object)[town]
    )
    frame["city"] = np.array([name for _code, name in TOWNS], dtype=object)[town]
    frame["country"] = "FR"


def _give_email(frame: pd.DataFrame, dice: Dice, unreachable: Flags) -> Flags:
    count = len(frame)
    domain = dice.one_of(("example.fr", "example.org"), count, (75, 25))
    address = [
        f"{_plain(first or 'contact')}.{_plain(last)}{number}@{host}"
        for number, (first, last, host) in enumerate(
            zip(frame["first_name"], frame["last_name"], domain, strict=True), 1
        )
    ]
    given = dice.happens(0.80, count) & ~unreachable
    wrong = given & dice.happens(0.015, count)
    slip = dice.one_of(("n'a pas d'adresse", "contact@example", "contact.example.fr"), count)
    frame["email"] = np.where(
        wrong, slip, np.where(given, np.array(address, dtype=object), "")
    )
    return np.asarray(given & ~wrong)


def _plain(text: str) -> str:
    """Letters and hyphens only, as people choose their address."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    return "".join(c for c in bare.replace(" ", "-") if c.isascii() and c not in "'")


def _give_phones(frame: pd.DataFrame, dice: Dice, unreachable: Flags) -> Flags:
    count = len(frame)
    mobile = _numbers("0730", dice.between(0, 999_999, count))
    landline = _numbers("026191", dice.between(100, 9_999, count))
    short = np.array([text[:-3] for text in mobile], dtype=object)
    given = dice.happens(0.87, count) & ~unreachable
    wrong = given & dice.happens(0.02, count)
    slip = np.where(dice.happens(0.5, count), landline, short)
    frame["mobile"] = np.where(wrong, slip, np.where(given, mobile, ""))
    frame["phone"] = np.where(dice.happens(0.35, count) | unreachable, landline, "")
    return np.asarray(given & ~wrong)


def _numbers(prefix: str, rest: Days) -> Texts:
    width = 10 - len(prefix)
    whole = (f"{prefix}{number:0{width}d}" for number in rest)
    pairs = [" ".join(text[i : i + 2] for i in range(0, 10, 2)) for text in whole]
    return np.array(pairs, dtype=object)


def _choose(frame: pd.DataFrame, dice: Dice) -> None:
    """The boxes of their record, their refusals, the mail that came back."""
    count = len(frame)
    frame["language"] = dice.one_of(("fr", "en"), count, (985, 15))
    for column, ticked in (("by_email", 0.92), ("by_paper", 0.85), ("by_sms", 0.88)):
        frame[column] = dice.happens(ticked, count)
    everything = dice.happens(0.004, count)
    for form, probability in (("email", 0.018), ("paper", 0.012), ("sms", 0.022)):
        frame[f"refuses_{form}"] = everything | dice.happens(probability, count)
    frame["mail_returned"] = dice.happens(0.015, count)


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
    archived = _flags(clients.frame, "archived")[owner]
    frame = pd.DataFrame(
        {
            "animal_id": [f"A{number:05d}" for number in range(1, count + 1)],
            "client_id": clients.frame["client_id"].to_numpy()[owner],
            **_described(species, dice),
            "birth_date": _dates(np.where(dice.happens(0.98, count), born, NEVER), today),
            "deceased_on": _dates(np.where(told & (died < departed), died, NEVER), today),
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


def dates(days: Days) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    """Days since 1970 as dates; a day that never comes is empty."""
    found = days.astype("datetime64[D]").astype("datetime64[s]")
    found[days >= NEVER] = np.datetime64("NaT")
    return found
