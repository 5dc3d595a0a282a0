"""Reading back everything that happened: the ledger, what people did, the refreshes.

Only a page at a time is read: after years the ledger holds millions of lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from relance_ops import choices, runs
from relance_ops.database import Database, aware, sql, utc
from relance_ops.errors import NotFoundError
from relance_ops.happenings import (
    KINDS,
    AsSent,
    Change,
    Count,
    Happening,
    Pages,
    Sent,
    Wanted,
)
from relance_ops.i18n import N_, _, spoken_everywhere
from relance_ops.model import DeliveryState, Kind

PAGE = 30


# As answers.py writes them, each in the language of whoever decided.
_PRINTER = (N_("l'imprimante a eu un problème"),)
_DECIDED = (N_("considéré comme parti"), N_("à renvoyer"))


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of one clinic."""

    database: Database
    clock: Callable[[], datetime]

    def read(self, wanted: Wanted, *, page: int = 0, size: int = PAGE) -> Pages:
        """Lines of *wanted*, the newest first, *size* of them after *page* pages."""
        since, until = self._bounds(wanted)
        rows = self.database.rows(
            sql("journal"),
            {
                "since": since,
                "until": until,
                "kinds": [kind for topic in wanted.topics for kind in KINDS[topic]]
                or None,
                "who": wanted.who,
                "client_id": wanted.client_id,
                "run_id": wanted.run_id,
                "printer_reasons": spoken_everywhere(_PRINTER),
                "decided_reasons": spoken_everywhere(_DECIDED),
                "limit": size + 1,
                "offset": page * size,
            },
        )
        shown = self._with_runs(_happening(row) for row in rows[:size])
        return Pages(shown, more=len(rows) > size)

    def people(self) -> tuple[str, ...]:
        """Everybody who is named in the journal."""
        return tuple(row[0] for row in self.database.rows(sql("journal_people")))

    def deliveries(
        self,
        *,
        run_id: int | None = None,
        client_id: str = "",
        page: int = 0,
        size: int = PAGE,
    ) -> tuple[Sent, ...]:
        """Deliveries of a run as they left, or of a client with the latest first."""
        rows = self.database.rows(
            sql("journal_deliveries"),
            {
                "run_id": run_id,
                "client_id": client_id,
                "limit": size,
                "offset": page * size,
            },
        )
        return tuple(_sent(row) for row in rows)

    def as_sent(self, delivery_id: int) -> AsSent:
        """One delivery, word for word.

        Raises:
            NotFoundError: No delivery has this number.
        """
        parameters = {"delivery_id": delivery_id}
        with self.database.cursor() as cursor:
            rows = cursor.execute(sql("journal_delivery"), parameters).fetchall()
            if not rows:
                raise NotFoundError(
                    _("L'envoi {delivery} n'existe pas. Vérifiez le numéro.").format(
                        delivery=delivery_id
                    )
                )
            changes = cursor.execute(sql("journal_states"), parameters).fetchall()
            held = runs.claimed_reminders(cursor, [delivery_id])
        values = dict(zip(_AS_SENT, rows[0], strict=True))
        return AsSent(
            **{**values, "kind": Kind(values["kind"])},
            changes=tuple(
                Change(DeliveryState(state), aware(at), by, reason, reference)
                for state, at, by, reason, reference in changes
            ),
            reminders=held.get(delivery_id, ()),
        )

    def _bounds(self, wanted: Wanted) -> tuple[datetime, datetime]:
        """The days of *wanted* as moments, UTC; the second one is not included."""
        with self.database.cursor() as cursor:
            zone = choices.stored(cursor).timezone
        # A day ahead: a clock that was put back hides nothing.
        last = self.clock() + timedelta(days=1)
        first = datetime(1970, 1, 1, tzinfo=UTC)
        if wanted.since is not None:
            first = datetime.combine(wanted.since, time(), tzinfo=zone)
        if wanted.until is not None:
            next_day = wanted.until + timedelta(days=1)
            last = datetime.combine(next_day, time(), tzinfo=zone)
        return utc(first), utc(last)

    def _with_runs(self, lines: Iterable[Happening]) -> tuple[Happening, ...]:
        """*lines*, each run with what it claimed."""
        found = tuple(lines)
        started = [line.run_id for line in found if line.kind == "run"]
        counts: dict[int, list[Count]] = {}
        if started:
            rows = self.database.rows(sql("journal_runs"), {"run_ids": started})
            for run_id, channel, n in rows:
                claimed = Count(Kind(channel), DeliveryState.CLAIMED, n)
                counts.setdefault(run_id, []).append(claimed)
        return tuple(
            replace(line, counts=_in_order(counts.get(line.run_id or 0, ())))
            if line.kind == "run"
            else line
            for line in found
        )


# In the order of the queries.
_HAPPENING = tuple(Happening.__dataclass_fields__)[:-1]
_SENT = tuple(Sent.__dataclass_fields__)
_AS_SENT = tuple(AsSent.__dataclass_fields__)[:-2]


def _happening(row: tuple[Any, ...]) -> Happening:
    counts = (
        Count(Kind(channel), DeliveryState(state), int(n))
        for channel, state, n in (count.split("|") for count in row[-1])
    )
    values = dict(zip(_HAPPENING, row[:-1], strict=True))
    return Happening(**{**values, "at": aware(values["at"])}, counts=_in_order(counts))


def _in_order(counts: Iterable[Count]) -> tuple[Count, ...]:
    kinds = list(Kind)
    return tuple(
        sorted(counts, key=lambda count: (kinds.index(count.kind), count.state))
    )


def _sent(row: tuple[Any, ...]) -> Sent:
    values = dict(zip(_SENT, row, strict=True))
    return Sent(
        **{
            **values,
            "claimed_at": aware(values["claimed_at"]),
            "kind": Kind(values["kind"]),
            "state": DeliveryState(values["state"]),
            "state_at": aware(values["state_at"]),
            "animals": tuple(values["animals"]),
        }
    )
