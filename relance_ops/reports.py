"""What the practice tells its front ends: values to show, print or count."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from relance_ops.model import DeliveryState, Kind, Planned, Reminder


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one press of "Envoyer" did, and where it stands now.

    Attributes:
        run_id: None when nothing was ready and so no run was made.
        claimed: Deliveries claimed; the states of by_channel sum to it.
        by_channel: Deliveries per channel and latest state.
        letters_pdf, cards_pdf: Files to print; "" when there are none.
        awaiting: Letters and cards whose printing nobody has confirmed yet.
        notices: Sentences for a person (paused channel, waiting emails…).
    """

    run_id: int | None
    on: date
    claimed: int = 0
    by_channel: dict[Kind, dict[DeliveryState, int]] = field(default_factory=dict)
    letters_pdf: str = ""
    cards_pdf: str = ""
    awaiting: int = 0
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintQuestion:
    """A run whose paper nobody has confirmed yet: « l'imprimante a-t-elle… ? ».

    Attributes:
        letters: (letter number, client's name, first page, last page, kind) each.
    """

    run_id: int
    on: date
    started_at: datetime
    started_by: str
    letters: tuple[tuple[int, str, int, int, Kind], ...]
    letters_pdf: str = ""
    cards_pdf: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """A client who was reminded and has not come back yet, for one reminder."""

    client_id: str
    client_name: str
    phone: str
    animal_id: str
    animal_name: str
    recall_group: str
    act_type: str
    label: str
    family: str
    anchor_id: str
    due_on: date
    last_sent_on: date
    steps_sent: tuple[int, ...]
    channels: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What "Envoyer" would do now: the confirmation's figures.

    Attributes:
        deliveries: What would leave.
        waiting: Reminders held and blocked, which stay.
        sms_parts: Billed parts over all SMS.
        cost_cents: Stamps and SMS parts at the clinic's prices, euro cents.
        seconds: Estimated duration.
        unusual: How many times the usual day this is, when over the setting;
            None on an ordinary day.
    """

    deliveries: tuple[Planned, ...]
    waiting: tuple[Reminder, ...] = ()
    sms_parts: int = 0
    cost_cents: int = 0
    seconds: int = 0
    unusual: float | None = None

    def count(self, kind: Kind) -> int:
        """Deliveries that would leave by *kind*."""
        return sum(planned.kind is kind for planned in self.deliveries)
