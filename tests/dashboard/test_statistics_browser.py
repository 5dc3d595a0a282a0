"""« Statistiques » in a browser: down to the rows, files, a phone, the keyboard."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from relance_ops.practice import Practice
from tests.dashboard.clinic import Served, fill, served
from tests.dashboard.conftest import PHONE, Open
from tests.dashboard.test_every_page import serious
from tests.sends import Held, Sent, keep

pytestmark = pytest.mark.browser


@pytest.fixture
def dashboard(tmp_path: Path, compiled: Path) -> Iterator[Served]:
    """A small clinic that sent eleven emails and two letters today."""
    database = tmp_path / "clinic.duckdb"
    fill(database)
    with Practice.open(database) as practice:
        today = practice.today()
        letters = [
            Sent(today, f"C{n}", "letter", "printed", 152, held=(Held(f"A{n}"),))
            for n in (1, 2)
        ]
        emails = [Sent(today, "E1", held=(Held(f"B{n}"),)) for n in range(11)]
        keep(practice.database, [*emails, *letters])
    with served(database, cache=compiled) as running:
        yield running


def counted(page: Page) -> None:
    """Wait until the last figure has been counted."""
    expect(page.get_by_role("heading", name="Clients joignables")).to_be_visible()
    expect(page.get_by_text("Comptage en cours")).to_be_hidden()


def downloaded(page: Page, name: str | re.Pattern[str]) -> tuple[str, bytes]:
    """The file that a button hands over."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name).first.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_every_figure_leads_to_its_rows_and_can_be_taken_away(open_page: Open) -> None:
    page = open_page("?page=statistiques")
    counted(page)
    page.get_by_role("button", name="Envois : 13", exact=True).click()
    rows = page.get_by_role("dialog", name="Envois")
    expect(rows.get_by_text("1 à 10 sur 13 envois")).to_be_visible()
    rows.get_by_role("button", name="Page suivante").click()
    expect(rows.get_by_text("11 à 13 sur 13 envois")).to_be_visible()
    assert serious(page) == []
    page.keyboard.press("Escape")
    expect(rows).to_be_hidden()

    # The first piece that can be pressed in the chart of costs is the only bar.
    page.locator("svg rect[fill='#2e7d32']").locator("visible=true").first.click()
    expect(page.get_by_text("1 à 2 sur 2 envois")).to_be_visible()
    page.keyboard.press("Escape")

    name, csv = downloaded(page, "Télécharger les chiffres : Sous quelle forme")
    assert name.endswith(".csv")
    assert b"Lettres;2" in csv
    # The same file a second time is handed over again.
    assert downloaded(page, "Télécharger les chiffres : Sous quelle forme")[1] == csv
    name, png = downloaded(page, "Télécharger l'image : Par acte")
    assert (name[-4:], png[:4]) == (".png", b"\x89PNG")
    name, pdf = downloaded(page, "Rapport PDF")
    assert name.endswith(".pdf")
    assert "Clinique des Tilleuls" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()

    page.get_by_role("button", name="Envois : 13", exact=True).click()
    rows.get_by_role("button", name="Courriel1").first.click()
    expect(page).to_have_url(re.compile("page=client.*E1"))


def test_on_a_phone_nothing_is_wider_than_the_screen(open_page: Open) -> None:
    page = open_page("?page=statistiques", size=PHONE)
    counted(page)
    content = page.locator(".main-content")
    assert content.evaluate("e => e.scrollWidth - e.clientWidth") == 0
    assert serious(page) == []

    page.get_by_label("Définition : Coût", exact=True).click()

    expect(page.get_by_text("un email ne coûte rien")).to_be_visible()
    page.get_by_role("button", name="Dates libres").click()
    expect(page.get_by_role("group", name="Du", exact=True)).to_be_visible()
    assert content.evaluate("e => e.scrollWidth - e.clientWidth") == 0


def test_the_keyboard_changes_the_cut_and_opens_the_rows(open_page: Open) -> None:
    page = open_page("?page=statistiques")
    counted(page)
    assert serious(page) == []
    months = page.get_by_role("button", name="Mois", exact=True).first
    months.focus()

    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Envois par mois")).to_be_visible()
    expect(months).to_be_focused()
    page.get_by_role("button", name="Voir les envois : Par étape").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 à 10 sur 13 envois")).to_be_visible()
