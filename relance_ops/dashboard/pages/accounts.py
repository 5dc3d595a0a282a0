"""« Comptes »: who may come in, as what, and who was turned away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops.account_rows import Account
from relance_ops.dashboard.account_dialogs import (
    AddAccount,
    CloseAccount,
    EditAccount,
    NewPassword,
)
from relance_ops.dashboard.components import (
    answering,
    card,
    notify,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.page import Page
from relance_ops.i18n import _, moment, ngettext
from relance_ops.rights import Right, role_words
from relance_ops.sign_ins import Failure, reason_words

RECENT = timedelta(days=7)


class AccountsPage(Page):
    """Every account, and what a manager may do with it."""

    accounts: tuple[Account, ...] = param.Parameter(default=(), doc="All of them.")
    failures: tuple[Failure, ...] = param.Parameter(
        default=(), doc="Who was turned away these days, the latest first."
    )

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.adding = AddAccount(session=self.session, done=self.load)
        self.editing = EditAccount(session=self.session, done=self.load)
        self.renewing = NewPassword(session=self.session, done=self.load)
        self.closing = CloseAccount(session=self.session, done=self.load)
        self._first = pmui.Alert(
            _(
                "Tant qu'il n'y a aucun compte, toute personne à cet ordinateur peut tout "
                "faire, et le réseau n'entre pas. Créez d'abord le compte d'un "
                "responsable : chacun devra alors se connecter."
            ),
            severity="info", margin=(0, 0, 14, 0), sizing_mode="stretch_width",
        )  # fmt: skip
        self._rows = pmui.Column(sizing_mode="stretch_width", margin=0)
        self._failed = pmui.Column(
            sizing_mode="stretch_width", margin=(24, 0, 0, 0), visible=False
        )
        self._layout = pmui.Column(
            self._first, self._rows, self._failed,
            self.adding, self.editing, self.renewing, self.closing,
            sizing_mode="stretch_width", margin=0,
        )  # fmt: skip
        self.load()

    def load(self) -> None:
        """Read the accounts again."""
        practice = self.practice
        self.accounts = practice.accounts.all()
        self.failures = practice.sign_ins.failures(since=practice.clock() - RECENT)
        self._first.visible = not self.accounts
        self._rows[:] = [self._row(account) for account in self.accounts]
        self._failed.visible = bool(self.failures)
        self._failed[:] = self._turned_away()

    def reopen(self, account: Account) -> None:
        """Let somebody in again."""
        self.session.visitor.require(Right.ACCOUNTS)
        self.practice.accounts.reopen(account.login, by=self.session.by)
        notify(_("{name} peut se connecter.").format(name=account.name))
        self.load()

    @property
    def beside_title(self) -> tuple[Any, ...]:
        """The button that adds somebody."""
        return (
            small_button(
                _("Ajouter un compte"), self.adding.ask, icon="person_add",
                variant="contained", align="center",
            ),
        )  # fmt: skip

    def _row(self, account: Account) -> Any:
        words = pmui.Column(
            text(
                plain(account.name),
                sx={"fontWeight": 600, "overflowWrap": "anywhere"},
            ),
            quiet(plain(self._standing(account)), sx={"overflowWrap": "anywhere"}),
            margin=0,
            sizing_mode="stretch_width",
        )
        buttons = pmui.Row(
            *self._buttons(account), margin=0, sizing_mode="stretch_width",
            sx={"justifyContent": {"xs": "flex-start", "md": "flex-end"}},
        )  # fmt: skip
        return card(
            pmui.Grid(
                pmui.Grid(words, size={"xs": 12, "md": 7}, margin=0),
                pmui.Grid(buttons, size={"xs": 12, "md": 5}, margin=0),
                container=True, spacing=0.5, sizing_mode="stretch_width", margin=0,
                sx={"alignItems": "center"},
            ),
            sx={
                "mb": "10px",
                **({} if account.is_open else {"backgroundColor": "#f4f6f8"}),
            },
        )  # fmt: skip

    def _standing(self, account: Account) -> str:
        zone = self.practice.settings().timezone
        if account.closed_at is not None:
            said = _("fermé le {moment}").format(moment=moment(account.closed_at, zone))
        elif account.seen_at is None:
            said = _("ne s'est pas encore connecté")
        else:
            said = _("vu le {moment}").format(moment=moment(account.seen_at, zone))
        return f"{role_words(account.role)} · {account.login} · {said}"

    def _buttons(self, account: Account) -> tuple[Any, ...]:
        name = account.name
        if not account.is_open:
            return (
                _action(_("Rouvrir"), name, "lock_open", lambda: self.reopen(account)),
            )
        return (
            _action(_("Modifier"), name, "edit", lambda: self.editing.ask(account)),
            _action(
                _("Mot de passe"), name, "key", lambda: self.renewing.ask(account)
            ),
            _action(
                _("Fermer"), name, "block", lambda: self.closing.ask(account),
                color="error",
            ),
        )  # fmt: skip

    def _turned_away(self) -> list[Any]:
        if not self.failures:
            return []
        zone = self.practice.settings().timezone
        count = len(self.failures)
        title = ngettext(
            "{n} connexion refusée ces sept derniers jours",
            "{n} connexions refusées ces sept derniers jours",
            count,
        ).format(n=count)
        lines = [
            quiet(
                plain(
                    " · ".join(
                        (
                            moment(failure.at, zone),
                            failure.login or _("identifiant inconnu"),
                            failure.address,
                            reason_words(failure.reason),
                        )
                    )
                ),
                margin=(3, 0),
            )
            for failure in self.failures
        ]
        return [text(title, "h3", margin=(0, 0, 8, 0)), card(*lines)]

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


def _action(label: str, name: str, icon: str, action: Any, **options: Any) -> Any:
    """A button of one row: who hears its name, or points at it, knows whose it is."""
    return pmui.Button(
        label=label, icon=icon, variant="text", margin=0, on_click=answering(action),
        description=f"{label} : {name}", sx={"whiteSpace": "nowrap"}, **options,
    )  # fmt: skip
