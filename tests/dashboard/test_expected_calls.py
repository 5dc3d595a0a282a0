"""The expected clients as one calls them: found, called, taken away."""

from __future__ import annotations

import base64
import csv
import io
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from relance_ops.calls import Answer
from relance_ops.dashboard.page import Session
from relance_ops.dashboard.pages.expected import ExpectedPage
from relance_ops.errors import ForbiddenError, SettingError
from relance_ops.model import Form
from relance_ops.reports import CallOutcome
from relance_ops.rights import Role, Visitor
from tests.factories import TODAY, Desk


@pytest.fixture
def clinic(desk: Desk) -> Desk:
    """Three clients reminded today: due today, two months ago, two years ago."""
    desk.yearly_vaccine(0, 14, valid_days=2000)
    desk.change("update act_type set category = 'Vaccins'")
    for number, days in enumerate((0, 60, 730), 1):
        desk.client(f"C{number}", last_name=f"Lefèvre{number}")
        desk.animal(f"A{number}", f"C{number}")
        desk.act(
            f"X{number}",
            f"A{number}",
            performed_on=TODAY - timedelta(days=365 + days),
        )
    desk.practice.send(by="accueil")
    return desk


@pytest.fixture
def expected(clinic: Desk) -> ExpectedPage:
    return ExpectedPage(session=Session(practice=clinic.practice))


def found(page: ExpectedPage) -> list[str]:
    return [one.animal_id for one in page.found()]


def note(page: ExpectedPage, outcome: CallOutcome, position: int = 0) -> None:
    page.call(position)
    page.calling.outcome = outcome.value
    page.calling.note_call()


# Finding


@pytest.mark.parametrize(
    ("name", "value", "animals"),
    [
        ("search", "LEFEVRE2", ["A2"]),
        ("act", "category:Vaccins", ["A1", "A2", "A3"]),
        ("act", "RAGE", []),
        ("age", "month", ["A1"]),
        ("age", "quarter", ["A2"]),
        ("age", "year", []),
        ("age", "more", ["A3"]),
        ("family", "information", []),
        ("times", 1, ["A1", "A2", "A3"]),
        ("times", 3, []),
        ("followed", "to_call", ["A1", "A2", "A3"]),
        ("followed", "booked", []),
    ],
)
def test_a_filter_shows_what_it_is_about(
    expected: ExpectedPage, name: str, value: object, animals: list[str]
) -> None:
    expected.param.update(**{name: value})

    assert found(expected) == animals
    assert len(expected.table.value) == len(animals)


def test_the_longest_overdue_come_first_when_asked(expected: ExpectedPage) -> None:
    expected.order = "overdue"

    assert found(expected) == ["A3", "A2", "A1"]


def test_a_row_says_how_late_and_since_when(clinic: Desk) -> None:
    clinic.clock.forward(days=1)
    expected = ExpectedPage(session=Session(practice=clinic.practice))
    expected.search = "Lefèvre2"

    [row] = expected.table.value.to_dict("records")

    assert "dû le 25/09/2026, retard 61 j" in row["act"]
    assert "il y a 1 jour" in row["sent"]
    assert "1 fois, le 24/11/2026" in row["sent"]


def test_a_number_is_called_by_a_press(expected: ExpectedPage) -> None:
    assert 'href="tel:+33612345678"' in unescape(expected.table.value.client[0])


def test_what_is_no_number_is_not_called(clinic: Desk) -> None:
    clinic.change("update client set mobile = '<b>voir note</b>'")

    expected = ExpectedPage(session=Session(practice=clinic.practice))

    assert "tel:" not in expected.table.value.client[0]
    assert "<b>" not in expected.table.value.client[0]


def test_the_household_and_the_appointment_are_beside_the_animal(clinic: Desk) -> None:
    clinic.animal("A1b", "C1", name="Mimi")
    clinic.act("X1b", "A1b")
    clinic.add(
        "appointment", appointment_id="R1", client_id="C2",
        starts_on=TODAY + timedelta(days=2),
    )  # fmt: skip

    expected = ExpectedPage(session=Session(practice=clinic.practice))

    rows = expected.table.value
    assert "+ 1 autre : Mimi" in unescape(rows.animal[0])
    assert "rendez-vous le 26/11/2026" in rows.since[1]
    assert "à appeler" in rows.since[0]


# Calling


def test_a_call_is_on_its_row_with_who_and_when(expected: ExpectedPage) -> None:
    expected.call(0)
    expected.calling.param.update(outcome="will_call", note="après <Noël>")
    expected.calling.note_call()

    cell = expected.table.value.since[0]
    assert "rappellera, après &lt;Noël&gt;" in cell
    assert "appel du 24/11/2026, accueil" in cell
    assert not expected.calling.dialog.open


