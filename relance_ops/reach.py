"""Whom each form reaches, and the « boutons magiques » that tick a box for everyone.

A refusal is never touched, and always wins: whoever refuses a form is not given its
box either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

import duckdb

from relance_ops import contacts, manual, plan, reminders
from relance_ops.database import Database, sql
from relance_ops.model import Client, Form
from relance_ops.settings import Settings


@dataclass(frozen=True, slots=True)
class MagicButton:
    """One of the « boutons magiques ».

    Attributes:
        ticks: Ticks the box; False to untick it.
        usable_only: Only for those whom the form can reach today.
    """

    form: Form
    ticks: bool
    usable_only: bool = False

    @property
    def field(self) -> str:
        """The box of the client's record."""
        return f"by_{self.form.value}"

    @property
    def reverse(self) -> MagicButton:
        """The button that does the contrary, for everyone."""
        return MagicButton(self.form, ticks=not self.ticks)


@dataclass(frozen=True, slots=True)
class Change:
    """What a magic button would do.

    Attributes:
        client_ids: Whose box changes, in order.
        refusing: How many refuse the form, and so are left alone when it is ticked.
        already: How many have the box like that now.
        unreachable: How many are left alone because the form does not reach them.
    """

    client_ids: tuple[str, ...]
    refusing: int = 0
    already: int = 0
    unreachable: int = 0


@dataclass(frozen=True, slots=True)
class Reach:
    """Everyone who is not archived, and the forms that reach each of them today."""

    clients: tuple[Client, ...]
    usable: tuple[frozenset[Form], ...]

    def reached(self) -> Counter[Form]:
        """How many clients each form reaches, whatever their boxes."""
        return Counter(form for usable in self.usable for form in usable)

    def ticked(self) -> Counter[Form]:
        """How many clients have each box ticked."""
        return Counter(form for client in self.clients for form in client.boxes)

    def refused(self) -> Counter[Form]:
        """How many clients refuse each form."""
        return Counter(form for client in self.clients for form in client.refusals)

    def chosen(self, settings: Settings) -> Counter[Form | None]:
        """How many clients each form would reach with these *settings*.

        None counts those whom nothing reaches. Someone who receives by two forms
        counts for both.
        """
        counts: Counter[Form | None] = Counter()
        for client in self.clients:
            found = plan.forms(client, frozenset(), settings)
            counts.update(found or (None,))
        return counts

    def change(self, button: MagicButton) -> Change:
        """What *button* would do to the boxes."""
        ids: list[str] = []
        left: Counter[str] = Counter()
        for client, usable in zip(self.clients, self.usable, strict=True):
            if (button.form in client.boxes) is button.ticks:
                left["already"] += 1
            elif button.ticks and button.form in client.refusals:
                left["refusing"] += 1
            elif button.usable_only and button.form not in usable:
                left["unreachable"] += 1
            else:
                ids.append(client.client_id)
        return Change(tuple(ids), **left)

    def after(self, button: MagicButton, client_ids: Collection[str]) -> Reach:
        """The same once *button* has changed the boxes of these clients.

        Reading everyone again would take longer than the change itself.
        """
        changed, box = frozenset(client_ids), frozenset({button.form})
        return replace(
            self,
            clients=tuple(
                replace(
                    client,
                    boxes=client.boxes | box if button.ticks else client.boxes - box,
                )
                if client.client_id in changed
                else client
                for client in self.clients
            ),
        )


class Forms:
    """The three boxes of every client at once; `Practice.forms`."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def reach(self) -> Reach:
        """Whom each form reaches now; the first time, a second for 8,000 clients."""
        with self._database.cursor() as cursor:
            return _read(cursor)

    def press(self, button: MagicButton, *, by: str) -> tuple[str, ...]:
        """Do what *button* says, for whom it holds now; gives whose box changed."""
        with self._database.writing() as cursor:  # no refusal comes in between
            ids = _read(cursor).change(button).client_ids
            return self._write(button, ids, by=by)

    def take_back(
        self, button: MagicButton, client_ids: Collection[str], *, by: str
    ) -> tuple[str, ...]:
        """Give back the boxes that *button* changed, those and no other."""
        return self._write(button.reverse, client_ids, by=by)

    def _write(
        self, button: MagicButton, ids: Collection[str], *, by: str
    ) -> tuple[str, ...]:
        return manual.type_over_all(
            self._database, "client", ids, button.field, button.ticks,
            now=self._clock(), by=by,
        )  # fmt: skip


def _read(cursor: duckdb.DuckDBPyConnection) -> Reach:
    ids = [
        client_id for [client_id] in cursor.execute(sql("active_clients")).fetchall()
    ]
    clients = tuple(reminders.clients_of(cursor, ids).values())
    return Reach(
        clients,
        tuple(
            frozenset(form for form in Form if contacts.address(client, form))
            for client in clients
        ),
    )
