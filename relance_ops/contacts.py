"""Whether a client can be reached, and at what address: syntax and refusals only.

Nothing is asked of any network: an address that looks right may still bounce, which
the ledger then records.
"""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumberType

from relance_ops.model import Client, Form
from relance_ops.postal import postal_lines

# A French number of an overseas department is not valid for "FR": 0692… needs region RE
# (measured, phonenumbers 9.0). Only those with ten digits: elsewhere six are a mobile,
# and a scrap of anything would reach a stranger in Nouméa.
OVERSEAS = ("RE", "GP", "MQ", "GF", "YT", "BL", "MF")

# Digits with what people put between them; a slash or a word ends a number.
_WRITTEN = re.compile(r"[+(]*\d[\d .()-]*")

_MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


@lru_cache(maxsize=200_000)
def email_address(text: str) -> str:
    """The address of *text* as used on the wire; "" if it is not one.

    Accents before the @ need SMTPUTF8, which French providers do not offer: refused.
    """
    if "@" not in text:
        return ""
    try:
        found = validate_email(
            text.strip(),
            check_deliverability=False,
            allow_smtputf8=False,
            globally_deliverable=False,
            test_environment=True,  # .test is reserved, not wrong
        )
    except EmailNotValidError:
        return ""
    # "jean@gmail" is a slip, not an address on the internet.
    return (found.ascii_email or "") if "." in (found.ascii_domain or "") else ""


@lru_cache(maxsize=200_000)
def mobile_number(text: str, country: str = "FR") -> str:
    """The first mobile number in *text* as E.164 (+336…); "" if there is none.

    Landlines and special numbers cannot receive an SMS. "06… (mari) / 06…" holds
    two numbers: each is read by itself, whole, for a piece of a French landline may be
    a mobile in Nouméa.
    """
    for written in _WRITTEN.findall(text):
        number = _valid(written, country)
        if number is not None and phonenumbers.number_type(number) in _MOBILE:
            return phonenumbers.format_number(
                number, phonenumbers.PhoneNumberFormat.E164
            )
    return ""


@lru_cache(maxsize=200_000)
def telephone_number(text: str, country: str = "FR") -> str:
    """The first number in *text* that can be called, as E.164; "" if there is none."""
    for written in _WRITTEN.findall(text):
        number = _valid(written, country)
        if number is not None:
            return phonenumbers.format_number(
                number, phonenumbers.PhoneNumberFormat.E164
            )
    return ""


def _valid(written: str, country: str) -> phonenumbers.PhoneNumber | None:
    """The number that *written* is: at home, else overseas; None if it is none."""
    for region in (country, *OVERSEAS) if country == "FR" else (country,):
        try:
            number = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return number
    return None


def postal_address(client: Client) -> str:
    """The lines on the envelope; "" when a letter could not arrive."""
    complete = (
        client.last_name.strip()
        and (client.address1.strip() or client.address2.strip())
        and client.postcode.strip()
        and client.city.strip()
    )
    if not complete or client.mail_returned:
        return ""
    return "\n".join(postal_lines(client))


def address(client: Client, form: Form) -> str:
    """Where *form* reaches *client* today; "" when it must not or cannot be used.

    A refusal wins over everything; an address that a channel refused for good is
    not tried again until it changes.
    """
    if form in client.refusals:
        return ""
    if form is Form.EMAIL:
        found = email_address(client.email)
    elif form is Form.SMS:
        found = mobile_number(client.mobile, client.country)
    else:
        found = postal_address(client)
    return "" if (form, found) in client.dead_contacts else found
