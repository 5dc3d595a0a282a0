"""The addresses that an email comes back to."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance_ops.return_addresses import (
    LOOKS_LIKE_OURS,
    bounce_token,
    returned_to,
    stop_by_mail,
)
from relance_ops.signatures import Purpose, number_in

KEY = b"the clinic's own key"
SENDER = "accueil@tilleuls.example"


@given(st.integers(0, 10**12))
def test_an_address_tells_which_email_comes_back(number: int) -> None:
    address = returned_to(SENDER, number, key=KEY, plus=True)

    assert number_in(address.upper(), Purpose.BOUNCE, key=KEY) == number
    assert number_in(address, Purpose.STOP, key=KEY) is None
    assert LOOKS_LIKE_OURS.search(address)
    assert address.endswith("@tilleuls.example")


@given(st.integers(0, 10**12), st.booleans())
def test_unsubscribing_tells_which_email_it_answers(number: int, plus: bool) -> None:
    address, _mark, query = stop_by_mail(SENDER, number, key=KEY, plus=plus).partition(
        "?"
    )
    [subject] = parse_qs(query)["subject"]

    assert number_in(subject, Purpose.STOP, key=KEY) == number
    assert LOOKS_LIKE_OURS.search(subject)
    assert ("+" in address) is plus
    assert not plus or number_in(unquote(address), Purpose.STOP, key=KEY) == number


@pytest.mark.parametrize("plus", [True, False])
def test_without_a_key_an_address_tells_nothing(*, plus: bool) -> None:
    assert returned_to(SENDER, 17, key=b"", plus=plus) == SENDER
    assert bounce_token(17, key=b"") == ""


def test_an_address_that_would_be_too_long_stays_as_it_is() -> None:
    long = "a" * 40 + "@tilleuls.example"

    assert returned_to(long, 17, key=KEY, plus=True) == long


def test_an_odd_address_stays_inside_its_link() -> None:
    link = stop_by_mail("a?b&c%d@example.fr", 17, key=KEY, plus=True)

    assert link.count("?") == 1
    assert unquote(link.partition("?")[0]).startswith("a?b&c%d+desabo-17.")
