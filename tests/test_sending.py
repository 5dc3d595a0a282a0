"""The green button: claim, hand, settle; nothing twice, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Thread

import duckdb
import pytest

from relance_ops.channels.base import Channel
from relance_ops.errors import ChannelError
from relance_ops.model import Cause, DeliveryState, Kind, Message, Receipt
from tests.factories import TODAY, Desk


class Scripted:
    """A channel whose answers are written beforehand, one per message.

    An exception in the script is raised in place of an answer. *cause* is that of every
    answer but SENT, and *wait_seconds* what each asks for.
    """

    needs_confirmation = False

    def __init__(
        self,
        *answers: DeliveryState | BaseException,
        cause: Cause = Cause.NONE,
        wait_seconds: int = 0,
    ) -> None:
        self.kind = Kind.EMAIL
        self.answers = list(answers)
        self.cause = cause
        self.wait_seconds = wait_seconds
        self.pulled: list[int] = []

    def send(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        for message, answer in zip(messages, self.answers, strict=False):
            self.pulled.append(message.delivery_id)
            if isinstance(answer, BaseException):
                raise answer
            yield Receipt(
                message.delivery_id,
                answer,
                cause=Cause.NONE if answer is DeliveryState.SENT else self.cause,
                detail="said",
                wait_seconds=self.wait_seconds,
            )


def use(desk: Desk, channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let emails leave by *channel*."""
    usual = desk.practice._channels()
    monkeypatch.setattr(
        desk.practice, "_channels", lambda: {**usual, Kind.EMAIL: channel}
    )


def entries(desk: Desk) -> list[tuple[int, str]]:
    return [
        (number, state)
        for number, state in desk.rows(
            "select delivery_id, state from ledger order by entry_id"
        )
    ]


def test_what_is_ready_leaves_once(due_desk: Desk) -> None:
    first = due_desk.practice.send(by="accueil")
    second = due_desk.practice.send(by="accueil")

    assert due_desk.states(1) == {"email": {"sent": 1}}
    assert (first.claimed, second.run_id, second.claimed) == (1, None, 0)


def test_every_change_is_one_more_line_of_the_ledger(due_desk: Desk) -> None:
    due_desk.practice.send(by="accueil")

    assert entries(due_desk) == [(1, "claimed"), (1, "handed"), (1, "sent")]


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger set state = 'voided'",
        "delete from ledger",
        "truncate ledger",
    ],
)
def test_no_line_of_the_ledger_can_be_changed_or_removed(
    due_desk: Desk, statement: str
) -> None:
    due_desk.practice.send(by="accueil")
    before = due_desk.rows("select * from ledger order by entry_id")

    with pytest.raises(duckdb.Error, match="append-only"):
        due_desk.change(statement)

    assert due_desk.rows("select * from ledger order by entry_id") == before


def test_a_message_is_written_down_as_handed_before_it_is_pulled(
    due_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[tuple[int, str]]] = []

    class Looking(Scripted):
        def send(self, messages: Iterable[Message]) -> Iterator[Receipt]:
            for message in messages:
                seen.append(entries(due_desk))
                yield Receipt(message.delivery_id, DeliveryState.SENT)

    use(due_desk, Looking(), monkeypatch)
    due_desk.practice.send(by="accueil")

    assert seen == [[(1, "claimed"), (1, "handed")]]


def test_the_same_list_sent_twice_is_one_run(due_desk: Desk) -> None:
    first = due_desk.practice.send(by="accueil", nonce="drawn at noon")
    again = due_desk.practice.send(by="accueil", nonce="drawn at noon")

    assert again.run_id == first.run_id
    assert due_desk.rows("select count(*) from delivery") == [(1,)]


def test_two_clicks_at_the_same_instant_put_each_reminder_in_one_delivery(
    desk: Desk,
) -> None:
    desk.yearly_vaccine()
    for number in range(1, 21):
        desk.due_today(number)

    clicks = [Thread(target=desk.practice.send, kwargs={"by": who}) for who in "ab"]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()

    assert desk.rows("select count(*), count(distinct animal_id) from claim") == [
        (20, 20)
    ]
    assert desk.practice.check_up().twice == 0


