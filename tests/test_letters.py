"""Letters as a clinic prints them: read back with pypdf, page by page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader

from relance_ops import letters, printfile
from relance_ops.errors import LetterError
from relance_ops.model import Clinic, Kind
from relance_ops.typesetting import MISSING, printable
from tests.factories import Desk
from tests.pdf_places import words

CLINIC = Clinic(
    name="Clinique des Tilleuls", address1="24 rue des Prés", postcode="35510",
    city="Cesson-Sévigné", phone="02 61 91 00 12", hours="9 h – 19 h", legal="N° 504321",
)  # fmt: skip
HOSTILE = (
    '<script> =HYPERLINK("x") #panic("x") *gras* @ref $x$ <b> #read("/etc/passwd")'
)


@pytest.fixture
def paper_desk(desk: Desk) -> Desk:
    """Twelve clients who can only be reached by letter."""
    desk.yearly_vaccine()
    for number in range(1, 13):
        desk.due_today(number, email="", mobile="", postcode=f"35{number:03d}")
    return desk


def pages(desk: Desk, run: int = 1) -> list[PageObject]:
    return list(PdfReader(desk.practice.report(run).letters_pdf).pages)


def test_letters_are_sorted_by_postcode_and_numbered_at_the_foot(desk: Desk) -> None:
    desk.yearly_vaccine()
    for number, postcode in enumerate(("35700", "35000", "35200"), 1):
        desk.due_today(number, email="", mobile="", postcode=postcode)

    desk.practice.send(by="accueil")

    texts = [page.extract_text() for page in pages(desk)]
    assert [next(p for p in ("35700", "35000", "35200") if p in t) for t in texts] == [
        "35000", "35200", "35700",
    ]  # fmt: skip
    assert [f"Lettre {n}" in text for n, text in enumerate(texts, 1)] == [True] * 3


def test_the_address_stands_in_the_window_and_nothing_else_does(
    paper_desk: Desk,
) -> None:
    paper_desk.change(
        "update client set address2 = 'Résidence Les Mélèzes, bâtiment C'"
    )
    paper_desk.practice.send(by="accueil")
    around = [
        (text, x, y)
        for text, x, y in words(pages(paper_desk)[0])
        if x > 100 and 45 <= y <= 95
    ]

    assert all(110 <= x <= 195 and 55 <= y <= 88 for _text, x, y in around)
    joined = " ".join(text for text, _x, _y in around)
    assert "LEFÈVRE C1" in joined
    assert "12 RUE DE L'ÉGLISE" in joined
    assert "35001 RENNES" in joined
    assert "Clinique" not in joined


def test_a_letter_lists_every_animal_and_act_of_its_client(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.client("C1", email="", mobile="")
    for animal in ("Réglisse", "Œdipe", "Zoé"):
        desk.animal(animal, "C1", name=animal)
        desk.act(f"X{animal}", animal)

    desk.practice.send(by="accueil")

    [page] = pages(desk)
    text = page.extract_text()
    assert all(animal in text for animal in ("Réglisse", "Œdipe", "Zoé"))


def test_every_font_is_in_the_file(paper_desk: Desk) -> None:
    paper_desk.practice.send(by="accueil")

    for page in pages(paper_desk):
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            [descendant] = font.get_object()["/DescendantFonts"]
            descriptor = descendant.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_file_is_french_at_real_size_with_a_bookmark_a_letter(
    paper_desk: Desk,
) -> None:
    paper_desk.practice.send(by="accueil")

    reader = PdfReader(paper_desk.practice.report(1).letters_pdf)
    assert str(reader.root_object["/Lang"]) == "fr-FR"
    assert reader.viewer_preferences is not None
    assert str(reader.viewer_preferences["/PrintScaling"]) == "/None"
    assert [str(item.title) for item in reader.outline][:2] == [  # type: ignore[union-attr]
        "1 · LEFÈVRE C1 – 35001 Rennes",
        "2 · LEFÈVRE C2 – 35002 Rennes",
    ]


def test_hostile_names_are_printed_as_they_are(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.client("C1", email="", mobile="")
    desk.animal("A1", "C1", name=HOSTILE)
    desk.act()

    desk.practice.send(by="accueil")

    text = " ".join(" ".join(p.extract_text().split()) for p in pages(desk))
    for word in ("<script>", "#panic(", "*gras*", "$x$", "#read("):
        assert word in text


def test_a_long_letter_runs_on_and_the_next_one_starts_on_its_own_page(
    desk: Desk,
) -> None:
    desk.yearly_vaccine()
    desk.client("C1", email="", mobile="", postcode="35001")
    for number in range(40):
        desk.animal(f"A{number}", "C1", name=f"Animal{number}")
        desk.act(f"X{number}", f"A{number}")
    desk.due_today(99, email="", mobile="", postcode="35002")

    desk.practice.send(by="accueil")

    [question] = desk.practice.print_questions()
    (_n, _name, first, last, _k), (_n2, _name2, next_first, next_last, _k2) = (
        question.letters
    )
    assert (first, next_first, next_last) == (1, last + 1, last + 1)
    assert last >= 2
    assert "Animal39" in "".join(page.extract_text() for page in pages(desk)[:last])


def test_chosen_letters_are_printed_again_page_for_page(paper_desk: Desk) -> None:
    paper_desk.practice.send(by="accueil")
    folder = paper_desk.practice.run_folder(1)

    again = folder / "again.pdf"
    again.write_bytes(letters.reprint(folder, {3, 11}, clinic=CLINIC))

    original = pages(paper_desk)
    assert [page.extract_text() for page in PdfReader(again).pages] == [
        original[2].extract_text(),
        original[10].extract_text(),
    ]


def test_a_letter_that_is_not_in_the_run_cannot_be_printed_again(
    paper_desk: Desk,
) -> None:
    paper_desk.practice.send(by="accueil")

    with pytest.raises(LetterError):
        letters.reprint(paper_desk.practice.run_folder(1), {13}, clinic=CLINIC)


def test_an_english_client_gets_an_english_letter(desk: Desk) -> None:
    desk.yearly_vaccine()
    desk.due_today(1, email="", mobile="", language="en")

    desk.practice.send(by="accueil")

    assert "24 November 2026" in " ".join(pages(desk)[0].extract_text().split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Œdipe", "Œdipe"), ("a\x00b", "ab"), ("𠀋", MISSING), ("ﬁn", "fin")],
)
def test_no_character_is_ever_a_silent_blank(text: str, shown: str) -> None:
    assert printable(text) in (shown, text)
    assert printable(text).strip()


def test_a_page_map_that_is_torn_is_not_whole(paper_desk: Desk) -> None:
    paper_desk.practice.send(by="accueil")
    folder = paper_desk.practice.run_folder(1)
    page_map = printfile.map_path(folder, Kind.LETTER)
    assert printfile.whole(folder, Kind.LETTER) is not None

    page_map.write_text(json.dumps(json.loads(page_map.read_text()))[:-20])

    assert printfile.whole(folder, Kind.LETTER) is None


def test_letters_that_cannot_be_written_are_ready_again(
    paper_desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "files").write_text("a file where the folder should be")

    report = paper_desk.practice.send(by="accueil")

    assert paper_desk.states() == {"letter": {"voided": 12}}
    assert "ne peuvent pas être écrits" in report.notices[0]
    assert len(paper_desk.ready()) == 12
