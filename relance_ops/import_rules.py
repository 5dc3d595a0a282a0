"""Publishing a rules file: the rules in force with its rows over them, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

from relance_ops.database import sql, utc
from relance_ops.rules import Rule, check_offsets


def publish_changes(
    cursor: duckdb.DuckDBPyConnection, *, at: datetime, by: str, comment: str
) -> int:
    """Publish a new version if the staged rules change anything; gives how many do.

    Works inside the importer's transaction, on its table `import_staged`.

    Raises:
        RuleError: Together with the rules in force, offsets do not increase.
    """
    rows = cursor.execute(sql("import_merged_rules")).fetchall()
    rules = [Rule(*row[:-1]) for row in rows]
    check_offsets(rules)
    changed: int = sum(row[-1] for row in rows)
    if changed:
        [(version,)] = cursor.execute(
            sql("import_publish_version"), {"at": utc(at), "by": by, "comment": comment}
        ).fetchall()
        _add(cursor, version, rules)
    return changed


def _add(
    cursor: duckdb.DuckDBPyConnection, version: int, rules: Sequence[Rule]
) -> None:
    cursor.execute(
        sql("import_publish_rules"),
        {
            "version": version,
            "act_types": [rule.act_type for rule in rules],
            "steps": [rule.step for rule in rules],
            "offsets": [rule.offset_days for rule in rules],
            "valid_days": [rule.valid_days for rule in rules],
            "channels": [rule.channels for rule in rules],
            "paper_forms": [rule.paper_form for rule in rules],
            "templates": [rule.template for rule in rules],
            "actives": [rule.active for rule in rules],
            "active_froms": [rule.active_from for rule in rules],
        },
    ).fetchall()
