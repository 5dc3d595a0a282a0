"""The lines on the envelope, as the French post reads them: pure text.

Source: NF Z10-011 as summed up by La Poste (Service national de l'adresse): at most six
lines of 38 characters, no blank line, left aligned, the last lines in capitals, no
punctuation from the street line on, the country last when abroad.
"""

from __future__ import annotations

import re
import textwrap

from relance_ops.model import Client

LINES = 6
WIDTH = 38

# The usual abbreviations, used only where a line would be too long.
_SHORT = {
    "AVENUE": "AV", "BOULEVARD": "BD", "IMPASSE": "IMP", "ALLEE": "ALL", "ALLÉE": "ALL",
    "PLACE": "PL", "ROUTE": "RTE", "CHEMIN": "CHE", "SQUARE": "SQ", "RESIDENCE": "RES",
    "RÉSIDENCE": "RES", "BATIMENT": "BAT", "BÂTIMENT": "BAT", "APPARTEMENT": "APT",
    "SAINT": "ST", "SAINTE": "STE", "FAUBOURG": "FG", "LOTISSEMENT": "LOT",
    "GENERAL": "GAL", "GÉNÉRAL": "GAL", "MARECHAL": "MAL", "MARÉCHAL": "MAL",
    "DOCTEUR": "DR", "PROFESSEUR": "PR", "COMMANDANT": "CDT", "CAPITAINE": "CNE",
}  # fmt: skip


def postal_lines(client: Client) -> tuple[str, ...]:
    """The address of *client*, at most six lines of 38 characters, none empty."""
    name = _fitted(
        " ".join(
            part
            for part in (client.title, client.first_name, client.last_name.upper())
            if _clean(part)
        )
    )
    street = [
        _fitted(_plain(line))
        for line in (client.address2, client.address1)
        if _clean(line)
    ]
    town = _fitted(_plain(f"{client.postcode} {client.city}"))
    country = [] if client.country == "FR" else [_fitted(_plain(client.country))]
    return tuple(line for line in (name, *street, town, *country) if line)[:LINES]


def _clean(text: str) -> str:
    """*text* on one line, without control characters."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())


def _plain(text: str) -> str:
    """Capitals without punctuation; an apostrophe or a hyphen belongs to a name."""
    return _clean(re.sub(r"[^\w\s'’/-]", " ", _clean(text)).upper())


def _fitted(text: str) -> str:
    """*text* within the width: abbreviated if it must be, cut at a word at worst."""
    text = _clean(text)
    if len(text) > WIDTH:
        text = " ".join(_SHORT.get(word, word) for word in text.split())
    if len(text) <= WIDTH:
        return text
    return textwrap.wrap(text, WIDTH)[0]
