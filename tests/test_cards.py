"""Cards four on a sheet, read back with pypdf."""

from __future__ import annotations

import re

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, NameObject

from relance_ops import cards
from relance_ops.model import Clinic
from tests.factories import Desk

A4_LANDSCAPE = pytest.approx((841.9, 595.3), abs=0.5)


@pytest.fixture
def card_desk(desk: Desk) -> Desk:
    """Six clients reached by card only, and one by letter."""
    desk.yearly_vaccine(paper_form="card")
    for number in range(1, 7):
        desk.due_today(number, email="", mobile="", postcode=f"3500{number}")
    desk.yearly_vaccine(act_type="RAGE")
    desk.client("L1", email="", mobile="", postcode="35000")
    desk.animal("L1", "L1", name="Lettre")
    desk.act("L1", "L1", act_type="RAGE")
    return desk


def sheets(desk: Desk) -> list[PageObject]:
    return list(PdfReader(desk.practice.report(1).cards_pdf).pages)


def test_six_cards_are_two_sheets_with_their_backs(card_desk: Desk) -> None:
    card_desk.practice.send(by="accueil")

    found = sheets(card_desk)
    assert [(float(p.mediabox.width), float(p.mediabox.height)) for p in found] == [
        A4_LANDSCAPE
    ] * 4
    assert [len(page["/Resources"]["/XObject"]) for page in found] == [4, 4, 2, 2]  # type: ignore[index]


def test_cards_are_numbered_after_the_letters(card_desk: Desk) -> None:
    card_desk.practice.send(by="accueil")

    [question] = card_desk.practice.print_questions()
    numbers = [(letter[0], letter[4].value) for letter in question.letters]
    assert numbers == [(1, "letter"), *((n, "card") for n in range(2, 8))]
    assert "Carte 2" in sheets(card_desk)[0].extract_text()


def test_the_page_map_points_at_a_card_s_two_sides(card_desk: Desk) -> None:
    card_desk.practice.send(by="accueil")

    [question] = card_desk.practice.print_questions()
    assert [letter[2:4] for letter in question.letters[1:]] == [(1, 2)] * 4 + [
        (3, 4)
    ] * 2


PLACED = re.compile(rb"q 1 0 0 1 (\S+) (\S+) cm (/Card\d) Do Q")


def place_of(sheet: PageObject, wanted: str) -> tuple[int, int]:
    """Column and row, from the left and the top, of the card that shows *wanted*."""
    contents = sheet.get_contents()
    assert contents is not None
    forms = sheet["/Resources"]["/XObject"]  # type: ignore[index]
    [(x, y)] = [
        (float(x), float(y))
        for x, y, name in PLACED.findall(contents.get_data())
        if wanted in text_of(forms[name.decode()].get_object())
    ]
    return int(x > 0), int(y == 0)


def text_of(form: DictionaryObject) -> str:
    """The words of one card, drawn alone on a page."""
    page = PageObject.create_blank_page(width=421, height=298)
    page[NameObject("/Resources")] = form["/Resources"]
    page[NameObject("/Contents")] = form
    return page.extract_text()


def test_backs_fall_behind_their_fronts_when_turned_over_the_short_edge(
    card_desk: Desk,
) -> None:
    card_desk.practice.send(by="accueil")

    front, back, *_others = sheets(card_desk)
    for number in range(1, 5):
        column, row = place_of(front, f"Carte {number + 1}")
        assert place_of(back, f"3500{number}") == (1 - column, row)


def test_the_printer_is_asked_to_turn_over_the_short_edge(card_desk: Desk) -> None:
    card_desk.practice.send(by="accueil")

    preferences = PdfReader(card_desk.practice.report(1).cards_pdf).viewer_preferences
    assert preferences is not None
    assert str(preferences["/Duplex"]) == "/DuplexFlipShortEdge"
    assert str(preferences["/PrintScaling"]) == "/None"


def test_a_card_with_many_animals_says_how_many_more(desk: Desk) -> None:
    desk.yearly_vaccine(paper_form="card")
    desk.client("C1", email="", mobile="")
    for number in range(9):
        desk.animal(f"A{number}", "C1", name=f"Animal{number}")
        desk.act(f"X{number}", f"A{number}")

    desk.practice.send(by="accueil")

    text = " ".join(sheets(desk)[0].extract_text().split())
    assert "et 5 autres soins" in text
    assert "Carte 1" in text


def test_chosen_cards_are_printed_again_on_fewer_sheets(card_desk: Desk) -> None:
    card_desk.practice.send(by="accueil")
    folder = card_desk.practice.run_folder(1)

    again = folder / "again.pdf"
    again.write_bytes(cards.reprint(folder, {4, 7}, clinic=Clinic()))

    found = PdfReader(again).pages
    assert len(found) == 2
    assert {f"Carte {n}" for n in (4, 7) if f"Carte {n}" in found[0].extract_text()} == {
        "Carte 4", "Carte 7",
    }  # fmt: skip


def test_the_red_answer_takes_letters_and_cards_alike(card_desk: Desk) -> None:
    card_desk.practice.send(by="accueil")

    card_desk.practice.confirm(1, by="accueil", reprint=[1, 7])

    assert card_desk.states() == {
        "letter": {"voided": 1},
        "card": {"printed": 5, "voided": 1},
    }
    assert card_desk.ready() == ["A6", "L1"]
