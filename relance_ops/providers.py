"""What each email provider documents: servers, quotas, habits. Pure.

Every value is only a start: the same key in relance.toml wins. Where a provider
publishes no quota, ours is low enough for a private mailbox.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum


class Provider(StrEnum):
    """Whose account it is, as written in relance.toml."""

    OVH = "ovh"
    ORANGE = "orange"
    FREE = "free"
    GMAIL = "gmail"
    MICROSOFT365 = "microsoft365"
    LAPOSTE = "laposte"


@dataclass(frozen=True, slots=True)
class Preset:
    """The keys of [email] that a provider settles.

    Attributes:
        security: As written in relance.toml.
        plus_addressing: Mail for name+anything reaches name, and may be sent from it.
        per_minute, per_hour, per_day: Messages it lets leave; 0 for no limit.
        per_connection: Messages after which it hangs up; 0 for no limit.
    """

    host: str
    port: int = 465
    security: str = "ssl"
    plus_addressing: bool = False
    per_minute: int = 0
    per_hour: int = 0
    per_day: int = 0
    per_connection: int = 100


_EMAIL: Mapping[Provider, Preset] = {
    # MX Plan: 200 an hour and account, 300 an hour and source address (OVHcloud's
    # guides, ovh/ovhcloud-docs #715, 2026-09). Its addresses take no "+".
    Provider.OVH: Preset("ssl0.ovh.net", per_hour=200),
    # No number published for subscribers. Its mail servers close a connection after
    # 100 messages and refuse bursts with OFR004_104 (egressif.io, 2026-06).
    Provider.ORANGE: Preset("smtp.orange.fr", per_minute=10, per_hour=100, per_day=500),
    # No number published; addresses are blocked for up to 24 h from live statistics
    # (postmaster.free.fr).
    Provider.FREE: Preset("smtp.free.fr", per_minute=10, per_hour=100, per_day=500),
    # 500 a day for gmail.com, 2,000 for Workspace, over any 24 hours
    # (support.google.com/mail/answer/22839, support.google.com/a/answer/166852).
    Provider.GMAIL: Preset("smtp.gmail.com", plus_addressing=True, per_day=500),
    # 30 messages a minute and 10,000 recipients a day (Exchange Online limits,
    # learn.microsoft.com). It receives for name+anything, but refuses to send from it
    # unless an administrator lets it (SendFromAliasEnabled).
    Provider.MICROSOFT365: Preset(
        "smtp.office365.com",
        port=587,
        security="starttls",
        per_minute=30,
        per_day=10_000,
    ),
    # No number published (aide.laposte.net).
    Provider.LAPOSTE: Preset(
        "smtp.laposte.net", per_minute=10, per_hour=100, per_day=500
    ),
}

# All of them read mail by IMAP over TLS, on the usual port.
_MAILBOX: Mapping[Provider, str] = {
    Provider.OVH: "ssl0.ovh.net",
    Provider.ORANGE: "imap.orange.fr",
    Provider.FREE: "imap.free.fr",
    Provider.GMAIL: "imap.gmail.com",
    Provider.MICROSOFT365: "outlook.office365.com",
    Provider.LAPOSTE: "imap.laposte.net",
}

# Whose domains anybody may have an address in, and by whose servers it must leave:
# sent by another, the receiver finds neither SPF nor DKIM of the address's domain.
_PUBLIC: Mapping[str, tuple[str, ...]] = {
    "google.com gmail.com googlemail.com": ("gmail.com", "googlemail.com"),
    "office365.com outlook.com": (
        *("outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr"),
        *("live.com", "live.fr", "msn.com"),
    ),
    "orange.fr wanadoo.fr": ("orange.fr", "wanadoo.fr"),
    "free.fr": ("free.fr", "freesbee.fr", "libertysurf.fr", "aliceadsl.fr"),
    "laposte.net": ("laposte.net",),
    "sfr.fr": (
        "sfr.fr",
        "neuf.fr",
        "cegetel.net",
        "club-internet.fr",
        "numericable.fr",
    ),
    "bbox.fr bouyguestelecom.fr": ("bbox.fr",),
    "yahoo.com": ("yahoo.com", "yahoo.fr", "ymail.com"),
    "me.com": ("icloud.com", "me.com", "mac.com"),
    "gmx.com gmx.net gmx.fr": ("gmx.com", "gmx.fr", "gmx.net"),
}
_RELAYS = {
    domain: tuple(relays.split())
    for relays, domains in _PUBLIC.items()
    for domain in domains
}


def email_keys(provider: str) -> dict[str, object]:
    """The keys of [email] that *provider* settles; none for one we do not know."""
    try:
        return asdict(_EMAIL[Provider(provider)])
    except ValueError:
        return {}


def mailbox_host(provider: str) -> str:
    """Where *provider* lets mail be read; "" for one we do not know."""
    return _MAILBOX[Provider(provider)] if provider in set(Provider) else ""


def is_public(domain: str) -> bool:
    """True where anybody may have an address: its DNS is not the clinic's."""
    return domain.lower() in _RELAYS


def is_sent_by_its_own(domain: str, host: str) -> bool:
    """True if *host* is a server of the provider whose public *domain* it is."""
    return any(
        host.lower() == relay or host.lower().endswith("." + relay)
        for relay in _RELAYS.get(domain.lower(), ())
    )
