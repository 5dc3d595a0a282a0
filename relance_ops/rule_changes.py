"""Rules compared and looked at: what changed, what makes no sense.

Pure policy; the sentences are for a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from relance_ops.i18n import _, day, ngettext
from relance_ops.model import Form
from relance_ops.rules import Rule
from relance_ops.wording import nth_reminder

LAST_STEP = 9
# What a step may narrow the ways out to; "" for those of the clinic or the client.
CHANNELS = ("", "email", "sms", "paper", "email|sms", "email|paper", "sms|paper")
PAPER_FORMS = ("letter", "card")
FURTHEST_DAYS = 3_650  # ten years, before or after


class Fault(NamedTuple):
    """What makes no sense in one step, in words that say what to do."""

    act_type: str
    step: int
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Named:
    """How the sentences call an act type."""

    act_types: Mapping[str, str]

    def __call__(self, rule: Rule) -> str:
        """A step by its act type and its number."""
        label = self.act_types.get(rule.act_type, rule.act_type)
        return _("{label}, {nth} relance").format(
            label=label, nth=nth_reminder(rule.step)
        )


def faults(
    rules: Iterable[Rule],
    *,
    act_types: Mapping[str, str],
    templates: Collection[str] = (),
) -> list[Fault]:
    """Everything that makes no sense, step by step.

    Args:
        rules: The whole set, or those of one act type.
        act_types: The label of each known one.
        templates: Names that a rule may give.
    """
    ordered = sorted(rules, key=_place)
    found = [
        Fault(rule.act_type, rule.step, field, sentence)
        for rule in ordered
        for field, sentence in _own_faults(rule, act_types, templates)
    ]
    found += [
        Fault(later.act_type, later.step, "step", _twice(later))
        for earlier, later in neighbours(ordered)
        if later.step == earlier.step
    ]
    return found + [
        Fault(later.act_type, later.step, "offset_days", _too_early(earlier, later))
        for earlier, later in neighbours(ordered)
        if later.offset_days <= earlier.offset_days and later.step != earlier.step
    ]


def diff(
    before: Iterable[Rule], after: Iterable[Rule], *, act_types: Mapping[str, str]
) -> list[str]:
    """What changed, one sentence per step, in the order of the act types."""
    old = {_place(rule): rule for rule in before}
    new = {_place(rule): rule for rule in after}
    named = Named(act_types)
    return [
        said
        for place in sorted(old.keys() | new.keys())
        if (said := _change(old.get(place), new.get(place), named))
    ]


def when(offset_days: int) -> str:
    """A day as one says it: « 15 jours avant l'échéance »."""
    if offset_days == 0:
        return _("le jour de l'échéance")
    words = (
        ngettext("{n} jour avant l'échéance", "{n} jours avant l'échéance", n)
        if (n := abs(offset_days)) and offset_days < 0
        else ngettext("{n} jour après l'échéance", "{n} jours après l'échéance", n)
    )
    return words.format(n=n)


def forms_words(channels: str) -> str:
    """The ways out of a step, as one says them."""
    words = {
        Form.EMAIL: _("email"),
        Form.SMS: _("SMS"),
        Form.PAPER: _("papier"),
    }
    if not channels:
        return _("formes habituelles")
    return ", ".join(words[Form(one)] for one in channels.split("|"))


def template_words(name: str) -> str:
    """A template as one calls it."""
    return {
        "": _("modèle habituel"),
        "default": _("relance simple"),
        "information": _("information"),
        "last": _("dernier rappel"),
    }.get(name, name)


def _own_faults(
    rule: Rule, act_types: Mapping[str, str], templates: Collection[str]
) -> list[tuple[str, str]]:
    name = Named(act_types)(rule)
    checks = _checks(rule, act_types, templates)
    return [
        (field, said.format(name=name)) for field, right, said in checks if not right
    ]


