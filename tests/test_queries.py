"""Questions in SQL: what is offered is answered, and nothing else can be done."""

from __future__ import annotations

import tempfile
import threading
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import duckdb
import pytest

from relance_ops.errors import ForbiddenError, QueryError
from relance_ops.queries import EVENT, OFFERED, copied
from relance_ops.rights import Role, Visitor
from tests.factories import NOON, Desk, a_desk

# Tables that nobody may ask about, each for its reason.
KEPT = {
    "account": "password hashes",
    "sign_in": "tokens",
    "secret_key": "signs what comes back",
    "callback": "a gateway's own password may be in it",
    "listening": "where a listener stands",
    "picture": "an image",
    "schema_version": "ours",
    "hold": "why nothing may leave, for this program only",
    "ledger_guard": "always empty",
    "event_guard": "always empty",
    "print_job_guard": "always empty",
    "holdout_guard": "always empty",
}

WRITES = (
    "insert into client (client_id, last_name) values ('X', 'X')",
    "insert into client select * from client",
    "update client set last_name = ''",
    "delete from client",
    "truncate client",
    "merge into client using client as c on client.client_id = c.client_id "
    "when matched then delete",
    "drop table client",
    "alter table client add column x integer",
    "create table x (i integer)",
    "create or replace table client as select 1",
    "create temp table x (i integer)",
    "create view x as select 1",
    "create macro x() as 1",
    "create sequence x",
    "create schema x",
    "create type x as enum ('a')",
    "create index x on client (client_id)",
    "create secret x (type s3)",
    "with gone as (delete from client returning *) select * from gone",
    "explain analyze delete from client",
    "begin",
    "commit",
    "begin; delete from client; commit",
    "commit; delete from client",
    "select 1; delete from client",
    "checkpoint",
    "vacuum",
)

WAYS_OUT = (
    "copy client to '{folder}/out.csv'",
    "copy (select 1) to '{folder}/out.csv'",
    "copy client from '{folder}/known.csv'",
    "export database '{folder}/out'",
    "import database '{folder}'",
    "attach '{folder}/out.duckdb'",
    "attach '{clinic}' as clinic",
    "attach ':memory:' as x",
    "detach copy",
    "use memory",
    "install httpfs",
    "load httpfs",
    "select * from read_csv('{folder}/known.csv')",
    "select * from '{folder}/known.csv'",
    "select * from read_text('{folder}/known.csv')",
    "select * from read_blob('{clinic}')",
    "select * from sniff_csv('{folder}/known.csv')",
    "select * from glob('{folder}/*')",
    "select * from read_duckdb('{clinic}', table_name = 'account')",
    "select * from 'http://127.0.0.1:9/x.csv'",
    "select getenv('HOME')",
    "call enable_logging()",
    "pragma threads = 8",
    "pragma enable_profiling",
    "set threads = 8",
    "set memory_limit = '100GB'",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set allowed_paths = ['{clinic}']",
    "reset lock_configuration",
    "prepare x as select 1",
    "set variable x = 1",
)


@pytest.fixture
def clinic(tmp_path: Path) -> Desk:
    """A clinic in a file, with one client, one account and one key."""
    (tmp_path / "known.csv").write_text("a,b\n1,2\n")
    desk = a_desk(tmp_path / "files", path=tmp_path / "clinic.duckdb")
    desk.client(last_name="Lefèvre")
    desk.add(
        "account", login="lea", name="Léa", role="manager", password_hash="$argon2id$x",
        created_at=NOON.replace(tzinfo=None),
    )  # fmt: skip
    return desk


def test_a_question_is_answered_as_a_frame(clinic: Desk) -> None:
    frame = clinic.practice.sql("select client_id, last_name from client")

    assert list(frame.columns) == ["client_id", "last_name"]
    assert frame.to_dict("records") == [{"client_id": "C1", "last_name": "Lefèvre"}]


def test_the_answer_is_what_is_written_now(clinic: Desk) -> None:
    clinic.practice.sql("from client")
    clinic.client("C2")

    assert len(clinic.practice.sql("from client")) == 2


def test_questions_to_one_copy_all_hear_the_same_moment(clinic: Desk) -> None:
    with clinic.practice.asking() as copy:
        clinic.client("C2")

        assert copy.rows("select count(*) from client").rows == [(1,)]


def test_days_and_numbers_keep_their_kinds(desk: Desk) -> None:
    with copied(desk.practice.database) as copy:
        found = copy.rows("select date '2026-11-24' as d, 3 as n, null as nothing")

    assert (found.titles, found.rows) == (
        ("d", "n", "nothing"),
        [(date(2026, 11, 24), 3, None)],
    )


@pytest.mark.parametrize(
    "question", ["show tables", "describe client", "summarize act"]
)
def test_one_may_ask_what_there_is(desk: Desk, question: str) -> None:
    assert len(desk.practice.sql(question)) > 0


