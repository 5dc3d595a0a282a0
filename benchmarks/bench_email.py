"""500 emails to a local mail server: our channel against a bare smtplib loop.

Ours also builds each message and drives each stage by itself; the bare loop is given
the finished bytes. Both use one connection, and the server keeps every message on disk
before it answers. One server takes commands together, as Postfix, Exim, Exchange and the
big providers do; the other takes them one by one.
"""

from __future__ import annotations

import smtplib
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.table import Row
from relance_ops import emails, messages
from relance_ops.channels.smtp import SmtpChannel
from relance_ops.email_config import EmailConfig, Security
from relance_ops.model import (
    Client,
    Clinic,
    DeliveryState,
    Kind,
    Message,
    Planned,
    Reminder,
    ReminderState,
)
from tests.peers.running import running_smtp_peer

COUNT = 500
ROUNDS = 5

ON = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
KEY = b"the clinic's own key"
SENDER = "accueil@tilleuls.example"
CLINIC = Clinic(phone="04 65 71 00 00", email=SENDER, city="Nice", postcode="06000")


def measure() -> list[Row]:
    """For each server, the median of rounds in which the two take turns to go first."""
    return [
        _measured("commands together", "--pipelining"),
        _measured("commands one by one"),
    ]


def _measured(server: str, *options: str) -> Row:
    batch = [_message(number) for number in range(COUNT)]
    contents = [
        emails.build(message, clinic=CLINIC, sender=SENDER, now=NOW, key=KEY)
        for message in batch
    ]
    with (
        tempfile.TemporaryDirectory() as folder,
        running_smtp_peer(Path(folder) / "kept.jsonl", *options) as peer,
    ):
        config = EmailConfig(
            "127.0.0.1", SENDER, port=peer.port, security=Security.NONE
        )
        ours, bare = _in_turns(
            lambda: _ours(config, batch), lambda: _bare(peer.port, batch, contents)
        )
        kept = len(peer.accepted())
    assert kept == COUNT * (2 * ROUNDS + 2), f"{kept} messages were kept"
    return Row(
        f"{COUNT} emails, {server}",
        ours,
        (("bare smtplib loop", bare),),
        "same bytes, same local server, one connection; ours builds them too",
    )


def _in_turns(
    ours: Callable[[], float], bare: Callable[[], float]
) -> tuple[float, float]:
    ours(), bare()  # warm
    found: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS):
        pair = [(ours, found[0]), (bare, found[1])]
        for run, times in pair if number % 2 else reversed(pair):
            times.append(run())
    return median(found[0]), median(found[1])


def _ours(config: EmailConfig, batch: list[Message]) -> float:
    channel = SmtpChannel(config, clinic=CLINIC, clock=lambda: NOW, key=KEY)
    started = perf_counter()
    receipts = list(channel.send(iter(batch)))
    seconds = perf_counter() - started
    assert {receipt.state for receipt in receipts} == {DeliveryState.SENT}
    return seconds


def _bare(port: int, batch: list[Message], contents: list[bytes]) -> float:
    started = perf_counter()
    with smtplib.SMTP("127.0.0.1", port, "[127.0.0.1]") as smtp:
        for message, content in zip(batch, contents, strict=True):
            smtp.sendmail(SENDER, [message.address], content)
    return perf_counter() - started


def _message(number: int) -> Message:
    client = Client(f"C{number}", f"Martin {number}", title="Mme", first_name="Hélène")
    reminder = Reminder(
        client_id=client.client_id,
        animal_id=f"A{number}",
        animal_name="Rex",
        species="dog",
        recall_group="vaccine",
        act_type="VAC",
        label="Vaccin annuel",
        family="act",
        anchor_id=f"X{number}",
        due_on=date(2026, 12, 9),
        step=1,
        planned_on=ON,
        state=ReminderState.READY,
    )
    address = f"client{number}@example.fr"
    planned = Planned(client, Kind.EMAIL, address, (reminder,))
    return Message(
        delivery_id=number,
        run_id=1,
        on=ON,
        kind=Kind.EMAIL,
        client=replace(client, email=address),
        address=address,
        words=messages.compose(planned, clinic=CLINIC, on=ON),
        reminders=planned.reminders,
        message_id=emails.message_id_for(number, sender=SENDER, token="bench"),
    )


if __name__ == "__main__":
    print(measure())
