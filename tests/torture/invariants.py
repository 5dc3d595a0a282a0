"""What must be true of a clinic's file whatever happened to it (specification, section 5).

The peers are the judges: what they wrote down is what left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from relance_ops.database import sql
from relance_ops.model import DeliveryState as State

Rows = Callable[[str], list[tuple[Any, ...]]]

# Every change of a delivery that the specification knows; None is before it was claimed.
STEPS: Mapping[State | None, frozenset[State]] = {
    None: frozenset({State.CLAIMED}),
    State.CLAIMED: frozenset(
        {State.HANDED, State.AWAITING, State.RETRY, State.VOIDED, State.FAILED}
    ),
    State.HANDED: frozenset(
        {State.SENT, State.RETRY, State.FAILED, State.UNCERTAIN, State.VOIDED}
    ),
    State.RETRY: frozenset({State.HANDED, State.RETRY, State.VOIDED}),
    State.UNCERTAIN: frozenset(
        {State.SENT, State.VOIDED, State.DELIVERED, State.BOUNCED}
    ),
    State.AWAITING: frozenset({State.PRINTED, State.VOIDED}),
    State.SENT: frozenset({State.DELIVERED, State.BOUNCED, State.VOIDED}),
    State.DELIVERED: frozenset({State.BOUNCED, State.VOIDED}),
    State.PRINTED: frozenset({State.VOIDED}),
    State.FAILED: frozenset(),
    State.BOUNCED: frozenset(),
    State.VOIDED: frozenset(),
}

# An outcome whose commit was done and yet told as failed is written once more.
_TWICE = frozenset({State.SENT, State.FAILED, State.UNCERTAIN})

_LIVES = """
    select delivery_id, delivery.channel, list(ledger.state order by entry_id)
    from delivery left join ledger using (delivery_id)
    group by all order by all
"""
_HELD = """
    select animal_id, recall_group, anchor_id, step, channel, list(delivery_id)
    from claim group by all order by all
"""


def broken(rows: Rows, accepted: Mapping[int, int]) -> list[str]:
    """What is wrong at rest, after a recovery; [] when every promise is kept.

    Args:
        rows: Asks the clinic's file.
        accepted: How often the peers took each delivery, by its number.
    """
    lives = {
        number: (channel, [State(state) for state in states])
        for number, channel, states in rows(_LIVES)
    }
    found = [f"delivery {n} left without a trace" for n in accepted.keys() - lives]
    for number, (channel, states) in lives.items():
        by_peer = channel in ("email", "sms")
        found += [
            f"delivery {number}: {what} ({' '.join(states)})"
            for what in (
                *_misstepped(states),
                *(_misjudged(states, accepted.get(number, 0)) if by_peer else ()),
            )
        ]
    found += _twice(rows, lives, accepted)
    if rows(sql("twice")):
        found.append("twice.sql finds two live deliveries")
    return found


def _misstepped(states: Sequence[State]) -> list[str]:
    """Changes that the specification does not know, and lives that are left open."""
    found = [
        f"{before} became {after}"
        for before, after in zip([None, *states], states, strict=False)
        if after not in STEPS[before] and (before is not after or after not in _TWICE)
    ]
    if not states or states[-1] in (State.CLAIMED, State.HANDED):
        found.append("left open")
    return found


def _misjudged(states: Sequence[State], times: int) -> list[str]:
    """Where the ledger and the peer disagree."""
    told = State.SENT in states or State.UNCERTAIN in states
    found = []
    if times > 1:
        found.append(f"accepted {times} times")
    if times and not told:
        found.append("accepted, and neither sent nor listed")
    if not times and State.SENT in states and State.UNCERTAIN not in states:
        found.append("lost: said to be sent, and nobody has it")
    return found


def _twice(
    rows: Rows,
    lives: Mapping[int, tuple[str, list[State]]],
    accepted: Mapping[int, int],
) -> list[str]:
    """Reminders that left twice on one channel though nobody asked for it again."""
    found = []
    for *key, numbers in rows(_HELD):
        # What a person cancelled or wanted sent again has ended; only one may not have.
        standing = [
            n
            for n in numbers
            if accepted.get(n) and lives[n][1][-1] is not State.VOIDED
        ]
        if len(standing) > 1:
            found.append(f"reminder {key} left {len(standing)} times: {standing}")
    return found
