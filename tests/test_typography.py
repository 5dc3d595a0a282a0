"""How text is set."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance_ops.typography import one_line, shortened, with_french_spaces


@given(st.text())
def test_one_line_has_no_line_break_of_any_kind(text: str) -> None:
    found = one_line(text)

    assert len(found.splitlines()) <= 1
    assert found.encode().decode() == found


def test_one_line_keeps_spaces_that_are_meant() -> None:
    assert one_line(" 04\u00a065\n71 ") == "04\u00a065 71"


@pytest.mark.parametrize(
    ("limit", "expected"), [(6, "Minou"), (5, "Minou"), (4, "Min…")]
)
def test_a_text_is_cut_only_when_too_long(limit: int, expected: str) -> None:
    assert shortened("Minou", limit) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rex : non", "Rex\u00a0: non"),
        ("Quoi ?", "Quoi\u202f?"),
        ("« oui »", "«\u00a0oui\u00a0»"),
        ("https://x.example", "https://x.example"),
        ("a:b?c", "a:b?c"),
    ],
)
def test_french_marks_stay_with_their_word(text: str, expected: str) -> None:
    assert with_french_spaces(text) == expected
