"""What the world says of our messages: believed once, and its consequences drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from relance_ops.channels.base import Listener
from relance_ops.errors import ChannelError, NotFoundError
from relance_ops.hearing import Hearing
from relance_ops.model import Cause, DeliveryState, Form, Kind
from relance_ops.news import Heard, News, NewsKind
from relance_ops.reminders import clients_of
from tests.factories import NOON, Desk
from tests.outcomes import becomes


@dataclass
class Ear:
    """A listener that tells what it was given, and remembers where it was asked from."""

    news: list[News] = field(default_factory=list)
    kind: Kind = Kind.EMAIL
    name: str = "ear"
    position: str = "42"
    asked: list[str] = field(default_factory=list)
    broken: bool = False

    def hear(self, position: str) -> Heard:
        self.asked.append(position)
        if self.broken:
            raise ChannelError("boîte fermée")
        return Heard(tuple(self.news), self.position)


@pytest.fixture
def sent_desk(due_desk: Desk) -> Desk:
    """One email that has left: delivery 1, to client C1."""
    due_desk.practice.send(by="Camille")
    due_desk.clock.forward(minutes=10)
    return due_desk


def hear(desk: Desk, *ears: Listener) -> dict[str, str]:
    return Hearing(desk.practice.database, ears, desk.clock).hear(by="programme")


def told(kind: NewsKind, **values: object) -> News:
    return News("event 1", kind, NOON, **values)  # type: ignore[arg-type]


def state(desk: Desk, delivery_id: int = 1) -> str:
    [(found,)] = desk.rows(
        "select state from delivery_now where delivery_id = $id", id=delivery_id
    )
    return str(found)


def refusals(desk: Desk) -> list[tuple[str, bool, bool]]:
    return [
        (client_id, email, sms)
        for client_id, email, sms in desk.rows(
            "select client_id, refuses_email, refuses_sms from client order by client_id"
        )
    ]


def test_a_delivery_that_arrived_says_so(sent_desk: Desk) -> None:
    hear(sent_desk, Ear([told(NewsKind.DELIVERED, delivery_id=1)]))

    assert state(sent_desk) == "delivered"


def test_the_peers_own_number_finds_the_delivery(sent_desk: Desk) -> None:
    [(reference,)] = sent_desk.rows("select reference from ledger where state = 'sent'")

    hear(sent_desk, Ear([told(NewsKind.DELIVERED, reference=reference)]))

    assert state(sent_desk) == "delivered"


def test_news_that_is_told_twice_changes_nothing_more(sent_desk: Desk) -> None:
    ear = Ear([told(NewsKind.DELIVERED, delivery_id=1)])
    hear(sent_desk, ear)

    hear(sent_desk, ear)

    lines = "select count(*) from ledger where state = 'delivered'"
    assert sent_desk.rows(lines) == [(1,)]
    assert ear.asked == ["", "42"]


def test_a_dead_address_is_flagged_and_the_next_channel_offered(
    sent_desk: Desk,
) -> None:
    bounce = told(
        NewsKind.BOUNCED, delivery_id=1, cause=Cause.RECIPIENT, detail="5.1.1 inconnu"
    )

    hear(sent_desk, Ear([bounce]))

    assert state(sent_desk) == "bounced"
    [ready] = sent_desk.practice.due().reminders
    assert (ready.state, ready.channels) == ("ready", (Kind.SMS,))


def test_a_full_mailbox_is_a_dead_address_only_the_third_time(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.due_today()
    flagged = []
    for number in (1, 2, 3):
        desk.practice.send(by="Camille")
        full = News(
            f"full {number}", NewsKind.BOUNCED, NOON,
            delivery_id=number, cause=Cause.TRANSIENT, detail="5.2.2",
        )  # fmt: skip
        hear(desk, Ear([full]))
        flagged.append(len(desk.rows("select 1 from dead_contact")))

    assert flagged == [0, 0, 1]


def test_news_about_something_that_was_cancelled_leaves_it_cancelled(
    sent_desk: Desk,
) -> None:
    becomes(sent_desk, 1, DeliveryState.VOIDED)

    hear(sent_desk, Ear([told(NewsKind.DELIVERED, delivery_id=1)]))

    assert state(sent_desk) == "voided"


def test_an_uncertain_delivery_that_came_back_is_uncertain_no_more(
    sent_desk: Desk,
) -> None:
    becomes(sent_desk, 1, DeliveryState.UNCERTAIN)

    hear(sent_desk, Ear([told(NewsKind.BOUNCED, delivery_id=1)]))

    assert state(sent_desk) == "bounced"


def test_news_that_is_quicker_than_the_receipt_is_heard_again(sent_desk: Desk) -> None:
    becomes(sent_desk, 1, DeliveryState.HANDED)
    ear = Ear([told(NewsKind.DELIVERED, delivery_id=1)])
    hear(sent_desk, ear)
    becomes(sent_desk, 1, DeliveryState.SENT)

    hear(sent_desk, ear)

    assert ear.asked == ["", ""]
    assert state(sent_desk) == "delivered"


def test_another_channels_delivery_is_never_touched(sent_desk: Desk) -> None:
    hear(sent_desk, Ear([told(NewsKind.DELIVERED, delivery_id=1)], kind=Kind.SMS))

    assert state(sent_desk) == "sent"


def test_a_client_who_wants_no_more_emails_gets_none(sent_desk: Desk) -> None:
    hear(sent_desk, Ear([told(NewsKind.REFUSAL, delivery_id=1, detail="stop")]))

    assert refusals(sent_desk) == [("C1", True, False)]
    [(who, note)] = sent_desk.rows("select who, note from event")
    assert (who, note) == ("programme", "demandé par email : « stop »")


def test_a_stop_by_sms_holds_for_everybody_of_that_number(desk: Desk) -> None:
    desk.client("C1", mobile="06 12 34 56 78")
    desk.client("C2", mobile="+33 (0)6 12 34 56 78 (mari)")
    desk.client("C3", mobile="06 99 99 99 99")
    stop = told(NewsKind.REFUSAL, address="+33612345678", detail="STOP")

    hear(desk, Ear([stop], kind=Kind.SMS))

    assert refusals(desk) == [
        ("C1", False, True), ("C2", False, True), ("C3", False, False),
    ]  # fmt: skip


def test_a_stop_of_nobody_that_we_know_waits_for_a_reader(desk: Desk) -> None:
    stop = told(NewsKind.REFUSAL, address="+33612345678", detail="STOP")

    hear(desk, Ear([stop], kind=Kind.SMS))

    [one] = desk.practice.treating.read().unclear
    assert (one.address, one.detail, one.client_id) == ("+33612345678", "STOP", "")
    assert desk.practice.treating.urgent() == 1


def test_an_answer_that_nobody_understands_waits_until_it_is_read(
    sent_desk: Desk,
) -> None:
    hear(sent_desk, Ear([told(NewsKind.UNCLEAR, delivery_id=1, detail="Rex va bien")]))
    [one] = sent_desk.practice.treating.read().unclear

    sent_desk.practice.treating.read_by(one, by="Léa")

    assert (one.client_name, one.detail) == ("Lefèvre C1 Élodie", "Rex va bien")
    assert sent_desk.practice.treating.read().unclear == ()
    with pytest.raises(NotFoundError, match="déjà été vu"):
        sent_desk.practice.treating.read_by(one, by="Paul")


def test_an_opposition_that_the_provider_reports_is_a_refusal(sent_desk: Desk) -> None:
    news = told(
        NewsKind.BOUNCED, delivery_id=1, cause=Cause.OPPOSITION, detail="complaint"
    )

    hear(sent_desk, Ear([news]))

    assert refusals(sent_desk) == [("C1", True, False)]


def test_a_listener_that_cannot_hear_does_not_deafen_the_others(
    sent_desk: Desk,
) -> None:
    good = Ear([told(NewsKind.DELIVERED, delivery_id=1)], name="good")

    complaints = hear(sent_desk, Ear(broken=True, name="bad"), good)

    assert complaints == {"bad": "boîte fermée"}
    assert state(sent_desk) == "delivered"


def test_a_refusal_by_one_channel_leaves_the_others(sent_desk: Desk) -> None:
    hear(sent_desk, Ear([told(NewsKind.REFUSAL, delivery_id=1)]))

    with sent_desk.practice.database.cursor() as cursor:
        client = clients_of(cursor, ["C1"])["C1"]
    assert client.refusals == {Form.EMAIL}
