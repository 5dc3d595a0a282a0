"""« Modèles de courrier » and « Réglages » in a real browser."""

from __future__ import annotations

import email
import io
import re
from email.policy import default

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.dashboard.clinic import Served
from tests.dashboard.conftest import DESK, PHONE, Open
from tests.dashboard.test_every_page import serious
from tests.dashboard.test_seed_walk import button, send_everything

pytestmark = pytest.mark.browser

WORDS, SETTINGS = "?page=quand&id=modeles", "?page=quand&id=reglages"
BOTH = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


def words(open_page: Open, size: dict[str, int] = DESK) -> Page:
    """The words of the ordinary template, with a client to look at them on."""
    page = open_page(WORDS, size=size)
    expect(page.get_by_text(re.compile(r"client 1 sur \d"))).to_be_visible()
    return page


def body(page: Page) -> Locator:
    return page.get_by_label("Texte de l'email et de la lettre")


def choose(page: Page, line: str, choice: str) -> None:
    """Take *choice* of one of the lists over the words."""
    page.get_by_role("combobox", name=line, exact=True).click()
    page.get_by_role("menuitem", name=choice, exact=True).click()


def preview(page: Page) -> Locator:
    return page.frame_locator('iframe[title="Aperçu de l\'email"]').locator("body")


def test_words_are_changed_looked_at_saved_and_sent(
    open_page: Open, dashboard: Served
) -> None:
    page = words(open_page)

    # An unknown field is named where it stands.
    body(page).fill("Bonjour {{ chien }}")
    expect(page.get_by_text("Le champ « chien » n'existe pas")).to_be_visible()

    # A click puts a field where the caret was, and the preview follows.
    body(page).fill("Cher ami de , venez.")
    body(page).press("Control+Home")
    for _ in range(len("Cher ami de ")):
        body(page).press("ArrowRight")
    page.get_by_role("button", name="Ses animaux").click()
    page.get_by_role("button", name=re.compile("^Animaux (Rex|Mimi)")).first.click()
    expect(body(page)).to_have_value("Cher ami de {{ animaux }}, venez.")
    expect(preview(page)).to_contain_text(
        re.compile(r"Cher ami de (Rex|Mimi)\d, venez")
    )

    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Les mots sont enregistrés")).to_be_visible()

    page.goto(dashboard.url)
    button(page, re.compile("afraîchir la liste"))
    send_everything(page)
    outbox = dashboard.database.with_suffix(".files") / "outbox"
    mails = [
        email.message_from_bytes(file.read_bytes(), policy=default)
        for file in outbox.glob("*.eml")
    ]
    assert len(mails) == 2
    for mail in mails:
        plain = mail.get_body(("plain",))
        assert plain is not None
        assert re.search(r"Cher ami de Mimi\d, venez", plain.get_content())


def test_what_is_not_saved_comes_back_until_it_is_given_up(open_page: Open) -> None:
    page = words(open_page)
    body(page).fill("Bonjour, brouillon.")
    expect(preview(page)).to_contain_text("Bonjour, brouillon.")

    page.once("dialog", lambda asked: asked.accept())
    page.reload()
    expect(body(page)).to_have_value("Bonjour, brouillon.")
    expect(preview(page)).to_contain_text("Bonjour, brouillon.")
    page.get_by_role("button", name="Abandonner").click()

    expect(body(page)).to_have_value(re.compile("^Bonjour {{ destinataire }}"))


def test_nothing_runs_in_the_preview(open_page: Open) -> None:
    page = words(open_page)

    body(page).fill("<script>top.ran = 1</script><img src=x onerror='top.ran = 1'>")

    expect(preview(page)).to_contain_text("<script>")
    assert page.evaluate("window.ran") is None
    frame = page.locator('iframe[title="Aperçu de l\'email"]')
    assert "allow-scripts" not in (frame.get_attribute("sandbox") or "allow-scripts")


