"""A connection to the clinic's mail server: opening it, and one message over it.

Until the final dot leaves, the server has no message: any failure is definite. From
then on until its answer, nobody knows: such a delivery is never sent again by itself.
"""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
from contextlib import suppress

from relance_ops.channels.smtp_replies import Reply, Stage, Verdict, judge
from relance_ops.email_config import PASSWORD_VARIABLE, EmailConfig, Security
from relance_ops.errors import ChannelError
from relance_ops.i18n import _
from relance_ops.model import Cause, DeliveryState
from relance_ops.typography import one_line

_GO_AHEAD = 354
_LINE_START_DOT = re.compile(rb"(?m)^\.")

_Failure = (smtplib.SMTPException, OSError)


class Session:
    """One connection at a time, opened again when the server has closed it."""

    def __init__(self, config: EmailConfig) -> None:
        self._config = config
        self._smtp: smtplib.SMTP | None = None

    @property
    def is_open(self) -> bool:
        """True until the server hung up or had to be dropped."""
        return self._smtp is not None

    def connect(self) -> smtplib.SMTP:
        """An open connection, logged in."""
        if self._smtp is None:
            self._smtp = _opened(self._config)
        return self._smtp

    def transmit(self, address: str, content: bytes) -> tuple[Verdict, Reply]:
        """Deliver *content* to *address*: the verdict, and the answer that gave it."""
        reply = self._mail(len(content))
        if not reply.accepted:
            return self._ended(judge(reply, Stage.MAIL), reply)
        smtp = self.connect()
        try:
            reply = Reply.read(smtp.rcpt(address))
            if not reply.accepted:
                return self._ended(judge(reply, Stage.RCPT), reply)
            reply = Reply.read(smtp.docmd("DATA"))
            if reply.code != _GO_AHEAD:
                return self._ended(judge(reply, Stage.DATA), reply)
            smtp.send(_LINE_START_DOT.sub(b"..", content))
        except _Failure as error:
            return self._lost(error, Verdict(DeliveryState.RETRY, Cause.TRANSIENT))
        try:
            smtp.send(b".\r\n")
            reply = Reply.read(smtp.getreply())
        except _Failure as error:
            return self._lost(error, Verdict(DeliveryState.UNCERTAIN, Cause.UNKNOWN))
        if reply.is_closing or reply.code < 0:
            self.drop()
        return judge(reply, Stage.DATA), reply

    def _mail(self, size: int) -> Reply:
        """Begin a message; on a fresh connection if the old one was closed meanwhile.

        Servers close idle connections, and busy ones after so many messages (Orange
        and OVH after 100): neither is an answer to this message.
        """
        was_open = self.is_open
        try:
            reply = self._begin(size)
        except _Failure as error:
            self.drop()
            if not was_open:
                raise unreachable(self._config, _said(error)) from error
            reply = None
        if reply is not None and not (reply.is_closing and was_open):
            return reply
        self.drop()
        try:
            return self._begin(size)
        except _Failure as error:
            self.drop()
            raise unreachable(self._config, _said(error)) from error

    def _begin(self, size: int) -> Reply:
        smtp = self.connect()
        options = [f"size={size}"] if smtp.has_extn("size") else []
        return Reply.read(smtp.mail(self._config.sender, options))

    def _ended(self, verdict: Verdict, reply: Reply) -> tuple[Verdict, Reply]:
        """A refusal before the message: make the connection ready for the next one."""
        if reply.is_closing or self._smtp is None:
            self.drop()
            return verdict, reply
        try:
            self._smtp.rset()
        except _Failure:
            self.drop()  # the refusal stands; the next message opens a new connection
        return verdict, reply

    def _lost(self, error: Exception, verdict: Verdict) -> tuple[Verdict, Reply]:
        self.drop()
        return verdict, Reply(-1, _said(error))

    def drop(self) -> None:
        """Close without a word; whatever was open is not used again."""
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None

    def quit(self) -> None:
        """Take leave; every message has its answer by now, so a failure is harmless."""
        if self._smtp is not None:
            with suppress(*_Failure):
                self._smtp.quit()
        self.drop()


