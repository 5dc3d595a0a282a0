"""« Clients »: find anybody by name, animal, number, address or town."""

from __future__ import annotations

from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops.dashboard.components import answering, card, plain, quiet
from relance_ops.dashboard.listing import Line, Listing
from relance_ops.dashboard.page import Page
from relance_ops.i18n import _, ngettext
from relance_ops.records import MOST_FOUND, Found, Match


class ClientsPage(Page):
    """A search, and the records it leads to."""

    search = param.String(doc="What is typed, as it is typed.")
    found: Found = param.Parameter(default=Found(), doc="Who was found.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.box = pmui.TextInput(
            label=_("Chercher un client ou un animal"), margin=0,
            placeholder=_("Nom, animal, téléphone, email, ville…"),
            sizing_mode="stretch_width",
        )  # fmt: skip
        self.box.param.watch(answering(self._typed), "value_input")
        self.listing = Listing(self._chosen, label=_("Clients trouvés"))
        self._count = quiet("", margin=(0, 4, 6, 4))
        self.param.watch(answering(self.load), "search")
        self._layout = pmui.Column(
            card(self.box, sx={"mb": "14px"}),
            card(self._count, self.listing),
            sizing_mode="stretch_width", margin=0,
        )  # fmt: skip
        self.load()

    def load(self) -> None:
        """Search again."""
        wanted = self.search.strip()
        self.found = self.practice.records.search(wanted) if wanted else Found()
        self.listing.show(match_line(match) for match in self.found.clients)
        self._count.object = plain(said(self.found, wanted))

    def _typed(self) -> None:
        self.search = self.box.value_input

    def _chosen(self, client_id: str, _action: str) -> None:
        self.session.go("client", client_id)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


def said(found: Found, wanted: str) -> str:
    """How many were found, or what to type."""
    if not wanted:
        return _(
            "Tapez un nom de client ou d'animal, un numéro de téléphone, "
            "une adresse email ou une ville."
        )
    if not found.clients:
        return _("Personne ne correspond à « {words} ».").format(words=wanted)
    if found.more:
        return _(
            "Les {n} premiers sont montrés : précisez pour trouver les autres."
        ).format(n=MOST_FOUND)
    n = len(found.clients)
    return ngettext("{n} client", "{n} clients", n).format(n=n)


def match_line(match: Match) -> Line:
    """A client that was found, as a line that opens the record."""
    contacts = (match.city, match.mobile or match.phone, match.email)
    return Line(
        key=match.client_id,
        title=match.client_name,
        detail="\n".join(
            part
            for part in (
                ", ".join(match.animals),
                " · ".join(contact for contact in contacts if contact),
            )
            if part
        ),
        icon="person",
        chips=((_("archivé"), ""),) if match.archived else (),
        opens=True,
    )
