"""What a person may ask of us: everything we know, or to be forgotten (RGPD 15, 17, 20).

Forgetting leaves the number of the record, and what statistics count: days, channels,
acts, species. What names, reaches or describes anybody is emptied everywhere, in one
transaction; it is the only occasion on which lines of the ledger and of the journal are
changed, and only their free words are (docs/privacy.md).
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import duckdb

from relance_ops import events, ledger
from relance_ops.database import Database, sql, utc
from relance_ops.errors import NotFoundError, PrivacyError
from relance_ops.events import Event, EventKind
from relance_ops.i18n import _
from relance_ops.model import Clinic, DeliveryState, Entry, Kind

log = logging.getLogger(__name__)

# In the hands of a send that is running; what waits for later is withdrawn.
_LEAVING = frozenset({DeliveryState.CLAIMED, DeliveryState.HANDED})
_SHORTEST_NUMBER = 6

# What stands where a name stood: the same in every language, as data.
NOBODY = "(effacé)"

# In this order: what is found by the client's number, or by its deliveries.
_ERASERS = (
    "erase_manual_values", "erase_dead_contacts", "erase_appointments", "erase_calls",
    "erase_news", "erase_ledger", "erase_events", "erase_deliveries",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was emptied.

    Attributes:
        messages: Deliveries whose words and address are gone.
        files: Messages and print files that were removed or emptied on disk.
        withdrawn: Messages that were waiting and will not leave.
    """

    client_id: str
    messages: int = 0
    files: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class _Delivery:
    number: int
    run_id: int
    kind: Kind
    state: DeliveryState


class Turn(Protocol):
    """A lock: as those of `threading`, whose types cannot be named."""

    def acquire(self, *, timeout: float) -> bool:
        """False when it is still held after so many seconds."""

    def release(self) -> None:
        """Let the next one go on."""


@dataclass(frozen=True, slots=True)
class Privacy:
    """The rights of a clinic's clients over what is kept of them.

    Attributes:
        remembered: The file beside the clinic's that a restored copy cannot undo.
        run_folder: Where the print files of a run are.
        outbox: Where messages are written while no account is configured.
        rejects: The list of rejected rows of the last import.
        one_round: Held while messages leave: what was taken up is sent from memory.
        patience_seconds: A look at what waits is shorter; a run may last minutes.
    """

    database: Database
    clock: Callable[[], datetime]
    clinic: Callable[[], Clinic]
    remembered: Path
    run_folder: Callable[[int], Path]
    outbox: Path
    rejects: Path
    one_round: Turn
    patience_seconds: float = 10.0

    def about(self, client_id: str, *, by: str) -> bytes:
        """Everything the file holds about a client, as JSON to hand over.

        Keys are kinds of thing (client, animals, acts, messages…), values rows as they
        are kept. Printed letters are the "messages": their words are the same.

        Raises:
            NotFoundError: No client has this number.
        """
        [[found]] = self.database.rows(sql("person"), {"client_id": client_id})
        known = json.loads(found)
        if known["client"] is None:
            raise _unknown(client_id)
        said = Event(EventKind.DATA_GIVEN, self.clock(), by, client_id=client_id)
        with self.database.writing() as cursor:
            events.append(cursor, [said])
        filled = {kind: rows or [] for kind, rows in known.items()}
        return json.dumps(filled, ensure_ascii=False, indent=2).encode()

    def forget(self, client_id: str, *, by: str) -> Forgotten:
        """Empty everything that names, reaches or describes this client.

        What waited to leave is withdrawn; the export cannot bring the client back.
        Forgetting again does no harm.

        Raises:
            NotFoundError: No client has this number.
            PrivacyError: A message is leaving at this moment, or a letter awaits the
                answer about the printer; nothing changed.
            LetterError: A print file cannot be emptied; nothing was forgotten.
        """
        if not self.one_round.acquire(timeout=self.patience_seconds):
            raise _leaving()
        try:
            return self._forget(client_id, by=by)
        finally:
            self.one_round.release()

    def _forget(self, client_id: str, *, by: str) -> Forgotten:
        with self.database.writing() as cursor:
            sent = [
                _Delivery(number, run_id, Kind(kind), DeliveryState(state))
                for number, run_id, kind, state in cursor.execute(
                    sql("person_deliveries"), {"client_id": client_id}
                ).fetchall()
            ]
            _check_not_under_way(sent)
            numbers = cursor.execute(
                sql("person_numbers"), {"client_id": client_id}
            ).fetchall()
            _erase_client(cursor, client_id)
            # From here on a crash is mended at the next start: see `forget_again`.
            self._remember(client_id)
            files = self._empty_files(sent)
            withdrawn = self._withdraw(cursor, sent, by)
            _erase_rows(cursor, client_id, [number for (number,) in numbers])
            self._note(cursor, client_id, by)
        log.info("client forgotten messages=%d files=%d", len(sent), files)
        return Forgotten(client_id, len(sent), files, withdrawn)

    def forget_again(self) -> int:
        """Forget whoever a restored copy, or a crash, brought back; how many."""
        if not self.remembered.exists():
            return 0
        asked = sorted(set(self.remembered.read_text(encoding="utf-8").splitlines()))
        numbers = [json.loads(line) for line in asked if _is_whole(line)]
        back = self.database.rows(sql("forgotten"), {"client_ids": numbers})
        for (client_id,) in back:
            self.forget(client_id, by=_("reprise"))
        return len(back)

    def _remember(self, client_id: str) -> None:
        """Write the number down where no copy of the clinic's file is put back."""
        self.remembered.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps(client_id) + "\n"
        handle = os.open(
            self.remembered, os.O_WRONLY | os.O_CREAT | os.O_APPEND, mode=0o600
        )
        with os.fdopen(handle, "wb") as file:
            file.write(line.encode())
            file.flush()
            os.fsync(handle)

    def _empty_files(self, sent: Sequence[_Delivery]) -> int:
        from relance_ops import erased_pages  # noqa: PLC0415  # Typst is slow to load

        touched = 0
        for delivery in sent:
            for suffix in (".eml", ".txt"):
                file = self.outbox / f"{delivery.number}{suffix}"
                touched += file.exists()
                file.unlink(missing_ok=True)
        printed = {
            (one.run_id, one.kind)
            for one in sent
            if one.kind in (Kind.LETTER, Kind.CARD)
        }
        numbers = {one.number for one in sent}
        for run_id, kind in sorted(printed):
            folder = self.run_folder(run_id)
            touched += erased_pages.erase(folder, kind, numbers, clinic=self.clinic())
        # Its cells may hold what a rejected row said; the next import writes it anew.
        self.rejects.unlink(missing_ok=True)
        return touched

    def _withdraw(
        self, cursor: duckdb.DuckDBPyConnection, sent: Sequence[_Delivery], by: str
    ) -> int:
        waiting = [one for one in sent if one.state is DeliveryState.RETRY]
        now = self.clock()
        ledger.append(
            cursor,
            [Entry(one.number, DeliveryState.VOIDED, at=now, by=by) for one in waiting],
        )
        return len(waiting)

    def _note(self, cursor: duckdb.DuckDBPyConnection, client_id: str, by: str) -> None:
        now = self.clock()
        new = cursor.execute(
            sql("remember_forgotten"),
            {"client_id": client_id, "at": utc(now), "by": by},
        ).fetchall()
        said = Event(EventKind.FORGOTTEN, now, by, client_id=client_id)
        events.append(cursor, [said] * bool(new))


