"""« Réglages »: who writes, by what ways, at what hours and prices; and the imports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import panel as pn

from relance_ops.dashboard.aside import Latest, aside
from relance_ops.dashboard.components import notify
from relance_ops.dashboard.import_card import ImportCard
from relance_ops.dashboard.page import Page
from relance_ops.dashboard.pages.settings_layout import SettingsLayout
from relance_ops.dashboard.printer_card import PrinterCard
from relance_ops.dashboard.settings_form import SettingsForm
from relance_ops.dashboard.settings_words import clinic, hours, others, prices
from relance_ops.errors import ChannelError
from relance_ops.i18n import _, language
from relance_ops.library import DEFAULT
from relance_ops.model import Kind
from relance_ops.rights import Right
from relance_ops.samples import invented


class SettingsTab(Page):
    """The clinic's settings by subject, each with its own button."""

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        may_write = self.may_write
        self.clinic = SettingsForm(
            clinic(), save=self.save, may_write=may_write, heard=self.draw_letterhead
        )
        self.hours = SettingsForm(hours(), save=self.save, may_write=may_write)
        self.prices = SettingsForm(prices(), save=self.save, may_write=may_write)
        self.others = SettingsForm(others(), save=self.save, may_write=may_write)
        self.printer = PrinterCard(self)
        self.imports = ImportCard(self)
        self._drawing = Latest()
        self.layout = SettingsLayout(self)
        self.show()

    @property
    def may_write(self) -> bool:
        """True for whom may change the settings."""
        return self.session.visitor.may(Right.SETTINGS)

    @property
    def forms(self) -> tuple[SettingsForm, ...]:
        """Every form of the page."""
        return (
            self.clinic, self.hours, self.printer.form, self.prices, self.others,
        )  # fmt: skip

    def show(self) -> None:
        """Show every setting as it is kept."""
        settings = self.practice.settings()
        for form in self.forms:
            form.show(settings)
        self.layout.show_hours(self.practice.tries.next_sms(), settings.timezone)
        self.draw_letterhead()

    def save(self, values: Mapping[str, str]) -> None:
        """Keep *values*; whatever else is typed stays."""
        self.session.visitor.require(Right.SETTINGS)
        settings = self.practice.set_all(values, by=self.session.by)
        for form in self.forms:
            if set(form.asked) & set(values):
                form.show(settings)
            else:
                form.kept = settings
        self.layout.show_hours(self.practice.tries.next_sms(), settings.timezone)
        self.draw_letterhead()
        notify(_("C'est enregistré."))

    def draw_letterhead(self) -> None:
        """Show a letter as it would be with what is typed."""
        drafted = self.clinic.drafted()
        trial = replace(self.practice.tries.trial(), settings=drafted)
        message = trial.message(
            invented(trial.on), Kind.LETTER, template=DEFAULT, spoken=language()
        )
        self._drawing.ask(lambda: trial.pictures(message), self.layout.show_letterhead)

    # The logo

    def keep_logo(self, upload: bytes) -> None:
        """Print letters with this picture."""
        self.session.visitor.require(Right.SETTINGS)
        self.practice.logo.store(upload, by=self.session.by)
        self._logo_changed(_("Le logo est enregistré : les prochaines lettres l'ont."))

    def remove_logo(self) -> None:
        """Print letters without a logo."""
        self.session.visitor.require(Right.SETTINGS)
        self.practice.logo.remove(by=self.session.by)
        self._logo_changed(_("Le logo est retiré."))

    def _logo_changed(self, said: str) -> None:
        self.layout.show_logo()
        self.draw_letterhead()
        notify(said)

    # The ways out

    def check(self, kind: Kind) -> None:
        """« Tester » an account, beside the page: a server may take half a minute."""
        self.session.visitor.require(Right.SETTINGS)
        tries, by = self.practice.tries, self.session.by
        self.layout.show_check(kind, None, good=True)

        def found() -> tuple[str, bool]:
            try:
                if kind in tries.outboxes:
                    return tries.check_folder(kind, by=by), True
                check = tries.check_sms if kind is Kind.SMS else tries.check_email
                return check(by=by), True
            except ChannelError as error:
                return error.found, False

        aside(found, lambda told: self.layout.show_check(kind, told[0], good=told[1]))

    def test_page(self, kind: Kind) -> None:
        """A page to print, in the real layout."""
        trial = self.practice.tries.trial()
        name = _("carte-essai.pdf") if kind is Kind.CARD else _("lettre-essai.pdf")
        aside(
            lambda: trial.test_page(kind),
            lambda pdf: self.layout.download.give(name, pdf, "application/pdf"),
        )

    def __panel__(self) -> pn.viewable.Viewable:
        return self.layout
