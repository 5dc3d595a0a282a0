"""A run whose letters go to the printer by themselves, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from relance_ops.practice import Practice
from tests.dashboard.clinic import Served, fill, served
from tests.dashboard.conftest import DESK, PHONE, Open
from tests.dashboard.test_every_page import serious
from tests.dashboard.test_seed_walk import QUESTION, button, send_everything, to_send
from tests.peers.debian import wait_until
from tests.peers.printer_peer import PrinterPeer, printer

__all__ = ["printer"]

pytestmark = [pytest.mark.browser, pytest.mark.peer]


@pytest.fixture
def dashboard(tmp_path: Path, compiled: Path, printer: PrinterPeer) -> Iterator[Served]:
    """The dashboard of a small clinic whose letters go to *printer*."""
    database = tmp_path / "clinic.duckdb"
    fill(database)
    with Practice.open(database) as practice:
        practice.set("print.printer", printer.uri, by="test")
    with served(database, cache=compiled) as running:
        yield running


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_jam_is_proposed_and_a_person_answers(
    open_page: Open, printer: PrinterPeer, size: dict[str, int]
) -> None:
    printer.order(stop_after=2)
    page = open_page(size=size)
    button(page, "Cliquer ici pour rafraîchir la liste")
    send_everything(page)

    expect(page.get_by_text("2 pages sur 5 — bourrage papier")).to_be_visible()
    printer.give_up()
    expect(page.get_by_text("bourrage papier après la page 2 sur 5")).to_be_visible()
    expect(page.get_by_label("À partir de la lettre n° …")).to_be_checked()
    expect(page.get_by_label("À partir du numéro")).to_have_value("3")
    assert page.evaluate("window.printed || 0") == 0
    assert serious(page) == []

    printer.order()
    button(page, "Ces courriers sont à refaire")
    to_send(page, 3)
    send_everything(page)
    expect(page.get_by_text("tout est sorti (3 pages)")).to_be_visible()
    button(page, "Oui, tout est imprimé")
    expect(page.get_by_role("dialog", name=QUESTION)).to_be_hidden()
    wait_until(lambda: printer.printed() == [3], what="the letters again")


def test_a_printer_that_is_off_leaves_the_button_and_the_pdf(
    open_page: Open, printer: PrinterPeer
) -> None:
    printer.switch_off()
    page = open_page()
    button(page, "Cliquer ici pour rafraîchir la liste")
    send_everything(page)

    expect(page.get_by_text("imprimante éteinte ou débranchée")).to_be_visible()
    expect(page.get_by_role("button", name="Envoyer à l'imprimante")).to_be_visible()
    expect(page.get_by_role("button", name="Imprimer les lettres")).to_be_visible()
