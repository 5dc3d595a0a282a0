"""The words of a client's record."""

from __future__ import annotations

from datetime import date

import pytest

from relance_ops import record_words

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(2026, 11, 10), "2 semaines"),
        (date(2026, 5, 25), "5 mois"),
        (date(2026, 5, 24), "6 mois"),
        (date(2024, 11, 25), "23 mois"),
        (date(2024, 11, 24), "2 ans"),
        (date(2012, 2, 29), "14 ans"),
        (None, ""),
        (date(2027, 1, 1), ""),
    ],
)
def test_an_age_is_told_as_vets_do(born: date | None, words: str) -> None:
    assert record_words.age(born, on=TODAY) == words


@pytest.mark.parametrize(
    ("sex", "neutered", "words"),
    [
        ("female", True, "femelle stérilisée"),
        ("male", False, "mâle non castré"),
        ("male", None, "mâle"),
        (None, True, "stérilisé"),
        (None, None, ""),
    ],
)
def test_sex_and_neutering_agree(
    sex: str | None, neutered: bool | None, words: str
) -> None:
    assert record_words.sex_words(sex, neutered) == words


def test_a_note_that_is_no_known_origin_stays_as_it_was_typed() -> None:
    assert record_words.origin_words("par sa fille") == "par sa fille"
    assert record_words.origin_words("") == ""
