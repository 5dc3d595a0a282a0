"""The bytes of an email: read back by a parser that is not ours."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance_ops import emails
from relance_ops.model import Client, Clinic, Kind
from relance_ops.signatures import Purpose, number_in, signed
from tests.channels.contract import HOSTILE_NAMES
from tests.deliveries import CLINIC, NOW, SENDER, a_client, a_message, a_reminder
from tests.email_reading import built, mailbox, read, text_of


def test_an_email_holds_text_first_then_html() -> None:
    message = read(built(a_message()))

    kinds = [part.get_content_type() for part in message.iter_parts()]
    assert message.get_content_type() == "multipart/alternative"
    assert kinds == ["text/plain", "text/html"]


def test_the_text_is_the_words_then_the_clinics_signature() -> None:
    original = a_message()

    text = text_of(read(built(original)))

    assert text.startswith(original.words.text)
    assert text.endswith(
        "-- \nClinique vétérinaire des Tilleuls\n"
        "12 avenue des Tilleuls, 06000 Nice\n04 65 71 00 00\n"
    )


def test_the_headers_say_who_writes_to_whom_and_how_to_answer() -> None:
    original = a_message()

    message = read(built(original))

    assert mailbox(message, "From") == (CLINIC.name, SENDER)
    assert mailbox(message, "To") == ("Mme Hélène Martin", "helene.martin@example.fr")
    assert mailbox(message, "Reply-To") == (CLINIC.name, CLINIC.email)
    assert message["Subject"] == "Un rappel de santé pour Rex"
    assert message["Message-ID"] == original.message_id
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "<relances.tilleuls.example>"
    assert message["X-Relance-Delivery"] == str(original.delivery_id)


def test_unsubscribing_writes_to_the_clinic_with_our_number() -> None:
    original = a_message()

    message = read(built(original))

    number = original.delivery_id
    assert message["List-Unsubscribe"] == (
        f"<mailto:accueil@tilleuls.example?subject=stop%20{number}>"
    )
    # One click needs an https address (RFC 8058), which a clinic's LAN does not have.
    assert message["List-Unsubscribe-Post"] is None


def test_unsubscribing_from_a_signed_email_writes_to_the_account() -> None:
    original = a_message()
    token = signed(original.delivery_id, Purpose.STOP, key=b"key")

    plain = read(built(original, key=b"key"))
    plus = read(built(original, key=b"key", plus=True))

    assert plain["List-Unsubscribe"] == f"<mailto:{SENDER}?subject=stop%20{token}>"
    assert plus["List-Unsubscribe"] == (
        f"<mailto:accueil+desabo-{token}@tilleuls.example?subject=stop%20{token}>"
    )


def test_a_signed_email_is_known_again_by_its_head() -> None:
    original = a_message()

    message = read(built(original, key=b"key"))

    found = number_in(message["X-Relance-Return"], Purpose.BOUNCE, key=b"key")
    assert found == original.delivery_id


def test_without_a_clinic_address_answers_go_to_the_account() -> None:
    message = read(built(a_message(), clinic=replace(CLINIC, email="")))

    assert mailbox(message, "Reply-To")[1] == SENDER
    assert message["List-Unsubscribe"].startswith(f"<mailto:{SENDER}?")


@pytest.mark.parametrize("sender", ["", "pas une adresse", "a@b.fr\r\nBcc: c@d.fr"])
def test_before_the_clinic_has_an_address_a_reserved_one_stands_in(sender: str) -> None:
    message = read(built(a_message(), sender=sender))

    assert mailbox(message, "From")[1].endswith(".invalid")
    assert message["Bcc"] is None


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_never_leaves_its_header(name: str) -> None:
    client = a_client(title=name, first_name=name, last_name=name)
    original = a_message(Kind.EMAIL, a_reminder(animal_name=name), client=client)
    clinic = Clinic(**dict.fromkeys(Clinic.__slots__, name))

    message = read(built(original, clinic=clinic))

    assert set(message.keys()) == set(read(built(a_message())).keys())
    assert message["Bcc"] is None
    assert mailbox(message, "To")[1] == "helene.martin@example.fr"
    assert mailbox(message, "From")[1] == SENDER


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_name_gives_an_email_that_reads_back(client_name: str, animal: str) -> None:
    client = Client("C1", client_name, email="helene.martin@example.fr")
    original = a_message(Kind.EMAIL, a_reminder(animal_name=animal), client=client)

    content = built(original)

    message = read(content)
    assert mailbox(message, "To")[1] == "helene.martin@example.fr"
    assert message["Subject"] == original.words.subject
    assert text_of(message).startswith(original.words.text)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_no_line_is_longer_than_mail_allows(name: str) -> None:
    client = a_client(last_name=name)
    content = built(a_message(Kind.EMAIL, a_reminder(animal_name=name), client=client))

    lines = content.split(b"\r\n")

    assert max(map(len, lines)) <= 998
    # A header that is folded well; an address of 254 characters cannot be.
    head = content.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert max(map(len, head)) <= 100
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    assert content.isascii()


def test_the_same_delivery_gives_the_same_bytes() -> None:
    message = a_message()

    assert built(message) == built(message)


def test_an_address_that_is_none_is_refused() -> None:
    message = replace(a_message(), address="a b@example.fr")

    with pytest.raises(ValueError, match=str(message.delivery_id)):
        built(message)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("a@example.fr", True),
        ("a.b+c_d'e@ex-ample.fr", True),
        ("", False),
        ("a", False),
        ("a@b@example.fr", False),
        ("a@example.fr\n", False),
        ("a>b@example.fr", False),
        ("a,b@example.fr", False),
        ("é@example.fr", False),
        ("a" * 250 + "@example.fr", False),
    ],
)
def test_what_can_be_written_in_a_mail_command(address: str, *, expected: bool) -> None:
    assert emails.is_deliverable(address) is expected


def test_a_message_id_is_the_same_for_the_same_delivery_and_run() -> None:
    first = emails.message_id_for(7, sender=SENDER, token="run")

    assert first == emails.message_id_for(7, sender=SENDER, token="run")
    assert re.fullmatch(r"<relance-7-[0-9a-f]{16}@tilleuls\.example>", first)


def test_the_same_number_in_another_run_has_another_message_id() -> None:
    # A restored backup counts again from where it was.
    first = emails.message_id_for(7, sender=SENDER, token="run 1")

    assert first != emails.message_id_for(7, sender=SENDER, token="run 2")
