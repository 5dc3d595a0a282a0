"""What one can do about a reminder that should not, or cannot, leave; each is undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops import contacts
from relance_ops.dashboard.components import (
    Action,
    at_first_use,
    big_button,
    dialog,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.leaving import name_of
from relance_ops.dashboard.page import Session
from relance_ops.dashboard.undoing import Undo
from relance_ops.errors import SettingError
from relance_ops.i18n import _
from relance_ops.manual import Value
from relance_ops.model import Client, Form
from relance_ops.rights import Right

DECEASED, DEPARTED = "deceased_on", "departed_on"


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom a remedy is about."""

    client: Client
    animal_id: str
    animal_name: str


class Remedies(pn.viewable.Viewer):
    """Writes what a person knows better than the export, and offers to take it back.

    Args:
        done: Reads the list again.
    """

    session: Session = param.Parameter(constant=True)
    since: date = param.CalendarDate(doc="Day of the death or the departure.")
    mobile = param.String(doc="As it is typed.")
    email = param.String(doc="As it is typed.")

    def __init__(self, *, done: Action, **parameters: Any) -> None:
        super().__init__(since=parameters["session"].practice.today(), **parameters)
        self._done = done
        self._who: Concerned | None = None
        self._field = DECEASED
        self.undo = Undo()
        self._gone_asked = text("", sx={"fontSize": "1.15rem"}, margin=(4, 0, 14, 0))
        self.gone = self._gone_dialog()
        self._contact_asked = text("", margin=(4, 0, 14, 0))
        self.wrong = pmui.Alert(
            "", severity="warning", visible=False, margin=(10, 0, 0, 0),
            sizing_mode="stretch_width",
        )  # fmt: skip
        self.contact = self._contact_dialog()

    @property
    def allowed(self) -> bool:
        """True when this person may write in the clients' records."""
        return bool(self.session.visitor.may(Right.RECORDS))

    def deceased(self, who: Concerned) -> None:
        """« Décédé »: asks for the day."""
        self._ask_gone(who, DECEASED, _("Décès : {animal} ({client})"))

    def departed(self, who: Concerned) -> None:
        """« Parti »: asks for the day."""
        self._ask_gone(who, DEPARTED, _("Départ : {animal} ({client})"))

    def is_gone(self) -> None:
        """The answer to either question."""
        who = self._asked()
        self.gone.open = False
        said = (
            _("Décès noté : {animal}.")
            if self._field == DECEASED
            else _("Départ noté : {animal}.")
        )
        before = self.session.practice.lists.gone_on(who.animal_id, self._field)
        self._write(
            ("animal", who.animal_id), {self._field: self.since}, {self._field: before},
            said.format(animal=who.animal_name),
        )  # fmt: skip

    def is_back(self, who: Concerned, field: str) -> None:
        """It was a mistake: neither dead nor gone."""
        before = self.session.practice.lists.gone_on(who.animal_id, field)
        self._write(
            ("animal", who.animal_id), {field: None}, {field: before},
            _("De nouveau dans les relances : {animal}.").format(animal=who.animal_name),
        )  # fmt: skip

    def bad_address(self, who: Concerned) -> None:
        """« Mauvaise adresse »: no letter leaves until the address changes."""
        client = who.client
        self._write(
            ("client", client.client_id), {"mail_returned": True},
            {"mail_returned": client.mail_returned},
            _("Plus de courrier papier pour {client} : l'adresse est mauvaise.").format(
                client=name_of(client)
            ),
        )  # fmt: skip

    def add_contact(self, who: Concerned) -> None:
        """« Ajouter un contact »: asks for a mobile or an email."""
        self.session.visitor.require(Right.RECORDS)
        self._who = who
        self._contact_asked.object = plain(name_of(who.client))
        self.param.update(mobile=who.client.mobile, email=who.client.email)
        self.wrong.visible = False
        self.contact.open = True

    def check_contact(self) -> None:
        """« Enregistrer »: what is wrong is said beside what was typed."""
        try:
            self.contact_typed()
        except SettingError as error:
            self.wrong.param.update(object=plain(str(error)), visible=True)

    def contact_typed(self) -> None:
        """Keep what was typed, if it is a way to reach the client."""
        client = self._asked().client
        changes, before = _contact_changes(client, self.mobile, self.email)
        self.contact.open = False
        self._write(
            ("client", client.client_id), changes, before,
            _("Contact de {client} enregistré.").format(client=name_of(client)),
        )  # fmt: skip

    def _ask_gone(self, who: Concerned, field: str, asked: str) -> None:
        self.session.visitor.require(Right.RECORDS)
        self._who, self._field = who, field
        self._gone_asked.object = plain(
            asked.format(animal=who.animal_name, client=name_of(who.client))
        )
        self.since = self.session.practice.today()
        self.gone.open = True

    def _asked(self) -> Concerned:
        if self._who is None:
            raise SettingError(_("Choisissez d'abord une ligne de la liste."))
        return self._who

    def _write(
        self,
        what: tuple[str, str],
        values: Mapping[str, Value],
        before: Mapping[str, Value],
        said: str,
    ) -> None:
        self._type(what, values)
        self.undo.show(said, lambda: self._type(what, before))

    def _type(self, what: tuple[str, str], values: Mapping[str, Value]) -> None:
        self.session.visitor.require(Right.RECORDS)
        entity, key = what
        self.session.practice.records.correct(
            key, values, by=self.session.by, entity=entity
        )
        self._done()

    def _gone_dialog(self) -> pmui.Dialog:
        return dialog(
            self._gone_asked,
            pmui.DatePicker.from_param(
                self.param.since, label=_("Depuis le"), description="",
                format=_("DD/MM/YYYY"), margin=(0, 0, 10, 0), disable_future=True,
                sizing_mode="stretch_width",
            ),
            big_button(_("Enregistrer"), self.is_gone, icon="check", color="primary"),
            small_button(
                _("Ne rien changer"), lambda: self.gone.param.update(open=False),
                variant="text",
            ),
            title=_("Ne plus envoyer de relance"), closes=True,
        )  # fmt: skip

    def _contact_dialog(self) -> pmui.Dialog:
        common = {"description": "", "sizing_mode": "stretch_width"}
        return dialog(
            self._contact_asked,
            pmui.TextInput.from_param(
                self.param.mobile, label=_("Mobile"), margin=(6, 0, 12, 0), **common
            ),
            pmui.TextInput.from_param(
                self.param.email, label=_("Email"), margin=(0, 0, 10, 0), **common
            ),
            quiet(_("L'un des deux suffit.")),
            self.wrong,
            big_button(
                _("Enregistrer"), self.check_contact, icon="check", color="primary"
            ),
            small_button(
                _("Ne rien changer"), lambda: self.contact.param.update(open=False),
                variant="text",
            ),
            title=_("Ajouter un contact"), closes=True,
        )  # fmt: skip

    def __panel__(self) -> pn.viewable.Viewable:
        return pmui.Column(
            at_first_use(self.gone), at_first_use(self.contact), self.undo, margin=0
        )


