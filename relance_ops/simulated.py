"""What a replay of the calendar found, as values: no database.

pandas takes half a second to load, which no command needs that simulates nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from relance_ops.i18n import _, day, number
from relance_ops.model import Kind
from relance_ops.settings import Grouping

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

# One obligation: an animal is due for an act, whatever its steps.
OBLIGATION = ["animal_id", "recall_group", "anchor_id"]

# What makes reminders travel together, by the clinic's choice.
TOGETHER = {
    Grouping.CLIENT: ["client_id"],
    Grouping.ANIMAL: ["client_id", "animal_id"],
    Grouping.NONE: ["client_id", *OBLIGATION, "step"],
}


class Change(StrEnum):
    """What other rules change for one obligation; the first that applies."""

    MORE = "more"  # reminders
    FEWER = "fewer"
    SOONER = "sooner"  # as many, but the first one that moves leaves earlier
    LATER = "later"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Prices:
    """What a delivery costs in euro cents, and how many parts an SMS has.

    Attributes:
        cents: Of one letter, one card, one SMS part; an email is free.
        sms_parts: On average over the SMS that left; 1 while none did.
    """

    cents: Mapping[Kind, int]
    sms_parts: float = 1.0

    def cost_cents(self, deliveries: Mapping[Kind, int]) -> int:
        """What so many deliveries cost, rounded to the cent."""
        return round(
            sum(
                n * self.cents[kind] * (self.sms_parts if kind is Kind.SMS else 1)
                for kind, n in deliveries.items()
            )
        )


@dataclass(frozen=True, slots=True)
class SimulatedTotals:
    """What leaves in all.

    Attributes:
        reminders: Each once, by however many channels.
        clients: Who receives at least one.
        deliveries: By channel, every one.
        sms_parts: Estimated by the usual number of parts.
        cost_cents: Stamps and SMS parts, at today's prices.
    """

    reminders: int
    clients: int
    deliveries: dict[Kind, int]
    sms_parts: int
    cost_cents: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """What leaves from *since* to *until* with one set of rules.

    Attributes:
        since, until: Both included.
        on: The clinic's today: what comes after it has not happened.
        reminders: One line for each reminder that leaves, by day, client and animal.
            Columns: client_id, animal_id, species, recall_group, act_type, label,
            category, anchor_id, due_on, step, planned_on, leaves_on, channels
            ("email|letter").
        grouping: What travels together.
        prices: Of the deliveries.
        seed: Of the draw of those who come back after *on*; None: nobody does.
        offsets: By step and act type, the days after the due one, as the rules say.
        catches_up: True when the clinic had not sent for long enough before *since*, so
            that the first day also holds what was missed until then.
    """

    since: date
    until: date
    on: date
    reminders: pd.DataFrame
    grouping: Grouping
    prices: Prices
    offsets: Mapping[tuple[int, str], int] = field(default_factory=dict)
    seed: int | None = None
    catches_up: bool = False

    def carried(self) -> pd.DataFrame:
        """A line for each reminder and channel: the columns of `reminders`, and channel."""
        return self.reminders.assign(
            channel=self.reminders["channels"].str.split("|")
        ).explode("channel", ignore_index=True)

    def deliveries(self) -> pd.DataFrame:
        """A line for each delivery.

        Columns: leaves_on, channel, then client_id (and what else keeps deliveries
        apart: animal_id, or the reminder), reminders (how many it holds).
        """
        keys = ["leaves_on", "channel", *TOGETHER[self.grouping]]
        return self.carried().groupby(keys).size().reset_index(name="reminders")

    def volumes(self) -> pd.DataFrame:
        """How much leaves. Columns: leaves_on, channel, act_type, step, reminders.

        A reminder that leaves by two channels is in two lines.
        """
        keys = ["leaves_on", "channel", "act_type", "step"]
        return self.carried().groupby(keys).size().reset_index(name="reminders")

    def totals(self) -> SimulatedTotals:
        """All of it in a few numbers."""
        counts = self.deliveries()["channel"].value_counts()
        deliveries = {kind: int(counts.get(kind.value, 0)) for kind in Kind}
        return SimulatedTotals(
            reminders=len(self.reminders),
            clients=int(self.reminders["client_id"].nunique()),
            deliveries=deliveries,
            sms_parts=round(deliveries[Kind.SMS] * self.prices.sms_parts),
            cost_cents=self.prices.cost_cents(deliveries),
        )

    def assumptions(self) -> tuple[str, ...]:
        """What these numbers take for granted, to be shown beside them."""
        said = [
            _("« Envoyer » est pressé chaque jour, et tout ce qui est prêt part."),
            _(
                "Ce qui est parti avant le {day} compte ; ce qui est parti depuis est "
                "laissé de côté."
            ).format(day=day(self.since))
            if self.since < self.on
            else _("Ce qui est déjà parti compte."),
            _(
                "Les coordonnées, les formes, les refus, les rendez-vous et les fiches "
                "sont ceux d'aujourd'hui."
            ),
            _("100 SMS comptent en moyenne pour {parts}.").format(
                parts=number(round(100 * self.prices.sms_parts))
            ),
        ]
        if self.since < self.on:
            said.append(
                _(
                    "Les retours sont ceux qui ont eu lieu, avec les relances qui sont "
                    "vraiment parties."
                )
            )
        if self.until > self.on:
            said.append(self._afterwards().format(day=day(self.on), seed=self.seed))
        if self.catches_up:
            said.append(
                _(
                    "Presque rien n'était parti avant : le premier jour contient aussi "
                    "ce qui avait été manqué."
                )
            )
        return tuple(said)

    def _afterwards(self) -> str:
        """What happens once today is over."""
        if self.seed is None:
            return _("Après le {day}, personne ne revient.")
        return _(
            "Après le {day}, chacun revient selon les délais vus ici depuis deux ans, "
            "relancé ou non (tirage n° {seed})."
        )

    def against(self, before: Simulation) -> Comparison:
        """What this one changes, where *before* is what is done now."""
        return Comparison(before, self, changes(before.reminders, self.reminders))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two simulations side by side.

    Attributes:
        obligations: A line for each obligation that leaves in one of them, by client
            and animal. Columns: client_id, animal_id, recall_group, anchor_id,
            act_type, reminders_before, reminders_after, first_before, first_after
            (first days; NaT without one), days (how much later the first reminder that
            moves leaves; negative is sooner, 0 with another number of reminders),
            change (more, fewer, sooner, later, same).
    """

    before: Simulation
    after: Simulation
    obligations: pd.DataFrame

    def counts(self) -> dict[Change, int]:
        """How many obligations each change concerns."""
        found = self.obligations["change"].value_counts()
        return {change: int(found.get(change.value, 0)) for change in Change}

    def clients(self) -> dict[Change, int]:
        """How many clients each change concerns; one may be in several."""
        found = self.obligations.groupby("change")["client_id"].nunique()
        return {change: int(found.get(change.value, 0)) for change in Change}


def changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The table of `Comparison.obligations` between two tables of reminders."""
    import pandas as pd  # noqa: PLC0415  # see the top

    both = pd.merge(
        _dated(before), _dated(after), how="outer",
        left_index=True, right_index=True, suffixes=("_before", "_after"),
    )  # fmt: skip
    days_before = [_days(one) for one in both["days_before"]]
    days_after = [_days(one) for one in both["days_after"]]
    pairs = list(zip(days_before, days_after, strict=True))
    moved = [_moved(*pair) for pair in pairs]
    found = pd.DataFrame(
        {
            "client_id": both["client_id_before"].fillna(both["client_id_after"]),
            "act_type": both["act_type_before"].fillna(both["act_type_after"]),
            "reminders_before": [len(days) for days in days_before],
            "reminders_after": [len(days) for days in days_after],
            "first_before": both["first_before"],
            "first_after": both["first_after"],
            "days": moved,
            "change": [
                _change(*pair, days).value
                for pair, days in zip(pairs, moved, strict=True)
            ],
        },
        index=both.index,
    ).reset_index()
    columns = [
        "client_id",
        *OBLIGATION,
        *found.columns.drop(["client_id", *OBLIGATION]),
    ]
    return found[columns].sort_values(columns[:4], ignore_index=True)


def _dated(reminders: pd.DataFrame) -> pd.DataFrame:
    """By obligation: whose, for what, when the first leaves and when all do."""
    return reminders.groupby(OBLIGATION).agg(
        client_id=("client_id", "first"),
        act_type=("act_type", "first"),
        first=("leaves_on", "min"),
        days=("leaves_on", lambda days: tuple(sorted(days))),
    )


def _days(cell: object) -> tuple[pd.Timestamp, ...]:
    """The days of one cell; none where the merge left it empty."""
    return cell if isinstance(cell, tuple) else ()


def _moved(before: tuple[pd.Timestamp, ...], after: tuple[pd.Timestamp, ...]) -> int:
    """How many days later the first reminder that moves leaves, of equally many."""
    if len(before) != len(after):
        return 0
    gaps = ((new - old).days for old, new in zip(before, after, strict=True))
    return next((gap for gap in gaps if gap), 0)


def _change(
    before: tuple[pd.Timestamp, ...], after: tuple[pd.Timestamp, ...], days: int
) -> Change:
    if len(after) != len(before):
        return Change.MORE if len(after) > len(before) else Change.FEWER
    if days:
        return Change.LATER if days > 0 else Change.SOONER
    return Change.SAME
