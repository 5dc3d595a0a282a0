"""Publishing a rules file: the rules in force with its rows over them, or nothing."""

from __future__ import annotations

from datetime import datetime

import duckdb

from relance_ops import rule_versions
from relance_ops.database import sql
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
        rule_versions.add_version(cursor, rules, at=at, by=by, comment=comment)
    return changed
