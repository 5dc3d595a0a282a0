"""The words of the demonstration's past deliveries: short ones of its own."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

from relance_ops import contacts, sms_text
from relance_ops.demo_names import CLINIC
from relance_ops.demo_people import Clients
from relance_ops.model import Client
from relance_ops.settings import Settings

_COLUMNS = (
    "client_id",
    "address",
    "subject",
    "body",
    "blocks",
    "sms_parts",
    "cost_cents",
)
CHANNELS = ("email", "sms", "letter", "card")  # in the order a run leaves


def worded(
    deliveries: pd.DataFrame, claims: pd.DataFrame, clients: Clients
) -> pd.DataFrame:
    """The deliveries with their address, words and price."""
    tables, people, settings = (
        _tables(claims),
        clients.frame.to_dict("records"),
        Settings(),
    )
    channel = np.array(CHANNELS, dtype=object)[deliveries["channel"]]
    number = deliveries["delivery_id"]
    texts = [
        _words(_client(people[place]), by, tables[delivery_id], settings)
        for place, by, delivery_id in zip(
            deliveries["client"], channel, number, strict=True
        )
    ]
    message_id = "<relance-" + number.astype(str) + "@tilleuls.example>"
    return deliveries.assign(
        channel=channel,
        language="fr",
        message_id=np.where(channel == "email", message_id, ""),
    ).join(pd.DataFrame(texts, columns=_COLUMNS, index=deliveries.index))


def _tables(claims: pd.DataFrame) -> dict[int, list[list[str]]]:
    """Animal, act and due day of every reminder, by delivery."""
    tables: dict[int, list[list[str]]] = {}
    due = claims["due_on"].dt.strftime("%d/%m/%Y")
    for number, *line in zip(
        claims["delivery_id"], claims["animal_name"], claims["label"], due, strict=True
    ):
        tables.setdefault(number, []).append([str(cell) for cell in line])
    return tables


def _client(row: dict[str, str]) -> Client:
    return Client(
        client_id=row["client_id"],
        last_name=row["last_name"],
        title=row["title"],
        first_name=row["first_name"],
        address1=row["address1"],
        address2=row["address2"],
        postcode=row["postcode"],
        city=row["city"],
        email=row["email"],
        mobile=row["mobile"],
    )


def _words(
    client: Client, channel: str, table: list[list[str]], settings: Settings
) -> tuple[str, str, str, str, str, int, int]:
    """The columns of one delivery: client, address, words, parts and price."""
    animals = list(dict.fromkeys(animal for animal, _label, _due in table))
    subject = f"Un rappel de santé pour {' et '.join(animals)}"
    first = client.title or client.first_name
    greeting = " ".join(("Bonjour", *first.split(), client.last_name)) + ","
    closing = f"Pour un rendez-vous, appelez-nous au {CLINIC['clinic.phone']}."
    lines = [f"- {animal} : {label}, le {due}" for animal, label, due in table]
    parts, body = 0, "\n\n".join((greeting, "\n".join(lines), closing))
    if channel == "sms":
        body = sms_text.simplified(
            f"Bonjour, pensez à un rendez-vous pour {' et '.join(animals)} : {table[0][1]}"
            f" ({table[0][2]}). Tél. {CLINIC['clinic.phone']} Clinique des Tilleuls"
        )
        parts = sms_text.parts(body).parts
    blocks = [_paragraph(greeting), {"t": "table", "head": ["Animal", "Objet", "Date prévue"],
                                     "rows": table}, _paragraph(closing)]  # fmt: skip
    address = {
        "email": client.email,
        "sms": "+33" + client.mobile.replace(" ", "")[1:],
    }.get(channel) or contacts.postal_address(client)
    price = {"email": 0, "sms": parts * settings.sms_cents}.get(
        channel, settings.letter_cents
    )
    written = "[]" if channel == "sms" else json.dumps(blocks, ensure_ascii=False)
    return client.client_id, address, subject, body, written, parts, price


def _paragraph(text: str) -> dict[str, object]:
    return {"t": "p", "r": [{"x": text, "b": 0, "i": 0}]}
