"""Looking before leaving: words on a real client, test messages, test pages.

Nothing here claims, delivers or is written in the ledger.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from relance_ops import (
    claiming,
    contacts,
    email_page,
    emails,
    events,
    messages,
    sms_text,
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
from relance_ops.i18n import _, language
from relance_ops.library import DEFAULT, Library, Part
from relance_ops.model import (
    DeliveryState,
    Kind,
    Logo,
    Message,
    Planned,
    Words,
)
from relance_ops.postal import postal_lines
from relance_ops.quiet_hours import sms_window
from relance_ops.samples import Sample
from relance_ops.settings import Settings
from relance_ops.sms_text import SmsCount
from relance_ops.typography import one_line
from relance_ops.word_levels import COMMON, Level

# Points an inch: a letter is then about as wide as half a screen.
_SHARPNESS = 110


@dataclass(frozen=True, slots=True)
class Trial:
    """What the clinic would write today, as it stood when this was read.

    Rendering asks nothing of the database, so it may be done beside the page.
    """

    settings: Settings
    library: Library
    logo: Logo | None
    on: date

    def message(
        self,
        sample: Sample,
        kind: Kind,
        *,
        template: str,
        spoken: str,
        level: Level = COMMON,
        draft: Mapping[Part, str] | None = None,
    ) -> Message:
        """*sample*'s delivery by *kind*, in the words of one template.

        Args:
            sample: Whom it would go to.
            kind: By what way, even one that does not reach this client.
            template: Whose words, whatever the rules say.
            spoken: The language of the words.
            level: The words as they stand there, whatever the client's step is.
            draft: Words not saved yet; those that may not be are left out.
        """
        planned = Planned(
            client=replace(sample.client, language=spoken),
            kind=kind,
            address=_address(sample, kind),
            reminders=tuple(
                replace(reminder, template=template) for reminder in sample.reminders
            ),
        )
        drafted = self.library.with_words(template, spoken, draft or {}, level=level)
        shown = drafted.template(template, spoken, level)
        words = messages.compose(
            planned,
            clinic=self.settings.clinic,
            on=self.on,
            library=messages.showing(shown, planned, drafted),
        )
        return self._message(planned, words)

    def _message(self, planned: Planned, words: Words) -> Message:
        return Message(
            delivery_id=0,
            run_id=0,
            on=self.on,
            kind=planned.kind,
            client=planned.client,
            address=planned.address,
            words=words,
            reminders=planned.reminders,
            letter_number=1,
        )

    def email_page(self, message: Message) -> str:
        """*message* as the HTML that mail programs show."""
        return email_page.page(message, self.settings.clinic)

    def sms(self, message: Message) -> tuple[SmsCount, int]:
        """What *message* is billed as, and its price in cents."""
        count = sms_text.parts(message.words.text)
        return count, claiming.cost_cents(Kind.SMS, count.parts, self.settings)

    def pictures(self, message: Message) -> list[bytes]:
        """Each side of a letter or a card as the printer would show it, in PNG.

        Raises:
            LetterError: It cannot be composed.
        """
        from relance_ops import cards, letters, typesetting  # noqa: PLC0415  # Typst is slow to load

        clinic = self.settings.clinic
        content = letters.letter if message.kind is Kind.LETTER else cards.card
        sheets = letters.sheets([content(message, clinic)], clinic, self.logo)
        layout = "letter" if message.kind is Kind.LETTER else "card"
        return typesetting.pictures(layout, sheets, sharpness=_SHARPNESS)

    def pdf(self, message: Message) -> bytes:
        """The print file of this one letter or card, as a run would have it.

        Raises:
            LetterError: It cannot be composed.
        """
        from relance_ops import cards, letters, printfile  # noqa: PLC0415  # Typst is slow to load

        compose = letters.compose if message.kind is Kind.LETTER else cards.compose
        with TemporaryDirectory(prefix="relance-essai-") as folder:
            place = Path(folder)
            compose(
                [message], clinic=self.settings.clinic, folder=place, logo=self.logo
            )
            return printfile.merged_path(place, message.kind).read_bytes()

    def test_page(self, kind: Kind) -> bytes:
        """A letter or a card to print: is the address in the window, the logo sharp?"""
        sample = sampling.invented(self.on)
        message = self.message(sample, kind, template=DEFAULT, spoken=language())
        subject = _("Page d'essai : personne ne la recevra")
        return self.pdf(replace(message, words=replace(message.words, subject=subject)))


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


def _address(sample: Sample, kind: Kind) -> str:
    """Where *sample* would be written to; on paper, whatever lines there are."""
    found = contacts.address(sample.client, kind.form)
    if kind.is_paper and not found:
        return "\n".join(postal_lines(sample.client))
    return found