def _contact_changes(
    client: Client, mobile: str, email: str
) -> tuple[dict[str, Value], dict[str, Value]]:
    """What to write, and what to give back, of a mobile and an email as typed.

    Raises:
        SettingError: Nothing new was typed, or it reaches nobody.
    """
    typed = {"mobile": mobile.strip(), "email": email.strip()}
    held = {"mobile": client.mobile, "email": client.email}
    changes = {field: words for field, words in typed.items() if words != held[field]}
    if not changes:
        raise SettingError(_("Rien n'a changé : tapez un mobile ou un email."))
    new_mobile, new_email = changes.get("mobile"), changes.get("email")
    if new_mobile and not contacts.mobile_number(new_mobile, client.country):
        raise SettingError(
            _(
                "« {text} » n'est pas un numéro de mobile : vérifiez ses chiffres."
            ).format(text=new_mobile)
        )
    if new_email and not contacts.email_address(new_email):
        raise SettingError(
            _("« {text} » n'est pas une adresse email : vérifiez-la.").format(
                text=new_email
            )
        )
    refused = {Form.SMS: new_mobile, Form.EMAIL: new_email}
    if all(form in client.refusals for form, words in refused.items() if words):
        raise SettingError(
            _("Ce client a refusé cette forme de relance : son refus l'emporte.")
        )
    return dict(changes), {field: held[field] for field in changes}
