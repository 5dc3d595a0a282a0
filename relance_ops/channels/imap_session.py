"""A mailbox opened to be read only, and its failures in words."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial

from imap_tools import (
    BaseMailBox,
    ImapToolsError,
    MailBox,
    MailBoxStartTls,
    MailBoxUnencrypted,
)

from relance_ops.channels.oauth import access_token, xoauth2
from relance_ops.email_config import (
    MAILBOX_PASSWORD_VARIABLE,
    Auth,
    MailboxConfig,
    Security,
)
from relance_ops.errors import ChannelError
from relance_ops.i18n import _
from relance_ops.typography import one_line, shortened

_FAILURES = (imaplib.IMAP4.error, ImapToolsError, OSError)
_DETAIL_LIMIT = 300
_UID = re.compile(rb"\bUID (\d+)")
# RFC 5530: the account may be good, the server cannot tell now.
_NOT_NOW = re.compile(r"UNAVAILABLE|INUSE|SERVERBUG|LIMIT", re.IGNORECASE)


@contextmanager
def opened(config: MailboxConfig) -> Iterator[BaseMailBox]:
    """The mailbox, signed in.

    Raises:
        ChannelError: The server cannot be reached, or refuses the account; also for a
            failure inside the block.
    """
    credentials = _credentials(config)
    try:
        box = _connected(config)
        try:
            _log_in(box, config, credentials)
            yield box
        finally:
            with suppress(*_FAILURES):
                box.logout()
    except _FAILURES as error:
        raise unreachable(config, one_line(str(error))) from error


def fetched(box: BaseMailBox, numbers: Sequence[int], part: str) -> dict[int, bytes]:
    """*part* of each message, by its number; those that are gone are left out."""
    if not numbers:
        return {}
    wanted = ",".join(map(str, numbers))
    _ok, answers = box.client.uid("FETCH", wanted, f"({part} UID)")
    found: dict[int, bytes] = {}
    for answer, following in zip(answers, [*answers[1:], b""], strict=True):
        if not isinstance(answer, tuple):
            continue
        # A server may name the number before or behind the content.
        told = _UID.search(answer[0]) or (
            _UID.search(following) if isinstance(following, bytes) else None
        )
        if told:
            found[int(told[1])] = answer[1]
    return found


def unreachable(config: MailboxConfig, detail: str) -> ChannelError:
    """What to tell a person when the server does not answer as it should."""
    return ChannelError(
        _("Le serveur de la boîte {host}:{port} ne répond pas comme il faut : {detail}.")
        .format(
            host=config.host, port=config.port, detail=shortened(detail, _DETAIL_LIMIT)
        )
    )  # fmt: skip


def _credentials(config: MailboxConfig) -> str:
    if config.auth is Auth.XOAUTH2:
        return access_token(config.access, timeout_seconds=config.timeout_seconds)
    if not config.password:
        raise ChannelError(
            _(
                "Il manque le mot de passe de la boîte {user} : mettez-le dans la "
                "variable d'environnement {variable}."
            ).format(user=config.user, variable=MAILBOX_PASSWORD_VARIABLE),
            account=True,
        )
    return config.password


def _connected(config: MailboxConfig) -> BaseMailBox:
    open_at: Callable[..., BaseMailBox] = partial(
        {
            Security.SSL: MailBox,
            Security.STARTTLS: MailBoxStartTls,
            Security.NONE: MailBoxUnencrypted,
        }[config.security],
        config.host,
        config.port,
        timeout=config.timeout_seconds,
    )
    if config.security is Security.NONE:
        return open_at()
    cafile = None if config.ca_file is None else str(config.ca_file)
    return open_at(ssl_context=ssl.create_default_context(cafile=cafile))


def _log_in(box: BaseMailBox, config: MailboxConfig, credentials: str) -> None:
    try:
        if config.auth is Auth.XOAUTH2:
            told = xoauth2(config.user, credentials)
            # The second time it is asked, it was refused: an empty line says understood.
            answers = iter([told])
            box.client.authenticate("XOAUTH2", lambda _asked: next(answers, b""))
        elif (config.user + credentials).isascii():
            box.login(config.user, credentials, initial_folder=None)
        else:
            box.login_utf8(config.user, credentials, initial_folder=None)
    except (imaplib.IMAP4.abort, OSError):
        raise  # the line was lost
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        said = one_line(str(error)).replace(credentials, "…")
        if _NOT_NOW.search(said):
            raise unreachable(config, said) from error
        raise _refused(config, said) from error


def _refused(config: MailboxConfig, detail: str) -> ChannelError:
    return ChannelError(
        _(
            "Le serveur {host} refuse la boîte {user} : {detail}. Vérifiez [mailbox] dans "
            "relance.toml et le mot de passe."
        ).format(
            host=config.host, user=config.user, detail=shortened(detail, _DETAIL_LIMIT)
        ),
        account=True,
    )
