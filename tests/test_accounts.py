"""Accounts: closed but never removed, and always somebody who can manage them."""

from __future__ import annotations

from typing import Any

import pytest

from relance_ops.errors import AccountError, NotFoundError, SignedOutError
from relance_ops.rights import Role, Visitor
from tests.factories import Desk

PASSWORD = "un cheval bleu"


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """A clinic with a manager and a receptionist."""
    add(desk, "lea", name="Léa", role=Role.MANAGER)
    add(desk, "camille", name="Camille", role=Role.RECEPTION)
    return desk


def add(desk: Desk, login: str, **details: Any) -> None:
    desk.practice.accounts.add(login, password=PASSWORD, by="test", **details)


def signed_in(desk: Desk, login: str, password: str = PASSWORD) -> Visitor:
    token = desk.practice.sign_ins.enter(login, password, address="192.0.2.7")
    visitor = desk.practice.sign_ins.visitor(token)
    assert visitor is not None
    return visitor


def roles(desk: Desk) -> dict[str, Role]:
    return {a.login: a.role for a in desk.practice.accounts.all() if a.is_open}


def journal(desk: Desk) -> list[tuple[Any, ...]]:
    return desk.rows(
        "select subject, before, after, note from event where kind = 'account' "
        "order by event_id"
    )


def test_without_an_account_nobody_signs_in(desk: Desk) -> None:
    assert not desk.practice.accounts.exist()
    assert not desk.practice.accounts.have_manager()


def test_the_first_account_is_a_managers(desk: Desk) -> None:
    with pytest.raises(AccountError, match="premier compte"):
        add(desk, "camille", name="Camille", role=Role.RECEPTION)

    assert not desk.practice.accounts.exist()


def test_an_account_keeps_no_password(staffed: Desk) -> None:
    [(kept,)] = staffed.rows("select password_hash from account where login = 'lea'")

    assert kept.startswith("$argon2id$")
    assert PASSWORD not in str(staffed.rows("select * from account"))
    assert PASSWORD not in str(staffed.rows("select * from event"))


def test_a_login_is_the_same_in_any_case(staffed: Desk) -> None:
    with pytest.raises(AccountError, match="déjà pris"):
        add(staffed, " LEA ", name="Une autre", role=Role.MANAGER)


@pytest.mark.parametrize("login", ["", "x", "léa", "a b", "-lea", "a" * 41, "<b>lea"])
def test_a_login_that_cannot_be_typed_everywhere_is_refused(
    desk: Desk, login: str
) -> None:
    with pytest.raises(AccountError, match="identifiant"):
        add(desk, login, name="Léa", role=Role.MANAGER)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "Lé\x00a"])
def test_a_name_that_cannot_sign_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(AccountError, match="nom"):
        add(desk, "lea", name=name, role=Role.MANAGER)


def test_two_people_never_sign_the_same(staffed: Desk) -> None:
    with pytest.raises(AccountError, match="signe déjà"):
        add(staffed, "camille2", name="CAMILLE", role=Role.RECEPTION)
    with pytest.raises(AccountError, match="signe déjà"):
        staffed.practice.accounts.rename("camille", "léa", by="Léa")


def test_a_person_may_keep_her_own_name(staffed: Desk) -> None:
    staffed.practice.accounts.rename("camille", "camille", by="Léa")

    assert "camille" in {a.name for a in staffed.practice.accounts.all()}


def test_the_clinics_name_is_no_password(desk: Desk) -> None:
    desk.practice.set("clinic.name", "Clinique des Tilleuls", by="test")

    with pytest.raises(AccountError, match="devine"):
        desk.practice.accounts.add(
            "lea", name="Léa", role=Role.MANAGER, by="test",
            password="clinique-des-tilleuls",
        )  # fmt: skip


