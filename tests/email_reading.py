"""Reading our emails back, with parsers that are not ours."""

from __future__ import annotations

from email import message_from_bytes
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

from relance_ops import emails
from relance_ops.model import Clinic, Message
from tests.deliveries import CLINIC, NOW, SENDER


def built(
    message: Message,
    *,
    clinic: Clinic = CLINIC,
    sender: str = SENDER,
    key: bytes = b"",
    plus: bool = False,
) -> bytes:
    return emails.build(
        message, clinic=clinic, sender=sender, now=NOW, key=key, plus=plus
    )


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    assert [part.defects for part in message.walk()] == [[], [], []]
    return message


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def mailbox(message: EmailMessage, header: str) -> tuple[str, str]:
    field = message[header]
    assert isinstance(field, AddressHeader)
    [address] = field.addresses
    return address.display_name, address.addr_spec


class Elements(HTMLParser):
    """The tags and attributes of a page, and the text between."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def elements(page: str) -> Elements:
    found = Elements()
    found.feed(page)
    return found
