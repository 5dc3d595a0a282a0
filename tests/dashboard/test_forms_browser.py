"""« Sous quelle forme ? » in a real browser: the magic buttons, the keyboard, the phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.dashboard.conftest import DESK, PHONE, Open
from tests.dashboard.test_every_page import serious
from tests.dashboard.test_seed_walk import button, shown

pytestmark = pytest.mark.browser

ADDRESS = "?page=quand&id=forme"
BOX = "Je préfère choisir pour chaque client sous quelle forme ils recevront leurs relances"


def undo(page: Page) -> None:
    page.get_by_role("button", name=re.compile(r"Annuler$")).click()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_magic_button_counts_asks_does_and_gives_back(
    open_page: Open, size: dict[str, int]
) -> None:
    page = open_page(ADDRESS, size=size)

    # « Cocher la case "Je préfère choisir pour chaque client…". »
    page.get_by_role("checkbox", name=BOX).check()
    shown(page, "Boutons magiques")
    assert serious(page) == []

    button(page, "Décocher SMS")
    expect(page.get_by_role("dialog")).to_be_visible()
    shown(page, "9 clients changeront.")
    assert serious(page) == []

    button(page, "Décocher pour 9 clients")
    shown(page, "Case « SMS » décochée pour 9 clients.")
    shown(page, "Cochée pour 0 clients sur 9")

    undo(page)
    shown(page, "C'est annulé : 9 fiches sont comme avant.")
    shown(page, "Cochée pour 9 clients sur 9")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_the_order_is_changed_by_keyboard_alone(open_page: Open) -> None:
    page = open_page(ADDRESS)
    page.get_by_role("button", name="Descendre Email").focus()

    # The keyboard stays on the form that goes down, until it is the last.
    page.keyboard.press("Enter")
    shown(page, "2 · Email")
    expect(page.get_by_role("button", name="Descendre Email")).to_be_focused()
    page.keyboard.press("Enter")

    shown(page, "3 · Email")
    expect(page.get_by_role("button", name="Monter Email")).to_be_focused()
    assert serious(page) == []


def test_a_click_counts_before_the_server_hears_that_all_is_drawn(
    open_page: Open,
) -> None:
    page = open_page()
    kept = without_word_of_being_drawn(page)
    page.goto(f"{page.url}{ADDRESS}")

    button(page, "Descendre Email")

    shown(page, "2 · Email")
    assert set(kept) == {"document_ready"}


def without_word_of_being_drawn(page: Page) -> list[str]:
    """Keep from the server that *page* is drawn; each word kept is in the list."""
    kept: list[str] = []

    def wire(browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()
        frames: list[str | bytes] = []

        def pass_on(frame: str | bytes) -> None:
            # Bokeh sends three frames a message: header, metadata, content.
            frames.append(frame)
            if len(frames) == 3:
                if "document_ready" in str(frames[2]):
                    kept.append("document_ready")
                else:
                    for one in frames:
                        server.send(one)
                frames.clear()

        browser.on_message(pass_on)

    page.route_web_socket(re.compile("/ws"), wire)
    return kept


def test_the_page_and_its_tab_have_an_address(open_page: Open) -> None:
    page = open_page()

    page.get_by_text("Quand envoyer les courriers ?").first.click()
    tab = page.get_by_role("tab", name="Sous quelle forme ?")
    tab.click()

    expect(tab).to_have_attribute("aria-selected", "true")
    shown(page, "Qui choisit la forme ?")
    assert page.url.endswith("?page=quand&id=forme")


def test_the_browser_s_way_back_and_forward_is_followed(open_page: Open) -> None:
    page = open_page()
    page.get_by_text("Quels sont les clients attendus ?").click()
    shown(page, "Chercher un client, un animal, un acte")
    page.get_by_text("Quand envoyer les courriers ?").first.click()
    shown(page, "Chercher un modèle d'acte")

    page.go_back()
    shown(page, "Chercher un client, un animal, un acte")
    page.go_forward()

    shown(page, "Chercher un modèle d'acte")
