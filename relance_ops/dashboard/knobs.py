"""The buttons of notebook 02: which step of which act types leaves on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import panel as pn
import param

from relance_ops import tuning
from relance_ops.dashboard.components import plain
from relance_ops.errors import RuleError
from relance_ops.i18n import _
from relance_ops.readable import step_words

if TYPE_CHECKING:
    from relance_ops.rulebook import Rulebook
    from relance_ops.rules import Rule

FARTHEST = 180


class Knobs(pn.viewable.Viewer):
    """What is tried: one step of some act types, on another day.

    Args:
        rulebook: The rules in force.
        step: Which step at first.
        at: Its act types at first: those whose step leaves this many days after the
            due date.
        offset_days: The day that is tried at first.

    Attributes:
        before: The rules in force.
    """

    step = param.Selector(default=1, objects=[1])
    act_types = param.ListSelector(default=[], objects=[])
    offset_days = param.Integer(default=0, bounds=(-FARTHEST, FARTHEST))

    def __init__(
        self, rulebook: Rulebook, *, step: int, at: int, offset_days: int
    ) -> None:
        self.before = rulebook.rules_of()
        self._labels = rulebook.labels()
        super().__init__()
        steps = sorted({rule.step for rule in self.before} | {step})
        self.param.step.objects = {step_words(one): one for one in steps}
        self.param.act_types.objects = self._choices(step)
        self.step, self.offset_days = step, offset_days
        self.act_types = list(tuning.at(self.before, step=step, offset_days=at))
        self._view = pn.Column(
            pn.widgets.RadioButtonGroup.from_param(self.param.step, name=_("Relance")),
            pn.widgets.MultiChoice.from_param(
                self.param.act_types, name=_("Modèles d'acte")
            ),
            pn.widgets.IntSlider.from_param(
                self.param.offset_days,
                name=_("Jour de départ (0 : l'échéance, -15 : avant, 15 : après)"),
            ),
            pn.pane.HTML(self.sentence),
        )

    def rules(self) -> tuple[Rule, ...]:
        """Every rule of the clinic, with what is tried.

        Raises:
            RuleError: It would leave before an earlier step, or after a later one.
        """
        return tuning.moved(
            self.before, self.act_types, step=self.step, offset_days=self.offset_days
        )

    @param.depends("step", watch=True)
    def _other_step(self) -> None:
        """Only act types that have this step can be chosen."""
        choices = self._choices(self.step)
        kept = [one for one in self.act_types if one in choices.values()]
        self.param.act_types.objects = choices
        self.act_types = kept

    def _choices(self, step: int) -> dict[str, str]:
        return {
            self._name(rule.act_type): rule.act_type
            for rule in self.before
            if rule.step == step and rule.active
        }

    def _name(self, act_type: str) -> str:
        """Its label, and its code too where two have the same."""
        label = self._labels.get(act_type, act_type)
        alone = list(self._labels.values()).count(label) < 2
        return label if alone else f"{label} ({act_type})"

    @param.depends("step", "act_types", "offset_days")
    def sentence(self) -> str:
        """What is tried at the moment, or why it cannot be."""
        if not self.act_types:
            return plain(_("Aucun modèle d'acte : rien ne change."))
        try:
            self.rules()
        except RuleError as error:
            return plain(str(error))
        return plain(
            _("{step} à {days} jours : {names}.").format(
                step=step_words(self.step),
                days=tuning.signed(self.offset_days),
                names=", ".join(self._name(one) for one in self.act_types),
            )
        )

    def __panel__(self) -> pn.viewable.Viewable:
        """What is drawn."""
        return self._view


def knobs(rulebook: Rulebook, *, step: int, at: int, offset_days: int) -> Knobs:
    """The same in a notebook, which is made ready for it: nothing is fetched from afar."""
    pn.extension(inline=True)
    return Knobs(rulebook, step=step, at=at, offset_days=offset_days)
