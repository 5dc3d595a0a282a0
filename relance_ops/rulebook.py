"""The clinic's rules as the screens use them: in force, published before, and tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from relance_ops import choices, coming, rule_changes, rule_versions, rule_warnings
from relance_ops.database import Database
from relance_ops.errors import NotFoundError
from relance_ops.i18n import _
from relance_ops.reports import ActType, RuleEffect, RuleVersion
from relance_ops.rule_warnings import Warned
from relance_ops.rules import Rule

# How far ahead the effect of a draft is looked at.
EFFECT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Every version of the rules of one clinic.

    Attributes:
        clock: Tells when a version is published.
        templates: Names that a rule may give.
    """

    database: Database
    clock: Callable[[], datetime]
    templates: frozenset[str] = frozenset()

    def versions(self) -> tuple[RuleVersion, ...]:
        """All of them, the one in force first."""
        with self.database.cursor() as cursor:
            return rule_versions.versions(cursor)

    def current(self) -> RuleVersion | None:
        """The one in force; None before the first."""
        return next(iter(self.versions()), None)

    def version(self, number: int) -> RuleVersion:
        """Version *number*.

        Raises:
            NotFoundError: It was never published; says which were.
        """
        known = {one.version: one for one in self.versions()}
        if number not in known:
            raise NotFoundError(
                _("Les règles n'ont pas de version {n}. Versions : {known}.").format(
                    n=number, known=", ".join(str(one) for one in sorted(known)) or "–"
                )
            )
        return known[number]

    def rules_of(self, version: int | None = None) -> tuple[Rule, ...]:
        """The rules of *version*, of the one in force by default."""
        with self.database.cursor() as cursor:
            return rule_versions.rules_of(cursor, version)

    def act_types(self) -> tuple[ActType, ...]:
        """What a rule may be about, by category and name."""
        with self.database.cursor() as cursor:
            return rule_versions.act_types(cursor)

    def labels(self) -> dict[str, str]:
        """The name of each act type."""
        return {one.act_type: one.label for one in self.act_types()}

    def changes(self, rules: Sequence[Rule]) -> list[str]:
        """What *rules* change against those in force, one sentence a step."""
        return rule_changes.diff(self.rules_of(), rules, act_types=self.labels())

    def warnings(self, rules: Sequence[Rule]) -> list[Warned]:
        """What *rules* allow and probably do not mean."""
        with self.database.cursor() as cursor:
            gap = choices.stored(cursor).min_gap_days
        return rule_warnings.located(rules, act_types=self.labels(), min_gap_days=gap)

    def effect(self, rules: Sequence[Rule], *, since: date, until: date) -> RuleEffect:
        """What *rules* would change, against those in force; see `coming.effect`."""
        with self.database.cursor() as cursor:
            return coming.effect(
                cursor, choices.stored(cursor), rule_versions.rules_of(cursor), rules,
                since=since, until=until,
            )  # fmt: skip

    def publish(
        self, rules: Sequence[Rule], *, comment: str, by: str, over: int | None = None
    ) -> int:
        """Put *rules* in force, all of them; see `rule_versions.publish`."""
        return rule_versions.publish(
            self.database, rules, comment=comment, templates=self.templates, over=over,
            now=self.clock(), by=by,
        )  # fmt: skip
