"""What would leave over the days to come if nobody came back: reading only.

The rule is one query, `sql/coming.sql`, consistent with `sql/due.sql`; the rules are a
parameter, so that a draft can be tried before it is published. What a person unticks is
left out, and each reminder is given on its own day, though it may join a delivery that
leaves earlier (`group_ahead_days`): deliveries are counted with that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import duckdb

from relance_ops import choices, plan, reminders, rule_versions
from relance_ops.claiming import cost_cents
from relance_ops.database import sql
from relance_ops.model import Client, Form, Kind
from relance_ops.reports import Coming, RuleEffect
from relance_ops.rules import Rule
from relance_ops.settings import Grouping, Settings

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of `sql/coming.sql`: a reminder, when it may leave, and by what."""

    reminder: Coming
    last_day: date
    appointments: tuple[date, ...]
    allowed: frozenset[Form]
    paper_form: Kind

    def leaving(self, day: date, appointment_days: int) -> date | None:
        """The first day from *day* on that no appointment holds."""
        while day <= self.last_day:
            until = day + timedelta(days=appointment_days)
            held_by = [on for on in self.appointments if day <= on <= until]
            if not held_by:
                return day
            day = max(held_by) + timedelta(days=1)
        return None


def coming(
    cursor: duckdb.DuckDBPyConnection,
    settings: Settings,
    rules: Iterable[Rule],
    *,
    since: date,
    until: date,
) -> tuple[Coming, ...]:
    """The reminders that would leave from *since* to *until*, both included.

    Args:
        cursor: Reads the clinic.
        settings: How clients are reached, and what holds a reminder.
        rules: Those to try; inactive steps are left aside.
        since: Nothing that happens after this day is known.
        until: The last day.
    """
    rows = [
        _row(values)
        for values in cursor.execute(
            sql("coming"),
            {
                "since": since,
                "until": until,
                "min_gap_days": settings.min_gap_days,
                **choices.holdout(cursor, settings),
                **rule_versions.columns([rule for rule in rules if rule.active]),
            },
        ).fetchall()
    ]
    known = reminders.clients_of(cursor, {row.reminder.client_id for row in rows})
    return tuple(_dated((_reached(row, known, settings) for row in rows), settings))


def volumes(found: Iterable[Coming], settings: Settings) -> list[tuple[date, str, int]]:
    """Deliveries as they would be grouped: week (its Monday), channel, how many."""
    counts = Counter(
        (on - timedelta(days=on.weekday()), kind.value)
        for on, kind in _deliveries(found, settings)
    )
    return [(week, channel, n) for (week, channel), n in sorted(counts.items())]


def effect(
    cursor: duckdb.DuckDBPyConnection,
    settings: Settings,
    before: Sequence[Rule],
    after: Sequence[Rule],
    *,
    since: date,
    until: date,
) -> RuleEffect:
    """What *after* would change over these days, against *before*."""
    old = coming(cursor, settings, before, since=since, until=until)
    new = coming(cursor, settings, after, since=since, until=until)
    [(parts,)] = cursor.execute(sql("usual_sms_parts")).fetchall()
    counts = [
        Counter(kind for _on, kind in _deliveries(found, settings))
        for found in (old, new)
    ]
    costs = [
        round(
            sum(
                n * cost_cents(kind, 1, settings) * (parts or 1)
                if kind is Kind.SMS
                else n * cost_cents(kind, 0, settings)
                for kind, n in count.items()
            )
        )
        for count in counts
    ]
    return RuleEffect(
        since=since,
        until=until,
        channels={kind: (counts[0][kind], counts[1][kind]) for kind in Kind},
        act_types=_by_act_type(old, new),
        cost_cents=(costs[0], costs[1]),
    )


def _by_act_type(
    old: Iterable[Coming], new: Iterable[Coming]
) -> dict[str, tuple[int, int]]:
    """Reminders that reach somebody, before and after, by act type."""
    was = Counter(one.act_type for one in old if one.channels)
    is_now = Counter(one.act_type for one in new if one.channels)
    return {key: (was[key], is_now[key]) for key in sorted(was | is_now)}


def _deliveries(
    found: Iterable[Coming], settings: Settings
) -> Iterator[tuple[date, Kind]]:
    """Each delivery once: its day and its channel; what is near enough joins it."""
    days: dict[tuple[object, ...], set[date]] = defaultdict(set)
    for one in found:
        for kind in one.channels:
            days[kind, *_whom(one, settings.grouping)].add(one.leaves_on)
    ahead = timedelta(days=settings.group_ahead_days)
    for group, planned in days.items():
        joined_until = date.min
        for day in sorted(planned):
            if day > joined_until:
                joined_until = day + ahead
                yield day, Kind(str(group[0]))


def _whom(one: Coming, grouping: Grouping) -> tuple[object, ...]:
    if grouping is Grouping.CLIENT:
        return (one.client_id,)
    if grouping is Grouping.ANIMAL:
        return (one.client_id, one.animal_id)
    return one.key


def _reached(row: _Row, known: Mapping[str, Client], settings: Settings) -> _Row:
    """*row* with the channels that reach its client."""
    client = known[row.reminder.client_id]
    channels = tuple(
        row.paper_form if form is Form.PAPER else Kind(form.value)
        for form in plan.forms(client, row.allowed, settings)
    )
    return replace(row, reminder=replace(row.reminder, channels=channels))


def _dated(rows: Iterable[_Row], settings: Settings) -> Iterator[Coming]:
    """Each on the first day that nothing holds, if there is one.

    Appointments hold it, and what left just before about the same anchor.
    """
    gap = timedelta(days=settings.min_gap_days)
    last: Coming | None = None
    for row in rows:
        day = row.reminder.leaves_on
        if last is not None and last.key[:-1] == row.reminder.key[:-1]:
            day = max(day, last.leaves_on + gap)
        leaves_on = row.leaving(day, settings.appointment_days)
        if leaves_on is None:
            continue
        reminder = replace(row.reminder, leaves_on=leaves_on)
        if reminder.channels:
            last = reminder
        yield reminder


def _row(values: tuple[Any, ...]) -> _Row:
    *reminder, last_day, appointments, allowed, paper_form = values
    return _Row(
        reminder=Coming(*reminder),
        last_day=last_day,
        appointments=tuple(appointments),
        allowed=frozenset(Form(word) for word in allowed.split("|") if word),
        paper_form=Kind(paper_form),
    )


def frame(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """Volumes for a picture. Columns: week (its Monday), channel, n."""
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    frame = pd.DataFrame(rows, columns=["week", "channel", "n"])
    return frame.astype({"week": "datetime64[us]", "n": "int64"})
