"""A client's contacts, each with its validity, each corrected in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops.dashboard.components import answering, plain, quiet, small_button, text
from relance_ops.dashboard.pages.client_words import (
    Check,
    address_lines,
    email_checks,
    mobile_checks,
    postal_checks,
)
from relance_ops.i18n import N_, _
from relance_ops.import_columns import LONGEST_TEXT
from relance_ops.manual import Value
from relance_ops.records import Record

_TONES = {"good": "#1f6324", "bad": "#a31515", "warn": "#7a4200", "": "#55616d"}

Save = Callable[[Mapping[str, Value]], None]


def _unchecked(_record: Record, _zone: tzinfo) -> list[Check]:
    """A landline is for calling: nothing leaves by it."""
    return []


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact of the record.

    Attributes:
        fields: What is typed, with its label, to be translated.
        called: It is a number that a telephone can dial.
    """

    label: str
    icon: str
    fields: Mapping[str, str]
    checks: Callable[[Record, tzinfo], list[Check]]
    called: bool = False


CONTACTS = (
    Contact(N_("Email"), "mail", {"email": N_("Adresse email")}, email_checks),
    Contact(N_("Mobile"), "smartphone", {"mobile": N_("Mobile")}, mobile_checks, called=True),
    Contact(N_("Téléphone"), "phone", {"phone": N_("Téléphone")}, _unchecked, called=True),
    Contact(
        N_("Adresse postale"),
        "home",
        {
            "address1": N_("Adresse"),
            "address2": N_("Complément d'adresse"),
            "postcode": N_("Code postal"),
            "city": N_("Ville"),
        },
        postal_checks,
    ),
)  # fmt: skip


class ContactRow(pn.viewable.Viewer):
    """One contact: read, or being corrected."""

    editing = param.Boolean(doc="It is being corrected.")

    def __init__(self, contact: Contact, *, save: Save, may_edit: bool) -> None:
        super().__init__()
        self._contact = contact
        self._save = save
        self._record: Record | None = None
        label = _(contact.label)
        self.value = text("", sx={"overflowWrap": "anywhere", "lineHeight": 1.4})
        self.check = text("", "body2")
        self.pencil = pmui.IconButton(
            icon="edit", description=_("Corriger : {what}").format(what=label),
            visible=may_edit, margin=0, icon_size="20px",
            sx={"color": "#55616d"}, on_click=answering(self.edit),
        )  # fmt: skip
        self.inputs = {
            field: pmui.TextInput(
                label=_(words), max_length=LONGEST_TEXT, size="small",
                margin=(8, 0, 4, 0), sizing_mode="stretch_width",
            )
            for field, words in contact.fields.items()
        }  # fmt: skip
        self.corrected = pmui.Checkbox(
            label=_("L'adresse est corrigée : le courrier peut repartir"), value=True,
            visible=False, margin=(2, 0),
        )  # fmt: skip
        words = pmui.Column(
            quiet(label), self.value, self.check, margin=0, sizing_mode="stretch_width"
        )
        self._reading = pmui.Row(
            words, self.pencil, margin=0, sizing_mode="stretch_width"
        )
        self._writing = self._form(label)
        self._layout = pmui.Column(
            self._reading, self._writing, sizing_mode="stretch_width", margin=0,
            sx={"borderBottom": "1px solid #e9edf1", "py": "8px"},
        )  # fmt: skip

    def show(self, record: Record, zone: tzinfo) -> None:
        """Show what *record* holds; what is being typed stays."""
        self._record = record
        self.value.object = _shown(self._contact, record)
        self.check.object = "<br>".join(
            f'<span style="color:{_TONES[tone]}">{plain(words)}</span>'
            for words, tone in self._contact.checks(record, zone)
        )

    def edit(self) -> None:
        """Open the boxes on what is there."""
        if self._record is None:
            return
        for field, box in self.inputs.items():
            box.value = getattr(self._record.client, field)
        returned = self._record.client.mail_returned
        self.corrected.param.update(
            value=True, visible=returned and "address1" in self.inputs
        )
        self._turn(editing=True)

    def save(self) -> None:
        """« Enregistrer »."""
        values: dict[str, Value] = {
            field: box.value for field, box in self.inputs.items()
        }
        if self.corrected.visible and self.corrected.value:
            values["mail_returned"] = False
        self._save(values)
        self._turn(editing=False)

    def cancel(self) -> None:
        """« Annuler »: nothing changes."""
        self._turn(editing=False)

    def _turn(self, *, editing: bool) -> None:
        self.editing = editing
        self._reading.visible = not editing
        self._writing.visible = editing

    def _form(self, label: str) -> pmui.Column:
        buttons = pmui.Row(
            small_button(_("Enregistrer"), self.save, variant="contained", icon="check"),
            small_button(_("Annuler"), self.cancel, variant="text"),
            margin=(6, 0, 4, 0),
        )  # fmt: skip
        return pmui.Column(
            quiet(label), *self.inputs.values(), self.corrected, buttons,
            visible=False, margin=0, sizing_mode="stretch_width",
        )  # fmt: skip

    def __panel__(self) -> Any:
        return self._layout


def _shown(contact: Contact, record: Record) -> str:
    """The contact as HTML: a number can be called from a telephone."""
    if "address1" in contact.fields:
        return plain(address_lines(record.client)).replace("\n", "<br>") or "—"
    [field] = contact.fields
    words = getattr(record.client, field)
    number = re.sub(r"[^\d+]", "", words)
    if contact.called and 6 <= len(number) <= 15:
        return f'<a href="tel:{number}" style="color:#1565c0">{plain(words)}</a>'
    return plain(words) or "—"
