"""Copies of the clinic to be read elsewhere: what is in them, and what never is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from relance_ops import demo, snapshots
from relance_ops.database import Database
from relance_ops.errors import DatabaseUnavailableError, ReadOnlyError
from relance_ops.periods import Period
from relance_ops.practice import Practice
from relance_ops.returns import Cut
from relance_ops.rights import Role
from tests.demo_clinics import NOW, ON
from tests.factories import Desk, a_desk
from tests.test_queries import KEPT

# Left out of a copy under pseudonyms, each for its reason.
LEFT_OUT = {
    "event": "people typed into it",
    "news": "what peers and clients answered",
    "call": "a note of a call",
    "manual_value": "holds contacts that were corrected",
    "print_job": "who printed, and the printer's words",
    "wording": "words of the clinic",
    "listening": "where a listener stands",
    "picture": "the clinic's logo",
    "forgotten": "which numbers asked for it",
}

YEAR = Period(ON.replace(year=2025), ON)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration of 400 clients, closed."""
    path = tmp_path_factory.mktemp("clinic") / "clinic.duckdb"
    database = Database(path, now=NOW)
    demo.build(database, clients=400, on=ON, now=NOW, seed=2)
    database.close()
    return path


@pytest.fixture(scope="module")
def named(clinic: Path) -> Path:
    return _taken(clinic, "named.duckdb", named=True)


@pytest.fixture(scope="module")
def pseudonymised(clinic: Path) -> Path:
    return _taken(clinic, "pseudonymised.duckdb", named=False)


def _taken(clinic: Path, name: str, *, named: bool) -> Path:
    with opened(clinic) as practice:
        target = clinic.with_name(name)
        snapshots.write(practice.database, target, named=named, now=NOW)
    return target


@contextmanager
def opened(path: Path) -> Iterator[Practice]:
    with Practice.open(path, clock=lambda: NOW) as practice:
        yield practice


def rows(path: Path, statement: str) -> list[tuple[Any, ...]]:
    with opened(path) as practice:
        return practice.database.rows(statement)


def texts(path: Path) -> str:
    """Every text of every table, whatever its compression on the disk."""
    with opened(path) as practice:
        columns = practice.database.rows(
            "select table_name, column_name from duckdb_columns() "
            "where not internal and data_type = 'VARCHAR' and table_name <> 'delivery_now'"
        )
        found = [
            str(value)
            for table, column in columns
            for [value] in practice.database.rows(
                f'select distinct "{column}" from "{table}" where "{column}" is not null'
            )
        ]
    return "\n".join(found)


def identities(clinic: Path) -> set[str]:
    """Every name, address, telephone, email and message of the clinic's people."""
    people = rows(
        clinic,
        "select unnest([last_name, first_name, address1, address2, city, email, mobile, "
        "phone, client_id]) from client union select unnest([name, animal_id]) from animal "
        "union select unnest([address, subject, body]) from delivery "
        "union select value from setting where key in "
        "('clinic.name', 'clinic.phone', 'clinic.email', 'clinic.address1')",
    )
    return {text.strip() for [text] in people if len(text.strip()) >= 3}


def hits(words: set[str], text: str) -> list[str]:
    return sorted(
        word
        for word in words
        if word in text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
    )


def test_no_name_address_telephone_email_or_message_is_in_it(
    clinic: Path, pseudonymised: Path
) -> None:
    words = identities(clinic)

    assert len(words) > 2000
    assert hits(words, texts(pseudonymised)) == []


def test_nor_anywhere_in_the_bytes_of_the_file(
    clinic: Path, pseudonymised: Path
) -> None:
    words = {word.encode() for word in identities(clinic) if len(word) >= 6}
    content = pseudonymised.read_bytes()

    assert [word for word in words if word in content] == []


def test_the_same_search_finds_them_where_they_are(clinic: Path, named: Path) -> None:
    words = identities(clinic)
    content = named.read_bytes()

    assert set(hits(words, texts(named))) >= words
    assert sum(word.encode() in content for word in words) > 100


@pytest.mark.parametrize("which", ["named", "pseudonymised"])
def test_a_copy_is_due_simulated_and_measured_as_the_clinic(
    clinic: Path, which: str, request: pytest.FixtureRequest
) -> None:
    copy = request.getfixturevalue(which)
    found = []
    for path in (clinic, copy):
        with opened(path) as practice:
            due = practice.due(everything=True).reminders
            simulated = practice.simulate(since=YEAR.since, until=YEAR.until)
            cohorts = practice.returns.cohorts(YEAR, by=Cut.STEP)
        found.append(
            (
                sorted(
                    (one.due_on, one.act_type, one.step, one.state, one.channels)
                    for one in due
                ),
                simulated.totals(),
                cohorts.to_csv(),
            )
        )

    assert found[0] == found[1]
    assert len(found[0][0]) > 500


def test_dates_departments_species_and_acts_are_kept(
    clinic: Path, pseudonymised: Path
) -> None:
    for question in (
        "select act_id, act_type, performed_on, due_on from act order by act_id",
        "select species, birth_date, count(*) from animal group by all order by all",
        "select left(postcode, 2), count(*) from client where country = 'FR' "
        "group by all order by all",
        "select delivery_id, state, happened_at from ledger order by entry_id",
    ):
        assert rows(pseudonymised, question) == rows(clinic, question)
    assert {code[2:] for [code] in rows(
        pseudonymised, "select postcode from client where postcode <> ''"
    )} == {"000"}  # fmt: skip


def test_two_copies_call_everybody_alike(clinic: Path, pseudonymised: Path) -> None:
    again = _taken(clinic, "again.duckdb", named=False)

    question = "select * from client order by client_id"
    assert rows(again, question) == rows(pseudonymised, question)