def test_an_act_since_the_refresh_wins(due_desk: Desk) -> None:
    shown = due_desk.ready()
    due_desk.act("X2", performed_on=TODAY)

    report = due_desk.practice.send(by="accueil")

    assert (shown, report.claimed) == (["A1"], 0)


def test_an_unticked_reminder_stays_ready(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.due_today(1)
    desk.due_today(2)
    [first, _second] = desk.practice.due().reminders

    desk.practice.send(by="accueil", without=frozenset({first.key}))

    assert desk.ready() == ["A1"]


def test_only_the_channels_asked_for_leave(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.due_today(1)
    desk.due_today(2, email="")

    desk.practice.send(by="accueil", only=frozenset({Kind.SMS}))

    assert desk.states() == {"sms": {"sent": 1}}
    assert desk.ready() == ["A1"]


def test_one_bad_address_fails_alone_and_the_next_channel_is_offered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.yearly_vaccine()
    desk.due_today(1)
    desk.due_today(2)
    use(
        desk,
        Scripted(DeliveryState.FAILED, DeliveryState.SENT, cause=Cause.RECIPIENT),
        monkeypatch,
    )

    desk.practice.send(by="accueil")

    assert desk.states() == {"email": {"failed": 1, "sent": 1}}
    [again] = [r for r in desk.practice.due().reminders if r.state == "ready"]
    assert (again.animal_id, again.channels) == ("A1", (Kind.SMS,))


def test_a_corrected_address_is_used_again(
    due_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(due_desk, Scripted(DeliveryState.FAILED, cause=Cause.RECIPIENT), monkeypatch)
    due_desk.practice.send(by="accueil")

    due_desk.change("update client set email = 'neuve@example.fr'")

    assert due_desk.practice.due().reminders[0].channels == (Kind.EMAIL,)


def test_a_refused_account_pauses_the_channel_and_keeps_the_queue(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.yearly_vaccine()
    for number in (1, 2, 3):
        desk.due_today(number)
    use(desk, Scripted(ChannelError("535 no", account=True)), monkeypatch)

    report = desk.practice.send(by="accueil")

    assert desk.states() == {"email": {"retry": 3}}
    assert report.notices == ("535 no",)
    assert desk.practice.check_up().paused == {Kind.EMAIL: "535 no"}
    assert desk.ready() == []


def test_a_paused_queue_leaves_when_a_person_resumes_it(
    due_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(due_desk, Scripted(ChannelError("535 no", account=True)), monkeypatch)
    due_desk.practice.send(by="accueil")
    use(due_desk, Scripted(DeliveryState.SENT), monkeypatch)

    left_alone = due_desk.practice.work(by="programme")
    resumed = due_desk.practice.work(by="accueil", resume=True)

    assert (left_alone.delivered, resumed.delivered) == (0, 1)
    assert due_desk.states() == {"email": {"sent": 1}}
    assert due_desk.practice.check_up().paused == {}


def test_what_is_refused_for_now_is_tried_again_after_a_minute(
    due_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(due_desk, Scripted(DeliveryState.RETRY, cause=Cause.TRANSIENT), monkeypatch)
    due_desk.practice.send(by="accueil")
    use(due_desk, Scripted(DeliveryState.SENT), monkeypatch)

    too_early = due_desk.practice.work(by="programme")
    due_desk.clock.forward(minutes=2)
    in_time = due_desk.practice.work(by="programme")

    assert (too_early.delivered, in_time.delivered) == (0, 1)
    assert due_desk.states() == {"email": {"sent": 1}}


def test_after_a_day_of_refusals_it_has_failed_and_the_address_is_kept(
    due_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(
        due_desk,
        Scripted(*[DeliveryState.RETRY] * 20, cause=Cause.TRANSIENT),
        monkeypatch,
    )
    due_desk.practice.send(by="accueil")

    for _ in range(8):
        due_desk.clock.forward(hours=8)
        due_desk.practice.work(by="programme")

    assert due_desk.states() == {"email": {"failed": 1}}
    assert due_desk.rows("select count(*) from dead_contact") == [(0,)]


@pytest.mark.parametrize(
    "overtaken_by",
    [
        "update animal set deceased_on = '2026-11-24'",
        "update client set refuses_email = true",
        "update client set email = 'autre@example.fr'",
        "insert into act values ('X2', 'A1', 'VACC', '2026-11-24', null)",
    ],
)
def test_a_delivery_that_waits_is_dropped_when_it_is_no_longer_wanted(
    due_desk: Desk, monkeypatch: pytest.MonkeyPatch, overtaken_by: str
) -> None:
    use(due_desk, Scripted(DeliveryState.RETRY, cause=Cause.TRANSIENT), monkeypatch)
    due_desk.practice.send(by="accueil")
    due_desk.change(overtaken_by)
    due_desk.clock.forward(minutes=2)

    outcome = due_desk.practice.work(by="programme")

    assert outcome.delivered == 0
    assert due_desk.states() == {"email": {"voided": 1}}


def test_a_crash_of_the_channel_leaves_one_uncertain_and_releases_the_rest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.yearly_vaccine()
    for number in (1, 2, 3):
        desk.due_today(number)
    use(desk, Scripted(DeliveryState.SENT, RuntimeError("bug")), monkeypatch)

    with pytest.raises(RuntimeError, match="bug"):
        desk.practice.send(by="accueil")

    assert desk.states() == {"email": {"sent": 1, "uncertain": 1, "voided": 1}}
    assert desk.ready() == ["A3"]


def test_the_states_of_a_run_sum_to_what_was_claimed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.yearly_vaccine()
    for number in range(1, 6):
        desk.due_today(number)
    desk.due_today(6, email="", mobile="")
    use(
        desk,
        Scripted(
            DeliveryState.SENT,
            DeliveryState.FAILED,
            DeliveryState.UNCERTAIN,
            DeliveryState.RETRY,
            DeliveryState.SENT,
        ),
        monkeypatch,
    )

    report = desk.practice.send(by="accueil")

    assert report.claimed == 6
    assert sum(sum(n.values()) for n in report.by_channel.values()) == 6


def test_the_words_and_the_rule_version_are_kept_as_sent(due_desk: Desk) -> None:
    due_desk.practice.send(by="accueil")

    [(body, message_id, address, version)] = due_desk.rows(
        "select body, message_id, address, rule_version from delivery join run using (run_id)"
    )
    assert "Rex A1" in body
    assert message_id.startswith("<")
    assert (address, version) == ("c1@example.fr", 1)


def test_an_unexpected_failure_while_composing_claims_nothing(
    due_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_on: object) -> object:
        raise RuntimeError("no words")

    monkeypatch.setattr(due_desk.practice, "_compose", broken)

    with pytest.raises(RuntimeError, match="no words"):
        due_desk.practice.send(by="accueil")

    assert due_desk.rows("select count(*) from run") == [(0,)]


def test_reminders_planned_soon_join_a_letter_that_leaves_anyway(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.due_today(1)
    desk.animal("A2", "C1")
    desk.act("X2", "A2", performed_on=TODAY.replace(year=2025, day=28))
    desk.practice.set("group_ahead_days", "7", by="test")

    report = desk.practice.send(by="accueil")

    assert report.claimed == 1
    assert desk.rows("select animal_id from claim order by animal_id") == [
        ("A1",),
        ("A2",),
    ]
    assert desk.practice.send(by="accueil", on=TODAY.replace(day=28)).claimed == 0


def test_an_outbox_that_cannot_be_written_keeps_the_queue(
    due_desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "files").write_text("a file where the outbox folder should be")

    report = due_desk.practice.send(by="accueil")

    assert due_desk.states() == {"email": {"retry": 1}}
    assert report.notices[0]
