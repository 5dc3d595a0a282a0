"""Which channel, for the reference: "usable channel" and « Sous quelle forme ? ».

Written from the end of the specification's section 4 alone. Nothing of relance_ops.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from tests.reference_world import FORMS, Client, Rule, World

OVERSEAS = ("RE", "GP", "MQ", "GF", "YT", "BL", "MF")
E164 = phonenumbers.PhoneNumberFormat.E164
MOBILE = (
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
)


def why_blocked(world: World, client: Client) -> str:
    """« Sous quelle forme ? »: none ticked is « aucune forme choisie »."""
    no_box = world.choices.form_mode == "client" and not client.boxes
    return "no_form_chosen" if no_box else "no_usable_channel"


def channels_for(world: World, client: Client, rule: Rule) -> tuple[str, ...]:
    """« Sous quelle forme ? »: the clinic's order, or the client's ticked boxes.

    A step with channels narrows either; paper leaves as the step's letter or card.
    """
    choices = world.choices
    per_client = choices.form_mode == "client"
    wanted = (
        [f for f in FORMS if f in client.boxes] if per_client else choices.form_order
    )
    usable = [
        form
        for form in wanted
        if (not rule.channels or form in rule.channels)
        if is_usable(world, client, form)
    ]
    if not per_client and choices.form_usable == "first":
        usable = usable[:1]
    return tuple(rule.paper_form if form == "paper" else form for form in usable)


def is_usable(world: World, client: Client, form: str) -> bool:
    """« Usable channel »: reachable, not flagged dead; a refusal always wins."""
    if form in client.refusals:
        return False
    if form == "paper":
        address = client.address1.strip() or client.address2.strip()
        lines = (
            client.last_name.strip(),
            address,
            client.postcode.strip(),
            client.city.strip(),
        )
        return all(lines) and not client.mail_returned
    address = email_of(client) if form == "email" else mobile_of(client)
    return (
        bool(address) and (client.client_id, form, address) not in world.dead_contacts
    )


def email_of(client: Client) -> str:
    """A syntactically valid address, as it is used: ASCII, domain normalised."""
    try:
        found = validate_email(
            client.email.strip(),
            check_deliverability=False,
            allow_smtputf8=False,
            test_environment=True,  # the reserved .test domain is fine
        )
    except EmailNotValidError:
        return ""
    return (found.ascii_email or "") if "." in found.domain else ""


def mobile_of(client: Client) -> str:
    """The first valid mobile number of the field, in E.164.

    Its region is the client's country; what is no number in France may be one overseas.
    """
    regions = ("FR", *OVERSEAS) if client.country == "FR" else (client.country,)
    for written in re.findall(r"[+(]*\d[\d .()-]*", client.mobile):
        number = first_valid(written, regions)
        if number and phonenumbers.number_type(number) in MOBILE:
            return phonenumbers.format_number(number, E164)
    return ""


def first_valid(
    written: str, regions: Iterable[str]
) -> phonenumbers.PhoneNumber | None:
    """The number that *written* is in the first of *regions* where it is one."""
    for region in regions:
        try:
            number = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return number
    return None
