"""Looking before leaving: words on a real client, test messages, test pages.

Nothing here claims, delivers or is written in the ledger.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from relance_ops import (
    contacts,
    emails,
    events,
    ways_out,
)
from relance_ops import samples as sampling
from relance_ops.channels.base import Channel
from relance_ops.clinic_logo import ClinicLogo
from relance_ops.clinic_words import ClinicWords
from relance_ops.config import Config
from relance_ops.database import Database
from relance_ops.errors import ChannelError, SettingError
from relance_ops.events import Event, EventKind
from relance_ops.i18n import _
from relance_ops.model import (
    DeliveryState,
    Kind,
    Message,
)
from relance_ops.quiet_hours import sms_window
from relance_ops.samples import Sample
from relance_ops.settings import Settings
from relance_ops.trial import Trial
from relance_ops.typography import one_line


@dataclass(frozen=True, slots=True)
class Tries:
    """Trials and tests of one clinic.

    Attributes:
        channels: The clinic's ways out, made when they are needed.
        outboxes: The ways out that have no account, and the folder instead.
    """

    database: Database
    clock: Callable[[], datetime]
    config: Config
    settings: Settings
    channels: Callable[[], Mapping[Kind, Channel]]
    outboxes: Mapping[Kind, Path]

    @property
    def on(self) -> date:
        """The clinic's day."""
        return self.clock().astimezone(self.settings.timezone).date()

    def trial(self) -> Trial:
        """What the clinic would write today, ready to be looked at."""
        return Trial(
            settings=self.settings,
            library=ClinicWords(self.database, self.clock).library(),
            logo=ClinicLogo(self.database, self.clock).read(),
            on=self.on,
            stops=ways_out.sms_provider(self.config),
        )

    def samples(self) -> tuple[Sample, ...]:
        """Clients to look at words with; see `samples.samples`."""
        with self.database.cursor() as cursor:
            return sampling.samples(cursor, self.settings, on=self.on)

    def send_email(self, message: Message, address: str, *, by: str) -> str:
        """Send *message* to oneself; what became of it, in a sentence.

        Raises:
            SettingError: *address* is none.
            ChannelError: It did not leave; says why.
        """
        used = self.checked_address(address)
        [receipt] = self.channels()[Kind.EMAIL].send([self._test(message, used)])
        if receipt.state is not DeliveryState.SENT:
            raise ChannelError(
                _("L'essai n'est pas parti : {detail}.").format(
                    detail=receipt.detail or receipt.state
                )
            )
        self._note(Kind.EMAIL, by=by)
        folder = self.outboxes.get(Kind.EMAIL)
        if folder is None:
            return _("L'essai est parti à {address}.").format(address=used)
        return _(
            "Aucun compte d'email n'est configuré : l'essai est dans {file}"
        ).format(file=folder.resolve() / receipt.reference)

    def checked_address(self, typed: str) -> str:
        """*typed* as an email address.

        Raises:
            SettingError: It is none.
        """
        used = contacts.email_address(typed)
        if not used:
            raise SettingError(
                _("« {address} » n'est pas une adresse email. Corrigez-la.").format(
                    address=one_line(typed)[:60]
                )
            )
        return used

    def check_email(self, *, by: str) -> str:
        """Connect to the email account and sign in; what was found, in a sentence.

        Raises:
            ChannelError: It does not work; says why.
        """
        found = ways_out.check_email(self.config)
        self._note(Kind.EMAIL, by=by)
        return found

    def check_sms(self, *, by: str) -> str:
        """Ask the SMS account whether it works; what was found, in a sentence.

        Raises:
            ChannelError: It does not work; says why.
        """
        found = ways_out.check_sms(self.config)
        self._note(Kind.SMS, by=by)
        return found

    def check_folder(self, kind: Kind, *, by: str) -> str:
        """Whether messages without an account find their folder, in a sentence.

        Raises:
            ChannelError: It cannot be written; says why.
        """
        folder = self.outboxes[kind].resolve()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=folder, prefix=".essai-"):
                self._note(kind, by=by)
        except OSError as error:
            raise ChannelError(
                _("Le dossier {folder} ne peut pas être écrit : {detail}.").format(
                    folder=folder, detail=error.strerror or error
                )
            ) from error
        return _("Le dossier {folder} est prêt.").format(folder=folder)

    def next_sms(self) -> datetime | None:
        """When the next SMS may leave; None for now."""
        now = self.clock()
        opens = sms_window(self.settings).next_moment(now)
        return None if opens == now else opens

    def _test(self, message: Message, address: str) -> Message:
        subject = _("[Essai] {subject}").format(subject=message.words.subject)
        sender = ways_out.email_sender(self.config, self.settings.clinic)
        return replace(
            message,
            address=address,
            # Only the tester's address: a client's name beside it would be a lie.
            client=replace(message.client, title="", first_name="", last_name=""),
            words=replace(message.words, subject=subject),
            message_id=emails.message_id_for(
                0, sender=sender, token=secrets.token_hex(8)
            ),
        )

    def _note(self, kind: Kind, *, by: str) -> None:
        with self.database.writing() as cursor:
            events.append(
                cursor,
                [Event(EventKind.TEST_SENT, self.clock(), by, subject=kind.value)],
            )
