"""A typed value wins until the export changes that field."""

from __future__ import annotations

from datetime import date

import pytest

from relance_ops.errors import NotFoundError, SettingError
from relance_ops.manual import Value, type_over, type_over_all
from tests.import_desk import NOW, Desk

CLIENT = "client_id,last_name,by_sms,refuses_email,mobile\nC1,Durand,{},{},{}\n"


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("import"))


@pytest.fixture
def desk(shared_desk: Desk) -> Desk:
    desk = shared_desk.cleared()
    desk.furnish()
    return desk


def type_client(desk: Desk, field: str, value: Value, client_id: str = "C1") -> None:
    type_over(desk.database, "client", client_id, field, value, now=NOW, by="ASV")


def held(desk: Desk, field: str) -> object:
    [(value,)] = desk.rows(f"select {field} from client where client_id = 'C1'")
    return value


def remembered(desk: Desk) -> list[tuple[str, str, str]]:
    return desk.rows("select id, field, exported from manual_value order by id, field")


def test_a_typed_value_survives_the_same_export(desk: Desk) -> None:
    desk.known(clients=CLIENT.format("oui", "non", "0612"))
    type_client(desk, "by_sms", value=False)
    type_client(desk, "mobile", "0639980001")

    report = desk.load_one(clients=CLIENT.format("oui", "non", "0612"))

    assert held(desk, "by_sms") is False
    assert held(desk, "mobile") == "0639980001"
    assert report.changed == 0


def test_an_export_that_changes_the_field_wins_again(desk: Desk) -> None:
    desk.known(clients=CLIENT.format("oui", "non", "0612"))
    type_client(desk, "mobile", "0639980001")

    desk.load_one(clients=CLIENT.format("oui", "non", "0699"))

    assert held(desk, "mobile") == "0699"
    assert remembered(desk) == []


def test_after_the_export_won_the_old_value_is_not_special(desk: Desk) -> None:
    desk.known(clients=CLIENT.format("oui", "non", "0612"))
    type_client(desk, "mobile", "0639980001")
    desk.load_one(clients=CLIENT.format("oui", "non", "0699"))

    desk.load_one(clients=CLIENT.format("oui", "non", "0612"))

    assert held(desk, "mobile") == "0612"


def test_another_column_of_the_export_changes_beside_a_typed_value(desk: Desk) -> None:
    desk.known(clients=CLIENT.format("oui", "non", "0612"))
    type_client(desk, "by_sms", value=False)

    desk.load_one(clients=CLIENT.format("oui", "oui", "0612"))

    assert held(desk, "by_sms") is False
    assert held(desk, "refuses_email") is True


def test_an_export_without_the_column_leaves_the_typed_value(desk: Desk) -> None:
    desk.known(clients=CLIENT.format("oui", "non", "0612"))
    type_client(desk, "mobile", "0639980001")

    desk.load_one(clients="client_id,last_name\nC1,Durand\n")

    assert held(desk, "mobile") == "0639980001"
    assert remembered(desk) == [("C1", "mobile", "0612")]


def test_a_rejected_row_does_not_take_a_typed_value_away(desk: Desk) -> None:
    desk.known(clients=CLIENT.format("oui", "non", "0612"))
    type_client(desk, "mobile", "0639980001")

    desk.load_one(clients=CLIENT.format("peut-être", "non", "0699"))

    assert held(desk, "mobile") == "0639980001"
    assert remembered(desk) == [("C1", "mobile", "0612")]


def test_typing_twice_remembers_the_export_and_not_the_first_typing(desk: Desk) -> None:
    desk.known(clients=CLIENT.format("oui", "non", "0612"))

    type_client(desk, "mobile", "0639980001")
    type_client(desk, "mobile", "0639980002")

    assert remembered(desk) == [("C1", "mobile", "0612")]


def test_typing_the_exported_value_back_leaves_nothing_to_remember(desk: Desk) -> None:
    desk.known(clients=CLIENT.format("oui", "non", "0612"))
    type_client(desk, "by_sms", value=False)

    type_client(desk, "by_sms", value=True)

    assert remembered(desk) == []
    assert held(desk, "by_sms") is True


