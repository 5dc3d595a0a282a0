"""Signing in, changing language and leaving, in a real browser at both sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.clinic import Served, fill, served
from tests.dashboard.conftest import DESK, PHONE, Open
from tests.dashboard.test_door import MANAGER, RECEPTION, staff
from tests.dashboard.test_every_page import serious
from tests.dashboard.test_seed_walk import button
from tests.dashboard.visiting import PASSWORD

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture(scope="module")
def dashboard(
    tmp_path_factory: pytest.TempPathFactory, compiled: Path
) -> Iterator[Served]:
    """A dashboard whose staff has accounts."""
    database = tmp_path_factory.mktemp("signing") / "clinic.duckdb"
    fill(database)
    staff(database)
    with served(database, cache=compiled) as running:
        yield running


def sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe").fill(password)
    page.keyboard.press("Enter")


def width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


@SIZES
def test_the_login_page_can_be_used_by_anyone(
    open_page: Open, size: dict[str, int]
) -> None:
    page = open_page("?page=attendus", size=size)
    expect(page).to_have_title("Se connecter · Clinique des Tilleuls")
    expect(page.get_by_label("Identifiant")).to_be_focused()
    assert serious(page) == []
    assert width(page) == size["width"]

    sign_in(page, RECEPTION, "un cheval vert")
    expect(page.get_by_role("alert")).to_have_text(
        "Identifiant ou mot de passe incorrect."
    )
    expect(page.get_by_label("Mot de passe")).to_be_focused()
    assert serious(page) == []

    sign_in(page, RECEPTION)
    expect(page).to_have_url(re.compile(r"/\?page=attendus$"))
    expect(page.get_by_text("Personne n'est attendu.")).to_be_visible()


@SIZES
def test_the_accounts_can_be_used_by_anyone(
    open_page: Open, size: dict[str, int]
) -> None:
    page = open_page("?page=comptes", size=size)
    sign_in(page, MANAGER)
    expect(page.get_by_text("Camille Roux")).to_be_visible()
    page.wait_for_timeout(1_000)  # the menu slides in
    assert serious(page) == []
    content = page.locator(".main-content")
    assert content.evaluate("e => e.scrollWidth - e.clientWidth") == 0

    button(page, "Ajouter un compte")
    expect(page.get_by_role("dialog", name="Ajouter un compte")).to_be_visible()
    assert serious(page) == []

    button(page, re.compile("^Ajouter$"))
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    page.keyboard.press("Escape")
    page.goto(f"{page.url.split('?')[0]}?page=mon-compte")
    expect(page.get_by_label("Mot de passe actuel")).to_be_visible()
    assert serious(page) == []


def test_the_page_comes_back_in_the_language_that_was_chosen(open_page: Open) -> None:
    page = open_page("?page=attendus&lang=fr")
    sign_in(page, RECEPTION)
    expect(page.get_by_text("Personne n'est attendu.")).to_be_visible()

    button(page, "English")

    expect(page).to_have_url(re.compile(r"/\?page=attendus$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_text("Reception", exact=True)).to_be_visible()
    button(page, "Français")
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_leaving_in_one_tab_closes_the_others(open_page: Open) -> None:
    page = open_page()
    sign_in(page, RECEPTION)
    expect(page.get_by_text("Camille Roux")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.get_by_text("Camille Roux")).to_be_visible()

    button(page, "Se déconnecter")

    expect(page).to_have_title(re.compile("Se connecter"))
    expect(other.get_by_text("Vous avez été déconnecté")).to_be_visible()
    expect(other.get_by_text("Camille Roux")).to_have_count(0)
    other.get_by_role("link", name="Se connecter").click()
    sign_in(other, RECEPTION)
    expect(other.get_by_text("Camille Roux")).to_be_visible()
