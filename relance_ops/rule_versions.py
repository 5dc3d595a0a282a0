"""The rules as they are kept: read a version, publish the next one.

A published version never changes; going back to one publishes it again.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime

import duckdb

from relance_ops import events
from relance_ops.database import Database, aware, sql, utc
from relance_ops.errors import RuleError
from relance_ops.events import Event, EventKind
from relance_ops.i18n import _
from relance_ops.reports import ActType, RuleVersion
from relance_ops.rule_changes import faults
from relance_ops.rules import Rule

log = logging.getLogger(__name__)


def publish(
    database: Database,
    rules: Sequence[Rule],
    *,
    comment: str,
    templates: Collection[str],
    over: int | None,
    now: datetime,
    by: str,
) -> int:
    """Put *rules* in force, all of them, as the next version; gives its number.

    Args:
        database: The clinic's.
        rules: The whole set.
        comment: What for, in its author's words.
        templates: Names that a rule may give.
        over: The version they were written over; None whatever it was.
        now: When.
        by: Who.

    Raises:
        RuleError: They make no sense, change nothing, or another version was
            published since; nothing was.
    """
    with database.writing() as cursor:
        latest = next(iter(versions(cursor)), None)
        _check_latest(latest, over)
        _check(cursor, rules, templates)
        version = add_version(cursor, rules, at=now, by=by, comment=comment)
        event = Event(
            EventKind.RULES, now, by, subject=str(version),
            before=str(latest.version) if latest else "", after=str(version),
            note=comment,
        )  # fmt: skip
        events.append(cursor, [event])
    log.info("rules published version=%d rules=%d", version, len(rules))
    return version


def _check(
    cursor: duckdb.DuckDBPyConnection,
    rules: Sequence[Rule],
    templates: Collection[str],
) -> None:
    known = {one.act_type: one.label for one in act_types(cursor)}
    found = faults(rules, act_types=known, templates=templates)
    if found:
        told = " ".join(fault.sentence for fault in found)
        raise RuleError(_("Les règles sont refusées. {faults}").format(faults=told))
    if sorted(rules, key=_place) == sorted(rules_of(cursor), key=_place):
        raise RuleError(_("Ces règles sont déjà en vigueur : il n'y a rien à publier."))


def rules_of(
    cursor: duckdb.DuckDBPyConnection, version: int | None = None
) -> tuple[Rule, ...]:
    """The rules of *version*, of the one in force by default."""
    rows = cursor.execute(sql("rules_of"), {"version": version}).fetchall()
    return tuple(Rule(*row) for row in rows)


def add_version(
    cursor: duckdb.DuckDBPyConnection,
    rules: Sequence[Rule],
    *,
    at: datetime,
    by: str,
    comment: str,
) -> int:
    """Write *rules*, already checked, as the next version, in the caller's transaction."""
    [(version,)] = cursor.execute(
        sql("publish_version"), {"at": utc(at), "by": by, "comment": comment}
    ).fetchall()
    cursor.execute(
        sql("publish_rules"),
        {
            "version": version,
            **columns(rules),
            "templates": [rule.template for rule in rules],
            "actives": [rule.active for rule in rules],
        },
    ).fetchall()
    return int(version)


def columns(rules: Sequence[Rule]) -> dict[str, list[object]]:
    """What decides when *rules* leave, one list a column, as a statement takes them."""
    return {
        "act_types": [rule.act_type for rule in rules],
        "steps": [rule.step for rule in rules],
        "offsets": [rule.offset_days for rule in rules],
        "valid_days": [rule.valid_days for rule in rules],
        "channels": [rule.channels for rule in rules],
        "paper_forms": [rule.paper_form for rule in rules],
        "active_froms": [rule.active_from for rule in rules],
    }


def versions(cursor: duckdb.DuckDBPyConnection) -> tuple[RuleVersion, ...]:
    """All of them, the one in force first."""
    return tuple(
        RuleVersion(version, aware(at), by, comment)
        for version, at, by, comment in cursor.execute(sql("rule_versions")).fetchall()
    )


def act_types(cursor: duckdb.DuckDBPyConnection) -> tuple[ActType, ...]:
    """What a rule may be about, by category and name."""
    return tuple(ActType(*row) for row in cursor.execute(sql("act_types")).fetchall())


def _check_latest(latest: RuleVersion | None, over: int | None) -> None:
    if over is not None and latest is not None and latest.version != over:
        raise RuleError(
            _(
                "{by} a publié la version {version} entre-temps. "
                "Voyez de nouveau l'effet de vos changements, puis publiez."
            ).format(by=latest.published_by, version=latest.version)
        )


def _place(rule: Rule) -> tuple[str, int]:
    return (rule.act_type, rule.step)