def test_whoever_answered_leaves_those_to_call(expected: ExpectedPage) -> None:
    note(expected, CallOutcome.WILL_CALL)

    expected.followed = "to_call"

    assert found(expected) == ["A2", "A3"]


def test_a_call_just_noted_is_taken_back_by_one_press(expected: ExpectedPage) -> None:
    note(expected, CallOutcome.DECEASED)
    assert found(expected) == ["A2", "A3"]

    expected.calling.undo.undo()

    assert found(expected) == ["A1", "A2", "A3"]
    assert expected.listed()[0].calls == ()


def test_an_earlier_call_is_read_and_taken_back_from_the_dialog(
    expected: ExpectedPage,
) -> None:
    note(expected, CallOutcome.MESSAGE)
    expected.call(0)
    assert "message laissé" in expected.calling.who.object

    expected.calling.withdraw_last()

    assert expected.listed()[0].calls == ()


def test_the_day_is_asked_only_for_a_death_or_a_departure(
    expected: ExpectedPage,
) -> None:
    expected.call(0)
    assert not expected.calling.gone_on.visible

    expected.calling.outcome = "departed"

    assert expected.calling.gone_on.visible
    assert expected.calling.since == TODAY


def test_refusals_are_offered_and_never_forced(
    expected: ExpectedPage, clinic: Desk
) -> None:
    note(expected, CallOutcome.STOPS)
    assert clinic.rows("select count(*) from client where refuses_sms") == [(0,)]

    expected.call(0)
    assert not any(box.value for box in expected.calling.boxes.values())
    expected.calling.outcome = "stops"
    assert expected.calling.refusals.visible
    expected.calling.boxes[Form.SMS].value = True
    expected.calling.note_call()

    assert clinic.rows("select client_id from client where refuses_sms") == [("C1",)]


def test_a_call_without_an_outcome_is_not_noted(expected: ExpectedPage) -> None:
    expected.call(0)

    assert expected.calling.keep.disabled
    with pytest.raises(SettingError, match="ce que l'appel a donné"):
        expected.calling.note_call()


def test_whoever_may_not_write_in_the_records_notes_no_call(clinic: Desk) -> None:
    analyst = Visitor("Ana", Role.ANALYST)
    page = ExpectedPage(session=Session(practice=clinic.practice, visitor=analyst))

    assert "Appel" not in page.table.value.do[0]
    with pytest.raises(ForbiddenError):
        page.call(0)
    with pytest.raises(ForbiddenError):
        page.cancelling.ask()


# Taking the list away


@pytest.fixture
def given(expected: ExpectedPage) -> list[tuple[str, bytes, str]]:
    """What the browser was given to keep."""
    kept: list[tuple[str, bytes, str]] = []

    def keep(message: dict[str, Any]) -> None:
        content = base64.b64decode(message["content"])
        kept.append((message["name"], content, message["media"]))

    expected.download._send_msg = keep
    return kept


def test_the_csv_holds_what_the_filters_show(
    expected: ExpectedPage, given: list[tuple[str, bytes, str]], clinic: Desk
) -> None:
    clinic.practice.lists.note_call(
        expected.found()[1], Answer(CallOutcome.MESSAGE, "=1+1"), by="Léa"
    )
    expected.load()
    expected.age = "quarter"

    expected.export_csv()

    [(name, content, _media)] = given
    titles, row = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    told = dict(zip(titles, row, strict=True))
    assert name == "clients-attendus-2026-11-24.csv"
    assert told["Animal"] == "Rex A2"
    assert told["Échéance"] == "25/09/2026"
    assert told["Note"] == "'=1+1"
    assert told["Résultat"] == "message laissé"


def test_the_workbook_holds_dates_and_numbers(
    expected: ExpectedPage, given: list[tuple[str, bytes, str]]
) -> None:
    expected.export_xlsx()

    [(_name, content, _media)] = given
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    titles, *rows = book.get_sheet_by_index(0).to_python()
    told = dict(zip(titles, rows[1], strict=True))
    assert len(rows) == 3
    assert told["Échéance"] == date(2026, 9, 25)
    assert told["Jours de retard"] == 60


def test_the_journal_knows_who_took_the_list_away(
    expected: ExpectedPage, given: list[tuple[str, bytes, str]], clinic: Desk
) -> None:
    expected.export_csv()

    assert len(given) == 1
    assert clinic.rows("select kind, who, subject, after from event") == [
        ("exported", "accueil", "Clients attendus", "3")
    ]
