"""The register of departures: what is kept, what is not, and what a file gets back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from relance_ops import register
from relance_ops.clinic_file import copies_folder, register_path
from relance_ops.errors import DatabaseUnavailableError, SendRefusedError
from relance_ops.practice import Practice
from relance_ops.register import Mark
from tests.factories import Clock, Desk

Rows = list[tuple[object, ...]]


@contextmanager
def opened(path: Path) -> Iterator[Desk]:
    clock = Clock()
    with Practice.open(path, clock=clock) as practice:
        yield Desk(practice, clock)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A clinic of three clients due today, that has sent nothing yet."""
    with opened(tmp_path / "x.duckdb") as desk:
        desk.yearly_vaccine()
        for number in (1, 2, 3):
            desk.due_today(number)
    return tmp_path / "x.duckdb"


@contextmanager
def gone_back(path: Path) -> Iterator[Desk]:
    """What happens in the block is lost with the file; the register stays."""
    copy = path.with_name("copy")
    shutil.copy(path, copy)
    with opened(path) as desk:
        yield desk
    shutil.copy(copy, path)
    shutil.rmtree(copies_folder(path), ignore_errors=True)


def test_what_left_is_known_again_as_it_stood(path: Path) -> None:
    with gone_back(path) as desk:
        desk.practice.send(by="accueil")
        before: Rows = desk.rows(
            "select delivery_id, state, who from ledger order by 1, 2"
        )

    with opened(path) as desk:
        after: Rows = desk.rows(
            "select delivery_id, state, who from ledger order by 1, 2"
        )
        ready = desk.ready()

    assert after == before
    assert ready == []


def test_what_was_claimed_and_never_handed_is_ready_again(path: Path) -> None:
    with gone_back(path) as desk:
        desk.practice.send(by="accueil")
    text = register_path(path).read_text(encoding="utf-8").splitlines(keepends=True)
    claimed = next(n for n, line in enumerate(text) if '"claim"' in line)
    register_path(path).write_text("".join(text[: claimed + 1]), encoding="utf-8")

    with opened(path) as desk:
        assert desk.ready() == ["A1", "A2", "A3"]
        assert desk.states() == {"email": {"voided": 3}}


def test_what_was_handed_without_an_answer_is_uncertain(path: Path) -> None:
    with gone_back(path) as desk:
        desk.practice.send(by="accueil")
    text = register_path(path).read_text(encoding="utf-8").splitlines(keepends=True)
    handed = next(n for n, line in enumerate(text) if '"handed"' in line)
    register_path(path).write_text("".join(text[: handed + 1]), encoding="utf-8")

    with opened(path) as desk:
        assert desk.states()["email"]["uncertain"] == 1
        assert desk.ready() == ["A2", "A3"]


def test_a_cancelled_run_is_ready_again_after_a_restore_too(path: Path) -> None:
    with gone_back(path) as desk:
        report = desk.practice.send(by="accueil")
        desk.practice.cancel(
            sent_on=report.on, by="accueil", kinds=list(report.by_channel)
        )

    with opened(path) as desk:
        assert desk.ready() == ["A1", "A2", "A3"]


def test_a_second_start_gives_back_nothing_more(path: Path) -> None:
    with gone_back(path) as desk:
        desk.practice.send(by="accueil")
    with opened(path) as desk:
        once: Rows = desk.rows("select * from ledger order by entry_id")

    with opened(path) as desk:
        assert desk.rows("select * from ledger order by entry_id") == once
        assert desk.rows("select count(*) from event where kind = 'caught_up'") == [
            (1,)
        ]


def test_new_numbers_never_meet_the_old_ones(path: Path) -> None:
    with gone_back(path) as desk:
        desk.practice.send(by="accueil")

    with opened(path) as desk:
        desk.due_today(4)
        report = desk.practice.send(by="accueil")

        assert report.run_id == 2
        assert desk.rows("select max(delivery_id) from delivery") == [(4,)]
        assert desk.practice.check_up().twice == 0


def test_a_restore_of_a_restore_is_complete(path: Path) -> None:
    with gone_back(path) as desk:
        desk.practice.send(by="accueil")
    with gone_back(path) as desk:
        desk.due_today(4)
        desk.practice.send(by="accueil")

    with opened(path) as desk:
        desk.due_today(4)

        assert desk.ready() == []


