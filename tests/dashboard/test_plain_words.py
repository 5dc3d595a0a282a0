"""Words from data are shown as they are, whatever Markdown or HTML would make of them."""

from __future__ import annotations

import html
from typing import Any

import pytest

from relance_ops.dashboard.components import plain, text
from relance_ops.dashboard.listing import Act, Line, Listing


def shown(words: str) -> str:
    """What the browser is given for *words*, as a reader sees it."""
    pane: Any = text(plain(words))
    given = html.unescape(pane._transform_object(pane.object)["object"])
    return html.unescape(given.strip().removeprefix("<p>").removesuffix("</p>"))


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "*Rex* _le_ __beau__ `chien` ~~chat~~",
        "[cliquez](https://exemple.fr)",
        "![image](https://exemple.fr/x.png)",
        "# Titre",
        "- liste",
        "1. liste",
        "    code",
        "luc.martin@exemple.fr",
        "https://exemple.fr www.exemple.fr",
        "nom\n===",
        "a | b",
        "Anne-Marie l'Hôte & fils, le 24/11/2026 à 12:30.",
    ],
)
def test_words_from_data_are_shown_as_they_are(words: str) -> None:
    assert shown(words) == words


def test_a_list_tells_which_line_and_which_button() -> None:
    told: list[tuple[str, str]] = []
    listing = Listing(lambda key, action: told.append((key, action)))
    listing.show([Line("1", "Un", actions=(Act("go", "Partir"),), opens=True)])

    listing.choose("1")
    listing.choose("1", "go")

    assert told == [("1", "open"), ("1", "go")]


@pytest.mark.parametrize("message", [{}, {"key": "9", "action": "go"}, {"key": None}])
def test_a_line_that_is_gone_is_left_alone(message: dict[str, object]) -> None:
    told: list[tuple[str, str]] = []
    listing = Listing(lambda key, action: told.append((key, action)))
    listing.show([Line("1", "Un")])

    listing._handle_msg(message)

    assert told == []