def test_the_last_manager_is_neither_closed_nor_demoted(staffed: Desk) -> None:
    accounts = staffed.practice.accounts

    with pytest.raises(AccountError, match="dernier compte responsable"):
        accounts.close("lea", by="Léa")
    with pytest.raises(AccountError, match="dernier compte responsable"):
        accounts.give_role("lea", Role.ANALYST, by="Léa")

    accounts.give_role("camille", Role.MANAGER, by="Léa")
    accounts.close("lea", by="Camille")
    assert roles(staffed) == {"camille": Role.MANAGER}


def test_a_closed_manager_is_nobodys_replacement(staffed: Desk) -> None:
    accounts = staffed.practice.accounts
    accounts.give_role("camille", Role.MANAGER, by="Léa")
    accounts.close("camille", by="Léa")

    with pytest.raises(AccountError, match="dernier compte responsable"):
        accounts.close("lea", by="Léa")


def test_a_closed_account_stays_and_can_be_opened_again(staffed: Desk) -> None:
    accounts = staffed.practice.accounts
    accounts.close("camille", by="Léa")
    [closed] = [a for a in accounts.all() if not a.is_open]
    assert closed.login == "camille"
    assert accounts.all()[-1] == closed

    accounts.reopen("camille", by="Léa")

    assert signed_in(staffed, "camille").name == "Camille"


@pytest.mark.parametrize("change", ["close", "role", "password"])
def test_closing_a_role_and_a_password_end_what_was_open(
    staffed: Desk, change: str
) -> None:
    accounts = staffed.practice.accounts
    visitor = signed_in(staffed, "camille")
    manager = signed_in(staffed, "lea")

    if change == "close":
        accounts.close("camille", by="Léa")
    elif change == "role":
        accounts.give_role("camille", Role.ANALYST, by="Léa")
    else:
        accounts.set_password("camille", "une vache verte", by="Léa")

    with pytest.raises(SignedOutError):
        visitor.still()
    manager.still()


def test_a_name_and_a_language_end_nothing(staffed: Desk) -> None:
    visitor = signed_in(staffed, "camille")

    staffed.practice.accounts.rename("camille", "Camille R.", by="Léa")
    staffed.practice.accounts.speak("camille", "en", by="Camille R.")

    visitor.still()
    assert signed_in(staffed, "camille").language == "en"


def test_ones_own_password_needs_the_old_one_and_ends_the_other_devices(
    staffed: Desk,
) -> None:
    accounts = staffed.practice.accounts
    here, elsewhere = signed_in(staffed, "camille"), signed_in(staffed, "camille")
    words = {"by": "Camille", "keep": here.sign_in}
    with pytest.raises(AccountError, match="actuel"):
        accounts.change_own_password("camille", "faux", "une vache verte", **words)

    accounts.change_own_password("camille", PASSWORD, "une vache verte", **words)

    here.still()
    with pytest.raises(SignedOutError):
        elsewhere.still()
    assert signed_in(staffed, "camille", "une vache verte").login == "camille"


def test_a_language_that_we_do_not_speak_is_refused(staffed: Desk) -> None:
    with pytest.raises(AccountError, match="langue"):
        staffed.practice.accounts.speak("camille", "xx", by="Camille")


@pytest.mark.parametrize("change", ["close", "reopen"])
def test_an_unknown_account_is_named(staffed: Desk, change: str) -> None:
    with pytest.raises(NotFoundError, match="zoe"):
        getattr(staffed.practice.accounts, change)("zoe", by="Léa")


def test_the_journal_tells_every_change_once(staffed: Desk) -> None:
    accounts = staffed.practice.accounts
    accounts.give_role("camille", Role.ANALYST, by="Léa")
    accounts.give_role("camille", Role.ANALYST, by="Léa")
    accounts.close("camille", by="Léa")
    accounts.close("camille", by="Léa")
    accounts.reopen("camille", by="Léa")
    accounts.reopen("camille", by="Léa")

    assert journal(staffed) == [
        ("lea", "", "manager", "created"),
        ("camille", "", "reception", "created"),
        ("camille", "reception", "analyst", "role"),
        ("camille", "", "", "closed"),
        ("camille", "", "", "opened"),
    ]
