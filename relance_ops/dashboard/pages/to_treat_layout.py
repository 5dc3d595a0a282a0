"""How « À traiter » looks: one sheet for each thing to do, and how many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard.components import answering, card, plain, quiet, text
from relance_ops.dashboard.listing import Act, Line, Listing
from relance_ops.dashboard.pages import to_treat_lines as lines
from relance_ops.dashboard.pages.clients import match_line, said
from relance_ops.i18n import _
from relance_ops.rights import Right

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.to_treat import ToTreatPage

# A browser draws a few hundred lines at once; the oldest wait for their turn.
MOST_SHOWN = 200
_FEW = 5

Draw = Callable[[str, Any], Line]


class Section(pn.viewable.Viewer):
    """One thing to do, and everything that it is to be done to.

    Args:
        title: What it is.
        help_words: What one may do about it.
        act: Told what was chosen and the action.
        right: Without it no action is drawn.
    """

    def __init__(
        self,
        page: ToTreatPage,
        title: str,
        help_words: str,
        act: Callable[[Any, str], object],
        *,
        right: Right = Right.RECORDS,
    ) -> None:
        super().__init__()
        self._title, self._act = title, act
        self._may_act = page.session.visitor.may(right)
        self._found: Sequence[Any] = ()
        self.heading = text(plain(title), "h3")
        self.listing = Listing(self._chosen, label=title, few=_FEW)
        self.rest = quiet("", visible=False)
        self.card = card(
            self.heading, quiet(help_words, margin=(0, 0, 6, 0)), self.listing, self.rest,
            sx={"mb": "14px"},
        )  # fmt: skip

    def show(self, found: Sequence[Any], draw: Draw) -> None:
        """Show *found*, each as *draw* makes it; nothing at all when it is empty."""
        self._found = found[:MOST_SHOWN]
        drawn = (draw(str(i), one) for i, one in enumerate(self._found))
        self.listing.show(
            one if self._may_act else replace(one, actions=()) for one in drawn
        )
        self.heading.object = plain(f"{self._title} ({len(found)})")
        self.card.visible = bool(found)
        self.rest.param.update(
            object=_("Les {n} premiers sont montrés.").format(n=MOST_SHOWN),
            visible=len(found) > MOST_SHOWN,
        )

    def _chosen(self, key: str, action: str) -> None:
        self._act(self._found[int(key)], action)

    def __panel__(self) -> pn.viewable.Viewable:
        return self.card


class ToTreatLayout(pn.viewable.Viewer):
    """The sheets of one `ToTreatPage`."""

    def __init__(self, page: ToTreatPage) -> None:
        super().__init__()
        self._page = page
        self._make_decisions(page)
        self._make_contacts(page)
        self.calm = card(
            text(_("Rien à traiter : tout suit son cours.")), sx={"mb": "14px"}
        )
        self.came_back = CameBack(page)
        self._layout = pmui.Column(
            self.calm, self.questions, self.uncertain, self.failed, self.paused,
            self.unclear, self.blocked, self.returned, self.came_back, self.refused,
            page.ask, page.as_sent, sizing_mode="stretch_width", margin=0,
        )  # fmt: skip

    def draw(self) -> None:
        """Show what waits."""
        page, found = self._page, self._page.found
        zone = page.practice.settings().timezone
        with pn.io.hold():
            self.questions.show(
                page.questions, lambda key, one: lines.question_line(key, one, zone)
            )
            self.uncertain.show(
                found.uncertain, lambda key, one: lines.uncertain_line(key, one, zone)
            )
            self.failed.show(
                found.failed, lambda key, one: lines.failed_line(key, one, zone)
            )
            self.paused.show(
                found.paused, lambda key, one: lines.pause_line(key, one, zone)
            )
            self.unclear.show(
                found.unclear, lambda key, one: lines.unclear_line(key, one, zone)
            )
            self.blocked.show(found.blocked, lines.blocked_line)
            self.returned.show(found.returned, lines.returned_line)
            self.refused.show(
                found.refused, lambda key, one: lines.refused_line(key, one, zone)
            )
            self.calm.visible = not any(
                section.card.visible for section in self.sections()
            )

    def sections(self) -> tuple[Section, ...]:
        """Every sheet, in order."""
        return (
            self.questions, self.uncertain, self.failed, self.paused, self.unclear,
            self.blocked, self.returned, self.refused,
        )  # fmt: skip

    def _make_decisions(self, page: ToTreatPage) -> None:
        self.questions = Section(
            page, _("Impression à confirmer"),
            _("La question reste posée sur tous les écrans."),
            page.question, right=Right.SEND,
        )  # fmt: skip
        self.uncertain = Section(
            page, _("Envois incertains"),
            _(
                "Le message est peut-être parti, peut-être pas. Rien n'est renvoyé "
                "tout seul : décidez."
            ),
            page.troubled, right=Right.SEND,
        )  # fmt: skip
        self.failed = Section(
            page,
            _("Refusés pour de bon"),
            _("Le message n'est pas parti et ne partira pas par ce moyen."),
            page.troubled,
        )
        self.paused = Section(
            page, _("Canaux en pause"),
            _("Le compte de la clinique a été refusé. Corrigez-le, puis reprenez."),
            page.pause, right=Right.SEND,
        )  # fmt: skip
        self.unclear = Section(
            page, _("Réponses à lire"),
            _("Le programme ne sait pas qu'en faire : lisez-les, puis dites « C'est vu »."),
            page.unclear, right=Right.SEND,
        )  # fmt: skip

    def _make_contacts(self, page: ToTreatPage) -> None:
        self.blocked = Section(
            page,
            _("Relances sans coordonnées"),
            _("Ces relances sont à envoyer, et aucun moyen ne joint le client."),
            page.blocked,
        )
        self.returned = Section(
            page,
            _("Courrier revenu (NPAI)"),
            _("Plus aucun courrier ne part à ces adresses."),
            page.returned,
        )
        self.refused = Section(
            page, _("Adresses qui ne reçoivent plus"),
            _("Elles ont été refusées pour de bon : les relances prennent un autre moyen."),
            page.refused,
        )  # fmt: skip

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


class CameBack(pn.viewable.Viewer):
    """Letters that came back are entered one after the other: who is it?"""

    def __init__(self, page: ToTreatPage) -> None:
        super().__init__()
        self._page = page
        self.box = pmui.TextInput(
            label=_("Nom, ville ou numéro du client"), margin=(4, 0), max_length=100,
            sizing_mode="stretch_width", size="small",
        )  # fmt: skip
        self.box.param.watch(answering(self.search), "value_input")
        self._count = quiet("", visible=False)
        self.listing = Listing(self._chosen, label=_("Clients trouvés"), few=_FEW)
        self._layout = card(
            text(_("Une lettre est revenue ?"), "h3"), self.box, self._count, self.listing,
            visible=page.session.visitor.may(Right.RECORDS), sx={"mb": "14px"},
        )  # fmt: skip

    def search(self) -> None:
        """Show who may have sent it back."""
        wanted = self.box.value_input.strip()
        found = self._page.practice.records.search(wanted)
        came_back = Act(lines.CAME_BACK, _("Courrier revenu"), "assignment_return")
        self.listing.show(
            replace(match_line(match), actions=(came_back,)) for match in found.clients
        )
        self._count.param.update(
            object=plain(said(found, wanted)), visible=bool(wanted)
        )

    def _chosen(self, client_id: str, action: str) -> None:
        if action == lines.CAME_BACK:
            self._page.mark_returned(client_id, came_back=True)
            self.box.param.update(value="", value_input="")
        else:
            self._page.session.go("client", client_id)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout
