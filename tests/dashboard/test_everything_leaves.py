"""One click, six hundred deliveries, and every peer's own record of what it got.

Postfix and Dovecot, Kannel before a telephone network, and a printer, all real, all on
the loopback. What the screens show is compared with what the peers wrote down.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from relance_ops.practice import Practice
from tests.dashboard.clinic import Served, served
from tests.dashboard.conftest import DESK, NO_DIALOG
from tests.dashboard.test_seed_walk import QUESTION, SEND, button
from tests.factories import Desk
from tests.peers.cutting_proxy import CuttingProxy, cutting_proxy
from tests.peers.debian import free_port, wait_until
from tests.peers.kannel import PASSWORD, TOKEN, USER, KannelPeer, running_kannel
from tests.peers.mail_peer import PASSWORD as MAIL_PASSWORD
from tests.peers.mail_peer import USER as MAILBOX
from tests.peers.mail_peer import MailPeer, running_mail_peer
from tests.peers.printer_peer import PrinterPeer, running_printer

pytestmark = [pytest.mark.browser, pytest.mark.peer, pytest.mark.timeout(600)]

EMAILS, SMS, LETTERS = 300, 200, 100
BOUNCES, REJECTIONS, STOPS = 20, 10, 5
JAM_PAGE = 40
CUT_AT = (57, 211)

# The recipients that the world's mail server does not know; their answers are not cut off.
LOST = {f"e{number}@example.fr" for number in range(3, 300, 15)}


@dataclass(frozen=True, slots=True)
class World:
    """Everything that the clinic sends to, and the clinic's file."""

    mail: MailPeer
    wire: CuttingProxy
    sms: KannelPeer
    printer: PrinterPeer
    database: Path
    port: int


def number_of(index: int) -> str:
    """A mobile whose last two figures say what becomes of it (`smpp/sim.js`)."""
    if index < REJECTIONS:
        end = "02"
    elif index < REJECTIONS + STOPS:
        end = "99"
    else:
        end = f"{10 + index % 80}"
    return f"+3361234{index // 100}{index % 10 if end in ('02', '99') else index // 10 % 10}{end}"


def fill(database: Path, printer: str) -> None:
    """A clinic with everything due today, whose SMS may leave at any hour."""
    with Practice.open(database) as practice:
        desk = Desk(practice)
        for key, value in {
            "clinic.name": "Clinique des Tilleuls",
            "clinic.email": MAILBOX,
            "clinic.phone": "02 99 00 00 00",
            "sms.from": "00:00",
            "sms.to": "23:59",
            "sms.days": "mon,tue,wed,thu,fri,sat,sun",
            "sms.holidays": "yes",
            "print.printer": printer,
        }.items():
            practice.set(key, value, by="test")
        today = practice.today()
        year_ago = today.replace(year=today.year - 1, day=min(today.day, 28))
        desk.yearly_vaccine()
        for index in range(EMAILS):
            _due(
                desk, f"E{index:03}", year_ago, email=f"e{index}@example.fr", mobile=""
            )
        for index in range(SMS):
            _due(desk, f"S{index:03}", year_ago, email="", mobile=number_of(index))
        for index in range(LETTERS):
            _due(desk, f"L{index:03}", year_ago, email="", mobile="")


def _due(desk: Desk, key: str, on: date, **contact: object) -> None:
    desk.client(key, last_name=f"Client {key}", **contact)
    desk.animal(key, key)
    desk.act(key, key, performed_on=on)


def configuration(mail: MailPeer, smtp_port: int, sms: KannelPeer, port: int) -> str:
    """relance.toml, as a clinic would write it."""
    return f"""
[email]
host = "127.0.0.1"
port = {smtp_port}
security = "none"
sender = "{MAILBOX}"
plus_addressing = true

[mailbox]
host = "127.0.0.1"
port = {mail.imap_port}
security = "none"
user = "{MAILBOX}"

[sms]
provider = "kannel"
url = "{sms.account.url}"
user = "{USER}"
sender = "TILLEULS"
callback_url = "http://127.0.0.1:{port}"
"""


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("RELANCE_MAILBOX_PASSWORD", MAIL_PASSWORD)
    monkeypatch.setenv("RELANCE_SMS_PASSWORD", PASSWORD)
    monkeypatch.setenv("RELANCE_SMS_CALLBACK_TOKEN", TOKEN)
    database, port = tmp_path / "clinic.duckdb", free_port()
    (tmp_path / "kannel").mkdir()
    with ExitStack() as stack:
        refusals = dict.fromkeys(LOST, "550 5.1.1 User unknown")
        mail = stack.enter_context(running_mail_peer(refusals))
        wire = stack.enter_context(cutting_proxy(mail.smtp_port, cut_at=CUT_AT))
        sms = stack.enter_context(
            running_kannel(tmp_path / "kannel", f"http://127.0.0.1:{port}")
        )
        printer = stack.enter_context(running_printer(tmp_path / "printer"))
        printer.order("gives_up", stop_after=JAM_PAGE - 1)
        fill(database, printer.uri)
        (tmp_path / "relance.toml").write_text(
            configuration(mail, wire.port, sms, port), encoding="utf-8"
        )
        yield World(mail, wire, sms, printer, database, port)


