"""« Règles » as a person uses it: nonsense refused in place, put right, published."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.conftest import DESK, PHONE, Open
from tests.dashboard.test_every_page import serious
from tests.dashboard.test_seed_walk import button

pytestmark = pytest.mark.browser

KEEP = re.compile("Garder")  # and not « Fermer sans garder »


def type_days(page: Page, step: int, days: int) -> None:
    field = page.get_by_role("textbox", name="Part (jours)").nth(step - 1)
    field.fill(str(days))
    page.keyboard.press("Tab")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_nonsense_is_put_right_then_published_and_kept_in_the_list(
    open_page: Open, size: dict[str, int]
) -> None:
    page = open_page("?page=quand&id=regles", size=size)
    expect(page.get_by_text("Version 1 en vigueur")).to_be_visible()
    assert serious(page) == []

    button(page, "Modifier")
    button(page, "Ajouter une relance")
    expect(page.get_by_role("textbox", name="Part (jours)")).to_have_count(2)
    type_days(page, 2, 0)
    expect(page.get_by_text("doit partir après la 1re")).to_be_visible()
    expect(page.get_by_role("button", name=KEEP)).to_be_disabled()
    assert serious(page) == []

    type_days(page, 2, 20)
    expect(page.get_by_text("doit partir après la 1re")).to_be_hidden()
    button(page, KEEP)
    expect(page.get_by_text("1 modification non publiée")).to_be_visible()

    button(page, "Voir l'effet")
    expect(page.get_by_role("columnheader", name="Différence").first).to_be_visible()
    assert serious(page) == []
    page.get_by_label("Pourquoi ce changement").fill("Une seconde chance")
    page.keyboard.press("Tab")
    button(page, "Publier")

    expect(page.get_by_text(re.compile("Version 2, publiée le"))).to_be_visible()
    expect(page.get_by_text("« Une seconde chance »")).to_be_visible()
    content = page.locator(".main-content")
    assert content.evaluate("e => e.scrollWidth - e.clientWidth") == 0


def test_a_way_back_is_asked_before_it_is_taken(open_page: Open) -> None:
    page = open_page("?page=quand&id=regles")
    button(page, "Modifier")
    button(page, "Tout mettre en pause")
    expect(page.get_by_role("button", name="Tout réactiver")).to_be_visible()
    button(page, KEEP)

    button(page, "Tout abandonner")

    asked = page.get_by_role("dialog", name="Abandonner")
    asked.get_by_role("button", name="Tout abandonner").click()
    expect(page.get_by_text("1 modification non publiée")).to_be_hidden()
