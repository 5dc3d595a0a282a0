"""Rules at the command line: shown, checked, compared, published, rolled back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.desk import Keyboard, in_a_process
from tests.cli.serving import Served, served


@pytest.fixture
def shown(clinic: Keyboard) -> Path:
    """The rules in force, as a file."""
    file = clinic.folder / "rules.toml"
    assert clinic("rules", "show", str(file)).status == 0
    return file


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_rules_are_shown_as_a_file_or_as_data(clinic: Keyboard) -> None:
    text = clinic("rules", "show").out
    found = clinic("rules", "show", "--json").json

    assert "[rules.VACC]\n1 = { offset_days = 0, valid_days = 60 }\n" in text
    assert found["version"] == 1
    assert found["rules"][0] == {
        "act_type": "VACC", "step": 1, "offset_days": 0, "valid_days": 60,
        "channels": [], "paper_form": "letter", "template": "", "active": True,
        "active_from": None,
    }  # fmt: skip


def test_a_file_that_exists_is_not_replaced_unasked(
    clinic: Keyboard, shown: Path
) -> None:
    shown.write_text("# à moi\n", encoding="utf-8")

    refused = clinic("rules", "show", str(shown))

    assert refused.status == 2
    assert shown.read_text(encoding="utf-8") == "# à moi\n"
    assert clinic("rules", "show", str(shown), "--yes").status == 0
    assert "[rules.VACC]" in shown.read_text(encoding="utf-8")


def test_what_was_shown_is_checked_without_a_word(
    clinic: Keyboard, shown: Path
) -> None:
    printed = clinic("rules", "check", str(shown))

    assert (printed.status, printed.out) == (0, "")
    assert "peut être publié" in printed.err


def test_a_fault_names_the_file_the_line_and_the_remedy(
    clinic: Keyboard, shown: Path
) -> None:
    edit(shown, "offset_days = 0", "offset_dys = 0")
    line = shown.read_text(encoding="utf-8").split("offset_dys")[0].count("\n") + 1

    printed = clinic("rules", "check", str(shown))
    found = clinic("rules", "check", str(shown), "--json")

    assert (printed.status, found.status) == (1, 1)
    assert f"{shown}, ligne {line} : « offset_dys » n'est pas connu." in printed.err
    assert "offset_dys = 0" in printed.err
    assert not found.json["well"]
    assert {one["line"] for one in found.json["problems"]} == {line}


def test_what_is_probably_not_meant_is_told_at_its_line_and_forbids_nothing(
    clinic: Keyboard, shown: Path
) -> None:
    edit(shown, "valid_days = 60", "valid_days = 2")

    found = clinic("rules", "check", str(shown), "--json")

    assert (found.status, found.json["problems"]) == (0, [])
    [warned] = found.json["warnings"]
    assert "2 jours seulement" in warned["sentence"]
    assert "valid_days = 2" in warned["found"]


def test_an_act_type_without_a_rule_is_told_for_the_whole_file(
    clinic: Keyboard, shown: Path
) -> None:
    edit(shown, "[rules.VERM]\n1 = ", "# ")

    printed = clinic("rules", "check", str(shown))

    assert "rules.toml : 1 modèle d'acte n'a aucune relance : Vermifuge." in printed.err


def test_a_comparison_is_in_words_with_its_effect(
    clinic: Keyboard, shown: Path
) -> None:
    edit(shown, "offset_days = 0", "offset_days = 21")

    printed = clinic("rules", "diff", str(shown))
    found = clinic("rules", "diff", str(shown), "--json").json

    [change] = found["changes"]
    assert change in printed.out
    assert "21 jours après l'échéance au lieu de le jour" in change
    assert "Différence" in printed.out
    assert found["over"] == 1
    assert set(found["effect"]["deliveries"]) == {"email", "sms", "letter", "card"}


def test_the_same_rules_compare_as_the_same(clinic: Keyboard, shown: Path) -> None:
    assert "déjà en vigueur" in clinic("rules", "diff", str(shown)).out
    assert clinic("rules", "diff", str(shown), "--json").json["changes"] == []


def test_publishing_makes_a_version_signed_and_commented(
    clinic: Keyboard, shown: Path
) -> None:
    edit(shown, "offset_days = 0", "offset_days = 21")

    printed = clinic(
        "rules", "publish", str(shown), "--comment", "trop tôt", "--yes", "--json"
    )

    assert printed.json["version"] == 2
    assert "La version 2 des règles est en vigueur." in printed.err
    [newest, oldest] = clinic("rules", "--json").json
    assert (newest["version"], newest["comment"]) == (2, "trop tôt")
    assert newest["published_by"] == printed.json["by"]
    assert oldest["version"] == 1
    assert "trop tôt" in clinic("rules").out


def test_nothing_is_published_without_a_yes(clinic: Keyboard, shown: Path) -> None:
    edit(shown, "offset_days = 0", "offset_days = 21")

    printed = clinic("rules", "publish", str(shown), "--comment", "essai")

    assert printed.status == 2
    assert "21 jours après" in printed.err
    assert "--yes" in printed.err
    assert len(clinic("rules", "--json").json) == 1


def test_a_change_needs_a_reason_of_its_own(clinic: Keyboard, shown: Path) -> None:
    edit(shown, "offset_days = 0", "offset_days = 21")
    silent = clinic("rules", "publish", str(shown), "--yes")
    text = shown.read_text(encoding="utf-8").splitlines()
    [line] = [one for one in text if one.startswith("comment = ")]
    edit(shown, line, 'comment = "dans le fichier"')

    spoken = clinic("rules", "publish", str(shown), "--yes", "--json")

    assert silent.status == 2
    assert "--comment" in silent.err
    assert spoken.json["comment"] == "dans le fichier"


def test_rules_that_change_nothing_are_not_published(
    clinic: Keyboard, shown: Path
) -> None:
    printed = clinic("rules", "publish", str(shown), "--yes")

    assert printed.status == 1
    assert "rien à publier" in printed.err


def test_faulty_rules_are_not_published(clinic: Keyboard, shown: Path) -> None:
    edit(shown, "[rules.VACC]", "[rules.VACCIN]")

    printed = clinic("rules", "publish", str(shown), "--comment", "x", "--yes")

    assert printed.status == 1
    assert "VACCIN, 1re relance" in printed.err
    assert "Connus : VACC, VERM." in printed.err
    assert len(clinic("rules", "--json").json) == 1


def test_going_back_is_publishing_an_old_version_again(
    clinic: Keyboard, shown: Path
) -> None:
    before = clinic("rules", "show", "--json").json["rules"]
    edit(shown, "offset_days = 0", "offset_days = 21")
    clinic("rules", "publish", str(shown), "--comment", "essai", "--yes")

    printed = clinic("rules", "publish", "--version", "1", "--yes", "--json")

    assert printed.json["version"] == 3
    assert printed.json["comment"] == "Retour à la version 1"
    assert clinic("rules", "show", "--json").json["rules"] == before
    old = clinic("rules", "show", "--version", "2", "--json").json["rules"]
    assert old[0]["offset_days"] == 21


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("show", "--version", "9"), 1, "Versions : 1."),
        (("publish", "--version", "9", "--yes"), 1, "Versions : 1."),
        (("publish",), 2, "--version N"),
        (("publish", "x.toml", "--version", "1"), 2, "pas les deux"),
        (("check", "perdu.toml"), 1, "Vérifiez le chemin"),
        (("check", "."), 1, "ne peut pas être lu"),
        (("show", "perdu/rules.toml"), 1, "Choisissez un autre fichier"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    clinic: Keyboard, words: tuple[str, ...], status: int, said: str
) -> None:
    printed = clinic("rules", *words)

    assert (printed.status, printed.out) == (status, "")
    assert said in printed.err


@pytest.mark.parametrize(
    ("content", "said"), [(b"\xe9 = 1", "UTF-8"), (b"#" * 1_000_001, "trop grand")]
)
def test_what_is_no_text_of_rules_is_refused(
    clinic: Keyboard, content: bytes, said: str
) -> None:
    file = clinic.folder / "rules.toml"
    file.write_bytes(content)

    printed = clinic("rules", "check", str(file))

    assert printed.status == 1
    assert said in printed.err


@pytest.fixture(scope="module")
def dashboard(
    imported: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("rules")
    shutil.copytree(imported, folder, dirs_exist_ok=True)
    with served(folder / "x.duckdb") as running:
        yield running


@pytest.mark.slow
def test_while_the_dashboard_runs_it_publishes_and_answers(dashboard: Served) -> None:
    database = dashboard.database
    shown = in_a_process(database, "rules", "show", "rules.toml")
    edit(database.parent / "rules.toml", "offset_days = 0", "offset_days = 21")

    asked = in_a_process(database, "rules", "publish", "rules.toml", "--comment", "x")
    done = in_a_process(
        database, "rules", "publish", "rules.toml", "--comment", "x", "--yes"
    )
    counted = in_a_process(database, "sql", "select max(version) v from rule", "--json")
    kept = in_a_process(database, "sql", "select * from account")

    assert (shown.status, asked.status, done.status) == (0, 2, 0)
    assert "21 jours après" in asked.err
    assert counted.json == [{"v": 2}]
    assert (kept.status, kept.out) == (1, "")
