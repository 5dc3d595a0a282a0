"""What is minted once in each clinic's file: its keys, its name, what chance is drawn with."""

from __future__ import annotations

import secrets

import duckdb

from relance_ops.database import Database, sql

_CLINIC = "register"
_REPLIES = "replies"
_PSEUDONYMS = "pseudonyms"
_BYTES = 32


def signing_key(database: Database) -> bytes:
    """Signs what comes back to us: what left years ago may still do so."""
    return _key(database, _REPLIES)


def pseudonym_key(database: Database) -> bytes:
    """Makes pseudonyms: the same in every snapshot, so that two can be compared."""
    return _key(database, _PSEUDONYMS)


def _key(database: Database, name: str) -> bytes:
    asked = {"name": name}
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


def clinic_name(database: Database) -> str:
    """What the register of this clinic is called by; "" before it has one."""
    found = database.rows(sql("signing_key"), {"name": _CLINIC})
    return bytes(found[0][0]).hex() if found else ""


def name_clinic(database: Database, name: str = "") -> str:
    """Give this clinic *name*, or a new one, for its register."""
    minted = bytes.fromhex(name) or secrets.token_bytes(_BYTES)
    with database.writing() as cursor:
        asked = {"name": _CLINIC, "content": minted}
        cursor.execute(sql("add_signing_key"), asked).fetchall()
    return minted.hex()


def mint_holdout_key(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make sure that chance has its key: nobody can tell whom it will keep back."""
    minted = {"content": secrets.token_bytes(_BYTES)}
    cursor.execute(sql("add_holdout_key"), minted).fetchall()
