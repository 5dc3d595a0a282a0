"""Signed questions to the API of OVHcloud (eu.api.ovh.com, section /sms)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from relance_ops.channels.sms import account_refused, secret_missing, unreachable
from relance_ops.channels.web import Answer, NoAnswerError, NotAskedError, ask

NAME = "OVHcloud"

APPLICATION_SECRET = "RELANCE_OVH_APPLICATION_SECRET"  # noqa: S105  # the name only
CONSUMER_KEY = "RELANCE_OVH_CONSUMER_KEY"

# Not signed in; no right or no credit for it; the account does not exist.
_ACCOUNT_STATUSES = frozenset({401, 402, 403, 404})

# What a person waits for looks at the credit for no longer.
GLANCE_SECONDS = 4


class OvhApi:
    """One SMS account of OVHcloud.

    Args:
        url: Where the API is, without a slash at the end.
        service: The account, "sms-ab12345-1".
        keys: Application key, application secret, consumer key.
        clock: Gives aware times.
        timeout_seconds: The longest wait for one answer.
    """

    def __init__(
        self,
        url: str,
        service: str,
        keys: tuple[str, str, str],
        *,
        clock: Callable[[], datetime],
        timeout_seconds: float,
    ) -> None:
        self._url = url
        self._service = quote(service, safe="")
        self._keys = keys
        self._clock = clock
        self._timeout = timeout_seconds
        self._ahead_seconds: int | None = None

    def post(self, path: str, content: Mapping[str, object]) -> Answer:
        """Ask for something to be done, once.

        Raises:
            NoAnswerError: Nobody knows whether it was.
            NotAskedError: It certainly was not.
        """
        body = json.dumps(content, ensure_ascii=False).encode()
        return self._ask("POST", f"/sms/{self._service}{path}", body)

    def get(self, path: str, **asked: str) -> Any:
        """What the account says at *path*, read; None where there is nothing.

        Raises:
            ChannelError: The provider cannot be reached, or refuses the account.
        """
        query = f"?{urlencode(asked)}" if asked else ""
        try:
            answer = self._ask("GET", f"/sms/{self._service}{path}{query}", b"")
        except (NoAnswerError, NotAskedError) as error:
            raise unreachable(NAME, str(error)) from error
        if answer.status == 404 and path:
            return None
        if answer.status in _ACCOUNT_STATUSES:
            raise account_refused(NAME, told(answer))
        found = answer.json()
        if answer.status != 200 or found is None:
            raise unreachable(NAME, told(answer))
        return found

    def ready(self) -> None:
        """Make sure that questions can be signed.

        Raises:
            ChannelError: A secret is missing, or the provider cannot be reached.
        """
        for secret, variable in zip(
            self._keys[1:], (APPLICATION_SECRET, CONSUMER_KEY), strict=True
        ):
            if not secret:
                raise secret_missing(variable)
        try:
            self._now()
        except (NoAnswerError, NotAskedError) as error:
            raise unreachable(NAME, str(error)) from error

    def _ask(self, method: str, path: str, body: bytes) -> Answer:
        url = f"{self._url}{path}"
        application, secret, consumer = self._keys
        now = str(self._now())
        signed = "+".join((secret, consumer, method, url, body.decode(), now))
        digest = hashlib.sha1(signed.encode(), usedforsecurity=False).hexdigest()
        headers = {
            "Content-Type": "application/json;charset=utf-8",
            "X-Ovh-Application": application,
            "X-Ovh-Consumer": consumer,
            "X-Ovh-Timestamp": now,
            "X-Ovh-Signature": f"$1${digest}",
        }
        return ask(
            method,
            url,
            headers=headers,
            body=body or None,
            timeout_seconds=self._timeout,
        )

    def _now(self) -> int:
        """The provider's time: it refuses signatures of another."""
        here = int(self._clock().timestamp())
        if self._ahead_seconds is None:
            url = f"{self._url}/auth/time"
            try:
                answer = ask("GET", url, timeout_seconds=self._timeout)
            except NoAnswerError as error:
                # Nothing but the hour was asked: nothing was done.
                raise NotAskedError(str(error)) from error
            there = answer.json()
            if answer.status != 200 or type(there) is not int:
                raise NotAskedError(told(answer))
            self._ahead_seconds = there - here
        return here + self._ahead_seconds


def told(answer: Answer) -> str:
    """The provider's own words, shortened for the ledger."""
    found = answer.json()
    words = found.get("message") if isinstance(found, dict) else None
    said = words if isinstance(words, str) else answer.words
    return f"{answer.status} {said}"[:500].strip()
