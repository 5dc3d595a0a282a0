"""« Mon compte »: one's own password and language."""

from __future__ import annotations

from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops.dashboard.account_asking import TwicePassword, field
from relance_ops.dashboard.components import (
    big_button,
    card,
    notify,
    plain,
    quiet,
    text,
)
from relance_ops.dashboard.foot import languages
from relance_ops.dashboard.page import Page
from relance_ops.errors import ForbiddenError
from relance_ops.i18n import _
from relance_ops.rights import role_words


class OwnAccountPage(Page):
    """Who I am here, and what I may change of it myself."""

    current = param.String(doc="The password so far.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.secret = TwicePassword(_("Nouveau mot de passe"))
        if not self.session.visitor.login:
            raise ForbiddenError(
                _("Il n'y a aucun compte : personne n'est connecté ici.")
            )

    def change(self) -> None:
        """Take the new password, for who knows the old one."""
        visitor = self.session.visitor
        visitor.still()
        self.practice.accounts.change_own_password(
            visitor.login,
            self.current,
            self.secret.take(),
            by=visitor.name,
            keep=visitor.sign_in,
        )
        self.current = ""
        self.secret.forget()
        notify(_("Mot de passe changé. Vos autres appareils devront se reconnecter."))

    def __panel__(self) -> pn.viewable.Viewable:
        visitor = self.session.visitor
        return pmui.Column(
            card(
                text(plain(visitor.name), "h3", sx={"overflowWrap": "anywhere"}),
                quiet(plain(f"{visitor.login} · {role_words(visitor.role)}")),
                text(_("Langue"), sx={"fontWeight": 600}, margin=(14, 0, 0, 0)),
                languages(self.session.form_token, margin=(2, 0)),
            ),
            card(
                text(_("Changer mon mot de passe"), "h3"),
                field(
                    pmui.PasswordInput, self.param.current, _("Mot de passe actuel")
                ),
                self.secret,
                big_button(
                    _("Changer le mot de passe"), self.change, icon="key",
                    color="primary", margin=(18, 0, 0, 0),
                ),
            ),
            sizing_mode="stretch_width", max_width=560, margin=0,
            sx={"gap": "16px"},
        )  # fmt: skip
