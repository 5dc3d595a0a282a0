"""A stand-in for the SMS API of OVHcloud, from its public description.

    python -m tests.peers.ovh_peer --record jobs.jsonl

prints its port, then serves until it is terminated. It checks signatures as the API
does. What becomes of a message is chosen by the last two figures of its number:

    00 delivered            01 undelivered (PTT 9)      02 400, no such receiver
    03 429, Retry-After 7   04 503                      05 403
    06 kept, never answers  07 not kept, never answers  08 objected (PTT 53)
    09 text refused later (PTT 101)   10 400, the text  11 402, no credit
    12 504                  13 still on its way (254)   14 out of reach (PTT 6)
    99 delivered, and answers STOP    98 delivered, and answers something else

Anything else is delivered. Each message that it keeps is a line of --record.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEYS = ("application-key", "application-secret", "consumer-key")
SERVICE, SENDER = "sms-ab12345-1", "TILLEULS"

REFUSED: dict[str, tuple[int, str]] = {
    "02": (400, "Invalid receiver"),
    "03": (429, "Too many requests"),
    "04": (503, "Service unavailable"),
    "05": (403, "This call has not been granted"),
    "07": (0, ""),
    "10": (400, "This content is not allowed"),
    "11": (402, "Not enough credits"),
    "12": (504, "Gateway timeout"),
}
PTT = {"01": 9, "08": 53, "09": 101, "13": 254, "14": 6}
REPLIES = {"99": "STOP", "98": "Merci, à demain"}
AHEAD = 3600  # its clock, against ours


class Account:
    """What the account holds."""

    def __init__(self, record: Path, credit: int) -> None:
        self.record = os.open(record, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.lock = Lock()
        self.credit = credit
        self.sent: dict[int, dict[str, Any]] = {}
        self.came: dict[int, dict[str, Any]] = {}
        self.listed: list[str] = []

    def keep(self, job: dict[str, Any]) -> int:
        """Take *job*; its number."""
        [receiver] = job["receivers"]
        end = receiver[-2:]
        now = datetime.now(UTC).isoformat()
        with self.lock:
            number = 26_000_000 + len(self.sent)
            code = PTT.get(end, 0)
            self.sent[number] = {
                "id": number, "creationDatetime": now, "receiver": receiver,
                "tag": job.get("tag"), "ptt": code, "deliveryReceipt": int(code == 0),
            }  # fmt: skip
            if end in REPLIES:
                came = 700 + len(self.came)
                self.came[came] = {
                    "id": came, "creationDatetime": now, "sender": receiver,
                    "message": REPLIES[end],
                }  # fmt: skip
            if end == "08":
                self.listed.append(receiver)
            self.credit -= 1
            os.write(self.record, json.dumps(job).encode() + b"\n")
        return number


class Api(BaseHTTPRequestHandler):
    """One request."""

    account: Account

    def do_GET(self) -> None:
        if self.path == "/1.0/auth/time":
            self.answer(200, int(time.time()) + AHEAD)
        elif self.is_signed(b""):
            self.tell(urlsplit(self.path))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.is_signed(body):
            return
        job = json.loads(body)
        end = job["receivers"][0][-2:]
        if "sender" in job and job["sender"] != SENDER:
            self.answer(400, {"message": f"Sender {job['sender']} is not valid"})
            return
        status, words = REFUSED.get(end, (200, ""))
        if status == 0:
            self.close_connection = True
            time.sleep(3)
        elif status != 200:
            self.answer(status, {"message": words}, **self.retry(status))
        else:
            self.take(job, end)

    def take(self, job: dict[str, Any], end: str) -> None:
        number = self.account.keep(job)
        if end == "06":
            self.close_connection = True
            time.sleep(3)
            return
        self.answer(
            200,
            {
                "ids": [number], "validReceivers": job["receivers"],
                "invalidReceivers": [], "totalCreditsRemoved": 1,
            },
        )  # fmt: skip

    def retry(self, status: int) -> dict[str, str]:
        return {"Retry-After": "7"} if status == 429 else {}

    def tell(self, place: Any) -> None:
        """Answer a question about the account."""
        account, words = self.account, place.path.split("/")[4:]
        asked = parse_qs(place.query)
        kept = {"outgoing": account.sent, "incoming": account.came}
        if place.path.split("/")[3] != SERVICE:
            self.answer(404, {"message": "This service does not exist"})
        elif not words:
            self.answer(200, {"name": SERVICE, "creditsLeft": account.credit})
        elif words[0] in kept:
            self.tell_kept(kept[words[0]], words[1:], asked)
        elif words == ["blacklists"]:
            self.answer(200, account.listed)
        elif words == ["senders", SENDER]:
            self.answer(200, {"sender": SENDER, "status": "enable"})
        else:
            self.answer(404, {"message": "The requested object does not exist"})

    def tell_kept(
        self, kept: dict[int, dict[str, Any]], number: list[str], asked: Any
    ) -> None:
        if number and int(number[0]) in kept:
            self.answer(200, kept[int(number[0])])
            return
        [tag] = asked.get("tag", [None])
        self.answer(
            200, [n for n, one in kept.items() if tag is None or one.get("tag") == tag]
        )

    def is_signed(self, body: bytes) -> bool:
        """Check the signature; refuse the request without a good one."""
        application, secret, consumer = KEYS
        host = self.headers["Host"]
        stamp = self.headers.get("X-Ovh-Timestamp", "0")
        url = f"http://{host}{self.path}"
        signed = "+".join((secret, consumer, self.command, url, body.decode(), stamp))
        good = {
            "X-Ovh-Application": application,
            "X-Ovh-Consumer": consumer,
            "X-Ovh-Signature": "$1$" + hashlib.sha1(signed.encode()).hexdigest(),
        }
        late = abs(int(stamp) - time.time() - AHEAD) > 60
        if late or any(self.headers.get(name) != value for name, value in good.items()):
            self.answer(401, {"message": "Invalid signature"})
            return False
        return True

    def answer(self, status: int, content: Any, **headers: str) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


def serve(arguments: list[str] | None = None) -> None:
    """Listen until terminated; the port is printed once it answers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--record", type=Path, required=True)
    parser.add_argument("--credit", type=int, default=1_000)
    options = parser.parse_args(arguments)
    Api.account = Account(options.record, options.credit)
    with ThreadingHTTPServer(("127.0.0.1", options.port), Api) as server:
        print(server.server_address[1], flush=True)  # noqa: T201
        server.serve_forever()


if __name__ == "__main__":
    serve()
