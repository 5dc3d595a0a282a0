"""What a mail server is asked before it is given a message, and what it answers.

All at once where it says that it can (RFC 2920): two journeys less for each email.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from relance_ops.channels.smtp_replies import Reply

GO_AHEAD = 354


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a mail server is told beside the message.

    Attributes:
        sender: Where it comes back to when it cannot be delivered.
        token: Told again by what comes back; "" for none.
    """

    sender: str
    recipient: str
    token: str = ""


class Asking:
    """MAIL, RCPT and DATA of one message, in this order, and their answers."""

    def __init__(self, smtp: smtplib.SMTP, envelope: Envelope) -> None:
        self._smtp = smtp
        self._left = _commands(envelope, reports=smtp.has_extn("dsn"))
        self._together = smtp.has_extn("pipelining")
        self._unheard = 0

    def ask(self) -> None:
        """Send the next command; all of them where they may travel together."""
        count = len(self._left) if self._together else 1
        now, self._left = self._left[:count], self._left[count:]
        self._smtp.send("".join(f"{command}\r\n" for command in now))
        self._unheard += count

    def answer(self) -> Reply:
        """The server's answer to the next command, which is asked if it was not yet."""
        if not self._unheard:
            self.ask()
        self._unheard -= 1
        return Reply.read(self._smtp.getreply())

    def give_up(self) -> None:
        """Hear out what was asked for together; no message is begun.

        A server may still say "go ahead" to DATA after it refused the only recipient:
        the message that is then ended at once has nobody to go to.
        """
        while self._unheard:
            if self.answer().code == GO_AHEAD:
                self._smtp.send(b".\r\n")
                self._smtp.getreply()


def _commands(envelope: Envelope, *, reports: bool) -> list[str]:
    """The three, with a report asked for of a failure and of nothing else (RFC 3461).

    Only the headers come back: the words are nobody's business on the way.

    Raises:
        ValueError: An address would end its command.
    """
    for told in (envelope.sender, envelope.recipient, envelope.token):
        if not told.isprintable():
            raise ValueError(f"not an envelope: {envelope!r}")
    mail = f"MAIL FROM:{smtplib.quoteaddr(envelope.sender)}"
    rcpt = f"RCPT TO:{smtplib.quoteaddr(envelope.recipient)}"
    if reports:
        mail += " RET=HDRS" + f" ENVID={envelope.token}" * bool(envelope.token)
        rcpt += " NOTIFY=FAILURE"
    return [mail, rcpt, "DATA"]
