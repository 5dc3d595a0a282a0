"""What an answer of OVHcloud to a message means. Statuses: research of 2026-11."""

from __future__ import annotations

import re

from relance_ops.channels.ovh_api import NAME, told
from relance_ops.channels.sms import account_refused
from relance_ops.channels.web import Answer
from relance_ops.i18n import _
from relance_ops.model import Cause, DeliveryState, Message, Receipt

_ACCOUNT_STATUSES = frozenset({401, 402, 403, 404})
_TOO_MANY = 429

_ABOUT_THE_ACCOUNT = re.compile("sender|credit|expir|service", re.IGNORECASE)
_ABOUT_THE_NUMBER = re.compile("receiver|recipient|phone|number", re.IGNORECASE)
_OBJECTED = re.compile("black.?list|opt.?out", re.IGNORECASE)


def accepted(message: Message, answer: Answer) -> Receipt:
    """Status 200: the number it gave, or the receiver that it left out."""
    found = answer.json()
    report = found if isinstance(found, dict) else {}
    if report.get("invalidReceivers") and not report.get("validReceivers"):
        return Receipt(
            message.delivery_id,
            DeliveryState.FAILED,
            Cause.RECIPIENT,
            detail=_("numéro refusé par OVHcloud"),
        )
    ids = report.get("ids")
    if isinstance(ids, list) and ids:
        return Receipt(message.delivery_id, DeliveryState.SENT, reference=str(ids[0]))
    return Receipt(
        message.delivery_id, DeliveryState.UNCERTAIN, Cause.UNKNOWN, detail=told(answer)
    )


def refused(message: Message, answer: Answer) -> Receipt:
    """A refusal: whose fault is it?

    Raises:
        ChannelError: The account's.
    """
    said = told(answer)
    if answer.status in _ACCOUNT_STATUSES:
        raise account_refused(NAME, said)
    if answer.status == _TOO_MANY or answer.status >= 500:
        return Receipt(
            message.delivery_id,
            DeliveryState.RETRY,
            Cause.TRANSIENT,
            detail=said,
            wait_seconds=answer.wait_seconds,
        )
    cause = Cause.MESSAGE
    if _OBJECTED.search(said):
        cause = Cause.OPPOSITION
    elif _ABOUT_THE_ACCOUNT.search(said):
        raise account_refused(NAME, said)
    elif _ABOUT_THE_NUMBER.search(said):
        cause = Cause.RECIPIENT
    return Receipt(message.delivery_id, DeliveryState.FAILED, cause, detail=said)
