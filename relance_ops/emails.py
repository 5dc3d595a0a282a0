"""One delivery as the bytes of an email, the same for every channel that sends one.

Assembled by hand: `email.message` takes 2 ms a message, nearly all of it folding
headers, as long as a mail server takes for the whole of it; this takes 0.1 ms. What its
headers guard against is guarded in `_header`, and tests parse every message back.
"""

from __future__ import annotations

import binascii
import hashlib
import html
import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from relance_ops.merge_fields import language_of
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

_PAGE = (
    '<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<title>{title}</title>\n</head>\n"
    '<body style="margin:0;padding:16px;background:#f4f2ee;color:#222222;'
    'font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5">\n'
    '<div role="article" lang="{language}" style="max-width:600px;margin:0 auto;'
    'padding:24px;background:#ffffff;border-top:4px solid #1f5f4b">\n'
    "{body}\n"
    '<hr style="border:0;border-top:1px solid #d9d5cd;margin:24px 0 12px">\n'
    '<p style="margin:0;font-size:14px;color:#555555">{footer}</p>\n'
    "</div>\n</body>\n</html>\n"
)
_CELL = "padding:8px 12px;text-align:left;border-bottom:1px solid #d9d5cd"


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


def build(message: Message, *, clinic: Clinic, sender: str, now: datetime) -> bytes:
    """*message* as an email: text, the same as HTML, and honest headers.

    Args:
        message: Claimed; its address must be deliverable.
        clinic: Named as the sender, and where answers go.
        sender: The account's address; a reserved one stands in while there is none.
        now: Its date; a moment with its zone.

    Raises:
        ValueError: The address is not deliverable.
    """
    if not is_deliverable(message.address):
        raise ValueError(f"delivery {message.delivery_id}: not an address to write to")
    sender = _or_nobody(sender)
    text = _encoded(_text(message, clinic))
    html_page = _encoded(page(message, clinic))
    # Quoted-printable never holds "=_", so no content can close the part.
    boundary = f"=_relance_{message.delivery_id}"
    lines = [
        *_headers(message, clinic, sender),
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
    answers = clinic.email if is_deliverable(clinic.email) else sender
    name = shortened(one_line(clinic.name), _NAME_LIMIT)
    stop = f"{quote(answers, safe='@')}?subject={quote(f'stop {message.delivery_id}')}"
    yield _mailbox("From", name, sender)
    yield _mailbox("To", _full_name(message.client), message.address)
    yield _mailbox("Reply-To", name, answers)
    yield _header("Subject", message.words.subject)
    yield f"Message-ID: {one_line(message.message_id)}"
    # Out-of-office programs do not answer these (RFC 3834).
    yield "Auto-Submitted: auto-generated"
    yield f"List-Id: <relances.{_domain(sender)}>"
    yield f"List-Unsubscribe: <mailto:{stop}>"
    yield f"X-Relance-Delivery: {message.delivery_id}"


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
    return f"{message.words.text}\n\n-- \n" + "\n".join(_footer(clinic)) + "\n"


def _footer(clinic: Clinic) -> list[str]:
    town = f"{clinic.postcode} {clinic.city}".strip()
    lines = (
        clinic.name,
        ", ".join(part for part in (clinic.address1, clinic.address2, town) if part),
        clinic.phone,
        clinic.website,
        clinic.legal,
    )
    return [one_line(line) for line in lines if line]


def page(message: Message, clinic: Clinic) -> str:
    """*message* as the HTML part of its email: a whole page, without any script."""
    return _PAGE.format(
        language=language_of(message.client),
        title=html.escape(message.words.subject),
        body="\n".join(_html_blocks(message.words.blocks, clinic)),
        footer="<br>\n".join(html.escape(line) for line in _footer(clinic)),
    )


def _html_blocks(blocks: tuple[dict[str, Any], ...], clinic: Clinic) -> Iterator[str]:
    in_list = False
    for block in blocks:
        if (block["t"] == "li") is not in_list:
            yield "</ul>" if in_list else '<ul style="margin:0 0 16px">'
            in_list = not in_list
        if block["t"] == "table":
            yield _html_table(block["head"], block["rows"])
        elif in_list:
            yield f"<li>{_html_runs(block['r'], clinic)}</li>"
        else:
            yield f'<p style="margin:0 0 16px">{_html_runs(block["r"], clinic)}</p>'
    if in_list:
        yield "</ul>"


def _html_runs(runs: list[dict[str, Any]], clinic: Clinic) -> str:
    return "".join(_html_run(run, clinic) for run in runs)


def _html_run(run: dict[str, Any], clinic: Clinic) -> str:
    text = html.escape(run["x"]).replace("\n", "<br>\n")
    address = html.escape(one_line(clinic.booking_url))
    # Only the clinic's own page becomes a link, never an address found in a name.
    if address.startswith(("https://", "http://")):
        link = f'<a href="{address}" style="color:#1f5f4b">{address}</a>'
        text = text.replace(address, link)
    text = f"<strong>{text}</strong>" if run["b"] else text
    return f"<em>{text}</em>" if run["i"] else text


def _html_table(head: list[str], rows: list[list[str]]) -> str:
    titles = "".join(
        f'<th scope="col" style="{_CELL};color:#555555">{html.escape(title)}</th>'
        for title in head
    )
    lines = "\n".join(
        "<tr>"
        + "".join(f'<td style="{_CELL}">{html.escape(c)}</td>' for c in row)
        + "</tr>"
        for row in rows
    )
    return (
        '<table style="border-collapse:collapse;width:100%;margin:0 0 16px">\n'
        f"<thead><tr>{titles}</tr></thead>\n"
        f"<tbody>\n{lines}\n</tbody>\n</table>"
    )
