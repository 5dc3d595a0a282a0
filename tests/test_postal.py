"""The lines on the envelope (NF Z10-011): six lines of 38 characters, capitals last."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from relance_ops.model import Client
from relance_ops.postal import LINES, WIDTH, postal_lines


def a_client(**values: str) -> Client:
    known = {
        "client_id": "C1",
        "title": "Mme",
        "first_name": "Élodie",
        "last_name": "Lefèvre",
        "address1": "12 rue de l'Église",
        "postcode": "35510",
        "city": "Cesson-Sévigné",
    }
    return Client(**{**known, **values})  # type: ignore[arg-type]


def test_a_usual_address_reads_from_the_person_to_the_town() -> None:
    assert postal_lines(a_client()) == (
        "Mme Élodie LEFÈVRE",
        "12 RUE DE L'ÉGLISE",
        "35510 CESSON-SÉVIGNÉ",
    )


def test_a_second_address_line_comes_before_the_street() -> None:
    lines = postal_lines(a_client(address2="Résidence Les Mélèzes, bât. C"))

    assert lines[1] == "RÉSIDENCE LES MÉLÈZES BÂT C"


def test_a_long_street_is_abbreviated_before_it_is_cut() -> None:
    lines = postal_lines(
        a_client(address1="148 boulevard du Maréchal de Lattre de Tassigny")
    )

    assert lines[1] == "148 BD DU MAL DE LATTRE DE TASSIGNY"


def test_the_country_comes_last_when_it_is_not_france() -> None:
    assert postal_lines(a_client(country="BE"))[-1] == "BE"


def test_a_line_break_in_a_name_stays_on_its_line() -> None:
    assert postal_lines(a_client(last_name="Le\nGall\x07"))[0] == "Mme Élodie LE GALL"


words = st.text(max_size=120)


@given(
    title=words, first_name=words, last_name=words, address1=words, address2=words,
    postcode=words, city=words, country=words,
)  # fmt: skip
def test_no_address_is_ever_too_large_for_the_window(**values: str) -> None:
    lines = postal_lines(a_client(**values))

    assert len(lines) <= LINES
    assert all(0 < len(line) <= WIDTH for line in lines)
    assert all(line.isprintable() for line in lines)
