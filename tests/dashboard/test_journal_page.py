"""« Journal » as an object."""

from __future__ import annotations

from datetime import timedelta

import pytest

from relance_ops.dashboard.page import Session
from relance_ops.dashboard.pages.journal import JournalPage
from relance_ops.happenings import Topic
from tests.factories import TODAY, Desk


@pytest.fixture
def journal_desk(due_desk: Desk) -> Desk:
    """A setting yesterday; today a send and a refusal."""
    due_desk.clock.forward(days=-1)
    due_desk.practice.set("min_gap_days", "8", by="Claire")
    due_desk.clock.forward(days=1)
    due_desk.practice.send(by="Camille")
    due_desk.clock.forward(hours=1)
    due_desk.practice.type_over("client", "C1", "refuses_sms", True, by="Léa")
    return due_desk


def a_page(desk: Desk, ident: str = "", **session: object) -> JournalPage:
    return JournalPage(
        session=Session(practice=desk.practice, **session),  # type: ignore[arg-type]
        ident=ident,
    )


def test_it_reads_by_day_the_newest_first(journal_desk: Desk) -> None:
    page = a_page(journal_desk)

    assert page.layout.listing.titles() == [
        "Léa a noté que Lefèvre C1 Élodie refuse : SMS.",
        "Camille a envoyé 1 email.",
        "Claire a changé le réglage « min_gap_days » : 7 → 8.",
    ]
    headings = [line["heading"] for line in page.layout.listing.lines]
    assert headings == [
        "Mardi 24 novembre 2026",
        "Mardi 24 novembre 2026",
        "Lundi 23 novembre 2026",
    ]


def test_a_run_opens_on_its_deliveries_and_each_on_its_text(journal_desk: Desk) -> None:
    page = a_page(journal_desk)

    page.layout.listing.choose("1")
    assert page.layout.deliveries.titles() == ["Lefèvre C1 Élodie"]
    assert page.layout.counts.object == "1 email parti."
    page.layout.deliveries.choose("1")
    assert page.as_sent.dialog.open
    page.close_run()

    assert len(page.layout.listing.lines) == 3


def test_a_run_can_be_led_to_by_its_number(journal_desk: Desk) -> None:
    page = a_page(journal_desk, "1")

    assert [one.client_id for one in page.sent] == ["C1"]


def test_filters_narrow_what_is_read(journal_desk: Desk) -> None:
    page = a_page(journal_desk)

    page.layout.topic.value = Topic.RECORDS
    assert len(page.found.happenings) == 1
    page.layout.topic.value = ""
    page.layout.who.value = "Camille"
    assert [one.kind for one in page.found.happenings] == ["run"]
    page.layout.who.value = ""
    page.until = TODAY - timedelta(days=1)
    assert [one.kind for one in page.found.happenings] == ["setting"]


def test_one_client_can_be_looked_for_and_taken_off_again(journal_desk: Desk) -> None:
    page = a_page(journal_desk)
    clients = page.layout.clients

    clients.box.value_input = "rex"
    clients.matches.choose("C1")
    assert [one.kind for one in page.found.happenings] == ["client_field", "run"]
    clients._take_off()

    assert len(page.found.happenings) == 3


def test_older_pages_are_turned_to(due_desk: Desk) -> None:
    for _time in range(31):
        due_desk.practice.note_refresh(by="Léa")
        due_desk.clock.forward(minutes=1)
    page = a_page(due_desk)
    assert page.layout.older.visible
    assert not page.layout.newer.visible

    page.turn(1)

    assert len(page.layout.listing.lines) == 1
    assert not page.layout.older.visible
    page.layout.who.value = "Léa"
    assert page.turned == 0


def test_a_line_about_a_client_leads_to_the_record(journal_desk: Desk) -> None:
    led: list[tuple[str, ...]] = []
    page = a_page(journal_desk, go=lambda *to: led.append(to))

    page.layout.listing.choose("0", "client")

    assert led == [("client", "C1")]
