"""How to reach the outside: servers, folders, secrets. Read once, from relance.toml.

What the clinic chooses about its reminders is `settings.py`'s. The password is never in
the file: it comes from the environment, and is never shown.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from relance_ops import config_values as values
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
    sections = _parsed(file)
    _refuse_unknown(file, "", sections, [section.name for section in fields(Config)])
    email = None
    if "email" in sections:
        email = _email(_Section(file, "email", sections), environment)
    return Config(
        email=email,
        outbox=OutboxConfig(**_Section(file, "outbox", sections).values(OutboxConfig)),
        server=_server(_Section(file, "server", sections)),
    )


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SettingError(
            _("Le fichier de configuration {file} n'existe pas.").format(file=file)
        ) from None
    except OSError as error:
        raise SettingError(
            _("Le fichier {file} ne peut pas être lu : {detail}.").format(
                file=file, detail=error.strerror
            )
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(
            _(
                "Le fichier {file} n'est pas du TOML : {detail}. "
                "Comparez-le à relance.example.toml."
            ).format(file=file, detail=error)
        ) from error


def _refuse_unknown(
    file: Path, prefix: str, found: Mapping[str, Any], known: list[str]
) -> None:
    for name in found:
        if name not in known:
            raise SettingError(
                _("{file} : « {key} » n'existe pas. Possible : {known}.").format(
                    file=file,
                    key=prefix + name,
                    known=", ".join(prefix + word for word in known),
                )
            )


@dataclass(frozen=True, slots=True)
class _Section:
    """One [section] of the file, to be read key by key."""

    file: Path
    name: str
    sections: Mapping[str, Any]

    def values(self, kind: type[Any]) -> dict[str, Any]:
        """The section's values, each checked; those left out keep their default."""
        found = self.sections.get(self.name, {})
        if not isinstance(found, dict):
            raise SettingError(
                _("{file} : « {key} » doit être une section, écrite [{key}].").format(
                    file=self.file, key=self.name
                )
            )
        asked = [key for key in fields(kind) if key.repr]  # the secret is not a key
        _refuse_unknown(self.file, f"{self.name}.", found, [key.name for key in asked])
        return {
            key.name: self._value(key, found)
            for key in asked
            if key.name in found or _is_required(key)
        }

    def _value(self, key: Field[Any], found: Mapping[str, Any]) -> object:
        if key.name not in found:
            raise SettingError(
                _("{file} : il manque « {section}.{key} ». {allowed}").format(
                    file=self.file,
                    section=self.name,
                    key=key.name,
                    allowed=_("Voyez relance.example.toml."),
                )
            )
        read, allowed = _READERS[key.name]
        value = found[key.name]
        try:
            return read(value, self.file.parent)
        except values.NotAllowedError:
            raise SettingError(
                _(
                    "{file} : « {section}.{key} » n'accepte pas {value}. "
                    "Possible : {allowed}."
                ).format(
                    file=self.file,
                    section=self.name,
                    key=key.name,
                    value=repr(value),
                    allowed=allowed(),
                )
            ) from None


def _is_required(key: Field[Any]) -> bool:
    return key.default is MISSING and key.default_factory is MISSING


def _email(section: _Section, environment: Mapping[str, str]) -> EmailConfig:
    values = section.values(EmailConfig)
    security = values.get("security", Security.STARTTLS)
    values.setdefault("port", _USUAL_PORTS[security])
    return EmailConfig(**values, password=environment.get(PASSWORD_VARIABLE, ""))


def _server(section: _Section) -> ServerConfig:
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

_READERS: Mapping[str, tuple[Callable[[object, Path], object], Callable[[], str]]] = {
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
