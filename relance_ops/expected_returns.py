"""How many more, or fewer, may come back when rules change, and how sure that is.

A return counts as brought by its reminder, which is the most it can be: some would
have come anyway (see returns.py). Nothing here writes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relance_ops.changed_reminders import KIND, Fate, changed
from relance_ops.comebacks import drawn
from relance_ops.database import sql
from relance_ops.delays import Shift, shift_of
from relance_ops.estimates import NOTHING, Estimate
from relance_ops.i18n import _, ngettext, number
from relance_ops.return_rates import Rates, rates_of
from relance_ops.simulated import Comparison

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import pandas as pd

DRAWS = 4000
SEED = 1


@dataclass(frozen=True, slots=True)
class ExpectedReturns:
    """What a change of rules may change in returns and money.

    Attributes:
        kinds: A line for each step and act type with reminders that change. Columns:
            step, act_type, label, moved, beyond, between, added, removed (reminders, by
            `Fate`), seen (how many left until today), own_rate (of these alone; NaN of
            none), rate, low, high (with what the others tell), returns (point).
        returns: More of them; negative is fewer.
        cost_cents: More of it. What was simulated is certain, so it has no interval.
        revenue_cents: More of it, at today's prices; None: a price is not known.
        unpriced: Act types without one, by name.
        shift: Of the reminders that only leave on another day.
        seen: How many reminders the rates come from.
        horizon_days: Within how many days a return counts.
        seed: Of the draw.
    """

    kinds: pd.DataFrame
    returns: Estimate
    cost_cents: int
    revenue_cents: Estimate | None
    unpriced: tuple[str, ...]
    shift: Shift
    seen: int
    horizon_days: int
    seed: int

    def assumptions(self) -> tuple[str, ...]:
        """What these numbers take for granted, to be shown beside them."""
        if self.kinds.empty:
            return ()
        said = [
            _(
                "Une relance fait revenir selon son étape et son acte, quel que soit le "
                "jour où elle part."
            ),
            _(
                "Tout retour dans les {days} jours compte comme dû à la relance : une "
                "partie de ces clients seraient venus d'eux-mêmes."
            ).format(days=number(self.horizon_days)),
            _(
                "Les taux viennent de {n} relances parties depuis deux ans ; une étape peu "
                "vue est rapprochée de celle des autres actes."
            ).format(n=number(self.seen)),
            _(
                "L'intervalle à 95 % compte ce qu'on ignore des taux et le hasard des "
                "retours (tirage n° {seed}) ; le coût est celui de la simulation."
            ).format(seed=self.seed),
            self.shift.sentence(),
            *self._not_counted(),
        ]
        if self.revenue_cents is None:
            said.append(
                _("Sans prix, pas de chiffre d'affaires : {names}.").format(
                    names=", ".join(self.unpriced)
                )
            )
        return tuple(sentence for sentence in said if sentence)

    def _not_counted(self) -> tuple[str, ...]:
        """Why some reminders that leave under one set of rules only change nothing."""
        between, beyond = (
            int(self.kinds[f].sum()) for f in (Fate.BETWEEN, Fate.BEYOND)
        )
        return (
            ngettext(
                "{n} relance ne part que d'un côté parce que l'animal vient entre les deux "
                "jours : ce retour a lieu des deux côtés.",
                "{n} relances ne partent que d'un côté parce que l'animal vient entre les "
                "deux jours : ces retours ont lieu des deux côtés.",
                between,
            ).format(n=number(between))
            if between
            else "",
            ngettext(
                "{n} relance part d'un côté après le dernier jour : son retour n'est pas "
                "perdu, son coût viendra plus tard.",
                "{n} relances partent d'un côté après le dernier jour : leurs retours ne "
                "sont pas perdus, leur coût viendra plus tard.",
                beyond,
            ).format(n=number(beyond))
            if beyond
            else "",
        )


def expected_returns(
    cursor: duckdb.DuckDBPyConnection,
    found: Comparison,
    past: pd.DataFrame,
    *,
    horizon_days: int,
    seed: int = SEED,
) -> ExpectedReturns:
    """What *found* may change, by what the clinic has seen until today.

    A reminder that leaves in both simulations brings the same in both, whatever its
    days: only those that one of them adds or removes count. The same *seed* gives the
    same.

    Args:
        cursor: Reads the clinic.
        found: The two simulations.
        past: What became of the reminders that left, as `Returns.reminders` gives them.
        horizon_days: Within how many days a return counts.
        seed: Of the draw.
    """
    types = cursor.execute(sql("act_types")).df().set_index("act_type")
    return weighed(
        found, past, _done(cursor, found, types["recall_group"]),
        prices=types["price_cents"], days=horizon_days, seed=seed,
    )  # fmt: skip


def weighed(
    found: Comparison,
    past: pd.DataFrame,
    done: pd.DataFrame,
    *,
    prices: pd.Series[float],
    days: int,
    seed: int = SEED,
) -> ExpectedReturns:
    """The same from *past* reminders, as `Returns.reminders` gives them.

    Args:
        found: The two simulations.
        past: What became of the reminders that left, as `Returns.reminders` gives them.
        done: The acts of the simulated days; see `changed`.
        prices: What act types cost, by name, for those that nobody came back for yet.
        days: Within how many days a return counts.
        seed: Of the draw.
    """
    on = found.after.on
    rates = rates_of(past, horizon_days=days, on=on)
    changes = changed(found, done)
    kinds = _kinds(changes, rates)
    moved = changes[changes["fate"] == Fate.MOVED]
    counted, returned = _drawn(kinds, rates, seed)
    cents = _cents(kinds, prices)
    counts = (kinds["added"] > 0) | (kinds["removed"] > 0)
    unpriced = kinds.loc[counts & cents.isna(), "label"]
    return ExpectedReturns(
        kinds=counted,
        returns=_estimate(counted["returns"], returned),
        cost_cents=found.after.totals().cost_cents - found.before.totals().cost_cents,
        revenue_cents=None
        if len(unpriced)
        else _estimate(
            counted["returns"] * cents.fillna(0),
            returned * cents.fillna(0).to_numpy()[:, None],
        ),
        unpriced=tuple(dict.fromkeys(unpriced)),
        shift=shift_of(moved, past, horizon_days=days, on=on),
        seen=int(rates.seen["seen"].sum()),
        horizon_days=days,
        seed=seed,
    )


def _done(
    cursor: duckdb.DuckDBPyConnection, found: Comparison, groups: pd.Series[str]
) -> pd.DataFrame:
    """The acts of the simulated days: done, and drawn by the simulation's seed."""
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    after = found.after
    asked = {
        "animal_ids": found.obligations["animal_id"].unique().tolist(),
        "since": min(after.since, after.on),
        "until": min(after.until, after.on),
    }
    done = cursor.execute(sql("acts_done"), asked).df()
    if after.seed is None or after.until <= after.on:
        return done
    came = drawn(cursor, on=after.on, until=after.until, seed=after.seed)
    coming = pd.DataFrame(
        {
            "animal_id": came.animal_ids,
            "recall_group": list(groups.loc[list(came.act_types)]),
            "done_on": pd.to_datetime(list(came.days)),
        }
    )
    return pd.concat([done, coming], ignore_index=True)


