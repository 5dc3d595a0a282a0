"""What a page is about, kept in the browser's address without loss."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import param
from panel.util import parse_query

# Panel reads "007" in an address as the number 7, and "true" as a boolean: what it
# would change is written after this mark.
_MARK = "~"


class Ident(param.String):
    """A client's number or a tab, as text whatever it looks like."""

    @classmethod
    def serialize(cls, value: str) -> str:
        """*value* as the address shows it."""
        kept = (
            not value or parse_query("?" + urlencode({"id": value})).get("id") == value
        )
        return value if kept and not value.startswith(_MARK) else f"{_MARK}{value}"

    @classmethod
    def deserialize(cls, value: Any) -> str:
        """What an address shows, as text again; a number typed by hand too."""
        return str(value).removeprefix(_MARK)
