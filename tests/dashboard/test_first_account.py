"""From a computer where anybody may do everything to a clinic that signs in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.dashboard.conftest import Open
from tests.dashboard.test_every_page import serious
from tests.dashboard.test_seed_walk import button
from tests.dashboard.test_signing_in import sign_in
from tests.dashboard.visiting import PASSWORD

pytestmark = pytest.mark.browser


def test_the_first_account_makes_everybody_sign_in(open_page: Open) -> None:
    page, other = open_page(), open_page("?page=attendus")
    expect(page.get_by_text("toute personne à cet ordinateur")).to_be_visible()
    expect(other.get_by_text("Personne n'est attendu.")).to_be_visible()

    button(page, "Créer les comptes")
    button(page, "Ajouter un compte")
    dialog = page.get_by_role("dialog", name="Ajouter un compte")
    expect(dialog.get_by_text("Le premier compte est celui")).to_be_visible()
    expect(dialog.get_by_role("radio")).to_have_count(0)
    assert serious(page) == []
    dialog.get_by_label("Prénom et nom").fill("Léa Martin")
    dialog.get_by_label("Identifiant").fill("l.martin")
    dialog.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    dialog.get_by_label("Le même encore une fois").fill(PASSWORD)
    dialog.get_by_role("button", name="Ajouter").click()

    for one in (page, other):
        expect(one.get_by_text("Le premier compte est créé")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("link", name="Se connecter").click()
    sign_in(page, "l.martin")
    expect(page).to_have_url(re.compile(r"/\?page=comptes$"))
    expect(page.get_by_text("Léa Martin").first).to_be_visible()


def test_without_an_account_the_language_is_the_browsers(open_page: Open) -> None:
    page = open_page("?page=attendus")
    expect(page.get_by_text("Personne n'est attendu.")).to_be_visible()

    button(page, "English")

    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(page.url)
    expect(page.locator("html")).to_have_attribute("lang", "en")
