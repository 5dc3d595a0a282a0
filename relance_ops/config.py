"""How to reach the outside: servers, folders, secrets. Read once, from relance.toml.

What the clinic chooses about its reminders is `settings.py`'s. No password is ever in the
file: they come from the environment, and are never shown. Email: `email_config.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from relance_ops import config_values as values
from relance_ops import email_config
from relance_ops.config_sections import Reader, Section, parsed, refuse_unknown
from relance_ops.email_config import EmailConfig, MailboxConfig
from relance_ops.errors import SettingError
from relance_ops.i18n import _
from relance_ops.sms_config import SmsConfig
from relance_ops.sms_config import read as sms_account

FILE_NAME = "relance.toml"


@dataclass(frozen=True, slots=True)
class OutboxConfig:
    """Where messages are written while no account is configured.

    Attributes:
        folder: None for the usual folder, beside the clinic's file.
    """

    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """Where the dashboard listens, and how it is recognised.

    Attributes:
        names: Under which browsers may ask for it, besides this machine's own.
        certificate, key: PEM files; with both, everything is encrypted (https).
        only_https: Browsers are told never to ask in clear again, for a year (HSTS).
    """

    address: str = "127.0.0.1"
    port: int = 5006
    names: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None
    only_https: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """Everything of relance.toml.

    Attributes:
        email: None when there is no [email]: emails then go to the outbox.
        mailbox: None when there is no [mailbox]: nobody reads the answers.
        sms: The same of [sms] and SMS; each provider reads its own keys.
    """

    email: EmailConfig | None = None
    mailbox: MailboxConfig | None = None
    outbox: OutboxConfig = field(default_factory=OutboxConfig)
    server: ServerConfig = field(default_factory=ServerConfig)
    sms: SmsConfig | None = None


def load(path: Path | None, *, environment: Mapping[str, str], folder: Path) -> Config:
    """The configuration of *path*, or of relance.toml in *folder* if there is one.

    Args:
        path: A file that must exist; None to look in *folder*.
        environment: Holds the passwords, in RELANCE_EMAIL_PASSWORD and the like.
        folder: The current folder; relative paths in the file start at the file's own.

    Raises:
        SettingError: The file cannot be read, or a key or value makes no sense; names
            the file, the key, the value and what is allowed.
    """
    file = path or folder / FILE_NAME
    if path is None and not file.is_file():
        return Config()
    sections = parsed(file)
    refuse_unknown(file, "", sections, [section.name for section in fields(Config)])
    email, mailbox = None, None
    if "email" in sections:
        section = Section(file, "email", sections, _MAIL_READERS)
        email = email_config.email(section, environment)
    if "mailbox" in sections:
        section = Section(file, "mailbox", sections, _MAIL_READERS)
        mailbox = email_config.mailbox(section, email, environment)
    return Config(
        email=email,
        mailbox=mailbox,
        outbox=OutboxConfig(
            **Section(file, "outbox", sections, _READERS).values(OutboxConfig)
        ),
        server=_server(Section(file, "server", sections, _READERS)),
        sms=sms_account(Section(file, "sms", sections, {}), environment),
    )


def _server(section: Section) -> ServerConfig:
    server = ServerConfig(**section.values(ServerConfig))
    if (server.certificate is None) != (server.key is None):
        raise SettingError(
            _(
                "{file} : « server.certificate » et « server.key » vont ensemble : "
                "donnez les deux, ou aucun."
            ).format(file=section.file)
        )
    if server.only_https and server.certificate is None:
        raise SettingError(
            _(
                "{file} : « server.only_https » demande « server.certificate » et "
                "« server.key »."
            ).format(file=section.file)
        )
    return server


_PORT = (values.whole(1, 65535), lambda: _("un nombre entier de 1 à 65535"))
_HOST = (values.name, lambda: _("le nom d'un serveur, entre guillemets"))

_READERS: Mapping[str, Reader] = {
    "host": _HOST,
    "address": _HOST,
    "port": _PORT,
    "certificate": (
        values.existing_file,
        lambda: _("un fichier de certificat qui existe"),
    ),
    "key": (values.existing_file, lambda: _("un fichier de clé qui existe")),
    "only_https": (values.yes_or_no, lambda: "true, false"),
    "names": (values.names, lambda: _('des noms, comme ["relances.clinique.example"]')),
    "folder": (values.folder, lambda: _("un dossier, entre guillemets")),
}
_MAIL_READERS: Mapping[str, Reader] = {
    "host": _HOST,
    "port": _PORT,
    **email_config.READERS,
}
