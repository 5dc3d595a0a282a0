"""Giving back to the clinic's file what its register knows and it does not.

A file is behind its register when a copy was put in its place, by our command or by
hand, or when it lost its end. What left meanwhile is written into it again before
anything else is done: it is never sent a second time.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import duckdb

from relance_ops import events, ledger, manual
from relance_ops.database import Database, sql
from relance_ops.events import Event, EventKind
from relance_ops.i18n import _, ngettext
from relance_ops.manual import ANIMAL_DATES
from relance_ops.model import DeliveryState, Entry
from relance_ops.register import START, Block, Mark, Read, Register, Rows

log = logging.getLogger(__name__)

_BY = "reprise"
_TABLES = ("run", "delivery", "claim")

# A line that lets a reminder go again. If nothing tells whether it was kept, it was not:
# to ask a person once too often is better than to send once too often.
_LETTING_GO = frozenset({"voided", "failed", "bounced", "retry"})


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """What was given back.

    Attributes:
        deliveries: By channel, those that the file did not know.
        lines: Of the ledger.
        noted: Refusals, returned letters, deaths and departures.
        unknown: Clients and animals of such notes that the file does not know.
    """

    deliveries: Mapping[str, int]
    lines: int = 0
    noted: int = 0
    unknown: tuple[str, ...] = ()


NOTHING = CaughtUp({})


def is_behind(known: Mark, found: Read) -> bool:
    """True when the register knows, or may know, more than the file."""
    last = found.doubtful.mark if found.doubtful else START
    return not known.covers(found.mark.with_(last))


def catch_up(
    database: Database, register: Register, found: Read, *, now: datetime
) -> CaughtUp:
    """Write into *database* what *found* holds beyond it, in one transaction.

    Args:
        database: Behind; *register* is its witness.
        register: Where what is found out on the way goes; its mark becomes that of
            *found*.
        found: What it holds.
        now: When this is done.
    """
    known = register.kept
    register.kept = known.with_(found.mark)
    blocks = [block for block in found.blocks if not known.covers(block.mark)]
    if found.doubtful is not None and not known.covers(found.doubtful.mark):
        blocks.append(_held_back(found.doubtful))
    rows = {name: _all(blocks, name) for name in (*_TABLES, "ledger", "typed")}
    with database.writing() as cursor:
        _move_numbers(cursor, found)
        for name in (*_TABLES, "ledger"):
            _write(cursor, name, rows[name])
        ledger.append(cursor, _refused_for_now(rows, now))
        noted, unknown = _note(cursor, rows["typed"], now)
        caught = CaughtUp(
            deliveries=Counter(row[3] for row in rows["delivery"]),
            lines=len(rows["ledger"]),
            noted=noted,
            unknown=unknown,
        )
        events.append(cursor, [_event(caught, now)])
    log.warning("caught up lines=%d noted=%d", caught.lines, noted)
    return caught


def sentences(caught: CaughtUp) -> list[str]:
    """What to tell the person."""
    said = []
    total = sum(caught.deliveries.values())
    if caught.lines:
        said.append(
            ngettext(
                "Repris du registre : {n} message parti ou préparé depuis, qui ne repartira "
                "pas sans raison. Son texte est perdu.",
                "Repris du registre : {n} messages partis ou préparés depuis, qui ne "
                "repartiront pas sans raison. Leurs textes sont perdus.",
                total,
            ).format(n=total)
        )
    if caught.noted:
        said.append(
            ngettext(
                "Repris du registre : {n} refus, retour, décès ou départ.",
                "Repris du registre : {n} refus, retours, décès ou départs.",
                caught.noted,
            ).format(n=caught.noted)
        )
    if caught.unknown:
        said.append(
            _(
                "Un refus ou un décès a été noté depuis pour {ids}, que le fichier ne "
                "connaît pas : notez-le de nouveau après l'import."
            ).format(ids=", ".join(caught.unknown))
        )
    return said


def _held_back(block: Block) -> Block:
    """Of a transaction that was perhaps not kept, what holds back; newly numbered."""
    kept = [
        [None, *row[1:]] for row in block.tables["ledger"] if row[2] not in _LETTING_GO
    ]
    noted = [row for row in block.tables["typed"] if row[6] not in ("", "false")]
    return replace(block, tables={**block.tables, "ledger": kept, "typed": noted})


def _all(blocks: Iterable[Block], name: str) -> Rows:
    return [row for block in blocks for row in block.tables[name]]


def _move_numbers(cursor: duckdb.DuckDBPyConnection, found: Read) -> None:
    """No number of the register is ever given a second time."""
    last = dict(cursor.execute(sql("catch_up_known")).fetchall())
    blocks = [*found.blocks, *([found.doubtful] if found.doubtful else [])]

    def missing(sequence: str, table: str) -> int:
        used = max((row[0] for row in _all(blocks, table)), default=0)
        return max(0, int(used) - int(last[sequence]))

    cursor.execute(
        sql("catch_up_numbers"),
        {
            "runs": missing("run_number", "run"),
            "deliveries": missing("delivery_number", "delivery"),
            "entries": missing("entry_number", "ledger"),
            "events": missing("event_number", "typed"),
        },
    ).fetchall()


def _write(cursor: duckdb.DuckDBPyConnection, name: str, rows: Rows) -> None:
    if not rows:
        return
    columns: list[Any] = [list(column) for column in zip(*rows, strict=True)]
    if name == "delivery":
        columns.append(_("Le texte de ce message a été perdu avec le fichier."))
    if name == "run":
        columns = _once(columns)
    cursor.execute(sql(f"catch_up_{name}"), columns).fetchall()


def _once(columns: Sequence[list[Any]]) -> list[Any]:
    """A run that several transactions tell of, once."""
    told = {row[0]: row for row in zip(*columns, strict=True)}
    return [list(column) for column in zip(*told.values(), strict=True)]


def _refused_for_now(rows: Mapping[str, Rows], now: datetime) -> list[Entry]:
    """What certainly did not leave, and whose words are lost: it is proposed again."""
    latest = {row[1]: row[2] for row in rows["ledger"]}
    ours = [row[0] for row in rows["delivery"]]
    return ledger.entries_for(
        (one for one in ours if latest.get(one) == "retry"),
        DeliveryState.VOIDED,
        at=now,
        by=_BY,
        reason=_("texte perdu avec le fichier"),
    )


def _note(
    cursor: duckdb.DuckDBPyConnection, rows: Rows, now: datetime
) -> tuple[int, tuple[str, ...]]:
    """Note again what keeps messages from leaving; how many, and about whom it cannot."""
    if not rows:
        return 0, ()
    asked = {
        "client_ids": [row[3] for row in rows],
        "animal_ids": [row[4] for row in rows],
    }
    known = {found for (found,) in cursor.execute(sql("known_ids"), asked).fetchall()}
    noted, unknown = 0, []
    for _number, _at, who, client_id, animal_id, field, after, note in rows:
        entity, one = ("client", client_id) if client_id else ("animal", animal_id)
        if one not in known:
            unknown.append(one)
            continue
        manual.type_in(
            cursor, entity, [one], field, _value(field, after), now=now, by=who,
            note=note,
        )  # fmt: skip
        noted += 1
    return noted, tuple(dict.fromkeys(unknown))


def _value(field: str, after: str) -> manual.Value:
    if field in ANIMAL_DATES:
        return date.fromisoformat(after) if after else None
    return after == "true"


def _event(caught: CaughtUp, now: datetime) -> Event:
    return Event(
        EventKind.CAUGHT_UP, now, _BY, subject=str(sum(caught.deliveries.values())),
        note=" ".join(sentences(caught)),
    )  # fmt: skip
