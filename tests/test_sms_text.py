"""How texts are counted as SMS (3GPP TS 23.038 and 23.040)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance_ops.sms_text import Encoding, SmsCount, parts, simplified


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", SmsCount(Encoding.GSM_7, 0, 1)),
        ("é" * 160, SmsCount(Encoding.GSM_7, 160, 1)),
        ("a" * 161, SmsCount(Encoding.GSM_7, 161, 2)),
        ("a" * 306, SmsCount(Encoding.GSM_7, 306, 2)),
        ("a" * 307, SmsCount(Encoding.GSM_7, 307, 3)),
        ("€" * 80, SmsCount(Encoding.GSM_7, 160, 1)),
        ("ç" * 70, SmsCount(Encoding.UCS_2, 70, 1)),
        ("ç" * 71, SmsCount(Encoding.UCS_2, 71, 2)),
        ("ç" * 134, SmsCount(Encoding.UCS_2, 134, 2)),
        ("ç" * 135, SmsCount(Encoding.UCS_2, 135, 3)),
        ("🐶" * 35, SmsCount(Encoding.UCS_2, 70, 1)),
    ],
)
def test_a_text_is_counted_as_it_is_billed(text: str, expected: SmsCount) -> None:
    assert parts(text) == expected


def test_an_emoji_is_never_cut_between_two_parts() -> None:
    # 66 units, then an emoji of 2: it does not fit in the 67th, so a unit is lost.
    text = "ç" * 66 + "🐶" + "ç" * 66

    assert parts(text) == SmsCount(Encoding.UCS_2, 134, 3)


def test_a_euro_sign_is_never_cut_between_two_parts() -> None:
    text = "a" * 152 + "€" + "a" * 152

    assert parts(text) == SmsCount(Encoding.GSM_7, 306, 3)


@pytest.mark.parametrize("character", "éèàäöùüæÉÇÆ@£ñ¿Ω\n")
def test_a_gsm_letter_costs_one_septet(character: str) -> None:
    assert parts(character) == SmsCount(Encoding.GSM_7, 1, 1)


@pytest.mark.parametrize("character", "€[]{}|^~\\")
def test_an_extended_character_costs_two_septets(character: str) -> None:
    assert parts(character) == SmsCount(Encoding.GSM_7, 2, 1)


@pytest.mark.parametrize("character", "êëâçôûîïœÀÈÊŒ«»’“”…–—°²")
def test_french_characters_outside_gsm_make_the_whole_text_dearer(
    character: str,
) -> None:
    assert parts(f"Rendez-vous{character}").encoding is Encoding.UCS_2


@pytest.mark.parametrize("character", "êëâçôûîïœÀÈÊŒ«»’“”…–—°²\u00a0\u202f")
def test_simplified_french_fits_in_gsm(character: str) -> None:
    assert parts(simplified(f"a{character}a")).encoding is Encoding.GSM_7


def test_simplified_text_reads_the_same() -> None:
    text = "L’œuf de « Noël » : ça coûte 5 € à l’été… n° 2"

    assert simplified(text) == "L'oeuf de \"Noel\" : ca coute 5 € à l'été... no 2"


def test_accents_written_as_two_characters_are_joined_first() -> None:
    assert simplified("e\u0301te\u0301 franc\u0327ais") == "été francais"


def test_an_alphabet_without_a_plain_form_is_left_alone() -> None:
    assert simplified("Жучка 🐶") == "Жучка 🐶"


@given(st.text())
def test_simplifying_twice_changes_nothing_more(text: str) -> None:
    assert simplified(simplified(text)) == simplified(text)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_the_parts_have_room_for_every_unit(text: str) -> None:
    count = parts(text)

    alone, each = (160, 153) if count.encoding is Encoding.GSM_7 else (70, 67)
    assert count.parts >= 1
    assert count.units <= (alone if count.parts == 1 else count.parts * each)
