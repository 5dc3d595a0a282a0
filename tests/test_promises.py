"""What docs/promises.md names exists, so that the page cannot promise on its own."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_test_that_is_named_exists(file: str, name: str) -> None:
    module = ast.parse((ROOT / file).read_text(encoding="utf-8"))

    defined = {
        node.name for node in module.body if isinstance(node, ast.FunctionDef)
    } | {
        target.id
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert name in defined


def test_every_promise_names_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| **")]

    assert len(rows) > 5
    assert [row for row in rows if "`tests/" not in row] == []


def test_the_last_figures_say_how_many_rounds_and_when() -> None:
    [figures] = re.findall(r"## Derniers chiffres\n\n(.+?)\n\n", PAGE, re.DOTALL)

    assert re.search(r"\d+ histoires", figures)
    assert re.search(r"\d{4}", figures)
    assert "0 perdu" in figures
    assert "0 parti deux fois" in figures
