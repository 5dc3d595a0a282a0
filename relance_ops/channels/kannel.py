"""SMS by a Kannel gateway, and so by any operator that speaks SMPP.

What becomes of them, and replies, Kannel calls back (`kannel_news.py`). Kannel 1.4.5
user's guide, chapters 6 and 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlencode

from relance_ops import sms_text
from relance_ops.channels.kannel_news import KannelListener
from relance_ops.channels.sms import (
    DETAIL_LIMIT,
    Around,
    account_refused,
    one_by_one,
    secret_missing,
    unreachable,
    unsure,
)
from relance_ops.channels.web import Answer, NoAnswerError, NotAskedError, ask
from relance_ops.config_sections import Reader
from relance_ops.i18n import _
from relance_ops.model import Cause, DeliveryState, Kind, Message, Receipt
from relance_ops.signatures import Purpose, signed
from relance_ops.sms_config import TEXT, TIMEOUT, URL, SmsConfig

NAME = "Kannel"
PASSWORD = "RELANCE_SMS_PASSWORD"  # noqa: S105  # the name, not the secret
TOKEN = "RELANCE_SMS_CALLBACK_TOKEN"  # noqa: S105  # the same

# Nobody guesses one of this length, and an address stays readable.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,100}")

# Delivered, undeliverable, queued, accepted and rejected by the operator.
_EVERYTHING = 31

_TOO_MANY = 429
_GAVE_UP = 504
_DENIED = re.compile("denied by white|black.?list|receiver", re.IGNORECASE)
_SENDER = re.compile("sender|authori|user", re.IGNORECASE)

_READERS: Mapping[str, Reader] = {
    "url": URL,
    "user": TEXT,
    "sender": TEXT,
    "callback_url": URL,
    "timeout_seconds": TIMEOUT,
}


@dataclass(frozen=True, slots=True)
class Kannel:
    """[sms] with provider = "kannel".

    Attributes:
        url: Of its "sendsms".
        sender: The name or number that clients see; "" for the gateway's own.
        callback_url: Where the gateway reaches the dashboard; "" if it cannot.
        callback_token: The secret part of that address.
    """

    url: str
    user: str
    sender: str = ""
    callback_url: str = ""
    timeout_seconds: int = 20
    password: str = field(default="", repr=False)
    callback_token: str = field(default="", repr=False)

    @classmethod
    def read(cls, config: SmsConfig) -> Kannel:
        """The account of [sms]; see `SmsConfig.values`.

        Raises:
            SettingError: Besides, when it may call back without a good secret.
        """
        account = cls(
            **config.values(cls, _READERS),
            password=config.secret(PASSWORD),
            callback_token=config.secret(TOKEN),
        )
        if account.callback_url and not _TOKEN.fullmatch(account.callback_token):
            raise config.refused(
                "callback_url",
                account.callback_url,
                _(
                    "une adresse, avec dans {variable} un secret de 16 à 100 lettres "
                    "et chiffres"
                ).format(variable=TOKEN),
            )
        return account

    @property
    def told(self) -> str:
        """The account in a sentence."""
        said = _("Passerelle Kannel {url}, utilisateur {user}.").format(
            url=self.url, user=self.user
        )
        return said if self.callback_url else f"{said} {_deaf()}"

    @property
    def hears_replies(self) -> bool:
        """It is called back, and clients see a number that they can answer."""
        return bool(self.callback_url) and self.sender.removeprefix("+").isdigit()

    @property
    def own_clause(self) -> str:
        """It adds nothing."""
        return ""

    def channel(self, around: Around) -> KannelChannel:
        """What sends."""
        return KannelChannel(self, around)

    def listener(self, around: Around) -> KannelListener | None:
        """What reads the calls of the gateway."""
        if not self.callback_url:
            return None
        return KannelListener(
            partial(around.called_back, KannelListener.name), key=around.key
        )

    def check(self) -> str:
        """Sign in with a message to nobody, which it refuses for that alone.

        Raises:
            ChannelError: The gateway cannot be reached, or refuses the account.
        """
        answer = self.ask({"text": "", "to": ""})
        if answer.status == 403 or _SENDER.search(answer.words):
            raise account_refused(NAME, told(answer))
        if answer.status == 404 or answer.status >= 500:
            raise unreachable(NAME, told(answer))
        said = _("La passerelle {url} répond et accepte {user}.").format(
            url=self.url, user=self.user
        )
        return said if self.callback_url else f"{said} {_deaf()}"

    def credit(self) -> int | None:
        """A gateway knows of none."""
        return None

    def ask(self, asked: Mapping[str, object]) -> Answer:
        """What the gateway answers to *asked*, in the name of the account.

        Raises:
            ChannelError: It was certainly not asked.
            NoAnswerError: Nobody knows what it did.
        """
        if not self.password:
            raise secret_missing(PASSWORD)
        query = {"username": self.user, "password": self.password, **asked}
        try:
            return ask(
                "GET",
                f"{self.url}?{urlencode(query)}",
                timeout_seconds=self.timeout_seconds,
            )
        except NotAskedError as error:
            raise unreachable(NAME, str(error)) from error

    @property
    def calls(self) -> str:
        """The address by which it calls back."""
        return f"{self.callback_url}/sms/kannel/{self.callback_token}"


class KannelChannel:
    """One account of a Kannel gateway."""

    kind = Kind.SMS
    needs_confirmation = False

    def __init__(self, account: Kannel, around: Around) -> None:
        self._account = account
        self._key = around.key

    def send(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        """Send *messages*, each by a request of its own.

        Raises:
            ChannelError: The gateway cannot be reached, does not answer, refuses the
                same words three times, or (``account=True``) refuses the account.
        """
        yield from one_by_one(NAME, messages, self._deliver)

    def _deliver(self, message: Message) -> Receipt:
        try:
            answer = self._account.ask(self._asked(message))
        except NoAnswerError as error:
            return unsure(message, str(error))
        if answer.status in (200, 202):
            return Receipt(message.delivery_id, DeliveryState.SENT)
        if answer.status == _GAVE_UP:
            return unsure(message, told(answer))
        return _refused(message, answer)

    def _asked(self, message: Message) -> dict[str, object]:
        text = message.words.text
        asked: dict[str, object] = {
            "to": message.address,
            "text": text,
            "charset": "UTF-8",
        }
        if self._account.sender:
            asked["from"] = self._account.sender
        if sms_text.parts(text).encoding is sms_text.Encoding.UCS_2:
            # Without it Kannel writes "?" for each character that it does not know.
            asked["coding"] = 2
        if self._account.callback_url:
            number = signed(message.delivery_id, Purpose.RECEIPT, key=self._key)
            # Kannel writes its news in place of %d, %A and %F.
            asked["dlr-mask"] = _EVERYTHING
            asked["dlr-url"] = (
                f"{self._account.calls}?id={number}&type=%d&answer=%A&fid=%F"
            )
        return asked


def _deaf() -> str:
    return _("Sans adresse de rappel, ni accusés ni réponses.")


def told(answer: Answer) -> str:
    """The gateway's own words, shortened for the ledger."""
    return f"{answer.status} {answer.words}"[:DETAIL_LIMIT].strip()


def _refused(message: Message, answer: Answer) -> Receipt:
    """A refusal: whose fault is it?

    Raises:
        ChannelError: The account's.
    """
    said = told(answer)
    if answer.status == _TOO_MANY or answer.status >= 500:
        return Receipt(
            message.delivery_id,
            DeliveryState.RETRY,
            Cause.TRANSIENT,
            detail=said,
            wait_seconds=answer.wait_seconds,
        )
    cause = Cause.RECIPIENT if _DENIED.search(said) else Cause.MESSAGE
    about_us = cause is Cause.MESSAGE and _SENDER.search(said)
    if answer.status in (401, 402, 403, 404) or about_us:
        raise account_refused(NAME, said)
    return Receipt(message.delivery_id, DeliveryState.FAILED, cause, detail=said)