def _erase_client(cursor: duckdb.DuckDBPyConnection, client_id: str) -> None:
    found = {"client_id": client_id, "name": NOBODY}
    if not cursor.execute(sql("erase_client"), found).fetchall():
        raise _unknown(client_id)
    for named in ("erase_animals", "erase_claims"):
        cursor.execute(sql(named), found).fetchall()


def _erase_rows(
    cursor: duckdb.DuckDBPyConnection, client_id: str, numbers: Sequence[str]
) -> None:
    digits = {re.sub(r"\D", "", number)[-9:] for number in numbers}
    known = sorted(one for one in digits if len(one) >= _SHORTEST_NUMBER)
    if known:
        cursor.execute(sql("erase_callbacks"), {"digits": known}).fetchall()
    for opened in ("unlock_ledger", "unlock_journal"):
        cursor.execute(sql(opened)).fetchall()
    for eraser in _ERASERS:
        cursor.execute(sql(eraser), {"client_id": client_id}).fetchall()
    for closed in ("lock_ledger", "lock_journal"):
        cursor.execute(sql(closed)).fetchall()


def _check_not_under_way(sent: Sequence[_Delivery]) -> None:
    states = {one.state for one in sent}
    if DeliveryState.AWAITING in states:
        raise PrivacyError(
            _(
                "Un courrier de ce client attend la réponse à « Est-ce que l'imprimante "
                "a bien fonctionné ? ». Répondez, puis effacez."
            )
        )
    if states & _LEAVING:
        raise _leaving()


def _leaving() -> PrivacyError:
    return PrivacyError(
        _("Des messages partent en ce moment. Recommencez quand l'envoi est fini.")
    )


def _is_whole(line: str) -> bool:
    """False for a line that a pulled plug cut."""
    return line.startswith('"') and line.endswith('"')


def _unknown(client_id: str) -> NotFoundError:
    return NotFoundError(
        _("Aucun client ne porte le numéro {ids}. Vérifiez-le.").format(ids=client_id)
    )
