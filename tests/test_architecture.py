"""Promises about the project itself, which rot when nobody looks."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from relance_ops.cli import commands
from relance_ops.database import MEMORY, Database, sql
from relance_ops.settings import keys
from tests.factories import NOON

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "relance_ops"
STATEMENTS = sorted(path.stem for path in (PACKAGE / "sql").glob("*.sql"))
MODULES = sorted(PACKAGE.rglob("*.py"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# Statements on tables that only live inside one import or one demo, whose tests run
# every one of them; and those on the triggers that guard the ledger and the journal.
STAGED = ("import_", "demo_add_", "lock_", "unlock_")


@pytest.fixture(scope="module")
def migrated() -> Iterator[Database]:
    """An empty clinic, for questions about its schema."""
    database = Database(MEMORY, now=NOON)
    yield database
    database.close()


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# SQL


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_statement_is_one_and_says_what_it_takes(
    migrated: Database, name: str
) -> None:
    text = sql(name)

    with migrated.cursor() as cursor:
        [statement] = cursor.extract_statements(text)

    header = text.partition("\n\n")[0] if "\n\n" in text else text
    comments = "\n".join(line for line in header.splitlines() if line.startswith("--"))
    assert text.startswith("-- ")
    if "one list per column" in comments:
        return  # as many parameters as columns, of the same names
    for parameter in statement.named_parameters:
        assert f"${parameter}" in comments, f"{name}.sql does not explain ${parameter}"


@pytest.mark.parametrize("name", [n for n in STATEMENTS if not n.startswith(STAGED)])
def test_every_statement_is_understood_by_the_database(
    migrated: Database, name: str
) -> None:
    # What cannot be prepared is run.
    made = ("create table", "create trigger")
    verb = "" if any(one in sql(name) for one in made) else "prepare asked as"

    with migrated.cursor() as cursor:
        cursor.execute(f"{verb} {sql(name)}").fetchall()


def test_every_statement_is_used() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    prefixes = re.findall(r'sql\(\s*f"(\w+)\{', source)

    unused = [
        name
        for name in STATEMENTS
        if f'"{name}"' not in source and not name.startswith(tuple(prefixes))
    ]

    assert unused == []


# What the documentation promises


@pytest.mark.parametrize("name", [command.name for command in commands.ALL])
def test_every_command_is_in_the_readme(name: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert re.search(rf"relance-ops (--\S+ \S+ )*{name}\b", readme)


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    assert [key for key in keys() if f"`{key}`" not in page] == []


def test_conda_and_pip_agree_on_python_and_on_the_lock() -> None:
    conda = (ROOT / "environment.yml").read_text(encoding="utf-8")

    [python] = re.findall(r"^  - python (\S+)$", conda, flags=re.MULTILINE)
    assert python == PYPROJECT["project"]["requires-python"]
    assert "- -r requirements.lock" in conda
    for wanted in PYPROJECT["project"]["optional-dependencies"]["notebooks"]:
        name, _, lowest = wanted.partition(">=")
        assert f"  - {name} >={lowest}\n" in conda


def test_the_lock_holds_every_dependency() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9.-]+)==", lock, flags=re.MULTILINE))
    wanted = (
        PYPROJECT["project"]["dependencies"] + PYPROJECT["dependency-groups"]["dev"]
    )

    names = {
        # As in the lock, whatever the project writes (PEP 503).
        re.sub(r"[-_.]+", "-", re.split(r"[=<>;~! \[]", text)[0].lower())
        for text in wanted
    }

    assert names <= locked


def test_nothing_kept_tells_of_one_machine_or_one_registry() -> None:
    # Written so that this file is not one of them.
    machine = rf"/hom[e]/\w|/roo[t]/\w|{re.escape(str(ROOT))}/"
    registry = r"pypi[.]org|files[.]pythonhosted|index[-]url http"
    traces = re.compile(f"{machine}|{registry}")

    found = [
        relative(path)
        for path in kept()
        if traces.search(path.read_bytes().decode("utf-8", "ignore"))
    ]

    assert found == []


def kept() -> list[Path]:
    """Every file that git keeps, or will: not those that it ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


# Weight and size


@pytest.mark.parametrize("module", ["relance_ops", "relance_ops.cli"])
def test_what_starts_first_loads_nothing_heavy(module: str) -> None:
    heavy = ["panel", "bokeh", "tornado", "pandas", "numpy", "matplotlib", "typst"]
    question = f"import sys, {module}; print([m for m in {heavy} if m in sys.modules])"

    answer = subprocess.run(
        [sys.executable, "-c", question], capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == "[]"


# The front door lists everything a front end may ask, one short method each: in two
# files, nobody would know at which to knock.
LONGER = {"relance_ops/practice.py": 600}


def test_no_file_is_too_long_to_hold_in_mind() -> None:
    lengths = {
        relative(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in MODULES
    }

    assert {path: n for path, n in lengths.items() if n > LONGER.get(path, 300)} == {}


def test_no_body_is_too_long_to_see_whole() -> None:
    long = [
        f"{relative(path)}:{function.lineno} {function.name} {length}"
        for path in MODULES
        for function, length in bodies(path)
        if length > 40
    ]

    assert long == []


def bodies(path: Path) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    """Every function of a file with the lines of its body, docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            said = ast.get_docstring(node) is not None
            first = node.body[1:2] if said else node.body[:1]
            start = first[0].lineno if first else node.end_lineno or node.lineno
            yield node, (node.end_lineno or start) - start + 1
