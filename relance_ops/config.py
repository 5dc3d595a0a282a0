"""How to reach the outside: servers, folders, secrets. Read once, from relance.toml.

What the clinic chooses about its reminders is `settings.py`'s. The password is never in
the file: it comes from the environment, and is never shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path

from relance_ops import config_values as values
from relance_ops.config_sections import Reader, Section, parsed, refuse_unknown
from relance_ops.errors import SettingError
from relance_ops.i18n import _

FILE_NAME = "relance.toml"
PASSWORD_VARIABLE = "RELANCE_EMAIL_PASSWORD"  # noqa: S105  # the name, not the secret


class Security(StrEnum):
    """How the connection to the email server is protected."""

    STARTTLS = "starttls"
    SSL = "ssl"
    NONE = "none"


# The ports that providers document for each (RFC 6409, RFC 8314).
_USUAL_PORTS = {Security.STARTTLS: 587, Security.SSL: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class EmailConfig:
    """The clinic's email account, on any SMTP server.

    Attributes:
        port: Without this key, the usual one of *security*.
        user: "" when the server asks for no login.
        ca_file: Certificates to trust instead of the system's; None for the system's.
        timeout_seconds: The longest wait for one answer of the server.
    """

    host: str
    sender: str
    port: int = 587
    security: Security = Security.STARTTLS
    user: str = ""
    timeout_seconds: int = 30
    ca_file: Path | None = None
    password: str = field(default="", repr=False)


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
    """

    address: str = "127.0.0.1"
    port: int = 5006
    names: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """Everything of relance.toml.

    Attributes:
        email: None when there is no [email]: emails then go to the outbox.
    """

    email: EmailConfig | None = None
    outbox: OutboxConfig = field(default_factory=OutboxConfig)
    server: ServerConfig = field(default_factory=ServerConfig)


def load(path: Path | None, *, environment: Mapping[str, str], folder: Path) -> Config:
    """The configuration of *path*, or of relance.toml in *folder* if there is one.

    Args:
        path: A file that must exist; None to look in *folder*.
        environment: Holds the password, in RELANCE_EMAIL_PASSWORD.
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
    email = None
    if "email" in sections:
        email = _email(Section(file, "email", sections, _READERS), environment)
    return Config(
        email=email,
        outbox=OutboxConfig(
            **Section(file, "outbox", sections, _READERS).values(OutboxConfig)
        ),
        server=_server(Section(file, "server", sections, _READERS)),
    )


def _email(section: Section, environment: Mapping[str, str]) -> EmailConfig:
    values = section.values(EmailConfig)
    security = values.get("security", Security.STARTTLS)
    values.setdefault("port", _USUAL_PORTS[security])
    return EmailConfig(**values, password=environment.get(PASSWORD_VARIABLE, ""))


def _server(section: Section) -> ServerConfig:
    server = ServerConfig(**section.values(ServerConfig))
    if (server.certificate is None) != (server.key is None):
        raise SettingError(
            _(
                "{file} : « server.certificate » et « server.key » vont ensemble : "
                "donnez les deux, ou aucun."
            ).format(file=section.file)
        )
    return server


def _security(value: object, base: Path) -> Security:
    try:
        return Security(values.text(value, base).lower())
    except ValueError:
        raise values.NotAllowedError from None


_PORT = (values.whole(1, 65535), lambda: _("un nombre entier de 1 à 65535"))
_HOST = (values.name, lambda: _("le nom d'un serveur, entre guillemets"))

_READERS: Mapping[str, Reader] = {
    "host": _HOST,
    "address": _HOST,
    "port": _PORT,
    "security": (_security, lambda: ", ".join(f'"{word}"' for word in Security)),
    "user": (values.text, lambda: _("un texte entre guillemets")),
    "sender": (
        values.address,
        lambda: _("une adresse, comme accueil@clinique.example"),
    ),
    "timeout_seconds": (values.whole(1, 600), lambda: _("un nombre entier de 1 à 600")),
    "ca_file": (
        values.existing_file,
        lambda: _("un fichier de certificats qui existe"),
    ),
    "certificate": (
        values.existing_file,
        lambda: _("un fichier de certificat qui existe"),
    ),
    "key": (values.existing_file, lambda: _("un fichier de clé qui existe")),
    "names": (values.names, lambda: _('des noms, comme ["relances.clinique.example"]')),
    "folder": (values.folder, lambda: _("un dossier, entre guillemets")),
}
