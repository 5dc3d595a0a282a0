"""From the click on « Rafraîchir la liste » to the table on the screen, 5,000 due rows.

In a real browser on the running program, against the same reading without a screen. An
invented clinic whose reminders stay valid for years makes that many due at once.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Page, sync_playwright

from benchmarks.table import Row
from relance_ops.demo import build
from relance_ops.practice import Practice
from tests.dashboard.clinic import CHROMIUM, served

CLIENTS = 11_500
VALID_DAYS = 900
ROUNDS = 7


def measure() -> Row:
    """One row: the click against the reading alone."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "clinic.duckdb"
        due, reading = _filled(database)
        with served(database, cache=Path(folder) / "compiled") as dashboard:
            first, again = _clicks(dashboard.url, due)
    return Row(
        f"click to table, {due:,} due rows",
        again,
        (("reading the list alone", reading), ("the first click", first)),
        "the chart and the reasons come after the table",
    )


def _filled(database: Path) -> tuple[int, float]:
    """How many reminders are due, and the seconds that reading them takes."""
    with Practice.open(database) as practice:
        build(
            practice.database,
            clients=CLIENTS,
            on=practice.today(),
            now=practice.clock(),
        )
        with practice.database.writing() as cursor:
            cursor.execute(f"update rule set valid_days = {VALID_DAYS}").fetchall()
        times = []
        for _round in range(ROUNDS):
            started = perf_counter()
            found = practice.lists.leaving()
            times.append(perf_counter() - started)
    due = {one.key for planned in found.deliveries for one in planned.reminders}
    return len(due), median(times)


def _clicks(url: str, due: int) -> tuple[float, float]:
    """Seconds of the very first click, and of another one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="fr-FR")
        page.goto(url)
        first = _click(page, "Cliquer ici pour rafraîchir la liste", due)
        times = [_click(page, "Rafraîchir la liste", due) for _ in range(ROUNDS)]
        browser.close()
    return first, median(times)


def _click(page: Page, name: str, due: int) -> float:
    """From the click until the last row of the new list has been painted.

    Between two clicks the rows are marked, so that old ones are not taken for new.
    """
    button = page.get_by_role("button", name=re.compile(name)).last
    button.wait_for()
    page.wait_for_timeout(3_000)  # what comes after the table has come
    page.evaluate(_MARK)
    button.evaluate("button => { window.clicked = performance.now(); button.click() }")
    return float(page.evaluate(_PAINTED, due)) / 1_000


# Every row that is on the screen, through the shadow roots of Bokeh.
_ROWS = """
const rows = (root) => [...root.querySelectorAll("*")].flatMap((node) => [
  ...(node.classList?.contains("tabulator-row") ? [node] : []),
  ...(node.shadowRoot ? rows(node.shadowRoot) : []),
]);
"""
_MARK = f"() => {{ {_ROWS} rows(document).forEach((row) => {{ row.old = true; }}); }}"
_PAINTED = f"""
(due) => new Promise((resolve) => {{
  {_ROWS}
  const look = () => {{
    const all = rows(document).filter((row) => row.offsetParent);
    const fresh = all.length >= 10 && all.every((row) => !row.old);
    if (!fresh) return setTimeout(look, 5);
    requestAnimationFrame(() => setTimeout(
      () => resolve(performance.now() - window.clicked)));
  }};
  look();
}})
"""
