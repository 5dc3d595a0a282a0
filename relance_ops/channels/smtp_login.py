"""Opening the clinic's mail account: connecting, encrypting, signing in."""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl

from relance_ops.channels.oauth import access_token, xoauth2
from relance_ops.channels.smtp_replies import Reply
from relance_ops.email_config import PASSWORD_VARIABLE, Auth, EmailConfig, Security
from relance_ops.errors import ChannelError
from relance_ops.i18n import _
from relance_ops.typography import one_line

FAILURES = (smtplib.SMTPException, OSError)
_CHALLENGE = 334  # RFC 4954


def account_refused(config: EmailConfig, detail: str) -> ChannelError:
    """What to tell a person when the account itself is refused."""
    found = _("Le serveur {host} refuse le compte {sender} : {detail}.").format(
        host=config.host, sender=config.sender, detail=detail
    )
    remedy = _("Vérifiez [email] dans relance.toml et le mot de passe.")
    waiting = _("Les emails attendent.")
    return ChannelError(
        f"{found} {waiting} {remedy}",
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


def opened(config: EmailConfig) -> smtplib.SMTP:
    """A connection that is signed in.

    Raises:
        ChannelError: The server cannot be reached, or refuses the account.
    """
    credentials = _credentials(config)
    try:
        smtp = _connected(config)
    except FAILURES as error:
        raise unreachable(config, said(error)) from error
    try:
        smtp.ehlo_or_helo_if_needed()
        _log_in(smtp, config, credentials)
    except FAILURES as error:
        smtp.close()
        if _is_login_refused(error):
            raise account_refused(config, said(error)) from error
        raise unreachable(config, said(error)) from error
    # The final dot travels alone, so that its stage is known; without this it would
    # wait up to 40 ms for the server's delayed acknowledgement of the text.
    assert smtp.sock is not None
    smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return smtp


def _credentials(config: EmailConfig) -> str:
    """The password, or a token asked for before the mail server waits for it."""
    if config.auth is Auth.XOAUTH2:
        return access_token(config.access, timeout_seconds=config.timeout_seconds)
    if config.user and not config.password:
        raise ChannelError(
            _(
                "Il manque le mot de passe du compte {user} : mettez-le dans la "
                "variable d'environnement {variable}."
            ).format(user=config.user, variable=PASSWORD_VARIABLE),
            account=True,
        )
    return config.password


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


def _log_in(smtp: smtplib.SMTP, config: EmailConfig, credentials: str) -> None:
    if not config.user:
        return
    if config.auth is Auth.XOAUTH2:
        _authenticate(smtp, "XOAUTH2", xoauth2(config.user, credentials))
    elif (config.user + credentials).isascii():
        smtp.login(config.user, credentials)
    else:
        # smtplib's login knows only ASCII; PLAIN is UTF-8 (RFC 4616).
        _authenticate(smtp, "PLAIN", f"\0{config.user}\0{credentials}".encode())


def _authenticate(smtp: smtplib.SMTP, mechanism: str, secret: bytes) -> None:
    told = base64.b64encode(secret).decode("ascii")
    reply = Reply.read(smtp.docmd("AUTH", f"{mechanism} {told}"))
    if reply.code == _CHALLENGE:
        # Why a token was refused, in JSON; an empty line ends it with a proper refusal.
        reply = Reply.read(smtp.docmd(""))
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


def said(error: Exception) -> str:
    """What went wrong, in the server's or the system's own words."""
    if isinstance(error, smtplib.SMTPResponseException):
        return Reply.read((error.smtp_code, _bytes(error.smtp_error))).detail
    return one_line(str(error))[:500] or type(error).__name__


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()