def test_refusals_and_deaths_are_known_again(path: Path) -> None:
    with gone_back(path) as desk:
        change = desk.practice.type_over
        change("client", "C1", "refuses_email", True, by="Léa", note="au téléphone")
        change("animal", "A2", "deceased_on", date(2026, 11, 20), by="Léa")
        change("client", "C3", "email", "neuf@example.fr", by="Léa")

    with opened(path) as desk:
        assert desk.rows("select refuses_email from client order by client_id") == [
            (True,), (False,), (False,),
        ]  # fmt: skip
        assert desk.rows("select deceased_on from animal where animal_id = 'A2'") == [
            (date(2026, 11, 20),)
        ]
        [(note,)] = desk.rows("select note from event where subject = 'refuses_email'")
    assert note == "au téléphone"
    assert "neuf@example.fr" not in register_path(path).read_text(encoding="utf-8")


def test_a_refusal_of_somebody_unknown_is_said(path: Path) -> None:
    with gone_back(path) as desk:
        desk.client("C9")
        desk.practice.type_over("client", "C9", "refuses_sms", True, by="Léa")

    with opened(path) as desk:
        [(note,)] = desk.rows("select note from event where kind = 'caught_up'")
    assert "C9" in note


def test_what_was_undone_is_not_given_back(path: Path) -> None:
    with opened(path) as desk:
        with pytest.raises(ZeroDivisionError):
            undone(desk)
        desk.practice.send(by="accueil")

    found = register.read(register_path(path))

    told = {row[1] for block in found.blocks for row in block.tables["ledger"]}
    assert told == {1, 2, 3}


def undone(desk: Desk) -> None:
    """A transaction that is written down, and then fails."""
    database = desk.practice.database
    assert database.witness is not None
    with database.writing() as cursor:
        cursor.execute(
            "insert into ledger (delivery_id, state, happened_at, who) "
            "values (77, 'claimed', now()::timestamp, 'x')"
        )
        database.witness.before(cursor)
        raise ZeroDivisionError


def test_nothing_is_claimed_when_the_register_cannot_be_written(path: Path) -> None:
    with opened(path) as desk:
        register_path(path).rename(path.with_name("moved"))
        register_path(path).mkdir()

        with pytest.raises(DatabaseUnavailableError, match="registre des départs"):
            desk.practice.send(by="accueil")

        assert desk.rows("select count(*) from run") == [(0,)]
        register_path(path).rmdir()
        path.with_name("moved").rename(register_path(path))
        assert desk.practice.send(by="accueil").claimed == 3


def test_a_line_that_was_not_written_whole_is_cut_off(path: Path) -> None:
    whole = register_path(path).read_bytes()
    register_path(path).write_bytes(whole + b'deadbeef {"kept":[1')

    with opened(path) as desk:
        desk.practice.send(by="accueil")

    assert register.read(register_path(path)).unreadable == 0


def test_a_damaged_register_stops_the_sending_after_a_restore(path: Path) -> None:
    with gone_back(path) as desk:
        desk.practice.send(by="accueil")
    content = register_path(path).read_bytes()
    middle = content.index(b'"claim"')
    register_path(path).write_bytes(
        content[:middle] + b"#claim#" + content[middle + 7 :]
    )

    with opened(path) as desk:
        with pytest.raises(SendRefusedError, match="--checked"):
            desk.practice.send(by="accueil")
        assert desk.practice.backups.warnings() != ()

        assert desk.practice.backups.end_hold(by="Claire")
        assert desk.practice.backups.warnings() == ()


def test_the_register_of_another_clinic_is_put_aside(
    path: Path, tmp_path: Path
) -> None:
    with opened(path) as desk:
        desk.practice.send(by="accueil")
    other = tmp_path / "other" / "x.duckdb"
    other.parent.mkdir()
    with opened(other):
        pass
    shutil.copy(other, path)

    with opened(path) as desk:
        assert desk.rows("select count(*) from run") == [(0,)]

    assert len(list(tmp_path.glob("x.duckdb.register.other-*"))) == 1


def test_what_the_register_lost_of_its_end_is_written_again(path: Path) -> None:
    with opened(path) as desk:
        desk.practice.send(by="accueil")
    lines = register_path(path).read_bytes().splitlines(keepends=True)
    register_path(path).write_bytes(b"".join(lines[:3]))

    with opened(path):
        pass

    found = register.read(register_path(path))
    told = {
        (row[1], row[2]) for block in found.blocks for row in block.tables["ledger"]
    }
    assert {(n, "sent") for n in (1, 2, 3)} <= told


def test_it_begins_where_the_file_is(path: Path) -> None:
    register_path(path).unlink()
    with opened(path) as desk:
        desk.practice.send(by="accueil")
    register_path(path).unlink()

    with opened(path):
        pass

    found = register.read(register_path(path))
    assert found.begins == Mark(9, 0)
    assert register_path(path).stat().st_mode & 0o777 == 0o600