def _everything(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def refused(
    clinic: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Desk, Path]:
    """A clinic, and a folder where whatever is written without a path would land."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return clinic, tmp_path


@pytest.mark.parametrize("statement", [*WRITES, *WAYS_OUT])
def test_nothing_is_written_and_no_file_is_read(
    refused: tuple[Desk, Path], statement: str
) -> None:
    desk, folder = refused
    before = _everything(folder)
    text = statement.format(folder=folder, clinic=folder / "clinic.duckdb")

    with pytest.raises(QueryError):
        desk.practice.sql(text)

    assert _everything(folder) == before
    assert sorted(p.name for p in folder.iterdir()) == [
        "clinic.duckdb", "clinic.duckdb.wal", "here", "known.csv",
    ]  # fmt: skip
    assert list((folder / "here").iterdir()) == []


@pytest.mark.parametrize("statement", [*WRITES, *WAYS_OUT])
def test_the_database_refuses_it_too_without_looking_at_the_words(
    refused: tuple[Desk, Path], statement: str
) -> None:
    """What our reading of the kind of statement would let through does no harm."""
    desk, folder = refused
    before = _everything(folder)
    text = statement.format(folder=folder, clinic=folder / "clinic.duckdb")

    with copied(desk.practice.database) as copy:
        with suppress(duckdb.Error):
            copy.connection.execute(text).fetchall()
        with copy.connection.cursor() as later:
            count = later.execute("select count(*) from client").fetchall()

    assert count == [(1,)]
    assert _everything(folder) == before


def test_every_table_is_offered_or_kept_for_a_reason(desk: Desk) -> None:
    found = desk.rows(
        "select table_name from information_schema.tables where table_schema = 'main'"
    )

    assert {name for (name,) in found} == {*OFFERED, EVENT, *KEPT}


@pytest.mark.parametrize("table", KEPT)
def test_what_is_kept_is_not_even_there(clinic: Desk, table: str) -> None:
    with pytest.raises(QueryError, match="does not exist"):
        clinic.practice.sql(f"select * from {table}")


def test_no_password_hash_is_anywhere_in_the_copy(clinic: Desk) -> None:
    with copied(clinic.practice.database) as copy:
        columns = copy.rows("select table_name, column_name from duckdb_columns()").rows
        texts = [
            str(copy.rows(f'select "{column}" from "{table}"').rows)
            for table, column in columns
            if table in (*OFFERED, EVENT)
        ]

    assert len(texts) > 100
    assert not [text for text in texts if "argon2" in text]
    assert not [
        c for _t, c in columns if c in ("password_hash", "token_hash", "content")
    ]


def test_the_journal_is_told_without_who_came_in(clinic: Desk) -> None:
    at = NOON.replace(tzinfo=None)
    for kind in ("rules", "sign_in_failed", "account"):
        clinic.add("event", happened_at=at, who="Léa", kind=kind)

    assert clinic.practice.sql("select kind from event")["kind"].tolist() == ["rules"]


def test_a_copy_leaves_no_file(clinic: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(tempfile.mkdtemp())
    monkeypatch.setattr(tempfile, "tempdir", str(folder))

    with clinic.practice.asking() as copy:
        copy.rows("from client")
        inside = [path for path in folder.rglob("*") if path.is_file()]

    assert inside == []
    assert list(folder.iterdir()) == []
    folder.rmdir()


def test_the_clinic_forgets_the_copy(clinic: Desk) -> None:
    clinic.practice.sql("from client")

    names = clinic.rows(
        "select database_name from duckdb_databases() where not internal"
    )
    assert names == [("clinic",)]


def test_a_question_that_takes_too_long_is_stopped(clinic: Desk) -> None:
    started = time.monotonic()

    with (
        clinic.practice.asking(seconds=0.8) as copy,
        pytest.raises(QueryError, match=r"0\.8 secondes"),
    ):
        copy.rows(
            "select sum(a.range * b.range) from range(10000000) a, range(99999) b"
        )

    assert time.monotonic() - started < 20
    assert clinic.practice.sql("select 1 as n")["n"].tolist() == [1]


def test_a_copy_that_takes_too_long_is_given_up_and_forgotten(clinic: Desk) -> None:
    clinic.change(
        "insert into act select 'X' || range, 'A1', 'VACC', date '2026-01-01', null "
        "from range(400000)"
    )

    with (
        pytest.raises(QueryError, match=r"0\.01 secondes"),
        clinic.practice.asking(seconds=0.01),
    ):
        pass

    assert clinic.rows(
        "select database_name from duckdb_databases() where not internal"
    ) == [("clinic",)]
    assert len(clinic.practice.sql("from client")) == 1


def test_an_answer_without_end_is_refused_before_it_fills_the_memory(
    desk: Desk,
) -> None:
    with copied(desk.practice.database) as copy:
        with pytest.raises(QueryError, match=r"plus de 10 lignes.*limit 10"):
            copy.rows("select * from range(100000000000)", most=10)

        assert len(copy.rows("select * from range(10)", most=10).rows) == 10


@pytest.mark.parametrize("statement", ["", "-- rien", "select 1; select 2", "selec 1"])
def test_what_is_not_one_question_is_refused(desk: Desk, statement: str) -> None:
    with pytest.raises(QueryError):
        desk.practice.sql(statement)


def test_a_misspelt_table_is_answered_with_those_there_are(desk: Desk) -> None:
    with pytest.raises(QueryError, match=r"(?s)clientt.*Tables : act, .*client"):
        desk.practice.sql("from clientt")


def test_the_reception_may_not_ask_and_the_analyst_may(desk: Desk) -> None:
    with pytest.raises(ForbiddenError, match="Responsable, Analyste"):
        desk.practice.sql("select 1", visitor=Visitor("Camille", Role.RECEPTION))

    assert len(desk.practice.sql("select 1", visitor=Visitor("Noa", Role.ANALYST))) == 1


def test_the_clinic_is_written_while_somebody_asks(clinic: Desk) -> None:
    asked = threading.Thread(
        target=lambda: clinic.practice.sql(
            "select sum(a.range * b.range) from range(100000) a, range(9999) b"
        )
    )
    asked.start()

    clinic.client("C2")

    asked.join(60)
    assert clinic.rows("select count(*) from client") == [(2,)]
