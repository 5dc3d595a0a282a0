"""What came back after the reminders: definitions, cohorts, curves; reading only.

The definitions are `DEFINITIONS`, and nowhere else: docs/returns.md repeats them word for
word. A return after a reminder is not yet a return because of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from relance_ops import effect_words, effects, obligations
from relance_ops.comebacks import MEMORY
from relance_ops.database import Database, sql
from relance_ops.expected_returns import SEED, ExpectedReturns, expected_returns
from relance_ops.i18n import N_
from relance_ops.outcomes import Outcome, with_cuts
from relance_ops.periods import Period
from relance_ops.survival import share_of, time_to_event

if TYPE_CHECKING:
    import pandas as pd

    from relance_ops.simulated import Comparison

HORIZON_DAYS = 60

DEFINITIONS = {
    "reminder": N_(
        "Une relance : une étape, pour un acte d'un animal, dans un envoi qui vaut "
        "(ni annulé, ni refusé, ni revenu). Partie sous plusieurs formes, elle compte "
        "une fois, au jour du premier envoi."
    ),
    "return": N_(
        "Un retour : un acte du même groupe de rappel, fait après le jour où la relance "
        "est partie. Il compte une seule fois, pour la dernière relance partie avant lui."
    ),
    "too_late": N_(
        "Trop tard : l'acte était déjà fait ce jour-là ou avant, ou l'animal était déjà "
        "décédé ou parti. Ces relances ne comptent ni pour, ni contre."
    ),
    "followed": N_(
        "Suivies : les relances parties depuis au moins l'horizon, sans celles dont "
        "l'animal est décédé ou parti entre-temps sans être revenu."
    ),
    "rate": N_(
        "Taux de retour : la part des relances suivies dont le retour a eu lieu dans "
        "l'horizon, avec son intervalle à 95 % (Wilson)."
    ),
    "too_recent": N_(
        "Trop récent : des relances de ce groupe n'ont pas encore tout l'horizon "
        "derrière elles ; le taux porte sur les autres."
    ),
    "curve": N_(
        "Courbe des retours : la part revenue, jour après jour (Kaplan-Meier, bande à "
        "95 %). Le suivi s'arrête aujourd'hui, au décès, au départ ou à la relance "
        "suivante."
    ),
    "cost": N_(
        "Coût par retour : ce que les relances suivies ont coûté (chacune sa part de ses "
        "envois), divisé par leurs retours."
    ),
    "revenue": N_(
        "Chiffre d'affaires par relance : l'acte de chaque retour au prix d'aujourd'hui de "
        "son modèle, divisé par le nombre de relances suivies ; inconnu si un seul de ces "
        "actes n'a pas de prix."
    ),
    **effect_words.DEFINITIONS,
}


class Cut(StrEnum):
    """What cohorts are made of: a column of `Returns.reminders`."""

    ALL = "all"
    MONTH = "month"
    STEP = "step"
    CHANNEL = "channels"
    CATEGORY = "category"
    ACT_TYPE = "act_type"
    SPECIES = "species"
    AGE = "age"


# Whom chance kept back left by no channel.
OF_UPLIFT = tuple(cut for cut in Cut if cut is not Cut.CHANNEL)


@dataclass(frozen=True, slots=True)
class Returns:
    """The returns of one clinic; `Practice.returns`.

    Attributes:
        today: Tells the clinic's day: what comes after it is not known.
    """

    database: Database
    today: Callable[[], date]

    def reminders(self, period: Period, *, whole: bool = False) -> pd.DataFrame:
        """What became of the reminders that left over *period*, by day and client.

        Args:
            period: When they left.
            whole: A line for each obligation, from its first reminder on, whatever the
                steps that followed; otherwise a line for each step.

        Returns:
            Columns: client_id, animal_id, species, age_years, recall_group, act_type,
            label, category, family, anchor_id, step, steps, due_on, left_on, channels
            ("email|letter"), cost_cents, next_on, returned_on, gone_on, returned_cents
            (what the act of returned_on costs; NaN: not known), outcome (see
            `Outcome`), days (from left_on to what ended the wait), all, month (the
            first of left_on's), age ("0", "1-6", "7-9", "10+" years; "" unknown).
        """
        asked = {
            "since": period.since,
            "until": period.until,
            "on": self.today(),
            "whole": whole,
        }
        with self.database.cursor() as cursor:
            return with_cuts(cursor.execute(sql("returns"), asked).df())

    def cohorts(
        self,
        period: Period,
        *,
        by: Cut = Cut.MONTH,
        horizon_days: int = HORIZON_DAYS,
        whole: bool = False,
    ) -> pd.DataFrame:
        """How many came back within *horizon_days*, for each group of reminders.

        Returns:
            A line for each group, in its order. Columns: cohort, reminders (those that
            were not too late), too_late, followed, returned, rate, low, high (95 %; NaN
            where nobody was followed), cost_cents, cents_per_return (NaN without a
            return), revenue_cents, cents_per_reminder (revenue of a followed one; both
            NaN where a return has no price), unpriced (returns without one), too_recent.
        """
        found = self.reminders(period, whole=whole)
        return cohorts_of(found, by, horizon_days=horizon_days, on=self.today())

    def curve(
        self, period: Period, *, by: Cut = Cut.ALL, whole: bool = False
    ) -> pd.DataFrame:
        """The share that came back by each day, for each group of reminders.

        Returns:
            Columns: cohort, reminders (how many the group has), and those of
            `survival.time_to_event`.
        """
        return curves_of(self.reminders(period, whole=whole), by)

    def expected(
        self, found: Comparison, *, horizon_days: int = HORIZON_DAYS, seed: int = SEED
    ) -> ExpectedReturns:
        """What a change of rules may bring; see `expected_returns.expected_returns`."""
        on = found.after.on
        past = self.reminders(Period(on - MEMORY, on))
        with self.database.cursor() as cursor:
            return expected_returns(
                cursor, found, past, horizon_days=horizon_days, seed=seed
            )

    def uplift(
        self, period: Period, *, by: Cut = Cut.ALL, horizon_days: int = HORIZON_DAYS
    ) -> pd.DataFrame:
        """What the reminders change, by the hold-out; see `effects.uplift_of`.

        Args:
            period: When the reminder left, or would have left.
            by: One of `OF_UPLIFT`; by step, the first one that left or would have.
            horizon_days: Within how many days a return counts.
        """
        found = with_cuts(obligations.drawn(self.database, period, on=self.today()))
        return effects.uplift_of(
            found, by.value, horizon_days=horizon_days, on=self.today()
        )

    def baseline(
        self, period: Period, *, horizon_days: int = HORIZON_DAYS
    ) -> pd.DataFrame:
        """What comes back without a reminder; see `effects.baseline_of`."""
        return obligations.baseline(
            self.database, period, horizon_days=horizon_days, on=self.today()
        )

    def changes(
        self, period: Period, *, horizon_days: int = HORIZON_DAYS
    ) -> pd.DataFrame:
        """What came back before and after new rules; see `effects.change_of`."""
        return obligations.changes(
            self.database, period, horizon_days=horizon_days, on=self.today()
        )


def cohorts_of(
    reminders: pd.DataFrame, by: Cut, *, horizon_days: int, on: date
) -> pd.DataFrame:
    """See `Returns.cohorts`.

    Args:
        reminders: As `Returns.reminders` gives them.
        by: What makes a group.
        horizon_days: Within how many days a return counts.
        on: The clinic's today.
    """
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    found = followed_of(reminders, horizon_days=horizon_days, on=on)
    lines = [
        _cohort(cohort, members)
        for cohort, members in found.groupby(by.value, observed=True)
    ]
    return pd.DataFrame(lines, columns=_COHORT)


def followed_of(
    reminders: pd.DataFrame, *, horizon_days: int, on: date
) -> pd.DataFrame:
    """*reminders* with what a cohort counts of each.

    Returns:
        The columns of `Returns.reminders`, and: counts (it was not too late), followed,
        recent (the horizon has not passed), came (within the horizon).
    """
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    found = reminders.assign(
        counts=reminders["outcome"] != Outcome.TOO_LATE,
        is_old=reminders["left_on"] <= pd.Timestamp(on - timedelta(days=horizon_days)),
        came=(reminders["outcome"] == Outcome.RETURNED)
        & (reminders["days"] <= horizon_days),
        went=(reminders["outcome"] == Outcome.GONE)
        & (reminders["days"] <= horizon_days),
    )
    return found.assign(
        followed=found["counts"] & found["is_old"] & ~found["went"],
        recent=found["counts"] & ~found["is_old"],
    )


def curves_of(reminders: pd.DataFrame, by: Cut) -> pd.DataFrame:
    """See `Returns.curve`; *reminders* as `Returns.reminders` gives them."""
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    counted = reminders[reminders["outcome"] != Outcome.TOO_LATE]
    curves = []
    for cohort, members in counted.groupby(by.value, observed=True):
        curve = time_to_event(
            members["days"].tolist(), (members["outcome"] == Outcome.RETURNED).tolist()
        )
        curve.insert(0, "cohort", [cohort] * len(curve))
        curve.insert(1, "reminders", len(members))
        curves.append(curve)
    return pd.concat(curves, ignore_index=True) if curves else time_to_event([], [])


_COHORT = [
    "cohort", "reminders", "too_late", "followed", "returned", "rate", "low", "high",
    "cost_cents", "cents_per_return", "revenue_cents", "cents_per_reminder", "unpriced",
    "too_recent",
]  # fmt: skip


def _cohort(cohort: object, members: pd.DataFrame) -> tuple[object, ...]:
    """One line of `Returns.cohorts`."""
    followed = members[members["followed"]]
    prices = followed.loc[followed["came"], "returned_cents"].astype("float64")
    returned = len(prices)
    revenue = float(prices.sum(skipna=False)) if len(followed) else float("nan")
    cost = float(followed["cost_cents"].sum())
    return (
        cohort,
        int(members["counts"].sum()),
        int((~members["counts"]).sum()),
        len(followed),
        returned,
        *share_of(returned, len(followed)),
        cost,
        cost / returned if returned else float("nan"),
        revenue,
        revenue / len(followed) if len(followed) else float("nan"),
        int(prices.isna().sum()),
        bool(members["recent"].any()),
    )
