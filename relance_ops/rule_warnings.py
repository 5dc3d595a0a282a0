"""What is allowed in a set of rules and probably not meant. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from relance_ops.i18n import _, ngettext
from relance_ops.rule_changes import Named
from relance_ops.rules import Rule
from relance_ops.wording import nth_reminder

# A clinic that closes from Friday to Monday would lose what is valid for less.
SHORT_DAYS = 4


# More names than that are a list of its own.
MOST_NAMES = 6


class Warned(NamedTuple):
    """What is probably not meant, and where; step 0 is the whole set."""

    act_type: str
    step: int
    sentence: str


def warnings(
    rules: Iterable[Rule], *, act_types: Mapping[str, str], min_gap_days: int
) -> list[str]:
    """What is allowed and probably not meant."""
    found = located(rules, act_types=act_types, min_gap_days=min_gap_days)
    return [warned.sentence for warned in found]


def located(
    rules: Iterable[Rule], *, act_types: Mapping[str, str], min_gap_days: int
) -> list[Warned]:
    """The same, each with its act type and its step."""
    named, active = Named(act_types), [rule for rule in rules if rule.active]
    ordered = sorted(active, key=lambda rule: (rule.act_type, rule.step))
    found = [
        Warned(rule.act_type, rule.step, f"{named(rule)} : {said}")
        for _key, steps in groupby(ordered, key=lambda rule: rule.act_type)
        for rule, said in _surprises(list(steps), min_gap_days)
    ]
    having = {rule.act_type for rule in active}
    without = [label for key, label in act_types.items() if key not in having]
    return [*found, Warned("", 0, _without(without))] if without else found


def _without(labels: Sequence[str]) -> str:
    end = "…" if len(labels) > MOST_NAMES else "."
    return ngettext(
        "{n} modèle d'acte n'a aucune relance : {names}",
        "{n} modèles d'acte n'ont aucune relance : {names}",
        len(labels),
    ).format(n=len(labels), names=", ".join(labels[:MOST_NAMES]) + end)


def _surprises(steps: Sequence[Rule], min_gap_days: int) -> Iterator[tuple[Rule, str]]:
    """What surprises in the active steps of one act type, step by step."""
    for position, rule in enumerate(steps):
        if rule.valid_days < SHORT_DAYS:
            yield (
                rule,
                ngettext(
                    "valable {n} jour seulement, une fermeture la ferait perdre.",
                    "valable {n} jours seulement, une fermeture la ferait perdre.",
                    rule.valid_days,
                ).format(n=rule.valid_days),
            )
        if position:
            earlier = steps[position - 1]
            said = _crowded(steps[position - 1 :], min_gap_days)
            if said:
                yield rule, said
            hole = rule.offset_days - earlier.offset_days - earlier.valid_days
            if hole > 0:
                yield rule, _hole(earlier, hole)


def _crowded(steps: Sequence[Rule], min_gap_days: int) -> str:
    """What the first of *steps* does to the second one; "" when they are far enough."""
    earlier, rule, *later = steps
    late = min_gap_days - (rule.offset_days - earlier.offset_days)
    if late <= 0:
        return ""
    leaves = earlier.offset_days + min_gap_days
    ends = [rule.offset_days + rule.valid_days, *(one.offset_days for one in later)]
    if leaves >= min(ends):
        return _(
            "ne partira jamais après la {earlier}, car il faut {gap} jours entre deux "
            "envois et elle sera alors trop tard ou remplacée."
        ).format(earlier=nth_reminder(earlier.step), gap=min_gap_days)
    return ngettext(
        "partira {n} jour plus tard, car il faut {gap} jours entre deux envois.",
        "partira {n} jours plus tard, car il faut {gap} jours entre deux envois.",
        late,
    ).format(n=late, gap=min_gap_days)


def _hole(earlier: Rule, days: int) -> str:
    return ngettext(
        "rien ne part pendant le jour qui la précède, car la {earlier} n'est plus "
        "valable : prolongez la {earlier}, ou avancez celle-ci.",
        "rien ne part pendant les {n} jours qui la précèdent, car la {earlier} n'est "
        "plus valable : prolongez la {earlier}, ou avancez celle-ci.",
        days,
    ).format(n=days, earlier=nth_reminder(earlier.step))
