"""The notebooks run from top to bottom, import and never define, and keep nothing."""

from __future__ import annotations

import ast
import os
import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import nbformat
import pytest
from nbclient import NotebookClient

from relance_ops import demo
from relance_ops.database import Database
from relance_ops.practice import Practice, now_here
from tests.cli.serving import served
from tests.notebook_files import FOLDER, NOTEBOOKS, ROOT, code, read, stripped

BY_NAME = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
CELL_SECONDS = 120

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration of today, as `make demo` builds it, but smaller."""
    path = tmp_path_factory.mktemp("clinic") / "clinic.duckdb"
    now: datetime = now_here()
    database = Database(path, now=now)
    today = now.astimezone(ZoneInfo("Europe/Paris")).date()
    demo.build(database, clients=600, on=today, now=now)
    database.close()
    return path


@pytest.fixture
def kernel(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a notebook finds around it: this code, and the clinic."""
    paths = [str(ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    monkeypatch.setenv("RELANCE_DB", str(clinic))
    # Root's home may be no place to write, and its settings are nobody's business.
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
        folder = clinic.parent / name.lower()
        folder.mkdir(exist_ok=True)
        monkeypatch.setenv(name, str(folder))
    return clinic


def run(path: Path) -> list[dict[str, object]]:
    """Run every cell in order; what was shown, one mime bundle each."""
    book = nbformat.read(path, as_version=4)
    client = NotebookClient(
        book,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(FOLDER)}},
    )
    client.execute()
    return [
        dict(output.get("data", {}))
        for cell in book.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]


@pytest.mark.slow
@BY_NAME
def test_a_notebook_runs_from_top_to_bottom(kernel: Path, path: Path) -> None:
    shown = run(path)

    assert any("text/html" in one for one in shown)
    assert any("Clinique clinic.duckdb" in str(one.get("text/plain")) for one in shown)


@pytest.mark.slow
def test_the_notebooks_run_while_the_dashboard_holds_the_file(kernel: Path) -> None:
    with served(kernel) as dashboard:
        for path in NOTEBOOKS:
            assert run(path)
        assert dashboard.process.poll() is None


@pytest.mark.slow
def test_tuned_rules_are_published_and_the_list_of_tomorrow_follows_them(
    kernel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "clinic.duckdb"
    shutil.copy(kernel, path)
    monkeypatch.setenv("RELANCE_DB", str(path))
    monkeypatch.setenv("RELANCE_PUBLIER", "1")

    run(FOLDER / "02_tune_the_rules.ipynb")

    with Practice.open(path) as practice:
        [latest, _first] = practice.rulebook.versions()
        tomorrow = practice.due(
            on=practice.today() + timedelta(days=1), everything=True
        )
    moved = {
        (one.planned_on - one.due_on).days
        for one in tomorrow.reminders
        if one.step == 2 and one.act_type.startswith("RAPPEL") and one.planned_on
    }
    assert (latest.version, latest.comment) == (2, "2e relance des vaccins à 21 jours")
    assert moved == {21}
    assert (tmp_path / "essai" / "rules.toml").is_file()


@BY_NAME
def test_a_notebook_imports_and_never_defines(path: Path) -> None:
    found = [
        f"{type(node).__name__} {node.lineno}"
        for text in code(path)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, DEFINITIONS)
    ]

    assert found == []


@BY_NAME
def test_nothing_that_was_shown_is_kept(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == stripped(path), (
        "run: python -m tests.notebook_files"
    )


@BY_NAME
def test_a_notebook_tells_of_no_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert (
        re.findall(r"(?<![\w.>…\"/])/\w+/\w+|[A-Z]:\\\\|file://|https?://", text) == []
    )


@BY_NAME
def test_a_notebook_says_first_what_it_is_for(path: Path) -> None:
    first = read(path)["cells"][0]

    assert first["cell_type"] == "markdown"
    assert "".join(first["source"]).startswith(f"# {int(path.stem[:2])}. ")


def test_the_notebooks_are_there() -> None:
    assert {path.stem for path in NOTEBOOKS} >= {
        "01_know_the_acts", "02_tune_the_rules", "03_measure_the_returns",
    }  # fmt: skip
