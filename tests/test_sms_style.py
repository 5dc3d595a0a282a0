"""How SMS are written: in plain characters, and saying how to have no more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from relance_ops import sms_text
from relance_ops.channels.gammu import Gammu
from relance_ops.channels.kannel import Kannel
from relance_ops.channels.ovh import Ovh
from relance_ops.messages import compose
from relance_ops.model import Kind
from relance_ops.settings import Settings, SmsStop, YesNo
from relance_ops.sms_style import SmsStyle
from relance_ops.sms_text import Encoding
from tests.deliveries import CLINIC, ON, a_client, a_delivery, a_reminder

ACT = a_reminder()
INFORMATION = a_reminder(family="information")


def text(style: SmsStyle, reminder: object = ACT, **client: str) -> str:
    planned = a_delivery(Kind.SMS, reminder, client=a_client(**client))  # type: ignore[arg-type]
    return compose(planned, clinic=CLINIC, on=ON, sms=style).text


def test_without_replies_the_clinics_number_is_given() -> None:
    assert text(SmsStyle()).endswith(" STOP : 04 65 71 00 00")


def test_where_replies_are_heard_stop_is_answered() -> None:
    style = SmsStyle(hears_replies=True)

    assert text(style).endswith(" STOP : répondez STOP")
    assert text(style, language="en").endswith(" STOP: reply STOP")


def test_an_act_may_say_nothing_and_an_information_never_does() -> None:
    style = SmsStyle(stop=SmsStop.INFORMATION)

    assert "STOP" not in text(style)
    assert "STOP" in text(style, INFORMATION)


def test_the_clause_of_the_provider_is_read_and_counted() -> None:
    style = SmsStyle(own_clause="STOP 36111")

    assert text(style).endswith(" STOP 36111")
    assert text(style).count("STOP") == 1


def test_a_template_that_says_it_is_not_said_twice() -> None:
    ending = SmsStyle().ending([ACT], written="… Stop SMS : appelez", phone="04")

    assert ending == ""


@pytest.mark.parametrize(
    ("simplify", "encoding"), [(True, Encoding.GSM_7), (False, Encoding.UCS_2)]
)
def test_plain_characters_are_a_choice(simplify: bool, encoding: Encoding) -> None:
    said = text(SmsStyle(simplify=simplify), a_reminder(animal_name="Noël"))

    assert sms_text.parts(said).encoding is encoding


def test_the_settings_and_the_provider_make_the_style() -> None:
    settings = replace(Settings(), sms_simplify=YesNo.NO, sms_stop=SmsStop.INFORMATION)

    style = SmsStyle.of(settings, Ovh("sms-1", "key", sender="TILLEULS"))

    assert style == SmsStyle(
        simplify=False, stop=SmsStop.INFORMATION, own_clause="STOP 36111"
    )


@pytest.mark.parametrize(
    ("provider", "hears"),
    [
        (Ovh("sms-1", "key"), True),
        (Ovh("sms-1", "key", sender="TILLEULS"), False),
        (Kannel("http://x", "u", sender="36123", callback_url="http://y"), True),
        (Kannel("http://x", "u", sender="TILLEULS", callback_url="http://y"), False),
        (Kannel("http://x", "u", sender="36123"), False),
        (Gammu("smsd.db"), True),  # type: ignore[arg-type]
    ],
)
def test_a_name_takes_no_reply_and_a_number_does(
    provider: Ovh | Kannel | Gammu, hears: bool
) -> None:
    assert provider.hears_replies is hears
