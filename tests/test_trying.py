"""Looking at words on a client, and tests that leave no trace in the ledger."""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from pypdf import PdfReader

from relance_ops.config import Config
from relance_ops.errors import ChannelError, SettingError
from relance_ops.library import Part
from relance_ops.model import Kind, Message
from relance_ops.samples import turning
from tests.channels.mailing import a_config
from tests.factories import Desk, a_desk
from tests.peers.running import running_smtp_peer

RECORDS = ("run", "delivery", "claim", "ledger")


def traces(desk: Desk) -> dict[str, int]:
    """Rows of everything that says that something was sent."""
    return {
        table: desk.rows(f"select count(*) from {table}")[0][0] for table in RECORDS
    }


def a_test(desk: Desk, kind: Kind = Kind.EMAIL, **draft: str) -> Message:
    """The first sample's message."""
    tries = desk.practice.tries
    return tries.trial().message(
        tries.samples()[0],
        kind,
        template="default",
        spoken="fr",
        draft={Part(part): text for part, text in draft.items()},
    )


def written(file: Path) -> EmailMessage:
    found = email.message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(found, EmailMessage)
    return found


# Samples


def test_words_are_looked_at_on_who_is_written_to_today(due_desk: Desk) -> None:
    due_desk.client("C0")
    due_desk.animal("A0", "C0")

    [sample] = due_desk.practice.tries.samples()

    assert sample.client.client_id == "C1"
    assert [reminder.animal_id for reminder in sample.reminders] == ["A1"]