def test_an_animal_said_to_be_dead_stays_dead_through_the_export(desk: Desk) -> None:
    animals = "animal_id,client_id,name,deceased_on\nA1,C1,Rex,{}\n"
    desk.known(animals=animals.format(""))
    day = date(2026, 11, 20)
    type_over(desk.database, "animal", "A1", "deceased_on", day, now=NOW, by="ASV")

    desk.load_one(animals=animals.format(""))
    kept = desk.rows("select deceased_on from animal")
    desk.load_one(animals=animals.format("18/11/2026"))

    assert kept == [(day,)]
    assert desk.rows("select deceased_on from animal") == [(date(2026, 11, 18),)]


def test_a_death_can_be_taken_back(desk: Desk) -> None:
    for day in (date(2026, 11, 20), None):
        type_over(desk.database, "animal", "A1", "deceased_on", day, now=NOW, by="x")

    assert desk.rows("select deceased_on from animal") == [(None,)]
    assert remembered(desk) == []


def test_a_magic_button_changes_many_and_tells_which(desk: Desk) -> None:
    type_client(desk, "by_paper", value=False, client_id="C2")

    changed = type_over_all(
        desk.database, "client", ["C1", "C2"], "by_paper", value=False, now=NOW, by="x"
    )

    assert changed == ("C1",)
    assert desk.rows("select by_paper from client") == [(False,), (False,)]


def test_a_magic_button_over_nobody_changes_nobody(desk: Desk) -> None:
    changed = type_over_all(
        desk.database, "client", [], "by_sms", value=False, now=NOW, by="x"
    )

    assert changed == ()


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("by_email", False, False),
        ("by_paper", False, False),
        ("by_sms", False, False),
        ("refuses_email", True, True),
        ("refuses_paper", True, True),
        ("refuses_sms", True, True),
        ("mail_returned", True, True),
        ("archived", True, True),
        ("email", "d@example.fr", "d@example.fr"),
        ("mobile", "0639980001", "0639980001"),
        ("phone", "0199000001", "0199000001"),
        ("address1", "1 rue\r\nBcc: x", "1 rue Bcc: x"),
        ("address2", "  Bât. B ", "Bât. B"),
        ("postcode", "01000", "01000"),
        ("city", "Évry", "Évry"),
    ],
)
def test_every_field_that_may_be_typed_is_written(
    desk: Desk, field: str, value: Value, stored: object
) -> None:
    type_client(desk, field, value)

    assert held(desk, field) == stored
    assert [row[1] for row in remembered(desk)] == [field]


def test_typing_touches_no_other_client(desk: Desk) -> None:
    type_client(desk, "city", "Évry")

    assert desk.rows("select city from client where client_id = 'C2'") == [("",)]


@pytest.mark.parametrize(
    ("entity", "field", "value"),
    [
        ("client", "last_name", "x"),
        ("animal", "name", "x"),
        ("vet", "email", "x"),
        ("client", "by_sms", "oui"),
        ("client", "email", None),
        ("client", "city", "x" * 501),
        ("animal", "deceased_on", "2026-01-01"),
        ("animal", "deceased_on", NOW),
        ("animal", "departed_on", date(26, 1, 1)),
    ],
)
def test_what_makes_no_sense_is_refused(
    desk: Desk, entity: str, field: str, value: Value
) -> None:
    with pytest.raises(SettingError, match="Possible"):
        type_over(desk.database, entity, "C1", field, value, now=NOW, by="x")


def test_an_unknown_client_is_named_and_nothing_is_written(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="C9"):
        type_over_all(
            desk.database, "client", ["C1", "C9"], "city", "Évry", now=NOW, by="x"
        )

    assert held(desk, "city") == ""
    assert remembered(desk) == []


def test_an_unknown_animal_is_named(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="A9"):
        type_over(desk.database, "animal", "A9", "departed_on", None, now=NOW, by="x")
