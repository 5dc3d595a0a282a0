"""Rules being changed in one browser, kept until published or abandoned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import panel as pn
from bokeh.document import Document

from relance_ops.rule_changes import diff
from relance_ops.rulebook import Rulebook
from relance_ops.rules import Rule

# Pages are made anew at each visit: what was begun is found again on the way back.
_KEPT: WeakKeyDictionary[Document, Draft] = WeakKeyDictionary()


@dataclass(slots=True)
class Draft:
    """The rules as they would be published.

    Attributes:
        over: The version they were begun on; None before the first.
        before: Its rules.
        rules: The same with the changes.
    """

    over: int | None
    before: tuple[Rule, ...]
    rules: tuple[Rule, ...]

    def of(self, act_type: str) -> tuple[Rule, ...]:
        """The steps of *act_type*, in order."""
        return _of(self.rules, act_type)

    def put(self, act_type: str, steps: Sequence[Rule]) -> None:
        """Replace the steps of *act_type*."""
        others = [rule for rule in self.rules if rule.act_type != act_type]
        self.rules = tuple(sorted([*others, *steps], key=_place))

    def is_changed(self, act_type: str) -> bool:
        """True when *act_type* is not as it was published."""
        return self.of(act_type) != _of(self.before, act_type)

    def changes(self, labels: Mapping[str, str]) -> list[str]:
        """What would change, one sentence a step."""
        return diff(self.before, self.rules, act_types=labels)


def begun(rulebook: Rulebook) -> Draft:
    """The draft of this browser, or the rules in force if it has none."""
    document = pn.state.curdoc
    kept = _KEPT.get(document) if document is not None else None
    return kept or fresh(rulebook)


def fresh(rulebook: Rulebook) -> Draft:
    """The rules in force, nothing changed, in place of what this browser had begun."""
    current, rules = rulebook.current(), rulebook.rules_of()
    return _kept(Draft(current.version if current else None, rules, rules))


def renewed(draft: Draft, rulebook: Rulebook) -> Draft:
    """*draft* over the rules in force: what was begun stays, somebody published since."""
    current = rulebook.current()
    if draft.over == (current.version if current else None):
        return draft
    again = fresh(rulebook)
    for act_type in {rule.act_type for rule in (*draft.before, *draft.rules)}:
        if draft.is_changed(act_type):
            again.put(act_type, draft.of(act_type))
    return again


def _kept(draft: Draft) -> Draft:
    if pn.state.curdoc is not None:
        _KEPT[pn.state.curdoc] = draft
    return draft


def _of(rules: Sequence[Rule], act_type: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule.act_type == act_type)


def _place(rule: Rule) -> tuple[str, int]:
    return (rule.act_type, rule.step)
