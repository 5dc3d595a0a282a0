"""How « Journal » looks; it shows the page's state and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import panel as pn
import panel_material_ui as pmui

from relance_ops import wording
from relance_ops.dashboard.components import (
    answering,
    card,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.listing import Listing
from relance_ops.dashboard.pages.clients import match_line
from relance_ops.happenings import Topic
from relance_ops.i18n import _
from relance_ops.records import Match

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.journal import JournalPage

_FEW_CLIENTS = 5


class JournalLayout(pn.viewable.Viewer):
    """The widgets of one `JournalPage`."""

    def __init__(self, page: JournalPage) -> None:
        super().__init__()
        self._page = page
        self.clients = ClientFilter(page)
        self.listing = Listing(
            page.open, label=_("Journal"),
            empty=_("Rien ne s'est passé dans ces jours, avec ces filtres."),
        )  # fmt: skip
        self.deliveries = Listing(
            page.open_sent, label=_("Envois"), empty=_("Cet envoi n'a aucun message.")
        )
        self.title = text("", "h3", margin=(6, 0, 0, 0))
        self.counts = quiet("", margin=(0, 0, 6, 0))
        self.newer = small_button(
            _("Plus récent"), lambda: page.turn(-1), icon="chevron_left"
        )
        self.older = small_button(
            _("Plus ancien"), lambda: page.turn(1), end_icon="chevron_right"
        )
        self._journal = pmui.Column(
            card(self._filters(), self.clients, sx={"mb": "14px"}),
            card(self.listing), sizing_mode="stretch_width", margin=0,
        )  # fmt: skip
        back = small_button(
            _("Revenir au journal"), page.close_run, icon="arrow_back", variant="text"
        )
        self._run = card(back, self.title, self.counts, self.deliveries, visible=False)
        self._layout = pmui.Column(
            self._journal, self._run,
            pmui.FlexBox(self.newer, self.older, gap="10px", margin=(14, 0, 0, 0)),
            page.as_sent, sizing_mode="stretch_width", margin=0,
        )  # fmt: skip

    def draw(self) -> None:
        """Show the page."""
        page = self._page
        run = page.run
        with pn.io.hold():
            self._journal.visible = run is None
            self._run.visible = run is not None
            if run is None:
                self.listing.show(page.lines())
            else:
                self._draw_run(run)
            self.newer.visible = page.turned > 0
            self.older.visible = page.more

    def _draw_run(self, run: int) -> None:
        page = self._page
        self.title.object = plain(_("Envoi n° {run}").format(run=run))
        report = page.practice.report(run)
        self.counts.object = "<br>".join(
            plain(sentence) for sentence in wording.outcome(report)
        )
        self.deliveries.show(page.sent_lines())

    def _filters(self) -> pmui.Grid:
        page = self._page
        days = [
            pmui.DatePicker.from_param(
                page.param[name], label=label, description="", clearable=False,
                format=_("DD/MM/YYYY"), margin=0, size="small",
                sizing_mode="stretch_width",
            )
            for name, label in (("since", _("Du")), ("until", _("Au")))
        ]  # fmt: skip
        self.topic = pmui.Select(
            label=_("Quoi"), options={_("Tout"): "", **_topics()}, value=page.topic or "",
            margin=0, size="small", sizing_mode="stretch_width",
        )  # fmt: skip
        people = {name: name for name in page.practice.journal.people()}
        self.who = pmui.Select(
            label=_("Qui"), options={_("Tout le monde"): "", **people}, value=page.who,
            margin=0, size="small", sizing_mode="stretch_width",
        )  # fmt: skip
        for choice in (self.topic, self.who):
            choice.param.watch(answering(self._filter), "value")
        return pmui.Grid(
            *(
                pmui.Grid(part, size={"xs": 6, "md": 3}, margin=0)
                for part in (*days, self.topic, self.who)
            ),
            container=True, spacing=1.5, sizing_mode="stretch_width", margin=0,
        )  # fmt: skip

    def _filter(self) -> None:
        topic = Topic(self.topic.value) if self.topic.value else None
        self._page.param.update(topic=topic, who=self.who.value)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


class ClientFilter(pn.viewable.Viewer):
    """Only one client: a search, then a name that can be taken off."""

    def __init__(self, page: JournalPage) -> None:
        super().__init__()
        self._page = page
        self._found: dict[str, Match] = {}
        self.box = pmui.TextInput(
            label=_("Un client ou un animal"),
            margin=(12, 0, 0, 0),
            sizing_mode="stretch_width",
            size="small",
        )
        self.box.param.watch(answering(self._search), "value_input")
        self.matches = Listing(
            self._choose, label=_("Clients trouvés"), few=_FEW_CLIENTS
        )
        self.off = small_button(
            "", self._take_off, icon="close", visible=False, margin=(12, 0, 0, 0)
        )
        self._layout = pmui.Column(
            self.box, self.matches, self.off, sizing_mode="stretch_width", margin=0
        )

    def _search(self) -> None:
        wanted = self.box.value_input.strip()
        clients = self._page.practice.records.search(wanted).clients if wanted else ()
        self._found = {match.client_id: match for match in clients}
        self.matches.show(match_line(match) for match in clients)

    def _choose(self, client_id: str, _action: str) -> None:
        match = self._found[client_id]
        self.matches.show(())
        self.box.param.update(value="", value_input="", visible=False)
        self.off.param.update(
            label=_("Seulement {client}").format(client=match.client_name), visible=True
        )
        self._page.client = match

    def _take_off(self) -> None:
        self.off.visible = False
        self.box.visible = True
        self._page.client = None

    def __panel__(self) -> Any:
        return self._layout


def _topics() -> dict[str, Topic]:
    return {
        _("Envois"): Topic.SENDS,
        _("Réponses pour l'imprimante"): Topic.PRINTER,
        _("Annulations"): Topic.UNDONE,
        _("Fiches"): Topic.RECORDS,
        _("Appels"): Topic.CALLS,
        _("Réglages et modèles"): Topic.SETTINGS,
        _("Règles"): Topic.RULES,
        _("Comptes et entrées"): Topic.ACCOUNTS,
        _("Imports et listes"): Topic.FILES,
        _("Rafraîchissements"): Topic.REFRESHES,
    }
