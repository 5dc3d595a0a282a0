"""The four dialogs about one account: add it, change it, its password, close it."""

from __future__ import annotations

from typing import Any

import panel_material_ui as pmui
import param

from relance_ops.account_rows import Account
from relance_ops.dashboard.account_asking import (
    AccountDialog,
    TwicePassword,
    field,
    role_field,
)
from relance_ops.dashboard.components import plain, quiet, text
from relance_ops.i18n import _
from relance_ops.rights import Right, Role


class AddAccount(AccountDialog):
    """« Ajouter un compte »."""

    person = param.String(doc="First name and name.")
    role = param.Selector(default=Role.RECEPTION, objects=list(Role))

    def title_words(self) -> str:
        """The question."""
        return _("Ajouter un compte")

    def asked(self) -> tuple[Any, ...]:
        """Who it is, what for, and a first password."""
        self.secret = TwicePassword()
        self._first = quiet(
            _("Le premier compte est celui d'un responsable."), margin=(14, 0, 0, 2)
        )
        self._role = role_field(self.param.role)
        return (
            field(pmui.TextInput, self.param.person, _("Prénom et nom")),
            quiet(_("Ce nom signe le journal."), margin=(4, 0, 0, 2)),
            field(pmui.TextInput, self.param.login, _("Identifiant")),
            quiet(_("Par exemple « c.martin »."), margin=(4, 0, 0, 2)),
            self._role,
            self._first,
            self.secret,
            self.buttons(_("Ajouter"), self.add, icon="person_add", color="primary"),
        )

    def ask(self) -> None:
        """Open it on nobody; the very first is a manager."""
        first = not self.session.practice.accounts.exist()
        self.secret.forget()
        self.param.update(
            person="", login="", role=Role.MANAGER if first else Role.RECEPTION
        )
        self._first.visible, self._role.visible = first, not first
        self.open()

    def add(self) -> None:
        """Let this person in."""
        self.session.visitor.require(Right.ACCOUNTS)
        added = self.session.practice.accounts.add(
            self.login,
            name=self.person,
            role=self.role,
            password=self.secret.take(),
            by=self.session.by,
        )
        self.secret.forget()
        self.finish(_("{name} peut se connecter.").format(name=added.name))


class EditAccount(AccountDialog):
    """Another name or another role."""

    person = param.String(doc="First name and name.")
    role = param.Selector(default=Role.RECEPTION, objects=list(Role))

    def title_words(self) -> str:
        """The question."""
        return _("Modifier le compte")

    def asked(self) -> tuple[Any, ...]:
        """The name and the role."""
        return (
            field(pmui.TextInput, self.param.person, _("Prénom et nom")),
            role_field(self.param.role),
            quiet(
                _("Si le rôle change, cette personne devra se reconnecter."),
                margin=(4, 0, 0, 2),
            ),
            self.buttons(_("Enregistrer"), self.save, icon="check", color="primary"),
        )

    def ask(self, account: Account) -> None:
        """Open it on *account*."""
        self.param.update(login=account.login, person=account.name, role=account.role)
        self.open()

    def save(self) -> None:
        """Keep what changed."""
        self.session.visitor.require(Right.ACCOUNTS)
        accounts, by = self.session.practice.accounts, self.session.by
        accounts.rename(self.login, self.person, by=by)
        accounts.give_role(self.login, self.role, by=by)
        self.finish(_("Compte enregistré."))


class NewPassword(AccountDialog):
    """Another password, for somebody who has forgotten it."""

    def title_words(self) -> str:
        """The question."""
        return _("Nouveau mot de passe")

    def asked(self) -> tuple[Any, ...]:
        """The password, twice."""
        self.secret = TwicePassword()
        self._whose = text("", margin=(0, 0, 6, 0))
        return (
            self._whose,
            self.secret,
            self.buttons(
                _("Changer le mot de passe"), self.save, icon="key", color="primary"
            ),
        )

    def ask(self, account: Account) -> None:
        """Open it on *account*."""
        self.secret.forget()
        self.login = account.login
        self._whose.object = plain(
            _("Pour {name}, qui devra se reconnecter avec.").format(name=account.name)
        )
        self.open()

    def save(self) -> None:
        """Give the new password."""
        self.session.visitor.require(Right.ACCOUNTS)
        self.session.practice.accounts.set_password(
            self.login,
            self.secret.take(),
            by=self.session.by,
            keep=self.session.visitor.sign_in,
        )
        self.secret.forget()
        self.finish(_("Mot de passe changé."))


class CloseAccount(AccountDialog):
    """« Fermer le compte »: asked first, and it can be undone."""

    def title_words(self) -> str:
        """The question."""
        return _("Fermer ce compte ?")

    def asked(self) -> tuple[Any, ...]:
        """What closing does."""
        self._what = text("")
        return (
            self._what,
            self.buttons(
                _("Fermer le compte"), self.close, icon="block", color="error"
            ),
        )

    def ask(self, account: Account) -> None:
        """Open it on *account*."""
        self.login = account.login
        self._what.object = plain(
            _(
                "{name} est déconnecté partout et ne peut plus entrer. Ce que le "
                "journal dit de cette personne reste ; le compte se rouvre ici."
            ).format(name=account.name)
        )
        self.open()

    def close(self) -> None:
        """Let this person in no more."""
        self.session.visitor.require(Right.ACCOUNTS)
        self.session.practice.accounts.close(self.login, by=self.session.by)
        self.finish(_("Compte fermé."))
