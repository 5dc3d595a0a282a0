"""A connection to the clinic's mail server: opening it, and one message over it.

Until the final dot leaves, the server has no message: any failure is definite. From
then on until its answer, nobody knows: such a delivery is never sent again by itself.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable
from contextlib import suppress
from functools import cache

from relance_ops.channels.smtp_asking import GO_AHEAD, Asking, Envelope
from relance_ops.channels.smtp_login import FAILURES, opened, said, unreachable
from relance_ops.channels.smtp_replies import Reply, Stage, Verdict, judge
from relance_ops.email_config import EmailConfig
from relance_ops.model import Cause, DeliveryState

_LINE_START_DOT = re.compile(rb"(?m)^\.")


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

    def transmit(
        self, envelope: Envelope, write: Callable[[], bytes]
    ) -> tuple[Verdict, Reply]:
        """Deliver what *write* gives: the verdict, and the answer that gave it.

        *write* is asked while the server thinks about the sender.
        """
        write = cache(write)
        if self._config.per_connection and self._begun >= self._config.per_connection:
            self.quit()
        asked, reply = self._begin(envelope, write)
        if not reply.accepted:
            return self._refused(asked, judge(reply, Stage.MAIL), reply)
        smtp = self.connect()
        try:
            reply = asked.answer()
            if not reply.accepted:
                return self._refused(asked, judge(reply, Stage.RCPT), reply)
            reply = asked.answer()
            if reply.code != GO_AHEAD:
                return self._refused(asked, judge(reply, Stage.DATA), reply)
            smtp.send(_LINE_START_DOT.sub(b"..", write()))
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

    def _begin(
        self, envelope: Envelope, write: Callable[[], bytes]
    ) -> tuple[Asking, Reply]:
        """Begin a message; on a fresh connection if the old one was closed meanwhile.

        Servers close idle connections, and busy ones after so many messages (Orange
        and OVH after 100): neither is an answer to this message.
        """
        was_open = self.is_open
        try:
            asked, reply = self._asked(envelope, write)
        except FAILURES as error:
            self.drop()
            if not was_open:
                raise unreachable(self._config, said(error)) from error
        else:
            if not (reply.is_closing and was_open):
                return asked, reply
        self.drop()
        try:
            return self._asked(envelope, write)
        except FAILURES as error:
            self.drop()
            raise unreachable(self._config, said(error)) from error

    def _asked(
        self, envelope: Envelope, write: Callable[[], bytes]
    ) -> tuple[Asking, Reply]:
        asked = Asking(self.connect(), envelope)
        self._begun += 1
        asked.ask()
        write()
        return asked, asked.answer()

    def _refused(
        self, asked: Asking, verdict: Verdict, reply: Reply
    ) -> tuple[Verdict, Reply]:
        """A refusal before the message: make the connection ready for the next one."""
        if reply.is_closing or self._smtp is None:
            self.drop()
            return verdict, reply
        try:
            asked.give_up()
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
