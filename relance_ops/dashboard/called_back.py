"""Where an SMS gateway calls back: open to whoever knows the secret of the address.

It only writes down what it is told; its listener decides what to believe.
"""

from __future__ import annotations

import hmac
from typing import Any

from tornado.ioloop import IOLoop
from tornado.web import HTTPError

from relance_ops.dashboard.door import CALLBACKS
from relance_ops.dashboard.safety import SafeHandler
from relance_ops.practice import Practice


class CalledBack(SafeHandler):
    """One call of a gateway."""

    def initialize(self, practice: Practice) -> None:
        """Remember whose gateway it is."""
        self.practice = practice

    async def get(self, source: str, token: str) -> None:
        """Keep the parameters, beside the browsers' loop; a stranger finds no page."""
        account, written = self.practice.sms, self.practice.config.sms
        secret = account.callback_token if account else ""
        known = hmac.compare_digest(secret.encode(), token.encode())
        if not secret or not known or written is None or written.provider != source:
            raise HTTPError(404)
        said = {
            name: values[0].decode("utf-8", "replace")
            for name, values in self.request.query_arguments.items()
        }
        calls = self.practice.callbacks(source)
        await IOLoop.current().run_in_executor(None, calls.keep, said)
        self.finish()


def route(practice: Practice) -> tuple[Any, ...]:
    """The address, by provider and secret."""
    pattern = rf"{CALLBACKS}([a-z]+)/([A-Za-z0-9_-]+)"
    return pattern, CalledBack, {"practice": practice}
