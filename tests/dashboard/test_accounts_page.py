"""« Comptes » and « Mon compte » as objects, and a page whose person has left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from relance_ops.dashboard.app import App
from relance_ops.dashboard.foot import Foot, languages
from relance_ops.dashboard.navigation import menu_of
from relance_ops.dashboard.page import Session
from relance_ops.dashboard.pages.accounts import AccountsPage
from relance_ops.dashboard.pages.own_account import OwnAccountPage
from relance_ops.dashboard.pulse import Pulse
from relance_ops.errors import AccountError, ForbiddenError, SignedOutError
from relance_ops.jobs import Job, Jobs
from relance_ops.rights import Role, Visitor
from tests.factories import Desk

PASSWORD = "un cheval bleu"


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """A clinic with a manager and a receptionist."""
    for login, name, role in (
        ("lea", "Léa", Role.MANAGER),
        ("camille", "Camille", Role.RECEPTION),
    ):
        desk.practice.accounts.add(
            login, name=name, role=role, password=PASSWORD, by="test"
        )
    return desk


def signed_in(desk: Desk, login: str, password: str = PASSWORD) -> Visitor:
    token = desk.practice.sign_ins.enter(login, password, address="192.0.2.7")
    visitor = desk.practice.sign_ins.visitor(token)
    assert visitor is not None
    return visitor


def a_page(desk: Desk, visitor: Visitor) -> AccountsPage:
    return AccountsPage(session=Session(practice=desk.practice, visitor=visitor))


def an_app(desk: Desk, jobs: Jobs, visitor: Visitor) -> App:
    return App(
        practice=desk.practice,
        jobs=jobs,
        pulse=Pulse(desk.practice, jobs),
        visitor=visitor,
    )


def shown(app: App) -> str:
    """Every word of the page's middle."""
    return "\n".join(
        str(getattr(part, "object", "")) + str(getattr(part, "label", ""))
        for part in app._area.select()
    )


def type_new(page: AccountsPage, **words: Any) -> None:
    page.adding.ask()
    page.adding.secret.param.update(
        password=words.pop("password", PASSWORD), again=words.pop("again", PASSWORD)
    )
    page.adding.param.update(**words)


# Comptes


def test_the_very_first_account_is_a_manager_whatever_is_asked(desk: Desk) -> None:
    page = a_page(desk, desk.practice.sign_ins.nobody())
    assert page._first.visible

    type_new(page, person="Léa", login="lea")
    page.adding.add()

    assert [(a.login, a.role) for a in page.accounts] == [("lea", Role.MANAGER)]
    assert not page._first.visible
    assert not page.adding.dialog.open


def test_a_new_account_can_sign_in(staffed: Desk) -> None:
    page = a_page(staffed, signed_in(staffed, "lea"))

    type_new(page, person="Noa", login="noa", role=Role.ANALYST)
    page.adding.add()

    assert [a.login for a in page.accounts] == ["camille", "lea", "noa"]
    assert signed_in(staffed, "noa").role is Role.ANALYST


def test_what_was_typed_is_not_kept_in_the_page(staffed: Desk) -> None:
    page = a_page(staffed, signed_in(staffed, "lea"))

    type_new(page, person="Noa", login="noa")
    page.adding.add()

    assert page.adding.secret.password == page.adding.secret.again == ""


def test_two_passwords_that_differ_add_nobody(staffed: Desk) -> None:
    page = a_page(staffed, signed_in(staffed, "lea"))
    type_new(page, person="Noa", login="noa", again="un cheval vert")

    with pytest.raises(AccountError, match="diffèrent"):
        page.adding.add()

    assert len(staffed.practice.accounts.all()) == 2


def test_a_name_and_a_role_are_changed_together(staffed: Desk) -> None:
    page = a_page(staffed, signed_in(staffed, "lea"))
    page.editing.ask(page.accounts[0])
    assert page.editing.person == "Camille"

    page.editing.param.update(person="Camille R.", role=Role.ANALYST)
    page.editing.save()

    assert (page.accounts[0].name, page.accounts[0].role) == (
        "Camille R.", Role.ANALYST,
    )  # fmt: skip


def test_a_forgotten_password_is_replaced(staffed: Desk) -> None:
    page = a_page(staffed, signed_in(staffed, "lea"))
    page.renewing.ask(page.accounts[0])

    page.renewing.secret.param.update(
        password="une vache verte", again="une vache verte"
    )
    page.renewing.save()

    assert signed_in(staffed, "camille", "une vache verte").name == "Camille"


def test_an_account_is_closed_after_a_question_and_opened_again(
    staffed: Desk,
) -> None:
    page = a_page(staffed, signed_in(staffed, "lea"))
    page.closing.ask(page.accounts[0])
    assert page.accounts[0].is_open

    page.closing.close()
    assert not page.accounts[-1].is_open
    page.reopen(page.accounts[-1])

    assert all(account.is_open for account in page.accounts)


def test_who_was_turned_away_is_shown(staffed: Desk) -> None:
    visitor = signed_in(staffed, "lea")
    with pytest.raises(Exception, match="incorrect"):
        signed_in(staffed, "camille", "un cheval vert")

    page = a_page(staffed, visitor)

    assert [failure.login for failure in page.failures] == ["camille"]
    assert page._failed.visible


@pytest.mark.parametrize("action", ["add", "save", "new_password", "close", "reopen"])
def test_nothing_is_done_by_who_may_not(staffed: Desk, action: str) -> None:
    page = a_page(staffed, signed_in(staffed, "camille"))
    actions: dict[str, Callable[[], object]] = {
        "add": page.adding.add,
        "save": page.editing.save,
        "new_password": page.renewing.save,
        "close": page.closing.close,
        "reopen": lambda: page.reopen(page.accounts[0]),
    }

    with pytest.raises(ForbiddenError):
        actions[action]()


