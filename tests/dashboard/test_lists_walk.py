"""The two lists in a real browser: filtered, corrected, called, taken away."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.dashboard.conftest import DESK, PHONE, Open
from tests.dashboard.test_every_page import REFRESH, serious
from tests.dashboard.test_seed_walk import button, send_everything, to_send

pytestmark = pytest.mark.browser

SEARCH = "Chercher un client, un animal, un acte"


def ready(page: Page) -> None:
    """The list is read for the first time."""
    button(page, REFRESH)
    to_send(page, 7)


def row(page: Page, words: str) -> Locator:
    return page.locator(".tabulator-row:visible", has_text=words).first


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label, exact=True).click()
    page.locator("li", has_text=option).last.click()


def is_no_wider(page: Page) -> bool:
    content = page.locator(".main-content")
    return bool(content.evaluate("e => e.scrollWidth - e.clientWidth") == 0)


def test_a_filtered_list_sends_everything_that_is_ticked(open_page: Open) -> None:
    page = open_page()
    ready(page)

    page.get_by_label(SEARCH).fill("courriel1")
    expect(
        page.get_by_text(
            "1 affichée sur 7 ; le bouton vert envoie tout ce qui est coché (7)."
        )
    ).to_be_visible()
    expect(page.locator(".tabulator-row:visible")).to_have_count(1)
    send_everything(page)
    button(page, "Oui, tout est imprimé")

    to_send(page, 0)


def test_an_unticked_delivery_stays_unticked_in_the_other_view(
    open_page: Open,
) -> None:
    page = open_page()
    ready(page)

    button(page, "Par envoi")
    box = row(page, "Papier1").locator("input[type=checkbox]")
    expect(box).to_be_checked()
    box.click()
    to_send(page, 6)
    button(page, "Par relance")

    expect(row(page, "Papier1").locator("input[type=checkbox]")).not_to_be_checked()
    expect(row(page, "Papier2").locator("input[type=checkbox]")).to_be_checked()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_death_is_noted_from_the_reasons_and_undone(
    open_page: Open, size: dict[str, int]
) -> None:
    page = open_page(size=size)
    ready(page)
    button(page, "Pourquoi pas ?")
    blocked = page.get_by_role("button", name="Sans moyen de contact (1)")
    expect(blocked).to_be_visible()
    assert serious(page) == []
    assert is_no_wider(page)

    row(page, "HYPERLINK").get_by_role("button", name="Décédé").click()
    expect(page.get_by_text("Décès : =HYPERLINK(1) (Sans Élodie)")).to_be_visible()
    assert serious(page) == []
    button(page, "Enregistrer")
    expect(blocked).to_be_hidden()
    expect(page.get_by_text("Décès noté : =HYPERLINK(1).")).to_be_visible()

    button(page, "Annuler")
    expect(blocked).to_be_visible()


def test_a_right_click_tells_why_and_leads_to_the_record(open_page: Open) -> None:
    page = open_page()
    ready(page)

    row(page, "Courriel2").click(button="right")
    page.get_by_role("menuitem", name="Pourquoi ?").click()
    dialog = page.get_by_role("dialog", name="Pourquoi ?")
    expect(dialog.get_by_text("Vaccin CHPPiL4 : à envoyer")).to_be_visible()
    assert serious(page) == []
    dialog.get_by_role("button", name="Ouvrir la fiche").click()

    expect(page).to_have_url(re.compile(r"page=client&id=E2|id=E2&page=client"))


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_call_is_noted_and_seen_by_a_second_browser(
    open_page: Open, size: dict[str, int]
) -> None:
    page = open_page(size=size)
    ready(page)
    send_everything(page)
    button(page, "Oui, tout est imprimé")
    page.goto(re.sub(r"\?.*|$", "?page=attendus", page.url, count=1))

    row(page, "Courriel1").get_by_role("button", name="Appel").click()
    dialog = page.get_by_role("dialog", name="Appel")
    expect(dialog.get_by_text("Courriel1")).to_be_visible()
    dialog.get_by_label("Rappellera").check()
    dialog.get_by_label("Note (facultatif)").fill("après les vacances")
    assert serious(page) == []
    dialog.get_by_role("button", name="Noter l'appel").click()
    expect(row(page, "Courriel1")).to_contain_text("rappellera, après les vacances")
    assert serious(page) == []
    assert is_no_wider(page)

    second = open_page("?page=attendus")
    expect(row(second, "Courriel1")).to_contain_text("rappellera")
    choose(second, "Suivi", "À appeler")
    expect(second.get_by_text("6 relances sans retour, sur 7")).to_be_visible()
    expect(row(second, "Courriel1")).to_have_count(0)


def test_the_list_is_taken_away_as_it_is_filtered(
    open_page: Open, tmp_path: Path
) -> None:
    page = open_page()
    ready(page)
    send_everything(page)
    button(page, "Oui, tout est imprimé")
    page.goto(re.sub(r"\?.*|$", "?page=attendus", page.url, count=1))
    expect(page.get_by_text("7 relances sans retour")).to_be_visible()
    page.wait_for_timeout(1_500)  # the page is drawn a moment before it listens
    page.get_by_label(SEARCH).fill("papier")
    expect(page.get_by_text("5 relances sans retour, sur 7")).to_be_visible()

    with page.expect_download() as download:
        button(page, "CSV")

    kept = tmp_path / "kept.csv"
    download.value.save_as(kept)
    lines = csv.reader(
        io.StringIO(kept.read_bytes().decode("utf-8-sig")), delimiter=";"
    )
    titles, *rows = lines
    assert titles[0] == "Client"
    assert [line[0][-7:] for line in rows] == [f"Papier{n}" for n in range(1, 6)]
    with page.expect_download() as download:
        button(page, "Excel")
    assert download.value.suggested_filename.endswith(".xlsx")


def test_the_lists_can_be_looked_through_from_the_keyboard(open_page: Open) -> None:
    page = open_page()
    ready(page)

    page.get_by_label(SEARCH).focus()
    page.keyboard.type("courriel1")
    expect(page.locator(".tabulator-row:visible")).to_have_count(1)
    why = row(page, "Courriel1").get_by_role("button", name="Pourquoi ?")
    why.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog", name="Pourquoi ?")).to_be_visible()
