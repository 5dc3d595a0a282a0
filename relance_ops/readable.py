"""Frames as a person reads them: titles in words, shares in per cent, money in euros.

What is computed on keeps its own columns; this is for looking only.
"""

from __future__ import annotations

import re
from math import isnan, nan
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from babel.numbers import format_percent

from relance_ops.effect_words import GROUPS
from relance_ops.i18n import N_, _, language, ngettext, number
from relance_ops.model import Form
from relance_ops.record_words import species_word
from relance_ops.returns import DEFINITIONS, Cut
from relance_ops.wording import money

if TYPE_CHECKING:
    import pandas as pd
    from pandas.io.formats.style import Styler

    from relance_ops.tallies import Reachable


def quality_table(quality: pd.DataFrame) -> Styler:
    """What `ActsSeen.quality` found, the most frequent first within each subject."""
    found = quality[quality["n"] > 0].sort_values(
        ["subject", "share"], ascending=[True, False], key=_in_order
    )
    return _table(
        {
            _("Parmi"): found["subject"],
            _("Constat"): found["label"],
            _("Combien"): found["n"].map(number),
            _("Sur"): found["of"].map(number),
            _("Part"): found["share"].map(percent),
            _("Ce que cela change"): found["meaning"],
        },
        words=(0, 4),
    )


def delays_table(delays: pd.DataFrame) -> Styler:
    """When acts were done again, in days around their due date."""
    return _table(
        {
            _("Acte"): delays["label"],
            _("Délai prévu"): delays["delay"].map(delay_words),
            _("Attendus"): delays["waited"].map(number),
            _("Revenus"): delays["came"].map(number),
            _("Un quart revenu"): delays["quarter"].map(_days),
            _("La moitié"): delays["half"].map(_days),
            _("Trois quarts"): delays["three_quarters"].map(_days),
            _("Relances (jours)"): delays["steps"].map(steps_words),
            "": delays["few"].map({True: _("peu de cas"), False: ""}),
        }
    )


def cohorts_table(cohorts: pd.DataFrame, by: Cut) -> Styler:
    """What came back by group, with its interval, its cost, and what is too recent."""
    return _table(
        {
            _("Groupe"): [cohort_words(by, one) for one in cohorts["cohort"]],
            _("Relances"): cohorts["reminders"].map(number),
            _("Suivies"): cohorts["followed"].map(number),
            _("Retours"): cohorts["returned"].map(number),
            _("Taux"): cohorts["rate"].map(percent),
            _("Entre (95 %)"): [
                _between(low, high)
                for low, high in zip(cohorts["low"], cohorts["high"], strict=True)
            ],
            _("Coût"): cohorts["cost_cents"].map(_money),
            _("Coût par retour"): cohorts["cents_per_return"].map(_money),
            "": cohorts["too_recent"].map({True: _("trop récent"), False: ""}),
        }
    )


def uplift_table(uplift: pd.DataFrame) -> Styler:
    """What the reminders change, in sentences; no line without a hold-out."""
    return _table(
        {
            _("Gardés au hasard"): (uplift["percent"] / 100).map(percent),
            _("Ce que cela dit"): uplift["sentence"],
        },
        words=(0,),
    )


def baseline_table(baseline: pd.DataFrame) -> Styler:
    """What comes back without a reminder, each with why it proves nothing."""
    return _table(
        {
            _("Groupe"): [_(GROUPS[one]) for one in baseline["group"]],
            _("Suivies"): baseline["followed"].map(number),
            _("Taux"): baseline["rate"].map(percent),
            _("Entre (95 %)"): [
                _between(low, high)
                for low, high in zip(baseline["low"], baseline["high"], strict=True)
            ],
            _("Ce que cela dit"): baseline["sentence"],
        },
        words=(3,),
    )


def reach_table(reachable: Reachable) -> Styler:
    """Whom each form reaches today, and whom none does."""
    counts = {_(FORM_WORDS[form]): len(ids) for form, ids in reachable.by_form.items()}
    counts[_("par aucune forme")] = len(reachable.by_none)
    shares = [
        n / reachable.clients if reachable.clients else nan for n in counts.values()
    ]
    return _table(
        {
            _("Joignables"): counts,
            _("Clients"): [number(n) for n in counts.values()],
            _("Part"): [percent(share) for share in shares],
        }
    )


