"""The list to send as one looks for something in it: by reminder, by delivery."""

from __future__ import annotations

from datetime import timedelta

import pytest

from relance_ops.dashboard.page import Session
from relance_ops.dashboard.pages.send import SendPage
from relance_ops.jobs import Jobs
from relance_ops.rights import Role, Visitor
from tests.dashboard.test_send_page import wait_for
from tests.factories import TODAY, Desk


@pytest.fixture
def household(desk: Desk) -> Desk:
    """A letter of two reminders, and an email of one."""
    desk.yearly_vaccine()
    desk.due_today(1, last_name="Lefèvre", email="", mobile="")
    desk.animal("A1b", "C1", name="Œdipe")
    desk.act("X1b", "A1b")
    desk.due_today(2, last_name="Martin")
    return desk


@pytest.fixture
def sending(household: Desk, jobs: Jobs) -> SendPage:
    made = SendPage(session=Session(practice=household.practice, jobs=jobs))
    made.refresh()
    return made


def shown(sending: SendPage) -> list[str]:
    return [sending.rows[place].reminder.animal_id for place in sending.shown]


def ticked(sending: SendPage) -> list[str]:
    return [sending.rows[place].reminder.animal_id for place in sorted(sending.ticked)]


# Looking for something


def test_a_search_needs_no_accent_and_no_capital(sending: SendPage) -> None:
    sending.search = "lefevre"

    assert shown(sending) == ["A1", "A1b"]
    assert len(sending.layout.table.value) == 2


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("kind", "letter", ["A1", "A1b"]),
        ("kind", "sms", []),
        ("act", "VACC", ["A1", "A1b", "A2"]),
        ("act", "category:Vaccins", []),
        ("step", 1, ["A1", "A1b", "A2"]),
        ("step", 2, []),
        ("family", "information", []),
    ],
)
def test_a_filter_shows_what_it_is_about(
    sending: SendPage, name: str, value: object, found: list[str]
) -> None:
    sending.param.update(**{name: value})

    assert shown(sending) == found


def test_a_category_shows_its_acts(household: Desk, jobs: Jobs) -> None:
    household.change("update act_type set category = 'Vaccins'")
    sending = SendPage(session=Session(practice=household.practice, jobs=jobs))
    sending.refresh()

    sending.act = "category:Vaccins"

    assert len(sending.shown) == 3
    assert "Catégorie : Vaccins" in sending.layout.list.filters.selects["act"].options


def test_what_the_filters_leave_out_is_said_to_leave(sending: SendPage) -> None:
    sending.search = "martin"

    assert sending.layout.list.said.object == (
        "1 affichée sur 3 ; le bouton vert envoie tout ce qui est coché (3)."
    )
    assert sending.layout.send.label == "Envoyer 3 relances"


def test_what_is_left_out_leaves_all_the_same(
    sending: SendPage, household: Desk
) -> None:
    sending.search = "martin"

    sending.send()
    assert sending.session.jobs is not None
    wait_for(sending.session.jobs)

    assert household.ready() == []


def test_ticks_survive_a_search(sending: SendPage) -> None:
    sending.search = "martin"
    sending.layout.table.selection = []

    sending.search = ""

    assert ticked(sending) == ["A1", "A1b"]
    assert sending.layout.table.selection == [0, 1]


def test_everything_shown_is_unticked_and_ticked_at_once(sending: SendPage) -> None:
    sending.search = "lefevre"

    sending.tick(ticked=False)
    assert ticked(sending) == ["A2"]
    assert sending.layout.table.selection == []

    sending.tick(ticked=True)
    assert ticked(sending) == ["A1", "A1b", "A2"]
    assert sending.layout.table.selection == [0, 1]


def test_show_everything_forgets_every_filter(sending: SendPage) -> None:
    sending.param.update(search="martin", kind="email")

    sending.layout.list.filters.forget()

    assert shown(sending) == ["A1", "A1b", "A2"]
    assert not sending.layout.list.filters.clear.visible