def test_on_a_day_without_any_they_are_looked_at_on_anybody(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.client()
    desk.animal(name="Rex")
    desk.animal("A2", name="Félix", deceased_on="2025-01-01")
    desk.act(performed_on="2026-11-01")

    [sample] = desk.practice.tries.samples()

    assert [reminder.animal_name for reminder in sample.reminders] == ["Rex"]
    assert sample.reminders[0].label == "Vaccin CHPPiL4"


def test_an_empty_clinic_looks_at_an_invented_client(desk: Desk) -> None:
    [sample] = desk.practice.tries.samples()

    assert sample.invented


def test_those_a_template_is_for_come_first_then_several_animals(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.yearly_vaccine(act_type="RAGE", template="last")
    for number in (1, 2, 3):
        desk.due_today(number)
    desk.animal("A3b", "C3")
    desk.act("X3b", "A3b")
    desk.client("C4")
    desk.animal("A4", "C4")
    desk.act("X4", "A4", act_type="RAGE")

    found = turning(desk.practice.tries.samples(), "last")

    assert [sample.client.client_id for sample in found] == ["C4", "C3", "C1", "C2"]


# Drafts


def test_a_draft_is_seen_before_it_is_saved(due_desk: Desk) -> None:
    message = a_test(due_desk, subject="Venez voir, {{ animaux }}")

    assert message.words.subject == "Venez voir, Rex A1"
    assert due_desk.rows("select count(*) from wording") == [(0,)]


def test_an_email_is_seen_as_a_whole_page_without_script(due_desk: Desk) -> None:
    due_desk.change("update animal set name = '<script>alert(1)</script>'")

    shown = due_desk.practice.tries.trial().email_page(a_test(due_desk))

    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize(("kind", "sides"), [(Kind.LETTER, 1), (Kind.CARD, 2)])
def test_paper_is_seen_as_the_printer_would_have_it(
    due_desk: Desk, kind: Kind, sides: int
) -> None:
    trial = due_desk.practice.tries.trial()

    pictures = trial.pictures(a_test(due_desk, kind))

    assert len(pictures) == sides
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_a_letter_is_seen_even_of_a_client_without_an_address(due_desk: Desk) -> None:
    due_desk.change("update client set address1 = '', city = '', postcode = ''")

    assert due_desk.practice.tries.trial().pictures(a_test(due_desk, Kind.LETTER))


def test_an_sms_is_counted_after_merging(due_desk: Desk) -> None:
    message = a_test(due_desk, Kind.SMS, sms="{{ animaux }} " * 30)

    count, cents = due_desk.practice.tries.trial().sms(message)

    assert (count.parts, cents) == (2, 14)


@pytest.mark.parametrize("kind", [Kind.LETTER, Kind.CARD])
def test_a_test_page_is_made_in_the_real_layout(
    due_desk: Desk, tmp_path: Path, kind: Kind
) -> None:
    due_desk.practice.set("clinic.name", "Clinique des Tilleuls", by="test")
    page = tmp_path / "page.pdf"

    page.write_bytes(due_desk.practice.tries.trial().test_page(kind))

    words = PdfReader(page).pages[0].extract_text()
    assert "Clinique des Tilleuls" in words
    assert "Rex" in words


# Test messages


def test_a_test_email_leaves_nothing_in_the_ledger(due_desk: Desk) -> None:
    due_desk.practice.tries.send_email(
        a_test(due_desk), "jeanne@clinique.fr", by="Jeanne"
    )

    assert traces(due_desk) == dict.fromkeys(RECORDS, 0)
    assert due_desk.ready() == ["A1"]


def test_a_test_email_says_that_it_is_one(due_desk: Desk) -> None:
    said = due_desk.practice.tries.send_email(
        a_test(due_desk), "jeanne@clinique.fr", by="Jeanne"
    )

    found = written(due_desk.practice.outbox() / "0.eml")
    assert found["Subject"] == "[Essai] Un rappel de santé pour Rex A1"
    assert found["To"] == "jeanne@clinique.fr"
    assert "Madame Lefèvre C1" in str(found.get_body().get_content())  # type: ignore[union-attr]
    assert said.endswith("0.eml")


def test_the_journal_knows_of_a_test_without_its_address(due_desk: Desk) -> None:
    due_desk.practice.tries.send_email(
        a_test(due_desk), "jeanne@clinique.fr", by="Jeanne"
    )

    [row] = due_desk.rows("select * exclude (event_id, happened_at) from event")
    assert row == ("Jeanne", "test_sent", "", "", "email", "", "", "")


@pytest.mark.parametrize("address", ["", "jeanne", "a@b\r\nBcc: x@y.fr"])
def test_a_test_needs_an_address(due_desk: Desk, address: str) -> None:
    with pytest.raises(SettingError, match="n'est pas une adresse"):
        due_desk.practice.tries.send_email(a_test(due_desk), address, by="Jeanne")

    assert due_desk.rows("select count(*) from event") == [(0,)]


# The account


@pytest.fixture
def mailing_desk(tmp_path: Path) -> Iterator[Desk]:
    """A clinic with a mail server that accepts one login."""
    login = ("--user", "accueil", "--password", "juste")
    with running_smtp_peer(tmp_path / "kept", *login) as peer:
        account = replace(a_config(peer.port), user="accueil", password="juste")
        desk = a_desk(tmp_path / "files", config=Config(email=account))
        yield desk
        desk.practice.database.close()


def test_an_account_that_works_is_said_to(mailing_desk: Desk) -> None:
    said = mailing_desk.practice.tries.check_email(by="Jeanne")

    assert "répond et accepte le compte accueil" in said
    assert "n'est pas chiffrée" in said


def test_a_wrong_password_is_said_without_a_word_of_a_queue(mailing_desk: Desk) -> None:
    account = mailing_desk.practice.config.email
    assert account is not None
    mailing_desk.practice.config = Config(email=replace(account, password="faux"))

    with pytest.raises(ChannelError) as refused:
        mailing_desk.practice.tries.check_email(by="Jeanne")

    assert "535" in refused.value.found
    assert "mot de passe" in refused.value.found
    assert "attendent" not in refused.value.found


def test_a_server_that_is_not_there_is_said_to_be_silent(desk: Desk) -> None:
    desk.practice.config = Config(email=a_config(1))

    with pytest.raises(ChannelError, match="ne répond pas"):
        desk.practice.tries.check_email(by="Jeanne")


def test_without_an_account_there_is_nothing_to_try(desk: Desk) -> None:
    with pytest.raises(ChannelError, match="Aucun compte d'email"):
        desk.practice.tries.check_email(by="Jeanne")


def test_a_test_email_travels_by_the_account(
    mailing_desk: Desk, tmp_path: Path
) -> None:
    mailing_desk.yearly_vaccine()
    mailing_desk.due_today()

    said = mailing_desk.practice.tries.send_email(
        a_test(mailing_desk), "jeanne@clinique.fr", by="Jeanne"
    )

    assert said == "L'essai est parti à jeanne@clinique.fr."
    assert traces(mailing_desk) == dict.fromkeys(RECORDS, 0)