def definitions_table() -> Styler:
    """What each word about returns means: docs/returns.md, word for word."""
    said = [_(words).partition(":") for words in DEFINITIONS.values()]
    return _table(
        {
            _("Mot"): [one[0].strip() for one in said],
            _("Ce qu'il compte"): [one[2].strip() for one in said],
        },
        words=(0,),
    )


def cohort_words(by: Cut, cohort: Any) -> str:
    """One group of reminders as a person says it."""
    said = {
        Cut.ALL: lambda: _("toutes les relances"),
        Cut.MONTH: lambda: str(format_date(cohort, "MMM yyyy", locale=language())),
        Cut.STEP: lambda: step_words(int(cohort)),
        Cut.CHANNEL: lambda: " + ".join(
            _(FORMS[one]) for one in str(cohort).split("|")
        ),
        Cut.SPECIES: lambda: species_word(str(cohort)),
        Cut.AGE: lambda: (
            _("{years} ans").format(years=cohort) if cohort else _("âge inconnu")
        ),
    }
    words = said.get(by, lambda: str(cohort) or _("sans catégorie"))()
    return str(words)


FORM_WORDS = {
    Form.EMAIL: N_("par email"), Form.SMS: N_("par SMS"), Form.PAPER: N_("par courrier"),
}  # fmt: skip
FORMS = {
    "email": N_("email"), "sms": N_("SMS"), "letter": N_("lettre"), "card": N_("carte"),
}  # fmt: skip


def step_words(step: int) -> str:
    """Which reminder it is."""
    return _("1re relance") if step == 1 else _("{n}e relance").format(n=step)


def delay_words(delay: str) -> str:
    """A delay as written in an export (12m, 1y, 21d, 6w), in words."""
    found = re.fullmatch(r"\s*(\d+)\s*([ymwd])\s*", delay.lower())
    if found is None:
        return delay
    n = int(found[1])
    return {
        "y": ngettext("{n} an", "{n} ans", n),
        "m": ngettext("{n} mois", "{n} mois", n),
        "w": ngettext("{n} semaine", "{n} semaines", n),
        "d": ngettext("{n} jour", "{n} jours", n),
    }[found[2]].format(n=n)


def steps_words(offsets: Any) -> str:
    """The steps of a rule: −15, +15, +45; « aucune » without."""
    return ", ".join(_signed(int(one)) for one in offsets) or _("aucune")


def percent(share: float) -> str:
    """A share as a person writes it; a dash where nobody was followed."""
    return "–" if isnan(share) else str(format_percent(share, locale=language()))


def _table(columns: dict[str, Any], *, words: tuple[int, ...] = ()) -> Styler:
    """A table to be looked at; `data` is its frame.

    Args:
        columns: The first one names the lines.
        words: Which of the others are made of words: they begin on the left.
    """
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    found = pd.DataFrame({title: list(cells) for title, cells in columns.items()})
    first = found.columns[0]
    found = found.set_index(first).rename_axis(index=None, columns=first)
    on_the_left = ", ".join(
        [".row_heading", ".index_name", *(f".col{place}" for place in words)]
    )
    return found.style.set_table_styles(
        [{"selector": on_the_left, "props": "text-align: left"}]
    )


def _in_order(cells: Any) -> Any:
    """Subjects stay in the order in which they came."""
    if cells.name != "subject":
        return cells
    places = {subject: place for place, subject in enumerate(cells.unique())}
    return cells.map(places)


def _days(days: float) -> str:
    return _("pas encore") if isnan(days) else _signed(int(days))


def _signed(days: int) -> str:
    return f"+{days}" if days > 0 else str(days).replace("-", "−")


def _between(low: float, high: float) -> str:
    if isnan(low):
        return "–"
    return _("{low} à {high}").format(low=percent(low), high=percent(high))


def _money(cents: float) -> str:
    return "–" if isnan(cents) else money(round(cents))
