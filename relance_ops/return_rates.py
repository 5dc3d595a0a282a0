"""How often each kind of reminder brings somebody back, and how sure that is.

A kind is one step of one act type. Where few were seen, a kind borrows from the other
act types of its step, and a step from the other steps: the fewer, the more it borrows.
Values only: no database.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from zlib import crc32

from relance_ops.changed_reminders import KIND
from relance_ops.outcomes import Outcome
from relance_ops.survival import time_to_event

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd

    Numbers = np.ndarray[Any, Any]

# The step and the act type of a reminder, as `KIND` names them.
Kind = tuple[int, str]

# To how many reminders of its own the wider group amounts: all are thought equally
# likely before looking, and weighed by how alike the clinic's own rates are.
STRENGTHS = (2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0)


@dataclass(frozen=True, slots=True)
class Rates:
    """What the clinic saw of each kind of reminder.

    Attributes:
        seen: A line for each kind. Columns: step, act_type, seen (reminders), known
            (how many followed to the horizon would tell as much), rate (by Kaplan and
            Meier; NaN where none was followed), returned (how many came back, ever),
            cents (what a return is worth on average; NaN where one has no price).
        horizon_days: Within how many days a return counts.
    """

    seen: pd.DataFrame
    horizon_days: int

    def drawn(
        self, kinds: Sequence[Kind], *, seed: int, draws: int
    ) -> dict[Kind, Numbers]:
        """*draws* rates that each kind may truly have, the likelier the more often.

        A kind's draws are the same whatever the other kinds asked. Kinds that borrow
        from a group are drawn together: the group is too high for all, or too low.
        """
        import numpy as np  # noqa: PLC0415  # commands that count nothing need not load it

        places, counts = self._counts(kinds)
        groups = [
            (alike, _Groups.around(counts, alike, steps))
            for alike in STRENGTHS
            for steps in STRENGTHS
        ]
        likely = np.array([group.likelihood(counts, one) for one, group in groups])
        odds = np.exp(likely - likely.max())
        dice = np.random.default_rng([seed])
        chosen = dice.choice(len(groups), size=draws, p=odds / odds.sum())
        normal = dice.standard_normal((2, draws))
        found = {}
        for kind in kinds:
            own = np.random.default_rng([seed, kind[0], crc32(kind[1].encode())])
            rates = np.empty(draws)
            for number in np.unique(chosen):
                here = np.flatnonzero(chosen == number)
                alike, group = groups[number]
                near = alike * group.drawn(places[kind], normal[:, here])
                came, known = counts.came[places[kind]], counts.known[places[kind]]
                rates[here] = own.beta(near + came, alike - near + known - came)
            found[kind] = rates
        return found

    def _counts(self, kinds: Sequence[Kind]) -> tuple[dict[Kind, int], _Counts]:
        """What is known of all kinds, and of *kinds* that were never seen: nothing."""
        import numpy as np  # noqa: PLC0415

        seen = self.seen[[*KIND, "rate", "known"]].to_numpy()
        known = {
            (step, act_type): (rate, amount) for step, act_type, rate, amount in seen
        }
        known |= {kind: (0.0, 0.0) for kind in kinds if kind not in known}
        rates, amounts = np.nan_to_num(np.array(list(known.values()), dtype=float).T)
        steps = np.array([step for step, _act_type in known])
        places = {kind: place for place, kind in enumerate(known)}
        return places, _Counts(steps, rates * amounts, amounts)


@dataclass(frozen=True, slots=True)
class _Counts:
    """One value for each kind: its step, how many came back, of how many."""

    step: Numbers
    came: Numbers
    known: Numbers

    def weighed(self, strength: float) -> _Counts:
        """Nobody counts for more than *strength*: the big tell little of the others."""
        weight = strength / (self.known + strength)
        return _Counts(self.step, self.came * weight, self.known * weight)

    def by_step(self) -> _Counts:
        """The same, one value for each step."""
        import numpy as np  # noqa: PLC0415

        steps, places = np.unique(self.step, return_inverse=True)
        return _Counts(
            steps, np.bincount(places, self.came), np.bincount(places, self.known)
        )


@dataclass(frozen=True, slots=True)
class _Groups:
    """What the others tell of each kind: the rest of its step, and the other steps.

    Attributes:
        strength: To how many reminders the other steps amount.
        near, far: How many came back, of how many; without the kind's own.
    """

    strength: float
    near: _Counts
    far: _Counts

    @classmethod
    def around(cls, counts: _Counts, alike: float, strength: float) -> _Groups:
        """Around each kind of *counts*, where a step amounts to *alike* reminders."""
        import numpy as np  # noqa: PLC0415

        one = counts.weighed(alike)
        step = one.by_step()
        places = np.searchsorted(step.step, counts.step)
        far = step.weighed(strength)
        return cls(
            strength,
            _Counts(
                counts.step,
                step.came[places] - one.came,
                step.known[places] - one.known,
            ),
            _Counts(
                counts.step,
                far.came.sum() - far.came[places],
                far.known.sum() - far.known[places],
            ),
        )

    def drawn(self, place: int, normal: Numbers) -> Numbers:
        """The rate of the group around one kind, for pairs of standard normal draws."""
        import numpy as np  # noqa: PLC0415

        came, known = self.far.came[place], self.far.known[place]
        far = self.strength * _near_beta(1 + came, 1 + known - came, normal[0])
        came, known = self.near.came[place], self.near.known[place]
        near = _near_beta(far + came, self.strength - far + known - came, normal[1])
        return np.clip(near, 1e-4, 1 - 1e-4)

    def likelihood(self, counts: _Counts, alike: float) -> float:
        """The logarithm of how likely each kind is, told by the others."""
        far = (1 + self.far.came) / (2 + self.far.known)
        mean = (self.strength * far + self.near.came) / (
            self.strength + self.near.known
        )
        return sum(
            _beta_binomial(came, known, alike * one, alike * (1 - one))
            for came, known, one in zip(counts.came, counts.known, mean, strict=True)
        )


def rates_of(reminders: pd.DataFrame, *, horizon_days: int, on: date) -> Rates:
    """What became of *reminders*, as `Returns.reminders` gives them, by kind.

    A reminder that the next step took over did not bring anybody back, and is followed
    to the end all the same: rates of several steps add up, as in `Returns.cohorts`.
    """
    import pandas as pd  # noqa: PLC0415

    counted = reminders[reminders["outcome"] != Outcome.TOO_LATE]
    lines = [
        (*kind, len(members), *_followed(members, horizon_days, on), *_worth(members))
        for kind, members in counted.groupby(KIND)
    ]
    columns = [*KIND, "seen", "known", "rate", "returned", "cents"]
    return Rates(pd.DataFrame(lines, columns=columns), horizon_days)


def _followed(
    members: pd.DataFrame, horizon_days: int, on: date
) -> tuple[float, float]:
    """How many reminders tell as much, and the share that came back."""
    import pandas as pd  # noqa: PLC0415

    taken_over = members["outcome"] == Outcome.NEXT
    until = (pd.Timestamp(on) - members["left_on"]).dt.days
    days = members["days"].where(~taken_over, until)
    came = members["outcome"] == Outcome.RETURNED
    curve = time_to_event(days.tolist(), came.tolist())
    curve = curve[curve["day"] <= horizon_days]
    whole = float(((days >= horizon_days) | came).sum())
    if curve.empty:
        return whole, 0.0 if whole else math.nan
    rate = float(curve["share"].iloc[-1])
    if rate >= 1:
        return float(len(members)), 1.0
    at_risk, events = curve["at_risk"], curve["events"]
    # Greenwood's variance is that of so many reminders followed to the end.
    variance = (1 - rate) ** 2 * float((events / (at_risk * (at_risk - events))).sum())
    return rate * (1 - rate) / variance, rate


def _worth(members: pd.DataFrame) -> tuple[int, float]:
    """How many came back, and what one of them is worth."""
    came = members.loc[members["outcome"] == Outcome.RETURNED, "returned_cents"]
    return len(came), float(came.astype("float64").mean(skipna=False))


def _near_beta(a: Numbers | float, b: Numbers | float, normal: Numbers) -> Numbers:
    """Draws of a beta law made of normal ones, by its logarithm of odds."""
    import numpy as np  # noqa: PLC0415

    odds = np.log(a / b) + normal * np.sqrt(1 / np.asarray(a) + 1 / np.asarray(b))
    return np.asarray(1 / (1 + np.exp(-odds)))


def _beta_binomial(came: float, known: float, a: float, b: float) -> float:
    """The logarithm of the chance of *came* among *known*, but for a constant."""
    return _log_beta(came + a, known - came + b) - _log_beta(a, b)


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
