"""The demonstration's clients, as an export would hold them.

Emails end in example.fr or example.org. Landlines are of 02 61 91, one of ARCEP's
ranges for fiction (decision 2018-0881). Its mobile range, 06 39 98, is refused by
phonenumbers, so mobiles are of 07 30, which no operator has been given.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np
import pandas as pd

from relance_ops.demo_dice import NEVER, YEAR, Days, Dice, Flags, Texts
from relance_ops.demo_names import (
    COMPLEMENTS,
    ESTABLISHMENTS,
    FIRST_NAMES,
    HAMLETS,
    LAST_NAMES,
    STREETS,
    TOWN_WEIGHTS,
    TOWNS,
)

_YEARS_OPEN = 14


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


def make_clients(count: int, dice: Dice, *, today: int) -> Clients:
    """*count* clients of a clinic that opened fourteen years before *today*."""
    frame = _named(count, dice)
    unreachable = dice.happens(0.02, count)
    _place(frame, dice, unreachable)
    email = _give_email(frame, dice, unreachable)
    sms = _give_phones(frame, dice, unreachable)
    _choose(frame, dice)
    since = today - dice.between(20, _YEARS_OPEN * YEAR, count)
    stay = dice.between(60, _YEARS_OPEN * YEAR, count)
    left = np.where(dice.happens(0.22, count), since + stay, NEVER)
    frame["archived"] = (left < today - 90) & dice.happens(0.15, count)
    complete = (frame["postcode"] != "") & (frame["address1"] != "")
    return Clients(
        frame=frame,
        email=email & ~flags(frame, "refuses_email"),
        sms=sms & ~flags(frame, "refuses_sms"),
        paper=complete.to_numpy(bool)
        & ~flags(frame, "refuses_paper")
        & ~flags(frame, "mail_returned"),
        since=since,
        left=left,
    )


def flags(frame: pd.DataFrame, column: str) -> Flags:
    """A column of boxes."""
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
    streets = [
        f"{n}{s} {name}" for n, s, name in zip(number, suffix, street, strict=True)
    ]
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
    slip = dice.one_of(
        ("n'a pas d'adresse", "contact@example", "contact.example.fr"), count
    )
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
    # Who has no email often has no mobile either: about 85 % have one.
    usual = np.where(frame["email"] == "", 0.64, 0.92)
    given = dice.happens(usual, count) & ~unreachable
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
