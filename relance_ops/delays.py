"""How the share that comes back moves with the day a reminder leaves on.

Looked at within one step of one act type, where the clinic sent it sooner or later:
earlier rules, closed days. Values only: no database.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from relance_ops.changed_reminders import KIND
from relance_ops.estimates import Estimate
from relance_ops.i18n import _, ngettext, number
from relance_ops.outcomes import Outcome
from relance_ops.survival import Z95

if TYPE_CHECKING:
    import pandas as pd

# Fewer reminders than this tell nothing of a slope.
FEWEST = 100

# The share of reminders left aside at each end when saying how much delays differ.
TAIL = 0.05


@dataclass(frozen=True, slots=True)
class Shift:
    """What it may bring that the same reminders leave on other days.

    Attributes:
        reminders: How many leave on another day.
        days: How much later each of them leaves, on average; negative is sooner.
        seen: How many followed reminders of the same steps and act types tell of it.
        spread: Days between their soonest and latest, but for one in twenty at each end.
        estimate: What it changes in returns; None where the data cannot tell.
    """

    reminders: int = 0
    days: float = 0.0
    seen: int = 0
    spread: float = 0.0
    estimate: Estimate | None = None

    def sentence(self) -> str:
        """The same for a person; "" where no reminder moves."""
        if not self.reminders:
            return ""
        moved = ngettext(
            "{n} relance part un autre jour ({days} jours en moyenne).",
            "{n} relances partent un autre jour ({days} jours en moyenne).",
            self.reminders,
        ).format(n=number(self.reminders), days=f"{self.days:+.0f}")
        if self.estimate is None:
            told = self._unknown()
        else:
            told = _(
                "Si le délai compte comme il a semblé compter jusqu'ici ({n} relances), "
                "ce serait {change} retours (de {low} à {high}) ; ceux qui ont été "
                "relancés plus tard différaient peut-être par autre chose."
            ).format(
                n=number(self.seen), change=f"{self.estimate.point:+.0f}",
                low=f"{self.estimate.low:+.0f}", high=f"{self.estimate.high:+.0f}",
            )  # fmt: skip
        return f"{moved} {told}"

    def _unknown(self) -> str:
        """Why the data cannot tell, and what is at stake."""
        if self.seen < FEWEST:
            why = _(
                "Ce que ce délai change ne peut pas être dit : moins de {n} relances "
                "de ces étapes sont suivies."
            ).format(n=number(FEWEST))
        else:
            why = _(
                "Ce que ce délai change ne peut pas être dit : les {n} relances suivies "
                "de ces étapes sont presque toutes parties à {spread} jours près."
            ).format(n=number(self.seen), spread=number(round(self.spread)))
        point = round(self.reminders / 100)
        stake = ngettext(
            "Un point de taux de plus ou de moins y ferait {n} retour.",
            "Un point de taux de plus ou de moins y ferait {n} retours.",
            point,
        ).format(n=number(point))
        return f"{why} {stake}"


def shift_of(
    moved: pd.DataFrame, reminders: pd.DataFrame, *, horizon_days: int, on: date
) -> Shift:
    """What is known of *moved* reminders, from those that left before.

    The slope is that of a straight line through the returns of each step and act type,
    around their own means; its variance trusts no law (White).

    Args:
        moved: Columns: step, act_type, later (days).
        reminders: As `Returns.reminders` gives them.
        horizon_days: Within how many days a return counts.
        on: The clinic's today.
    """
    if moved.empty:
        return Shift()
    followed = _followed(moved, reminders, horizon_days, on)
    days = float(moved["later"].mean())
    spread = float(
        followed["delay"].quantile(1 - TAIL) - followed["delay"].quantile(TAIL)
        if len(followed)
        else 0.0
    )
    told = Shift(len(moved), days, len(followed), spread)
    farthest = float(moved["later"].abs().max())
    if len(followed) < FEWEST or spread < farthest:
        return told
    squares = float((followed["delay"] ** 2).sum())
    slope = float((followed["delay"] * followed["came"]).sum()) / squares
    rest = followed["came"] - slope * followed["delay"]
    error = float(((followed["delay"] * rest) ** 2).sum()) ** 0.5 / squares
    total = float(moved["later"].sum())
    ends = sorted(total * (slope + z * error) for z in (-Z95, Z95))
    return replace(told, estimate=Estimate(total * slope, *ends))


def _followed(
    moved: pd.DataFrame, reminders: pd.DataFrame, horizon_days: int, on: date
) -> pd.DataFrame:
    """The followed reminders of the same kinds: delay and came, around their means."""
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    old = reminders["left_on"] <= pd.Timestamp(on - timedelta(days=horizon_days))
    counts = ~reminders["outcome"].isin([Outcome.TOO_LATE, Outcome.GONE])
    found = reminders[old & counts].merge(moved[KIND].drop_duplicates(), on=KIND)
    within = (found["outcome"] == Outcome.RETURNED) & (found["days"] <= horizon_days)
    found = found.assign(
        delay=(found["left_on"] - found["due_on"]).dt.days.astype("float64"),
        came=within.astype("float64"),
    )
    means = found.groupby(KIND)[["delay", "came"]].transform("mean")
    return found[["delay", "came"]] - means
