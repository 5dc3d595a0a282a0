"""Invented clients, reminders and messages; a test names only what matters to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from relance_ops import emails, messages
from relance_ops.model import (
    Client,
    Clinic,
    Kind,
    Message,
    Planned,
    Reminder,
    ReminderState,
)

ON = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SENDER = "accueil@tilleuls.example"

CLINIC = Clinic(
    name="Clinique vétérinaire des Tilleuls",
    address1="12 avenue des Tilleuls",
    postcode="06000",
    city="Nice",
    phone="04 65 71 00 00",
    email="accueil@tilleuls.example",
    hours="8 h à 19 h",
    booking_url="https://rdv.example/tilleuls",
)

_numbers = count(1)


def a_client(**changes: Any) -> Client:
    client = Client(
        client_id="C1",
        title="Mme",
        first_name="Hélène",
        last_name="Martin",
        address1="3 rue de la Paix",
        postcode="06000",
        city="Nice",
        email="helene.martin@example.fr",
        mobile="06 39 98 00 01",
    )
    return replace(client, **changes)


def a_reminder(**changes: Any) -> Reminder:
    reminder = Reminder(
        client_id="C1",
        animal_id="A1",
        animal_name="Rex",
        species="dog",
        recall_group="vaccine",
        act_type="VAC",
        label="Vaccin annuel",
        family="act",
        anchor_id="act-1",
        due_on=date(2026, 12, 9),
        step=1,
        planned_on=ON,
        state=ReminderState.READY,
    )
    return replace(reminder, **changes)


def a_delivery(
    kind: Kind = Kind.EMAIL, *reminders: Reminder, client: Client | None = None
) -> Planned:
    return Planned(client or a_client(), kind, "", reminders or (a_reminder(),))


def a_message(
    kind: Kind = Kind.EMAIL, *reminders: Reminder, client: Client | None = None
) -> Message:
    planned = a_delivery(kind, *reminders, client=client)
    number = next(_numbers)
    addresses = {
        Kind.EMAIL: planned.client.email,
        Kind.SMS: "+33639980001",
        Kind.LETTER: "MME HELENE MARTIN\n3 RUE DE LA PAIX\n06000 NICE",
        Kind.CARD: "MME HELENE MARTIN\n3 RUE DE LA PAIX\n06000 NICE",
    }
    return Message(
        delivery_id=number,
        run_id=1,
        on=ON,
        kind=kind,
        client=planned.client,
        address=addresses[kind],
        words=messages.compose(planned, clinic=CLINIC, on=ON),
        reminders=planned.reminders,
        message_id=emails.message_id_for(number, sender=SENDER, token="run 1"),
        letter_number=number if kind.is_paper else 0,
    )


def email_to(address: str) -> Message:
    return a_message(client=a_client(email=address))
