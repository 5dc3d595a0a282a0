"""Asking a dashboard as a browser does, without one: forms, cookies, the websocket."""

from __future__ import annotations

import asyncio
import html
import re
import ssl
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPMessage, HTTPSConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from bokeh.protocol import Protocol
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

PASSWORD = "un cheval bleu"
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What the dashboard said."""

    status: int
    headers: HTTPMessage
    text: str

    @property
    def to(self) -> str:
        """Where it leads."""
        return str(self.headers["Location"] or "")

    @property
    def error(self) -> str:
        """What its page says went wrong."""
        found = re.search(r'role="alert">([^<]*)<', self.text)
        return html.unescape(found.group(1)) if found else ""


@dataclass(slots=True)
class Visit:
    """One browser's cookies on one dashboard."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self,
        path: str,
        form: dict[str, str] | None = None,
        method: str = "",
        **headers: str,
    ) -> Answer:
        """Get a page, or send a form."""
        body = None if form is None else urlencode(form)
        sent = {
            "Cookie": self._cookie(),
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection = self._connection()
        try:
            connection.request(method or ("POST" if form else "GET"), path, body, sent)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Answer(response.status, response.headers, text)

    def sign_in(self, login: str, password: str = PASSWORD, page: str = "/") -> Answer:
        """Fill in the login page."""
        form = {"login": login, "password": password, "next": page}
        return self.ask("/connexion", {**form, "_xsrf": self.form_token()})

    def form_token(self) -> str:
        """What the login page's, or the sign-out page's, form carries."""
        for path in ("/connexion", "/deconnexion"):
            found = re.search(r'name="_xsrf" value="([^"]+)"', self.ask(path).text)
            if found:
                return found.group(1)
        raise AssertionError("no page with a form")

    def sign_out(self) -> Answer:
        return self.ask("/deconnexion", {"_xsrf": self.form_token()})

    def page_token(self, path: str = "/") -> str:
        """By which the page of *path* opens its websocket."""
        found = re.search(r'"token":"([^"]+)"', self.ask(path).text)
        assert found, "no page was shown"
        return found.group(1)

    def websocket(self, token: str, *, origin: str = "") -> int:
        """What the websocket answers to the page of *token*: 101 when it opens."""
        headers = {
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Protocol": f"bokeh, {token}",
            "Origin": origin or self.url,
            "Cookie": self._cookie(),
        }
        connection = self._connection()
        try:
            connection.request("GET", "/ws", headers=headers)
            with connection.getresponse() as response:
                return response.status
        finally:
            connection.close()

    def document(self, token: str) -> str:
        """The page of *token* as it comes through the websocket."""
        return asyncio.run(self._document(token))

    async def _document(self, token: str) -> str:
        request = HTTPRequest(
            f"{self.url.replace('http', 'ws', 1)}/ws",
            headers={"Cookie": self._cookie(), "Origin": self.url},
        )
        socket = await websocket_connect(request, subprotocols=["bokeh", token])
        # The server listens once it has said so.
        heard = str(await asyncio.wait_for(socket.read_message(), SECONDS))
        asked = Protocol().create("PULL-DOC-REQ")
        for part in (asked.header_json, asked.metadata_json, asked.content_json):
            await socket.write_message(part)
        while '"roots"' not in heard:
            heard += str(await asyncio.wait_for(socket.read_message(), SECONDS))
        socket.close()
        while await socket.read_message() is not None:
            pass  # what was on its way; then it is closed
        return heard

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _connection(self) -> HTTPConnection:
        place = urlsplit(self.url)
        host, port = str(place.hostname), place.port
        if place.scheme == "http":
            return HTTPConnection(host, port, timeout=SECONDS)
        trusting = ssl._create_unverified_context()
        return HTTPSConnection(host, port, timeout=SECONDS, context=trusting)
