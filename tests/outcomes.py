"""What channels say of deliveries, written down without sending anything."""

from __future__ import annotations

from relance_ops import ledger
from relance_ops.model import Cause, DeliveryState
from tests.factories import Desk


def becomes(
    desk: Desk,
    delivery_id: int,
    state: DeliveryState,
    *,
    reason: str = "",
    cause: Cause = Cause.NONE,
) -> None:
    """Delivery *delivery_id* takes *state*, now."""
    with desk.practice.database.writing() as cursor:
        ledger.append(
            cursor,
            ledger.entries_for(
                [delivery_id],
                state,
                at=desk.clock(),
                by="Camille",
                reason=reason,
                cause=cause,
            ),
        )


def is_dead(desk: Desk, client_id: str, form: str, address: str) -> None:
    """An address that a channel refused for good."""
    desk.add(
        "dead_contact",
        client_id=client_id,
        form=form,
        address=address,
        reason="550 boîte inconnue",
        flagged_at=desk.clock().replace(tzinfo=None),
    )
