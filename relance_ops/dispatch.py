"""The only code that sends: what was claimed is handed, then settled.

"Handed" is committed before the network or the printer is touched. After a crash we
may know of a message that perhaps never left (a person decides); we can never have
sent one that was not written down.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from relance_ops import consequences, ledger, retries, turns
from relance_ops.channels.base import Channel
from relance_ops.database import Database
from relance_ops.errors import ChannelError, LetterError
from relance_ops.i18n import _, moment, ngettext
from relance_ops.model import Cause, DeliveryState, Entry, Message, Receipt
from relance_ops.pace import Pace
from relance_ops.quiet_hours import Window

log = logging.getLogger(__name__)

# As many texts refused for the same reason in a row: it is the text, not the reader.
_ALIKE_LIMIT = 3

Clock = Callable[[], datetime]
Told = Callable[[Receipt], None]


class Dispatch:
    """Delivers claimed messages by one channel and writes down what became of them."""

    def __init__(
        self,
        database: Database,
        channel: Channel,
        *,
        clock: Clock,
        by: str,
        window: Window | None = None,
        pace: Pace = Pace(),  # noqa: B008  # frozen
    ) -> None:
        self._database = database
        self._channel = channel
        self._clock = clock
        self._by = by
        self._window = window
        self._pace = pace
        self._settled: list[Entry] = []
        self._in_flight: Message | None = None
        self._complaint, self._alike = "", 0
        self._history: Mapping[int, tuple[int, datetime]] = {}

    def deliver(
        self,
        messages: Sequence[Message],
        *,
        told: Told,
        history: Mapping[int, tuple[int, datetime]] | None = None,
    ) -> str:
        """Deliver *messages*; give back the complaint that stopped the channel, or "".

        Args:
            messages: Claimed, not handed yet; or refused for now earlier.
            told: Called with every receipt, for progress.
            history: For those tried before: how often, and when first.
        """
        self._history = history or {}
        queue = list(messages)
        if self._channel.needs_confirmation:
            return self._print(queue, told)
        if self._is_too_late():
            return self._hold(queue, told)
        later = self._take_turns(queue, told, last=history is None)
        return self._send(queue, told) or later

    # Paper: the file is whole and on disk before anyone is asked to print it.

    def _print(self, queue: list[Message], told: Told) -> str:
        try:
            receipts = list(self._channel.send(queue))
        except (ChannelError, LetterError) as error:
            self._void(queue, str(error))
            return str(error)
        except BaseException:
            self._void(queue, _("interrompu avant l'impression"))
            raise
        with self._database.writing() as cursor:
            ledger.append(cursor, [self._entry(receipt) for receipt in receipts])
        for receipt in receipts:
            told(receipt)
        return ""

    # Email and SMS: one at a time, each written down before it leaves.

    def _send(self, queue: list[Message], told: Told) -> str:
        try:
            for receipt in self._channel.send(self._handing(queue)):
                self._settled.append(self._entry(receipt))
                self._in_flight = None
                told(receipt)
                self._check_text(receipt)
        except ChannelError as error:
            self._wait(queue, error)
            return str(error)
        except BaseException:
            # A bug or Ctrl-C: what was in flight may have left; the rest never did.
            self._settle_uncertain()
            self._void(queue, _("envoi interrompu"))
            raise
        self._flush()
        # The hour came while they were leaving: the rest waits for the next window.
        return self._hold(queue, told) if queue and self._is_too_late() else ""

    def _check_text(self, receipt: Receipt) -> None:
        """Stop before the same words are refused a fourth time (research, appendix C)."""
        same = receipt.cause is Cause.MESSAGE and receipt.detail == self._complaint
        self._alike = self._alike + 1 if same else 1
        self._complaint = receipt.detail
        if receipt.cause is Cause.MESSAGE and self._alike == _ALIKE_LIMIT:
            raise ChannelError(
                _(
                    "Le texte est refusé {n} fois de suite : {detail}. Les messages "
                    "suivants attendent. Corrigez le modèle, puis reprenez."
                ).format(n=_ALIKE_LIMIT, detail=receipt.detail),
                account=True,
            )

    def _is_too_late(self) -> bool:
        return self._window is not None and not self._window.allows(self._clock())

    def _hold(self, queue: Sequence[Message], told: Told) -> str:
        """Nothing is handed outside the hours; the queue waits until they begin."""
        assert self._window is not None
        opens = self._window.next_moment(self._clock())
        self._postpone(
            queue, [opens] * len(queue), _("en dehors des heures d'envoi"), told
        )
        return ngettext(
            "{n} message attend : il partira le {moment}.",
            "{n} messages attendent : ils partiront le {moment}.",
            len(queue),
        ).format(n=len(queue), moment=moment(opens, self._window.zone))

    def _take_turns(self, queue: list[Message], told: Told, *, last: bool) -> str:
        """Leave in *queue* what the provider's quotas let leave now.

        The rest is given its turn before anything leaves: a crash then forgets none.
        """
        now = self._clock()
        moments = turns.given(
            self._database, self._pace, self._channel.kind,
            count=len(queue), now=now, last=last,
        )  # fmt: skip
        at_once = len(list(takewhile(lambda turn: turn <= now, moments)))
        later, moments = queue[at_once:], moments[at_once:]
        if not later:
            return ""
        del queue[at_once:]
        if self._window is not None:
            moments = [self._window.next_moment(turn) for turn in moments]
        self._postpone(
            later, moments, _("attend son tour (quota du fournisseur)"), told
        )
        return ngettext(
            "{n} message attend son tour, à cause des quotas du fournisseur.",
            "{n} messages attendent leur tour, à cause des quotas du fournisseur.",
            len(later),
        ).format(n=len(later))

    def _postpone(
        self,
        queue: Sequence[Message],
        moments: Sequence[datetime],
        reason: str,
        told: Told,
    ) -> None:
        """Write down that *queue* waits, each until its moment; no refusal."""
        now = self._clock()
        receipts = [
            Receipt(message.delivery_id, DeliveryState.RETRY, detail=reason)
            for message in queue
        ]
        with self._database.writing() as cursor:
            ledger.append(
                cursor,
                [
                    ledger.from_receipt(receipt, at=now, by=self._by, not_before=turn)
                    for receipt, turn in zip(receipts, moments, strict=True)
                ],
            )
        for receipt in receipts:
            told(receipt)
        log.info("channel waits kind=%s waiting=%d", self._channel.kind, len(queue))

    def _handing(self, queue: list[Message]) -> Iterator[Message]:
        """Feed the channel; pulling a message commits that it is handed."""
        while queue and not self._is_too_late():
            message = queue[0]
            self._flush(
                Entry(
                    message.delivery_id,
                    DeliveryState.HANDED,
                    at=self._clock(),
                    by=self._by,
                )
            )
            self._in_flight = message
            del queue[0]
            yield message

    def _flush(self, *more: Entry) -> None:
        """Write what was settled, and *more*, in one commit."""
        entries = [*self._settled, *more]
        if not entries:
            return
        with self._database.writing() as cursor:
            ledger.append(cursor, entries)
            consequences.follow(cursor, self._settled, now=self._clock())
        self._settled.clear()

    def _wait(self, queue: list[Message], error: ChannelError) -> None:
        """The channel stopped: nothing is lost, the queue waits."""
        cause = Cause.ACCOUNT if error.account else Cause.TRANSIENT
        waiting = [self._in_flight] if self._in_flight else []
        for message in [*waiting, *queue]:
            self._settled.append(
                self._entry(
                    Receipt(
                        message.delivery_id,
                        DeliveryState.RETRY,
                        cause=cause,
                        detail=str(error),
                    )
                )
            )
        self._flush()
        if error.account:
            consequences.pause(
                self._database, self._channel.kind, str(error), now=self._clock()
            )
        log.warning(
            "channel stopped kind=%s waiting=%d", self._channel.kind, len(queue)
        )

    def _settle_uncertain(self) -> None:
        if self._in_flight:
            self._settled.append(
                Entry(
                    self._in_flight.delivery_id,
                    DeliveryState.UNCERTAIN,
                    at=self._clock(),
                    by=self._by,
                    cause=Cause.UNKNOWN,
                    reason=_("envoi interrompu"),
                )
            )
        self._flush()

    def _void(self, queue: Sequence[Message], reason: str) -> None:
        with self._database.writing() as cursor:
            ledger.append(
                cursor,
                ledger.entries_for(
                    (message.delivery_id for message in queue),
                    DeliveryState.VOIDED,
                    at=self._clock(),
                    by=self._by,
                    reason=reason,
                ),
            )

    def _entry(self, receipt: Receipt) -> Entry:
        """The ledger's line for *receipt*, with its next try when refused for now."""
        now = self._clock()
        if receipt.state is not DeliveryState.RETRY or receipt.cause is Cause.ACCOUNT:
            return ledger.from_receipt(receipt, at=now, by=self._by)
        tries, first_tried_at = self._history.get(receipt.delivery_id, (0, now))
        again_at = retries.next_try(
            tries,
            first_tried_at=first_tried_at,
            now=now,
            chance=random.random(),  # noqa: S311  # spreads load, guards nothing
        )
        if again_at is not None and receipt.wait_seconds:
            again_at = max(again_at, now + timedelta(seconds=receipt.wait_seconds))
        if again_at is None:
            receipt = replace(receipt, state=DeliveryState.FAILED)
        elif self._window is not None:
            again_at = self._window.next_moment(again_at)
        return ledger.from_receipt(receipt, at=now, by=self._by, not_before=again_at)