def test_two_clinics_do_not(tmp_path: Path) -> None:
    found = []
    for number in (1, 2):
        desk = a_desk(tmp_path / "files", path=tmp_path / f"{number}.duckdb")
        desk.client()
        target = tmp_path / f"copy{number}.duckdb"
        snapshots.write(desk.practice.database, target, named=False, now=NOW)
        found += rows(target, "select client_id from client")

    assert found[0] != found[1]


def test_who_shared_an_email_still_does(desk: Desk, tmp_path: Path) -> None:
    desk.client("C1", email="Zoe@example.fr")
    desk.client("C2", email="zoe@example.fr ")
    desk.client("C3", email="zoe@example")

    snapshots.write(desk.practice.database, tmp_path / "x.duckdb", named=False, now=NOW)

    shared = rows(
        tmp_path / "x.duckdb",
        "select count(*), email = 'illisible' from client group by email order by 1",
    )
    assert shared == [(1, True), (2, False)]


@pytest.mark.parametrize("form", ["email", "sms", "paper"])
def test_a_contact_that_was_refused_for_good_still_is(
    due_desk: Desk, tmp_path: Path, form: str
) -> None:
    used = {
        "email": "c1@example.fr",
        "sms": "+33612345678",
        "paper": "Mme Élodie LEFÈVRE C1\n12 RUE DE L'ÉGLISE\n35000 RENNES",
    }
    others = {f"refuses_{one}": True for one in used if one != form}
    for column, value in others.items():
        due_desk.change(f"update client set {column} = $value", value=value)
    due_desk.add(
        "dead_contact", client_id="C1", form=form, address=used[form], reason="550",
        flagged_at=NOW.replace(tzinfo=None),
    )  # fmt: skip
    assert [one.state for one in due_desk.practice.due().reminders] == ["blocked"]

    snapshots.write(
        due_desk.practice.database, tmp_path / "x.duckdb", named=False, now=NOW
    )

    with opened(tmp_path / "x.duckdb") as practice:
        assert [one.state for one in practice.due(on=ON).reminders] == ["blocked"]


@pytest.mark.parametrize("which", ["named", "pseudonymised"])
def test_nothing_leaves_a_copy_and_no_rules_are_published_in_it(
    which: str, request: pytest.FixtureRequest
) -> None:
    with opened(request.getfixturevalue(which)) as practice:
        rules = practice.rulebook.rules_of()
        with pytest.raises(ReadOnlyError, match="est une copie à lire"):
            practice.send(by="Léa")
        with pytest.raises(ReadOnlyError):
            practice.rulebook.publish(rules[:-1], comment="essai", by="Léa")
        assert list(practice.files.rglob("*")) == []


def test_every_table_is_copied_or_left_out_for_a_reason(desk: Desk) -> None:
    tables = {
        name
        for (name,) in desk.rows(
            "select table_name from information_schema.tables "
            "where table_schema = 'main' and table_type = 'BASE TABLE'"
        )
    }
    never = set(KEPT) - {"listening", "picture"}

    assert tables == {*snapshots.WITH_NAMES, snapshots.EVENT, *never}
    assert tables == {
        *snapshots.AS_THEY_ARE, *snapshots.PSEUDONYMS, "dead_contact", *LEFT_OUT, *never,
    }  # fmt: skip


def test_no_secret_is_in_a_copy_with_names(desk: Desk, tmp_path: Path) -> None:
    desk.practice.accounts.add(
        "lea", name="Léa", role=Role.MANAGER, password="un-mot-de-passe-long", by="Léa"
    )
    target = tmp_path / "x.duckdb"

    snapshots.write(desk.practice.database, target, named=True, now=NOW)

    for table in ("account", "sign_in", "callback"):
        assert rows(target, f"select count(*) from {table}") == [(0,)]
    # What chance is drawn with, and a name of the clinic: neither opens anything.
    assert set(rows(target, "select name from secret_key")) <= {
        ("holdout",),
        ("register",),
    }
    assert b"argon2" not in target.read_bytes()


def test_a_copy_is_its_owners_alone(named: Path) -> None:
    assert named.stat().st_mode & 0o777 == 0o600
    assert [one for one in named.parent.iterdir() if one.name.startswith(".")] == []


def test_a_copy_that_cannot_be_written_says_so_and_forgets_itself(
    desk: Desk, tmp_path: Path
) -> None:
    with pytest.raises(DatabaseUnavailableError, match="ne peut pas être écrite"):
        snapshots.write(
            desk.practice.database, tmp_path / "nowhere" / "x.duckdb",
            named=True, now=NOW,
        )  # fmt: skip

    names = "select database_name from duckdb_databases() where not internal"
    assert desk.rows(names) == [("memory",)]


def test_an_earlier_copy_is_replaced(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "x.duckdb"
    for number in (1, 2):
        desk.client(f"C{number}")
        snapshots.write(desk.practice.database, target, named=True, now=NOW)

    assert rows(target, "select count(*) from client") == [(2,)]


def test_chance_keeps_back_the_same_reminders_in_a_copy_with_names(
    desk: Desk, tmp_path: Path
) -> None:
    desk.yearly_vaccine()
    for number in range(1, 41):
        desk.due_today(number)
    desk.practice.set("holdout_percent", "20", by="Léa")
    target = tmp_path / "x.duckdb"

    snapshots.write(desk.practice.database, target, named=True, now=NOW)

    with opened(target) as practice:
        states = [
            [(one.animal_id, one.state, one.reason) for one in found.reminders]
            for found in (practice.due(on=ON), desk.practice.due(on=ON))
        ]
    assert states[0] == states[1]
    assert 0 < sum(state == "held" for _, state, _ in states[0]) < 40
