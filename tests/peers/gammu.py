"""A real gammu-smsd on its dummy telephone, which is a folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from relance_ops.channels.gammu import Gammu
from tests.peers.debian import program, running, wait_until

SCHEMA = Path("/usr/share/doc/gammu-smsd/examples/sqlite.sql")

# What worked in shared/research/delivery.md, section 2.6.
_CONFIGURATION = """
[gammu]
model = dummy
connection = none
port = {folder}/phone
gammuloc = /dev/null
[smsd]
service = sql
driver = sqlite3
dbdir = {folder}/
database = smsd.db
logfile = {folder}/smsd.log
commtimeout = 1
sendtimeout = 5
loopsleep = 1
receivefrequency = 1
statusfrequency = 5
deliveryreport = sms
phoneid = clinic
"""

_INCOMING = """; A message that the telephone received.
[SMSBackup000]
SMSC = "{centre}"
SMSCRST = "{centre}"
State = UnRead
Number = "{number}"
DateTime = {at:%Y%m%dT%H%M%S}
Coding = Unicode_No_Compression
PDU = {pdu}
RejectDuplicates = False
ReplaceMessage = 0
ReplyViaSameSMSC = False
MessageReference = {reference}
Class = -1
Text00 = {text}
Length = {length}
"""

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class GammuPeer:
    """A gammu-smsd that is running.

    Attributes:
        account: Of ours.
        folder: Where its telephone is.
    """

    account: Gammu
    folder: Path

    def left(self) -> list[tuple[str, str]]:
        """Number and text of every part that the telephone sent, in order."""
        return [
            (str(number), str(text))
            for number, text in self.account.rows(
                "select DestinationNumber, TextDecoded from sentitems "
                "order by ID, SequencePosition"
            )
        ]

    def receives(self, number: str, text: str) -> None:
        """The telephone gets an SMS."""
        self._incoming(number, text, pdu="Deliver", centre="+33600000000", reference=0)

    def reports(self, number: str, words: str) -> None:
        """The network reports on the last SMS to *number*: "Delivered" or "Failed"."""
        self._incoming(
            number, words, pdu="Status_Report", centre="123456", reference=255
        )

    def _incoming(
        self, number: str, text: str, *, pdu: str, centre: str, reference: int
    ) -> None:
        file = self.folder / "phone" / "sms" / "1" / f"{next(_numbers)}"
        content = _INCOMING.format(
            centre=centre, number=number, pdu=pdu, reference=reference,
            # A report from before its message is not believed.
            at=datetime.now() + timedelta(seconds=1),  # noqa: DTZ005  # a telephone's
            text=text.encode("utf-16-be").hex().upper(), length=len(text),
        )  # fmt: skip
        unfinished = self.folder / "incoming"
        unfinished.write_text(content)
        unfinished.rename(file)


@contextmanager
def running_gammu(folder: Path) -> Iterator[GammuPeer]:
    """A gammu-smsd until the block ends."""
    smsd = program("gammu-smsd")
    if not SCHEMA.is_file():
        pytest.skip("gammu-smsd came without its tables: make peers")
    for box in range(1, 6):
        (folder / "phone" / "sms" / str(box)).mkdir(parents=True)
    with closing(sqlite3.connect(folder / "smsd.db")) as database:
        database.executescript(SCHEMA.read_text())
    (folder / "smsdrc").write_text(_CONFIGURATION.format(folder=folder))
    account = Gammu(folder / "smsd.db")
    with running([smsd, "-c", str(folder / "smsdrc")], folder=folder, log="smsd.out"):
        wait_until(lambda: account.rows("select ID from phones"), what="the telephone")
        yield GammuPeer(account, folder)
