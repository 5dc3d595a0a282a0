"""What is asked of a password, and how it is kept."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from relance_ops import passwords
from relance_ops.errors import AccountError

GOOD = "un cheval bleu"


def refusal(password: str) -> str:
    with pytest.raises(AccountError) as refused:
        passwords.check(password, login="c.martin", clinic="Clinique des Tilleuls")
    return str(refused.value)


def test_a_sentence_is_a_good_password() -> None:
    passwords.check(GOOD, login="c.martin", clinic="Clinique des Tilleuls")


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "trop court"),
        ("onze lettre", "trop court"),
        ("un cheval " * 21, "200 caractères"),
        ("un cheval\nbleu", "une ligne"),
        ("un cheval \ud800 bleu", "une ligne"),
        ("aaaaaaaaaaaaaaaa", "suite"),
        ("azertyuiopqsd", "suite"),
        ("210987654321", "suite"),
        ("C-Martin 2026!", "devine"),
        ("clinique DES tilleuls", "devine"),
        ("MotDePasse2026", "devine"),
        ("Vétérinaire35000", "devine"),
    ],
)
def test_what_is_guessed_first_is_refused_with_why(password: str, said: str) -> None:
    assert said in refusal(password)


def test_a_refusal_never_repeats_the_password() -> None:
    assert "azertyuiopqsd" not in refusal("azertyuiopqsd")


def test_a_password_is_kept_as_argon2id_with_its_parameters() -> None:
    kept = passwords.hashed(GOOD)

    assert kept.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert passwords.hashed(GOOD) != kept
    assert passwords.matches(kept, GOOD)
    assert not passwords.matches(kept, GOOD + " ")
    assert not passwords.is_dated(kept)


def test_an_accent_is_the_same_on_every_keyboard() -> None:
    composed, decomposed = "une forêt d'été", "une fore\u0302t d'e\u0301te\u0301"

    assert passwords.matches(passwords.hashed(composed), decomposed)


def test_nothing_matches_an_account_that_does_not_exist() -> None:
    assert not passwords.matches("", GOOD)
    assert not passwords.matches("", "\ud800" * 12)


def test_older_parameters_are_recognised() -> None:
    older = PasswordHasher(time_cost=2, memory_cost=8_192, parallelism=1).hash(GOOD)

    assert passwords.matches(older, GOOD)
    assert passwords.is_dated(older)
