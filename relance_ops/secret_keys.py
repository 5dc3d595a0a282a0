"""The key that signs what comes back to us: minted once in each clinic's file."""

from __future__ import annotations

import secrets

from relance_ops.database import Database, sql

_NAME = "replies"
_BYTES = 32


def signing_key(database: Database) -> bytes:
    """The clinic's key, the same for ever: what left years ago may still come back."""
    asked = {"name": _NAME}
    found = database.rows(sql("signing_key"), asked)
    if not found:
        with database.writing() as cursor:
            found = cursor.execute(sql("signing_key"), asked).fetchall()
            if not found:
                found = [(secrets.token_bytes(_BYTES),)]
                cursor.execute(
                    sql("add_signing_key"), {**asked, "content": found[0][0]}
                ).fetchall()
    return bytes(found[0][0])
