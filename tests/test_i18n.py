"""French as written in the code, English from its catalogue, and nothing forgotten."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from relance_ops.i18n import _, language, ngettext, speaking

PACKAGE = Path(__file__).parent.parent / "relance_ops"
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "ngettext": (1, 2), "_n": (1, 2)}
PLACE = re.compile(r"\{\w[^{}]*\}")


def said() -> set[Any]:
    """Every text of the code; a pair where it has a plural."""
    return {
        text
        for _file, _line, text, *_rest in extract_from_dir(
            PACKAGE, method_map=[("**.py", "python")], keywords=KEYWORDS
        )
        if text
    }


def translated() -> dict[Any, Any]:
    path = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "relance_ops.po"
    with path.open("rb") as file:
        return {m.id: m.string for m in read_po(file, locale="en") if m.id}


def forms(text: Any) -> tuple[str, ...]:
    """The singular and the plural, or the one form there is."""
    return text if isinstance(text, tuple) else (text,)


def test_every_text_of_the_code_is_in_the_english_catalogue() -> None:
    english = translated()

    assert {text for text in said() if not all(forms(english.get(text, "")))} == set()


def test_no_text_hides_inside_another() -> None:
    # Babel finds no call inside an f-string (Python 3.11 has no tokens for it).
    hidden = [
        (path.name, node.lineno)
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Call) and getattr(inner.func, "id", "") in KEYWORDS
    ]

    assert hidden == []


def test_the_catalogue_holds_no_text_that_nobody_says() -> None:
    assert set(translated()) - said() == set()


def test_translations_keep_the_places_to_fill_in() -> None:
    for french, english in translated().items():
        for ours, theirs in zip(forms(french), forms(english), strict=True):
            if "{{%" not in ours:  # shows what a template may hold
                assert sorted(PLACE.findall(ours)) == sorted(PLACE.findall(theirs))


@pytest.mark.parametrize(
    ("tongue", "said_of_none"), [("fr", "lettre"), ("en", "letters")]
)
def test_none_is_singular_in_french_and_plural_in_english(
    tongue: str, said_of_none: str
) -> None:
    with speaking(tongue):
        words = ngettext("{n} lettre", "{n} lettres", 0)

    assert words == f"{{n}} {said_of_none}"


def test_a_language_is_spoken_for_a_while_only() -> None:
    with speaking("en"):
        assert _("Envoyer") == "Send"

    assert (language(), _("Envoyer")) == ("fr", "Envoyer")


def test_a_language_we_do_not_speak_is_answered_in_french() -> None:
    with speaking("br"):
        assert _("Envoyer") == "Envoyer"
