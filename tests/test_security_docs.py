"""docs/security.md answers every point of ASVS level 1, and its tests exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROOT = TESTS.parent
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")

# Level 1 of OWASP ASVS 5.0.0, by chapter.section: the numbers of its requirements.
LEVEL_1 = {
    "1.2": (1, 2, 3, 4, 5),
    "1.3": (1, 2),
    "1.5": (1,),
    "2.1": (1,),
    "2.2": (1, 2),
    "2.3": (1,),
    "3.2": (1, 2),
    "3.3": (1,),
    "3.4": (1, 2),
    "3.5": (1, 2, 3),
    "4.1": (1,),
    "4.4": (1,),
    "5.2": (1, 2),
    "5.3": (1, 2),
    "6.1": (1,),
    "6.2": (1, 2, 3, 4, 5, 6, 7, 8),
    "6.3": (1, 2),
    "6.4": (1, 2),
    "7.2": (1, 2, 3, 4),
    "7.4": (1, 2),
    "8.1": (1,),
    "8.2": (1, 2),
    "8.3": (1,),
    "9.1": (1, 2, 3),
    "9.2": (1,),
    "10.4": (1, 2, 3, 4, 5),
    "11.3": (1, 2),
    "11.4": (1,),
    "12.1": (1,),
    "12.2": (1, 2),
    "13.4": (1,),
    "14.2": (1,),
    "14.3": (1,),
    "15.1": (1,),
    "15.2": (1,),
    "15.3": (1,),
}
NUMBERS = [f"{section}.{n}" for section, all_of in LEVEL_1.items() for n in all_of]

# What runs a text as a program, or another program.
RUNNERS = {"eval", "exec", "compile", "__import__"}
RUNNING_MODULES = {"subprocess", "pickle", "marshal", "shelve", "ctypes", "pty"}

# Where a row may do without a test: it says why not.
REASONS = ("Sans objet : ", "Ci-dessus, ", "`make audit`")


def rows() -> list[list[str]]:
    """The cells of each row of the table."""
    lines = re.findall(r"^\| \d+\.\d+\.\d+ .*$", PAGE, flags=re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def named_tests() -> list[tuple[str, str]]:
    """Every `file::test` of the page."""
    return re.findall(r"([\w/]+\.py)::(\w+)", PAGE)


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of the tests in *file*."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))


def test_every_requirement_of_level_1_has_one_row() -> None:
    assert len(NUMBERS) == 70
    assert [cells[0] for cells in rows()] == NUMBERS


@pytest.mark.parametrize("cells", rows(), ids=lambda cells: cells[0])
def test_no_row_is_empty(cells: list[str]) -> None:
    _number, asked, answered = cells

    assert len(asked) >= 10
    assert "::test_" in answered or answered.startswith(REASONS)
    assert len(answered) >= 30


@pytest.mark.parametrize(("file", "name"), sorted(set(named_tests())))
def test_a_named_test_exists(file: str, name: str) -> None:
    assert name.startswith("test_")
    assert name in names_in(file)


def test_the_page_names_the_version_it_answers() -> None:
    assert "Verification Standard **5.0.0**" in PAGE


def test_no_command_is_run_and_no_text_is_executed() -> None:
    found = []
    # It starts this program's own Python, without a shell, on two paths of ours.
    copying = ROOT / "relance_ops" / "copying.py"
    for path in set((ROOT / "relance_ops").rglob("*.py")) - {copying}:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                found += [node.func.id] if node.func.id in RUNNERS else []
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                of_os = ast.unparse(node.func)
                found += [of_os] if of_os.startswith(("os.system", "os.popen")) else []
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names]
                module = getattr(node, "module", None)
                found += sorted(RUNNING_MODULES & {*names, module or ""})

    assert found == []


def test_every_password_is_typed_unseen() -> None:
    pages = ROOT / "relance_ops" / "dashboard"
    form = (pages / "assets" / "sign_in.html").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in pages.rglob("*.py"))

    [field] = re.findall(r'<input id="password"[^>]*>', form)
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert "onpaste" not in form
    typed = re.findall(
        r"field\(\s*(pmui\.\w+), self\.param\.(password|again|current)", code
    )
    assert len(typed) == 3
    assert {widget for widget, _name in typed} == {"pmui.PasswordInput"}
