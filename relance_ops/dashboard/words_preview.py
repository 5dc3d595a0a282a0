"""Words as one client would receive them: an email, a letter, an SMS, a card."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

import panel as pn
import panel_material_ui as pmui

from relance_ops import sms_text, wording
from relance_ops.dashboard.aside import Latest
from relance_ops.dashboard.components import answering, card, plain, quiet, text
from relance_ops.dashboard.theme import QUIET, asset
from relance_ops.dashboard.words_editor import EmailView
from relance_ops.i18n import _, ngettext
from relance_ops.model import Kind, Message
from relance_ops.samples import Sample
from relance_ops.sms_text import Encoding
from relance_ops.trial import Trial


class WordsPreview(pn.viewable.Viewer):
    """One form of one message.

    Args:
        turn: Leads to another client: told 1 or -1.
    """

    def __init__(self, *, turn: Callable[[int], None]) -> None:
        super().__init__()
        self.who = text(
            "", "subtitle1", sx={"fontWeight": 600, "textAlign": "center"},
            sizing_mode="stretch_width",
        )  # fmt: skip
        self.about = text(
            "", "body2", sx={**QUIET, "textAlign": "center", "overflowWrap": "anywhere"},
            sizing_mode="stretch_width",
        )  # fmt: skip
        self.before = _arrow("chevron_left", _("Client précédent"), lambda: turn(-1))
        self.after = _arrow("chevron_right", _("Client suivant"), lambda: turn(1))
        self.subject = text(
            "", sx={"fontWeight": 600, "overflowWrap": "anywhere"}, margin=(0, 0, 8, 0)
        )
        self.email = EmailView(label=_("Aperçu de l'email"))
        self.paper = pn.pane.HTML(
            sizing_mode="stretch_width", margin=0, stylesheets=[asset("paper.css")]
        )
        self.sms = pn.pane.HTML(
            sizing_mode="stretch_width", margin=0, stylesheets=[asset("paper.css")]
        )
        self.count = quiet(margin=(8, 0, 0, 0))
        self._drawing = Latest()
        self._layout = self._arranged()

    def show(self, trial: Trial, message: Message) -> None:
        """Show *message* in its own form."""
        kind = message.kind
        with pn.io.hold():
            self.subject.visible = self.email.visible = kind is Kind.EMAIL
            self.paper.visible = kind.is_paper
            self.sms.visible = self.count.visible = kind is Kind.SMS
            if kind is Kind.EMAIL:
                self.subject.object = plain(message.words.subject)
                self.email.page = trial.email_page(message)
            elif kind is Kind.SMS:
                self._show_sms(trial, message)
        if kind.is_paper:
            self._drawing.ask(
                lambda: trial.pictures(message),
                lambda sides: self._show_paper(message, sides),
            )

    def show_client(self, sample: Sample, position: int, total: int) -> None:
        """Say on whom the words are tried."""
        client = sample.client
        name = " ".join(
            part for part in (client.title, client.first_name, client.last_name) if part
        )
        animals = dict.fromkeys(one.animal_name for one in sample.reminders)
        self.who.object = plain(name)
        self.about.object = plain(
            _("Exemple inventé : la clinique n'a pas encore de client.")
            if sample.invented
            else _("{animals} — client {n} sur {total}").format(
                animals=", ".join(animals), n=position + 1, total=total
            )
        )
        self.before.disabled = self.after.disabled = total < 2

    def _show_sms(self, trial: Trial, message: Message) -> None:
        said = message.words.text
        count, cents = trial.sms(message)
        self.sms.object = f'<div class="bubble">{plain(said)}</div>'
        facts = [
            ngettext("{n} caractère", "{n} caractères", len(said)).format(n=len(said)),
            count.encoding.value,
            ngettext(
                "compté {n} message", "compté {n} messages", count.parts
            ).format(n=count.parts),
            wording.money(cents),
        ]  # fmt: skip
        odd = costly(said)
        if odd:
            facts.append(
                _("plus cher à cause de : {characters}").format(
                    characters=" ".join(odd)
                )
            )
        cheaper = sms_text.parts(sms_text.simplified(said)).parts
        if cheaper < count.parts:
            facts.append(
                ngettext(
                    "en caractères simples : {n} message",
                    "en caractères simples : {n} messages",
                    cheaper,
                ).format(n=cheaper)
            )
        self.count.object = plain(" · ".join(facts))

    def _show_paper(self, message: Message, sides: list[bytes]) -> None:
        said = (
            _("Aperçu de la lettre, page {n}")
            if message.kind is Kind.LETTER
            else _("Aperçu de la carte, côté {n}")
        )
        self.paper.object = "".join(
            f'<img class="{message.kind}" alt="{plain(said.format(n=number))}" '
            f'src="data:image/png;base64,{b64encode(side).decode("ascii")}">'
            for number, side in enumerate(sides, 1)
        )

    def _arranged(self) -> pmui.Paper:
        client = pmui.Row(
            self.before,
            pmui.Column(self.who, self.about, margin=0, sizing_mode="stretch_width"),
            self.after,
            margin=(0, 0, 12, 0), sizing_mode="stretch_width",
        )  # fmt: skip
        return card(client, self.subject, self.email, self.paper, self.sms, self.count)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


def costly(said: str) -> list[str]:
    """The characters that turn an SMS into a dearer one, each once."""
    return [
        character
        for character in dict.fromkeys(said)
        if sms_text.parts(character).encoding is not Encoding.GSM_7
    ]


def _arrow(icon: str, label: str, action: Callable[[], None]) -> pmui.IconButton:
    return pmui.IconButton(
        icon=icon, description=label, on_click=answering(action), margin=0,
        sx={"width": 44, "height": 44}, attached=[],
    )  # fmt: skip
