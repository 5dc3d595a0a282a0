"""The outbox: writes emails and SMS into a folder, so that nothing reaches a client.

What every channel is until an account is configured: a demo or a test can be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from relance_ops import emails
from relance_ops.errors import ChannelError
from relance_ops.i18n import _
from relance_ops.model import Cause, Clinic, DeliveryState, Kind, Message, Receipt


class OutboxChannel:
    """One file per delivery: .eml as it would have left, or .txt for an SMS."""

    needs_confirmation = False

    def __init__(
        self,
        kind: Kind,
        *,
        folder: Path,
        clinic: Clinic,
        sender: str,
        clock: Callable[[], datetime],
    ) -> None:
        self.kind = kind
        self._folder = folder
        self._clinic = clinic
        self._sender = sender
        self._clock = clock

    def send(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        """Write *messages*, each whole or not at all; the reference is the file's name.

        Raises:
            ChannelError: The folder cannot be written; says why and what to do.
        """
        for message in messages:
            if self.kind is Kind.EMAIL and not emails.is_deliverable(message.address):
                yield Receipt(
                    message.delivery_id,
                    DeliveryState.FAILED,
                    Cause.RECIPIENT,
                    detail=_("adresse email impossible"),
                )
                continue
            name = self._write(message)
            yield Receipt(message.delivery_id, DeliveryState.SENT, reference=name)

    def _write(self, message: Message) -> str:
        # Named by our number: a client's name could be a path.
        suffix = ".eml" if self.kind is Kind.EMAIL else ".txt"
        file = self._folder / f"{message.delivery_id}{suffix}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _replace(file, self._content(message))
        except OSError as error:
            raise ChannelError(
                _(
                    "La boîte d'envoi {folder} ne peut pas être écrite : {detail}. "
                    "Libérez de la place ou vérifiez les droits du dossier."
                ).format(folder=self._folder, detail=error.strerror or error)
            ) from error
        return file.name

    def _content(self, message: Message) -> bytes:
        if self.kind is Kind.EMAIL:
            return emails.build(
                message, clinic=self._clinic, sender=self._sender, now=self._clock()
            )
        return f"{message.address}\n\n{message.words.text}\n".encode()


def _replace(file: Path, content: bytes) -> None:
    """Put *content* at *file* in one step: nobody ever reads half of it."""
    unfinished = file.with_name(file.name + ".part")
    try:
        with unfinished.open("wb") as writing:
            writing.write(content)
            writing.flush()
            os.fsync(writing.fileno())
        unfinished.replace(file)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
