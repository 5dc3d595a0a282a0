"""Coming in, being recognised, leaving."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher

from relance_ops.errors import SignedOutError, SignInRefusedError
from relance_ops.rights import Right, Role
from relance_ops.sign_ins import Reason
from tests.factories import Desk

PASSWORD = "un cheval bleu"
ADDRESS = "192.0.2.7"


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """A clinic with one manager."""
    desk.practice.accounts.add(
        "lea", name="Léa", role=Role.MANAGER, password=PASSWORD, by="test"
    )
    return desk


def enter(desk: Desk, login: str = "lea", password: str = PASSWORD) -> str:
    return desk.practice.sign_ins.enter(login, password, address=ADDRESS)


def refused(desk: Desk, login: str, password: str) -> str:
    with pytest.raises(SignInRefusedError) as refusal:
        enter(desk, login, password)
    return str(refusal.value)


def journal(desk: Desk) -> list[tuple[Any, ...]]:
    return desk.rows(
        "select kind, who, subject, note from event where kind like 'sign%' "
        "order by event_id"
    )


def test_the_right_password_opens_a_door(staffed: Desk) -> None:
    visitor = staffed.practice.sign_ins.visitor(enter(staffed, " Lea "))

    assert visitor is not None
    assert (visitor.name, visitor.role, visitor.login) == ("Léa", Role.MANAGER, "lea")
    visitor.require(Right.ACCOUNTS)


def test_every_door_has_a_token_of_its_own_that_the_file_does_not_hold(
    staffed: Desk,
) -> None:
    tokens = {enter(staffed), enter(staffed)}

    assert len(tokens) == 2
    assert all(len(token) >= 43 for token in tokens)  # 256 bits in base 64
    kept = str(staffed.rows("select * from sign_in"))
    assert [token for token in tokens if token in kept] == []


def test_what_is_wrong_is_not_told(staffed: Desk) -> None:
    said = {
        refused(staffed, "lea", "un cheval vert"),
        refused(staffed, "zoe", PASSWORD),
        refused(staffed, "", ""),
    }

    assert said == {"Identifiant ou mot de passe incorrect."}


def test_a_closed_account_does_not_come_in(staffed: Desk) -> None:
    staffed.practice.accounts.add(
        "zoe", name="Zoé", role=Role.MANAGER, password=PASSWORD, by="test"
    )
    staffed.practice.accounts.close("zoe", by="Léa")

    refused(staffed, "zoe", PASSWORD)


@pytest.mark.parametrize("token", ["", "x", "é" * 40])
def test_a_made_up_token_is_nobodys(staffed: Desk, token: str) -> None:
    assert staffed.practice.sign_ins.visitor(token) is None


def test_a_door_closes_after_twelve_hours_without_anybody(staffed: Desk) -> None:
    token = enter(staffed)
    staffed.clock.forward(hours=11, minutes=59)
    assert staffed.practice.sign_ins.visitor(token) is not None

    staffed.clock.forward(minutes=1)

    assert staffed.practice.sign_ins.visitor(token) is None
    assert staffed.practice.sign_ins.keys() == frozenset()


def test_who_goes_on_working_stays_for_a_week_and_no_longer(staffed: Desk) -> None:
    sign_ins = staffed.practice.sign_ins
    token = enter(staffed)
    visitor = sign_ins.visitor(token)
    assert visitor is not None

    for _half_day in range(16):
        staffed.clock.forward(hours=10)
        visitor.still()
    staffed.clock.forward(hours=8)

    with pytest.raises(SignedOutError):
        visitor.still()
    assert sign_ins.visitor(token) is None


def test_that_somebody_is_there_is_written_at_most_once_a_minute(
    staffed: Desk,
) -> None:
    visitor = staffed.practice.sign_ins.visitor(enter(staffed))
    assert visitor is not None
    start = staffed.clock().replace(tzinfo=None)

    staffed.clock.forward(seconds=59)
    visitor.still()
    assert staffed.rows("select seen_at from sign_in") == [(start,)]

    staffed.clock.forward(seconds=1)
    visitor.still()
    assert staffed.rows("select seen_at from sign_in") == [
        (start + timedelta(minutes=1),)
    ]


def test_leaving_closes_this_door_and_no_other(staffed: Desk) -> None:
    sign_ins = staffed.practice.sign_ins
    here, elsewhere = enter(staffed), enter(staffed)
    visitor = sign_ins.visitor(here)
    assert visitor is not None

    sign_ins.leave(visitor)
    sign_ins.leave(visitor)

    assert sign_ins.visitor(here) is None
    assert sign_ins.visitor(elsewhere) is not None
    assert [line[0] for line in journal(staffed)] == [
        "signed_in", "signed_in", "signed_out",
    ]  # fmt: skip


def test_who_has_left_may_do_nothing_any_more(staffed: Desk) -> None:
    visitor = staffed.practice.sign_ins.visitor(enter(staffed))
    assert visitor is not None

    staffed.practice.sign_ins.leave(visitor)

    with pytest.raises(SignedOutError, match="déconnecté"):
        visitor.require(Right.READ)


def test_nobody_in_particular_may_do_everything_until_there_is_an_account(
    desk: Desk,
) -> None:
    nobody = desk.practice.sign_ins.nobody()
    nobody.require(Right.SETTINGS)

    desk.practice.accounts.add(
        "lea", name="Léa", role=Role.MANAGER, password=PASSWORD, by="test"
    )

    with pytest.raises(SignedOutError):
        nobody.require(Right.READ)


def test_the_journal_tells_who_came_in_and_who_was_turned_away(staffed: Desk) -> None:
    enter(staffed)
    refused(staffed, "lea", "un cheval vert")
    refused(staffed, "un mot de passe", "lea")
    staffed.practice.sign_ins.turned_away("lea", address=ADDRESS)

    assert journal(staffed) == [
        ("signed_in", "Léa", "lea", ADDRESS),
        ("sign_in_failed", ADDRESS, "lea", "password"),
        ("sign_in_failed", ADDRESS, "", "unknown"),
        ("sign_in_failed", ADDRESS, "lea", "too_many"),
    ]


def test_the_manager_finds_recent_failures_the_latest_first(staffed: Desk) -> None:
    refused(staffed, "lea", "un cheval vert")
    staffed.clock.forward(days=8)
    refused(staffed, "lea", "un cheval vert")
    staffed.clock.forward(minutes=1)
    refused(staffed, "zoe", PASSWORD)

    since = staffed.clock() - timedelta(days=7)
    failures = staffed.practice.sign_ins.failures(since=since)

    assert [(f.login, f.reason) for f in failures] == [
        ("", Reason.UNKNOWN),
        ("lea", Reason.PASSWORD),
    ]
    assert len(staffed.practice.sign_ins.failures(since=since, most=1)) == 1


def test_the_log_warns_and_repeats_neither_password_nor_unknown_login(
    staffed: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="relance_ops"):
        refused(staffed, "lea", "un cheval vert")
        refused(staffed, "mon-secret-tapé-là", "un autre secret")
        enter(staffed)

    warned = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert warned == [
        f"sign-in refused login=lea reason=password address={ADDRESS}",
        f"sign-in refused login=unknown reason=unknown address={ADDRESS}",
    ]
    assert "secret" not in caplog.text
    assert "cheval" not in caplog.text


def test_a_password_kept_with_older_parameters_is_kept_anew(staffed: Desk) -> None:
    older = PasswordHasher(time_cost=2, memory_cost=8_192, parallelism=1)
    staffed.change("update account set password_hash = $h", h=older.hash(PASSWORD))

    enter(staffed)

    [(kept,)] = staffed.rows("select password_hash from account")
    assert "m=47104,t=1,p=1" in kept
    enter(staffed)


def test_the_account_shows_when_its_person_was_last_there(staffed: Desk) -> None:
    [before] = staffed.practice.accounts.all()
    visitor = staffed.practice.sign_ins.visitor(enter(staffed))
    assert visitor is not None
    staffed.clock.forward(hours=1)
    staffed.practice.sign_ins.leave(visitor)
    staffed.clock.forward(hours=1)

    [after] = staffed.practice.accounts.all()

    assert before.seen_at is None
    assert after.seen_at == staffed.clock() - timedelta(hours=1)


def test_doors_that_closed_by_themselves_do_not_pile_up(staffed: Desk) -> None:
    for _day in range(3):
        enter(staffed)
        staffed.clock.forward(days=1)

    enter(staffed)

    assert staffed.rows("select count(*) from sign_in") == [(1,)]
