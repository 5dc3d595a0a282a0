"""Addresses of web pages as people type them; a program follows no others."""

from __future__ import annotations

from urllib.parse import urlsplit

_SCHEMES = ("https", "http")


def web_page(typed: str) -> str:
    """*typed* as the address of a web page, with its https://; "" when it is none."""
    text = typed.strip()
    if "://" not in text:
        text = f"https://{text}"
    if not text.isascii() or not text.isprintable() or set(text) & set(' "<>\\^`{|}'):
        return ""
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    is_named = "." in host.strip(".") and ".." not in host
    if parts.scheme not in _SCHEMES or "@" in parts.netloc or not is_named:
        return ""
    return text


def is_web_page(address: str) -> bool:
    """True for an address that may be drawn as a code or made a link, as it is."""
    return bool(address) and web_page(address) == address
