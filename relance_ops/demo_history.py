"""The demonstration's past: a year of runs, as the ledger would have kept them.

Nothing is sent and nothing is composed: the words are short ones of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from relance_ops.demo_acts import EMAIL, NARROW, NO_FORM, PAPER, SMS
from relance_ops.demo_animals import Animals
from relance_ops.demo_clinic import Imagined
from relance_ops.demo_dice import Dates, Days, Dice, Flags, Texts, dates
from relance_ops.demo_protocol import RULES, TYPES
from relance_ops.demo_words import CHANNELS, worded

WHO = "démo"

_CARDS = frozenset(rule.act_type for rule in RULES if rule.paper_form == "card")
_IS_CARD = np.array([kind.act_type in _CARDS for kind in TYPES])
_SECONDS_OF_RUN = 9 * 3600 + 900  # 9:15 UTC: SMS may leave, summer and winter
_JAMS = 3

LIVE, DEAD, JAMMED = range(3)


@dataclass(frozen=True, slots=True)
class History:
    """Rows for the tables of the same names."""

    run: pd.DataFrame
    delivery: pd.DataFrame
    claim: pd.DataFrame
    ledger: pd.DataFrame
    dead_contact: pd.DataFrame


def past(clinic: Imagined, dice: Dice) -> History:
    """A year of runs that sent the reminders of its story."""
    sent = clinic.story.reminders
    owner = clinic.animals.owner[sent["animal"]]
    rows = sent.assign(client=owner, attempt=1, outcome=LIVE)
    rows = _with_dead_contacts(rows, clinic, dice)
    rows = _with_jams(rows, clinic, dice)
    paper = np.where(_IS_CARD[rows["kind"]], 3, 2)
    rows = rows.assign(channel=np.where(rows["form"] == PAPER, paper, rows["form"]))
    rows, deliveries = _grouped(rows, clinic)
    claims = _claims(rows, clinic.animals)
    delivered = worded(deliveries, claims, clinic.clients)
    ledger = _ledger(delivered, dice)
    return History(
        run=_runs(delivered),
        delivery=delivered,
        claim=claims,
        ledger=ledger,
        dead_contact=_dead_contacts(delivered, ledger),
    )


def _with_dead_contacts(
    rows: pd.DataFrame, clinic: Imagined, dice: Dice
) -> pd.DataFrame:
    """Some addresses are dead: the first message comes back, then another form."""
    clients = clinic.clients
    count = len(clients.since)
    lost = dice.happens(0.035, count)[rows["client"]] & (rows["form"] != PAPER)
    first = rows["run_day"].where(lost).groupby(rows["client"]).transform("min")
    dies = (rows["run_day"] == first).to_numpy()
    later = (rows["run_day"] > first).to_numpy()
    by_paper = np.where(clients.paper, PAPER, NO_FORM)
    then = np.where(clients.sms, SMS, by_paper)[rows["client"]]
    then = np.where(rows["form"] == EMAIL, then, by_paper[rows["client"]])
    narrow = NARROW[rows["kind"], rows["step"] - 1]
    then = np.where(narrow & (then == PAPER), NO_FORM, then)
    again = _again(rows.assign(form=then), dies & (then != NO_FORM), clinic)
    moved = rows.assign(
        form=np.where(later, then, rows["form"]), outcome=np.where(dies, DEAD, LIVE)
    )
    kept = moved[moved["form"] != NO_FORM]
    return pd.concat([kept, again], ignore_index=True)


def _with_jams(rows: pd.DataFrame, clinic: Imagined, dice: Dice) -> pd.DataFrame:
    """On a few days the printer jammed: most of the paper was printed again."""
    paper = (rows["form"] == PAPER) & (rows["outcome"] == LIVE)
    early = rows["run_day"] < clinic.calendar.last_run - 20
    days = np.unique(rows["run_day"][paper & early])
    jammed = days[dice.places(len(days), _JAMS)] if len(days) else days
    unlucky = dice.happens(0.7, len(clinic.clients.since))[rows["client"]]
    voided = (paper & rows["run_day"].isin(jammed) & unlucky).to_numpy()
    again = _again(rows, voided, clinic).assign(attempt=2)
    outcome = np.where(voided, JAMMED, rows["outcome"])
    return pd.concat([rows.assign(outcome=outcome), again], ignore_index=True)


def _again(rows: pd.DataFrame, which: Flags, clinic: Imagined) -> pd.DataFrame:
    """Those rows in the next run, unless the animal came or went before it."""
    found = rows[which]
    day = clinic.calendar.office(found["run_day"].to_numpy() + 1)
    still = (day < found["back"]) & (day < clinic.animals.known_gone[found["animal"]])
    still &= day <= clinic.calendar.last_run
    return found.assign(run_day=day, outcome=LIVE)[still]


def _grouped(rows: pd.DataFrame, clinic: Imagined) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows and deliveries with their numbers: one per run, client and channel."""
    postcode = clinic.clients.frame["postcode"].to_numpy()[rows["client"]]
    paper = rows["channel"] >= 2
    rows = rows.assign(paper=paper, postcode=np.where(paper, postcode, ""))
    rows = rows.sort_values(
        ["run_day", "channel", "postcode", "client", "animal", "due", "kind"],
        ignore_index=True,
    )
    same = rows[["run_day", "channel", "client"]]
    number = (same != same.shift()).any(axis=1).cumsum()
    rows = rows.assign(delivery_id=number, run_id=_ranks(rows["run_day"]))
    first = rows.drop_duplicates("delivery_id")
    letter = first.groupby(["run_id", "paper"]).cumcount() + 1
    place = first.groupby(["run_id", "channel"]).cumcount() + 1
    sides = np.where(first["channel"] == CHANNELS.index("card"), 2, 1)
    return rows, first.assign(
        letter_number=np.where(first["paper"], letter, 0),
        first_page=(place - 1) * sides + 1,
        last_page=place * sides,
    )


