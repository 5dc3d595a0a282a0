"""« Règles »: when each reminder leaves, changed in a draft, tried, then published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import panel as pn
import param

from relance_ops.dashboard.components import answering, notify
from relance_ops.dashboard.leaving import searchable
from relance_ops.dashboard.page import Page
from relance_ops.dashboard.pages.rules_layout import RulesLayout
from relance_ops.dashboard.rule_draft import Draft, begun, fresh, renewed
from relance_ops.dashboard.rule_editor import RuleEditor
from relance_ops.dashboard.rule_effect import DAYS, EffectDialog
from relance_ops.dashboard.rule_history import RuleHistory
from relance_ops.i18n import _
from relance_ops.model import Form
from relance_ops.reports import ActType
from relance_ops.rights import Right
from relance_ops.rule_warnings import warnings
from relance_ops.rules import Rule
from relance_ops.settings import FormMode

ALL, WITH, WITHOUT = "all", "with", "without"


class RulesTab(Page):
    """Every act type with its steps, a draft, and what it would do."""

    act_types: tuple[ActType, ...] = param.Parameter(default=(), doc="By category.")
    search = param.String(doc="Part of an act type's or a category's name.")
    having = param.Selector(default=ALL, objects=[ALL, WITH, WITHOUT])
    changes: list[str] = param.List(default=[], doc="What is not published yet.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        rulebook = self.practice.rulebook
        self.draft: Draft = begun(rulebook)
        self.may_change = self.session.visitor.may(Right.RULES)
        self.editor = RuleEditor(templates=sorted(rulebook.templates), kept=self.keep)
        self.effect = EffectDialog(publish=self.publish)
        self.history = RuleHistory(
            self.practice, may_change=self.may_change, go_back=self.go_back
        )
        self.layout = RulesLayout(self)
        self.param.watch(answering(self.layout.filter), ["search", "having"])
        self.load()

    def load(self) -> None:
        """Read the rules again; what is being changed stays."""
        self.act_types = self.practice.rulebook.act_types()
        self.draft = renewed(self.draft, self.practice.rulebook)
        self._draw()

    @property
    def labels(self) -> dict[str, str]:
        """The name of each act type."""
        return {one.act_type: one.label for one in self.act_types}

    @property
    def usual(self) -> tuple[Form, ...]:
        """The forms of a step that limits none: the clinic's, or any of a record's."""
        choices = self.practice.settings()
        clinic_chooses = choices.form_mode is FormMode.CLINIC
        return choices.form_order if clinic_chooses else tuple(Form)

    def found(self) -> tuple[ActType, ...]:
        """Those that the search and the filter let through."""
        wanted = searchable(self.search.strip())
        return tuple(
            one
            for one in self.act_types
            if wanted in searchable(f"{one.label} {one.category} {one.act_type}")
            and self.having in (ALL, WITH if self.draft.of(one.act_type) else WITHOUT)
        )

    def edit(self, act_type: str) -> None:
        """« Modifier »."""
        self.session.visitor.require(Right.RULES)
        about = next(one for one in self.act_types if one.act_type == act_type)
        self.editor.edit(about, self.draft.of(act_type), usual=self.usual)

    def keep(self, act_type: str, rules: tuple[Rule, ...]) -> None:
        """« Garder »: into the draft."""
        self.session.visitor.require(Right.RULES)
        self.draft.put(act_type, rules)
        self._draw()

    def abandon(self) -> None:
        """« Tout abandonner », once confirmed: the rules in force again."""
        self.draft = fresh(self.practice.rulebook)
        self._draw()

    def try_out(self) -> None:
        """« Voir l'effet »: the next thirty days with the draft.

        Over the rules in force now, should somebody have published meanwhile.
        """
        self.load()
        today = self.practice.today()
        labels = self.labels
        changed = {k: v for k, v in labels.items() if self.draft.is_changed(k)}
        self.effect.show(
            self.practice.rulebook.effect(
                self.draft.rules, since=today, until=today + timedelta(days=DAYS - 1)
            ),
            changes=self.changes,
            warnings=warnings(
                [rule for rule in self.draft.rules if rule.act_type in changed],
                act_types=changed,
                min_gap_days=self.practice.settings().min_gap_days,
            ),
            labels=changed,
        )

    def publish(self, comment: str) -> None:
        """« Publier »: the draft is in force.

        Raises:
            RuleError: Somebody published meanwhile, or it makes no sense.
        """
        self._publish(self.draft.rules, comment, over=self.draft.over)

    def go_back(self, version: int) -> None:
        """« Revenir à cette version »: its rules are published again.

        What is being changed stays, over them.
        """
        begun_before = self.draft
        rules = self.practice.rulebook.rules_of(version)
        self._publish(rules, _("Retour à la version {n}").format(n=version), over=None)
        self.draft = renewed(begun_before, self.practice.rulebook)
        self._draw()

    def _publish(
        self, rules: tuple[Rule, ...], comment: str, *, over: int | None
    ) -> None:
        self.session.visitor.require(Right.RULES)
        version = self.practice.rulebook.publish(
            rules, comment=comment, by=self.session.by, over=over
        )
        self.draft = fresh(self.practice.rulebook)
        self._draw()
        notify(_("La version {n} des règles est en vigueur.").format(n=version))

    def _draw(self) -> None:
        self.changes = self.draft.changes(self.labels)
        self.history.load(self.labels)
        self.layout.draw()

    def __panel__(self) -> pn.viewable.Viewable:
        return self.layout
