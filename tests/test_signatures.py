"""Numbers that come back from the world: believed only with our signature."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance_ops.signatures import Purpose, number_in, signed

KEY = b"k" * 32
NUMBERS = st.integers(min_value=0, max_value=10**18 - 1)


@given(
    number=NUMBERS, purpose=st.sampled_from(Purpose), before=st.text(), after=st.text()
)
def test_a_signed_number_is_read_wherever_it_stands(
    number: int, purpose: Purpose, before: str, after: str
) -> None:
    token = signed(number, purpose, key=KEY)

    assert number_in(f"{before} {token} {after}", purpose, key=KEY) == number


@pytest.mark.parametrize("written", ["desabo+{}@example.fr", "stop {}", "<x.{}@y>"])
def test_mail_systems_may_change_its_case_and_its_dot(written: str) -> None:
    token = signed(17, Purpose.STOP, key=KEY)

    for changed in (token, token.upper(), token.replace(".", "-")):
        assert number_in(written.format(changed), Purpose.STOP, key=KEY) == 17


@given(text=st.text())
def test_nothing_in_any_text_is_a_number_that_we_did_not_sign(text: str) -> None:
    assert number_in(text, Purpose.STOP, key=KEY) is None


def test_a_number_is_for_one_purpose_and_one_clinic_only() -> None:
    token = signed(17, Purpose.STOP, key=KEY)

    assert number_in(token, Purpose.BOUNCE, key=KEY) is None
    assert number_in(token, Purpose.STOP, key=b"another") is None
    assert number_in("18" + token[2:], Purpose.STOP, key=KEY) is None


def test_a_forged_number_does_not_hide_a_true_one_behind_it() -> None:
    text = f"17.{'a' * 16} {signed(17, Purpose.STOP, key=KEY)}"

    assert number_in(text, Purpose.STOP, key=KEY) == 17
