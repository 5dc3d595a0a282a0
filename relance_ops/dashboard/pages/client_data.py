"""What a client may ask of the clinic: a copy of everything, or to be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard.components import card, notify, quiet, small_button, text
from relance_ops.dashboard.download import Download
from relance_ops.i18n import _
from relance_ops.rights import Right

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.client import ClientPage


class ClientData(pn.viewable.Viewer):
    """A card with two buttons, for whoever may press them."""

    def __init__(self, page: ClientPage, **parameters: Any) -> None:
        super().__init__(**parameters)
        self._page = page
        self._download = Download()
        self.give = small_button(
            _("Donner une copie"), self.give_copy, icon="download", variant="outlined"
        )
        self.forget = small_button(
            _("Effacer ce client…"), self.ask_to_forget, icon="person_remove",
            variant="outlined", color="error",
        )  # fmt: skip

    def give_copy(self) -> None:
        """Hand the browser everything known about the client."""
        page = self._page
        page.session.visitor.require(Right.PRIVACY)
        content = page.practice.privacy.about(page.ident, by=page.session.by)
        self._download.give(
            _("client-{number}.json").format(number=page.ident),
            content,
            "application/json",
        )
        page.load()

    def ask_to_forget(self) -> None:
        """Ask once more: nothing brings the client back."""
        page = self._page
        page.session.visitor.require(Right.PRIVACY)
        page.ask.ask(
            _("Effacer ce client ?"),
            _(
                "Son nom, ses adresses, les noms de ses animaux et le texte de ses messages "
                "et courriers seront effacés pour toujours. Les statistiques restent, sans "
                "son nom. Il ne recevra plus rien."
            ),
            self.forget_client,
            yes=_("Effacer pour toujours"),
            color="error",
        )

    def forget_client(self) -> None:
        """Forget the client, and say what is left to do."""
        page = self._page
        page.session.visitor.require(Right.PRIVACY)
        page.practice.privacy.forget(page.ident, by=page.session.by)
        page.load()
        notify(
            _(
                "C'est fait. Effacez-le aussi du logiciel de la clinique : l'import "
                "refusera ses lignes."
            )
        )

    def __panel__(self) -> pn.viewable.Viewable:
        return card(
            text(_("Ses données"), "h3", margin=(0, 0, 4, 0)),
            quiet(
                _(
                    "Un client peut demander une copie de tout ce qui est connu de "
                    "lui, ou être effacé."
                )
            ),
            pmui.FlexBox(self.give, self.forget, gap="8px", margin=(8, 0, 0, 0)),
            self._download,
            sx={"mt": "14px"},
        )  # fmt: skip
