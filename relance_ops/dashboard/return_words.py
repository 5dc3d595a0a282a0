"""How returns are said: the lines behind a number, the names of groups, a share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from babel.numbers import format_percent

from relance_ops import wording
from relance_ops.dashboard.chart_values import Fact, Facts
from relance_ops.dashboard.components import kind_words
from relance_ops.figures import start_words
from relance_ops.i18n import _, day, language
from relance_ops.model import Kind
from relance_ops.outcomes import Outcome
from relance_ops.periods import Grain
from relance_ops.record_words import species_word
from relance_ops.returns import Cut

if TYPE_CHECKING:
    import pandas as pd


def facts(found: pd.DataFrame) -> Facts:
    """The reminders of *found* as lines, the latest first."""
    head = (
        ("labels", _("Acte")),
        ("step", _("Relance")),
        ("day", _("Envoyée le")),
        ("by", _("Forme")),
        ("state", _("Ce qui a suivi")),
    )
    return Facts(head, len(found), partial(_facts, found))


def _facts(found: pd.DataFrame) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            row["client_id"],
            row["animal_id"],
            (
                row["label"],
                wording.nth_reminder(row["step"]),
                day(row["left_on"].date()),
                channel_words(row["channels"]),
                _outcome(row),
            ),
        )
        for row in found.sort_values("left_on", ascending=False).to_dict("records")
    )


def _outcome(row: Mapping[Any, Any]) -> str:
    said: dict[str, Callable[[], str]] = {
        Outcome.RETURNED: lambda: _("Revenu après {n} j").format(n=row["days"]),
        Outcome.NEXT: lambda: _("Relancé de nouveau"),
        Outcome.GONE: lambda: _("Décédé ou parti"),
        Outcome.AWAITED: lambda: _("Attendu"),
        Outcome.TOO_LATE: lambda: _("Déjà fait"),
    }
    return said[Outcome(row["outcome"])]()


def channel_words(channels: str) -> str:
    """The forms of a reminder: "Emails + Lettres"."""
    return " + ".join(kind_words(Kind(one)) for one in channels.split("|"))


def group_words(by: Cut, cohort: Any) -> str:
    """A group in the user's words."""
    if by is Cut.MONTH:
        return start_words(cohort.date(), Grain.MONTH)
    if by is Cut.STEP:
        return _("{nth} relance").format(nth=wording.nth_reminder(int(cohort)))
    if by is Cut.CHANNEL:
        return channel_words(str(cohort))
    if by is Cut.SPECIES:
        return species_word(str(cohort)).capitalize()
    if by is Cut.AGE:
        return _age(str(cohort))
    return str(cohort) or _("Sans catégorie")


def _age(band: str) -> str:
    return {
        "0": _("Moins d'un an"),
        "1-6": _("1 à 6 ans"),
        "7-9": _("7 à 9 ans"),
        "10+": _("10 ans et plus"),
    }.get(band, _("Âge inconnu"))


def percent(rate: float) -> str:
    """A share as the user writes it, without decimals."""
    return format_percent(rate, locale=language())
