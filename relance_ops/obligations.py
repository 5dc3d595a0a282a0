"""Every obligation of a clinic, reminded or not: read, and told to `effects.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import duckdb

from relance_ops import choices, effect_words, effects, plan, reminders, rule_versions
from relance_ops.database import Database, sql
from relance_ops.periods import Period
from relance_ops.rules import Rule

if TYPE_CHECKING:
    import pandas as pd


def drawn(database: Database, period: Period, *, on: date) -> pd.DataFrame:
    """Whose chance was drawn over *period*: see `effects.uplift_of`."""
    with database.cursor() as cursor:
        found = _begun(cursor, period, {}, on=on)
    return found.assign(left_on=found["drawn_on"])


def baseline(
    database: Database, period: Period, *, horizon_days: int, on: date
) -> pd.DataFrame:
    """What comes back without a reminder: see `effects.baseline_of`."""
    with database.cursor() as cursor:
        first = first_offsets(rule_versions.rules_of(cursor))
        found = _begun(cursor, period, first, on=on)
        planned = found[_within(found["planned_on"], period)]
        [[first_day]] = cursor.execute(sql("statistics_first_day")).fetchall()
        never = planned.loc[planned["reminded_on"].isna(), "client_id"]
        unreachable = _unreachable(cursor, set(never))
    return effects.baseline_of(
        planned, horizon_days=horizon_days, on=on,
        first_day=first_day, unreachable=unreachable,
    )  # fmt: skip


def changes(
    database: Database, period: Period, *, horizon_days: int, on: date
) -> pd.DataFrame:
    """What came back before and after new rules: see `effects.change_of`.

    An obligation begins on the day of its first reminder, by the earlier of the rules
    before and after: both sides are looked at alike.
    """
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    lines = []
    with database.cursor() as cursor:
        zone = choices.stored(cursor).timezone
        for new, old in pairwise(rule_versions.versions(cursor)):
            published_on = new.published_at.astimezone(zone).date()
            first = _changed(cursor, old.version, new.version)
            if not first or not period.since <= published_on <= period.until:
                continue
            last = published_on + effects.WINDOW - timedelta(days=1)
            around = Period(published_on - effects.WINDOW, last)
            found = _begun(cursor, around, first, on=on)
            line = {
                "version": new.version,
                "published_on": pd.Timestamp(published_on),
                "act_types": len(first),
                **effects.change_of(
                    found[_within(found["planned_on"], around)], published_on,
                    horizon_days=horizon_days, on=on,
                ),
            }  # fmt: skip
            lines.append({**line, "sentence": effect_words.change(line)})
    return pd.DataFrame(lines, columns=effects.CHANGES)


def first_offsets(rules: Iterable[Rule]) -> dict[str, int]:
    """When each act type is first reminded, in days from its due date."""
    first: dict[str, int] = {}
    for rule in rules:
        if rule.active:
            known = first.get(rule.act_type, rule.offset_days)
            first[rule.act_type] = min(known, rule.offset_days)
    return first


def _begun(
    cursor: duckdb.DuckDBPyConnection,
    period: Period,
    first: Mapping[str, int],
    *,
    on: date,
) -> pd.DataFrame:
    """The obligations that began over *period*, or whose chance was drawn then."""
    return cursor.execute(
        sql("obligations"),
        {
            "since": period.since,
            "until": period.until,
            "on": on,
            "appointment_days": choices.stored(cursor).appointment_days,
            "act_types": list(first),
            "first_offsets": list(first.values()),
        },
    ).df()


def _within(days: pd.Series[pd.Timestamp], period: Period) -> pd.Series[bool]:
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    return days.between(pd.Timestamp(period.since), pd.Timestamp(period.until))


def _changed(cursor: duckdb.DuckDBPyConnection, old: int, new: int) -> dict[str, int]:
    """The act types that both versions remind, not alike, and when at the earliest."""
    rules = [set(rule_versions.rules_of(cursor, version)) for version in (old, new)]
    differing = {rule.act_type for rule in rules[0] ^ rules[1]}
    before, after = (first_offsets(one) for one in rules)
    return {
        act_type: min(before[act_type], after[act_type])
        for act_type in sorted(differing & set(before) & set(after))
    }


def _unreachable(
    cursor: duckdb.DuckDBPyConnection, client_ids: set[str]
) -> frozenset[str]:
    """Those of *client_ids* whom no form reaches today."""
    settings = choices.stored(cursor)
    return frozenset(
        client.client_id
        for client in reminders.clients_of(cursor, client_ids).values()
        if not plan.forms(client, frozenset(), settings)
    )
