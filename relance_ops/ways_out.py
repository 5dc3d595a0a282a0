"""Which channel stands for each way out: the only place that builds concrete ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from relance_ops.channels import mailbox, smtp
from relance_ops.channels.base import Channel, Listener
from relance_ops.channels.mailbox import MailboxListener
from relance_ops.channels.outbox import OutboxChannel
from relance_ops.channels.smtp import SmtpChannel
from relance_ops.config import Config
from relance_ops.errors import ChannelError
from relance_ops.i18n import _
from relance_ops.model import Clinic, Kind, Logo
from relance_ops.pace import Pace
from relance_ops.printers import Printer, Sides


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
    return {
        Kind.EMAIL: SmtpChannel(config.email, clinic=clinic, clock=clock, key=key)
        if config.email
        else to_folder(Kind.EMAIL),
        Kind.SMS: to_folder(Kind.SMS),
        Kind.LETTER: paper(Kind.LETTER),
        Kind.CARD: paper(Kind.CARD),
    }


def listeners(
    config: Config, *, key: bytes, clock: Callable[[], datetime]
) -> tuple[Listener, ...]:
    """The ways in of the accounts that have one."""
    if config.mailbox is None:
        return ()
    return (MailboxListener(config.mailbox, key=key, clock=clock),)


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
