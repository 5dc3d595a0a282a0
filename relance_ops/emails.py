"""One delivery as the bytes of an email, the same for every channel that sends one.

Assembled by hand: `email.message` takes 2 ms a message, nearly all of it folding
headers, as long as a mail server takes for the whole of it; this takes 0.1 ms. What its
headers guard against is guarded in `_header`, and tests parse every message back.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

from relance_ops import email_page, return_addresses
from relance_ops.model import Client, Clinic, Message
from relance_ops.typography import one_line, shortened

# A plain address (RFC 5322, dot-atom): nothing in it can end a command or a header.
_ADDRESS = re.compile(r"[\w!#$%&'*+/=?^`{|}~.-]+@[A-Za-z0-9.-]+", re.ASCII)

_ADDRESS_LIMIT = 254  # RFC 5321

# RFC 5322 asks for lines of 78 characters at most.
_LINE_LIMIT = 76
_WORD_BYTES = 36  # 48 characters of base64, beside a header's name and the marks
_NAME_LIMIT = 120

# For an outbox before the clinic has typed its address; RFC 2606: reaches no one.
_NOBODY = "clinique@adresse-a-completer.invalid"


def message_id_for(delivery_id: int, *, sender: str, token: str) -> str:
    """The Message-ID of a delivery, always the same for the same arguments.

    Args:
        delivery_id: Our number; two databases of a clinic may both have it.
        sender: The address whose domain the identifier belongs to.
        token: What tells this run from any other ever made; it is not shown.
    """
    run = hashlib.sha256(token.encode()).hexdigest()[:16]
    sender = _or_nobody(sender)
    return f"<relance-{delivery_id}-{run}@{_domain(sender)}>"


def is_deliverable(address: str) -> bool:
    """True when *address* can be written in a mail command as it is."""
    return len(address) <= _ADDRESS_LIMIT and _ADDRESS.fullmatch(address) is not None


def build(
    message: Message,
    *,
    clinic: Clinic,
    sender: str,
    now: datetime,
    key: bytes = b"",
    plus: bool = False,
) -> bytes:
    """*message* as an email: text, the same as HTML, and honest headers.

    Args:
        message: Claimed; its address must be deliverable.
        clinic: Named as the sender, and where answers go.
        sender: The account's address; a reserved one stands in while there is none.
        now: Its date; a moment with its zone.
        key: Signs what comes back from this email; empty while nobody reads it.
        plus: True where mail for name+anything reaches *sender*.

    Raises:
        ValueError: The address is not deliverable.
    """
    if not is_deliverable(message.address):
        raise ValueError(f"delivery {message.delivery_id}: not an address to write to")
    sender = _or_nobody(sender)
    text = _encoded(_text(message, clinic))
    html_page = _encoded(email_page.page(message, clinic))
    # Quoted-printable never holds "=_", so no content can close the part.
    boundary = f"=_relance_{message.delivery_id}"
    lines = [
        *_headers(message, clinic, sender),
        *_ways_back(message, clinic, _Sender(sender, key, plus)),
        f"Date: {format_datetime(now)}",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative; boundary="{boundary}"',
        "",
    ]
    return b"".join(
        (
            "\r\n".join(lines).encode("ascii"),
            _part(boundary, "plain", text),
            _part(boundary, "html", html_page),
            f"\r\n--{boundary}--\r\n".encode("ascii"),
        )
    )


def _headers(message: Message, clinic: Clinic, sender: str) -> Iterator[str]:
    name = shortened(one_line(clinic.name), _NAME_LIMIT)
    yield _mailbox("From", name, sender)
    yield _mailbox("To", _full_name(message.client), message.address)
    yield _mailbox("Reply-To", name, _answers_to(clinic, sender))
    yield _header("Subject", message.words.subject)
    yield f"Message-ID: {one_line(message.message_id)}"
    # Out-of-office programs do not answer these (RFC 3834).
    yield "Auto-Submitted: auto-generated"
    yield f"List-Id: <relances.{_domain(sender)}>"
    yield f"X-Relance-Delivery: {message.delivery_id}"


@dataclass(frozen=True, slots=True)
class _Sender:
    address: str
    key: bytes
    plus: bool


def _ways_back(message: Message, clinic: Clinic, sender: _Sender) -> Iterator[str]:
    """How to ask for no more, and what tells a returned email from any other."""
    number = message.delivery_id
    if not sender.key:
        answers = quote(_answers_to(clinic, sender.address), safe="@")
        yield f"List-Unsubscribe: <mailto:{answers}?subject={quote(f'stop {number}')}>"
        return
    stop = return_addresses.stop_by_mail(
        sender.address, number, key=sender.key, plus=sender.plus
    )
    token = return_addresses.bounce_token(number, key=sender.key)
    yield f"List-Unsubscribe: <mailto:{stop}>"
    yield f"{return_addresses.RETURN_HEADER}: {token}"


def _answers_to(clinic: Clinic, sender: str) -> str:
    return clinic.email if is_deliverable(clinic.email) else sender


def _header(name: str, value: str) -> str:
    """One header, folded; whatever *value* is, it stays inside this header."""
    text = one_line(value)
    fits = len(name) + len(text) < _LINE_LIMIT
    if text.isascii() and fits and "=?" not in text:
        return f"{name}: {text}"
    return f"{name}: {_encoded_words(text)}"


def _mailbox(header: str, name: str, address: str) -> str:
    if not name:
        return f"{header}: {address}"
    if (
        name.isascii()
        and len(header) + len(name) < _LINE_LIMIT - 6
        and "=?" not in name
    ):
        shown = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    else:
        shown = _encoded_words(name)
    return f"{header}: {shown}\r\n <{address}>"


def _encoded_words(text: str) -> str:
    """*text* as RFC 2047 has it in a header: one word a line, no character cut."""
    chunks = [b""]
    for character in text:
        more = character.encode()
        if len(chunks[-1]) + len(more) > _WORD_BYTES:
            chunks.append(b"")
        chunks[-1] += more
    words = (b64encode(chunk).decode("ascii") for chunk in chunks)
    return "\r\n ".join(f"=?utf-8?b?{word}?=" for word in words)


def _part(boundary: str, subtype: str, content: bytes) -> bytes:
    head = (
        f"\r\n--{boundary}\r\n"
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode("ascii") + content


def _encoded(text: str) -> bytes:
    """*text* in quoted-printable, lines ending as mail wants them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    return binascii.b2a_qp(lines.encode("utf-8", "replace"), istext=True)


def _or_nobody(sender: str) -> str:
    return sender if is_deliverable(sender) else _NOBODY


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2].lower()


def _full_name(client: Client) -> str:
    words = one_line(f"{client.title} {client.first_name} {client.last_name}")
    return shortened(words, _NAME_LIMIT)


def _text(message: Message, clinic: Clinic) -> str:
    # "-- " alone on its line is what mail programs recognise as a signature.
    return (
        f"{message.words.text}\n\n-- \n" + "\n".join(email_page.footer(clinic)) + "\n"
    )
