"""A client's data at the command line: handed over, or forgotten."""

from __future__ import annotations

import pytest

from tests.cli.desk import ON, Keyboard, in_a_process
from tests.cli.serving import served


@pytest.fixture
def clinic(keyboard: Keyboard) -> Keyboard:
    """Two clients who were sent an email."""
    keyboard.export.emails(2)
    keyboard.load()
    assert keyboard("send", "--yes", "--on", ON).status == 0
    return keyboard


def test_everything_about_a_client_is_printed(clinic: Keyboard) -> None:
    printed = clinic("about", "C1")

    assert printed.status == 0
    assert printed.json["client"]["email"] == "c1@example.fr"
    assert [one["channel"] for one in printed.json["messages"]] == ["email"]
    assert "Lefèvre2" not in printed.out


def test_a_forgotten_client_is_known_by_a_number_only(clinic: Keyboard) -> None:
    printed = clinic("forget", "C1", "--yes", "--json")

    assert printed.json == {
        "client_id": "C1",
        "messages": 1,
        "files": 1,
        "withdrawn": 0,
    }
    assert "Effacez-le aussi du logiciel" in printed.err
    assert "Lefèvre1" not in clinic("about", "C1").out
    assert clinic("import", str(clinic.export.folder)).status == 1


def test_nobody_is_forgotten_unless_a_person_agrees(clinic: Keyboard) -> None:
    printed = in_a_process(clinic.database, "forget", "C1")

    assert printed.status == 2
    assert "Lefèvre1" in clinic("about", "C1").out


def test_an_unknown_client_is_an_error_with_its_number(clinic: Keyboard) -> None:
    printed = clinic("forget", "C9", "--yes")

    assert printed.status == 1
    assert "C9" in printed.err


def test_a_client_is_forgotten_while_the_dashboard_runs(clinic: Keyboard) -> None:
    with served(clinic.database):
        printed = in_a_process(clinic.database, "--lang", "fr", "forget", "C1", "--yes")
        told = in_a_process(clinic.database, "about", "C1")

    assert printed.status == 0, printed.err
    assert "Lefèvre1" not in told.out
