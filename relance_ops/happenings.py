"""The lines of the journal as values: what a person may look for, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from relance_ops.model import DeliveryState, Kind, Reminder


class Topic(StrEnum):
    """What a person may look for."""

    SENDS = "sends"
    PRINTER = "printer"
    UNDONE = "undone"
    RECORDS = "records"
    CALLS = "calls"
    SETTINGS = "settings"
    RULES = "rules"
    ACCOUNTS = "accounts"
    FILES = "files"
    REFRESHES = "refreshes"


# The kinds of line of each topic: the ledger's own, and those of events.
KINDS = {
    Topic.SENDS: (
        "run", "decided", "failed", "returned", "uncertain", "failure_seen",
        "news_seen", "channel_resumed", "test_sent",
    ),
    Topic.PRINTER: ("printer", "to_printer", "printer_said"),
    Topic.UNDONE: ("undone",),
    Topic.RECORDS: ("client_field", "animal_field", "address_retried", "data_given", "forgotten"),
    Topic.CALLS: ("call",),
    Topic.SETTINGS: ("setting", "wording"),
    Topic.RULES: ("rules",),
    Topic.ACCOUNTS: ("account", "signed_in", "sign_in_failed", "signed_out"),
    Topic.FILES: (
        "imported", "exported", "caught_up", "copy_failed", "held", "hold_ended",
    ),
    Topic.REFRESHES: ("refresh",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read of the journal.

    Attributes:
        since, until: The clinic's days, both included; None for no bound.
        topics: Empty for everything.
        who, client_id: "" for everybody.
        run_id: None for every run.
    """

    since: date | None = None
    until: date | None = None
    topics: tuple[Topic, ...] = ()
    who: str = ""
    client_id: str = ""
    run_id: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many deliveries of one channel took one state."""

    kind: Kind
    state: DeliveryState
    n: int


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the journal.

    Attributes:
        kind: Of `KINDS`, or of an event that a later version wrote.
        run_id: The run it is about; None when it is about none.
        client_id, client_name, animal_name: Whom it is about; "" for nobody.
        subject, before, after, note: See `events.EventKind`.
        counts: Of a run: what it claimed. Of what became of it: what changed.
    """

    at: datetime
    who: str
    kind: str
    run_id: int | None = None
    client_id: str = ""
    client_name: str = ""
    animal_name: str = ""
    subject: str = ""
    before: str = ""
    after: str = ""
    note: str = ""
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class Pages:
    """One page of something long.

    Attributes:
        more: True when there is a next one.
    """

    happenings: tuple[Happening, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery in a list.

    Attributes:
        animals: Those it reminds of.
        state: Where it stands, since *state_at*, because of *reason*.
    """

    delivery_id: int
    run_id: int
    claimed_at: datetime
    client_id: str
    client_name: str
    kind: Kind
    subject: str
    state: DeliveryState
    state_at: datetime
    state_by: str
    reason: str
    animals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One state that a delivery took."""

    state: DeliveryState
    at: datetime
    by: str
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class AsSent:
    """A delivery as it left, word for word, and all that happened to it."""

    delivery_id: int
    run_id: int
    client_id: str
    client_name: str
    kind: Kind
    address: str
    subject: str
    body: str
    message_id: str
    letter_number: int
    sms_parts: int
    cost_cents: int
    rule_version: int
    changes: tuple[Change, ...]
    reminders: tuple[Reminder, ...]
