"""Email over any SMTP server: one connection a batch, every failure at its exact stage.

What each answer means is `smtp_replies.py`'s, the connection `smtp_session.py`'s.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial

from relance_ops import emails, return_addresses
from relance_ops.channels.smtp_asking import Envelope
from relance_ops.channels.smtp_login import account_refused, unreachable
from relance_ops.channels.smtp_replies import Reply
from relance_ops.channels.smtp_session import Session
from relance_ops.email_config import EmailConfig, Security
from relance_ops.i18n import _
from relance_ops.model import Cause, Clinic, DeliveryState, Kind, Message, Receipt
from relance_ops.typography import one_line

log = logging.getLogger(__name__)

# After as many messages in a row without a proper answer the server is not working:
# the rest of the queue waits, instead of 30 seconds and a doubt each.
_STRIKES = 3


def check(config: EmailConfig) -> str:
    """Connect, sign in and say goodbye; what was found, in a sentence.

    Raises:
        ChannelError: The server cannot be reached, or refuses the account.
    """
    session = Session(config)
    try:
        reply = Reply.read(session.connect().noop())
        if not reply.accepted:
            raise unreachable(config, reply.detail)
    except (smtplib.SMTPException, OSError) as error:
        raise unreachable(config, one_line(str(error))) from error
    finally:
        session.quit()
    if config.user:
        said = _("Le serveur {host}:{port} répond et accepte le compte {user}.")
    else:
        said = _("Le serveur {host}:{port} répond ; il ne demande aucun compte.")
    protected = (
        _("La connexion n'est pas chiffrée.")
        if config.security is Security.NONE
        else _("La connexion est chiffrée.")
    )
    told = said.format(host=config.host, port=config.port, user=config.user)
    return f"{told} {protected}"


class SmtpChannel:
    """The clinic's email account."""

    kind = Kind.EMAIL
    needs_confirmation = False

    def __init__(
        self,
        config: EmailConfig,
        *,
        clinic: Clinic,
        clock: Callable[[], datetime],
        key: bytes = b"",
    ) -> None:
        """*key* signs what comes back; empty for emails that nothing comes back from."""
        self._config = config
        self._key = key
        self._clinic = clinic
        self._clock = clock

    def send(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        """Send *messages* over one connection, which is opened before the first.

        Raises:
            ChannelError: The server cannot be reached or does not answer
                (``account=False``), or refuses the account (``account=True``).
        """
        session = Session(self._config)
        strikes = 0
        try:
            session.connect()
            for message in messages:
                receipt = self._deliver(message, session)
                strikes = 0 if session.is_open else strikes + 1
                yield receipt
                if strikes == _STRIKES:
                    raise unreachable(self._config, receipt.detail)
        finally:
            session.quit()

    def _deliver(self, message: Message, session: Session) -> Receipt:
        if not emails.is_deliverable(message.address):
            return Receipt(
                message.delivery_id,
                DeliveryState.FAILED,
                Cause.RECIPIENT,
                detail=_("adresse email impossible"),
            )
        verdict, reply = session.transmit(
            self._envelope(message), partial(self._content, message)
        )
        log.info(
            "email answered delivery=%d state=%s code=%d",
            message.delivery_id,
            verdict.state,
            reply.code,
        )
        if verdict.cause is Cause.ACCOUNT:
            raise account_refused(self._config, reply.detail)
        return Receipt(
            message.delivery_id,
            verdict.state,
            verdict.cause,
            detail="" if reply.accepted else reply.detail,
            reference=reply.reference if reply.accepted else "",
        )

    def _envelope(self, message: Message) -> Envelope:
        number, config = message.delivery_id, self._config
        return Envelope(
            return_addresses.returned_to(
                config.sender, number, key=self._key, plus=config.plus_addressing
            ),
            message.address,
            return_addresses.bounce_token(number, key=self._key),
        )

    def _content(self, message: Message) -> bytes:
        return emails.build(
            message,
            clinic=self._clinic,
            sender=self._config.sender,
            now=self._clock(),
            key=self._key,
            plus=self._config.plus_addressing,
        )
