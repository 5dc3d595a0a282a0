"""What an SMS provider offers besides its channel; `ways_out.py` lists the providers."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from relance_ops.channels.base import Channel, Listener
from relance_ops.errors import ChannelError
from relance_ops.i18n import _
from relance_ops.model import Cause, DeliveryState, Message, Receipt

log = logging.getLogger(__name__)

# Receipts and screens hold no more of what a peer says.
DETAIL_LIMIT = 500

# After as many messages without an answer, or as many refusals in the same words, the
# next one will fare no better: the queue waits.
STRIKES = 3

_NUMBER = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(frozen=True, slots=True)
class CalledBack:
    """One request by which a gateway called us back.

    Attributes:
        content: JSON: its parameters, by anybody who knew the address.
    """

    callback_id: int
    received_at: datetime
    content: str


CalledBackBy = Callable[[str, int], Sequence[CalledBack]]


@dataclass(frozen=True, slots=True)
class Around:
    """What the clinic lends a provider.

    Attributes:
        key: Signs the numbers of deliveries.
        clock: Gives aware times.
        called_back: The requests of one gateway, by its listener's name, after a
            number, oldest first.
    """

    key: bytes
    clock: Callable[[], datetime]
    called_back: CalledBackBy


class SmsProvider(Protocol):
    """One SMS account: its keys of [sms], and what is made with them."""

    @property
    def told(self) -> str:
        """The account in a sentence, without a secret."""
        ...

    @property
    def hears_replies(self) -> bool:
        """True when a client can answer STOP to the SMS itself."""
        ...

    @property
    def own_clause(self) -> str:
        """What the provider writes at the end to say how to object; "" if nothing."""
        ...

    @property
    def callback_token(self) -> str:
        """The secret part of the address that it calls back; "" if it does not."""
        ...

    def channel(self, around: Around) -> Channel:
        """What sends."""
        ...

    def listener(self, around: Around) -> Listener | None:
        """What hears of receipts and replies; None when nothing can be heard."""
        ...

    def check(self) -> str:
        """Whether the account works, in a sentence; nothing is sent.

        Raises:
            ChannelError: It does not; says why.
        """
        ...

    def credit(self) -> int | None:
        """How many SMS are left; None where there is no such number.

        Raises:
            ChannelError: It cannot be asked.
        """
        ...


class Watch:
    """Stops a batch when what goes wrong would go wrong for everybody."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._silent = 0
        self._refusals: Counter[str] = Counter()

    def see(self, receipt: Receipt) -> None:
        """Take note of *receipt*, which its reader has had.

        Raises:
            ChannelError: It was the third time.
        """
        unsure = receipt.state is DeliveryState.UNCERTAIN
        self._silent = self._silent + 1 if unsure else 0
        if self._silent == STRIKES:
            raise unreachable(self._name, receipt.detail)
        if receipt.cause is Cause.MESSAGE:
            self._refusals[receipt.detail] += 1
            if self._refusals[receipt.detail] == STRIKES:
                raise _text_refused(self._name, receipt.detail)


def one_by_one(
    name: str, messages: Iterable[Message], deliver: Callable[[Message], Receipt]
) -> Iterator[Receipt]:
    """Deliver *messages* to the provider *name*, each by a request of its own.

    Raises:
        ChannelError: Whatever *deliver* raises; or three in a row had no answer, or the
            same words were refused three times.
    """
    watch = Watch(name)
    for message in messages:
        receipt = (
            deliver(message) if is_number(message.address) else impossible(message)
        )
        log.info(
            "sms answered delivery=%d state=%s", message.delivery_id, receipt.state
        )
        yield receipt
        watch.see(receipt)


def is_number(address: str) -> bool:
    """True when *address* may be given to a provider: E.164, and nothing else."""
    return _NUMBER.fullmatch(address) is not None


def impossible(message: Message) -> Receipt:
    """The receipt of a message whose address is no number."""
    return Receipt(
        message.delivery_id,
        DeliveryState.FAILED,
        Cause.RECIPIENT,
        detail=_("numéro de mobile impossible"),
    )


def unsure(message: Message, detail: str) -> Receipt:
    """The receipt of a message of which nobody knows whether it left."""
    return Receipt(
        message.delivery_id,
        DeliveryState.UNCERTAIN,
        Cause.UNKNOWN,
        detail=detail[:DETAIL_LIMIT],
    )


def account_refused(name: str, detail: str) -> ChannelError:
    """What to tell a person when the account itself is refused."""
    found = _("Le service SMS {name} refuse le compte : {detail}.").format(
        name=name, detail=detail.rstrip(".")
    )
    remedy = _(
        "Vérifiez [sms] dans relance.toml, les mots de passe, le crédit et l'expéditeur."
    )
    waiting = _("Les SMS attendent.")
    return ChannelError(
        f"{found} {waiting} {remedy}",
        account=True,
        found=f"{found} {remedy}",
    )


def secret_missing(variable: str) -> ChannelError:
    """What to tell a person when a secret is not in the environment."""
    return ChannelError(
        _(
            "Il manque un secret du compte SMS : mettez-le dans la variable "
            "d'environnement {variable}."
        ).format(variable=variable),
        account=True,
    )


def unreachable(name: str, detail: str) -> ChannelError:
    """What to tell a person when the provider does not answer as it should."""
    found = _("Le service SMS {name} ne répond pas comme il faut : {detail}.").format(
        name=name, detail=detail.rstrip(".")
    )
    waiting = _("Les SMS attendent et seront proposés de nouveau.")
    return ChannelError(f"{found} {waiting}", found=found)


def _text_refused(name: str, detail: str) -> ChannelError:
    found = _(
        "Le service SMS {name} refuse le texte de plusieurs SMS : {detail}."
    ).format(name=name, detail=detail.rstrip("."))
    remedy = _("Corrigez le modèle, puis réessayez : les autres SMS attendent.")
    # As an account's: tried again by itself, each round would burn three messages more.
    return ChannelError(f"{found} {remedy}", account=True, found=found)
