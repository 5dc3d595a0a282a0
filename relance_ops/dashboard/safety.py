"""What every answer of the dashboard carries, whoever gives it, and what is logged of it."""

from __future__ import annotations

import logging
from functools import partial
from types import TracebackType
from typing import Any

import tornado.web
from tornado.httputil import HTTPHeaders, HTTPServerRequest

log = logging.getLogger(__name__)

# Panel's bundles need inline scripts and blobs; nothing may come from elsewhere.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob: ws: wss:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "object-src 'self' blob:",
        "frame-ancestors 'self'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)

# Unless the page has a stricter word of its own.
ON_EVERY_ANSWER = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# Libraries, the same for every clinic: without a cache each page would load them again.
_MAY_BE_KEPT = ("/static/", "/components/")
# ASVS 5.0, 3.4.1: a year at least.
_ONE_YEAR_SECONDS = 31_536_000
_TEXTS = ("text/", "application/javascript", "application/json")


class OnEveryAnswer(tornado.web.OutputTransform):
    """Headers of every answer of the application: ours, Panel's, an error's.

    A transform, because some handlers are Panel's and Tornado's own: none of them can
    be forgotten here.

    Args:
        only_https: Tell browsers never to ask this name in clear again. Not by default:
            on a clinic's network the same machine often answers in clear on other
            ports, which a browser would then refuse with no way out for a receptionist.
    """

    def __init__(self, request: HTTPServerRequest, *, only_https: bool = False) -> None:
        super().__init__(request)
        self._path = request.path
        self._only_https = only_https

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, *_finishing: Any
    ) -> tuple[int, HTTPHeaders, bytes]:
        """The same answer, with what every answer carries."""
        # Which version answers is a stranger's first question.
        headers.pop("Server", None)
        for name, value in ON_EVERY_ANSWER.items():
            headers.setdefault(name, value)
        if status_code >= 300 or not self._path.startswith(_MAY_BE_KEPT):
            headers.setdefault("Cache-Control", "no-store")
        if self._only_https:
            headers["Strict-Transport-Security"] = f"max-age={_ONE_YEAR_SECONDS}"
        kind = headers.get("Content-Type", "")
        if kind.startswith(_TEXTS) and "charset" not in kind:
            headers["Content-Type"] = f"{kind}; charset=utf-8"
        return status_code, headers, chunk


def answer_safely(application: tornado.web.Application, *, only_https: bool) -> None:
    """Put all that on every answer of *application*, and on its log."""
    # Typed for classes; any maker of a transform will do.
    make: Any = partial(OnEveryAnswer, only_https=only_https)
    application.add_transform(make)
    application.settings["log_function"] = log_request


class SafeHandler(tornado.web.RequestHandler):
    """One of our own routes."""

    def log_exception(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        """Log what went wrong without the request: its address may hold a secret."""
        if kind is None or error is None or isinstance(error, tornado.web.HTTPError):
            return
        log.error(
            "request failed handler=%s",
            type(self).__name__,
            exc_info=(kind, error, where),
        )


def log_request(handler: tornado.web.RequestHandler) -> None:
    """Log an answer by who gave it: an address may hold a secret or a phone number."""
    log.info(
        "request answered status=%d handler=%s",
        handler.get_status(),
        type(handler).__name__,
    )