def test_one_click_and_every_peer_agrees(
    world: World, chromium: Browser, compiled: Path
) -> None:
    with served(world.database, "--port", str(world.port), cache=compiled) as dashboard:
        page = opened(chromium, dashboard)
        button(page, "Cliquer ici pour rafraîchir la liste")
        button(page, SEND)
        expect(
            page.get_by_text("Vont partir : 300 emails, 200 SMS, 100 lettres.")
        ).to_be_visible()
        button(page, "Envoyer maintenant")
        question = page.get_by_role("dialog", name=QUESTION)
        expect(question).to_be_visible(timeout=240_000)
        expect(
            question.get_by_text("bourrage papier après la page 39 sur 100")
        ).to_be_visible()
        hear_everything(world)
        shows_what_waits(opened(chromium, dashboard, "?page=a-traiter"))

    with Practice.open(world.database) as practice:
        desk = Desk(practice)
        assert desk.states() == {
            "email": {"sent": EMAILS - BOUNCES - 2, "bounced": BOUNCES, "uncertain": 2},
            "sms": {"delivered": SMS - REJECTIONS, "bounced": REJECTIONS},
            "letter": {"awaiting": LETTERS},
        }
        every_email_is_as_the_servers_say(desk, world)
        every_sms_is_as_the_network_says(desk, world)
        assert world.printer.printed() == []
        assert desk.practice.check_up().twice == 0


def opened(chromium: Browser, dashboard: Served, page: str = "") -> Page:
    context = chromium.new_context(
        viewport={"width": DESK["width"], "height": DESK["height"]}, locale="fr-FR"
    )
    shown = context.new_page()
    shown.add_init_script(NO_DIALOG)
    shown.set_default_timeout(30_000)
    shown.goto(f"{dashboard.url}/{page}")
    return shown


def hear_everything(world: World) -> None:
    """Ask the dashboard to listen until all has come that will come."""
    world.mail.wait_for(BOUNCES, seconds=120)
    command = [sys.executable, "-m", "relance_ops", "--db", str(world.database)]

    def heard() -> bool:
        for words in (["work", "--json"], ["doctor", "--json"]):
            told = subprocess.run(
                [*command, *words], capture_output=True, check=False, text=True
            )
        sizes = json.loads(told.stdout)["sizes"]
        return bool(sizes["news"] >= BOUNCES + SMS + STOPS)

    wait_until(heard, seconds=120, what="all the news")


def shows_what_waits(page: Page) -> None:
    """« À traiter »: two that may have left, and thirty addresses that are dead."""
    expect(page.get_by_text("Envois incertains (2)")).to_be_visible()
    dead = f"Adresses qui ne reçoivent plus ({BOUNCES + REJECTIONS})"
    expect(page.get_by_text(dead)).to_be_visible()


def every_email_is_as_the_servers_say(desk: Desk, world: World) -> None:
    shown = dict(
        desk.rows(
            "select address, state from delivery_now join delivery using (delivery_id) "
            "where channel = 'email'"
        )
    )
    arrived = Counter(world.mail.next_hop.recipients())
    assert {to for to, state in shown.items() if state == "bounced"} == LOST
    assert {to for to, state in shown.items() if state == "uncertain"} == set(
        world.wire.cut
    )
    assert arrived == Counter(set(shown) - LOST)  # each once, the uncertain ones too


def every_sms_is_as_the_network_says(desk: Desk, world: World) -> None:
    shown = dict(
        desk.rows(
            "select address, state from delivery_now join delivery using (delivery_id) "
            "where channel = 'sms'"
        )
    )
    parts = Counter(
        (line["to"].removeprefix("+"), line["part"]) for line in world.sms.accepted()
    )
    reached = {
        to.removeprefix("+") for to, state in shown.items() if state == "delivered"
    }
    assert set(parts.values()) == {1}
    assert {to for to, _part in parts} == reached
    assert {to for to in shown if to.endswith("02")} == {
        to for to, state in shown.items() if state == "bounced"
    }
    stopped = desk.rows("select mobile from client where refuses_sms order by mobile")
    assert [mobile[-2:] for (mobile,) in stopped] == ["99"] * STOPS