def test_a_test_email_leaves_the_list_as_it_was(
    open_page: Open, dashboard: Served
) -> None:
    page = words(open_page)

    page.get_by_role("button", name="M'envoyer un essai par email").click()
    page.get_by_label("Votre adresse email").fill("jeanne@clinique.fr")
    page.get_by_role("button", name="Envoyer l'essai").click()
    expect(page.get_by_text(re.compile("l'essai est dans"))).to_be_visible()

    page.goto(f"{dashboard.url}/?page=journal")
    expect(page.get_by_text(re.compile("a fait un essai d'envoi"))).to_be_visible()
    page.goto(dashboard.url)
    button(page, re.compile("afraîchir la liste"))
    expect(page.get_by_role("button", name="Envoyer 7 relances").last).to_be_visible()


def test_the_second_letter_has_other_words_until_one_goes_back(
    open_page: Open,
) -> None:
    page = words(open_page)
    choose(page, "Pour", "2e relance")
    choose(page, "Dans", "Lettre seulement")
    letter = page.get_by_label("Texte de la lettre", exact=True)
    expect(letter).to_have_value(re.compile("^Bonjour {{ destinataire }}"))

    letter.fill("Cette fois, {{ animaux }} attend.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(
        page.get_by_text("Vos mots pour les lettres de la 2e relance.")
    ).to_be_visible()

    choose(page, "Pour", "Toutes les relances")
    expect(page.get_by_text("Vos mots pour les lettres de la 2e")).to_be_hidden()
    expect(letter).to_have_value(re.compile("^Bonjour {{ destinataire }}"))

    choose(page, "Pour", "2e relance · d'autres mots")
    expect(letter).to_have_value("Cette fois, {{ animaux }} attend.")
    page.get_by_role("button", name="Revenir aux mots de base").click()
    expect(letter).to_have_value(re.compile("^Bonjour {{ destinataire }}"))
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Les mots du programme.").nth(1)).to_be_visible()
    expect(page.get_by_role("button", name="Revenir aux mots de base")).to_be_hidden()


@BOTH
def test_the_words_fit_the_screen_and_can_be_used_by_anyone(
    open_page: Open, size: dict[str, int]
) -> None:
    page = words(open_page, size)

    for form in ("Lettre", "SMS", "Carte", "Email"):
        page.get_by_role("button", name=form, exact=True).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert serious(page) == []


@BOTH
def test_the_settings_fit_the_screen_and_can_be_used_by_anyone(
    open_page: Open, size: dict[str, int]
) -> None:
    page = open_page(SETTINGS, size=size)
    expect(page.get_by_label("Nom de la clinique")).to_have_value(
        "Clinique des Tilleuls"
    )
    expect(page.get_by_alt_text("Aperçu d'une lettre")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert serious(page) == []


def test_a_name_and_a_logo_are_kept_and_nonsense_is_refused(open_page: Open) -> None:
    page = open_page(SETTINGS)
    expect(page.get_by_alt_text("Aperçu d'une lettre")).to_be_visible()

    page.get_by_label("Nom de la clinique").fill("Clinique du Port")
    page.get_by_role("button", name="Enregistrer").first.click()
    expect(page.get_by_text("C'est enregistré.")).to_be_visible()

    page.get_by_label("Une lettre, en euros").fill("abc")
    expect(page.get_by_text("« abc » n'est pas un prix en euros")).to_be_visible()

    written = io.BytesIO()
    Image.new("RGB", (300, 100), (27, 106, 92)).save(written, "PNG")
    logo = {"name": "logo.png", "mimeType": "image/png", "buffer": written.getvalue()}
    page.locator("input[type=file][accept*=png]").set_input_files(logo)  # type: ignore[arg-type]
    expect(page.get_by_text("Un logo de 300 × 100 points")).to_be_visible()

    page.reload()
    expect(page.get_by_label("Nom de la clinique")).to_have_value("Clinique du Port")
    expect(page.get_by_text("Un logo de 300 × 100 points")).to_be_visible()
