"""What people did besides sending: append, never change. The journal's other half.

Names no contact of a client: for an address or a number, only the field is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import duckdb

from relance_ops.database import sql, utc

log = logging.getLogger(__name__)


class EventKind(StrEnum):
    """What was done."""

    SETTING = "setting"  # subject is its key
    CLIENT_FIELD = "client_field"  # subject is the field
    ANIMAL_FIELD = "animal_field"
    CALL = "call"  # subject is the recall group, after is the outcome
    WORDING = "wording"  # subject is "template/language/part", then step, channel
    RULES = "rules"  # subject is the version
    IMPORTED = "imported"
    ACCOUNT = "account"  # subject is the login, note says what was done to it
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    TEST_SENT = "test_sent"  # subject is the channel
    EXPORTED = "exported"  # subject is the list
    ADDRESS_RETRIED = "address_retried"  # subject is the form
    CHANNEL_RESUMED = "channel_resumed"  # subject is the channel
    TO_PRINTER = "to_printer"  # subject is "run/channel", note is the printer's name
    PRINTER_SAID = (
        "printer_said"  # before is the state, after "12/40", note the reasons
    )
    FAILURE_SEEN = "failure_seen"  # subject is the delivery's number
    NEWS_SEEN = "news_seen"  # subject is the channel
    DATA_GIVEN = "data_given"  # everything known about a client, to that client
    FORGOTTEN = "forgotten"
    CAUGHT_UP = "caught_up"  # subject is how many deliveries, note says what
    COPY_FAILED = "copy_failed"  # subject is the reason, note says why
    HELD = "held"  # note says why nothing may leave
    HOLD_ENDED = "hold_ended"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the journal that is no delivery's.

    Attributes:
        subject, before, after, note: See `EventKind` and the table's own comments.
    """

    kind: EventKind
    at: datetime
    by: str
    client_id: str = ""
    animal_id: str = ""
    subject: str = ""
    before: str = ""
    after: str = ""
    note: str = ""


def append(cursor: duckdb.DuckDBPyConnection, events: Sequence[Event]) -> None:
    """Write *events* in one statement, in the caller's transaction."""
    if not events:
        return
    cursor.execute(
        sql("append_events"),
        {
            "times": [utc(event.at) for event in events],
            "people": [event.by for event in events],
            "kinds": [event.kind.value for event in events],
            "client_ids": [event.client_id for event in events],
            "animal_ids": [event.animal_id for event in events],
            "subjects": [event.subject for event in events],
            "befores": [event.before for event in events],
            "afters": [event.after for event in events],
            "notes": [event.note for event in events],
        },
    ).fetchall()
    for event in events[:1]:
        log.info("event kind=%s count=%d", event.kind, len(events))