def _checks(
    rule: Rule, act_types: Mapping[str, str], templates: Collection[str]
) -> tuple[tuple[str, bool, str], ...]:
    """(field, whether it is right, what to say when it is not) each."""
    return (
        (
            "act_type",
            rule.act_type in act_types,
            _("{name} : ce modèle d'acte n'existe pas."),
        ),
        (
            "step",
            1 <= rule.step <= LAST_STEP,
            _("{name} : il y a neuf relances au plus."),
        ),
        (
            "offset_days",
            abs(rule.offset_days) <= FURTHEST_DAYS,
            _("{name} : choisissez un jour à moins de dix ans de l'échéance."),
        ),
        (
            "valid_days",
            1 <= rule.valid_days <= FURTHEST_DAYS,
            _("{name} : elle doit rester valable au moins 1 jour, et dix ans au plus."),
        ),
        (
            "channels",
            _are_forms(rule.channels),
            _("{name} : les formes possibles sont email, sms et paper."),
        ),
        (
            "paper_form",
            rule.paper_form in PAPER_FORMS,
            _("{name} : le papier part en lettre (letter) ou en carte (card)."),
        ),
        (
            "template",
            not rule.template or rule.template in templates,
            _("{name} : ce modèle de courrier n'existe pas. Choisissez-en un autre."),
        ),
    )


def _are_forms(channels: str) -> bool:
    """True for "" and for distinct forms with bars between them."""
    words = channels.split("|") if channels else []
    return set(words) <= set(Form) and len(set(words)) == len(words)


def _twice(rule: Rule) -> str:
    return _("La {nth} relance est donnée deux fois. Retirez-en une.").format(
        nth=nth_reminder(rule.step)
    )


def _too_early(earlier: Rule, later: Rule) -> str:
    return _(
        "La {later} relance part {later_day} : elle doit partir après la {earlier} "
        "({earlier_day}). Choisissez un jour plus tard."
    ).format(
        later=nth_reminder(later.step),
        later_day=when(later.offset_days),
        earlier=nth_reminder(earlier.step),
        earlier_day=when(earlier.offset_days),
    )


def _change(old: Rule | None, new: Rule | None, named: Named) -> str:
    """One step's change; "" where there is none."""
    if new is None:
        return _("{name} : retirée").format(name=named(old)) if old else ""
    if old is None:
        return _("{name} : ajoutée, {when}").format(
            name=named(new), when=when(new.offset_days)
        )
    parts = list(_parts(old, new))
    if not parts:
        return ""
    return _("{name} : {parts}").format(name=named(new), parts=" ; ".join(parts))


def _parts(old: Rule, new: Rule) -> Iterable[str]:
    if old.active != new.active:
        yield _("de nouveau active") if new.active else _("en pause")
    for was, is_now in (
        (when(old.offset_days), when(new.offset_days)),
        (_valid(old), _valid(new)),
        (forms_words(old.channels), forms_words(new.channels)),
        (_paper(old), _paper(new)),
        (template_words(old.template), template_words(new.template)),
        (_from(old), _from(new)),
    ):
        if was != is_now:
            yield _("{after} au lieu de {before}").format(after=is_now, before=was)


def _valid(rule: Rule) -> str:
    return ngettext("valable {n} jour", "valable {n} jours", rule.valid_days).format(
        n=rule.valid_days
    )


def _paper(rule: Rule) -> str:
    return _("carte") if rule.paper_form == "card" else _("lettre")


def _from(rule: Rule) -> str:
    if rule.active_from is None:
        return _("sans date de début")
    return _("à partir du {day}").format(day=day(rule.active_from))


def neighbours(ordered: Iterable[Rule]) -> Iterable[tuple[Rule, Rule]]:
    """Each step with the one before it, within one act type."""
    for _key, steps in groupby(ordered, key=lambda rule: rule.act_type):
        yield from pairwise(steps)


def _place(rule: Rule) -> tuple[str, int]:
    return (rule.act_type, rule.step)