def account_refused(config: EmailConfig, detail: str) -> ChannelError:
    """What to tell a person when the account itself is refused."""
    found = _("Le serveur {host} refuse le compte {sender} : {detail}.").format(
        host=config.host, sender=config.sender, detail=detail
    )
    remedy = _("Vérifiez [email] dans relance.toml et le mot de passe.")
    return ChannelError(
        f"{found} {_('Les emails attendent.')} {remedy}",
        account=True,
        found=f"{found} {remedy}",
    )


def unreachable(config: EmailConfig, detail: str) -> ChannelError:
    """What to tell a person when the server does not answer as it should."""
    found = _(
        "Le serveur d'email {host}:{port} ne répond pas comme il faut : {detail}."
    ).format(host=config.host, port=config.port, detail=detail)
    waiting = _("Les emails attendent et seront proposés de nouveau.")
    return ChannelError(f"{found} {waiting}", found=found)


def _opened(config: EmailConfig) -> smtplib.SMTP:
    if config.user and not config.password:
        raise ChannelError(
            _(
                "Il manque le mot de passe du compte {user} : mettez-le dans la "
                "variable d'environnement {variable}."
            ).format(user=config.user, variable=PASSWORD_VARIABLE),
            account=True,
        )
    try:
        smtp = _connected(config)
    except _Failure as error:
        raise unreachable(config, _said(error)) from error
    try:
        smtp.ehlo_or_helo_if_needed()
        _log_in(smtp, config)
    except _Failure as error:
        smtp.close()
        if _is_login_refused(error):
            raise account_refused(config, _said(error)) from error
        raise unreachable(config, _said(error)) from error
    # The final dot travels alone, so that its stage is known; without this it would
    # wait up to 40 ms for the server's delayed acknowledgement of the text.
    assert smtp.sock is not None
    smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return smtp


def _connected(config: EmailConfig) -> smtplib.SMTP:
    # Without local_hostname, smtplib asks the DNS for our own name, which on a small
    # LAN can take seconds.
    name = "[127.0.0.1]"
    if config.security is Security.SSL:
        return smtplib.SMTP_SSL(
            config.host,
            config.port,
            name,
            timeout=config.timeout_seconds,
            context=_trusting(config),
        )
    smtp = smtplib.SMTP(config.host, config.port, name, timeout=config.timeout_seconds)
    if config.security is Security.STARTTLS:
        try:
            smtp.starttls(context=_trusting(config))
        except BaseException:
            smtp.close()
            raise
    return smtp


def _trusting(config: EmailConfig) -> ssl.SSLContext:
    cafile = None if config.ca_file is None else str(config.ca_file)
    return ssl.create_default_context(cafile=cafile)


def _log_in(smtp: smtplib.SMTP, config: EmailConfig) -> None:
    if not config.user:
        return
    if (config.user + config.password).isascii():
        smtp.login(config.user, config.password)
        return
    # smtplib's login knows only ASCII; PLAIN is UTF-8 (RFC 4616).
    secret = f"\0{config.user}\0{config.password}".encode()
    reply = Reply.read(
        smtp.docmd("AUTH", "PLAIN " + base64.b64encode(secret).decode("ascii"))
    )
    if not reply.accepted:
        raise smtplib.SMTPAuthenticationError(reply.code, reply.words)


def _is_login_refused(error: Exception) -> bool:
    """True when trying again cannot help: a person must correct the account."""
    if isinstance(error, smtplib.SMTPResponseException):
        return Reply.read((error.smtp_code, _bytes(error.smtp_error))).is_permanent
    # No AUTH on this server, or no method that we both know; a lost connection is not.
    return isinstance(error, smtplib.SMTPException) and not isinstance(
        error, smtplib.SMTPServerDisconnected
    )


def _said(error: Exception) -> str:
    """The server's or the system's own words."""
    if isinstance(error, smtplib.SMTPResponseException):
        return Reply.read((error.smtp_code, _bytes(error.smtp_error))).detail
    return one_line(str(error))[:500] or type(error).__name__


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()
