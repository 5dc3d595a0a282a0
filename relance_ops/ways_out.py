"""Which channel stands for each way out: the only place that builds concrete ones."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from relance_ops.channels import mailbox, smtp
from relance_ops.channels.base import Channel, Listener
from relance_ops.channels.gammu import Gammu
from relance_ops.channels.kannel import Kannel
from relance_ops.channels.mailbox import MailboxListener
from relance_ops.channels.outbox import OutboxChannel
from relance_ops.channels.ovh import Ovh
from relance_ops.channels.sms import Around, CalledBack, CalledBackBy, SmsProvider
from relance_ops.channels.smtp import SmtpChannel
from relance_ops.config import Config
from relance_ops.errors import ChannelError
from relance_ops.i18n import _
from relance_ops.model import Clinic, Kind, Logo
from relance_ops.pace import Pace
from relance_ops.printers import Printer, Sides
from relance_ops.sms_config import SmsConfig

log = logging.getLogger(__name__)

# By the "provider" of [sms], what reads its other keys.
SMS_PROVIDERS: dict[str, Callable[[SmsConfig], SmsProvider]] = {
    "ovh": Ovh.read,
    "kannel": Kannel.read,
    "gammu": Gammu.read,
}


def channels(
    config: Config,
    clinic: Clinic,
    *,
    outbox: Path,
    run_folder: Callable[[int], Path],
    clock: Callable[[], datetime],
    key: bytes,
    logo: Logo | None = None,
    sides: Sides = Sides.ONE,
) -> Mapping[Kind, Channel]:
    """A channel for every kind: the configured one, or the folder *outbox*.

    Args:
        config: The accounts.
        clinic: Whose letterhead and signature.
        outbox: Where messages are written that have no account.
        run_folder: Where a run's print files go.
        clock: Gives aware times.
        key: Signs what comes back; see `signatures`.
        logo: On letters; None for none.
        sides: Of the sheets that letters are printed on.
    """
    from relance_ops.channels.paper import PaperChannel  # noqa: PLC0415  # Typst is slow to load

    to_folder = partial(
        OutboxChannel,
        folder=outbox,
        clinic=clinic,
        sender=email_sender(config, clinic),
        clock=clock,
    )
    paper = partial(
        PaperChannel, folder=run_folder, clinic=clinic, logo=logo, sides=sides
    )
    sms = sms_provider(config)
    around = Around(key=key, clock=clock, called_back=_nothing)
    return {
        Kind.EMAIL: SmtpChannel(config.email, clinic=clinic, clock=clock, key=key)
        if config.email
        else to_folder(Kind.EMAIL),
        Kind.SMS: sms.channel(around) if sms else to_folder(Kind.SMS),
        Kind.LETTER: paper(Kind.LETTER),
        Kind.CARD: paper(Kind.CARD),
    }


def listeners(
    config: Config,
    *,
    key: bytes,
    clock: Callable[[], datetime],
    called_back: CalledBackBy,
) -> tuple[Listener, ...]:
    """The ways in of the accounts that have one."""
    around = Around(key=key, clock=clock, called_back=called_back)
    sms = sms_provider(config)
    found = (
        MailboxListener(config.mailbox, key=key, clock=clock)
        if config.mailbox
        else None,
        sms.listener(around) if sms else None,
    )
    return tuple(listener for listener in found if listener is not None)


def paces(config: Config) -> Mapping[Kind, Pace]:
    """The quotas of the accounts' providers."""
    return {Kind.EMAIL: config.email.pace} if config.email else {}


def printer(uri: str) -> Printer:
    """The printer of that address."""
    from relance_ops.channels.ipp import IppPrinter  # noqa: PLC0415  # aiohttp is slow to load

    return IppPrinter(uri)


def email_sender(config: Config, clinic: Clinic) -> str:
    """The address that emails come from."""
    return config.email.sender if config.email else clinic.email


def sms_provider(config: Config) -> SmsProvider | None:
    """The SMS account of [sms]; None without.

    Raises:
        SettingError: There is no such provider, or a key of it makes no sense.
    """
    if config.sms is None:
        return None
    read = SMS_PROVIDERS.get(config.sms.provider)
    if read is None:
        raise config.sms.refused(
            "provider", config.sms.provider, ", ".join(sorted(SMS_PROVIDERS))
        )
    return read(config.sms)


def sms_credit(config: Config) -> int | None:
    """How many SMS are left; None where the provider does not say."""
    provider = sms_provider(config)
    try:
        return None if provider is None else provider.credit()
    except ChannelError as error:
        # A credit that is not known stops nobody: the send itself tells what is wrong.
        log.warning("sms credit unknown: %s", error)
        return None


def check_sms(config: Config) -> str:
    """Whether the SMS account works, in a sentence.

    Raises:
        ChannelError: It does not; says why.
    """
    provider = sms_provider(config)
    if provider is None:
        raise ChannelError(
            _("Aucun compte SMS n'est configuré : ajoutez [sms] à relance.toml.")
        )
    return provider.check()


def check_email(config: Config) -> str:
    """Whether the email account works, and its mailbox, in a sentence each.

    Raises:
        ChannelError: It does not; says why.
    """
    if config.email is None:
        raise ChannelError(
            _("Aucun compte d'email n'est configuré : ajoutez [email] à relance.toml.")
        )
    found = smtp.check(config.email)
    return f"{found} {mailbox.check(config.mailbox)}" if config.mailbox else found


def _nothing(_source: str, _position: int) -> tuple[CalledBack, ...]:
    """A channel only sends: nobody has called it back."""
    return ()
