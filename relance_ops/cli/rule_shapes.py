"""Rules as JSON and as lines: a version, a check, a comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from relance_ops import wording
from relance_ops.i18n import _, day, number
from relance_ops.practice import Practice
from relance_ops.reports import RuleEffect, RuleVersion
from relance_ops.rule_file import Problem
from relance_ops.rulebook import EFFECT_DAYS
from relance_ops.rules import Rule

Table = Callable[[Sequence[str], Iterable[Sequence[object]]], None]


@dataclass(frozen=True, slots=True)
class Compared:
    """Rules against those in force.

    Attributes:
        over: The version in force; None before the first.
        changes: One sentence a step.
        labels: The name of each act type.
    """

    over: int | None
    changes: Sequence[str]
    effect: RuleEffect
    labels: dict[str, str]

    def as_json(self, warnings: Sequence[str]) -> dict[str, Any]:
        """`rules diff --json`."""
        effect = self.effect
        return {
            "over": self.over,
            "changes": list(self.changes),
            "warnings": list(warnings),
            "effect": {
                "from": effect.since.isoformat(),
                "to": effect.until.isoformat(),
                "deliveries": {
                    kind.value: _pair(counts)
                    for kind, counts in effect.channels.items()
                },
                "reminders": {
                    key: _pair(counts) for key, counts in effect.act_types.items()
                },
                "cost_cents": _pair(effect.cost_cents),
            },
        }

    def show(self, say: Callable[[str], None], table: Table) -> None:
        """The same for a person: the changes, then the figures as « Voir l'effet »."""
        if not self.changes:
            say(_("Ces règles sont déjà en vigueur : rien ne changerait."))
            return
        for sentence in self.changes:
            say(sentence)
        effect = self.effect
        say("")
        say(
            _("Du {since} au {until}, si personne ne revenait entre-temps.").format(
                since=day(effect.since), until=day(effect.until)
            )
        )
        table([_("Envois"), _("Avant"), _("Après"), _("Différence")], self._lines())

    def _lines(self) -> list[tuple[str, ...]]:
        effect = self.effect
        changed = {
            self.labels.get(key, key): counts
            for key, counts in effect.act_types.items()
            if counts[0] != counts[1]
        }
        return [
            *(
                _line(kind.value, counts)
                for kind, counts in effect.channels.items()
                if any(counts)
            ),
            _line(_("Coût"), effect.cost_cents, wording.money),
            *(_line(label, counts) for label, counts in changed.items()),
        ]


def compared(practice: Practice, rules: Sequence[Rule]) -> Compared:
    """*rules* against those in force, over the days to come."""
    book, today = practice.rulebook, practice.today()
    current = book.current()
    return Compared(
        over=current.version if current else None,
        changes=book.changes(rules),
        effect=book.effect(
            rules, since=today, until=today + timedelta(days=EFFECT_DAYS - 1)
        ),
        labels=book.labels(),
    )


def version(found: RuleVersion) -> dict[str, Any]:
    """One line of `rules --json`."""
    return {
        "version": found.version,
        "published_at": found.published_at.isoformat(),
        "published_by": found.published_by,
        "comment": found.comment,
    }


def rule_set(about: RuleVersion | None, rules: Iterable[Rule]) -> dict[str, Any]:
    """`rules show --json`."""
    head = version(about) if about else {"version": None}
    return {**head, "rules": [_rule(one) for one in rules]}


def checked(
    wrong: Iterable[Problem], surprising: Iterable[Problem], rules: Sequence[Rule]
) -> dict[str, Any]:
    """`rules check --json`."""
    problems = [_problem(one) for one in wrong]
    return {
        "well": not problems,
        "problems": problems,
        "warnings": [_problem(one) for one in surprising],
        "rules": len(rules),
    }


def _problem(found: Problem) -> dict[str, Any]:
    return {
        "line": found.line,
        "found": found.found,
        "act_type": found.act_type,
        "step": found.step,
        "field": found.field,
        "sentence": found.sentence,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    start = rule.active_from
    return {
        "act_type": rule.act_type,
        "step": rule.step,
        "offset_days": rule.offset_days,
        "valid_days": rule.valid_days,
        "channels": rule.channels.split("|") if rule.channels else [],
        "paper_form": rule.paper_form,
        "template": rule.template,
        "active": rule.active,
        "active_from": start.isoformat() if start else None,
    }


def _pair(counts: tuple[int, int]) -> dict[str, int]:
    return {"before": counts[0], "after": counts[1]}


def _line(
    label: str, counts: tuple[int, int], said: Callable[[int], str] = number
) -> tuple[str, ...]:
    before, after = counts
    change = after - before
    sign = "+" if change > 0 else "−"
    shown = f"{sign}{said(abs(change))}" if change else "="
    return (label, said(before), said(after), shown)