def _ranks(days: pd.Series[int]) -> Days:
    return np.unique(days, return_inverse=True)[1] + 1


def _claims(rows: pd.DataFrame, animals: Animals) -> pd.DataFrame:
    kind = rows["kind"].to_numpy()

    def of_type(name: str) -> Texts:
        words: Texts = np.array([getattr(one, name) for one in TYPES], dtype=object)
        return np.asarray(words[kind], dtype=object)

    return pd.DataFrame(
        {
            "animal_id": animals.frame["animal_id"].to_numpy()[rows["animal"]],
            "recall_group": of_type("recall_group"),
            "anchor_id": rows["anchor_id"],
            "step": rows["step"],
            "channel": np.array(CHANNELS, dtype=object)[rows["channel"]],
            "attempt": rows["attempt"],
            "delivery_id": rows["delivery_id"],
            "claimed_on": dates(rows["run_day"].to_numpy()),
            "act_type": of_type("act_type"),
            "label": of_type("label"),
            "family": of_type("family"),
            "animal_name": animals.frame["name"].to_numpy()[rows["animal"]],
            "due_on": dates(rows["due"].to_numpy()),
            "planned_on": dates(rows["planned"].to_numpy()),
        }
    )


def _runs(deliveries: pd.DataFrame) -> pd.DataFrame:
    first = deliveries.drop_duplicates("run_id")
    return pd.DataFrame(
        {
            "run_id": first["run_id"],
            "on_day": dates(first["run_day"].to_numpy()),
            "started_at": _at(first["run_day"].to_numpy(), 0),
            "nonce": "demo-" + first["run_id"].astype(str),
        }
    )


def _at(day: Days, seconds: int) -> Dates:
    return (day * 86_400 + _SECONDS_OF_RUN + seconds).astype("datetime64[s]")


def _ledger(deliveries: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """Every line of every delivery, in the order they happened."""
    paper = deliveries["paper"].to_numpy()
    sms = (deliveries["channel"] == "sms").to_numpy()
    dead, jammed = (
        (deliveries["outcome"] == outcome).to_numpy() for outcome in (DEAD, JAMMED)
    )
    told = dice.happens(0.75, len(deliveries)) & ~paper & ~dead
    lines = [
        _lines(deliveries, dead | True, "claimed", 0),
        _lines(deliveries, ~paper, "handed", 2),
        _lines(deliveries, ~paper & ~(sms & dead), "sent", 4),
        _lines(deliveries, told, "delivered", 65),
        _lines(deliveries, dead & sms, "failed", 4, "numéro non attribué"),
        _lines(deliveries, dead & ~sms, "bounced", 3_600, "550 5.1.1 adresse inconnue"),
        _lines(deliveries, paper, "awaiting", 30),
        _lines(deliveries, paper & ~jammed, "printed", 600),
        _lines(deliveries, paper & jammed, "voided", 600, "bourrage papier"),
    ]
    ordered = pd.concat(lines).sort_values(["happened_at", "delivery_id"])
    return ordered.assign(entry_id=np.arange(1, len(ordered) + 1))


def _lines(
    deliveries: pd.DataFrame, which: Flags, state: str, seconds: int, reason: str = ""
) -> pd.DataFrame:
    these = deliveries[which]
    awaiting = state == "awaiting"
    return pd.DataFrame(
        {
            "delivery_id": these["delivery_id"],
            "state": state,
            "happened_at": _at(these["run_day"].to_numpy(), seconds),
            "cause": "recipient" if state in ("bounced", "failed") else "none",
            "reason": reason,
            "first_page": these["first_page"] if awaiting else pd.NA,
            "last_page": these["last_page"] if awaiting else pd.NA,
        }
    ).astype({"first_page": "Int32", "last_page": "Int32"})


def _dead_contacts(deliveries: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    ended = ledger[ledger["cause"] == "recipient"]
    found = ended.merge(deliveries[["delivery_id", "client_id", "channel", "address"]])
    return found.rename(columns={"channel": "form", "happened_at": "flagged_at"})
