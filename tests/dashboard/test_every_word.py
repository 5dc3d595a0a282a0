"""Every word on screen comes from the catalogue, or from the clinic's own data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.dates import get_day_names, get_month_names
from playwright.sync_api import Browser, Page

from relance_ops.dashboard.navigation import SLUGS
from relance_ops.dashboard.pages.statistics_tabs import TABS as FIGURES
from relance_ops.dashboard.pages.when import TABS
from tests.dashboard.clinic import Served, fill, served
from tests.dashboard.conftest import DESK

pytestmark = pytest.mark.browser

PROGRAM = (str(Path(__file__).parents[1] / "peers" / "marked_words.py"),)

ADDRESSES = [
    *(f"?page={slug}" for slug in SLUGS if slug not in ("client", "quand")),
    "?page=client&id=C1",
    *(f"?page=quand&id={tab.slug}" for tab in TABS),
    *(f"?page=statistiques&id={tab.slug}" for tab in FIGURES[1:]),
]

# Everything a person can read or hear, in shadow roots too; icons are drawn by a name.
READ = """() => {
  const told = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) { told.push(node.textContent); return; }
    if (node.nodeType !== Node.ELEMENT_NODE && !node.host) return;
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (["STYLE", "SCRIPT", "NOSCRIPT", "TEXTAREA", "IFRAME"].includes(node.tagName)) return;
      // An icon is drawn by its name; the words of a template are the clinic's own.
      if (/material-icons|MuiIcon-root|\\bicon\\b|\\beditor\\b/.test(
        node.getAttribute("class") || "")) return;
      if (getComputedStyle(node).display === "none") return;
      for (const name of ["aria-label", "title", "placeholder", "alt"]) {
        if (node.getAttribute(name)) told.push(node.getAttribute(name));
      }
      if (node.shadowRoot) walk(node.shadowRoot);
    }
    node.childNodes.forEach(walk);
  };
  walk(document.body);
  return told.map(text => text.trim()).filter(text => text);
}"""

MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[^\W\d_]{2,}")

# The clinic's own, and what has no language: see `fill` and `Desk.yearly_vaccine`.
DATA = re.compile(
    r"Clinique|vétérinaire|des|Tilleuls|Papier\d*|Courriel\d*|Rex\d*|Mimi\d*|Retenu|Sans|"
    r"Mme|Madame|Élodie|12 rue de l'Église|Rennes|Vaccin CHPPiL4|Un rappel de santé pour|"
    r"script|alert|HYPERLINK|accueil|test|relance|ops|Français|English|Europe/Paris|"
    r"\S+@\S+|https?\S+|/\S+|C\d|x+|CSV|PNG|PDF"
)
# pmui's field of a date tells its parts in English to those who hear it (0.16.6).
DATE_FIELD = re.compile(r"^(Day|Month|Year|Choose date.*)$")
CALENDAR = {
    name.lower()
    for width in ("wide", "abbreviated")
    for names in (
        get_month_names(width, locale="en"),
        get_day_names(width, locale="en"),
    )
    for name in names.values()
}


@pytest.fixture(scope="module")
def marked(
    tmp_path_factory: pytest.TempPathFactory, compiled: Path
) -> Iterator[Served]:
    """A dashboard in English, every text of the catalogue between its marks."""
    database = tmp_path_factory.mktemp("marked") / "clinic.duckdb"
    fill(database)
    with served(database, cache=compiled, program=PROGRAM, language="en_GB") as running:
        yield running


@pytest.fixture(scope="module")
def english(chromium: Browser, marked: Served) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": DESK["width"], "height": DESK["height"]}, locale="en-GB"
    )
    page = context.new_page()
    yield page
    context.close()


def foreign(told: list[str]) -> list[str]:
    """The texts of *told* with a word that nobody marked and no data explains."""
    found = []
    for text in told:
        left = DATE_FIELD.sub("", text)
        while MARKED.search(left):
            left = MARKED.sub(" ", left)
        words = WORD.findall(DATA.sub(" ", left))
        if any(word.lower() not in CALENDAR for word in words):
            found.append(text)
    return found


def test_a_text_that_nobody_marked_is_found() -> None:
    assert foreign(["⟦Envoyer⟧ 3", "Envoyer", "12 Nov 2026"]) == ["Envoyer"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_word_of_a_page_is_in_the_catalogue(
    english: Page, marked: Served, address: str
) -> None:
    english.goto(f"{marked.url}/{address}")
    english.locator(".main-content").wait_for()
    english.wait_for_timeout(2_500)  # what is worked out beside the page comes last

    assert foreign(english.evaluate(READ)) == []
