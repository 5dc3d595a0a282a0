"""The manager's tabs of « Statistiques » in a browser: to the rows, a phone, a month."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from relance_ops.practice import Practice
from tests.dashboard.clinic import Served, fill, served
from tests.dashboard.conftest import DESK, PHONE, Open
from tests.dashboard.test_every_page import serious
from tests.dashboard.test_statistics_browser import downloaded
from tests.sends import Held, Sent, keep

pytestmark = pytest.mark.browser

TABS = ("retours", "retards", "a-venir")


@pytest.fixture
def dashboard(tmp_path: Path, compiled: Path) -> Iterator[Served]:
    """A small clinic that sent two letters three months ago; nobody has come back."""
    database = tmp_path / "clinic.duckdb"
    fill(database)
    with Practice.open(database) as practice:
        on = practice.today() - timedelta(days=90)
        letters = [
            Sent(on, f"C{n}", "letter", "printed", 152, held=(Held(f"A{n}"),))
            for n in (1, 2)
        ]
        keep(practice.database, letters)
    with served(database, cache=compiled) as running:
        yield running


def filled(page: Page) -> None:
    """Wait until the numbers of the tab are there."""
    expect(page.locator(".tiles:not(.waiting):visible")).to_be_visible()


def test_a_rate_leads_to_its_animals_and_the_month_to_its_page(open_page: Open) -> None:
    page = open_page("?page=statistiques")
    page.get_by_role("tab", name="Ce qui revient").click()
    expect(page).to_have_url(re.compile("id=retours"))
    filled(page)
    expect(page.get_by_text("pas encore un retour grâce à elle")).to_be_visible()
    page.get_by_text("Définitions", exact=True).click()
    expect(page.get_by_text("Trop tard : l'acte était déjà fait")).to_be_visible()

    name, pdf = downloaded(page, "Bilan du mois (PDF)")

    assert name.endswith(".pdf")
    [sheet] = PdfReader(io.BytesIO(pdf)).pages
    assert "Clinique des Tilleuls" in sheet.extract_text()

    page.get_by_role("button", name=re.compile("Lettres .* sur 2 suivies")).click()
    rows = page.get_by_role("dialog", name="Retours par forme : Lettres")
    expect(rows.get_by_text("1 à 2 sur 2 lignes")).to_be_visible()
    assert serious(page) == []
    rows.locator("td.client button").first.click()
    expect(page).to_have_url(re.compile("page=client.*C[12]"))


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_tab_fits_the_screen_and_stays_where_it_is(
    open_page: Open, size: dict[str, int]
) -> None:
    for tab in TABS:
        page = open_page(f"?page=statistiques&id={tab}", size=size)
        waiting = page.locator(".tiles:visible")
        expect(waiting).to_be_visible()
        filled(page)
        content = page.locator(".main-content")
        assert content.evaluate("e => e.scrollWidth - e.clientWidth") == 0
        assert serious(page) == []
        page.close()


def test_the_keyboard_reaches_what_is_to_come(open_page: Open) -> None:
    page = open_page("?page=statistiques&id=a-venir")
    filled(page)

    page.get_by_role("button", name="Voir les animaux : Envois attendus par").focus()
    page.keyboard.press("Enter")

    rows = page.get_by_role("dialog", name="Envois attendus par semaine")
    expect(rows.get_by_role("columnheader", name="Partirait le")).to_be_visible()
