"""SMS by OVHcloud: sent one by one, followed by their tag, all by asking.

Nothing of ours needs to be reachable from outside: receipts and replies are fetched
(`ovh_news.py`). Public description: docs.ovhcloud.com, "API SMS Cookbook".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from relance_ops import config_values as values
from relance_ops import sms_text
from relance_ops.channels.ovh_api import (
    APPLICATION_SECRET,
    CONSUMER_KEY,
    GLANCE_SECONDS,
    NAME,
    OvhApi,
    told,
)
from relance_ops.channels.ovh_news import OvhListener, tag_of
from relance_ops.channels.ovh_replies import accepted, refused
from relance_ops.channels.sms import (
    Around,
    account_refused,
    one_by_one,
    unreachable,
    unsure,
)
from relance_ops.channels.web import NoAnswerError, NotAskedError
from relance_ops.config_sections import Reader
from relance_ops.errors import ChannelError
from relance_ops.i18n import _
from relance_ops.model import DeliveryState, Kind, Message, Receipt
from relance_ops.sms_config import TEXT, TIMEOUT, URL, SmsConfig

# What OVHcloud writes at the end itself, unless it is told that nobody may object; a
# reply to 36111 puts the number on the account's list, which we read.
ITS_CLAUSE = " STOP 36111"

_CODING = {sms_text.Encoding.GSM_7: "7bit", sms_text.Encoding.UCS_2: "8bit"}

# Nobody wants a reminder two days late.
_VALID_MINUTES = 2880

# A gateway of theirs gave up waiting: what stood behind it may have gone on.
_GAVE_UP = 504


def _sender(value: object, base: Any) -> str:
    word = values.text(value, base)
    if len(word) > 11 or not word.isascii():
        raise values.NotAllowedError
    return word


_READERS: Mapping[str, Reader] = {
    "service": (values.name, lambda: _("le nom du compte, comme sms-ab12345-1")),
    "application_key": TEXT,
    "sender": (
        _sender,
        lambda: _(
            "un expéditeur validé, de 11 caractères au plus ; vide pour un numéro"
        ),
    ),
    "url": URL,
    "timeout_seconds": TIMEOUT,
}


@dataclass(frozen=True, slots=True)
class Ovh:
    """[sms] with provider = "ovh".

    Attributes:
        sender: Validated by OVHcloud; "" for a short number, to which clients reply.
    """

    service: str
    application_key: str
    sender: str = ""
    url: str = "https://eu.api.ovh.com/1.0"
    timeout_seconds: int = 20
    application_secret: str = field(default="", repr=False)
    consumer_key: str = field(default="", repr=False)

    @classmethod
    def read(cls, config: SmsConfig) -> Ovh:
        """The account of [sms]; see `SmsConfig.values`."""
        return cls(
            **config.values(cls, _READERS),
            application_secret=config.secret(APPLICATION_SECRET),
            consumer_key=config.secret(CONSUMER_KEY),
        )

    @property
    def told(self) -> str:
        """The account in a sentence."""
        if not self.sender:
            return _("Compte OVHcloud {service}, par un numéro court.").format(
                service=self.service
            )
        return _("Compte OVHcloud {service}, expéditeur {sender}.").format(
            service=self.service, sender=self.sender
        )

    @property
    def hears_replies(self) -> bool:
        """A short number takes replies, a name does not."""
        return not self.sender

    @property
    def own_clause(self) -> str:
        """Under a name, it tells of a short number of its own."""
        return ITS_CLAUSE.strip() if self.sender else ""

    @property
    def callback_token(self) -> str:
        """It never calls us."""
        return ""

    def api(self, clock: Callable[[], datetime], timeout_seconds: float = 0) -> OvhApi:
        """Questions to this account."""
        return OvhApi(
            self.url,
            self.service,
            (self.application_key, self.application_secret, self.consumer_key),
            clock=clock,
            timeout_seconds=timeout_seconds or self.timeout_seconds,
        )

    def channel(self, around: Around) -> OvhChannel:
        """What sends."""
        return OvhChannel(self, around)

    def listener(self, around: Around) -> OvhListener:
        """What fetches receipts, replies and objections."""
        return OvhListener(self.api(around.clock), key=around.key, clock=around.clock)

    def check(self) -> str:
        """Ask for the credit, and whether the sender is validated.

        Raises:
            ChannelError: The account does not work; says why.
        """
        api = self.api(_now)
        api.ready()
        credit = _credit(api)
        if self.sender:
            found = api.get(f"/senders/{self.sender}")
            if not isinstance(found, dict) or found.get("status") != "enable":
                state = found.get("status") if isinstance(found, dict) else _("inconnu")
                raise account_refused(
                    NAME,
                    _("l'expéditeur {sender} n'est pas validé ({state})").format(
                        sender=self.sender, state=state
                    ),
                )
        said = _("OVHcloud répond et accepte le compte {service}.").format(
            service=self.service
        )
        left = _("Crédit : {n} SMS.").format(n=credit)
        return said if credit is None else f"{said} {left}"

    def credit(self) -> int | None:
        """How many SMS are left, asked for no longer than a person waits.

        Raises:
            ChannelError: It cannot be asked.
        """
        api = self.api(_now, GLANCE_SECONDS)
        api.ready()
        return _credit(api)


class OvhChannel:
    """One SMS account of OVHcloud."""

    kind = Kind.SMS
    needs_confirmation = False

    def __init__(self, account: Ovh, around: Around) -> None:
        self._account = account
        self._key = around.key
        self._api = account.api(around.clock)

    def send(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        """Send *messages*, each by a request of its own.

        Raises:
            ChannelError: The provider cannot be reached, does not answer, refuses the
                same words three times, or (``account=True``) refuses the account.
        """
        self._api.ready()
        yield from one_by_one(NAME, messages, self._deliver)

    def _deliver(self, message: Message) -> Receipt:
        tag = tag_of(message.delivery_id, key=self._key)
        try:
            answer = self._api.post("/jobs", self._job(message, tag))
        except NotAskedError as error:
            raise unreachable(NAME, str(error)) from error
        except NoAnswerError as error:
            return self._looked_up(message, tag, str(error))
        if answer.status == _GAVE_UP:
            return self._looked_up(message, tag, told(answer))
        if answer.status == 200:
            return accepted(message, answer)
        return refused(message, answer)

    def _job(self, message: Message, tag: str) -> dict[str, object]:
        text = message.words.text
        objected = bool(self._account.sender) and text.endswith(ITS_CLAUSE)
        sender = (
            {"sender": self._account.sender}
            if self._account.sender
            else {"senderForResponse": True}
        )
        return {
            "receivers": [message.address],
            # It adds its clause again: ours is only there to be read and counted.
            "message": text.removesuffix(ITS_CLAUSE) if objected else text,
            "noStopClause": not objected,
            "charset": "UTF-8",
            "coding": _CODING[sms_text.parts(text).encoding],
            "priority": "high",
            "validityPeriod": _VALID_MINUTES,
            "tag": tag,
            **sender,
        }

    def _looked_up(self, message: Message, tag: str, detail: str) -> Receipt:
        """What became of a message without an answer, if the account shows it."""
        try:
            found = self._api.get("/outgoing", tag=tag)
        except ChannelError:
            found = None  # whether it left is still not known
        if isinstance(found, list) and found:
            return Receipt(
                message.delivery_id, DeliveryState.SENT, reference=str(found[0])
            )
        return unsure(message, detail)


def _now() -> datetime:
    """For questions that a person asks: the provider compares it with its own."""
    return datetime.now(UTC)


def _credit(api: OvhApi) -> int | None:
    found = api.get("")
    left = found.get("creditsLeft") if isinstance(found, dict) else None
    return int(left) if isinstance(left, int | float) else None
