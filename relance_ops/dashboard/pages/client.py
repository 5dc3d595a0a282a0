"""A client's record: contacts, boxes, animals, and everything sent and done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import panel as pn
import param

from relance_ops import event_words
from relance_ops.dashboard.as_sent import AsSentDialog, sent_line
from relance_ops.dashboard.asking import Ask
from relance_ops.dashboard.components import answering, beside, notify, small_button
from relance_ops.dashboard.listing import Line
from relance_ops.dashboard.page import Page
from relance_ops.dashboard.pages.client_boxes import REFUSALS, holds
from relance_ops.dashboard.pages.client_layout import ClientLayout
from relance_ops.happenings import Happening, Sent, Topic, Wanted
from relance_ops.i18n import _, moment
from relance_ops.manual import Value
from relance_ops.record_words import ORIGINS
from relance_ops.records import AnimalRecord, Record
from relance_ops.rights import Right

# Enough for twenty years of one household.
MOST_SHOWN = 200


class ClientPage(Page):
    """One client, by `ident`."""

    record: Record = param.Parameter(doc="The client as it stands.")
    sent: tuple[Sent, ...] = param.Parameter(default=(), doc="Everything sent.")
    done: tuple[Happening, ...] = param.Parameter(
        default=(), doc="Calls, and what people changed."
    )

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.may_edit = self.session.visitor.may(Right.RECORDS)
        self.may_forget = self.session.visitor.may(Right.PRIVACY)
        self.record = self.practice.records.read(self.ident)
        self.ask = Ask()
        self.ask.dialog.param.watch(answering(self._asked), "open")
        self.as_sent = AsSentDialog(self.practice)
        self.layout = ClientLayout(self)
        self.load()

    def load(self) -> None:
        """Read the record again."""
        journal = self.practice.journal
        topics = (Topic.RECORDS, Topic.CALLS)
        wanted = Wanted(client_id=self.ident, topics=topics)
        self.param.update(
            record=self.practice.records.read(self.ident),
            sent=journal.deliveries(client_id=self.ident, size=MOST_SHOWN),
            done=journal.read(wanted, size=MOST_SHOWN).happenings,
        )
        self.layout.draw()

    def correct(self, values: Mapping[str, Value]) -> None:
        """Type contacts over the export."""
        self._require()
        if self.practice.records.correct(self.ident, values, by=self.session.by):
            notify(_("C'est enregistré."))
        self.load()

    def tick(self, field: str, *, ticked: bool) -> None:
        """A box was clicked: of a refusal, ask first where it comes from."""
        if ticked == holds(self.record, field):
            return
        self._require()
        if field in REFUSALS:
            self._ask_origin(field, ticked=ticked)
        else:
            self._type(field, value=ticked)

    def ask_gone(self, animal: AnimalRecord, field: str) -> None:
        """« Décédé » or « Parti »: ask since when."""
        self._require()
        dead = field == "deceased_on"
        self.ask.ask_day(
            _("{animal} est décédé").format(animal=animal.name)
            if dead
            else _("{animal} est parti").format(animal=animal.name),
            _("Plus aucune relance ne partira pour cet animal."),
            lambda when: self._gone(animal, field, when),
            yes=_("Enregistrer le décès") if dead else _("Enregistrer le départ"),
            today=self.record.on,
        )

    def back(self, animal: AnimalRecord, field: str) -> None:
        """It was a mistake: the animal still comes."""
        self._gone(animal, field, None)

    def history(self) -> list[Line]:
        """Everything sent, the calls and the changes, the latest first."""
        zone = self.practice.settings().timezone
        lines: list[tuple[datetime, Line]] = [
            (one.claimed_at, sent_line(one, when=moment(one.claimed_at, zone), with_client=False))
            for one in self.sent
        ]  # fmt: skip
        lines += [
            (
                one.at,
                Line(
                    key=f"done {i}",
                    when=moment(one.at, zone),
                    title=event_words.sentence(one),
                    icon="call" if one.kind == "call" else "edit",
                ),
            )
            for i, one in enumerate(self.done)
        ]
        lines.sort(key=lambda pair: pair[0], reverse=True)
        return [line for _at, line in lines]

    def open_sent(self, key: str, _action: str) -> None:
        """Show the text of one delivery."""
        if key.isdigit():
            self.as_sent.open(int(key))

    @property
    def beside_title(self) -> tuple[Any, ...]:
        """The way to somebody else."""
        find = small_button(_("Chercher un autre client"), self._find, icon="search")
        return (beside(find),)

    def _ask_origin(self, field: str, *, ticked: bool) -> None:
        choices = {_(origin): origin for origin in ORIGINS}
        self.ask.ask_choice(
            _("Le client refuse") if ticked else _("Le client accepte de nouveau"),
            _("Comment l'a-t-il dit ?"),
            lambda origin: self._type(field, value=ticked, note=origin),
            yes=_("Enregistrer le refus") if ticked else _("Retirer le refus"),
            choices=choices,
        )

    def _type(self, field: str, *, value: bool, note: str = "") -> None:
        self._require()
        self.practice.type_over(
            "client", self.ident, field, value, by=self.session.by, note=note
        )
        self.load()

    def _gone(self, animal: AnimalRecord, field: str, when: date | None) -> None:
        self._require()
        self.practice.type_over(
            "animal", animal.animal_id, field, when, by=self.session.by
        )
        self.load()

    def _asked(self) -> None:
        """The question was closed: every box shows what is kept."""
        if not self.ask.dialog.open:
            self.layout.draw_boxes()

    def _find(self) -> None:
        self.session.go("clients")

    def _require(self) -> None:
        self.session.visitor.require(Right.RECORDS)

    def __panel__(self) -> pn.viewable.Viewable:
        return self.layout
