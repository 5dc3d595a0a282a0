"""SMS by gammu-smsd: a modem or an old telephone of the clinic's, through an SQLite file.

A row of "outbox" is a message that it sends by itself; what became of it stands in
"sentitems", replies in "inbox" (gammu-smsd 1.42, docs.gammu.org, schema 17). Since 2023
numbers in 06 and 07 may not be used by automatic senders (Arcep, decision 2022-1583):
for tests, and for numbers that the operator allows.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relance_ops import config_values as values
from relance_ops import sms_text
from relance_ops.channels.gammu_news import GammuListener
from relance_ops.channels.sms import Around, impossible, is_number, unreachable
from relance_ops.config_sections import Reader
from relance_ops.errors import ChannelError
from relance_ops.i18n import _
from relance_ops.model import DeliveryState, Kind, Message, Receipt
from relance_ops.signatures import Purpose, signed
from relance_ops.sms_config import TEXT, TIMEOUT, SmsConfig
from relance_ops.sms_text import Encoding

log = logging.getLogger(__name__)

NAME = "gammu-smsd"

_CODING = {
    Encoding.GSM_7: "Default_No_Compression",
    Encoding.UCS_2: "Unicode_No_Compression",
}

_SEND = """
insert into outbox
    (DestinationNumber, TextDecoded, Coding, UDH, MultiPart, CreatorID, SenderID,
     DeliveryReport, Class)
values ($number, $text, $coding, $header, $several, $ours, $phone, 'yes', -1)
"""
_GO_ON = """
insert into outbox_multipart (ID, SequencePosition, TextDecoded, Coding, UDH, Class)
values ($id, $place, $text, $coding, $header, -1)
"""


def _file(value: object, base: Path) -> Path:
    path = values.existing_file(value, base)
    if path is None:
        raise values.NotAllowedError
    return path


_READERS: Mapping[str, Reader] = {
    "database": (_file, lambda: _("le fichier SQLite de gammu-smsd, qui existe")),
    "phone": TEXT,
    "timeout_seconds": TIMEOUT,
}


@dataclass(frozen=True, slots=True)
class Gammu:
    """[sms] with provider = "gammu".

    Attributes:
        database: Its SQLite file, on this machine.
        phone: The "phoneid" that sends; "" for any.
        timeout_seconds: The longest wait while gammu-smsd writes.
    """

    database: Path
    phone: str = ""
    timeout_seconds: int = 10

    @classmethod
    def read(cls, config: SmsConfig) -> Gammu:
        """The account of [sms]; see `SmsConfig.values`."""
        return cls(**config.values(cls, _READERS))

    @property
    def told(self) -> str:
        """The account in a sentence."""
        return _("Modem de gammu-smsd, par le fichier {file}.").format(
            file=self.database
        )

    @property
    def hears_replies(self) -> bool:
        """Replies come back to the same modem."""
        return True

    @property
    def own_clause(self) -> str:
        """It adds nothing."""
        return ""

    @property
    def callback_token(self) -> str:
        """It never calls us."""
        return ""

    def channel(self, around: Around) -> GammuChannel:
        """What sends."""
        return GammuChannel(self, around)

    def listener(self, around: Around) -> GammuListener:
        """What reads statuses and replies."""
        return GammuListener(self.rows, key=around.key, clock=around.clock)

    def check(self) -> str:
        """Read what waits and when a modem was last there.

        Raises:
            ChannelError: The file is not gammu-smsd's, or no modem ever came.
        """
        [[waiting]] = self.rows("select count(*) from outbox")
        phones = self.rows("select ID from phones where Send = 'yes' order by ID")
        if not phones:
            raise unreachable(NAME, _("aucun modem ne s'y est annoncé"))
        return _("gammu-smsd : modem {phone}, {n} SMS en attente.").format(
            phone=phones[0][0], n=waiting
        )

    def credit(self) -> int | None:
        """A SIM card does not say."""
        return None

    def rows(self, statement: str, asked: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What its file says.

        Raises:
            ChannelError: It cannot be read.
        """
        try:
            with closing(self.opened()) as database:
                return database.execute(statement, asked).fetchall()
        except sqlite3.Error as error:
            raise unreachable(NAME, str(error)) from error

    def opened(self) -> sqlite3.Connection:
        """Its file, which must be there: an empty one would swallow every message.

        Raises:
            ChannelError: It cannot be opened.
        """
        place = self.database.resolve().as_uri()
        try:
            return sqlite3.connect(
                f"{place}?mode=rw", uri=True, timeout=self.timeout_seconds
            )
        except sqlite3.Error as error:
            raise unreachable(NAME, str(error)) from error


class GammuChannel:
    """One gammu-smsd."""

    kind = Kind.SMS
    needs_confirmation = False

    def __init__(self, account: Gammu, around: Around) -> None:
        self._account = account
        self._key = around.key

    def send(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        """Hand *messages* over, each in one transaction: it is there whole, or not.

        Raises:
            ChannelError: The file cannot be written.
        """
        with closing(self._account.opened()) as database:
            for message in messages:
                if not is_number(message.address):
                    yield impossible(message)
                    continue
                number = self._write(database, message)
                log.info("sms handed over delivery=%d", message.delivery_id)
                yield Receipt(
                    message.delivery_id, DeliveryState.SENT, reference=str(number)
                )

    def _write(self, database: sqlite3.Connection, message: Message) -> int:
        text = message.words.text
        pieces = sms_text.pieces(text)
        coding = _CODING[sms_text.parts(text).encoding]
        headers = _headers(message.delivery_id, len(pieces))
        first = {
            "number": message.address,
            "text": pieces[0],
            "coding": coding,
            "header": headers[0],
            "several": "true" if len(pieces) > 1 else "false",
            "ours": signed(message.delivery_id, Purpose.RECEIPT, key=self._key),
            "phone": self._account.phone or None,
        }
        try:
            with database:
                number = database.execute(_SEND, first).lastrowid
                for place, piece in enumerate(pieces[1:], 2):
                    rest = {
                        "id": number,
                        "place": place,
                        "text": piece,
                        "coding": coding,
                        "header": headers[place - 1],
                    }
                    database.execute(_GO_ON, rest)
        except sqlite3.Error as error:
            raise _not_written(error) from error
        assert number is not None
        return number


def _headers(delivery_id: int, count: int) -> list[str]:
    """By which the telephone joins the parts again (3GPP TS 23.040, 9.2.3.24.1)."""
    if count == 1:
        return [""]
    return [
        f"050003{delivery_id % 256:02X}{count:02X}{place:02X}"
        for place in range(1, count + 1)
    ]


def _not_written(error: sqlite3.Error) -> ChannelError:
    return unreachable(NAME, str(error))
