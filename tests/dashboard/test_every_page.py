"""What holds on every page: nothing leaves, anyone can use it, the PDF is guarded."""

from __future__ import annotations

import re
import urllib.error
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.dashboard.clinic import Served
from tests.dashboard.conftest import DESK, PHONE, Open
from tests.dashboard.test_seed_walk import (
    QUESTION,
    SEND,
    button,
    send_everything,
    to_send,
)

pytestmark = pytest.mark.browser

WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    # Tabulator 6 puts its page buttons inside its grid, where only rows may be.
    "rules": {"aria-required-children": {"enabled": False}},
}
REFRESH = re.compile("afraîchir la liste")


def serious(page: Page) -> list[str]:
    """What axe-core finds serious or critical, with the first place of each."""
    page.wait_for_timeout(
        600
    )  # a colour that is still fading in is no colour to measure
    found = Axe().run(page, options=WCAG).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_serious_on_the_list_and_its_questions(
    open_page: Open, size: dict[str, int]
) -> None:
    page = open_page(size=size)
    button(page, REFRESH)
    to_send(page, 7)
    assert serious(page) == []

    button(page, SEND)
    expect(page.get_by_role("dialog", name="Envoyer les relances ?")).to_be_visible()
    assert serious(page) == []

    button(page, "Envoyer maintenant")
    expect(page.get_by_role("dialog", name=QUESTION)).to_be_visible()
    assert serious(page) == []

    button(page, "Non, il y a eu un problème")
    page.get_by_label("Certaines lettres").check()
    assert serious(page) == []


def test_axe_finds_nothing_serious_on_the_expected_clients(open_page: Open) -> None:
    page = open_page("?page=attendus")
    expect(
        page.get_by_role("button", name="Annuler l'envoi de relances")
    ).to_be_visible()
    assert serious(page) == []

    button(page, "Annuler l'envoi de relances")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert serious(page) == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_green_button_needs_no_scrolling(
    open_page: Open, size: dict[str, int]
) -> None:
    page = open_page(size=size)
    button(page, REFRESH)
    to_send(page, 7)

    box = page.get_by_role("button", name=SEND).bounding_box()

    assert box is not None
    assert box["y"] > 0
    assert box["y"] + box["height"] <= size["height"]
    assert box["height"] >= 44


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", ["", "?page=attendus"])
def test_nothing_is_wider_than_the_screen(
    open_page: Open, size: dict[str, int], name: str
) -> None:
    page = open_page(name, size=size)
    if not name:
        button(page, REFRESH)
        to_send(page, 7)
    content = page.locator(".main-content")
    expect(content).to_be_visible()
    page.wait_for_timeout(1_000)  # the menu slides in

    assert content.evaluate("e => e.scrollWidth - e.clientWidth") == 0


def test_escape_closes_what_is_harmless_and_not_the_printer_question(
    open_page: Open,
) -> None:
    page = open_page()
    button(page, REFRESH)
    button(page, SEND)
    confirmation = page.get_by_role("dialog", name="Envoyer les relances ?")
    expect(confirmation).to_be_visible()
    page.keyboard.press("Escape")
    expect(confirmation).to_be_hidden()

    send_everything(page)
    page.keyboard.press("Escape")

    page.wait_for_timeout(500)
    expect(page.get_by_role("dialog", name=QUESTION)).to_be_visible()


def focus(page: Page, name: str | re.Pattern[str]) -> None:
    """Reach a button with the Tab key alone."""
    target = page.get_by_role("button", name=name).last
    expect(target).to_be_enabled()
    for _press in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("e => e.getRootNode().activeElement === e"):
            return
    raise AssertionError(f"sixty Tabs do not reach {name}")


def test_the_whole_send_can_be_done_from_the_keyboard(open_page: Open) -> None:
    page = open_page()
    page.wait_for_timeout(1_000)  # the page is drawn a moment before it listens

    for name in (REFRESH, SEND, "Envoyer maintenant", "Oui, tout est imprimé"):
        focus(page, name)
        page.keyboard.press("Enter")

    to_send(page, 0)


def test_the_page_says_that_it_is_in_french(open_page: Open) -> None:
    page = open_page()

    assert page.locator("html").get_attribute("lang") == "fr"


def test_the_pdf_is_shown_and_never_kept(open_page: Open, dashboard: Served) -> None:
    page = open_page()
    button(page, REFRESH)
    send_everything(page)

    with urllib.request.urlopen(f"{dashboard.url}/courriers/1/letters.pdf") as answer:
        told = answer.headers

    assert told["Content-Type"] == "application/pdf"
    assert told["Content-Disposition"].startswith("inline")
    assert told["Cache-Control"] == "no-store"
    assert told["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "1/secrets.pdf",
        "../courriers/1/letters.pdf",
        "1/..%2Fletters.pdf",
        "9/letters.pdf",
    ],
)
def test_nothing_but_print_files_is_given(dashboard: Served, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{dashboard.url}/courriers/{path}")


def test_a_page_of_another_name_is_not_served_our_letters(dashboard: Served) -> None:
    """A site that points its own name at our address reads nothing (DNS rebinding)."""
    request = urllib.request.Request(
        f"{dashboard.url}/courriers/1/letters.pdf", headers={"Host": "evil.example"}
    )

    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request)


def test_the_second_answer_is_told_who_was_first(open_page: Open) -> None:
    first, second = open_page(), open_page()
    button(first, REFRESH)
    send_everything(first)
    expect(second.get_by_role("dialog", name=QUESTION)).to_be_visible()
    # The second browser has lost the server for a moment: it still shows the question.
    answer = second.get_by_role("button", name="Non, il y a eu un problème")
    answer.click()

    button(first, "Oui, tout est imprimé")

    expect(second.get_by_role("dialog", name=QUESTION)).to_be_hidden()
    expect(second.get_by_text("accueil a déjà répondu")).to_be_visible()
