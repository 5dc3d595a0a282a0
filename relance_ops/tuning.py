"""Rules that are tried: moved, compared and said; for the notebook and the command.

Nothing here decides or writes to the clinic.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from difflib import unified_diff
from typing import TYPE_CHECKING

from relance_ops import rule_file
from relance_ops.expected_returns import Estimate, ExpectedReturns
from relance_ops.i18n import N_, _, number
from relance_ops.model import Kind
from relance_ops.reports import ActType
from relance_ops.rules import Rule, check_offsets
from relance_ops.simulated import Change, Comparison
from relance_ops.wording import money

if TYPE_CHECKING:
    import pandas as pd

CHANNELS = {
    Kind.EMAIL: N_("Emails"),
    Kind.SMS: N_("SMS"),
    Kind.LETTER: N_("Lettres"),
    Kind.CARD: N_("Cartes"),
}

CHANGES = {
    Change.MORE: N_("Plus de relances"),
    Change.FEWER: N_("Moins de relances"),
    Change.SOONER: N_("Plus tôt"),
    Change.LATER: N_("Plus tard"),
    Change.SAME: N_("Sans changement"),
}


def at(rules: Sequence[Rule], *, step: int, offset_days: int) -> tuple[str, ...]:
    """The act types whose *step* leaves on that day around the due date."""
    return tuple(
        rule.act_type
        for rule in rules
        if (rule.step, rule.offset_days) == (step, offset_days) and rule.active
    )


def moved(
    rules: Sequence[Rule],
    act_types: Collection[str],
    *,
    step: int,
    offset_days: int,
) -> tuple[Rule, ...]:
    """*rules* with one step of some act types on another day.

    Raises:
        RuleError: It would leave before an earlier step, or after a later one.
    """
    tried = tuple(
        replace(rule, offset_days=offset_days)
        if rule.step == step and rule.act_type in act_types
        else rule
        for rule in rules
    )
    check_offsets(tried)
    return tried


def rules_table(rules: Sequence[Rule], labels: Mapping[str, str]) -> pd.DataFrame:
    """When each step leaves around the due date, an act type a line."""
    by_type: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=lambda one: one.step):
        by_type.setdefault(rule.act_type, []).append(rule)
    return _table(
        [_("Acte"), _("Relances (jours autour de l'échéance)")],
        [
            (labels.get(act_type, act_type), ", ".join(_day(rule) for rule in steps))
            for act_type, steps in by_type.items()
        ],
    )


def _day(rule: Rule) -> str:
    said = f"{rule.offset_days:+d}"
    return said if rule.active else _("{days} (en pause)").format(days=said)


def as_file(
    rules: Sequence[Rule], act_types: Sequence[ActType], *, comment: str = ""
) -> str:
    """*rules* as the text of rules.toml."""
    return rule_file.written(rules, act_types, comment=comment)


def difference(before: str, after: str) -> str:
    """What two texts of rules.toml do not share: lines with - are gone, + are new."""
    lines = unified_diff(
        before.splitlines(), after.splitlines(),
        _("En vigueur"), _("Essai"), lineterm="", n=1,
    )  # fmt: skip
    return "\n".join(lines)


def totals_table(found: Comparison) -> pd.DataFrame:
    """Both sets of rules side by side: what leaves and what it costs, in words."""
    before, after = found.before.totals(), found.after.totals()
    numbers = [
        (_("Relances"), before.reminders, after.reminders),
        (_("Clients"), before.clients, after.clients),
        *(
            (_(CHANNELS[kind]), before.deliveries[kind], after.deliveries[kind])
            for kind in Kind
        ),
        (_("Parties de SMS"), before.sms_parts, after.sms_parts),
    ]
    rows = [
        (title, number(then), number(now), signed(now - then))
        for title, then, now in numbers
    ]
    then, now = before.cost_cents, after.cost_cents
    rows.append((_("Coût"), money(then), money(now), signed_money(now - then)))
    return _table(["", _("En vigueur"), _("Essai"), _("Écart")], rows)


def changes_table(found: Comparison) -> pd.DataFrame:
    """How many obligations and clients feel it, and how."""
    counts, clients = found.counts(), found.clients()
    return _table(
        [_("Ce qui change"), _("Rappels"), _("Clients")],
        [
            (_(CHANGES[change]), number(counts[change]), number(clients[change]))
            for change in Change
        ],
    )


def expected_table(expected: ExpectedReturns) -> pd.DataFrame:
    """What the change may bring, with its intervals, in words."""
    revenue = expected.revenue_cents
    unknown = (_("inconnu"), "", "")
    return _table(
        ["", _("Écart attendu"), _("au moins"), _("au plus")],
        [
            (
                _("Retours"),
                signed(expected.returns.point),
                signed(expected.returns.low),
                signed(expected.returns.high),
            ),
            (
                _("Chiffre d'affaires"),
                *(unknown if revenue is None else _euros(revenue)),
            ),
            (_("Coût"), *[signed_money(expected.cost_cents)] * 3),
        ],
    )


def assumptions_table(found: Comparison, expected: ExpectedReturns) -> pd.DataFrame:
    """What all these numbers take for granted, one sentence a line."""
    said = [*found.after.assumptions(), *expected.assumptions()]
    return _table(
        ["", _("Ce qui est tenu pour vrai")],
        [(str(place), sentence) for place, sentence in enumerate(said, 1)],
    )


def kinds_table(expected: ExpectedReturns) -> pd.DataFrame:
    """Which reminders change, and how often each kind was seen to bring somebody."""
    return _table(
        [
            _("Étape"), _("Acte"), _("Ajoutées"), _("Retirées"), _("Déplacées"),
            _("Relances vues"), _("Taux (de … à …)"), _("Retours"),
        ],
        [
            (
                number(row["step"]), row["label"], number(row["added"]),
                number(row["removed"]), number(row["moved"]), number(row["seen"]),
                f"{row['rate']:.0%} ({row['low']:.0%} – {row['high']:.0%})",
                signed(row["returns"]),
            )
            for row in expected.kinds.to_dict("records")
        ],
    )  # fmt: skip


def signed(value: float) -> str:
    """A change, whole, with its sign; a change of nothing has none."""
    whole = round(value)
    return f"+{number(whole)}" if whole > 0 else number(whole)


def signed_money(cents: float) -> str:
    """A change in euros, to the cent, with its sign."""
    return f"+{money(round(cents))}" if round(cents) > 0 else money(round(cents))


def _euros(estimate: Estimate) -> tuple[str, str, str]:
    return (
        signed_money(estimate.point),
        signed_money(estimate.low),
        signed_money(estimate.high),
    )


def _table(titles: Sequence[str], rows: Sequence[tuple[str, ...]]) -> pd.DataFrame:
    """A frame that a notebook shows as it is: its first column names the lines."""
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    return pd.DataFrame(rows, columns=list(titles)).set_index(titles[0])
