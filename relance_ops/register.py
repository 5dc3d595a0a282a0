"""The register of departures: a second record, so that no copy ever sends twice.

A copy of the clinic's file knows nothing of what left after it. So whatever the ledger
is about to keep, and every refusal or death, is first appended to a file beside it and
flushed to the disk; `catching_up` gives it back to a file that lacks it. It names
clients and animals by their numbers and holds no contact
(docs/decisions/008-register-of-departures.md).

A line is « checksum JSON »: what one transaction was about to keep, and up to where the
transactions before it were kept. So the next line tells whether the one before it holds.
"""

from __future__ import annotations

import json
import logging
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from relance_ops.database import Database, sql
from relance_ops.errors import DatabaseUnavailableError
from relance_ops.i18n import _

log = logging.getLogger(__name__)

Rows = list[list[Any]]
_CLAIMED = "claimed"


class Mark(NamedTuple):
    """How far a file is: its last line of the ledger, its last note that holds back."""

    entry: int
    event: int

    def covers(self, other: Mark) -> bool:
        """True when what *other* counts is counted here too."""
        return self.entry >= other.entry and self.event >= other.event

    def with_(self, other: Mark) -> Mark:
        """What is counted by the one or the other."""
        return Mark(max(self.entry, other.entry), max(self.event, other.event))


START = Mark(0, 0)


@dataclass(frozen=True, slots=True)
class Block:
    """What one transaction wrote, table by table, in the columns of `register_*.sql`."""

    tables: Mapping[str, Rows]

    @property
    def mark(self) -> Mark:
        """Where a file is that holds it; 0 for what it says nothing of."""
        ledger, typed = self.tables["ledger"], self.tables["typed"]
        return Mark(ledger[-1][0] if ledger else 0, typed[-1][0] if typed else 0)


@dataclass(frozen=True, slots=True)
class Read:
    """A register, read.

    Attributes:
        clinic: Whose it is; "" if there is none.
        begins: How far the file was when it began: it tells nothing of what was before.
        mark: How far the file certainly was.
        blocks: What was certainly kept, in order.
        doubtful: The last one, if nothing tells whether it was kept.
        unreadable: Lines that are damaged: what they held is not known.
    """

    clinic: str = ""
    begins: Mark = START
    mark: Mark = START
    blocks: tuple[Block, ...] = ()
    doubtful: Block | None = None
    unreadable: int = 0

    def tells_all_since(self, known: Mark) -> bool:
        """True when nothing that left after *known* can be missing here."""
        return bool(self.clinic and known.covers(self.begins) and not self.unreadable)


@dataclass(slots=True)
class Register:
    """The register of an open file: its witness.

    Attributes:
        path: Where it is.
        kept: How far the file is.
    """

    path: Path
    kept: Mark
    _about: Mark = field(default=START, init=False)

    def before(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Write down what *cursor* is about to keep.

        Raises:
            DatabaseUnavailableError: It cannot be written: then nothing may leave.
        """
        block = written_after(cursor, self.kept)
        self._about = self.kept.with_(block.mark)
        if self._about != self.kept:
            self._append(block.tables)

    def after(self) -> None:
        """What was last written down is kept; the next line says so."""
        self.kept = self._about

    def confirm(self, *, clinic: str = "") -> None:
        """Say that what the file holds now is all that was kept; *clinic* begins it."""
        is_new = not self.path.exists()
        self._append({}, clinic=clinic)
        if is_new:
            _flush_folder(self.path.parent)

    def _append(self, tables: Mapping[str, Rows], *, clinic: str = "") -> None:
        said: dict[str, Any] = {"clinic": clinic} if clinic else {}
        said |= {
            "kept": self.kept,
            **{name: rows for name, rows in tables.items() if rows},
        }
        text = json.dumps(said, ensure_ascii=False, default=str, separators=(",", ":"))
        line = f"{zlib.crc32(text.encode()):08x} {text}\n".encode()
        try:
            _append_whole(self.path, line)
        except OSError as error:
            raise DatabaseUnavailableError(
                _(
                    "Le registre des départs {path} ne peut pas être écrit ({detail}) : "
                    "rien ne part sans lui. Vérifiez la place libre et les droits, puis "
                    "recommencez."
                ).format(path=self.path, detail=error.strerror)
            ) from error


def written_after(cursor: duckdb.DuckDBPyConnection, mark: Mark) -> Block:
    """What the file holds after *mark*, as the register keeps it."""
    ledger = _rows(cursor, sql("register_ledger"), entry=mark.entry)
    tables = {
        "ledger": ledger,
        "typed": _rows(cursor, sql("register_typed"), event=mark.event),
    }
    claimed = [row[1] for row in ledger if row[2] == _CLAIMED]
    if claimed:
        for name in ("run", "delivery", "claim"):
            tables[name] = _rows(cursor, sql(f"register_{name}"), delivery_ids=claimed)
    return Block(tables)


def mark_of(database: Database) -> Mark:
    """How far *database* is."""
    [(entry, event)] = database.rows(sql("register_last"))
    return Mark(entry, event)


def read(path: Path) -> Read:
    """The register at *path*; an empty one if there is none."""
    found, pending, blocks = Read(), None, []
    for said in _lines(path):
        if said is None:
            found = replace(found, unreadable=found.unreadable + 1)
            continue
        kept = Mark(*said["kept"])
        if pending is not None and kept.covers(pending.mark):
            blocks.append(pending)
        pending = _block(said)
        if not found.clinic and "clinic" in said:
            found = replace(found, clinic=said["clinic"], begins=kept)
        found = replace(found, mark=found.mark.with_(kept))
    return replace(found, blocks=tuple(blocks), doubtful=pending)


def mend_end(path: Path) -> None:
    """Cut off a last line that was not written whole: its transaction was not kept."""
    if not path.exists():
        return
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        os.truncate(path, whole)
        log.warning("register mended cut=%d", len(content) - whole)


def _rows(cursor: duckdb.DuckDBPyConnection, statement: str, **asked: object) -> Rows:
    return [list(row) for row in cursor.execute(statement, asked).fetchall()]


def _lines(path: Path) -> Iterator[dict[str, Any] | None]:
    """Each whole line; None for a damaged one."""
    if not path.exists():
        return
    with path.open("rb") as register:
        for line in register:
            checksum, _space, text = line.rstrip(b"\n").partition(b" ")
            if checksum != b"%08x" % zlib.crc32(text):
                yield None
            else:
                yield json.loads(text)


def _block(said: Mapping[str, Any]) -> Block | None:
    names = ("run", "delivery", "claim", "ledger", "typed")
    tables = {name: said.get(name, []) for name in names}
    return Block(tables) if tables["ledger"] or tables["typed"] else None


def _append_whole(path: Path, line: bytes) -> None:
    """Append *line* and flush it to the disk; all of it, or nothing."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)


def _flush_folder(folder: Path) -> None:
    """Make the name of a new file as durable as what is in it, where that is possible."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
