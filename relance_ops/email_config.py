"""How to reach the clinic's email account: [email] to send, [mailbox] to read answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from relance_ops import config_values as values
from relance_ops import providers
from relance_ops.config_sections import Reader, Section
from relance_ops.errors import SettingError
from relance_ops.i18n import _
from relance_ops.pace import Pace

PASSWORD_VARIABLE = "RELANCE_EMAIL_PASSWORD"  # noqa: S105  # the name, not the secret
MAILBOX_PASSWORD_VARIABLE = "RELANCE_MAILBOX_PASSWORD"  # noqa: S105
TOKEN_VARIABLE = "RELANCE_EMAIL_TOKEN"  # noqa: S105
REFRESH_TOKEN_VARIABLE = "RELANCE_EMAIL_REFRESH_TOKEN"  # noqa: S105
CLIENT_SECRET_VARIABLE = "RELANCE_EMAIL_CLIENT_SECRET"  # noqa: S105


class Security(StrEnum):
    """How the connection to a mail server is protected."""

    STARTTLS = "starttls"
    SSL = "ssl"
    NONE = "none"


class Auth(StrEnum):
    """What opens the account."""

    PASSWORD = "password"  # noqa: S105  # the word of relance.toml
    XOAUTH2 = "xoauth2"


# The ports that providers document for each (RFC 6409, RFC 8314; IMAP: RFC 3501).
_SENDING_PORTS = {Security.STARTTLS: 587, Security.SSL: 465, Security.NONE: 25}
_READING_PORTS = {Security.STARTTLS: 143, Security.SSL: 993, Security.NONE: 143}


@dataclass(frozen=True, slots=True)
class Access:
    """The secrets of an account, from the environment; never shown.

    Attributes:
        token: An access token that is ready; "" to ask *token_url* for one.
    """

    token_url: str = ""
    client_id: str = ""
    token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class EmailConfig:
    """The clinic's email account, on any SMTP server.

    Attributes:
        provider: Whose keys hold where the file has none; "" for none.
        port: Without this key, the usual one of *security*.
        user: "" when the server asks for no login.
        token_url, client_id: With XOAUTH2: where a token is asked for, and as whom.
        plus_addressing: Mail for name+anything reaches the sender, and may leave from it.
        per_minute, per_hour, per_day: What the provider lets leave; 0 for no limit.
        per_connection: After how many messages to connect again; 0 for never.
        ca_file: Certificates to trust instead of the system's; None for the system's.
        timeout_seconds: The longest wait for one answer of the server.
    """

    host: str
    sender: str
    provider: str = ""
    port: int = 587
    security: Security = Security.STARTTLS
    user: str = ""
    auth: Auth = Auth.PASSWORD
    token_url: str = ""
    client_id: str = ""
    plus_addressing: bool = False
    per_minute: int = 0
    per_hour: int = 0
    per_day: int = 0
    per_connection: int = 0
    timeout_seconds: int = 30
    ca_file: Path | None = None
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)

    @property
    def pace(self) -> Pace:
        """How fast the provider lets messages leave."""
        return Pace(self.per_minute, self.per_hour, self.per_day)

    @property
    def access(self) -> Access:
        """What a token is made with."""
        return Access(
            self.token_url,
            self.client_id,
            self.token,
            self.refresh_token,
            self.client_secret,
        )


@dataclass(frozen=True, slots=True)
class MailboxConfig:
    """The mailbox that returned mail and « stop » come to, on any IMAP server.

    Attributes:
        host: Without this key, the email provider's, or the email's own server.
        user: Without this key, the email's, as for all that follows.
        auth, access: As the email's.
    """

    host: str = ""
    port: int = 993
    security: Security = Security.SSL
    user: str = ""
    folder: str = "INBOX"
    timeout_seconds: int = 30
    ca_file: Path | None = None
    auth: Auth = field(default=Auth.PASSWORD, repr=False)
    access: Access = field(default_factory=Access, repr=False)
    password: str = field(default="", repr=False)


def email(section: Section, environment: Mapping[str, str]) -> EmailConfig:
    """[email], completed by its provider, with its secrets.

    Raises:
        SettingError: A key or value makes no sense.
    """
    found = section.sections["email"]
    if isinstance(found, dict):
        given = providers.email_keys(str(found.get("provider", "")))
        if found.get("provider") and not given:
            given = {"host": "-"}  # what is refused is the provider's name
        if "security" in found:
            given.pop("port", None)  # the provider's belongs to its own security
        section = replace(section, sections={"email": given | found})
    kept = section.values(EmailConfig)
    kept.setdefault("port", _SENDING_PORTS[kept.get("security", Security.STARTTLS)])
    config = EmailConfig(
        **kept,
        password=environment.get(PASSWORD_VARIABLE, ""),
        token=environment.get(TOKEN_VARIABLE, ""),
        refresh_token=environment.get(REFRESH_TOKEN_VARIABLE, ""),
        client_secret=environment.get(CLIENT_SECRET_VARIABLE, ""),
    )
    _refuse_incomplete(config, section.file)
    return config


def _refuse_incomplete(config: EmailConfig, file: Path) -> None:
    if config.auth is Auth.XOAUTH2 and not config.user:
        raise SettingError(
            _(
                '{file} : « email.auth » = "xoauth2" demande aussi « email.user », le '
                "compte à ouvrir."
            ).format(file=file)
        )
    if bool(config.token_url) != bool(config.client_id):
        raise SettingError(
            _(
                "{file} : « email.token_url » et « email.client_id » vont ensemble : "
                "donnez les deux, ou aucun."
            ).format(file=file)
        )


def mailbox(
    section: Section, account: EmailConfig | None, environment: Mapping[str, str]
) -> MailboxConfig:
    """[mailbox], completed by the email account.

    Raises:
        SettingError: A key or value makes no sense, or nothing says which mailbox.
    """
    kept = section.values(MailboxConfig)
    kept.setdefault("port", _READING_PORTS[kept.get("security", Security.SSL)])
    own_password = environment.get(MAILBOX_PASSWORD_VARIABLE, "")
    if account is not None:
        kept = _from_email(account, with_token=not own_password) | kept
    config = MailboxConfig(**kept)
    if own_password:
        config = replace(config, password=own_password)
    if config.port == 993 and config.security is not Security.SSL:
        raise SettingError(
            _(
                "{file} : le port 993 de [mailbox] est chiffré d'emblée : "
                'écrivez security = "ssl".'
            ).format(file=section.file)
        )
    if not (config.host and config.user):
        raise SettingError(
            _(
                "{file} : [mailbox] demande « mailbox.host » et « mailbox.user », ou une "
                "section [email] dont les prendre."
            ).format(file=section.file)
        )
    return config


def _from_email(account: EmailConfig, *, with_token: bool) -> dict[str, Any]:
    return {
        "host": providers.mailbox_host(account.provider) or account.host,
        "user": account.user,
        "ca_file": account.ca_file,
        "password": account.password,
        "auth": account.auth if with_token else Auth.PASSWORD,
        "access": account.access,
    }


def _security(value: object, base: Path) -> Security:
    try:
        return Security(values.text(value, base).lower())
    except ValueError:
        raise values.NotAllowedError from None


def _auth(value: object, base: Path) -> Auth:
    try:
        return Auth(values.text(value, base).lower())
    except ValueError:
        raise values.NotAllowedError from None


def _provider(value: object, base: Path) -> str:
    word = values.text(value, base).lower()
    if word and word not in set(providers.Provider):
        raise values.NotAllowedError
    return word


# A token is worth a password: it travels encrypted, or stays on this machine.
_TOKEN_URL = re.compile(r"https://[^\s/]+\S*|http://127\.0\.0\.1(:\d+)?(/\S*)?")


def _token_url(value: object, base: Path) -> str:
    url = values.text(value, base)
    if url and not _TOKEN_URL.fullmatch(url):
        raise values.NotAllowedError
    return url


def _listed(words: type[StrEnum]) -> str:
    return ", ".join(f'"{word}"' for word in words)


_LIMIT = (
    values.whole(0, 1_000_000),
    lambda: _("un nombre entier, 0 pour aucune limite"),
)
_TEXT = (values.text, lambda: _("un texte entre guillemets"))

READERS: Mapping[str, Reader] = {
    "provider": (_provider, lambda: _listed(providers.Provider)),
    "security": (_security, lambda: _listed(Security)),
    "auth": (_auth, lambda: _listed(Auth)),
    "token_url": (_token_url, lambda: _("une adresse https")),
    "client_id": _TEXT,
    "user": _TEXT,
    "sender": (
        values.address,
        lambda: _("une adresse, comme accueil@clinique.example"),
    ),
    "folder": _TEXT,
    "plus_addressing": (values.yes_or_no, lambda: "true, false"),
    "per_minute": _LIMIT,
    "per_hour": _LIMIT,
    "per_day": _LIMIT,
    "per_connection": _LIMIT,
    "timeout_seconds": (values.whole(1, 600), lambda: _("un nombre entier de 1 à 600")),
    "ca_file": (
        values.existing_file,
        lambda: _("un fichier de certificats qui existe"),
    ),
}
