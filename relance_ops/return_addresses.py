"""Where the answers to an email go, and how ours are told from everybody's. Pure.

What is written here when an email leaves is read here when something comes back.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from relance_ops.signatures import Purpose, signed

_LOCAL_LIMIT = 64  # RFC 5321
_BOUNCE, _STOP = "retour", "desabo"

# Anything made to look like ours, rightly signed or not.
LOOKS_LIKE_OURS = re.compile(
    rf"\+({_BOUNCE}|{_STOP})-\d"  # our addresses
    r"|\bstop\s+\d{1,18}[.-][a-z2-7]{16}\b"  # our subjects
    r"|<relance-\d{1,18}-[0-9a-f]{16}@",  # our Message-IDs
    re.IGNORECASE,
)
OUR_MESSAGE_ID = re.compile(r"<relance-\d{1,18}-[0-9a-f]{16}@[^<>\s]+>", re.IGNORECASE)

# In the head of every email: a returned one is known by it.
RETURN_HEADER = "X-Relance-Return"


def returned_to(sender: str, delivery_id: int, *, key: bytes, plus: bool) -> str:
    """The address that undeliverable mail comes back to.

    Args:
        sender: The account's address.
        delivery_id: What the address tells, when mail for *plus* addresses arrives.
        key: Signs it; empty for an address that tells nothing.
        plus: True where mail for name+anything reaches name.
    """
    return _with_token(sender, _BOUNCE, bounce_token(delivery_id, key=key), plus=plus)


def stop_by_mail(sender: str, delivery_id: int, *, key: bytes, plus: bool) -> str:
    """The address and the subject that ask for no more email: "address?subject=…"."""
    token = signed(delivery_id, Purpose.STOP, key=key)
    address = _with_token(sender, _STOP, token, plus=plus)
    return f"{quote(address, safe='@+')}?subject=stop%20{token}"


def bounce_token(delivery_id: int, *, key: bytes) -> str:
    """*delivery_id*, signed; "" without a key."""
    return signed(delivery_id, Purpose.BOUNCE, key=key) if key else ""


def _with_token(address: str, word: str, token: str, *, plus: bool) -> str:
    local, _at, domain = address.rpartition("@")
    told = f"{local}+{word}-{token}"
    if not (plus and token) or len(told) > _LOCAL_LIMIT:
        return address
    return f"{told}@{domain}"
