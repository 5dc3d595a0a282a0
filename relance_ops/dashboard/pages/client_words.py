"""What a client's record says of each contact and each box, in a few words."""

from __future__ import annotations

from datetime import tzinfo

from relance_ops import contacts
from relance_ops.i18n import _, day
from relance_ops.model import Client, Form
from relance_ops.record_words import form_words, origin_words
from relance_ops.records import Record

# A check of a contact: the words, and good, bad, warn or "".
Check = tuple[str, str]


def email_checks(record: Record, zone: tzinfo) -> list[Check]:
    """Whether the email address can be used."""
    if not record.client.email.strip():
        return [(_("pas d'adresse email"), "")]
    address = contacts.email_address(record.client.email)
    if not address:
        return [(_("adresse incorrecte"), "bad")]
    return _used(record, Form.EMAIL, address, zone) or [(_("valable"), "good")]


def mobile_checks(record: Record, zone: tzinfo) -> list[Check]:
    """Whether an SMS can leave."""
    client = record.client
    if not client.mobile.strip():
        return [(_("pas de mobile"), "")]
    number = contacts.mobile_number(client.mobile, client.country)
    if not number:
        return [(_("n'est pas un numéro de mobile"), "bad")]
    return _used(record, Form.SMS, number, zone) or [(_("mobile reconnu"), "good")]


def postal_checks(record: Record, zone: tzinfo) -> list[Check]:
    """Whether a letter can arrive."""
    client = record.client
    if client.mail_returned:
        noted = noted_words(record, "mail_returned", zone)
        return [(_("courrier revenu (NPAI), {noted}").format(noted=noted), "bad")]
    address = contacts.postal_address(client)
    if not address:
        return [(_("adresse incomplète"), "bad")]
    return _used(record, Form.PAPER, address, zone) or [(_("complète"), "good")]


def _used(record: Record, form: Form, address: str, zone: tzinfo) -> list[Check]:
    """What keeps a good address from being used: refused by a channel, or the client."""
    if form in record.client.refusals:
        return [(_("le client refuse"), "warn")]
    return [
        (
            _("refusée le {day} : {reason}").format(
                day=day(dead.flagged_at.astimezone(zone).date()), reason=dead.reason
            ),
            "bad",
        )
        for dead in record.dead
        if (dead.form, dead.address) == (form, address)
    ]


def noted_words(record: Record, field: str, zone: tzinfo) -> str:
    """When a box was ticked, by whom, where that comes from."""
    noted = record.noted.get(field)
    if noted is None:
        return _("dans l'export")
    said = _("noté le {day} par {who}").format(
        day=day(noted.at.astimezone(zone).date()), who=noted.by
    )
    return f"{said} — {origin_words(noted.origin)}" if noted.origin else said


def reached_words(record: Record) -> tuple[str, str]:
    """« Sera joint par : email », and whether that is good or bad."""
    if record.archived:
        return _("Client archivé : aucune relance ne part."), "warn"
    if not record.reached_by:
        return _("Ne peut être joint par aucune forme."), "bad"
    forms = ", ".join(form_words(form) for form in record.reached_by)
    return _("Sera joint par : {forms}").format(forms=forms), "good"


def full_name(client: Client) -> str:
    """The client as one addresses them."""
    return " ".join(
        part for part in (client.title, client.first_name, client.last_name) if part
    )


def address_lines(client: Client) -> str:
    """The postal address as it is kept, on several lines."""
    town = f"{client.postcode} {client.city}".strip()
    country = "" if client.country == "FR" else client.country
    lines = (client.address1, client.address2, town, country)
    return "\n".join(line for line in lines if line)
