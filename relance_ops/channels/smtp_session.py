"""A connection to the clinic's mail server: opening it, and one message over it.

Until the final dot leaves, the server has no message: any failure is definite. From
then on until its answer, nobody knows: such a delivery is never sent again by itself.
"""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress
from dataclasses import dataclass

from relance_ops.channels.smtp_login import FAILURES, opened, said, unreachable
from relance_ops.channels.smtp_replies import Reply, Stage, Verdict, judge
from relance_ops.email_config import EmailConfig
from relance_ops.model import Cause, DeliveryState

_GO_AHEAD = 354
_LINE_START_DOT = re.compile(rb"(?m)^\.")


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


class Session:
    """One connection at a time, opened again when the server has closed it."""

    def __init__(self, config: EmailConfig) -> None:
        self._config = config
        self._smtp: smtplib.SMTP | None = None
        self._begun = 0

    @property
    def is_open(self) -> bool:
        """True until the server hung up or had to be dropped."""
        return self._smtp is not None

    def connect(self) -> smtplib.SMTP:
        """An open connection, logged in."""
        if self._smtp is None:
            self._smtp = opened(self._config)
            self._begun = 0
        return self._smtp

    def transmit(self, envelope: Envelope, content: bytes) -> tuple[Verdict, Reply]:
        """Deliver *content*: the verdict, and the answer that gave it."""
        if self._config.per_connection and self._begun >= self._config.per_connection:
            self.quit()
        reply = self._mail(envelope, len(content))
        if not reply.accepted:
            return self._ended(judge(reply, Stage.MAIL), reply)
        smtp = self.connect()
        try:
            reply = Reply.read(smtp.rcpt(envelope.recipient, _told_if_it_fails(smtp)))
            if not reply.accepted:
                return self._ended(judge(reply, Stage.RCPT), reply)
            reply = Reply.read(smtp.docmd("DATA"))
            if reply.code != _GO_AHEAD:
                return self._ended(judge(reply, Stage.DATA), reply)
            smtp.send(_LINE_START_DOT.sub(b"..", content))
        except FAILURES as error:
            return self._lost(error, Verdict(DeliveryState.RETRY, Cause.TRANSIENT))
        try:
            smtp.send(b".\r\n")
            reply = Reply.read(smtp.getreply())
        except FAILURES as error:
            return self._lost(error, Verdict(DeliveryState.UNCERTAIN, Cause.UNKNOWN))
        if reply.is_closing or reply.code < 0:
            self.drop()
        return judge(reply, Stage.DATA), reply

    def _mail(self, envelope: Envelope, size: int) -> Reply:
        """Begin a message; on a fresh connection if the old one was closed meanwhile.

        Servers close idle connections, and busy ones after so many messages (Orange
        and OVH after 100): neither is an answer to this message.
        """
        was_open = self.is_open
        try:
            reply = self._begin(envelope, size)
        except FAILURES as error:
            self.drop()
            if not was_open:
                raise unreachable(self._config, said(error)) from error
            reply = None
        if reply is not None and not (reply.is_closing and was_open):
            return reply
        self.drop()
        try:
            return self._begin(envelope, size)
        except FAILURES as error:
            self.drop()
            raise unreachable(self._config, said(error)) from error

    def _begin(self, envelope: Envelope, size: int) -> Reply:
        smtp = self.connect()
        self._begun += 1
        options = [f"size={size}"] if smtp.has_extn("size") else []
        if smtp.has_extn("dsn"):
            # Only the headers come back: the words are nobody's business on the way.
            options += [
                "RET=HDRS",
                *([f"ENVID={envelope.token}"] * bool(envelope.token)),
            ]
        return Reply.read(smtp.mail(envelope.sender, options))

    def _ended(self, verdict: Verdict, reply: Reply) -> tuple[Verdict, Reply]:
        """A refusal before the message: make the connection ready for the next one."""
        if reply.is_closing or self._smtp is None:
            self.drop()
            return verdict, reply
        try:
            self._smtp.rset()
        except FAILURES:
            self.drop()  # the refusal stands; the next message opens a new connection
        return verdict, reply

    def _lost(self, error: Exception, verdict: Verdict) -> tuple[Verdict, Reply]:
        self.drop()
        return verdict, Reply(-1, said(error))

    def drop(self) -> None:
        """Close without a word; whatever was open is not used again."""
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None

    def quit(self) -> None:
        """Take leave; every message has its answer by now, so a failure is harmless."""
        if self._smtp is not None:
            with suppress(*FAILURES):
                self._smtp.quit()
        self.drop()


def _told_if_it_fails(smtp: smtplib.SMTP) -> list[str]:
    """Ask for a report of failure, and of nothing else (RFC 3461)."""
    return ["NOTIFY=FAILURE"] if smtp.has_extn("dsn") else []
