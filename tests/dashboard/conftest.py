"""A browser that may speak to nobody but our server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Route,
    expect,
    sync_playwright,
)

from relance_ops.jobs import Jobs
from tests.dashboard.clinic import CHROMIUM, Served, fill, served
from tests.factories import Desk

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

PHONE_AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36"

# A headless browser has no print dialog: it dies of one. What is asked is counted.
NO_DIALOG = "window.print = () => { top.printed = (top.printed || 0) + 1 }"

Open = Callable[..., Page]

# A loaded machine is slow, not wrong.
PATIENCE_MILLISECONDS = 30_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bokeh 3.9 still asks pandas 3.1 to change frames in place."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings("ignore:The inplace keyword"))


@pytest.fixture
def jobs(desk: Desk) -> Iterator[Jobs]:
    """The desk's own thread for sending."""
    with Jobs(desk.practice, language="fr") as working:
        yield working


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where servers keep compiled modules: the first one pays, the others start fast."""
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture
def dashboard(tmp_path: Path, compiled: Path) -> Iterator[Served]:
    """The dashboard of a small clinic, never opened yet."""
    database = tmp_path / "clinic.duckdb"
    fill(database)
    with served(database, cache=compiled) as running:
        yield running


@pytest.fixture
def open_page(chromium: Browser, dashboard: Served) -> Iterator[Open]:
    """Opens browsers on the dashboard; what leaves it, or fails in it, fails the test."""
    strays: list[str] = []
    contexts: list[BrowserContext] = []

    def guard(route: Route) -> None:
        url = route.request.url
        # The browser's own PDF viewer is part of the browser.
        if url.startswith(
            (dashboard.url, "data:", "blob:", "chrome:", "chrome-extension:")
        ):
            route.continue_()
        else:
            strays.append(url)
            route.abort()

    def opened(page: str = "", size: dict[str, int] = DESK, **options: Any) -> Page:
        context = chromium.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            locale="fr-FR",
            timezone_id="Europe/Paris",
            user_agent=PHONE_AGENT if size is PHONE else None,
            has_touch=size is PHONE,
            **options,
        )
        contexts.append(context)
        browser_page = context.new_page()
        browser_page.add_init_script(NO_DIALOG)
        browser_page.route("**/*", guard)
        browser_page.on("pageerror", lambda error: strays.append(str(error)))
        browser_page.set_default_timeout(PATIENCE_MILLISECONDS)
        browser_page.goto(f"{dashboard.url}/{page}")
        return browser_page

    yield opened
    for context in contexts:
        context.close()
    assert strays == []
