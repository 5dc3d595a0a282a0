"""What is allowed in a set of rules and probably not meant. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from relance_ops.i18n import _, ngettext
from relance_ops.rule_changes import Named
from relance_ops.rules import Rule
from relance_ops.wording import nth_reminder

# A clinic that closes from Friday to Monday would lose what is valid for less.
SHORT_DAYS = 4


def warnings(
    rules: Iterable[Rule], *, act_types: Mapping[str, str], min_gap_days: int
) -> list[str]:
    """What is allowed and probably not meant."""
    named, active = Named(act_types), [rule for rule in rules if rule.active]
    ordered = sorted(active, key=lambda rule: (rule.act_type, rule.step))
    found = [
        f"{named(rule)} : {said}"
        for _key, steps in groupby(ordered, key=lambda rule: rule.act_type)
        for rule, said in _surprises(list(steps), min_gap_days)
    ]
    without = [label for key, label in act_types.items() if not _any(active, key)]
    if without:
        found.append(
            ngettext(
                "{n} modèle d'acte n'a aucune relance.",
                "{n} modèles d'acte n'ont aucune relance.",
                len(without),
            ).format(n=len(without))
        )
    return found


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
            said = _crowded(steps[position - 1 :], min_gap_days)
            if said:
                yield rule, said


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


def _any(rules: Iterable[Rule], act_type: str) -> bool:
    return any(rule.act_type == act_type for rule in rules)
