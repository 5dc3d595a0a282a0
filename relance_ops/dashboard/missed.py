"""Who is late, and whom the rules forget, as charts with their animals behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from relance_ops import clinic_figures
from relance_ops.dashboard.chart_values import Bar, Chart, Fact, Facts, Part, Shape
from relance_ops.figures import Figure
from relance_ops.i18n import _, day, ngettext
from relance_ops.record_words import species_word
from relance_ops.statistics import Statistics

if TYPE_CHECKING:
    import pandas as pd

BLUE = "#1565c0"
# Readable on white, and apart for the usual colour blindness; the last is all others.
COLOURS = ("#1565c0", "#a85b00", "#2e7d32", "#ad1457", "#5e4db2", "#6b7783")

NEW_DAYS, OLD_DAYS = 91, 730
# Days late at most.
LATENESS = (30, NEW_DAYS, 182, 365, OLD_DAYS)
ACTS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Missed:
    """The clinic's overdue obligations and its forgotten animals, on one day.

    Attributes:
        overdue, forgotten: As `Statistics.overdue` and `Statistics.forgotten` give them.
    """

    on: date
    overdue: pd.DataFrame
    forgotten: pd.DataFrame

    @property
    def late_animals(self) -> int:
        """How many animals are late for something."""
        return int(self.overdue["animal_id"].nunique())

    @property
    def late(self) -> Facts:
        """What is late, the latest first."""
        return late_facts(self.overdue)

    @property
    def new(self) -> Facts:
        """What is late since a short time."""
        return late_facts(self.overdue[self.overdue["days_late"] <= NEW_DAYS])

    @property
    def old(self) -> Facts:
        """What is late since so long that no picture shows it."""
        return late_facts(self.overdue[self.overdue["days_late"] > OLD_DAYS])

    @property
    def recent(self) -> pd.DataFrame:
        """What the pictures show."""
        return self.overdue[self.overdue["days_late"] <= OLD_DAYS]

    def charts(self) -> dict[str, Chart]:
        """Every chart, by the key of its figure."""
        made = (
            self._since(),
            _rows(clinic_figures.LATE_CATEGORIES, self._categories(), late_facts),
            _rows(
                clinic_figures.FORGOTTEN_WHY,
                self._forgotten("reason", _why),
                lost_facts,
            ),
            _rows(
                clinic_figures.FORGOTTEN_SPECIES,
                self._forgotten(
                    "species", lambda word: species_word(word).capitalize()
                ),
                lost_facts,
            ),
            _rows(
                clinic_figures.FORGOTTEN_ACTS,
                self._forgotten("last_label", lambda word: word or _("Aucun acte")),
                lost_facts,
            ),
        )
        return {chart.figure.key: chart for chart in made}

    def _categories(self) -> list[tuple[str, pd.DataFrame]]:
        """The overdue by category, the most frequent first."""
        return _groups(
            self.recent, "category", lambda word: word or _("Sans catégorie")
        )

    def _forgotten(
        self, column: str, words: Callable[[str], str]
    ) -> list[tuple[str, pd.DataFrame]]:
        return _groups(self.forgotten, column, words)

    def _since(self) -> Chart:
        """One column for each length of time, cut into categories."""
        kept = len(COLOURS) - 1
        groups = [name for name, _found in self._categories()]
        named = [(name, [name]) for name in groups[:kept]]
        if len(groups) > kept:
            named.append((_("Autres catégories"), groups[kept:]))
        recent = self.recent
        words = recent["category"].where(recent["category"] != "", _("Sans catégorie"))
        bars = []
        for label, members in _by_lateness(recent):
            parts = tuple(
                _part(name, members[words[members.index].isin(inside)], colour)
                for (name, inside), colour in zip(named, COLOURS, strict=False)
            )
            bars.append(Bar(label, label, parts, late_facts(members)))
        figure = clinic_figures.LATE_SINCE
        return Chart(figure, figure.title, Shape.COLUMNS, tuple(bars))


def read(statistics: Statistics, on: date) -> Missed:
    """Who is late and whom the rules forget *on* the clinic's today."""
    return Missed(on, statistics.overdue(on=on), statistics.forgotten(on=on))


