"""The journal: everything that happened, newest first, a page at a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from relance_ops.errors import NotFoundError
from relance_ops.happenings import KINDS, Happening, Topic, Wanted
from relance_ops.i18n import speaking
from relance_ops.model import DeliveryState, Kind
from tests.factories import TODAY, Desk
from tests.outcomes import becomes

PAPER_ONLY = {"email": "", "mobile": ""}


@pytest.fixture
def sent_desk(desk: Desk) -> Desk:
    """One email and two letters that left together."""
    desk.yearly_vaccine()
    desk.due_today(1)
    desk.due_today(2, **PAPER_ONLY)
    desk.due_today(3, **PAPER_ONLY)
    desk.practice.send(by="Camille")
    desk.clock.forward(minutes=10)
    return desk


def read(desk: Desk, **wanted: object) -> list[Happening]:
    return list(desk.practice.journal.read(Wanted(**wanted)).happenings)  # type: ignore[arg-type]


def kinds(desk: Desk, **wanted: object) -> list[str]:
    return [one.kind for one in read(desk, **wanted)]


def test_a_run_is_one_line_with_what_it_sent(sent_desk: Desk) -> None:
    [run] = read(sent_desk)

    assert (run.kind, run.who, run.run_id) == ("run", "Camille", 1)
    assert [(count.kind, count.n) for count in run.counts] == [
        (Kind.EMAIL, 1),
        (Kind.LETTER, 2),
    ]


def test_an_answer_for_the_printer_is_one_line(sent_desk: Desk) -> None:
    sent_desk.practice.confirm(1, by="Léa", reprint=[2])

    answer, _run = read(sent_desk)

    assert (answer.kind, answer.who) == ("printer", "Léa")
    assert {(count.state, count.n) for count in answer.counts} == {
        (DeliveryState.PRINTED, 1),
        (DeliveryState.VOIDED, 1),
    }


def test_a_problem_told_in_english_is_an_answer_for_the_printer_too(
    sent_desk: Desk,
) -> None:
    with speaking("en"):
        sent_desk.practice.confirm(1, by="Ann", reprint=[1, 2])

    assert kinds(sent_desk) == ["printer", "run"]


def test_a_cancel_is_no_answer_for_the_printer(sent_desk: Desk) -> None:
    sent_desk.practice.confirm(1, by="Léa")
    sent_desk.clock.forward(hours=1)
    sent_desk.practice.cancel(sent_on=TODAY, by="Claire")

    assert kinds(sent_desk) == ["undone", "printer", "run"]
    assert kinds(sent_desk, topics=(Topic.UNDONE,)) == ["undone"]
    assert kinds(sent_desk, topics=(Topic.PRINTER,)) == ["printer"]


@pytest.mark.parametrize("sent", [True, False])
def test_a_decision_on_an_uncertain_delivery_is_told(
    sent_desk: Desk, sent: bool
) -> None:
    becomes(sent_desk, 1, DeliveryState.UNCERTAIN, reason="coupure")
    sent_desk.clock.forward(hours=1)
    sent_desk.practice.resolve(1, sent=sent, by="Léa")

    assert kinds(sent_desk) == ["decided", "uncertain", "run"]


def test_refreshes_settings_and_records_are_told(due_desk: Desk) -> None:
    due_desk.practice.note_refresh(by="Léa")
    due_desk.clock.forward(minutes=1)
    due_desk.practice.set("min_gap_days", "9", by="Claire")
    due_desk.clock.forward(minutes=1)
    due_desk.practice.type_over("animal", "A1", "deceased_on", TODAY, by="Léa")

    death, setting, refresh = read(due_desk)

    assert (refresh.kind, setting.kind, death.kind) == (
        "refresh", "setting", "animal_field",
    )  # fmt: skip
    assert (death.client_id, death.animal_name) == ("C1", "Rex A1")
    assert death.client_name == "Lefèvre C1 Élodie"


def test_a_call_is_told_once_with_its_note(due_desk: Desk) -> None:
    call = {
        "happened_at": due_desk.clock().replace(tzinfo=None), "who": "Léa",
        "client_id": "C1", "animal_id": "A1",
    }  # fmt: skip
    due_desk.add("event", **call, kind="call", subject="VACC", after="répondeur")
    due_desk.add(
        "call", **call, recall_group="VACC", anchor_id="X1", outcome="répondeur",
        note="rappeler jeudi",
    )  # fmt: skip

    [told] = read(due_desk)

    assert (told.after, told.note) == ("répondeur", "rappeler jeudi")


def test_days_are_the_clinics_own(due_desk: Desk) -> None:
    """23:30 in Paris is already the next day somewhere, and is still today here."""
    due_desk.clock.forward(hours=11, minutes=30)
    due_desk.practice.note_refresh(by="Léa")

    assert kinds(due_desk, since=TODAY, until=TODAY) == ["refresh"]
    assert kinds(due_desk, since=TODAY + timedelta(days=1)) == []


def test_one_person_and_one_client_can_be_looked_for(sent_desk: Desk) -> None:
    sent_desk.practice.confirm(1, by="Léa")
    sent_desk.practice.type_over("client", "C2", "city", "Nice", by="Léa")
    sent_desk.practice.type_over("animal", "A3", "departed_on", TODAY, by="Claire")

    assert kinds(sent_desk, who="Claire") == ["animal_field"]
    assert kinds(sent_desk, client_id="C2") == ["client_field", "printer", "run"]
    assert kinds(sent_desk, client_id="C1") == ["run"]
    assert kinds(sent_desk, client_id="C3") == ["animal_field", "printer", "run"]
    assert kinds(sent_desk, run_id=1) == ["printer", "run"]
    assert kinds(sent_desk, run_id=2) == []
    assert sent_desk.practice.journal.people() == ("Camille", "Claire", "Léa")


def test_only_a_page_is_read_and_the_next_one_follows(due_desk: Desk) -> None:
    for _time in range(5):
        due_desk.practice.note_refresh(by="Léa")
        due_desk.clock.forward(minutes=1)

    journal = due_desk.practice.journal
    pages = [journal.read(Wanted(), page=n, size=2) for n in range(3)]

    assert [len(page.happenings) for page in pages] == [2, 2, 1]
    assert [page.more for page in pages] == [True, True, False]
    times = [one.at for page in pages for one in page.happenings]
    assert times == sorted(times, reverse=True)


def test_the_text_is_read_back_as_it_left(sent_desk: Desk) -> None:
    sent_desk.practice.type_over("client", "C1", "email", "autre@exemple.fr", by="Léa")

    email = sent_desk.practice.journal.as_sent(1)

    assert (email.kind, email.address) == (Kind.EMAIL, "c1@example.fr")
    assert "Rex A1" in email.body
    assert email.message_id.startswith("<")
    assert email.rule_version == 1
    assert [change.state for change in email.changes] == [
        DeliveryState.CLAIMED,
        DeliveryState.HANDED,
        DeliveryState.SENT,
    ]
    assert [one.label for one in email.reminders] == ["Vaccin CHPPiL4"]


def test_a_delivery_that_does_not_exist_is_told(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="42"):
        desk.practice.journal.as_sent(42)


def test_a_client_sees_the_latest_delivery_first(sent_desk: Desk) -> None:
    sent_desk.practice.cancel(sent_on=TODAY, by="Léa", kinds=[Kind.EMAIL])
    sent_desk.practice.send(by="Léa")

    sent = sent_desk.practice.journal.deliveries(client_id="C1")

    assert [(one.state, one.run_id) for one in sent] == [
        (DeliveryState.SENT, 2),
        (DeliveryState.VOIDED, 1),
    ]
    assert sent[0].animals == ("Rex A1",)


def test_every_topic_has_kinds_and_no_kind_is_in_two(desk: Desk) -> None:
    named = [kind for topic in Topic for kind in KINDS[topic]]

    assert all(KINDS[topic] for topic in Topic)
    assert len(named) == len(set(named))


def test_before_anything_the_journal_is_empty(desk: Desk) -> None:
    assert read(desk, since=date(2020, 1, 1)) == []
