"""The clinic's words as values: frozen, checked at construction, never again.

Policy and every front end speak these. Nothing here knows a database, a network,
a template or a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """A way out of the clinic. "Paper" is a letter or a card."""

    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    CARD = "card"

    @property
    def is_paper(self) -> bool:
        """True when a person must say whether it came out of the printer."""
        return self in (Kind.LETTER, Kind.CARD)

    @property
    def form(self) -> Form:
        """The box of the client's record that governs this way out."""
        return Form.PAPER if self.is_paper else Form(self.value)


class Form(StrEnum):
    """What a client or a rule may choose: the three boxes of the record."""

    EMAIL = "email"
    SMS = "sms"
    PAPER = "paper"


class ReminderState(StrEnum):
    """Where a reminder stands on a day (specification, section 4)."""

    READY = "ready"
    HELD = "held"
    BLOCKED = "blocked"
    PLANNED = "planned"
    SENT = "sent"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    FULFILLED = "fulfilled"
    EXCLUDED = "excluded"


class DeliveryState(StrEnum):
    """What is known of a delivery (specification, section 5).

    VOIDED, FAILED and BOUNCED end its life: its reminders may leave again.
    """

    CLAIMED = "claimed"
    HANDED = "handed"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    RETRY = "retry"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    AWAITING = "awaiting"
    PRINTED = "printed"
    VOIDED = "voided"


DEAD_STATES = frozenset(
    {DeliveryState.VOIDED, DeliveryState.FAILED, DeliveryState.BOUNCED}
)


class Cause(StrEnum):
    """Why a channel answered as it did; decides what happens next."""

    NONE = "none"
    RECIPIENT = "recipient"  # a dead address: flag it, offer the next channel
    MESSAGE = "message"  # the text itself was refused
    OPPOSITION = "opposition"  # the client asked for no more
    TRANSIENT = "transient"  # try again later
    UNKNOWN = "unknown"  # may have left: a person decides
    ACCOUNT = "account"  # our own account: pause the channel


@dataclass(frozen=True, slots=True)
class Client:
    """Who pays and receives the mail, as needed to reach them."""

    client_id: str
    last_name: str
    title: str = ""
    first_name: str = ""
    address1: str = ""
    address2: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "FR"
    email: str = ""
    mobile: str = ""
    phone: str = ""
    language: str = "fr"
    boxes: frozenset[Form] = frozenset(Form)
    refusals: frozenset[Form] = frozenset()
    mail_returned: bool = False
    # Contacts that a channel refused for good, as (form, address as it was used).
    dead_contacts: frozenset[tuple[Form, str]] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class ReminderKey:
    """The identity of one reminder at one step.

    Editing a due date changes none of it, so a step that was sent never repeats.
    """

    animal_id: str
    recall_group: str
    anchor_id: str
    step: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """One obligation, at its current step, on one day.

    Attributes:
        anchor_id: The act that started it, or "birth".
        step: 1 to 9; 0 where no step of the rule can be reached any more.
        planned_on: When that step leaves; None with step 0.
        reason: Why it is in this state, one short sentence for a person; "" if
            the state says it all.
        reason_code: The same for programs: appointment, too_soon, no_form_chosen,
            no_usable_channel, deceased, departed, archived, later_act, holdout, …
        channels: How it leaves (ready), or would.
        withheld: Chance keeps it back, or lets it leave; None: it takes no part in the
            hold-out.
    """

    client_id: str
    animal_id: str
    animal_name: str
    species: str
    recall_group: str
    act_type: str
    label: str
    family: str
    anchor_id: str
    due_on: date
    step: int
    planned_on: date | None
    state: ReminderState
    reason: str = ""
    reason_code: str = ""
    channels: tuple[Kind, ...] = ()
    paper_form: Kind = Kind.LETTER
    template: str = ""
    withheld: bool | None = None

    @property
    def key(self) -> ReminderKey:
        """What identifies this reminder at this step."""
        return ReminderKey(self.animal_id, self.recall_group, self.anchor_id, self.step)


@dataclass(frozen=True, slots=True)
class Planned:
    """A delivery that would leave: one client, one channel, 1..n reminders."""

    client: Client
    kind: Kind
    address: str
    reminders: tuple[Reminder, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one delivery, already merged, ready for any form.

    Attributes:
        subject: One line, no line break.
        text: Plain text: the email's text part, the SMS, the letter to read back.
        blocks: The same as data for layouts: a tuple of JSON-ready dicts
            ``{"t": "p"|"li", "r": [{"x": text, "b": 0|1, "i": 0|1}]}`` and
            ``{"t": "table", "head": [3 texts], "rows": [[animal, act, day], …]}``,
            the client's own animals and acts in the client's language.
    """

    subject: str
    text: str
    blocks: tuple[dict[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One claimed delivery on its way to a channel.

    Attributes:
        delivery_id: Our number, kept for ever.
        on: The run's day.
        address: As used: an email address, an E.164 number, or the postal address
            on several lines (at most six of 38 characters for paper).
        message_id: RFC 5322 Message-ID with its angle brackets; "" unless email.
        letter_number: 1.. within the run, letters before cards; 0 unless paper.
    """

    delivery_id: int
    run_id: int
    on: date
    kind: Kind
    client: Client
    address: str
    words: Words
    reminders: tuple[Reminder, ...]
    message_id: str = ""
    letter_number: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a channel said about one delivery.

    Attributes:
        state: SENT, RETRY, FAILED, UNCERTAIN, or AWAITING for paper.
        detail: The peer's own words, shortened to 500 characters.
        reference: The peer's number for it; "" when it gave none.
        pages: First and last page in the merged PDF, from 1; None unless paper.
        wait_seconds: How long the peer asks us to leave it alone; 0 when it did not say.
    """

    delivery_id: int
    state: DeliveryState
    cause: Cause = Cause.NONE
    detail: str = ""
    reference: str = ""
    pages: tuple[int, int] | None = None
    wait_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger."""

    delivery_id: int
    state: DeliveryState
    at: datetime
    by: str
    cause: Cause = Cause.NONE
    reason: str = ""
    reference: str = ""
    not_before: datetime | None = None
    first_page: int | None = None
    last_page: int | None = None


@dataclass(frozen=True, slots=True)
class Clinic:
    """The sender: what a letterhead, an email footer and an SMS signature show.

    Attributes:
        legal: One line under every letter (SIRET, order number…); may be "".
        hours: Opening hours in one line; may be "".
        booking_url: Where owners book online; "" when there is no such page.
        booking_code: "no" for letters and cards without the code of that page.
    """

    name: str = "Clinique vétérinaire"
    address1: str = ""
    address2: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    vets: str = ""
    hours: str = ""
    legal: str = ""
    booking_url: str = ""
    booking_code: str = "yes"


@dataclass(frozen=True, slots=True)
class Logo:
    """The clinic's logo, small and on white: "image/png" or "image/jpeg"."""

    media: str
    content: bytes
    width: int
    height: int
