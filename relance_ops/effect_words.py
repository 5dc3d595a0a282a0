"""What the effects are called, and the sentence beside each: what it says, and does not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from math import isnan
from typing import Any

from babel.numbers import format_decimal, format_percent

from relance_ops.i18n import N_, _, language, ngettext, number

# Below it, chance alone makes a share jump by a third: no number is given.
FEWEST = 30


class Group(StrEnum):
    """Who was reminded, and why the others were not; the first that applies."""

    WITHHELD = "withheld"  # by chance
    REMINDED = "reminded"  # on its day, or before
    BEFORE = "before"  # the clinic sent nothing yet
    HELD = "held"  # an appointment was near
    UNREACHABLE = "unreachable"
    LATE = "late"  # reminded later, or never


GROUPS = {
    Group.WITHHELD: N_("Groupe témoin"),
    Group.REMINDED: N_("Relancés à temps"),
    Group.BEFORE: N_("Avant le premier envoi de la clinique"),
    Group.HELD: N_("Retenus : un rendez-vous était pris"),
    Group.UNREACHABLE: N_("Sans moyen de contact"),
    Group.LATE: N_("Relancés en retard, ou jamais"),
}

DEFINITIONS = {
    "holdout": N_(
        "Groupe témoin : des rappels tirés au sort, d'avance et une fois pour toutes, qui ne "
        "sont pas relancés. Jamais un groupe de rappel où un acte est demandé par la loi, "
        "jamais un rappel déjà relancé une fois."
    ),
    "uplift": N_(
        "Effet des relances : le taux de retour des rappels que le sort a laissés partir, "
        "moins celui du groupe témoin, depuis le jour où la relance est partie ou serait "
        "partie, avec son intervalle à 95 % (Newcombe). Chacun reste dans son groupe, quoi "
        "qu'il soit arrivé ensuite."
    ),
    "baseline": N_(
        "Sans relance : la part revenue dans l'horizon depuis le jour prévu de la première "
        "relance, tant qu'aucune n'est partie (Kaplan-Meier, intervalle à 95 %)."
    ),
    "changes": N_(
        "Avant et après de nouvelles règles : le taux de retour des rappels prévus dans les "
        "90 jours avant leur publication, et de ceux prévus dans les 90 jours à partir "
        "d'elle, pour les actes dont les règles ont changé."
    ),
    "enough": N_(
        "Trop peu : moins de 30 rappels suivis. Aucun chiffre n'est alors donné."
    ),
}

_BIASES = {
    Group.WITHHELD: N_(
        "Seul le sort les a choisis : ce groupe se compare aux autres rappels du tirage."
    ),
    Group.REMINDED: N_(
        "Une partie serait venue sans relance : ce taux ne dit pas ce qu'elle change."
    ),
    Group.BEFORE: N_(
        "Ce n'est pas une preuve : une autre époque, avec d'autres clients, d'autres prix et "
        "peut-être d'autres relances que le programme ne connaît pas."
    ),
    Group.HELD: N_(
        "Ce n'est pas une preuve : un rendez-vous était déjà pris, ils reviennent donc plus "
        "que les autres."
    ),
    Group.UNREACHABLE: N_(
        "Ce n'est pas une preuve : qui ne laisse pas d'adresse revient souvent moins ; et les "
        "coordonnées sont celles d'aujourd'hui."
    ),
    Group.LATE: N_(
        "Ce n'est pas une preuve : la raison du retard (une fermeture, une relance décochée, "
        "un refus) peut être aussi celle de l'absence."
    ),
}


def baseline(group: Group, line: Mapping[str, Any]) -> str:
    """Beside a line of the baseline: why it proves nothing."""
    if not line["enough"]:
        return _too_few(line["followed"])
    return _(_BIASES[group])


def uplift(line: Mapping[str, Any], horizon_days: int) -> str:
    """What a line of the uplift says, in plain words."""
    if not line["enough"]:
        return _(
            "Trop peu de rappels suivis : {reminded} relancés, {withheld} témoins, et il en "
            "faut {fewest} de chaque. Aucun chiffre."
        ).format(
            reminded=number(line["reminded"]),
            withheld=number(line["withheld"]),
            fewest=FEWEST,
        )
    said = _(
        "En {days} jours, {reminded_rate} des {reminded} rappels relancés sont revenus, et "
        "{withheld_rate} des {withheld} témoins : {difference} (intervalle à 95 % : de {low} "
        "à {high})."
    ).format(
        days=horizon_days,
        reminded_rate=percent(line["reminded_rate"]),
        reminded=number(line["reminded"]),
        withheld_rate=percent(line["withheld_rate"]),
        withheld=number(line["withheld"]),
        difference=_("{n} points").format(n=points(line["difference"])),
        low=points(line["low"]),
        high=points(line["high"]),
    )
    return " ".join([said, _verdict(line), *_crossed(line["crossed"])])


def change(line: Mapping[str, Any]) -> str:
    """Beside a line of before and after: why it proves nothing."""
    if not line["enough"]:
        return _too_few(min(line["before"], line["after"]))
    return _(
        "Ce n'est pas une preuve : entre les deux, la saison, les prix, les clients et les "
        "autres règles changent aussi."
    )


def percent(share: float) -> str:
    """A share as the user writes it, "12,3 %"; a dash where there is none."""
    if isnan(share):
        return "–"
    return format_percent(
        round(share, 3), locale=language(), decimal_quantization=False
    )


def points(difference: float) -> str:
    """A difference of shares in points, with its sign; a dash where there is none."""
    if isnan(difference):
        return "–"
    return format_decimal(100 * difference, "+0.0;−0.0", locale=language())


def _verdict(line: Mapping[str, Any]) -> str:
    if line["low"] > 0:
        return _("Les relances font revenir : le hasard seul ne l'explique pas.")
    if line["high"] < 0:
        return _("Les témoins reviennent davantage : cherchez pourquoi.")
    return _("Le hasard seul peut donner cet écart : attendez d'avoir plus de témoins.")


def _crossed(count: int) -> list[str]:
    if not count:
        return []
    return [
        ngettext(
            "{n} témoin a tout de même été relancé : l'effet est sous-estimé.",
            "{n} témoins ont tout de même été relancés : l'effet est sous-estimé.",
            count,
        ).format(n=number(count))
    ]


def _too_few(followed: int) -> str:
    return _(
        "Trop peu de rappels suivis : {n}, et il en faut {fewest}. Aucun chiffre."
    ).format(n=number(followed), fewest=FEWEST)
