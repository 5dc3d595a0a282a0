"""The code of the booking page: printed sharp, read back, and only for a web page."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
import segno
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from relance_ops import booking_code, cards, email_page, letters, typesetting
from relance_ops.errors import SettingError
from relance_ops.model import Clinic, Kind
from relance_ops.settings import Settings
from relance_ops.web_pages import is_web_page, web_page
from tests.deliveries import CLINIC, a_client, a_message, a_reminder
from tests.factories import Desk
from tests.pdf_places import words

MM = 1 / 25.4
SHARPNESS = 300  # points an inch, as an office printer has
PAGE = "https://rdv.example/tilleuls"
LONG = f"https://rdv.example/{'clinique-' * 15}?praticien=tous&motif=vaccin"
PAPER = pytest.mark.parametrize("kind", [Kind.LETTER, Kind.CARD])


def printed(kind: Kind, clinic: Clinic) -> Image.Image:
    """The side that the code is on, as it leaves the printer."""
    content = letters.letter if kind is Kind.LETTER else cards.card
    layout = "letter" if kind is Kind.LETTER else "card"
    sheets = letters.sheets([content(a_message(kind), clinic)], clinic, None)
    sides = typesetting.pictures(layout, sheets, sharpness=SHARPNESS)
    return Image.open(io.BytesIO(sides[-1])).convert("L")


def code_on(picture: Image.Image, kind: Kind, page: str = PAGE) -> Image.Image:
    """The 24 mm square that the code and its white edge fill."""
    margin, top = (22, 53) if kind is Kind.LETTER else (8, 105 - 8 - 24)
    left = margin - 24 * booking_code.white_edge(page)
    edges = (left, top, left + 24, top + 24)
    return picture.crop(tuple(round(edge * MM * SHARPNESS) for edge in edges))  # type: ignore[arg-type]


def letter_pages(tmp_path: Path, clinic: Clinic, rows: int = 1) -> list[str]:
    reminders = [
        a_reminder(animal_id=f"A{n}", animal_name=f"Rex{n}") for n in range(rows)
    ]
    letters.compose(
        [a_message(Kind.LETTER, *reminders)], clinic=clinic, folder=tmp_path
    )
    return [page.extract_text() for page in PdfReader(tmp_path / "letters.pdf").pages]


@PAPER
@pytest.mark.parametrize("page", [PAGE, LONG], ids=["short", "long"])
def test_every_square_is_printed_where_it_must_be(kind: Kind, page: str) -> None:
    clinic = replace(CLINIC, booking_url=page)
    expected = list(
        segno.make(page, error="m", micro=False).matrix_iter(
            border=booking_code.QUIET_ZONE
        )
    )

    found = code_on(printed(kind, clinic), kind, page)

    size = found.width / len(expected)
    seen = [
        [
            found.getpixel((int((x + 0.5) * size), int((y + 0.5) * size))) < 128  # type: ignore[operator]
            for x in range(len(expected))
        ]
        for y in range(len(expected))
    ]
    assert seen == [[bool(square) for square in row] for row in expected]


@PAPER
@pytest.mark.parametrize("page", [PAGE, LONG], ids=["short", "long"])
def test_a_telephone_reads_the_booking_page(kind: Kind, page: str) -> None:
    clinic = replace(CLINIC, booking_url=page)

    [found] = zxingcpp.read_barcodes(printed(kind, clinic))

    assert found.text == page


def test_a_square_is_large_enough_even_for_a_long_address() -> None:
    squares = segno.make(LONG, error="m").symbol_size(border=booking_code.QUIET_ZONE)[0]

    assert 24 / squares >= 0.3  # millimetres; telephones read 0.25 at arm's length


@PAPER
@pytest.mark.parametrize(
    "changes",
    [
        {"booking_url": ""},
        {"booking_code": "no"},
        {"booking_url": "javascript:alert(1)"},
        {"booking_url": "rdv.example/tilleuls"},
        {"booking_url": "ftp://rdv.example"},
    ],
    ids=str,
)
def test_without_a_web_page_or_when_it_is_not_wanted_there_is_no_code(
    kind: Kind, changes: dict[str, str]
) -> None:
    clinic = replace(CLINIC, **changes)

    found = code_on(printed(kind, clinic), kind)

    assert found.getextrema() == (255, 255)


def test_the_code_never_shows_through_the_window(tmp_path: Path) -> None:
    letters.compose([a_message(Kind.LETTER)], clinic=CLINIC, folder=tmp_path)
    [page] = PdfReader(tmp_path / "letters.pdf").pages

    beside = [
        x
        for text, x, y in words(page)
        if 50 < y < 90 and ("code" in text or "ligne" in text)
    ]

    # A DL window begins 90 mm from the edge of a letter that slid to the left.
    assert beside
    assert max(beside) < 85


@pytest.mark.parametrize("rows", [1, 14])
def test_the_code_takes_no_room_from_the_words(tmp_path: Path, rows: int) -> None:
    with_code = letter_pages(tmp_path, CLINIC, rows)
    without = letter_pages(tmp_path, replace(CLINIC, booking_code="no"), rows)

    assert "Rendez-vous en ligne" in with_code[0]
    assert "Rendez-vous en ligne" not in without[0]
    assert len(with_code) == len(without)


def test_an_english_client_is_told_in_english() -> None:
    message = a_message(Kind.LETTER, client=a_client(language="en"))

    found = letters.letter(message, CLINIC)

    assert found["booking"] == {
        "title": "Online booking",
        "hint": "Point your phone's camera at this code.",
        "page": "rdv.example/tilleuls",
    }


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (PAGE, "rdv.example/tilleuls"),
        ("http://rdv.example/", "rdv.example"),
        (LONG, "rdv.example"),
        (f"https://{'x' * 40}.example/", ""),
    ],
)
def test_the_page_is_named_in_a_line_beside_the_code(page: str, said: str) -> None:
    assert booking_code.spoken(page) == said


def test_a_hundred_letters_with_their_codes_stay_small(tmp_path: Path) -> None:
    messages = [a_message(Kind.LETTER) for _ in range(100)]

    letters.compose(messages, clinic=CLINIC, folder=tmp_path)

    assert (tmp_path / "letters.pdf").stat().st_size < 600_000


# The link in emails


def test_an_email_leads_to_the_booking_page() -> None:
    page = email_page.page(a_message(Kind.EMAIL), CLINIC)

    assert f'href="{PAGE}"' in page


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://rdv.example"])
def test_an_email_leads_to_nothing_but_a_web_page(address: str) -> None:
    page = email_page.page(a_message(Kind.EMAIL), replace(CLINIC, booking_url=address))

    assert "href" not in page


# What may be typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        (PAGE, PAGE),
        ("http://rdv.example:8080/a?b=c#d", "http://rdv.example:8080/a?b=c#d"),
        ("rdv.example/tilleuls", "https://rdv.example/tilleuls"),
        (" www.rdv.example ", "https://www.rdv.example"),
    ],
)
def test_a_booking_page_is_kept_with_its_scheme(
    desk: Desk, typed: str, kept: str
) -> None:
    desk.practice.set("clinic.booking_url", typed, by="Jeanne")

    assert desk.practice.settings().clinic.booking_url == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://rdv.example",
        "mailto:rdv@example.fr",
        "https://user:secret@rdv.example",
        "https://rdv",
        "https://",
        "https://rdv.example/a b",
        'https://rdv.example/"><script>',
        "https://rdv.example:port",
        "https://[::1",
        "sur notre site",
    ],
)
def test_anything_but_a_web_page_is_refused(desk: Desk, typed: str) -> None:
    with pytest.raises(SettingError, match=r"https://rdv\.clinique\.fr"):
        desk.practice.set("clinic.booking_url", typed, by="Jeanne")

    assert desk.practice.settings().clinic.booking_url == ""


def test_an_address_typed_before_is_still_read() -> None:
    settings = Settings.from_rows([("clinic.booking_url", "sur notre site")])

    assert settings.clinic.booking_url == "sur notre site"
    assert not booking_code.is_drawn(settings.clinic)


def test_the_code_is_turned_off_by_a_setting(desk: Desk) -> None:
    desk.practice.set("clinic.booking_url", PAGE, by="Jeanne")
    assert booking_code.is_drawn(desk.practice.settings().clinic)

    desk.practice.set("clinic.booking_code", "no", by="Jeanne")

    assert not booking_code.is_drawn(desk.practice.settings().clinic)


def test_a_code_is_wanted_or_not(desk: Desk) -> None:
    with pytest.raises(SettingError, match="yes, no"):
        desk.practice.set("clinic.booking_code", "peut-être", by="Jeanne")


def test_a_web_page_is_itself() -> None:
    assert is_web_page(PAGE)
    assert not is_web_page("rdv.example")
    assert web_page(web_page("rdv.example")) == "https://rdv.example"
