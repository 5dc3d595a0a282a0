"""The outbox: what would have left, in files that a person can open."""

from __future__ import annotations

from pathlib import Path

import pytest

from relance_ops import emails
from relance_ops.channels.outbox import OutboxChannel
from relance_ops.errors import ChannelError
from relance_ops.model import Kind
from tests.deliveries import CLINIC, NOW, SENDER, a_client, a_message, a_reminder


def an_outbox(kind: Kind, folder: Path) -> OutboxChannel:
    return OutboxChannel(
        kind, folder=folder, clinic=CLINIC, sender=SENDER, clock=lambda: NOW
    )


def test_an_email_is_written_with_the_very_bytes_that_would_leave(
    tmp_path: Path,
) -> None:
    message = a_message(Kind.EMAIL)

    [receipt] = an_outbox(Kind.EMAIL, tmp_path / "new" / "outbox").send([message])

    written = tmp_path / "new" / "outbox" / receipt.reference
    expected = emails.build(message, clinic=CLINIC, sender=SENDER, now=NOW)
    assert written.name == f"{message.delivery_id}.eml"
    assert written.read_bytes() == expected


def test_an_sms_is_written_with_its_number_and_its_text(tmp_path: Path) -> None:
    message = a_message(Kind.SMS)

    [receipt] = an_outbox(Kind.SMS, tmp_path).send([message])

    text = (tmp_path / receipt.reference).read_text(encoding="utf-8")
    assert text == f"+33639980001\n\n{message.words.text}\n"


def test_no_file_is_named_by_a_client(tmp_path: Path) -> None:
    path = "../../../outside"
    client = a_client(client_id=path, last_name=path, first_name=path)
    message = a_message(Kind.SMS, a_reminder(animal_name=path), client=client)

    list(an_outbox(Kind.SMS, tmp_path).send([message]))

    assert [file.name for file in tmp_path.iterdir()] == [f"{message.delivery_id}.txt"]


def test_the_same_delivery_again_is_the_same_file(tmp_path: Path) -> None:
    message = a_message(Kind.EMAIL)
    outbox = an_outbox(Kind.EMAIL, tmp_path)

    list(outbox.send([message, message]))

    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_written_stops_the_channel(tmp_path: Path) -> None:
    in_the_way = tmp_path / "outbox"
    in_the_way.write_text("a file, not a folder")

    with pytest.raises(ChannelError, match="outbox") as stopped:
        list(an_outbox(Kind.EMAIL, in_the_way).send([a_message(Kind.EMAIL)]))

    assert not stopped.value.account


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux's full disk")
def test_a_full_disk_stops_the_channel(tmp_path: Path) -> None:
    message = a_message(Kind.EMAIL)
    (tmp_path / f"{message.delivery_id}.eml.part").symlink_to("/dev/full")

    with pytest.raises(ChannelError, match=r"(?i)no space|place") as stopped:
        list(an_outbox(Kind.EMAIL, tmp_path).send([message]))

    assert not stopped.value.account
    assert not list(tmp_path.glob("*.eml"))
