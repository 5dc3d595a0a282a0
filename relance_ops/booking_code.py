"""The code that a telephone reads to open the clinic's booking page (QR, ISO 18004)."""

from __future__ import annotations

import io
from functools import lru_cache

import segno

from relance_ops.model import Clinic
from relance_ops.web_pages import is_web_page

# Modules of white around it: less, and some telephones do not see it.
QUIET_ZONE = 4

# As many characters as stand in a line beside it.
_LINE = 30


def is_drawn(clinic: Clinic) -> bool:
    """True when letters and cards carry the code of *clinic*."""
    return clinic.booking_code == "yes" and is_web_page(clinic.booking_url)


@lru_cache(maxsize=8)
def drawing(address: str) -> bytes:
    """The code of *address* as SVG: lines only, so it is sharp at any size.

    Level M survives a stain on 15 % of it; a longer address makes smaller squares.
    """
    written = io.BytesIO()
    _code(address).save(
        written,
        kind="svg",
        border=QUIET_ZONE,
        xmldecl=False,
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return written.getvalue()


def white_edge(address: str) -> float:
    """How wide the white around the code is, as a part of its whole width."""
    return QUIET_ZONE / int(_code(address).symbol_size(border=QUIET_ZONE)[0])


def spoken(address: str) -> str:
    """*address* as one would type it, in a line: the page, or only its site."""
    whole = address.partition("://")[2].rstrip("/")
    if len(whole) <= _LINE:
        return whole
    site = whole.partition("/")[0]
    return site if len(site) <= _LINE else ""


def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False)
