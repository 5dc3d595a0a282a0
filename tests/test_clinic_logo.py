"""The logo: what is accepted, and that it is printed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from pypdf import PdfReader

from relance_ops.errors import SettingError
from relance_ops.logo_drawing import drawn
from tests.factories import Desk


def picture(form: str = "PNG", size: tuple[int, int] = (300, 120)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, (27, 106, 92)).save(written, form)
    return written.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_png_or_a_jpeg_is_kept(desk: Desk, form: str) -> None:
    desk.practice.logo.store(picture(form), by="Jeanne")

    kept = desk.practice.logo.read()

    assert kept is not None
    assert (kept.width, kept.height) == (300, 120)
    assert Image.open(io.BytesIO(kept.content)).size == (300, 120)


def test_a_large_logo_is_made_as_small_as_paper_needs() -> None:
    logo = drawn(picture(size=(4000, 3000)))

    assert (logo.width, logo.height) == (320, 240)


def test_nothing_hidden_in_a_picture_is_kept() -> None:
    hidden = PngImagePlugin.PngInfo()
    hidden.add_text("comment", "<script>alert(1)</script>")
    written = io.BytesIO()
    Image.new("RGB", (30, 30)).save(written, "PNG", pnginfo=hidden)

    logo = drawn(written.getvalue() + b"<script>")

    assert b"script" not in logo.content


def test_a_transparent_logo_is_put_on_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (30, 30), (0, 0, 0, 0)).save(written, "PNG")

    logo = drawn(written.getvalue())

    assert Image.open(io.BytesIO(logo.content)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (b"", "ni un PNG ni un JPEG"),
        (b"GIF89a" + bytes(40), "ni un PNG ni un JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "ni un PNG ni un JPEG"),
        (picture()[:60], "abîmée"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "abîmée"),
        (picture() + bytes(1_000_000), "trop gros"),
        (picture(size=(6000, 6000)), "trop de points"),
    ],
)
def test_what_is_no_logo_is_refused(desk: Desk, upload: bytes, said: str) -> None:
    with pytest.raises(SettingError, match=said):
        desk.practice.logo.store(upload, by="Jeanne")

    assert desk.practice.logo.read() is None
    assert desk.rows("select count(*) from event") == [(0,)]


def test_the_journal_says_who_changed_the_logo(desk: Desk) -> None:
    desk.practice.logo.store(picture(), by="Jeanne")
    desk.practice.logo.remove(by="Paul")

    assert desk.rows("select who, subject, after from event order by event_id") == [
        ("Jeanne", "clinic.logo", "300 × 120"),
        ("Paul", "clinic.logo", ""),
    ]
    assert desk.practice.logo.read() is None


@pytest.mark.parametrize("form", ["letter", "card"])
def test_letters_and_cards_carry_the_logo(due_desk: Desk, form: str) -> None:
    due_desk.practice.set("form.order", "paper", by="test")
    due_desk.change("update rule set paper_form = $form", form=form)
    due_desk.practice.logo.store(picture(), by="Jeanne")

    report = due_desk.practice.send(by="accueil")

    printed = PdfReader(Path(report.letters_pdf or report.cards_pdf))
    assert (
        b"/Subtype /Image" in Path(report.letters_pdf or report.cards_pdf).read_bytes()
    )
    assert len(printed.pages) == (1 if form == "letter" else 2)


def test_without_a_logo_there_is_no_picture(due_desk: Desk) -> None:
    due_desk.practice.set("form.order", "paper", by="test")

    report = due_desk.practice.send(by="accueil")

    assert b"/Subtype /Image" not in Path(report.letters_pdf).read_bytes()
