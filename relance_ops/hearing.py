"""Listening to what the world says of our messages, and drawing the consequences.

Every listener is asked in turn. What it tells is written down once, with its position,
in one transaction: told twice, or asked again after a crash, it changes nothing more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from relance_ops import consequences, contacts, ledger
from relance_ops.channels.base import Listener
from relance_ops.database import Database, sql, utc
from relance_ops.errors import ChannelError
from relance_ops.i18n import _
from relance_ops.model import Cause, DeliveryState, Entry, Form, Kind
from relance_ops.news import Heard, News, NewsKind

log = logging.getLogger(__name__)

# States out of which a delivery may still arrive, or come back.
_LEFT = (DeliveryState.SENT, DeliveryState.UNCERTAIN)
_ARRIVED = (*_LEFT, DeliveryState.DELIVERED)


@dataclass(frozen=True, slots=True)
class _Known:
    """A delivery that a piece of news is about."""

    delivery_id: int
    state: DeliveryState
    client_id: str


@dataclass(frozen=True, slots=True)
class Hearing:
    """The ways in of one clinic."""

    database: Database
    listeners: Sequence[Listener]
    clock: Callable[[], datetime]

    def hear(self, *, by: str) -> dict[str, str]:
        """Ask every listener; gives the complaint of each that could not hear, by name."""
        complaints = {}
        for listener in self.listeners:
            try:
                self._hear(listener, by)
            except ChannelError as error:
                log.warning("listener failed name=%s: %s", listener.name, error)
                complaints[listener.name] = str(error)
        return complaints

    def _hear(self, listener: Listener, by: str) -> None:
        rows = self.database.rows(sql("listening_position"), {"source": listener.name})
        heard = listener.hear(rows[0][0] if rows else "")
        with self.database.writing() as cursor:
            _Told(cursor, listener.name, listener.kind, self.clock(), by).keep(heard)


@dataclass(frozen=True, slots=True)
class _Told:
    """What one listener told, being written down."""

    cursor: duckdb.DuckDBPyConnection
    source: str
    kind: Kind
    now: datetime
    by: str

    def keep(self, heard: Heard) -> None:
        """Write down *heard*, once, and where to go on."""
        fresh = self._fresh(heard.news)
        known = self._deliveries(fresh)
        # Its own receipt is not written yet: hear it again next time.
        early = [
            news
            for news in fresh
            if (found := _of(news, known)) and found.state is DeliveryState.HANDED
        ]
        for news in fresh:
            if news not in early:
                self._apply(news, _of(news, known))
        if not early:
            self.cursor.execute(
                sql("store_listening"),
                {
                    "source": self.source,
                    "position": heard.position,
                    "heard_at": utc(self.now),
                },
            ).fetchall()
        if fresh:
            log.info("heard source=%s news=%d", self.source, len(fresh) - len(early))

    def _fresh(self, news: Sequence[News]) -> list[News]:
        """What was not heard before, each once, in the order told."""
        told = {one.event_id: one for one in news}
        rows = self.cursor.execute(
            sql("news_heard"), {"source": self.source, "event_ids": list(told)}
        ).fetchall()
        old = {row[0] for row in rows}
        return [one for event_id, one in told.items() if event_id not in old]

    def _deliveries(self, news: Sequence[News]) -> dict[int | str, _Known]:
        """The deliveries that *news* is about, by our number and by the peer's."""
        rows = self.cursor.execute(
            sql("news_deliveries"),
            {
                "channel": self.kind.value,
                "delivery_ids": [n.delivery_id for n in news if n.delivery_id],
                "references": [n.reference for n in news if n.reference],
            },
        ).fetchall()
        found: dict[int | str, _Known] = {}
        for delivery_id, references, state, client_id in rows:
            one = _Known(delivery_id, DeliveryState(state), client_id)
            found.update(dict.fromkeys([delivery_id, *references], one))
        return found

    def _apply(self, news: News, found: _Known | None) -> None:
        clients = [found.client_id] if found else []
        if news.kind is NewsKind.REFUSAL:
            clients = clients or self._clients_at(news.address)
            self._refuse(news, clients)
        elif found:
            self._move(news, found)
        waits = news.kind is NewsKind.UNCLEAR or (
            news.kind is NewsKind.REFUSAL and not clients
        )
        self.cursor.execute(
            sql("add_news"),
            {
                "source": self.source,
                "event_id": news.event_id,
                "heard_at": utc(self.now),
                "told_at": utc(news.at),
                "kind": news.kind.value,
                "channel": self.kind.value,
                "delivery_id": found and found.delivery_id,
                "client_id": clients[0] if clients else None,
                "address": "" if clients else news.address,
                "detail": news.detail[:500],
                "treated_at": None if waits else utc(self.now),
                "treated_by": None if waits else self.by,
            },
        ).fetchall()

    def _move(self, news: News, found: _Known) -> None:
        """The delivery's next line in the ledger, if this is news to it."""
        if news.kind is NewsKind.DELIVERED and found.state in _LEFT:
            state = DeliveryState.DELIVERED
        elif news.kind is NewsKind.BOUNCED and found.state in _ARRIVED:
            state = DeliveryState.BOUNCED
        else:
            return
        cause = news.cause if state is DeliveryState.BOUNCED else Cause.NONE
        entry = Entry(
            found.delivery_id, state, at=self.now, by=self.by, cause=cause,
            reason=news.detail[:500], reference=news.reference,
        )  # fmt: skip
        ledger.append(self.cursor, [entry])
        consequences.follow(self.cursor, [entry], now=self.now)

    def _refuse(self, news: News, clients: Sequence[str]) -> None:
        notes = {
            Form.EMAIL: _("demandé par email"),
            Form.SMS: _("demandé par SMS"),
        }
        form = self.kind.form
        consequences.refuse(
            self.cursor, clients, form, now=self.now, by=self.by,
            note=f"{notes[form]} : « {news.detail[:100]} »",
        )  # fmt: skip

    def _clients_at(self, address: str) -> list[str]:
        """Everybody whom *address* reaches: a couple may share a telephone."""
        rows = self.cursor.execute(sql("contacts_of_all")).fetchall()
        return [
            client_id
            for client_id, email, mobile, country in rows
            if address
            and address.lower()
            == (
                contacts.mobile_number(mobile, country)
                if self.kind is Kind.SMS
                else contacts.email_address(email).lower()
            )
        ]


def _of(news: News, known: dict[int | str, _Known]) -> _Known | None:
    if news.delivery_id is not None and news.delivery_id in known:
        return known[news.delivery_id]
    return known.get(news.reference) if news.reference else None
