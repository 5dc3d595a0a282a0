"""What is typed about an account: a password twice, a role, anything else."""

from __future__ import annotations

from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops.dashboard.components import quiet
from relance_ops.errors import AccountError
from relance_ops.i18n import _
from relance_ops.passwords import LEAST
from relance_ops.rights import Role, role_words


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
