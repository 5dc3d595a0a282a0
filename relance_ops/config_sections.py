"""Reading one [section] of relance.toml, key by key, into a dataclass."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from pathlib import Path
from typing import Any

from relance_ops import config_values as values
from relance_ops.errors import SettingError
from relance_ops.i18n import _

# What reads a value, given it and the file's folder; and what to say is possible.
Reader = tuple[Callable[[object, Path], object], Callable[[], str]]


def parsed(file: Path) -> dict[str, Any]:
    """The sections of *file*.

    Raises:
        SettingError: It cannot be read, or is not TOML; names it and says why.
    """
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


def refuse_unknown(
    file: Path, prefix: str, found: Mapping[str, Any], known: list[str]
) -> None:
    """Accept the keys *found* only if each is one of *known*.

    Raises:
        SettingError: One is not; names it, with *prefix*, and those that are.
    """
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
class Section:
    """One [section] of the file, to be read key by key.

    Attributes:
        sections: The whole file.
        readers: By key: what reads its value, and what to say is possible.
    """

    file: Path
    name: str
    sections: Mapping[str, Any]
    readers: Mapping[str, Reader]

    def values(self, kind: type[Any]) -> dict[str, Any]:
        """The section's values, each checked; those left out keep their default.

        *kind* is a dataclass: its fields are the keys, but for those not shown in its
        repr (a secret comes from the environment).

        Raises:
            SettingError: A key is unknown, missing or has a value it does not accept.
        """
        found = self.sections.get(self.name, {})
        if not isinstance(found, dict):
            raise SettingError(
                _("{file} : « {key} » doit être une section, écrite [{key}].").format(
                    file=self.file, key=self.name
                )
            )
        asked = [key for key in fields(kind) if key.repr]  # the secret is not a key
        refuse_unknown(self.file, f"{self.name}.", found, [key.name for key in asked])
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
        read, allowed = self.readers[key.name]
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
