"""The seed page, sentence by sentence, in a real browser on the running program."""

from __future__ import annotations

import io
import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.dashboard.clinic import Served
from tests.dashboard.conftest import DESK, PHONE, Open

pytestmark = pytest.mark.browser

QUESTION = "Est-ce que l'imprimante a bien fonctionné ?"
SEND = re.compile(r"^\S*\s*Envoyer \d+ relances?$")


def button(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).last.click()


def send_everything(page: Page) -> None:
    button(page, SEND)
    expect(page.get_by_role("dialog", name="Envoyer les relances ?")).to_be_visible()
    button(page, "Envoyer maintenant")
    expect(page.get_by_role("dialog", name=QUESTION)).to_be_visible()


def to_send(page: Page, count: int) -> None:
    """The green button says that *count* reminders would leave."""
    words = f"Envoyer {count} relance" if count else "Rien à envoyer"
    expect(page.get_by_role("button", name=words).last).to_be_visible()


def shown(page: Page, name: str) -> None:
    expect(page.get_by_text(name).first).to_be_visible()


def wait_until_printed(page: Page) -> None:
    """The print dialog opens a moment after the question: asked from outside, for the
    page's own policy lets nobody evaluate a condition inside it."""
    for _look in range(100):
        if page.evaluate("window.printed || 0") == 1:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the letters were not printed once")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_walk_of_the_manual(
    open_page: Open, dashboard: Served, size: dict[str, int]
) -> None:
    page = open_page(size=size)

    # « A la première ouverture, cliquer sur le bouton bleu. »
    button(page, "Cliquer ici pour rafraîchir la liste")
    to_send(page, 7)
    shown(page, "Courriel1")
    expect(
        page.get_by_text("Ne partent pas : 1 retenue, 1 sans coordonnées.")
    ).to_be_visible()

    # « Cliquer sur le bouton vert. C'est tout ! » « Une confirmation vous est demandée. »
    button(page, SEND)
    expect(page.get_by_text("Vont partir : 2 emails, 5 lettres.")).to_be_visible()
    button(page, "Envoyer maintenant")

    # « VetoPartner vous demandera si tout s'est bien passé. »
    dialog = page.get_by_role("dialog", name=QUESTION)
    expect(dialog).to_be_visible()
    wait_until_printed(page)
    pdf = urllib.request.urlopen(f"{dashboard.url}/courriers/1/letters.pdf").read()
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 5

    # « appuyer sur le bouton rouge » : à partir de la lettre 3.
    button(page, "Non, il y a eu un problème")
    page.get_by_label("À partir de la lettre n° …").check()
    page.get_by_label("À partir du numéro").fill("3")
    page.get_by_label("À partir du numéro").press("Tab")
    button(page, "Ces courriers sont à refaire")
    expect(dialog).to_be_hidden()
    to_send(page, 3)

    # « Il faudra recommencer les impressions. »
    send_everything(page)
    button(page, "Oui, tout est imprimé")
    expect(dialog).to_be_hidden()

    # « Il ne vous proposera plus de le faire pour ces clients. »
    to_send(page, 0)

    # « Oups… » : clients attendus, clic droit, annuler, les deux cases, le gros bouton rouge.
    if size is PHONE:
        page.get_by_role(
            "button", name=re.compile("menu|drawer|sidebar", re.I)
        ).first.click()
    button(page, "Quels sont les clients attendus ?")
    if size is PHONE:
        page.keyboard.press("Escape")
    shown(page, "7 relances sans retour")
    if size is DESK:
        page.get_by_text("Rex4").click(button="right")
        page.get_by_role("menuitem", name="Annuler l'envoi de relances").click()
    else:
        page.goto(f"{dashboard.url}/?page=attendus")
        button(page, "Annuler l'envoi de relances")
    expect(page.get_by_label("Lettres")).to_be_checked()
    expect(page.get_by_label("Cartes")).to_be_checked()
    expect(page.get_by_label("Emails")).not_to_be_checked()
    expect(page.get_by_text("Seront annulés : 5 lettres.")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Annuler l'envoi").click()
    expect(page.get_by_text("Annulés : 5 lettres.").first).to_be_visible()

    # « Rafraîchir la liste, et c'est reparti pour l'impression. »
    button(page, "Revenir à la liste à envoyer")
    button(page, "Rafraîchir la liste")
    page.wait_for_timeout(1_000)  # a count that would come and go is not the list's
    to_send(page, 5)
    shown(page, "Papier1")
    expect(page.get_by_text("Courriel1")).to_have_count(0)


def test_two_browsers_that_press_at_once_make_one_run(
    open_page: Open, dashboard: Served
) -> None:
    first, second = open_page(), open_page()
    for page in (first, second):
        button(page, re.compile("afraîchir la liste"))
    for page in (first, second):
        button(page, SEND)
    for page in (first, second):
        button(page, "Envoyer maintenant")

    for page in (first, second):
        expect(page.get_by_role("dialog", name=QUESTION)).to_be_visible()
        expect(page.get_by_text("Envoi n° 1 du").first).to_be_visible()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{dashboard.url}/courriers/2/letters.pdf")


def test_the_first_answer_closes_the_question_on_every_page(open_page: Open) -> None:
    first, second = open_page(), open_page("?page=attendus")
    button(first, re.compile("afraîchir la liste"))
    send_everything(first)
    expect(second.get_by_role("dialog", name=QUESTION)).to_be_visible()

    button(second, "Oui, tout est imprimé")

    expect(first.get_by_role("dialog", name=QUESTION)).to_be_hidden()


def test_the_question_is_still_there_after_a_reload(open_page: Open) -> None:
    page = open_page()
    button(page, re.compile("afraîchir la liste"))
    send_everything(page)

    page.reload()

    expect(page.get_by_role("dialog", name=QUESTION)).to_be_visible()


def test_an_unticked_reminder_stays(open_page: Open) -> None:
    page = open_page()
    button(page, re.compile("afraîchir la liste"))
    to_send(page, 7)

    box = page.locator(".tabulator-row").first.locator("input[type=checkbox]")
    expect(box).to_be_checked()
    box.click()

    to_send(page, 6)


def test_a_name_that_is_markup_is_shown_as_it_is(open_page: Open) -> None:
    page = open_page()
    button(page, re.compile("afraîchir la liste"))
    to_send(page, 7)

    assert (
        page.evaluate("document.querySelectorAll('script[src^=\"alert\"]').length") == 0
    )
    expect(page.get_by_text("alert(1)")).to_have_count(0)
