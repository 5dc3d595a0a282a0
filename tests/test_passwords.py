"""What is asked of a password, and how it is kept."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from zxcvbn.frequency_lists import FREQUENCY_LISTS

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
        ("password1234", "devine"),
        ("motdepasse1234", "devine"),
        ("qwerty123456", "devine"),
        ("1qaz2wsx3edc", "devine"),
        ("justinbieber", "devine"),
        ("soleil123456", "devine"),
        ("c.martin 1975", "devine"),
        ("Tilleuls2026", "devine"),
    ],
)
def test_what_is_guessed_first_is_refused_with_why(password: str, said: str) -> None:
    assert said in refusal(password)


@pytest.mark.parametrize(
    "password",
    ["milou-tourne-en-rond", "le chat dort là", "chien chat lapin", "Xk3!vq9Zr7#w",
     "ouvre la porte du jardin", "ｕｎｅ ｐｏｒｔｅ ｂｌｅｕｅ"],
)  # fmt: skip
def test_what_is_on_no_list_is_accepted_whatever_it_is_made_of(password: str) -> None:
    passwords.check(password, login="c.martin", clinic="Clinique des Tilleuls")


def test_every_common_password_that_is_long_enough_is_refused() -> None:
    listed = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= 12]

    for word in [*listed, *(word.title() for word in listed)]:
        assert refusal(word)

    assert len(FREQUENCY_LISTS["passwords"]) >= 3_000
    assert len(listed) > 100


def test_a_password_that_goes_on_is_another_one() -> None:
    longest = ("un cheval bleu " * 14)[:200]

    assert passwords.matches(passwords.hashed(longest), longest)
    assert not passwords.matches(passwords.hashed(longest[:200]), longest[:200] + "x")


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
