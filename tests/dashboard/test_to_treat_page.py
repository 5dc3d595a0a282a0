"""« À traiter » as an object: each thing that waits, and its actions."""

from __future__ import annotations

import pytest

from relance_ops.dashboard.navigation import place
from relance_ops.dashboard.page import Session
from relance_ops.dashboard.pages.to_treat import ToTreatPage
from relance_ops.model import Cause, DeliveryState
from relance_ops.rights import Role, Visitor
from tests.factories import TODAY, Desk
from tests.outcomes import becomes, is_dead

ANALYST = Visitor(name="Ana", role=Role.ANALYST, login="ana")


def a_page(desk: Desk, **session: object) -> ToTreatPage:
    return ToTreatPage(session=Session(practice=desk.practice, **session))  # type: ignore[arg-type]


@pytest.fixture
def uncertain_desk(due_desk: Desk) -> Desk:
    due_desk.practice.send(by="Camille")
    becomes(due_desk, 1, DeliveryState.UNCERTAIN, reason="coupure")
    return due_desk


@pytest.fixture
def refused_desk(due_desk: Desk) -> Desk:
    due_desk.practice.send(by="Camille")
    becomes(due_desk, 1, DeliveryState.FAILED, cause=Cause.MESSAGE, reason="554 non")
    return due_desk


def test_a_calm_day_has_nothing_to_treat(due_desk: Desk) -> None:
    page = a_page(due_desk)

    assert page.layout.calm.visible
    assert not any(section.card.visible for section in page.layout.sections())


@pytest.mark.parametrize(
    ("action", "becomes_ready", "state"),
    [("gone", [], "sent"), ("again", ["A1"], "voided")],
)
def test_an_uncertain_delivery_is_decided_after_a_question(
    uncertain_desk: Desk, action: str, becomes_ready: list[str], state: str
) -> None:
    counted: list[str] = []
    page = a_page(uncertain_desk, decided=lambda: counted.append("again"))

    page.layout.uncertain.listing.choose("0", action)
    assert uncertain_desk.states() == {"email": {"uncertain": 1}}
    page.ask._answered()

    assert uncertain_desk.states() == {"email": {state: 1}}
    assert uncertain_desk.ready() == becomes_ready
    assert not page.layout.uncertain.card.visible
    assert counted == ["again"]


def test_the_menu_tells_how_many_decisions_wait(uncertain_desk: Desk) -> None:
    entry = place("a-traiter")

    assert entry.entry(uncertain_desk.practice) == "À traiter (1)"
    uncertain_desk.practice.resolve(1, sent=True, by="Léa")
    assert entry.entry(uncertain_desk.practice) == "À traiter"


def test_what_waits_shows_the_text_it_is_about(uncertain_desk: Desk) -> None:
    page = a_page(uncertain_desk)

    page.layout.uncertain.listing.choose("0")

    assert page.as_sent.dialog.open


def test_a_refused_text_is_seen(refused_desk: Desk) -> None:
    page = a_page(refused_desk)

    page.layout.failed.listing.choose("0", "seen")

    assert page.found.failed == ()


def test_a_refused_text_may_end_that_form_for_the_client(refused_desk: Desk) -> None:
    page = a_page(refused_desk)

    page.layout.failed.listing.choose("0", "never")
    page.ask._answered()

    assert refused_desk.rows("select refuses_email from client") == [(True,)]
    assert refused_desk.rows("select note from event") == [("au téléphone",)]


def test_a_reminder_without_contact_ends_with_a_death(due_desk: Desk) -> None:
    due_desk.change("update client set email = '', mobile = '', address1 = ''")
    page = a_page(due_desk)

    page.layout.blocked.listing.choose("0", "deceased")
    page.ask._answered()

    assert due_desk.rows("select deceased_on from animal") == [(TODAY,)]
    assert not page.layout.blocked.card.visible


def test_a_reminder_without_contact_ends_with_the_archives(due_desk: Desk) -> None:
    due_desk.change("update client set email = '', mobile = '', address1 = ''")
    page = a_page(due_desk)

    page.layout.blocked.listing.choose("0", "archive")
    page.ask._answered()

    assert page.found.blocked == ()


def test_letters_that_came_back_are_entered_one_after_the_other(
    due_desk: Desk,
) -> None:
    page = a_page(due_desk)

    page.layout.came_back.box.value_input = "lefevre"
    page.layout.came_back.listing.choose("C1", "came_back")

    assert [one.client_id for one in page.found.returned] == ["C1"]
    assert page.layout.came_back.box.value == ""
    page.layout.returned.listing.choose("0", "corrected")
    assert page.found.returned == ()


def test_a_dead_address_is_tried_again_after_a_question(due_desk: Desk) -> None:
    is_dead(due_desk, "C1", "email", "c1@example.fr")
    page = a_page(due_desk)

    page.layout.refused.listing.choose("0", "retry")
    assert len(page.found.refused) == 1
    page.ask._answered()

    assert not page.found.refused


def test_a_paused_channel_is_resumed_after_a_question(due_desk: Desk) -> None:
    due_desk.add(
        "channel_pause",
        channel="email",
        reason="535",
        paused_at=due_desk.clock().replace(tzinfo=None),
    )
    page = a_page(due_desk)

    page.layout.paused.listing.choose("0", "resume")
    page.ask._answered()

    assert page.found.paused == ()


def test_the_printer_question_can_be_answered_here_too(due_desk: Desk) -> None:
    due_desk.change("update client set email = '', mobile = ''")
    due_desk.practice.send(by="Camille")
    page = a_page(due_desk)

    page.layout.questions.listing.choose("0", "printed")
    page.ask._answered()

    assert due_desk.states() == {"letter": {"printed": 1}}
    assert page.questions == ()


def test_whoever_may_only_look_has_no_button(uncertain_desk: Desk) -> None:
    page = a_page(uncertain_desk, visitor=ANALYST)

    page.layout.uncertain.listing.choose("0", "gone")

    assert page.layout.uncertain.listing.lines[0]["actions"] == ()
    assert not page.ask.dialog.open
    assert uncertain_desk.states() == {"email": {"uncertain": 1}}
