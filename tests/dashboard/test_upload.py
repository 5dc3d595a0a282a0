"""What a browser may hand over, and what a forged one may not."""

from __future__ import annotations

from typing import Any

import pytest

from relance_ops.dashboard.upload import Upload

MOST = 3 * 1024 * 1024


@pytest.fixture
def upload() -> Upload:
    return Upload(most_bytes=MOST, multiple=True)


def chunk(data: bytes, name: str = "clients.csv", **more: Any) -> dict[str, Any]:
    """What the component sends of a file."""
    told = {"chunk": 1, "total_chunks": 1, "mime_type": "text/csv"}
    return {"status": "upload_event", "name": name, "data": data, **told, **more}


def test_what_fits_is_received_by_name(upload: Upload) -> None:
    for name in ("clients.csv", "animals.csv"):
        upload._handle_msg(chunk(b"a" * 1000, name))
    upload._handle_msg({"status": "finished"})

    assert upload.filename == ["clients.csv", "animals.csv"]
    assert [len(content) for content in upload.value] == [1000, 1000]


def test_a_file_that_is_too_large_is_refused_by_the_server_too(upload: Upload) -> None:
    for number in range(1, 9):
        upload._handle_msg(chunk(b"a" * 1_000_000, chunk=number, total_chunks=9))
    held = sum(len(file["chunks"]) for file in upload._file_buffer.values())
    upload._handle_msg({"status": "finished"})

    assert held == 0
    assert not upload.value


def test_pieces_that_are_never_finished_do_not_pile_up(upload: Upload) -> None:
    for number in range(5):
        upload._handle_msg(chunk(b"a" * 1000, f"f{number}", total_chunks=2))
        upload._handle_msg({"status": "finished"})

    assert upload._file_buffer == {}


def test_the_next_choice_is_received_after_one_that_was_refused(
    upload: Upload,
) -> None:
    upload._handle_msg(chunk(b"a" * (MOST + 1)))
    upload._handle_msg({"status": "finished"})

    upload._handle_msg(chunk(b"good"))
    upload._handle_msg({"status": "finished"})

    assert upload.value == [b"good"]


def test_who_may_choose_nothing_hands_over_nothing(upload: Upload) -> None:
    upload.disabled = True

    upload._handle_msg(chunk(b"a"))
    upload._handle_msg({"status": "finished"})

    assert not upload.value
