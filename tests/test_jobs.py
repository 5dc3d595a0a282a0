"""The sending work of the process: one at a time, seen by everybody."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from relance_ops.jobs import Job, Jobs, JobState
from relance_ops.model import DeliveryState, Kind
from tests.factories import Desk


def wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not until():
        assert time.monotonic() < deadline, "it did not happen in 20 seconds"
        time.sleep(0.005)


def ended(jobs: Jobs) -> Job:
    wait(lambda: jobs.current is not None and not jobs.current.is_running)
    assert jobs.current is not None
    return jobs.current


@pytest.fixture
def many(desk: Desk) -> Desk:
    """Sixty clients due by email."""
    desk.yearly_vaccine()
    for number in range(60):
        desk.due_today(number)
    return desk


def test_a_run_ends_with_its_report(due_desk: Desk) -> None:
    with Jobs(due_desk.practice, language="fr") as jobs:
        jobs.start(by="accueil", nonce="list", language="fr")

        job = ended(jobs)

    assert job.state is JobState.DONE
    assert job.report is not None
    assert job.report.by_channel == {Kind.EMAIL: {DeliveryState.SENT: 1}}


def test_a_second_start_while_one_runs_gives_back_the_first(many: Desk) -> None:
    with Jobs(many.practice, language="fr") as jobs:
        first = jobs.start(by="Léa", nonce="her list", language="fr")

        second = jobs.start(by="Paul", nonce="his list", language="fr")
        ended(jobs)

    assert second.by == first.by == "Léa"
    assert many.rows("select count(*) from run") == [(1,)]


def test_the_same_list_again_gives_back_what_became_of_it(due_desk: Desk) -> None:
    with Jobs(due_desk.practice, language="fr") as jobs:
        jobs.start(by="accueil", nonce="list", language="fr")
        first = ended(jobs)

        again = jobs.start(by="accueil", nonce="list", language="fr")

    assert again == first


def test_progress_is_seen_while_it_runs(many: Desk) -> None:
    with Jobs(many.practice, language="fr") as jobs:
        jobs.start(by="accueil", nonce="list", language="fr")

        wait(lambda: jobs.current is not None and jobs.current.total == 60)
        job = ended(jobs)

    assert (job.done, job.total) == (60, 60)


def test_the_time_left_follows_the_pace() -> None:
    job = Job(nonce="", by="", started=100.0, done=20, total=60)

    assert job.seconds_left(110.0) == 20


def test_the_time_left_is_not_guessed_before_the_first_answer() -> None:
    assert Job(nonce="", by="", started=100.0, total=60).seconds_left(110.0) is None


def test_stopping_leaves_what_has_not_left_to_be_sent_again(many: Desk) -> None:
    jobs = Jobs(many.practice, language="fr")
    jobs.start(by="accueil", nonce="list", language="fr")
    wait(lambda: jobs.current is not None and jobs.current.done > 0)

    jobs.stop()

    job = ended(jobs)
    assert job.state is JobState.FAILED
    sent = many.states()["email"].get("sent", 0)
    assert 0 < sent < 60
    assert len(many.ready()) == 60 - sent


def test_a_failed_run_says_what_happened_and_the_next_one_works(
    due_desk: Desk,
) -> None:
    outbox = due_desk.practice.outbox()
    outbox.parent.mkdir(parents=True, exist_ok=True)
    outbox.write_text("a file where the folder should be")
    with Jobs(due_desk.practice, language="fr") as jobs:
        jobs.start(by="accueil", nonce="first", language="fr")
        first = ended(jobs)
        outbox.unlink()

        due_desk.due_today(2)
        jobs.start(by="accueil", nonce="second", language="fr")
        wait(lambda: jobs.current is not None and jobs.current.nonce == "second")
        second = ended(jobs)

    assert first.report is not None
    assert first.report.notices
    assert second.state is JobState.DONE


def test_what_was_refused_for_now_is_tried_again_by_itself(due_desk: Desk) -> None:
    outbox = due_desk.practice.outbox()
    outbox.parent.mkdir(parents=True, exist_ok=True)
    outbox.write_text("a file where the folder should be")
    with Jobs(due_desk.practice, language="fr", tick_seconds=0.05) as jobs:
        jobs.start(by="accueil", nonce="list", language="fr")
        ended(jobs)
        assert due_desk.states() == {"email": {"retry": 1}}
        outbox.unlink()
        due_desk.clock.forward(days=1)

        wait(lambda: due_desk.states() == {"email": {"sent": 1}})