def _kinds(changes: pd.DataFrame, rates: Rates) -> pd.DataFrame:
    """How many reminders of each kind change, beside what was seen of it."""
    fates = [fate.value for fate in Fate if fate is not Fate.SAME]
    counted = changes.assign(**{fate: changes["fate"] == fate for fate in fates})
    kinds = (
        counted[counted["fate"] != Fate.SAME]
        .groupby(KIND, as_index=False)
        .agg({"label": "first", **dict.fromkeys(fates, "sum")})
        .merge(rates.seen.rename(columns={"rate": "own_rate"}), how="left", on=KIND)
    )
    return kinds.assign(seen=kinds["seen"].fillna(0).astype(int))


def _drawn(
    kinds: pd.DataFrame, rates: Rates, seed: int
) -> tuple[pd.DataFrame, np.ndarray]:
    """*kinds* with their rates, and drawn returns: a row a kind, a column a draw."""
    import numpy as np  # noqa: PLC0415  # commands that draw nothing need not load it

    wanted = [(int(step), str(kind)) for step, kind in kinds[KIND].to_numpy()]
    drawn = rates.drawn(wanted, seed=seed, draws=DRAWS) if wanted else {}
    chances = np.array([drawn[kind] for kind in wanted]).reshape(-1, DRAWS)
    dice = np.random.default_rng([seed, seed])
    more, fewer = (
        dice.binomial(kinds[name].to_numpy()[:, None], chances)
        for name in ("added", "removed")
    )
    rate = chances.mean(axis=1)
    low, high = np.quantile(chances, (0.025, 0.975), axis=1)
    counted = kinds.drop(columns=["known", "returned", "cents"]).assign(
        rate=rate,
        low=low,
        high=high,
        returns=(kinds["added"] - kinds["removed"]) * rate,
    )
    return counted, more - fewer


def _cents(kinds: pd.DataFrame, prices: pd.Series[float]) -> pd.Series[float]:
    """What a return of each kind is worth: as seen, else the price of the act type."""
    listed = kinds["act_type"].map(prices).astype("float64")
    return kinds["cents"].astype("float64").where(kinds["returned"] > 0, listed)


def _estimate(points: pd.Series[float], drawn: np.ndarray) -> Estimate:
    """The sum over all kinds, with what 95 of 100 draws hold."""
    import numpy as np  # noqa: PLC0415

    if not len(points):
        return NOTHING
    low, high = np.quantile(drawn.sum(axis=0), (0.025, 0.975))
    return Estimate(math.fsum(points), float(low), float(high))
