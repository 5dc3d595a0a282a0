"""« Envoyer les relances » as an object: its parameters are what a person sees."""

from __future__ import annotations

import time

from relance_ops.dashboard.page import Session
from relance_ops.dashboard.pages.send import SendPage
from relance_ops.jobs import Job, Jobs
from relance_ops.model import Kind
from tests.factories import Desk

PAPER_ONLY = {"email": "", "mobile": ""}


def a_page(desk: Desk, jobs: Jobs, sent: list[Job] | None = None) -> SendPage:
    told = sent if sent is not None else []
    return SendPage(
        session=Session(practice=desk.practice, jobs=jobs, sent=told.append)
    )


def a_refreshed_page(desk: Desk, jobs: Jobs, sent: list[Job] | None = None) -> SendPage:
    page = a_page(desk, jobs, sent)
    page.refresh()
    return page


def wait_for(jobs: Jobs) -> Job:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        job = jobs.current
        if job is not None and not job.is_running:
            return job
        time.sleep(0.01)
    raise AssertionError(f"the run did not end: {jobs.current}")


def test_at_the_very_first_opening_nothing_is_listed(
    due_desk: Desk, jobs: Jobs
) -> None:
    page = a_page(due_desk, jobs)

    assert page.refreshed is None
    assert page.rows == ()


def test_after_the_first_refresh_the_list_loads_by_itself(
    due_desk: Desk, jobs: Jobs
) -> None:
    a_refreshed_page(due_desk, jobs)

    again = a_page(due_desk, jobs)

    assert again.refreshed == due_desk.clock()
    assert [row.reminder.animal_id for row in again.rows] == ["A1"]


def test_everything_is_ticked_at_first(desk: Desk, jobs: Jobs) -> None:
    desk.yearly_vaccine()
    for number in (1, 2, 3):
        desk.due_today(number)

    page = a_refreshed_page(desk, jobs)

    assert page.ticked == {0, 1, 2}
    assert page.unticked() == frozenset()


def test_everything_is_ticked_again_after_another_refresh(
    desk: Desk, jobs: Jobs
) -> None:
    desk.yearly_vaccine()
    for number in (1, 2, 3):
        desk.due_today(number)
    page = a_refreshed_page(desk, jobs)
    page.layout.table.selection = [1]

    page.refresh()

    assert page.ticked == {0, 1, 2}
    assert page.layout.table.selection == [0, 1, 2]
    assert page.layout.send.label == "Envoyer 3 relances"


def test_the_list_reads_like_a_list_of_people(desk: Desk, jobs: Jobs) -> None:
    desk.yearly_vaccine()
    for number, name in enumerate(("Zola", "Écuyer", "Edmond"), 1):
        desk.due_today(number, last_name=name)

    page = a_refreshed_page(desk, jobs)

    assert [row.client.last_name for row in page.rows] == ["Écuyer", "Edmond", "Zola"]


def test_an_unticked_row_leaves_the_counts(desk: Desk, jobs: Jobs) -> None:
    desk.yearly_vaccine()
    desk.due_today(1)
    desk.due_today(2, **PAPER_ONLY)
    page = a_refreshed_page(desk, jobs)
    letter = next(i for i, row in enumerate(page.rows) if row.kinds == (Kind.LETTER,))

    page.ticked = frozenset({0, 1} - {letter})

    assert page.counts()[Kind.EMAIL] == 1
    assert page.counts()[Kind.LETTER] == 0


def test_the_table_tells_the_page_what_is_ticked(desk: Desk, jobs: Jobs) -> None:
    desk.yearly_vaccine()
    for number in (1, 2):
        desk.due_today(number)
    page = a_refreshed_page(desk, jobs)

    page.layout.table.selection = [1]

    assert page.ticked == {1}
    assert page.layout.send.label == "Envoyer 1 relance"


def test_the_green_button_asks_before_anything_leaves(
    due_desk: Desk, jobs: Jobs
) -> None:
    page = a_refreshed_page(due_desk, jobs)

    page.ask()

    assert page.confirmation.dialog.open
    assert jobs.current is None


def test_what_was_unticked_stays_and_the_rest_leaves(desk: Desk, jobs: Jobs) -> None:
    desk.yearly_vaccine()
    for number in (1, 2):
        desk.due_today(number)
    page = a_refreshed_page(desk, jobs)
    page.ticked = frozenset({0})

    page.send()
    wait_for(jobs)

    assert desk.ready() == [page.rows[1].reminder.animal_id]


def test_the_same_list_sent_twice_is_one_run(due_desk: Desk, jobs: Jobs) -> None:
    sent: list[Job] = []
    page = a_refreshed_page(due_desk, jobs, sent)

    page.send()
    wait_for(jobs)
    page.send()

    assert sent[0].nonce == sent[1].nonce
    assert due_desk.rows("select count(*) from run") == [(1,)]


def test_nothing_to_send_disables_the_green_button(desk: Desk, jobs: Jobs) -> None:
    page = a_refreshed_page(desk, jobs)

    assert page.layout.send.disabled
    assert page.layout.send.label == "Rien à envoyer"


def test_a_run_elsewhere_disables_the_green_button(due_desk: Desk, jobs: Jobs) -> None:
    page = a_refreshed_page(due_desk, jobs)

    page.running = True

    assert page.layout.send.disabled


def test_an_animal_with_a_markup_name_stays_text(desk: Desk, jobs: Jobs) -> None:
    desk.yearly_vaccine()
    desk.client()
    desk.animal(name="<img src=x onerror=alert(1)>")
    desk.act()

    page = a_refreshed_page(desk, jobs)

    assert page.layout.table.formatters["animal"] == {"type": "plaintext"}
    assert page.layout.table.value.animal.tolist() == ["<img src=x onerror=alert(1)>"]
