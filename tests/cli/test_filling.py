"""Import, settings, work, doctor and demo at the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import ON, Keyboard

# Import


def test_an_import_reports_each_file(keyboard: Keyboard) -> None:
    keyboard.export.client(1)

    printed = keyboard("import", str(keyboard.export.write()), "--json")

    assert printed.status == 0
    loaded = {file["file"]: file["loaded"] for file in printed.json["files"]}
    assert loaded["clients.csv"] == 1
    assert printed.json["rejects_csv"] is None


def test_an_import_with_a_bad_row_ends_with_1_and_lists_it(keyboard: Keyboard) -> None:
    keyboard.export.client(1, performed_on="soon")

    printed = keyboard("import", str(keyboard.export.write()), "--json")

    assert printed.status == 1
    assert "soon" in Path(printed.json["rejects_csv"]).read_text(encoding="utf-8-sig")


def test_an_import_of_nothing_ends_with_2(keyboard: Keyboard, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()

    assert keyboard("import", str(empty)).status == 2


def test_a_folder_is_found_from_the_current_one(
    keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyboard.export.client(1)
    monkeypatch.chdir(keyboard.export.write().parent)

    assert keyboard("import", "export").status == 0


# Settings, work, doctor, demo


def test_a_setting_is_changed_and_kept(clinic: Keyboard) -> None:
    assert clinic("settings", "form.mode", "client").status == 0
    assert clinic("settings", "--json").json["form.mode"] == "client"


def test_a_setting_is_shown_as_it_is_typed(clinic: Keyboard) -> None:
    assert clinic("settings", "form.order").out == "form.order = email,sms,paper\n"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("colour", "red"), "colour"),
        (("colour",), "colour"),
        (("form.mode", "both"), "both"),
    ],
)
def test_a_setting_that_makes_no_sense_is_a_sentence(
    clinic: Keyboard, words: tuple[str, ...], named: str
) -> None:
    printed = clinic("settings", *words)

    assert printed.status == 1
    assert f"« {named} »" in printed.err


def test_work_has_nothing_to_do_on_a_quiet_day(clinic: Keyboard) -> None:
    assert clinic("work", "--json").json == {"delivered": 0, "complaints": {}}


def test_doctor_counts_what_is_there(sent: Keyboard) -> None:
    found = sent("doctor", "--json").json

    assert found["uncertain"] == []
    assert found["awaiting"] == 4
    assert found["twice"] == 0
    assert found["sizes"]["clients"] == 8


def test_doctor_speaks_to_people(clinic: Keyboard) -> None:
    assert "boîte d'envoi" in clinic("doctor").out


def test_a_demo_has_reminders_to_send_that_day(keyboard: Keyboard) -> None:
    built = keyboard("demo", "--clients", "60", "--on", ON, "--json")

    assert built.json["clients"] == 60
    assert keyboard("due", "--on", ON, "--json").json


def test_a_demo_spares_a_clinic(clinic: Keyboard) -> None:
    assert clinic("demo", "--clients", "5").status == 1
    assert clinic("demo", "--clients", "5", "--replace").status == 1
    assert clinic("doctor", "--json").json["sizes"]["clients"] == 8


def test_a_demo_replaces_a_demo_when_asked(keyboard: Keyboard) -> None:
    keyboard("demo", "--clients", "60", "--on", ON)

    assert keyboard("demo", "--clients", "20", "--on", ON).status == 1
    assert keyboard("demo", "--clients", "20", "--on", ON, "--replace").status == 0
    assert keyboard("doctor", "--json").json["sizes"]["clients"] == 20


def test_a_demo_that_received_an_export_is_spared(keyboard: Keyboard) -> None:
    keyboard("demo", "--clients", "20", "--on", ON)
    keyboard.export.client(900_001)
    keyboard.load()

    assert keyboard("demo", "--clients", "20", "--on", ON, "--replace").status == 1


def test_a_demo_export_is_imported_without_a_reject(keyboard: Keyboard) -> None:
    folder = keyboard.folder / "demo"

    assert keyboard("demo", "--clients", "20", "--csv", str(folder)).status == 0
    assert not keyboard.database.exists()
    assert keyboard("import", str(folder)).status == 0


def test_a_hold_out_is_never_set_without_its_warning(keyboard: Keyboard) -> None:
    on = keyboard("settings", "holdout_percent", "10")
    off = keyboard("settings", "holdout_percent", "0")

    assert "10 % des rappels, tirés au sort, ne sont pas relancés" in on.err
    assert "Attention" not in off.err
