"""The demonstration clinic: the same every time, and true to the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import phonenumbers
import pytest
from phonenumbers import carrier

from relance_ops import contacts, messages
from relance_ops.database import MEMORY, Database
from relance_ops.demo import DemoReport, build, write_csv
from relance_ops.demo_protocol import RULES
from relance_ops.errors import RelanceError
from relance_ops.importer import import_folder
from relance_ops.rules import check_offsets
from tests.demo_clinics import NOW, ON, a_clinic, count, reminders_of

DATA = Path(__file__).parents[1] / "data" / "demo"

TABLES = (
    "client",
    "animal",
    "act_type",
    "act",
    "rule_version",
    "rule",
    "appointment",
    "dead_contact",
    "setting",
    "run",
    "delivery",
    "claim",
    "ledger",
)


@pytest.fixture(scope="module")
def clinic() -> Iterator[Database]:
    """Two thousand clients; tests only read it."""
    database = a_clinic(2_000)
    yield database
    database.close()


def contents(database: Database) -> list[object]:
    return [database.rows(f"select * from {table} order by all") for table in TABLES]


def test_the_same_numbers_give_the_same_clinic() -> None:
    first, second, other = a_clinic(60), a_clinic(60), a_clinic(60, seed=2)

    assert contents(first) == contents(second)
    assert contents(first) != contents(other)


def test_a_clinic_has_three_animals_for_two_clients_and_years_of_acts() -> None:
    database = Database(MEMORY, now=NOW)

    report = build(database, clients=300, on=ON, now=NOW)

    assert report == DemoReport(
        clients=count(database, "from client"),
        animals=count(database, "from animal"),
        acts=count(database, "from act"),
        appointments=count(database, "from appointment"),
        runs=count(database, "from run"),
        deliveries=count(database, "from delivery"),
    )
    assert report.clients == 300
    assert 390 <= report.animals <= 510
    assert 5 * report.animals <= report.acts <= 8 * report.animals
    assert 250 <= report.deliveries <= 700


@pytest.mark.parametrize("on", [ON, date(2028, 2, 29)])
@pytest.mark.parametrize("clients", [1, 2, 7])
def test_the_smallest_clinics_work_too(clients: int, on: date) -> None:
    database = a_clinic(clients, on=on)

    assert count(database, "from client") == clients


def test_a_file_that_holds_clients_is_left_alone() -> None:
    database = a_clinic(5)
    before = contents(database)

    with pytest.raises(RelanceError, match="contient déjà une clinique"):
        build(database, clients=5, on=ON, now=NOW)

    assert contents(database) == before


def test_a_clinic_without_clients_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RelanceError, match="demandez-en 1 ou plus"):
        write_csv(tmp_path, clients=0, on=ON)


@pytest.mark.parametrize(
    "orphans",
    [
        "from animal anti join client using (client_id)",
        "from act anti join animal using (animal_id)",
        "from act anti join act_type using (act_type)",
        "from rule anti join act_type using (act_type)",
        "from appointment anti join client using (client_id)",
        "from appointment anti join animal using (client_id, animal_id) "
        "where animal_id is not null",
        "from delivery anti join run using (run_id)",
        "from delivery anti join client using (client_id)",
        "from delivery anti join claim using (delivery_id)",
        "from delivery anti join ledger using (delivery_id)",
        "from run anti join delivery using (run_id)",
        "from claim anti join delivery using (delivery_id, channel)",
        "from claim join delivery using (delivery_id) join animal using (animal_id) "
        "where delivery.client_id <> animal.client_id",
        "from claim anti join act on act.act_id = claim.anchor_id "
        "and act.animal_id = claim.animal_id where anchor_id <> 'birth'",
        "from ledger anti join delivery using (delivery_id)",
    ],
)
def test_nothing_is_an_orphan(clinic: Database, orphans: str) -> None:
    assert count(clinic, orphans) == 0


@pytest.mark.parametrize(
    "impossible",
    [
        f"from act where performed_on > date '{ON}'",
        "from act where due_on < performed_on",
        "from act where isodow(performed_on) = 7",
        "from act join animal using (animal_id) where performed_on < birth_date "
        "or performed_on > deceased_on or performed_on > departed_on",
        f"from animal where birth_date > date '{ON}' or deceased_on > date '{ON}'",
        f"from animal where birth_date < date '{ON}' - interval 18 year",
        f"from appointment where starts_on <= date '{ON}'",
        f"from run where on_day > date '{ON}' - 10 or isodow(on_day) > 5",
    ],
)
def test_nothing_happened_when_it_could_not(clinic: Database, impossible: str) -> None:
    assert count(clinic, impossible) == 0


def test_every_state_can_be_shown(clinic: Database) -> None:
    states = Counter(reminder.state.value for reminder in reminders_of(clinic))

    assert set(states) == {
        "ready",
        "held",
        "blocked",
        "sent",
        "planned",
        "fulfilled",
        "expired",
        "superseded",
        "excluded",
    }
    assert 30 <= states["ready"] <= 150


def test_numbers_and_emails_belong_to_nobody(clinic: Database) -> None:
    emails = clinic.rows("select email from client where email like '%_@_%.%'")
    mobiles = [
        phonenumbers.parse(found)
        for (text,) in clinic.rows("select mobile from client")
        if (found := contacts.mobile_number(text))
    ]

    hosts = {email.partition("@")[2] for (email,) in emails}

    assert hosts == {"example.fr", "example.org"}
    assert len(mobiles) > 1_500
    assert not any(carrier.name_for_number(number, "fr") for number in mobiles)


def test_the_rules_are_ones_that_can_be_published(clinic: Database) -> None:
    check_offsets(RULES)

    aged = (
        "select recall_group from act_type where trigger = 'age' "
        "group by recall_group having count(*) > 1"
    )
    assert count(clinic, aged) == 0
    assert {rule.template for rule in RULES} - {""} <= messages.template_names()


def test_the_files_of_data_demo_are_those_that_the_program_writes(
    tmp_path: Path,
) -> None:
    write_csv(tmp_path, clients=200, on=ON)

    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in DATA.glob("*.csv")}

    assert written == kept


def test_the_files_of_data_demo_are_imported_whole(tmp_path: Path) -> None:
    database, direct = Database(MEMORY, now=NOW), a_clinic(200)

    report = import_folder(
        database,
        DATA,
        now=NOW,
        on=ON,
        by="test",
        rejects=tmp_path / "rejects.csv",
        templates=messages.template_names(),
    )

    assert [(file.refused, file.rejected) for file in report.files] == [("", 0)] * 6
    for table in ("client", "animal", "act_type", "act", "rule", "appointment"):
        query = f"select * from {table} order by all"
        assert database.rows(query) == direct.rows(query), table
