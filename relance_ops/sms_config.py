"""[sms] of relance.toml: which provider. Each provider's own file reads its keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from relance_ops import config_values as values
from relance_ops.config_sections import Reader, Section
from relance_ops.errors import SettingError
from relance_ops.i18n import _

Account = TypeVar("Account")

TIMEOUT: Reader = (values.whole(1, 120), lambda: _("un nombre entier de 1 à 120"))
TEXT: Reader = (values.text, lambda: _("un texte entre guillemets"))
URL: Reader = (
    values.url,
    lambda: _("une adresse, comme http://127.0.0.1:13013/cgi-bin/sendsms"),
)


@dataclass(frozen=True, slots=True)
class SmsConfig:
    """The clinic's SMS account, as it is written.

    Attributes:
        provider: Its name in the registry of `ways_out.py`.
        section: The other keys.
        environment: Holds the secrets, which are never shown.
    """

    provider: str
    section: Section = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)

    def values(
        self, account: type[Account], readers: Mapping[str, Reader]
    ) -> dict[str, Any]:
        """The keys of *account*, a dataclass, each checked.

        Raises:
            SettingError: A key is unknown, missing, or has a value it does not accept.
        """
        return replace(self.section, readers=readers).values(account)

    def secret(self, variable: str) -> str:
        """A secret of the environment; "" when it is not there."""
        return self.environment.get(variable, "").strip()

    def refused(self, key: str, value: str, allowed: str) -> SettingError:
        """What to say of a value of [sms] that makes no sense."""
        return SettingError(
            _(
                "{file} : « {section}.{key} » n'accepte pas {value}. "
                "Possible : {allowed}."
            ).format(
                file=self.section.file,
                section="sms",
                key=key,
                value=repr(value),
                allowed=allowed,
            )
        )


def read(section: Section, environment: Mapping[str, str]) -> SmsConfig | None:
    """The account of *section*; None when the file has no [sms].

    Raises:
        SettingError: It names no provider.
    """
    found = section.sections.get("sms")
    if found is None:
        return None
    if not isinstance(found, dict):
        section.values(SmsConfig)  # says that it should be a section
    provider = found.get("provider")
    if not isinstance(provider, str):
        raise SettingError(
            _("{file} : il manque « {section}.{key} ». {allowed}").format(
                file=section.file,
                section="sms",
                key="provider",
                allowed=_("Voyez relance.example.toml."),
            )
        )
    rest = {key: value for key, value in found.items() if key != "provider"}
    return SmsConfig(provider, replace(section, sections={"sms": rest}), environment)
