"""« À traiter »: what stopped on its way, each with its two or three actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import panel as pn
import param

from relance_ops.dashboard.as_sent import AsSentDialog
from relance_ops.dashboard.asking import Ask
from relance_ops.dashboard.components import notify
from relance_ops.dashboard.listing import OPEN
from relance_ops.dashboard.page import Page
from relance_ops.dashboard.pages import to_treat_lines as acts
from relance_ops.dashboard.pages.to_treat_layout import ToTreatLayout
from relance_ops.i18n import _
from relance_ops.record_words import ORIGINS, form_words, kind_word
from relance_ops.reports import PrintQuestion
from relance_ops.rights import Right
from relance_ops.standing import Pause
from relance_ops.to_treat import (
    Blocked,
    Refused,
    Returned,
    ToTreat,
    Troubled,
)
from relance_ops.unclear import Unclear


class ToTreatPage(Page):
    """Everything that waits for a person."""

    found: ToTreat = param.Parameter(default=ToTreat(), doc="What waits.")
    questions: tuple[PrintQuestion, ...] = param.Parameter(
        default=(), doc="Runs whose paper nobody confirmed."
    )

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.ask = Ask()
        self.as_sent = AsSentDialog(self.practice)
        self.layout = ToTreatLayout(self)
        self.load()

    def load(self) -> None:
        """Read again what waits."""
        self.param.update(
            found=self.practice.treating.read(),
            questions=tuple(self.practice.print_questions()),
        )
        self.layout.draw()

    def troubled(self, one: Troubled, action: str) -> None:
        """On an uncertain delivery, or on one refused for good."""
        if action == OPEN:
            self.as_sent.open(one.delivery_id)
        elif action == acts.CLIENT:
            self.session.go("client", one.client_id)
        elif action == acts.NEVER:
            self._ask_refusal(one)
        elif action == acts.SEEN:
            self._do(Right.SEND, lambda: self.practice.treating.seen(one, by=self.by))
        elif action in (acts.GONE, acts.AGAIN):
            self._ask_decision(one, gone=action == acts.GONE)

    def pause(self, one: Pause, _action: str) -> None:
        """« Reprendre »."""
        self._confirm(
            Right.SEND,
            _("Reprendre : {kind} ?").format(kind=kind_word(one.kind)),
            _("Les messages qui attendent partiront dans la minute."),
            lambda: self.practice.treating.resume(one.kind, by=self.by),
            yes=_("Reprendre"),
        )

    def unclear(self, one: Unclear, action: str) -> None:
        """On an answer that the program does not understand."""
        if action == acts.CLIENT:
            self.session.go("client", one.client_id)
        elif action == acts.SEEN:
            self._do(
                Right.SEND, lambda: self.practice.treating.read_by(one, by=self.by)
            )

    def question(self, one: PrintQuestion, _action: str) -> None:
        """« Oui, tout est imprimé »."""
        self._confirm(
            Right.SEND,
            _("Tout est imprimé ?"),
            _("Ces courriers ne seront plus proposés."),
            lambda: self.practice.confirm(one.run_id, by=self.by),
            yes=_("Oui, tout est imprimé"),
        )

    def blocked(self, one: Blocked, action: str) -> None:
        """On a reminder without a way out."""
        reminder = one.reminder
        if action == acts.CLIENT:
            self.session.go("client", reminder.client_id)
        elif action == acts.ARCHIVE:
            self._confirm(
                Right.RECORDS,
                _("Archiver {client} ?").format(client=one.client_name),
                _("Plus aucune relance ne partira. La fiche permet d'en revenir."),
                lambda: self._type("client", reminder.client_id, "archived", value=True),
                yes=_("Archiver le client"),
            )  # fmt: skip
        elif action in (acts.DECEASED, acts.DEPARTED):
            self._ask_gone(one, dead=action == acts.DECEASED)

    def returned(self, one: Returned, action: str) -> None:
        """On a client whose letters came back."""
        if action == acts.CLIENT:
            self.session.go("client", one.client_id)
        elif action == acts.CORRECTED:
            self.mark_returned(one.client_id, came_back=False)

    def refused(self, one: Refused, action: str) -> None:
        """On an address that a channel refused for good."""
        if action == acts.CLIENT:
            self.session.go("client", one.client_id)
        elif action == acts.RETRY:
            self._confirm(
                Right.RECORDS,
                _("Réessayer cette adresse ?"),
                _("Les prochaines relances y partiront de nouveau."),
                lambda: self.practice.treating.retry_address(one, by=self.by),
                yes=_("Réessayer cette adresse"),
            )

    def mark_returned(self, client_id: str, *, came_back: bool) -> None:
        """A letter came back, or its address is good again."""
        self._do(
            Right.RECORDS,
            lambda: self._type("client", client_id, "mail_returned", value=came_back),
        )

    @property
    def by(self) -> str:
        """Who acts."""
        return self.session.by

    def _ask_decision(self, one: Troubled, *, gone: bool) -> None:
        self._confirm(
            Right.SEND,
            _("Considérer comme parti ?") if gone else _("Renvoyer ce message ?"),
            _("{client} l'a peut-être reçu : la relance ne sera plus proposée.").format(
                client=one.client_name
            )
            if gone
            else _(
                "{client} l'a peut-être déjà reçu : il pourrait le recevoir deux fois. "
                "La relance sera de nouveau à envoyer."
            ).format(client=one.client_name),
            lambda: self.practice.resolve(one.delivery_id, sent=gone, by=self.by),
            yes=_("C'est parti") if gone else _("Renvoyer"),
        )

    def _ask_refusal(self, one: Troubled) -> None:
        self.session.visitor.require(Right.RECORDS)
        form = one.kind.form
        self.ask.ask_choice(
            _("Ne plus relancer {client} par {form}").format(
                client=one.client_name, form=form_words(form)
            ),
            _("Comment l'a-t-il dit ?"),
            lambda origin: self._do(
                Right.RECORDS,
                lambda: self._type(
                    "client", one.client_id, f"refuses_{form}", value=True, note=origin
                ),
            ),
            yes=_("Enregistrer le refus"),
            choices={_(origin): origin for origin in ORIGINS},
        )

    def _ask_gone(self, one: Blocked, *, dead: bool) -> None:
        self.session.visitor.require(Right.RECORDS)
        animal_id, name = one.reminder.animal_id, one.reminder.animal_name
        field = "deceased_on" if dead else "departed_on"
        self.ask.ask_day(
            _("{animal} est décédé").format(animal=name)
            if dead
            else _("{animal} est parti").format(animal=name),
            _("Plus aucune relance ne partira pour cet animal."),
            lambda when: self._do(
                Right.RECORDS,
                lambda: self._type("animal", animal_id, field, value=when),
            ),
            yes=_("Enregistrer le décès") if dead else _("Enregistrer le départ"),
            today=self.practice.today(),
        )

    def _confirm(
        self,
        right: Right,
        title: str,
        sentence: str,
        do: Callable[[], object],
        *,
        yes: str,
    ) -> None:
        self.session.visitor.require(right)
        self.ask.ask(title, sentence, lambda: self._do(right, do), yes=yes)

    def _type(
        self, entity: str, key: str, field: str, *, value: bool | date, note: str = ""
    ) -> None:
        self.practice.type_over(entity, key, field, value, by=self.by, note=note)

    def _do(self, right: Right, do: Callable[[], object]) -> None:
        """Do it, say so, and show what is left."""
        self.session.visitor.require(right)
        try:
            do()
        finally:
            self.load()
            self.session.decided()
        notify(_("C'est fait."))

    def __panel__(self) -> pn.viewable.Viewable:
        return self.layout
