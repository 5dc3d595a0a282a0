"""The pictures of docs/, taken from the running program: `make screenshots`."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from relance_ops.demo import build
from relance_ops.practice import Practice
from tests.dashboard.clinic import CHROMIUM, Served, served
from tests.dashboard.conftest import DESK, NO_DIALOG, PHONE, PHONE_AGENT

DOCS = Path(__file__).parents[2] / "docs"
CLIENTS = 8_000

# The other pages, as a manager sees them.
OTHERS = {
    "rules": "quand&id=regles",
    "forms": "quand&id=forme",
    "words": "quand&id=modeles",
    "settings": "quand&id=reglages",
    "to-treat": "a-traiter",
    "statistics": "statistiques",
    "journal": "journal",
}


def main() -> None:
    """Take every picture at both sizes, on an invented clinic of its own."""
    with (
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
    ):
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        for name, size in (("desk", DESK), ("phone", PHONE)):
            database = Path(folder) / f"{name}.duckdb"
            with Practice.open(database) as practice:
                build(
                    practice.database,
                    clients=CLIENTS,
                    on=practice.today(),
                    now=practice.clock(),
                )
            with served(database, cache=Path(folder) / "compiled") as dashboard:
                _walk(browser, dashboard, name, size)
        browser.close()


def _walk(browser: Browser, dashboard: Served, name: str, size: dict[str, int]) -> None:
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        locale="fr-FR",
        timezone_id="Europe/Paris",
        user_agent=PHONE_AGENT if size is PHONE else None,
    )
    page = context.new_page()
    page.add_init_script(NO_DIALOG)
    page.goto(dashboard.url)
    _take(page, "first", name)
    _press(page, "Cliquer ici")
    page.get_by_role("button", name=re.compile("Envoyer \\d+")).wait_for()
    _take(page, "send", name)
    _press(page, re.compile("Envoyer \\d+"))
    _take(page, "confirm", name)
    _press(page, "Envoyer maintenant")
    page.get_by_role("button", name="Oui, tout est imprimé").wait_for()
    _take(page, "printer", name)
    _press(page, "Non, il y a eu un problème")
    _take(page, "problem", name)
    _press(page, "Retour")
    _press(page, "Oui, tout est imprimé")
    page.goto(f"{dashboard.url}/?page=attendus")
    _take(page, "expected", name)
    _press(page, "Annuler l'envoi de relances")
    _take(page, "cancel", name)
    if size is DESK:
        for what, address in OTHERS.items():
            page.goto(f"{dashboard.url}/?page={address}")
            page.wait_for_timeout(
                5_000
            )  # what is worked out beside the page comes last
            _take(page, what, name)
    context.close()


def _press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).last.click()


def _take(page: Page, what: str, name: str) -> None:
    # Nothing on the page says that its last movement has ended.
    page.wait_for_timeout(2_500)
    page.screenshot(path=DOCS / f"screenshot-{what}-{name}.png")


if __name__ == "__main__":
    main()
