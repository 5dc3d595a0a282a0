"""What gateways call us back with: kept word for word until its listener has read it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from relance_ops.channels.sms import CalledBack
from relance_ops.database import Database, aware, sql, utc

# A report or an SMS of many parts is shorter; a longer one is not from a gateway.
LONGEST_VALUE, MOST_VALUES = 3_000, 20


@dataclass(frozen=True, slots=True)
class Callbacks:
    """The calls of one gateway, *source* as its listener is called."""

    database: Database
    clock: Callable[[], datetime]
    source: str

    def keep(self, said: Mapping[str, str]) -> None:
        """Write down the parameters of one call."""
        kept = {
            name[:100]: value[:LONGEST_VALUE]
            for name, value in list(said.items())[:MOST_VALUES]
        }
        with self.database.writing() as cursor:
            cursor.execute(
                sql("add_callback"),
                {
                    "source": self.source,
                    "received_at": utc(self.clock()),
                    "content": json.dumps(kept),
                },
            ).fetchall()

    def after(self, position: int) -> list[CalledBack]:
        """The calls after number *position*; those up to it were heard, and are removed.

        What clients wrote is then in the news, and need not be kept twice.
        """
        up_to = {"source": self.source, "position": position}
        with self.database.writing() as cursor:
            cursor.execute(sql("forget_callbacks"), up_to).fetchall()
            rows = cursor.execute(sql("callbacks"), up_to).fetchall()
        return [
            CalledBack(number, aware(received_at), content)
            for number, received_at, content in rows
        ]
