"""« Modèles de courrier »: the clinic's words, on a real client, before they leave."""

from __future__ import annotations

from typing import Any

import panel as pn
import param

from relance_ops.dashboard.afterwards import afterwards
from relance_ops.dashboard.components import answering, notify
from relance_ops.dashboard.page import Page
from relance_ops.dashboard.pages.templates_layout import TemplatesLayout
from relance_ops.errors import TemplateError
from relance_ops.i18n import LANGUAGES, _
from relance_ops.library import DEFAULT, PARTS, Part, faults, program_names
from relance_ops.model import Kind, Message
from relance_ops.rights import Right
from relance_ops.samples import Sample, turning
from relance_ops.trial import Trial
from relance_ops.word_levels import COMMON, Level
from relance_ops.word_rows import Version


class TemplatesTab(Page):
    """One template in one language, its words as they are typed, and how they look."""

    template = param.String(default=DEFAULT, doc="Whose words.")
    spoken = param.Selector(default="fr", objects=list(LANGUAGES))
    level = param.ClassSelector(
        class_=Level, default=COMMON, doc="For which of its messages."
    )
    form = param.Selector(default=Kind.EMAIL, objects=list(Kind))
    words: dict[Part, str] = param.Dict(default={}, doc="As they are typed.")
    position = param.Integer(doc="Which client they are looked at with.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.trial: Trial = self.practice.tries.trial()
        self.samples: tuple[Sample, ...] = ()
        self.saved: dict[Part, str] = {}
        self.seen: dict[Part, int] = {}
        self._found: tuple[Sample, ...] = ()
        self.layout = TemplatesLayout(self)
        self.param.watch(answering(self.open), ["template", "spoken", "level"])
        self.param.watch(answering(self.layout.typed), "words")
        self.param.watch(answering(self._formed), "form")
        self.param.watch(answering(self.layout.preview), "position")
        self.open()
        self.load()

    @property
    def may_write(self) -> bool:
        """True for whom may change the words."""
        return self.session.visitor.may(Right.SETTINGS)

    def load(self) -> None:
        """Read clients and words again; what is being typed stays."""
        tries = self.practice.tries
        self.trial = tries.trial()
        afterwards(tries.samples, self._sampled)

    def open(self) -> None:
        """Show the words of another template, or of this one again."""
        words = self.practice.words
        self.trial = self.practice.tries.trial()
        if self.template not in self.trial.library.names:
            self.template = DEFAULT
            return
        held = self.trial.library.template(self.template, self.spoken, self.level)
        self.saved = {part: held.part(part) for part in Part}
        self.seen = words.versions(self.template, self.spoken, self.level)
        self.words = dict(self.saved)
        if self.level.channel not in (None, self.form):
            self.form = self.level.channel
        self._turn_to_first()
        self.layout.open()

    def choose(self, template: str) -> None:
        """Another template, as it is for all its messages."""
        self.param.update(template=template, level=COMMON)

    def turn(self, step: int) -> None:
        """« Client suivant » and « client précédent »."""
        if self.samples:
            self.position = (self.position + step) % len(self.samples)

    def changed(self) -> dict[Part, str]:
        """The words that are not saved yet."""
        return {
            part: text
            for part, text in self.words.items()
            if text.strip() != self.saved[part].strip()
        }

    def faults(self) -> dict[Part, str]:
        """What is wrong with what is typed, by part."""
        return faults(self.words)

    def message(self, kind: Kind | None = None) -> Message | None:
        """What the client being looked at would receive; None before one is found."""
        if not self.samples:
            return None
        kind = kind or self.form
        # What is written for letters only says nothing of the email, and the reverse.
        alien = self.level.channel not in (None, kind)
        return self.trial.message(
            self.samples[self.position],
            kind,
            template=self.template,
            spoken=self.spoken,
            level=self.level.every_channel if alien else self.level,
            draft={} if alien else self._draft(),
        )

    def beneath(self) -> dict[Part, str]:
        """What would be shown without any words at this level."""
        held = self.trial.library.beneath(self.template, self.spoken, self.level)
        return {part: held.part(part) for part in Part}

    def _draft(self) -> dict[Part, str]:
        wrong, beneath = self.faults(), self.beneath()
        return {
            part: text if text.strip() else beneath[part]
            for part, text in self.changed().items()
            if part not in wrong
        }

    # What a person does

    def save(self) -> None:
        """« Enregistrer »."""
        self.session.visitor.require(Right.SETTINGS)
        wrong = self.faults()
        if wrong:
            # Said where it stands: a notice would lie over the buttons on a phone.
            self._show_fault(next(iter(wrong)))
            return
        self.practice.words.save(
            self.template, self.spoken, self.changed(), by=self.session.by,
            level=self.level, seen=self.seen,
        )  # fmt: skip
        self._settled()
        notify(_("Les mots sont enregistrés. Les prochains envois les emploient."))

    def give_up(self) -> None:
        """« Abandonner »: back to what is saved."""
        self._settled()

    def restore(self, version: Version) -> None:
        """« Revenir à cette version »."""
        self.session.visitor.require(Right.SETTINGS)
        if self.changed():
            raise TemplateError(
                _("Enregistrez ou abandonnez d'abord ce que vous avez tapé.")
            )
        self.practice.words.save(
            self.template,
            self.spoken,
            {version.part: version.words},
            by=self.session.by,
            level=version.level,
            note=_("retour à la version {n}").format(n=version.version),
        )
        self.layout.editor.settle()
        self.level = version.level
        self.open()
        notify(_("Les mots de cette version sont de nouveau en vigueur."))

    def create(self, name: str) -> None:
        """A new template, with the words of this one."""
        self.session.visitor.require(Right.SETTINGS)
        made = self.practice.words.create(
            name, copy_of=self.template, by=self.session.by
        )
        self.trial = self.practice.tries.trial()
        self.template = made
        notify(_("Le modèle « {name} » est prêt : les règles peuvent le nommer.").format(
            name=made
        ))  # fmt: skip

    def remove(self) -> None:
        """Put away a template of the clinic's own."""
        self.session.visitor.require(Right.SETTINGS)
        self.practice.words.remove(self.template, by=self.session.by)
        self.layout.editor.settle()
        self.choose(DEFAULT)

    def try_email(self, address: str) -> None:
        """Send the email being looked at to oneself; nothing is marked as sent."""
        self.session.visitor.require(Right.SETTINGS)
        message = self.message(Kind.EMAIL)
        if message is None:
            return
        tries, by = self.practice.tries, self.session.by
        tries.checked_address(address)
        afterwards(lambda: tries.send_email(message, address, by=by), notify)

    def keep_pdf(self) -> None:
        """The letter or the card being looked at, as a file to open or print."""
        kind = Kind.CARD if self.form is Kind.CARD else Kind.LETTER
        message, trial = self.message(kind), self.trial
        if message is None:
            return
        name = _("carte-essai.pdf") if kind is Kind.CARD else _("lettre-essai.pdf")
        afterwards(
            lambda: trial.pdf(message),
            lambda pdf: self.layout.download.give(name, pdf, "application/pdf"),
        )

    @property
    def is_own(self) -> bool:
        """True for a template that the clinic made."""
        return self.template not in program_names()

    def _settled(self) -> None:
        self.layout.editor.settle()
        self.open()

    def _sampled(self, found: tuple[Sample, ...]) -> None:
        self._found = found
        self._turn_to_first()
        self.layout.preview()

    def _turn_to_first(self) -> None:
        self.samples = turning(self._found, self.template, step=self.level.step)
        self.position = 0

    def _formed(self) -> None:
        if self.level.channel not in (None, self.form):
            self.level = self.level.every_channel
        else:
            self.layout.preview()

    def _show_fault(self, part: Part) -> None:
        if part not in PARTS[self.form]:
            self.form = next(kind for kind in Kind if part in PARTS[kind])
        self.layout.editor.point()

    def __panel__(self) -> pn.viewable.Viewable:
        return self.layout
