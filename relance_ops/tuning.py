"""Rules that are tried: moved, compared and said; for the notebook and the command.

Nothing here decides, or writes to the clinic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta, tzinfo
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from relance_ops import rule_file
from relance_ops.estimates import Estimate
from relance_ops.expected_returns import ExpectedReturns
from relance_ops.i18n import N_, _, moment, number
from relance_ops.model import Kind, ReminderState
from relance_ops.periods import Period
from relance_ops.readable import percent, step_words
from relance_ops.reminders import Due
from relance_ops.reports import ActType, RuleVersion
from relance_ops.rules import Rule, check_offsets
from relance_ops.sentences import Sentences
from relance_ops.simulated import Change, Comparison
from relance_ops.wording import money

if TYPE_CHECKING:
    import pandas as pd

MONTH = timedelta(days=30)

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


def past_year(first_day: date | None, rules: Sequence[Rule], *, on: date) -> Period:
    """The twelve months before *on*, or what is known of them.

    The first days of a clinic catch up with what was missed before: they are left aside
    while *rules* would let it leave, if that leaves a month.

    Args:
        first_day: The first that something left on; None: nothing ever did.
        rules: Those that are tried.
        on: The clinic's today.
    """
    last = on - timedelta(days=1)
    longest = max((rule.valid_days for rule in rules if rule.active), default=0)
    known = (first_day or on) + timedelta(days=longest)
    since = on - timedelta(days=365)
    return Period(max(since, known) if known + MONTH <= last else since, last)


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
    said = signed(rule.offset_days)
    return said if rule.active else _("{days} (en pause)").format(days=said)


def as_file(
    rules: Sequence[Rule], act_types: Sequence[ActType], *, comment: str = ""
) -> str:
    """*rules* as the text of rules.toml."""
    return rule_file.written(rules, act_types, comment=comment)


def written(text: str, path: Path) -> Path:
    """Where *text* was written, over what was there; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


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
    rows = [
        (_("Retours, le jour ne comptant pas"), *_numbers(expected.returns, signed)),
        (
            _("Chiffre d'affaires de ces retours"),
            *_numbers(expected.revenue_cents, signed_money),
        ),
        (_("Coût"), *[signed_money(expected.cost_cents)] * 3),
    ]
    if expected.shift.reminders:
        by_day = _numbers(expected.shift.estimate, signed)
        rows.insert(1, (_("Retours que le jour lui-même change"), *by_day))
    return _table(["", _("Écart attendu"), _("au moins"), _("au plus")], rows)


def _numbers(
    estimate: Estimate | None, said: Callable[[float], str]
) -> tuple[str, str, str]:
    """Point and interval in words."""
    if estimate is None:
        return (_("inconnu"), "", "")
    return said(estimate.point), said(estimate.low), said(estimate.high)


def versions_table(versions: Sequence[RuleVersion], zone: tzinfo) -> pd.DataFrame:
    """Every version of the rules, the one in force first."""
    return _table(
        [_("Version"), _("Publiée le"), _("Par"), _("Pourquoi")],
        [
            (
                number(one.version),
                moment(one.published_at, zone),
                one.published_by,
                one.comment,
            )
            for one in versions
        ],
    )


def list_table(due: Due, labels: Mapping[str, str]) -> pd.DataFrame:
    """How many reminders are to be sent on a day, by step and act type."""
    ready = Counter(
        (reminder.step, labels.get(reminder.act_type, reminder.act_type))
        for reminder in due.reminders
        if reminder.state is ReminderState.READY
    )
    return _table(
        [_("Relance"), _("Acte"), _("À envoyer")],
        [
            (step_words(step), label, number(count))
            for (step, label), count in sorted(ready.items())
        ],
    )


def assumptions(found: Comparison, expected: ExpectedReturns) -> Sentences:
    """What all these numbers take for granted."""
    return Sentences(
        _("Ce qui est tenu pour vrai"),
        (*found.after.assumptions(), *expected.assumptions()),
    )


def changes(sentences: Sequence[str]) -> Sentences:
    """What *sentences* of `Rulebook.changes` say, or that nothing changes."""
    return Sentences(
        _("Ce qui change"), tuple(sentences) or (_("Rien : ce sont les mêmes règles."),)
    )


def kinds_table(expected: ExpectedReturns) -> pd.DataFrame:
    """Which reminders change, and how often each kind was seen to bring somebody."""
    return _table(
        [
            _("Relance"), _("Acte"), _("Ajoutées"), _("Retirées"), _("Déplacées"),
            _("Relances vues"), _("Taux (de … à …)"), _("Retours"),
        ],
        [
            (
                step_words(row["step"]), row["label"], number(row["added"]),
                number(row["removed"]), number(row["moved"]), number(row["seen"]),
                f"{percent(row['rate'])} ({percent(row['low'])} – {percent(row['high'])})",
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


def _table(titles: Sequence[str], rows: Sequence[tuple[str, ...]]) -> pd.DataFrame:
    """A frame that a notebook shows as it is: its first column names the lines."""
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    return (
        pd.DataFrame(rows, columns=list(titles))
        .set_index(titles[0])
        .rename_axis(index=None, columns=titles[0])
    )
