"""A whole clinic as plain values, for the reference of what is due.

The words are the specification's (sections 2 and 3). Nothing of relance_ops here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

FORMS = ("email", "sms", "paper")

Key = tuple[str, str, str, int]  # animal, recall group, anchor, step


@dataclass(frozen=True)
class Client:
    client_id: str
    last_name: str = "Durand"
    address1: str = "1 rue des Lilas"
    address2: str = ""
    postcode: str = "31000"
    city: str = "Toulouse"
    country: str = "FR"
    email: str = ""
    mobile: str = ""
    boxes: frozenset[str] = frozenset(FORMS)
    refusals: frozenset[str] = frozenset()
    mail_returned: bool = False
    archived: bool = False


@dataclass(frozen=True)
class Animal:
    animal_id: str
    client_id: str
    species: str = "dog"
    neutered: bool | None = None
    birth_date: date | None = None
    deceased_on: date | None = None
    departed_on: date | None = None


@dataclass(frozen=True)
class ActType:
    act_type: str
    recall_group: str
    delay: str = ""  # 12m, 1y, 21d, 6w; "" gives no automatic due date
    trigger: str = "act"
    species: frozenset[str] = frozenset()  # empty: all
    neutered: bool | None = None  # None: any
    legal: bool | None = None  # None: as its name says


@dataclass(frozen=True)
class Act:
    act_id: str
    animal_id: str
    act_type: str
    performed_on: date
    due_on: date | None = None


@dataclass(frozen=True)
class Rule:
    act_type: str
    step: int = 1
    offset_days: int = 0
    valid_days: int = 60
    channels: frozenset[str] = frozenset()  # empty: the client's or the clinic's
    paper_form: str = "letter"
    active: bool = True
    active_from: date | None = None


@dataclass(frozen=True)
class Appointment:
    client_id: str
    animal_id: str | None
    starts_on: date


@dataclass(frozen=True)
class Delivery:
    """Something that left, or tried to: on a run's day, with its latest state."""

    client_id: str
    channel: str
    on: date
    state: str
    claims: tuple[Key, ...]


@dataclass(frozen=True)
class Choices:
    """The settings that section 4 names."""

    form_mode: str = "clinic"
    form_order: tuple[str, ...] = FORMS
    form_usable: str = "first"
    grouping: str = "client"
    group_ahead_days: int = 0
    min_gap_days: int = 7
    appointment_days: int = 60
    holdout_percent: int = 0


@dataclass(frozen=True)
class World:
    """A whole clinic. A dead contact is (client, form, address as it was used)."""

    clients: tuple[Client, ...] = ()
    animals: tuple[Animal, ...] = ()
    act_types: tuple[ActType, ...] = ()
    acts: tuple[Act, ...] = ()
    rules: tuple[Rule, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    dead_contacts: frozenset[tuple[str, str, str]] = frozenset()
    choices: Choices = field(default_factory=Choices)


@dataclass(frozen=True)
class Row:
    client_id: str
    animal_id: str
    recall_group: str
    act_type: str
    anchor_id: str
    due_on: date
    step: int
    planned_on: date | None
    state: str
    reason_code: str = ""
    channels: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return self.animal_id, self.recall_group, self.anchor_id, self.step
