"""SMS leave at decent hours: the window, and how a run waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from relance_ops.errors import SettingError
from relance_ops.model import Cause, DeliveryState, Kind, Message, Receipt
from relance_ops.quiet_hours import Window, sms_window
from relance_ops.settings import Settings
from tests.factories import Desk

PARIS = ZoneInfo("Europe/Paris")


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def window(**values: str) -> Window:
    settings = Settings()
    for key, value in values.items():
        settings = settings.with_value(key.replace("_", "."), value)
    return sms_window(settings)


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        ("2026-11-24T10:00", "2026-11-24T10:00"),
        ("2026-11-24T18:59", "2026-11-24T18:59"),
        ("2026-11-24T09:59", "2026-11-24T10:00"),
        ("2026-11-24T19:00", "2026-11-25T10:00"),
        ("2026-11-28T19:30", "2026-11-30T10:00"),  # Saturday evening: Monday
        ("2026-12-24T20:00", "2026-12-26T10:00"),  # over Christmas
        ("2026-03-28T20:00", "2026-03-30T10:00"),  # clocks go forward on Sunday
    ],
)
def test_an_sms_leaves_now_or_when_the_window_opens(moment: str, leaves: str) -> None:
    assert window().next_moment(paris(moment)) == paris(leaves)


def test_a_clinic_may_choose_its_days_and_hours() -> None:
    chosen = window(sms_from="08:30", sms_to="12:00", sms_days="tue,mon")

    assert chosen.next_moment(paris("2026-11-24T12:00")) == paris("2026-11-30T08:30")


def test_a_clinic_may_write_on_holidays() -> None:
    christmas = paris("2026-12-25T11:00")

    assert not window().allows(christmas)
    assert window(sms_holidays="yes").allows(christmas)


def test_alsace_has_holidays_of_its_own() -> None:
    boxing_day = paris("2026-12-26T11:00")

    assert window().allows(boxing_day)
    assert not window(clinic_postcode="67000").allows(boxing_day)


def test_the_hours_are_those_of_the_clinic() -> None:
    chosen = window(timezone="Indian/Reunion", clinic_postcode="97400")

    assert chosen.next_moment(paris("2026-11-24T06:00")) == paris("2026-11-24T07:00")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sms.from", "dix heures"),
        ("sms.from", "25:00"),
        ("sms.to", "09:00"),
        ("sms.days", ""),
        ("sms.days", "lundi"),
    ],
)
def test_hours_that_make_no_sense_are_refused(desk: Desk, key: str, value: str) -> None:
    with pytest.raises(SettingError):
        desk.practice.set(key, value, by="test")

    assert desk.practice.settings() == Settings()


def test_both_hours_may_move_together(desk: Desk) -> None:
    desk.practice.set_all({"sms.from": "20:00", "sms.to": "21:00"}, by="test")

    assert desk.practice.settings().as_texts()["sms.to"] == "21:00"


# In a run


class Telephone:
    """An SMS account that answers from a script, then says sent."""

    kind = Kind.SMS
    needs_confirmation = False

    def __init__(self, desk: Desk, *answers: DeliveryState) -> None:
        self.desk = desk
        self.answers = list(answers)
        self.minutes_each = 0.0
        self.rung: list[int] = []

    def send(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        for message in messages:
            self.rung.append(message.delivery_id)
            self.desk.clock.forward(minutes=self.minutes_each)
            state = self.answers.pop(0) if self.answers else DeliveryState.SENT
            cause = Cause.TRANSIENT if state is DeliveryState.RETRY else Cause.NONE
            yield Receipt(message.delivery_id, state, cause)


def a_telephone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *answers: DeliveryState, clients: int
) -> Telephone:
    """A clinic with a real SMS account and clients who are due by SMS."""
    telephone = Telephone(desk, *answers)
    usual = desk.practice._channels()
    monkeypatch.setattr(
        desk.practice, "_channels", lambda: {**usual, Kind.SMS: telephone}
    )
    monkeypatch.setattr(desk.practice, "outboxes", dict)
    desk.practice.set("form.order", "sms", by="test")
    desk.yearly_vaccine()
    for number in range(1, clients + 1):
        desk.due_today(number)
    return telephone


def test_in_the_evening_sms_wait_and_the_screen_says_until_when(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    telephone = a_telephone(desk, monkeypatch, clients=2)
    desk.clock.now = paris("2026-11-24T21:00")

    report = desk.practice.send(by="accueil")

    assert telephone.rung == []
    assert desk.states() == {"sms": {"retry": 2}}
    assert report.notices == (
        "2 messages attendent : ils partiront le 25/11/2026 à 10:00.",
    )


def test_what_waits_leaves_when_the_window_opens(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    telephone = a_telephone(desk, monkeypatch, clients=2)
    desk.clock.now = paris("2026-11-24T21:00")
    desk.practice.send(by="accueil")

    desk.clock.now = paris("2026-11-25T09:59")
    early = desk.practice.work(by="programme")
    desk.clock.now = paris("2026-11-25T10:00")
    desk.practice.work(by="programme")

    assert early.delivered == 0
    assert telephone.rung == [1, 2]
    assert desk.states() == {"sms": {"sent": 2}}


def test_what_waits_is_not_offered_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_telephone(desk, monkeypatch, clients=2)
    desk.clock.now = paris("2026-11-24T21:00")
    desk.practice.send(by="accueil")

    again = desk.practice.send(by="accueil")

    assert again.run_id is None


def test_a_run_that_lasts_past_the_hour_stops_ringing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    telephone = a_telephone(desk, monkeypatch, clients=3)
    telephone.minutes_each = 40
    desk.clock.now = paris("2026-11-24T18:00")

    desk.practice.send(by="accueil")

    assert telephone.rung == [1, 2]
    assert desk.states() == {"sms": {"sent": 2, "retry": 1}}


def test_a_night_of_waiting_is_no_refusal(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_telephone(desk, monkeypatch, DeliveryState.RETRY, clients=1)
    desk.clock.now = paris("2026-11-28T19:30")
    desk.practice.send(by="accueil")

    desk.clock.now = paris("2026-11-30T10:00")
    desk.practice.work(by="programme")
    [(again_at,)] = desk.rows("select not_before from delivery_now")

    assert desk.states() == {"sms": {"retry": 1}}
    first_wait = again_at.replace(tzinfo=ZoneInfo("UTC")) - desk.clock.now
    assert timedelta(minutes=1) <= first_wait <= timedelta(minutes=1.2)


def test_a_retry_never_falls_in_the_night(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_telephone(desk, monkeypatch, DeliveryState.RETRY, clients=1)
    desk.clock.now = paris("2026-11-24T18:59:30")

    desk.practice.send(by="accueil")
    [(again_at,)] = desk.rows("select not_before from delivery_now")

    assert again_at.replace(tzinfo=ZoneInfo("UTC")) == paris("2026-11-25T10:00")


def test_a_folder_disturbs_nobody_at_any_hour(desk: Desk) -> None:
    desk.practice.set("form.order", "sms", by="test")
    desk.yearly_vaccine()
    desk.due_today()
    desk.clock.now = paris("2026-11-24T23:00")

    desk.practice.send(by="accueil")

    assert desk.states() == {"sms": {"sent": 1}}
