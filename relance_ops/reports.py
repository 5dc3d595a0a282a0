"""What the practice tells its front ends: values to show, print or count."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from relance_ops.model import Client, DeliveryState, Kind, Planned, Reminder
from relance_ops.printers import PrintJob


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
        printing: What the printer was given of it, the last job of each file.
    """

    run_id: int | None
    on: date
    claimed: int = 0
    by_channel: dict[Kind, dict[DeliveryState, int]] = field(default_factory=dict)
    letters_pdf: str = ""
    cards_pdf: str = ""
    awaiting: int = 0
    notices: tuple[str, ...] = ()
    printing: tuple[PrintJob, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintQuestion:
    """A run whose paper nobody has confirmed yet: « l'imprimante a-t-elle… ? ».

    Attributes:
        letters: (letter number, client's name, first page, last page, kind) each.
        printing: What the printer was given of it, the last job of each file.
        unsent: Files that the chosen printer does not have; empty without a printer.
    """

    run_id: int
    on: date
    started_at: datetime
    started_by: str
    letters: tuple[tuple[int, str, int, int, Kind], ...]
    letters_pdf: str = ""
    cards_pdf: str = ""
    printing: tuple[PrintJob, ...] = ()
    unsent: tuple[Kind, ...] = ()


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
class Staying:
    """A reminder that does not leave today, and whose it is."""

    reminder: Reminder
    client: Client


class CallOutcome(StrEnum):
    """What came of calling an expected client."""

    BOOKED = "booked"
    WILL_CALL = "will_call"
    MESSAGE = "message"
    NO_ANSWER = "no_answer"
    STOPS = "stops"
    DECEASED = "deceased"
    DEPARTED = "departed"
    WRONG_NUMBER = "wrong_number"

    @property
    def is_final(self) -> bool:
        """True when calling the same number again would tell nothing new."""
        return self not in (CallOutcome.MESSAGE, CallOutcome.NO_ANSWER)


@dataclass(frozen=True, slots=True)
class Call:
    """One call to a client, about one reminder of one animal.

    Attributes:
        at: Aware; when it was noted.
        animal_name: "" when the animal is no longer known.
        note: One line; may be "".
    """

    call_id: int
    at: datetime
    by: str
    client_id: str
    animal_id: str
    animal_name: str
    recall_group: str
    anchor_id: str
    outcome: CallOutcome
    note: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """An expected client, with what one wants to know before calling.

    Attributes:
        category: Of the act; may be "".
        country: Of the client, to read the telephone number by.
        others: Names of the household's other animals that are due.
        appointment_on: The next appointment of this animal, or of the client.
        calls: Every call to this client, the latest first.
        overdue_days: Since the due date; negative before it.
        since_days: Since the last message.
        to_call: No appointment, and nobody answered since the last message.
    """

    expected: Expected
    category: str
    country: str
    others: tuple[str, ...]
    appointment_on: date | None
    calls: tuple[Call, ...]
    overdue_days: int
    since_days: int
    to_call: bool


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


@dataclass(frozen=True, slots=True)
class Coming:
    """A reminder that would leave on a day to come if nobody came back.

    Attributes:
        leaves_on: The first day on which nothing holds it.
        channels: How it would leave; () where nothing reaches the client.
    """

    client_id: str
    animal_id: str
    recall_group: str
    act_type: str
    label: str
    category: str
    anchor_id: str
    due_on: date
    step: int
    leaves_on: date
    channels: tuple[Kind, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, int]:
        """Which reminder it is, whatever its day."""
        return (self.animal_id, self.recall_group, self.anchor_id, self.step)


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """What other rules would change from *since* to *until*, both included.

    Attributes:
        channels: Deliveries before and after, by channel.
        act_types: Reminders before and after, by act type; those with any.
        cost_cents: Before and after.
    """

    since: date
    until: date
    channels: dict[Kind, tuple[int, int]]
    act_types: dict[str, tuple[int, int]]
    cost_cents: tuple[int, int]


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """A set of rules that was published; the newest is in force."""

    version: int
    published_at: datetime
    published_by: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ActType:
    """What can be done, and how long until it is asked for again.

    Attributes:
        delay: As the export writes it: 12m, 1y, 21d; "" without a due date of its own.
        trigger: "act" or "age".
        price_cents: What a client pays for it; None: not known.
    """

    act_type: str
    label: str
    category: str = ""
    family: str = "act"
    recall_group: str = ""
    delay: str = ""
    trigger: str = "act"
    price_cents: int | None = None
