"""How the clinic's SMS are written: plain characters, and how to have no more. Pure.

An SMS that promotes anything, however little, must say how to object (Code des postes
et des communications électroniques, L34-5; CNIL); a mere reminder of an act may. So a
piece of information always does, and the clinic chooses for the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from relance_ops.i18n import _
from relance_ops.model import Reminder
from relance_ops.settings import Settings, SmsStop, YesNo

_INFORMATION = "information"


class Stops(Protocol):
    """How the provider lets a client object; see `channels/sms.py`."""

    @property
    def hears_replies(self) -> bool:
        """True when a client can answer STOP to the SMS itself."""
        ...

    @property
    def own_clause(self) -> str:
        """What the provider writes at the end to say how; "" if nothing."""
        ...


@dataclass(frozen=True, slots=True)
class SmsStyle:
    """How SMS are written.

    Attributes:
        simplify: Characters that would double the price are written plainly.
        stop: Which SMS say how to have no more.
        hears_replies, own_clause: As the provider has it; see `Stops`.
    """

    simplify: bool = True
    stop: SmsStop = SmsStop.ALWAYS
    hears_replies: bool = False
    own_clause: str = ""

    @classmethod
    def of(cls, settings: Settings, provider: Stops | None) -> SmsStyle:
        """As the clinic has chosen; without a provider nobody hears a reply."""
        return cls(
            simplify=settings.sms_simplify is YesNo.YES,
            stop=settings.sms_stop,
            hears_replies=provider is not None and provider.hears_replies,
            own_clause="" if provider is None else provider.own_clause,
        )

    def ending(self, reminders: Sequence[Reminder], *, written: str, phone: str) -> str:
        """How to have no more SMS, in a few characters, each of which is paid.

        Args:
            reminders: What the SMS is about.
            written: The template: what already says it is not said twice.
            phone: The clinic's; "" when it gave none.
        """
        promotes = any(reminder.family == _INFORMATION for reminder in reminders)
        if self.stop is SmsStop.INFORMATION and not promotes:
            return ""
        if self.own_clause:
            return self.own_clause
        if "stop" in written.casefold():
            return ""
        if self.hears_replies:
            return _("STOP : répondez STOP")
        if phone:
            return _("STOP : {phone}").format(phone=phone)
        return _("STOP : dites-le-nous")