def test_only_managers_find_the_accounts_in_the_menu(staffed: Desk) -> None:
    def slugs(login: str) -> list[str]:
        return [place.slug for place in menu_of(signed_in(staffed, login))]

    assert "comptes" in slugs("lea")
    assert "comptes" not in slugs("camille")


# Mon compte


def test_a_person_changes_her_own_password_and_stays(staffed: Desk) -> None:
    visitor = signed_in(staffed, "camille")
    page = OwnAccountPage(session=Session(practice=staffed.practice, visitor=visitor))
    page.current = PASSWORD
    page.secret.param.update(password="une vache verte", again="une vache verte")

    page.change()

    visitor.still()
    assert (page.current, page.secret.password) == ("", "")
    assert signed_in(staffed, "camille", "une vache verte").name == "Camille"


def test_a_person_who_has_left_changes_nothing(staffed: Desk) -> None:
    visitor = signed_in(staffed, "camille")
    page = OwnAccountPage(session=Session(practice=staffed.practice, visitor=visitor))
    page.current = PASSWORD
    page.secret.param.update(password="une vache verte", again="une vache verte")
    staffed.practice.sign_ins.leave(visitor)

    with pytest.raises(SignedOutError):
        page.change()


def test_without_accounts_there_is_no_own_account(desk: Desk) -> None:
    with pytest.raises(ForbiddenError, match="aucun compte"):
        OwnAccountPage(session=Session(practice=desk.practice))


# The page around them


def foot(desk: Desk, visitor: Visitor) -> str:
    drawn = Foot(session=Session(practice=desk.practice, visitor=visitor))
    return "\n".join(
        str(getattr(part, "object", "")) for part in drawn.__panel__().select()
    )


def test_the_foot_of_the_menu_says_who_is_there(staffed: Desk) -> None:
    words = foot(staffed, signed_in(staffed, "camille"))

    assert "Camille" in words
    assert "Accueil" in words
    assert "Se déconnecter" in words


def test_the_foot_of_the_menu_says_that_nobody_signs_in(desk: Desk) -> None:
    words = foot(desk, desk.practice.sign_ins.nobody())

    assert "toute personne à cet ordinateur peut tout faire" in words
    assert "Se déconnecter" not in words


def test_a_name_that_is_markup_stays_a_name(staffed: Desk) -> None:
    staffed.practice.accounts.rename("camille", "<img src=x>", by="Léa")

    words = foot(staffed, signed_in(staffed, "camille"))

    assert "<img" not in words
    assert "&lt;img src=x&gt;" in words


def test_the_forms_carry_the_token_of_their_page() -> None:
    assert 'value="&quot;x"' in languages('"x').object


@pytest.mark.parametrize("how", ["leaves", "is closed", "changes role", "is idle"])
def test_a_page_whose_person_is_signed_out_shows_and_does_nothing_more(
    staffed: Desk, jobs: Jobs, how: str
) -> None:
    visitor = signed_in(staffed, "camille")
    app = an_app(staffed, jobs, visitor)
    app.look()
    assert not app.signed_out

    if how == "leaves":
        staffed.practice.sign_ins.leave(visitor)
    elif how == "is closed":
        staffed.practice.accounts.close("camille", by="Léa")
    elif how == "changes role":
        staffed.practice.accounts.give_role("camille", Role.ANALYST, by="Léa")
    else:
        staffed.clock.forward(hours=13)
    app.pulse.beat(fresh=True)
    app.look()

    assert app.signed_out
    assert "Vous avez été déconnecté" in shown(app)
    app.go("attendus")
    assert app._shown is None
    assert "Vous avez été déconnecté" in shown(app)


def test_whoever_has_signed_out_sees_no_run_go_on(staffed: Desk, jobs: Jobs) -> None:
    visitor = signed_in(staffed, "camille")
    app = an_app(staffed, jobs, visitor)
    app.running.watch(Job(nonce="n", by="Léa", started=0.0))
    assert app.running.strip.visible

    staffed.practice.sign_ins.leave(visitor)
    app.pulse.beat(fresh=True)
    app.look()

    assert not app.running.strip.visible


def test_when_the_first_account_appears_everybody_has_to_sign_in(
    desk: Desk, jobs: Jobs
) -> None:
    app = an_app(desk, jobs, desk.practice.sign_ins.nobody())
    app.look()
    assert not app.signed_out

    desk.practice.accounts.add(
        "lea", name="Léa", role=Role.MANAGER, password=PASSWORD, by="test"
    )
    app.pulse.beat(fresh=True)
    app.look()

    assert app.signed_out
    assert "Le premier compte est créé" in shown(app)


def test_a_page_that_is_not_ones_own_is_refused_by_name(
    staffed: Desk, jobs: Jobs
) -> None:
    app = an_app(staffed, jobs, signed_in(staffed, "camille"))

    app.go("comptes")

    assert "ne permet pas cela" in shown(app)
    assert "lea" not in shown(app)


def test_the_printer_is_answered_for_by_who_may_send(staffed: Desk, jobs: Jobs) -> None:
    staffed.yearly_vaccine()
    staffed.due_today(email="", mobile="")
    staffed.practice.send(by="Léa")
    staffed.practice.accounts.add(
        "noa", name="Noa", role=Role.ANALYST, password=PASSWORD, by="test"
    )
    reception = an_app(staffed, jobs, signed_in(staffed, "camille"))
    analyst = an_app(staffed, jobs, signed_in(staffed, "noa"))

    reception.look()
    analyst.look()

    assert reception.question.dialog.open
    assert not analyst.question.dialog.open
    analyst.question.yes()
    assert staffed.practice.print_questions()