# By delivery


@pytest.fixture
def by_delivery(sending: SendPage) -> SendPage:
    sending.view = "deliveries"
    return sending


def test_a_delivery_is_one_row_with_its_reminders_folded(by_delivery: SendPage) -> None:
    value = by_delivery.layout.list.deliveries.value

    assert value.client.tolist() == ["Lefèvre Élodie", "Martin Élodie"]
    assert "<summary>Rex A1, Œdipe : 2 relances</summary>" in value.what[0]
    assert value.what[1] == "Rex A2 : Vaccin CHPPiL4 (1re)"


def test_an_unticked_delivery_takes_its_reminders_with_it(
    by_delivery: SendPage,
) -> None:
    by_delivery.layout.list.deliveries.selection = [1]

    assert ticked(by_delivery) == ["A2"]
    assert by_delivery.layout.send.label == "Envoyer 1 relance"

    by_delivery.layout.list.deliveries.selection = [0, 1]

    assert ticked(by_delivery) == ["A1", "A1b", "A2"]


def test_a_delivery_that_loses_one_reminder_is_still_ticked(sending: SendPage) -> None:
    sending.layout.table.selection = [1, 2]

    sending.view = "deliveries"

    deliveries = sending.layout.list.deliveries
    assert deliveries.selection == [0, 1]
    assert "<s>Rex A1 : Vaccin CHPPiL4 (1re)</s>" in deliveries.value.what[0]


def test_unticking_one_way_unticks_the_other_way_of_the_same_reminder(
    due_desk: Desk, jobs: Jobs
) -> None:
    due_desk.practice.set("form.usable", "all", by="test")
    sending = SendPage(session=Session(practice=due_desk.practice, jobs=jobs))
    sending.refresh()
    sending.view = "deliveries"
    assert sending.layout.list.deliveries.selection == [0, 1, 2]

    sending.layout.list.deliveries.selection = [1, 2]

    assert sending.ticked == frozenset()
    assert sending.layout.list.deliveries.selection == []


def test_a_markup_name_stays_text_in_a_delivery(desk: Desk, jobs: Jobs) -> None:
    desk.yearly_vaccine()
    desk.client()
    desk.animal(name="<img src=x onerror=alert(1)>")
    desk.act()
    sending = SendPage(session=Session(practice=desk.practice, jobs=jobs))
    sending.refresh()

    sending.view = "deliveries"

    assert "<img" not in sending.layout.list.deliveries.value.what[0]


# Where the buttons lead, and who may press them


def test_the_blue_button_leads_to_when_letters_are_sent(due_desk: Desk) -> None:
    gone: list[tuple[str, ...]] = []
    sending = SendPage(
        session=Session(practice=due_desk.practice, go=lambda *to: gone.append(to))
    )

    sending.layout.when.param.trigger("clicks")

    assert sending.layout.when.label == "Quand envoyer les courriers ?"
    assert gone == [("quand",)]


def test_whoever_may_not_send_has_no_green_button_to_press(due_desk: Desk) -> None:
    analyst = Visitor("Ana", Role.ANALYST)
    sending = SendPage(session=Session(practice=due_desk.practice, visitor=analyst))
    sending.refresh()

    assert sending.layout.send.disabled
    assert "ne permet pas" in sending.layout.stay.object


def test_the_picture_holds_the_past_year_and_the_quarter_to_come(
    sending: SendPage, household: Desk
) -> None:
    household.practice.send(by="accueil")
    household.animal("A9", "C2")
    household.act("X10", "A9", performed_on=TODAY - timedelta(days=335))

    sending.load()

    svg = sending.layout.volumes.object
    assert "aujourd'hui" in svg
    assert "Lettres 1" in svg
    assert "Semaine du 21/12/2026 : à venir Emails 1" in svg
