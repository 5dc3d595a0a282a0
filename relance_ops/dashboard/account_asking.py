"""What every dialog about an account is made of, and the password typed twice."""

from __future__ import annotations

from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops.dashboard.components import (
    Action,
    at_first_use,
    big_button,
    dialog,
    notify,
    plain,
    quiet,
    small_button,
)
from relance_ops.dashboard.page import Session
from relance_ops.errors import AccountError, RelanceError
from relance_ops.i18n import _
from relance_ops.passwords import LEAST
from relance_ops.rights import Role, role_words


class AccountDialog(pn.viewable.Viewer):
    """What is asked about one account, and done with it.

    Args:
        done: Told that something changed.
    """

    session: Session = param.Parameter(constant=True)
    login = param.String(doc="Of the account; typed when there is none yet.")

    def __init__(self, *, done: Action, **parameters: Any) -> None:
        super().__init__(**parameters)
        self._done = done
        self.refused = pmui.Alert(
            "", severity="error", visible=False, margin=(0, 0, 8, 0),
            sizing_mode="stretch_width",
        )  # fmt: skip
        self.dialog = dialog(
            self.refused, *self.asked(), title=self.title_words(), closes=True
        )

    def title_words(self) -> str:
        """The question."""
        raise NotImplementedError

    def asked(self) -> tuple[Any, ...]:
        """What the dialog shows."""
        raise NotImplementedError

    def open(self) -> None:
        """Show it, without what was said of an earlier try."""
        self.refused.visible = False
        self.dialog.open = True

    def finish(self, said: str) -> None:
        """Close the dialog, forget what was typed, say what was done."""
        self.dialog.open = False
        notify(said)
        self._done()

    def buttons(self, label: str, action: Action, *, icon: str, color: str) -> Any:
        """The one thing to do, and the way back; a refusal is told above them."""

        def act() -> None:
            try:
                action()
            except RelanceError as error:
                self.refused.param.update(object=plain(str(error)), visible=True)

        return pmui.Column(
            big_button(label, act, icon=icon, color=color, margin=(18, 0, 6, 0)),
            small_button(_("Retour"), self.leave, variant="text"),
            sizing_mode="stretch_width",
            margin=0,
        )

    def leave(self) -> None:
        """Close it; nothing is done."""
        self.dialog.open = False

    def __panel__(self) -> pn.viewable.Viewable:
        return at_first_use(self.dialog)


class TwicePassword(pn.viewable.Viewer):
    """A new password, typed twice because nobody sees it.

    Args:
        label: What it is called where there is another one beside it.
    """

    password = param.String()
    again = param.String()

    def __init__(self, label: str = "") -> None:
        super().__init__()
        label = label or _("Mot de passe")
        self._column = pmui.Column(
            field(pmui.PasswordInput, self.param.password, label),
            quiet(
                _(
                    "{least} caractères au moins ; une phrase convient très bien."
                ).format(least=LEAST),
                margin=(4, 0, 0, 2),
            ),
            field(pmui.PasswordInput, self.param.again, _("Le même encore une fois")),
            sizing_mode="stretch_width",
            margin=0,
        )

    def take(self) -> str:
        """The password.

        Raises:
            AccountError: The two differ.
        """
        if self.password != self.again:
            raise AccountError(_("Les deux mots de passe diffèrent : recommencez."))
        return self.password

    def forget(self) -> None:
        """Keep nothing of it in the page."""
        self.param.update(password="", again="")

    def __panel__(self) -> pn.viewable.Viewable:
        return self._column


def field(kind: Any, parameter: Any, label: str) -> Any:
    """One input with its label, as wide as its place."""
    return kind.from_param(
        parameter, label=label, description="", margin=(14, 0, 0, 0),
        sizing_mode="stretch_width",
    )  # fmt: skip


def role_field(parameter: Any) -> Any:
    """The three roles, and what each is for."""
    words = {
        Role.RECEPTION: _("{role} : envoyer, imprimer, annuler, tenir les fiches"),
        Role.MANAGER: _("{role} : tout, y compris les réglages et les comptes"),
        Role.ANALYST: _("{role} : lire, et régler les règles"),
    }
    return pmui.RadioBoxGroup.from_param(
        parameter, label=_("Rôle"), description="", margin=(14, 0, 0, 0),
        options={words[role].format(role=role_words(role)): role for role in Role},
    )  # fmt: skip
