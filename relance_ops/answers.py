"""What a person decides after a run: the printer's answer, the undo, the uncertain ones.

Each decision appends to the ledger; nothing is removed, so everything can be told later.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

import duckdb

from relance_ops import ledger, runs
from relance_ops.choices import stored
from relance_ops.database import Database, sql
from relance_ops.errors import AlreadyAnsweredError, NotFoundError, RelanceError
from relance_ops.i18n import _, moment
from relance_ops.model import DeliveryState, Kind

log = logging.getLogger(__name__)

_PRINTED = (DeliveryState.PRINTED, DeliveryState.VOIDED)


def confirm(
    database: Database,
    run_id: int,
    *,
    reprint: Collection[int],
    now: datetime,
    by: str,
) -> None:
    """Answer « Est-ce que l'imprimante a bien fonctionné ? » for a run.

    Args:
        database: The clinic's file.
        run_id: The run asked about.
        reprint: Numbers of the letters and cards that did not come out: those are
            ready again. Empty: everything came out.
        now: When it was answered.
        by: Who answered.

    Raises:
        NotFoundError: No such run, or a number that is not among its letters.
        AlreadyAnsweredError: Somebody answered first; says who and when.
    """
    with database.writing() as cursor:
        runs.states_of(cursor, run_id)
        waiting = runs.standings(cursor, [DeliveryState.AWAITING], run_id=run_id)
        if not waiting:
            raise _answered(cursor, run_id)
        numbers = {standing.letter_number for standing in waiting}
        unknown = sorted(set(reprint) - numbers)
        if unknown:
            raise NotFoundError(
                _(
                    "L'envoi n° {run} n'a pas de courrier n° {unknown} : "
                    "ils vont de {first} à {last}."
                ).format(
                    run=run_id,
                    unknown=unknown[0],
                    first=min(numbers),
                    last=max(numbers),
                )
            )
        bad = [s.delivery_id for s in waiting if s.letter_number in reprint]
        good = [s.delivery_id for s in waiting if s.letter_number not in reprint]
        ledger.append(
            cursor,
            [
                *ledger.entries_for(good, DeliveryState.PRINTED, at=now, by=by),
                *ledger.entries_for(
                    bad,
                    DeliveryState.VOIDED,
                    at=now,
                    by=by,
                    reason=_("l'imprimante a eu un problème"),
                ),
            ],
        )
    log.info("printer answered run=%d printed=%d again=%d", run_id, len(good), len(bad))


def answer_given(database: Database, run_id: int) -> str:
    """Who answered the printer question of a run, and when; "" while it is open."""
    with database.cursor() as cursor:
        if runs.standings(cursor, [DeliveryState.AWAITING], run_id=run_id):
            return ""
        return str(_answered(cursor, run_id))


def cancel(
    database: Database,
    *,
    sent_on: date,
    kinds: Collection[Kind],
    family: str | None,
    now: datetime,
    by: str,
) -> dict[Kind, int]:
    """« Annuler l'envoi de relances »: deliveries undone, by channel.

    Those reminders are ready again if they are still due. The same cancel twice
    undoes nothing the second time.

    Args:
        database: The clinic's file.
        sent_on: The day of the runs to undo.
        kinds: Channels to undo.
        family: "act" or "information" for deliveries holding one of that family;
            None for both.
        now: When it was asked.
        by: Who asked.
    """
    with database.writing() as cursor:
        found = _cancellable(cursor, sent_on, kinds, family)
        ledger.append(
            cursor,
            ledger.entries_for(
                (delivery_id for delivery_id, _kind in found),
                DeliveryState.VOIDED,
                at=now,
                by=by,
                reason=_("envoi annulé"),
            ),
        )
    log.info("send cancelled day=%s deliveries=%d", sent_on.isoformat(), len(found))
    return _counted(found)


def cancellable(
    database: Database, *, sent_on: date, kinds: Collection[Kind], family: str | None
) -> dict[Kind, int]:
    """How many deliveries `cancel` would undo, by channel."""
    with database.cursor() as cursor:
        return _counted(_cancellable(cursor, sent_on, kinds, family))


def resolve(
    database: Database, delivery_id: int, *, sent: bool, now: datetime, by: str
) -> None:
    """Decide on an uncertain delivery: "parti" (sent), or "renvoyer".

    Raises:
        NotFoundError: No uncertain delivery has this number.
    """
    with database.writing() as cursor:
        uncertain = runs.standings(cursor, [DeliveryState.UNCERTAIN])
        if delivery_id not in {standing.delivery_id for standing in uncertain}:
            raise NotFoundError(
                _(
                    "L'envoi {delivery} n'est pas incertain : il n'y a rien à décider. "
                    "« relance-ops doctor » liste ceux qui le sont."
                ).format(delivery=delivery_id)
            )
        state = DeliveryState.SENT if sent else DeliveryState.VOIDED
        reason = _("considéré comme parti") if sent else _("à renvoyer")
        ledger.append(
            cursor,
            ledger.entries_for([delivery_id], state, at=now, by=by, reason=reason),
        )
    log.info("uncertain resolved delivery=%d sent=%s", delivery_id, sent)


def _cancellable(
    cursor: duckdb.DuckDBPyConnection,
    sent_on: date,
    kinds: Collection[Kind],
    family: str | None,
) -> list[tuple[int, Kind]]:
    rows = cursor.execute(
        sql("cancellable"),
        {
            "sent_on": sent_on,
            "channels": sorted(kind.value for kind in kinds),
            "family": family,
        },
    ).fetchall()
    return [(delivery_id, Kind(channel)) for delivery_id, channel in rows]


def _counted(found: list[tuple[int, Kind]]) -> dict[Kind, int]:
    counts = Counter(kind for _delivery_id, kind in found)
    return {kind: counts[kind] for kind in Kind if counts[kind]}


def _answered(cursor: duckdb.DuckDBPyConnection, run_id: int) -> RelanceError:
    """Why there is nothing left to answer."""
    paper = [
        s for s in runs.standings(cursor, _PRINTED, run_id=run_id) if s.letter_number
    ]
    if not paper:
        return NotFoundError(
            _("L'envoi n° {run} n'a pas de courrier papier à confirmer.").format(
                run=run_id
            )
        )
    zone = stored(cursor).timezone
    first = min(paper, key=lambda standing: standing.changed_at)
    return AlreadyAnsweredError(
        _("{who} a déjà répondu pour l'envoi n° {run}, le {moment}.").format(
            who=first.changed_by, run=run_id, moment=moment(first.changed_at, zone)
        )
    )
