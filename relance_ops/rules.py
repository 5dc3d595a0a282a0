"""Rules: when each step leaves. Pure policy; refuses a set that makes no sense."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from relance_ops.errors import RuleError
from relance_ops.i18n import _


@dataclass(frozen=True, slots=True)
class Rule:
    """When and how one step of one act type leaves.

    Attributes:
        step: 1 to 9.
        offset_days: From the due date; negative is before it.
        valid_days: Days during which it may still leave, at least 1.
        channels: "email|sms|paper" or a part of it; "" is the client's or clinic's.
        paper_form: "letter" or "card".
        template: "" is the default one.
        active_from: A step planned before this day never leaves; None for no limit.
    """

    act_type: str
    step: int
    offset_days: int
    valid_days: int = 60
    channels: str = ""
    paper_form: str = "letter"
    template: str = ""
    active: bool = True
    active_from: date | None = None


def check_offsets(rules: Iterable[Rule]) -> None:
    """Refuse rules whose offsets do not strictly increase with the step.

    Inactive steps count: ticking one again must not break the set.

    Raises:
        RuleError: Names every act type, step and offset at fault.
    """
    ordered = sorted(rules, key=lambda rule: (rule.act_type, rule.step))
    faults = [
        _(
            "« {act_type} » : la relance {later} (jour {later_days:+d}) doit partir "
            "après la relance {earlier} (jour {earlier_days:+d})"
        ).format(
            act_type=act_type,
            later=later.step,
            later_days=later.offset_days,
            earlier=earlier.step,
            earlier_days=earlier.offset_days,
        )
        for act_type, steps in groupby(ordered, key=lambda rule: rule.act_type)
        for earlier, later in pairwise(steps)
        if later.offset_days <= earlier.offset_days
    ]
    if faults:
        raise RuleError(
            _(
                "Les règles sont refusées. {faults}. "
                "Corrigez les décalages (offset_days)."
            ).format(faults=" ; ".join(faults))
        )
