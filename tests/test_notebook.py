"""The clinic in a notebook: read whole, published into, and otherwise left alone."""

from __future__ import annotations

import inspect
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relance_ops import notebook, snapshots
from relance_ops.errors import DatabaseUnavailableError, ReadOnlyError, RuleError
from relance_ops.notebook import READING, READING_OF, Clinic, open_clinic
from relance_ops.practice import Practice
from relance_ops.rules import Rule
from tests.cli.serving import served
from tests.factories import TODAY, Desk, a_desk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A clinic with a yearly vaccine due today, which nobody holds."""
    found = tmp_path / "clinic.duckdb"
    desk = a_desk(tmp_path / "files", path=found)
    desk.yearly_vaccine(-15, 15)
    desk.due_today(last_name="Kerbœuf")
    desk.practice.database.close()
    return found


def later(rules: tuple[Rule, ...], days: int = 21) -> list[Rule]:
    """The second reminder on another day."""
    return [
        replace(rule, offset_days=days) if rule.step == 2 else rule for rule in rules
    ]


def in_the_clinic(path: Path, statement: str) -> list[tuple[Any, ...]]:
    with Practice.open(path) as practice:
        return practice.database.rows(statement)


# Reading


def test_a_notebook_reads_what_the_program_reads(path: Path) -> None:
    clinic = open_clinic(path)

    [reminder] = clinic.due(on=TODAY).reminders
    assert reminder.animal_id == "A1"
    assert clinic.why("A1", on=TODAY).reminders[0].act_type == "VACC"
    assert clinic.sql("select last_name from client")["last_name"].tolist() == [
        "Kerbœuf"
    ]
    assert clinic.records.read("C1").client.last_name == "Kerbœuf"
    assert [rule.offset_days for rule in clinic.rulebook.rules_of()] == [-15, 15]
    assert clinic.simulate(since=TODAY, until=TODAY).since == TODAY


def test_a_notebook_holds_nothing(path: Path) -> None:
    clinic = open_clinic(path)

    assert in_the_clinic(path, "select count(*) from client") == [(1,)]
    assert clinic.due(on=TODAY).reminders


def test_what_happens_later_is_seen_after_a_refresh(path: Path) -> None:
    clinic = open_clinic(path)
    with Practice.open(path) as practice:
        Desk(practice).client("C2")

    before = len(clinic.sql("from client"))
    clinic.refresh()

    assert (before, len(clinic.sql("from client"))) == (1, 2)


def test_a_part_that_was_kept_follows_the_refresh(path: Path) -> None:
    clinic = open_clinic(path)
    records = clinic.records

    clinic.refresh()

    assert records.read("C1").client.client_id == "C1"


def test_nobodys_address_stays_on_the_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))

    clinic = open_clinic(path)
    clinic.sql("from client")

    assert [one for one in folder.rglob("*") if one.is_file()] == []
    assert [one.stat().st_mode & 0o77 for one in folder.iterdir()] == [0]


def test_a_pseudonymised_clinic_shows_no_name(path: Path) -> None:
    clinic = open_clinic(path, pseudonymised=True)

    [[name, email]] = clinic.sql("select last_name, email from client").to_numpy()
    assert name.startswith("N-")
    assert email.endswith("@example.org")
    assert "sans noms" in repr(clinic)
    assert len(clinic.due(on=TODAY).reminders) == 1


def test_a_snapshot_that_was_taken_away_is_read_the_same_way(
    path: Path, tmp_path: Path
) -> None:
    away = tmp_path / "away.duckdb"
    session = open_clinic(path, pseudonymised=True)
    assert session.due(on=TODAY)
    with Practice.open(path) as practice:
        snapshots.write(practice.database, away, named=False, now=practice.clock())

    clinic = open_clinic(away)

    assert len(clinic.due(on=TODAY).reminders) == 1
    with pytest.raises(RuleError, match="est une copie à lire"):
        clinic.rulebook.publish(later(clinic.rulebook.rules_of()), comment="essai")


def test_completion_offers_what_may_be_read(path: Path) -> None:
    clinic = open_clinic(path)

    assert {"due", "sql", "returns", "rulebook", "refresh"} <= set(dir(clinic))
    assert {"send", "database", "config"}.isdisjoint(dir(clinic))
    assert dir(clinic.records) == ["read", "search"]
    assert "publish" in dir(clinic.rulebook)


# Where it is


def test_the_clinic_of_the_folder_is_found(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "notebooks").mkdir()
    path.rename(tmp_path / "data" / "relance.duckdb")
    monkeypatch.delenv("RELANCE_DB", raising=False)

    for here in (tmp_path, tmp_path / "notebooks"):
        monkeypatch.chdir(here)
        assert open_clinic().path == tmp_path / "data" / "relance.duckdb"


def test_the_variable_wins_over_the_folder(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELANCE_DB", str(path))

    assert open_clinic().path == path


def test_a_variable_that_names_nothing_opens_no_other_clinic(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    path.rename(tmp_path / "data" / "relance.duckdb")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RELANCE_DB", str(tmp_path / "slip.duckdb"))

    with pytest.raises(DatabaseUnavailableError, match=r"slip\.duckdb n'existe pas"):
        open_clinic()


def test_without_a_clinic_it_says_what_to_give(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("RELANCE_DB", raising=False)
    monkeypatch.chdir(tmp_path)

    with pytest.raises(DatabaseUnavailableError, match=r"open_clinic.*RELANCE_DB"):
        open_clinic()
    with pytest.raises(DatabaseUnavailableError, match=r"nowhere\.duckdb n'existe pas"):
        open_clinic(tmp_path / "nowhere.duckdb")
    assert list(tmp_path.iterdir()) == []


# What a notebook may not do


def parts(practice: Practice) -> Iterator[tuple[str, object]]:
    """A clinic, and every object that is reached through it."""
    yield "", practice
    for name in members(practice):
        part = getattr(practice, name)
        if type(part).__module__.startswith("relance_ops.") and not callable(part):
            yield name, part


def members(part: object) -> list[str]:
    """Every public name of *part*."""
    return [name for name, _ in inspect.getmembers_static(part) if name[0] != "_"]


def test_whatever_is_not_named_as_reading_is_refused(path: Path) -> None:
    """A new method of Practice, or of a part of it, is refused until it is named."""
    clinic = open_clinic(path)
    refused = []
    with Practice.open(path) as practice:
        found = {name: members(part) for name, part in parts(practice)}
    for part, names in found.items():
        allowed = READING_OF.get(part, frozenset()) if part else READING
        for name in names:
            publishes = (part, name) == ("rulebook", "publish")  # the one exception
            if publishes or name in allowed or (not part and name in READING_OF):
                continue
            with pytest.raises(
                ReadOnlyError, match="n'est pas possible dans un carnet"
            ):
                getattr(getattr(clinic, part) if part else clinic, name)()
            refused.append(f"{part}.{name}".lstrip("."))

    assert len(refused) > 60
    assert {
        "send", "work", "hear", "confirm", "cancel", "resolve", "import_folder", "set",
        "set_all", "type_over", "recover", "note_refresh", "forget_files", "database",
        "config", "callbacks", "sms_credit", "lists.note_call", "records.correct",
        "forms.press", "treating.resume", "words.save", "logo.store", "printing.send",
        "tries.send_email", "accounts.add", "sign_ins.touch", "rulebook.database",
    } <= set(refused)  # fmt: skip


def test_every_name_that_may_be_read_is_a_real_one(path: Path) -> None:
    # Offered as soon as it exists.
    coming = {"expected"}
    with Practice.open(path) as practice:
        found = {name: set(members(part)) for name, part in parts(practice)}

    assert found[""] >= READING
    for part, names in READING_OF.items():
        assert names - coming <= found[part], part


def test_the_copy_itself_refuses_to_be_written(path: Path) -> None:
    clinic = open_clinic(path)
    practice = clinic._read()

    for write in (
        lambda: practice.send(by="Léa", on=TODAY),
        lambda: practice.set("clinic.name", "X", by="Léa"),
        lambda: practice.note_refresh(by="Léa"),
        lambda: Desk(practice).client("C9"),
    ):
        with pytest.raises(ReadOnlyError, match="est une copie à lire"):
            write()


def test_what_does_not_exist_is_said_to_python_not_to_the_person(path: Path) -> None:
    clinic = open_clinic(path)

    for thing in (clinic, clinic.records, clinic.send):
        assert not hasattr(thing, "_repr_html_")
    with pytest.raises(AttributeError):
        clinic.nothing()


# Publishing


def test_rules_are_published_in_the_clinic(path: Path) -> None:
    clinic = open_clinic(path)

    version = clinic.rulebook.publish(
        later(clinic.rulebook.rules_of()), comment="Plus tard, essai « 21 »", by="Noa"
    )

    assert version == 2
    assert in_the_clinic(
        path, "select version, published_by, comment from rule_version order by version"
    )[1] == (2, "Noa", "Plus tard, essai « 21 »")
    current = clinic.rulebook.current()
    assert current is not None
    assert current.version == 2
    assert [rule.offset_days for rule in clinic.rulebook.rules_of()] == [-15, 21]


def test_rules_are_not_published_over_those_of_somebody_else(path: Path) -> None:
    clinic = open_clinic(path)
    with Practice.open(path) as practice:
        practice.rulebook.publish(
            later(practice.rulebook.rules_of(), 30), comment="essai", by="Léa"
        )

    with pytest.raises(RuleError, match="Léa a publié la version 2 entre-temps"):
        clinic.rulebook.publish(later(clinic.rulebook.rules_of()), comment="essai")

    assert in_the_clinic(path, "select max(version) from rule_version") == [(2,)]


def test_rules_that_make_no_sense_are_refused_with_their_reason(path: Path) -> None:
    clinic = open_clinic(path)

    with pytest.raises(RuleError, match="relance"):
        clinic.rulebook.publish(later(clinic.rulebook.rules_of(), -20), comment="x")


# While the dashboard runs


@pytest.mark.slow
def test_it_works_while_the_dashboard_holds_the_file(path: Path) -> None:
    with served(path):
        clinic = open_clinic(path)
        hidden = open_clinic(path, pseudonymised=True)
        version = clinic.rulebook.publish(
            later(clinic.rulebook.rules_of()), comment="essai", by="Noa"
        )
        again = open_clinic(path)

        assert len(clinic.due(on=TODAY).reminders) == 1
        assert hidden.sql("select count(*) as n from client")["n"].tolist() == [1]
        assert version == 2
        [latest, *_earlier] = again.rulebook.versions()
        assert (latest.version, latest.published_by) == (2, "Noa")
        with pytest.raises(ReadOnlyError):
            clinic.send(by="Noa")

    assert in_the_clinic(path, "select count(*) from run") == [(0,)]


def test_a_clinic_is_what_open_clinic_gives(path: Path) -> None:
    assert isinstance(open_clinic(str(path)), Clinic)
    assert notebook.PLACE == "RELANCE_DB"
