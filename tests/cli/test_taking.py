"""A copy of the clinic, taken from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.desk import Keyboard, in_a_process
from tests.cli.serving import served


def test_a_snapshot_has_neither_names_nor_contacts(clinic: Keyboard) -> None:
    target = clinic.folder / "away.duckdb"

    printed = clinic("snapshot", str(target), "--json")

    assert printed.status == 0
    assert printed.json == {
        "file": str(target), "named": False, "bytes": target.stat().st_size,
    }  # fmt: skip
    assert "lisible par vous seul" in printed.err
    assert b"c5@example.fr" not in target.read_bytes()
    asked = in_a_process(
        target, "sql", "select distinct city from client where city <> ''", "--json"
    )
    assert asked.json == [{"city": "V-35000"}]


def test_with_names_when_it_is_asked_for(clinic: Keyboard) -> None:
    target = clinic.folder / "here.duckdb"

    assert clinic("snapshot", str(target), "--named").status == 0

    asked = in_a_process(
        target, "sql", "select distinct city from client where city <> ''", "--json"
    )
    assert asked.json == [{"city": "Rennes"}]


def test_a_copy_is_listed_and_never_sent(clinic: Keyboard) -> None:
    target = clinic.folder / "away.duckdb"
    assert clinic("snapshot", str(target)).status == 0

    due = in_a_process(target, "due", "--on", "2026-11-24", "--json")
    sent = in_a_process(target, "send", "--on", "2026-11-24", "--yes")

    assert len(due.json) == 7
    assert (sent.status, sent.out) == (1, "")
    assert "est une copie à lire" in sent.err
    assert not (clinic.folder / "away.files").exists()


def test_a_file_that_is_there_is_not_replaced_without_a_yes(clinic: Keyboard) -> None:
    target = clinic.folder / "away.duckdb"
    target.write_bytes(b"mine")

    refused = clinic("snapshot", str(target))

    assert refused.status == 2
    assert target.read_bytes() == b"mine"
    assert clinic("snapshot", str(target), "--yes").status == 0
    assert target.stat().st_size > 100_000


def test_the_clinic_is_never_replaced_by_its_copy(clinic: Keyboard) -> None:
    printed = clinic("snapshot", str(clinic.database), "--yes")

    assert printed.status == 1
    assert "est la clinique elle-même" in printed.err
    assert clinic("due", "--json", "--on", "2026-11-24").json


def test_rules_are_published_over_the_version_that_was_read(clinic: Keyboard) -> None:
    file = clinic.folder / "rules.toml"
    assert clinic("rules", "show", str(file)).status == 0
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("offset_days = 0", "offset_days = 3"), encoding="utf-8"
    )
    words = ("rules", "publish", str(file), "--comment", "essai", "--yes")

    refused = clinic(*words, "--over", "7")

    assert refused.status == 1
    assert "entre-temps" in refused.err
    assert clinic(*words, "--over", "1").status == 0


def test_the_dashboard_takes_it_while_it_holds_the_file(clinic: Keyboard) -> None:
    with served(clinic.database):
        printed = in_a_process(clinic.database, "snapshot", "away.duckdb")

    assert printed.status == 0
    away: Path = clinic.folder / "away.duckdb"
    assert away.stat().st_mode & 0o777 == 0o600
    assert b"c5@example.fr" not in away.read_bytes()
