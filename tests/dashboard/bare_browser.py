"""A browser without a screen: it asks for the page and opens its websocket."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

# What Bokeh's own script says once the page is drawn; our pages wait for it.
DRAWN = {
    "events": [
        {
            "kind": "MessageSent",
            "msg_type": "bokeh_event",
            "msg_data": {
                "type": "event",
                "name": "document_ready",
                "values": {"type": "map", "entries": []},
            },
        }
    ]
}


@dataclass(frozen=True, slots=True)
class BareBrowser:
    """One visitor of *url*, with the headers (cookies) it sends."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)

    async def token(self, path: str = "/") -> str:
        """What the page gives to open its websocket with; makes the session."""
        page = await AsyncHTTPClient().fetch(
            self.url + path, headers=dict(self.headers)
        )
        found = re.search(r'"token":"([^"]+)"', page.body.decode())
        assert found is not None, "this page has no session"
        return found[1]

    async def open(self, token: str) -> WebSocketClientConnection:
        """The websocket of the session of *token*, once the server has agreed."""
        request = HTTPRequest(
            "ws" + self.url.removeprefix("http") + "/ws",
            headers={"Origin": self.url, **self.headers},
        )
        socket = await websocket_connect(request, subprotocols=["bokeh", token])
        assert (await heard(socket))["msgtype"] == "ACK"
        return socket

    async def visit(self, path: str = "/") -> None:
        """Open the page, let it be drawn, and leave."""
        socket = await self.open(await self.token(path))
        await told(socket, "PATCH-DOC", DRAWN)
        assert (await heard(socket))["msgtype"] in ("OK", "PATCH-DOC")
        socket.close()


async def told(
    socket: WebSocketClientConnection, kind: str, content: Mapping[str, Any]
) -> None:
    """Send one message of Bokeh's protocol."""
    for part in ({"msgid": kind, "msgtype": kind}, {}, content):
        await socket.write_message(json.dumps(part))


async def heard(socket: WebSocketClientConnection) -> dict[str, Any]:
    """The header of the next message; its other parts are read and dropped."""
    parts = [await asyncio.wait_for(socket.read_message(), 20) for _part in range(3)]
    assert parts[0] is not None, "the server closed the websocket"
    header: dict[str, Any] = json.loads(parts[0])
    for _buffer in range(2 * header.get("num_buffers", 0)):
        await socket.read_message()
    return header
