"""The foot of the menu: who is there, in which language, and the way out."""

from __future__ import annotations

import html
from typing import Any
from urllib.parse import urlencode

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops.dashboard.components import answering, plain, quiet, text
from relance_ops.dashboard.door import LANGUAGE, SIGN_IN, SIGN_OUT
from relance_ops.dashboard.page import Session
from relance_ops.dashboard.theme import asset
from relance_ops.i18n import _, language
from relance_ops.rights import Right, role_words

LANGUAGES = {"fr": "Français", "en": "English"}

ACCOUNTS, OWN_ACCOUNT = "comptes", "mon-compte"


class Foot(pn.viewable.Viewer):
    """Who is signed in, or that nobody has to."""

    session: Session = param.Parameter(constant=True)

    def __panel__(self) -> pn.viewable.Viewable:
        visitor = self.session.visitor
        who = self._signed_in() if visitor.login else self._nobody()
        return pmui.Column(
            *who,
            languages(self.session.form_token),
            sizing_mode="stretch_width",
            margin=(12, 0, 12, 0),
            sx={"borderTop": "1px solid #dfe4e9", "pt": "10px"},
        )

    def _signed_in(self) -> tuple[pn.viewable.Viewable, ...]:
        visitor = self.session.visitor
        return (
            text(
                plain(visitor.name),
                sx={"fontWeight": 600, "overflowWrap": "anywhere"},
                margin=(0, 18),
            ),
            quiet(role_words(visitor.role), margin=(0, 18)),
            self._link(_("Mon compte"), OWN_ACCOUNT),
            form(
                SIGN_OUT,
                "<button>{}</button>".format(_("Se déconnecter")),
                self.session.form_token,
            ),
        )

    def _nobody(self) -> tuple[pn.viewable.Viewable, ...]:
        said = quiet(
            _("Aucun compte : toute personne à cet ordinateur peut tout faire."),
            margin=(0, 18),
        )
        if not self.session.visitor.may(Right.ACCOUNTS):
            return (said,)
        return (said, self._link(_("Créer les comptes"), ACCOUNTS))

    def _link(self, label: str, slug: str) -> pmui.Button:
        return pmui.Button(
            label=label, variant="text", margin=(2, 8), sx={"px": "10px"},
            on_click=answering(lambda: self.session.go(slug)),
        )  # fmt: skip


def form(action: str, inside: str, token: str, **options: Any) -> pn.pane.HTML:
    """A plain form of the page: it works without a websocket, and only from here.

    Args:
        action: Where it is sent.
        inside: Our own HTML.
        token: Of the page.
        options: More of Panel's own.
    """
    return pn.pane.HTML(
        f'<form method="post" action="{action}">'
        f'<input type="hidden" name="_xsrf" value="{html.escape(token)}">'
        f"{inside}</form>",
        stylesheets=[asset("foot.css")],
        sizing_mode="stretch_width",
        **{"margin": (2, 8), **options},
    )


def languages(token: str, **options: Any) -> pn.pane.HTML:
    """« Français / English »: the page comes back in the other language."""
    buttons = "".join(
        f'<button name="langue" value="{code}" lang="{code}"'
        f"{' aria-current=true' if code == language() else ''}>{word}</button>"
        for code, word in LANGUAGES.items()
    )
    label = html.escape(_("Langue"))
    group = f'<div role="group" aria-label="{label}">{buttons}</div>'
    return form(LANGUAGE, group, token, **options)


def way_back(*, first: bool, page: str) -> pn.viewable.Viewable:
    """What a page shows once its person has to sign in again.

    Args:
        first: The first account has just been created: nobody was signed in.
        page: To come back to.
    """
    said = (
        _("Le premier compte est créé : chacun s'identifie désormais.")
        if first
        else _("Vous avez été déconnecté : reconnectez-vous pour continuer.")
    )
    query = urlencode({"next": f"/?page={page}"})
    return pmui.Column(
        text(_("Reconnectez-vous") if not first else _("Identifiez-vous"), "h2"),
        text(said, margin=(10, 0, 18, 0)),
        pmui.Button(
            label=_("Se connecter"), icon="login", href=f"{SIGN_IN}?{query}",
            variant="contained", color="primary", size="large", margin=0,
        ),
        margin=(20, 0),
    )  # fmt: skip