def late_facts(found: pd.DataFrame) -> Facts:
    """The overdue of *found* as lines, the latest first."""
    head = (
        ("labels", _("Acte")),
        ("day", _("Attendu le")),
        ("state", _("Retard")),
    )
    return Facts(head, len(found), partial(_late, found))


def _late(found: pd.DataFrame) -> tuple[Fact, ...]:
    ordered = found.sort_values("due_on", ascending=False, kind="stable")
    return tuple(
        Fact(
            row["client_id"],
            row["animal_id"],
            (row["label"], day(row["due_on"].date()), lateness(row["days_late"])),
        )
        for row in ordered.to_dict("records")
    )


def lost_facts(found: pd.DataFrame) -> Facts:
    """The forgotten animals of *found* as lines, those seen last first."""
    head = (
        ("labels", _("Dernier acte")),
        ("day", _("Fait le")),
        ("by", _("Espèce")),
        ("state", _("Pourquoi")),
    )
    return Facts(head, len(found), partial(_lost, found))


def _lost(found: pd.DataFrame) -> tuple[Fact, ...]:
    ordered = found.sort_values("last_on", ascending=False, kind="stable")
    return tuple(
        Fact(
            row["client_id"],
            row["animal_id"],
            (
                row["last_label"] or "–",
                day(row["last_on"].date()) if row["last_label"] else "–",
                species_word(row["species"]),
                _why(row["reason"]),
            ),
        )
        for row in ordered.to_dict("records")
    )


def lateness(days: int) -> str:
    """How late: in days, then in months, then in years."""
    if days < 60:
        return ngettext("{n} jour", "{n} jours", days).format(n=days)
    months, years = days * 12 // 365, days // 365
    if years < 2:
        return ngettext("{n} mois", "{n} mois", months).format(n=months)
    return ngettext("{n} an", "{n} ans", years).format(n=years)


def _why(reason: str) -> str:
    return {
        "no_act": _("Jamais venu"),
        "no_due": _("Rien à rappeler"),
        "no_rule": _("Pas de règle"),
    }[reason]


def _by_lateness(found: pd.DataFrame) -> Iterable[tuple[str, pd.DataFrame]]:
    labels = (
        _("≤ 1 mois"), _("1–3 mois"), _("3–6 mois"), _("6–12 mois"), _("1–2 ans"),
    )  # fmt: skip
    limits = zip((0, *LATENESS), LATENESS, strict=False)
    for label, (lowest, highest) in zip(labels, limits, strict=True):
        days = found["days_late"]
        yield label, found[(days > lowest) & (days <= highest)]


def _groups(
    found: pd.DataFrame, column: str, words: Callable[[str], str]
) -> list[tuple[str, pd.DataFrame]]:
    """The lines of *found* by what a column says, the most frequent first."""
    groups = [(words(str(key)), members) for key, members in found.groupby(column)]
    return sorted(groups, key=lambda group: -len(group[1]))


def _rows(
    figure: Figure,
    groups: list[tuple[str, pd.DataFrame]],
    facts: Callable[[pd.DataFrame], Facts],
) -> Chart:
    """One bar a group; the many small ones together."""
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    shown: list[tuple[str, Any]] = list(groups[:ACTS_SHOWN])
    others = [members for _name, members in groups[ACTS_SHOWN:]]
    if others:
        shown.append((_("Les {n} autres").format(n=len(others)), pd.concat(others)))
    bars = tuple(
        Bar(name, name, (Part("", len(found), BLUE, facts(found)),), facts(found))
        for name, found in shown
    )
    whole = sum(bar.total for bar in bars)
    return Chart(figure, figure.title, Shape.ROWS, bars, whole)


def _part(name: str, found: pd.DataFrame, colour: str) -> Part:
    return Part(name, len(found), colour, late_facts(found))
