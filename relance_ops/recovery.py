"""Putting things right after a crash, a pulled plug or an unexpected error.

Only the owner of the file runs this, while nothing of its own is leaving: whatever is
still "claimed" or "handed" then belongs to a process, or to a round, that is dead.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from relance_ops import ledger, runs
from relance_ops.database import Database
from relance_ops.i18n import _
from relance_ops.model import Cause, DeliveryState, Entry, Kind

log = logging.getLogger(__name__)

# Pages of each delivery in a run's print file; None when that file is not whole.
PageMap = Callable[[int, Kind], Mapping[int, tuple[int, int]] | None]

_BY = "reprise"
# What no round leaves behind it unless it was cut short; and what a pulled plug may.
CUT_SHORT = (DeliveryState.CLAIMED, DeliveryState.HANDED)
OPEN = (*CUT_SHORT, DeliveryState.AWAITING)


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was found unfinished, in deliveries.

    Attributes:
        uncertain: Handed without an outcome: a person decides.
        released: Claimed and never handed, or without a whole print file: ready
            again.
        awaiting: Letters whose print file was whole: the printer question is asked.
    """

    uncertain: int = 0
    released: int = 0
    awaiting: int = 0


def recover(
    database: Database,
    states: Collection[DeliveryState],
    *,
    now: datetime,
    pages: PageMap,
) -> Recovered:
    """Settle what the last process, or the last round, left open in *states*."""
    with database.writing() as cursor:
        left_open = runs.standings(cursor, states)
        entries = [
            entry
            for standing in left_open
            if (entry := _settled(standing, now=now, pages=pages)) is not None
        ]
        ledger.append(cursor, entries)
    found = Recovered(
        uncertain=sum(entry.state is DeliveryState.UNCERTAIN for entry in entries),
        released=sum(entry.state is DeliveryState.VOIDED for entry in entries),
        awaiting=sum(entry.state is DeliveryState.AWAITING for entry in entries),
    )
    if entries:
        log.warning(
            "recovered uncertain=%d released=%d awaiting=%d",
            found.uncertain,
            found.released,
            found.awaiting,
        )
    return found


def _settled(standing: runs.Standing, *, now: datetime, pages: PageMap) -> Entry | None:
    """The line that settles *standing*; None when it stands well."""
    if standing.state is DeliveryState.HANDED:
        return Entry(
            standing.delivery_id,
            DeliveryState.UNCERTAIN,
            at=now,
            by=_BY,
            cause=Cause.UNKNOWN,
            reason=_("programme interrompu pendant l'envoi"),
        )
    page_map = pages(standing.run_id, standing.kind) if standing.kind.is_paper else None
    if page_map is None or standing.delivery_id not in page_map:
        return Entry(
            standing.delivery_id,
            DeliveryState.VOIDED,
            at=now,
            by=_BY,
            reason=_("programme interrompu avant l'envoi"),
        )
    if standing.state is DeliveryState.AWAITING:
        return None
    first, last = page_map[standing.delivery_id]
    return Entry(
        standing.delivery_id,
        DeliveryState.AWAITING,
        at=now,
        by=_BY,
        first_page=first,
        last_page=last,
    )
