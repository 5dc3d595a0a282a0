"""What is counted over a period, against a clinic counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from relance_ops.model import DeliveryState, Form, Kind
from relance_ops.periods import Grain, Period, between
from relance_ops.tallies import Overview, Slice
from tests.factories import TODAY, Desk
from tests.sends import Held, Sent, keep

NOVEMBER = between(date(2026, 11, 1), date(2026, 11, 30))
OCTOBER, LAST_NOVEMBER = NOVEMBER.before, NOVEMBER.year_before

RAGE = Held("A2", "RAGE", label="Rage", anchor_id="X2")
SECOND = Held("A3", step=2, anchor_id="X3")
NEWS = Held("A4", "NEWS", family="information", label="Conseils", anchor_id="X4")

# By hand: two letters of which one holds two reminders, an SMS in two parts, an email
# and a letter about the same reminder, and five that ended or may have.
SENDS = (
    Sent(date(2026, 11, 2), "C1", "letter", "printed", 152, held=(Held(), RAGE)),
    Sent(date(2026, 11, 9), "C2", "letter", "awaiting", 152, held=(SECOND,)),
    Sent(date(2026, 11, 9), "C2", "email", "delivered", held=(SECOND,)),
    Sent(date(2026, 11, 9), "C3", "sms", "sent", 14, 2, held=(NEWS,)),
    Sent(date(2026, 11, 9), "C4", "email", "bounced", held=(Held("A5"),)),
    Sent(date(2026, 11, 10), "C4", "sms", "failed", 7, 1, held=(Held("A5"),)),
    Sent(date(2026, 11, 10), "C5", "card", "voided", 150, held=(Held("A6"),)),
    Sent(date(2026, 11, 11), "C5", "card", "printed", 150, held=(Held("A6", attempt=2),)),
    Sent(date(2026, 11, 11), "C6", "email", "uncertain", held=(Held("A7"),)),
    Sent(date(2026, 10, 31), "C1", "email", "sent", held=(Held("A8"),)),
    Sent(date(2025, 11, 30), "C1", "sms", "sent", 7, 1, held=(Held("A9"),)),
    Sent(date(2026, 12, 1), "C1", "email", "sent", held=(Held("A10"),)),
)  # fmt: skip


@pytest.fixture
def counted(desk: Desk) -> Overview:
    """November 2026 of that clinic."""
    for number in range(1, 7):
        desk.client(f"C{number}")
    desk.yearly_vaccine()
    desk.change("update act_type set category = 'Vaccins'")
    keep(desk.practice.database, SENDS)
    return desk.practice.statistics.over(NOVEMBER)


def test_only_live_deliveries_of_the_period_count(counted: Overview) -> None:
    assert {k.value: c.deliveries for k, c in counted.now.by_kind.items()} == {
        "email": 2, "sms": 1, "letter": 2, "card": 1,
    }  # fmt: skip
    assert counted.now.deliveries == 6


def test_a_reminder_that_two_channels_carried_counts_once(counted: Overview) -> None:
    assert counted.now.over_all.reminders == 7
    assert counted.now.reminders == 6


def test_each_client_counts_once(counted: Overview) -> None:
    assert counted.now.clients == 5


def test_the_cost_is_that_of_live_deliveries(counted: Overview) -> None:
    assert counted.now.cost_cents == 152 + 152 + 14 + 150
    assert counted.now.over_all.sms_parts == 2
    assert counted.now.cents_per_reminder == 78
    assert counted.now.cents_per_client == 94


def test_a_reminder_that_shares_a_letter_saves_its_stamp(counted: Overview) -> None:
    assert counted.now.over_all.stamps_saved == 1
    assert counted.now.saved_cents == 152


def test_what_ended_is_counted_apart(counted: Overview) -> None:
    over_all = counted.now.over_all

    assert (over_all.failed, over_all.bounced, over_all.voided) == (1, 1, 1)
    assert (over_all.uncertain, over_all.reprinted) == (1, 1)
    assert counted.now.failures == 2


def test_the_periods_compared_with_are_counted_alike(counted: Overview) -> None:
    assert (counted.before.deliveries, counted.before.cost_cents) == (1, 0)
    assert (counted.year_before.deliveries, counted.year_before.cost_cents) == (1, 7)


def test_weeks_begin_on_monday_and_months_on_the_first(counted: Overview) -> None:
    weeks = {(v.start, v.kind): v.counts.deliveries for v in counted.weeks}

    assert weeks[date(2026, 11, 2), Kind.LETTER] == 1
    assert weeks[date(2026, 11, 9), Kind.LETTER] == 1
    assert {v.start for v in counted.months} == {date(2026, 11, 1)}
    assert counted.volumes(Grain.WEEK) is counted.weeks


def test_reminders_are_told_by_act_family_and_step(counted: Overview) -> None:
    found = {(a.act_type, a.family, a.step): a.reminders for a in counted.acts}

    assert found == {
        ("VACC", "act", 1): 3,
        ("VACC", "act", 2): 1,
        ("RAGE", "act", 1): 1,
        ("NEWS", "information", 1): 1,
    }


def test_an_act_type_that_has_vanished_keeps_its_label(counted: Overview) -> None:
    [rage] = [act for act in counted.acts if act.act_type == "RAGE"]

    assert (rage.label, rage.category) == ("Rage", "")


def test_half_a_period_is_no_comparison(desk: Desk) -> None:
    keep(desk.practice.database, [Sent(date(2026, 10, 5))])

    overview = desk.practice.statistics.over(NOVEMBER)

    assert overview.first_day == date(2026, 10, 5)
    assert not overview.knows(OCTOBER)
    assert not overview.knows(LAST_NOVEMBER)
    assert overview.knows(NOVEMBER)


def test_an_empty_clinic_counts_nothing(desk: Desk) -> None:
    overview = desk.practice.statistics.over(NOVEMBER)

    assert overview.first_day is None
    assert overview.now.deliveries == overview.now.cents_per_reminder == 0
    assert (overview.weeks, overview.acts) == ((), ())


# The rows behind


def lines(desk: Desk, wanted: Slice) -> list[int]:
    """Numbers of the deliveries behind a figure."""
    found, total = desk.practice.statistics.lines(wanted, limit=100)
    assert total == len(found)
    return [line.delivery_id for line in found]


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Slice(NOVEMBER), [8, 9, 2, 3, 4, 1]),
        (Slice(Period(date(2026, 11, 9), date(2026, 11, 9))), [2, 3, 4]),
        (Slice(NOVEMBER, kinds=frozenset({Kind.SMS, Kind.CARD})), [8, 4]),
        (Slice(NOVEMBER, states=frozenset({DeliveryState.VOIDED})), [7]),
        (Slice(NOVEMBER, act_types=frozenset({"RAGE", "NEWS"})), [4, 1]),
        (Slice(NOVEMBER, families=frozenset({"information"})), [4]),
        (Slice(NOVEMBER, steps=frozenset({2})), [2, 3]),
        (Slice(NOVEMBER, act_types=frozenset({"RAGE"}), steps=frozenset({2})), []),
        (Slice(NOVEMBER, reprinted=True), [8]),
        (Slice(NOVEMBER, grouped=True), [1]),
    ],
)
def test_a_figure_leads_to_its_deliveries_the_latest_first(
    desk: Desk, wanted: Slice, numbers: list[int]
) -> None:
    assert lines(desk, wanted) == numbers


@pytest.mark.usefixtures("counted")
def test_rows_come_a_page_at_a_time_with_their_number(desk: Desk) -> None:
    first, total = desk.practice.statistics.lines(Slice(NOVEMBER), limit=4)
    second, _total = desk.practice.statistics.lines(Slice(NOVEMBER), limit=4, offset=4)

    assert total == 6
    assert [line.delivery_id for line in (*first, *second)] == [8, 9, 2, 3, 4, 1]


@pytest.mark.usefixtures("counted")
def test_a_row_says_who_what_and_how(desk: Desk) -> None:
    found, _total = desk.practice.statistics.lines(Slice(NOVEMBER), limit=100)

    assert found[-1].client_name == "Élodie Lefèvre C1"
    assert found[-1].labels == "Rage, Vaccin CHPPiL4"
    assert (found[-1].kind, found[-1].state) == (Kind.LETTER, DeliveryState.PRINTED)
    assert (found[-1].steps, found[-1].cost_cents) == ((1,), 152)


# Who can be reached


def test_a_client_is_reachable_where_a_contact_is_usable_and_not_refused(
    desk: Desk,
) -> None:
    desk.client("C1")
    desk.client("C2", email="", refuses_sms=True)
    desk.client("C3", email="", mobile="02 99 00 00 00", address1="")
    desk.client("C4", archived=True)

    found = desk.practice.statistics.reachable()

    assert found.clients == 3
    assert found.by_form == {
        Form.EMAIL: ("C1",),
        Form.SMS: ("C1",),
        Form.PAPER: ("C1", "C2"),
    }
    assert found.by_none == ("C3",)


def test_a_box_that_is_not_ticked_leaves_a_client_within_reach(desk: Desk) -> None:
    desk.client("C1", by_email=False)

    assert desk.practice.statistics.reachable().by_form[Form.EMAIL] == ("C1",)


def test_people_come_a_page_at_a_time_by_name(desk: Desk) -> None:
    for number, name in enumerate(("Zola", "Abel", "Martin"), 1):
        desk.client(f"C{number}", last_name=name)

    found = desk.practice.statistics.people(["C1", "C2", "C3"], limit=2)

    assert [person.client_id for person in found] == ["C2", "C3"]


# After the green button


def test_what_the_green_button_sent_is_counted(due_desk: Desk) -> None:
    due_desk.practice.send(by="accueil")

    totals = due_desk.practice.statistics.totals(Period(TODAY, TODAY))

    assert (totals.deliveries, totals.reminders, totals.clients) == (1, 1, 1)


def test_what_is_cancelled_counts_no_more(due_desk: Desk) -> None:
    due_desk.practice.send(by="accueil")
    due_desk.practice.cancel(sent_on=TODAY, by="accueil", kinds={Kind.EMAIL})

    totals = due_desk.practice.statistics.totals(Period(TODAY, TODAY))

    assert totals.deliveries == totals.reminders == totals.clients == 0
    assert totals.over_all.voided == 1
