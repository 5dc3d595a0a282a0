"""What a page is about survives the browser's address."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from panel.util import parse_query

from relance_ops.dashboard.address import Ident


@pytest.mark.parametrize(
    "ident",
    ["C12", "1234", "007", "1e5", "true", "[1]", "{", "~7", "a&b=c d", "é", "-1.50"],
)
def test_a_number_is_read_back_as_it_was_written(ident: str) -> None:
    written = urlencode({"id": Ident.serialize(ident)})

    assert Ident.deserialize(parse_query(f"?{written}")["id"]) == ident


def test_a_number_typed_by_hand_is_understood() -> None:
    assert Ident.deserialize(parse_query("?id=1234")["id"]) == "1234"


def test_an_ordinary_number_is_written_as_it_is() -> None:
    assert Ident.serialize("C12") == "C12"
    assert Ident.serialize("") == ""
