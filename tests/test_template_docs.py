"""What docs/templates.md tells of words and layouts is all there is."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

from relance_ops import letters
from relance_ops.library import Part
from relance_ops.model import Kind, Logo
from relance_ops.template_language import FIELD_NAMES, check
from tests.deliveries import CLINIC, a_message

PAGE = (Path(__file__).parents[1] / "docs" / "templates.md").read_text(encoding="utf-8")
LOGO = Logo("image/png", b"", 1, 1)


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_every_field_is_explained(name: str) -> None:
    assert re.search(rf"`(\{{\{{ )?{name}( \}}\}})?`", PAGE)


@pytest.mark.parametrize("part", list(Part))
def test_every_text_of_a_template_is_named(part: Part) -> None:
    assert f"`{part.value}`" in PAGE


def test_every_example_may_be_saved() -> None:
    examples = re.findall(r"`([^`]*\{[{%][^`]*)`", PAGE)
    assert len(examples) > 10

    for example in examples:
        check(example)


def test_everything_that_a_layout_receives_is_explained() -> None:
    sheets = letters.sheets(
        [letters.letter(a_message(Kind.LETTER), CLINIC)], CLINIC, LOGO
    )
    head, [letter] = sheets["clinic"], sheets["letters"]  # type: ignore[misc]
    assert isinstance(head, dict)

    received = [
        *(key for key in sheets if key != "clinic"),
        *(f"clinic.{key}" for key in head),
        *letter,  # type: ignore[has-type]
    ]

    assert [key for key in received if f"`{key}`" not in PAGE] == []


def test_everything_that_the_layout_of_emails_receives_is_explained() -> None:
    layout = files("relance_ops") / "templates" / "layout" / "email.html"
    tree = email_layout(layout.read_text(encoding="utf-8"))

    received = meta.find_undeclared_variables(tree)

    assert received
    assert [name for name in sorted(received) if f"`{name}`" not in PAGE] == []


def email_layout(text: str) -> nodes.Template:
    """The layout read as the program reads it: its marks are comments."""
    return Environment(
        block_start_string="<!--%",
        block_end_string="%-->",
        comment_start_string="<!--#",
        comment_end_string="-->",
        autoescape=True,
    ).parse(text)
