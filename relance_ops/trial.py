"""Words tried on a client: looked at in every form, nothing sent, nothing kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from relance_ops import (
    claiming,
    contacts,
    email_page,
    messages,
    sms_text,
)
from relance_ops import samples as sampling
from relance_ops.i18n import _, language
from relance_ops.library import DEFAULT, Library, Part
from relance_ops.model import (
    Kind,
    Logo,
    Message,
    Planned,
    Words,
)
from relance_ops.postal import postal_lines
from relance_ops.samples import Sample
from relance_ops.settings import Settings
from relance_ops.sms_style import SmsStyle, Stops
from relance_ops.sms_text import SmsCount
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
    stops: Stops | None = None

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
            sms=SmsStyle.of(self.settings, self.stops),
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


def _address(sample: Sample, kind: Kind) -> str:
    """Where *sample* would be written to; on paper, whatever lines there are."""
    found = contacts.address(sample.client, kind.form)
    if kind.is_paper and not found:
        return "\n".join(postal_lines(sample.client))
    return found
