"""Client, journal and « À traiter » in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from relance_ops.model import DeliveryState
from relance_ops.practice import Practice
from tests.dashboard.clinic import Served, fill, served
from tests.dashboard.conftest import DESK, PHONE, Open
from tests.dashboard.test_every_page import serious
from tests.dashboard.test_seed_walk import button, shown
from tests.factories import Desk
from tests.outcomes import becomes

pytestmark = pytest.mark.browser

PAGES = {
    "?page=clients": "Chercher un client ou un animal",
    "?page=client&id=H1": "Sous quelle forme ?",
    "?page=journal": "accueil a envoyé 2 emails.",
    "?page=journal&id=1": "Envoi n° 1",
    "?page=a-traiter": "Envois incertains (1)",
}


@pytest.fixture
def dashboard(tmp_path: Path, compiled: Path) -> Iterator[Served]:
    """Two emails have left, one of them perhaps not; a new client is due."""
    database = tmp_path / "clinic.duckdb"
    fill(database, letters=0, emails=2)
    with Practice.open(database) as practice:
        desk = Desk(practice)
        practice.send(by="accueil")
        desk.clock.now = practice.clock()
        becomes(desk, 1, DeliveryState.UNCERTAIN, reason="coupure")
        practice.note_refresh(by="accueil")
        desk.client("N1", last_name="Nouveau")
        desk.animal("N1", "N1", name="Filou")
        performed_on = practice.today() - timedelta(days=366)
        desk.act("N1", "N1", performed_on=performed_on)
    with served(database, cache=compiled) as running:
        yield running


def find(page: Page, words: str) -> None:
    box = page.get_by_label("Chercher un client ou un animal")
    box.press_sequentially(words)


def test_a_refusal_noted_on_the_record_is_kept_by_the_next_list(
    open_page: Open, dashboard: Served
) -> None:
    page = open_page("?page=clients")
    find(page, "filou")
    button(page, "Nouveau Élodie")
    shown(page, "Sera joint par : email")

    box = page.get_by_label("Refuse les emails")
    box.click()
    button(page, "Annuler")
    expect(box).not_to_be_checked()
    box.click()
    page.get_by_label("au comptoir").check()
    button(page, "Enregistrer le refus")

    shown(page, "Sera joint par : SMS")
    expect(page.get_by_text(re.compile("noté le .* — au comptoir"))).to_be_visible()
    page.goto(f"{dashboard.url}/?page=envoyer")
    row = page.locator(".tabulator-row", has_text="Nouveau")
    expect(row.locator(".chip")).to_have_text(["SMS"])


def test_an_uncertain_delivery_is_decided_and_the_menu_counts_again(
    open_page: Open,
) -> None:
    page = open_page("?page=a-traiter")
    expect(page.get_by_role("button", name="À traiter (1)")).to_be_visible()

    page.get_by_role("button", name="C'est parti : Courriel1 Élodie").click()
    page.get_by_role("dialog").get_by_role("button", name="C'est parti").click()

    expect(page.get_by_text("Envois incertains")).to_be_hidden()
    expect(page.get_by_role("button", name="À traiter", exact=True)).to_be_visible()


def test_a_name_that_is_markup_is_shown_as_it_is_written(open_page: Open) -> None:
    page = open_page("?page=clients")
    find(page, "script")
    shown(page, "<script>alert(1)</script>")

    button(page, "Retenu Élodie")

    expect(page.get_by_text("<script>alert(1)</script>", exact=True)).to_be_visible()


def test_a_run_and_its_text_open_from_the_keyboard(open_page: Open) -> None:
    page = open_page("?page=journal")
    run = page.get_by_role("button", name="accueil a envoyé 2 emails.")
    run.click(trial=True)  # the page is drawn a moment before it listens
    run.press("Enter")

    page.get_by_role("button", name="Courriel2 Élodie").press("Enter")

    dialog = page.get_by_role("dialog", name="Email à Courriel2 Élodie")
    expect(dialog.get_by_text("Adresse utilisée : e2@example.fr")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_fits_the_screen_and_anyone_can_use_it(
    open_page: Open, dashboard: Served, size: dict[str, int]
) -> None:
    page = open_page(size=size)
    for address, words in PAGES.items():
        page.goto(f"{dashboard.url}/{address}")
        content = page.locator(".main-content")
        expect(
            page.get_by_label(words).or_(page.get_by_text(words, exact=True)).first
        ).to_be_visible()
        page.wait_for_timeout(1_000)  # the menu slides in

        wider = content.evaluate("e => e.scrollWidth - e.clientWidth")

        assert (address, wider, serious(page)) == (address, 0, [])
