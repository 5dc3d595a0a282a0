"""The words of the confirmation."""

from __future__ import annotations

import pytest

from relance_ops.dashboard.confirming import Confirmation, facts, lasting, unusual
from relance_ops.reports import Preview
from tests.factories import Desk


def test_an_ordinary_day_has_no_warning() -> None:
    assert unusual(Preview(deliveries=())) == ""


def test_a_sudden_volume_is_pointed_out() -> None:
    said = unusual(Preview(deliveries=(), unusual=8.2))

    assert "8 fois plus" in said


def test_the_cost_and_the_sms_parts_are_said() -> None:
    said = facts(Preview(deliveries=(), sms_parts=3, cost_cents=1234, seconds=5))

    assert "Les SMS compteront pour 3 messages." in said
    assert any("12,34" in sentence for sentence in said)


def test_what_does_not_leave_is_counted(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.due_today(1, email="", mobile="", address1="")

    said = facts(desk.practice.preview())

    assert said[0] == "Ne partent pas : 1 sans coordonnées."


def test_a_long_run_is_told_in_minutes() -> None:
    assert lasting(0) == "1 seconde"
    assert lasting(59) == "59 secondes"
    assert lasting(130) == "2 minutes"


def test_a_credit_that_is_too_short_is_said_with_what_to_do() -> None:
    confirmation = Confirmation(send=lambda: None)
    confirmation.ask(Preview(deliveries=(), sms_parts=40, unusual=8.0))

    confirmation.show_credit(12)

    said = confirmation._warning.object
    assert "8 fois plus" in said
    assert "Il reste 12 SMS, il en faut 40. Rechargez" in said


@pytest.mark.parametrize("left", [None, 40, 41])
def test_a_credit_that_is_enough_or_unknown_says_nothing(left: int | None) -> None:
    confirmation = Confirmation(send=lambda: None)
    confirmation.ask(Preview(deliveries=(), sms_parts=40))

    confirmation.show_credit(left)

    assert not confirmation._warning.visible
