"""The demonstration's past year: what its runs sent is what they had to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from relance_ops import contacts
from relance_ops.database import Database
from relance_ops.model import Form
from relance_ops.reminders import clients_of, expected
from tests.demo_clinics import ON, a_clinic, count, reminders_of


@pytest.fixture(scope="module")
def clinic() -> Iterator[Database]:
    """Two thousand clients; tests only read it."""
    database = a_clinic(2_000)
    yield database
    database.close()


def test_what_is_ready_is_what_came_up_since_the_last_run(clinic: Database) -> None:
    ready = [r for r in reminders_of(clinic) if r.state.value == "ready"]
    [(last_run,)] = clinic.rows("select max(on_day) from run")

    planned = [reminder.planned_on for reminder in ready]

    assert all(day and last_run - timedelta(days=1) < day <= ON for day in planned)


def test_a_client_gets_one_delivery_of_a_channel_in_a_run(clinic: Database) -> None:
    twice = (
        "select run_id, client_id, channel from delivery "
        "group by run_id, client_id, channel having count(*) > 1"
    )

    assert count(clinic, twice) == 0


def test_a_reminder_left_at_its_day_and_before_the_animal_came(
    clinic: Database,
) -> None:
    too_early = "from claim where claimed_on < planned_on"
    too_late = (
        "from claim join rule using (act_type, step) "
        "where claimed_on >= planned_on + valid_days"
    )
    came_before = """
        from claim
        join act using (animal_id)
        join act_type on act_type.act_type = act.act_type
            and act_type.recall_group = claim.recall_group
        left join act as anchor on anchor.act_id = claim.anchor_id
        where act.performed_on <= claim.claimed_on
            and (anchor.act_id is null or act.performed_on > anchor.performed_on)
    """

    assert count(clinic, too_early) == 0
    assert count(clinic, too_late) == 0
    assert count(clinic, came_before) == 0


def test_no_step_has_two_live_deliveries(clinic: Database) -> None:
    live_twice = """
        select animal_id, recall_group, anchor_id, step
        from claim
        join delivery_now using (delivery_id)
        where state not in ('voided', 'failed', 'bounced')
        group by animal_id, recall_group, anchor_id, step
        having count(*) > 1
    """

    assert count(clinic, live_twice) == 0


def test_the_past_had_its_troubles(clinic: Database) -> None:
    states = {state for (state,) in clinic.rows("select state from delivery_now")}

    assert states == {"sent", "delivered", "bounced", "failed", "printed", "voided"}


def test_no_dead_contact_is_used_again(clinic: Database) -> None:
    again = (
        "from dead_contact join delivery using (client_id, address) "
        "join delivery_now using (delivery_id) where state not in ('bounced', 'failed')"
    )

    assert count(clinic, "from dead_contact") > 5
    assert count(clinic, again) == 0


def test_past_messages_went_to_addresses_that_can_be_used(clinic: Database) -> None:
    used = clinic.rows("select client_id, channel, address from delivery")
    known = clients_of(clinic.bare_cursor(), {client_id for client_id, *_rest in used})
    dead = {
        (client.client_id, address)
        for client in known.values()
        for _form, address in client.dead_contacts
    }

    wrong = [
        (client_id, channel)
        for client_id, channel, address in used
        if (client_id, address) not in dead
        and address
        != contacts.address(
            known[client_id],
            Form.PAPER if channel in ("letter", "card") else Form(channel),
        )
    ]

    assert wrong == []


def test_letters_of_a_run_are_numbered_together_from_one(clinic: Database) -> None:
    gaps = """
        select run_id
        from delivery
        where channel in ('letter', 'card')
        group by run_id
        having min(letter_number) <> 1
            or max(letter_number) <> count(distinct letter_number)
            or count(*) <> max(letter_number)
            or max(letter_number) filter (channel = 'letter')
                > min(letter_number) filter (channel = 'card')
    """

    assert count(clinic, gaps) == 0


def test_the_next_numbers_are_free() -> None:
    database = a_clinic(50)

    [(run, delivery, entry)] = database.rows(
        "select nextval('run_number'), nextval('delivery_number'), nextval('entry_number')"
    )

    assert run > database.rows("select max(run_id) from run")[0][0]
    assert delivery > database.rows("select max(delivery_id) from delivery")[0][0]
    assert entry > database.rows("select max(entry_id) from ledger")[0][0]


def test_owners_come_back_after_a_reminder_more_often_than_not(
    clinic: Database,
) -> None:
    """Otherwise the statistics would show reminders that serve nothing."""
    reminded = count(clinic, "select distinct animal_id, anchor_id from claim")

    waiting = len(expected(clinic.bare_cursor(), on=ON))

    assert 0.1 * reminded < waiting < 0.5 * reminded
