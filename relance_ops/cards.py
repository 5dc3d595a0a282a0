"""Cards: A6, four on an A4 sheet, addresses on the back where they meet the words.

Printed on both sides and turned over the short edge, each back falls behind its front:
the columns of the back sheet are mirrored.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
)

from relance_ops import letters, merging, printfile
from relance_ops.i18n import _, ngettext, speaking
from relance_ops.model import Clinic, Kind, Logo, Message
from relance_ops.printfile import Piece

MM = 72 / 25.4
SHEET = (297 * MM, 210 * MM)
CARD = (148.5 * MM, 105 * MM)
PER_SHEET = 4
_SIDES = 2

# Lower left corners, in reading order.
FRONT = ((0.0, CARD[1]), (CARD[0], CARD[1]), (0.0, 0.0), (CARD[0], 0.0))
BACK = (FRONT[1], FRONT[0], FRONT[3], FRONT[2])

# What fits on a card next to its other words; a letter would hold them all.
ROWS = 5


def compose(
    messages: Sequence[Message],
    *,
    clinic: Clinic,
    folder: Path,
    logo: Logo | None = None,
) -> list[Piece]:
    """Write cards.pdf into *folder*, in the order of *messages*; where each one is.

    Raises:
        LetterError: They could not be composed or written.
    """
    content = [card(message, clinic) for message in messages]
    chunks = letters.rendered("card", content, clinic, logo)
    places = letters.located(chunks, messages)
    pieces = [
        _piece(message, position, chunk, start)
        for position, (message, chunk, _reader, start, _length) in enumerate(places)
    ]
    pages = [
        (piece, [reader.pages[start], reader.pages[start + 1]])
        for piece, (_m, _c, reader, start, _l) in zip(pieces, places, strict=True)
    ]
    merged = imposed(pages, clinic)
    printfile.keep(folder, Kind.CARD, merged=merged, chunks=chunks, pieces=pieces)
    return pieces


def reprint(folder: Path, numbers: Collection[int], *, clinic: Clinic) -> bytes:
    """Sheets of exactly these cards of a run, as they were composed.

    Raises:
        LetterError: The run's files are gone, or a number is not among them.
    """
    return imposed(merging.pages_of(folder, Kind.CARD, numbers), clinic)


def card(message: Message, clinic: Clinic) -> dict[str, object]:
    """One card as the layout's data, in the client's language."""
    with speaking(message.client.language):
        return {
            **letters.letter(message, clinic),
            "number": _("Carte {n}").format(n=message.letter_number),
            "blocks": [
                letters.printable_block(_shortened(block))
                for block in message.words.blocks
            ],
        }


def _shortened(block: dict[str, object]) -> dict[str, object]:
    """A table that fits on a card: the first rows, and how many more there are."""
    rows = block.get("rows")
    if not isinstance(rows, list) or len(rows) <= ROWS:
        return block
    more = len(rows) - ROWS + 1
    line = ngettext("et {n} autre soin", "et {n} autres soins", more).format(n=more)
    return {**block, "rows": [*rows[: ROWS - 1], ["…", line, ""]]}


def _piece(message: Message, position: int, chunk: int, start: int) -> Piece:
    sheet = position // PER_SHEET
    return Piece(
        delivery_id=message.delivery_id,
        number=message.letter_number,
        title=letters.bookmark(message),
        chunk=chunk,
        start=start,
        length=_SIDES,
        first=_SIDES * sheet + 1,
        last=_SIDES * sheet + _SIDES,
    )


def imposed(cards: Sequence[tuple[Piece, list[PageObject]]], clinic: Clinic) -> bytes:
    """Front and back sheets of *cards*, four a sheet."""
    writer = PdfWriter()
    for start in range(0, len(cards), PER_SHEET):
        four = cards[start : start + PER_SHEET]
        front = _sheet(writer, [sides[0] for _piece, sides in four], FRONT)
        _sheet(writer, [sides[1] for _piece, sides in four], BACK)
        for piece, _sides in four:
            writer.add_outline_item(title=piece.title, page_number=front)
    preferences = writer.create_viewer_preferences()
    preferences[NameObject("/Duplex")] = NameObject("/DuplexFlipShortEdge")
    return merging.finished(writer, title=_("Cartes"), author=clinic.name)


def _sheet(
    writer: PdfWriter,
    cards: Sequence[PageObject],
    corners: Sequence[tuple[float, float]],
) -> PageObject:
    """One side of a sheet. Cards become Form XObjects: no content is parsed.

    merge_transformed_page takes fifty times longer and four times the space (measured).
    """
    sheet = writer.add_blank_page(*SHEET)
    forms = DictionaryObject()
    drawing = [_cut_marks()]
    for number, (page, (x, y)) in enumerate(zip(cards, corners, strict=False)):
        name = f"/Card{number}"
        forms[NameObject(name)] = writer._add_object(_form(writer, page))  # noqa: SLF001
        drawing.append(f"q 1 0 0 1 {x:.3f} {y:.3f} cm {name} Do Q")
    sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): forms})
    content = DecodedStreamObject()
    content.set_data("\n".join(drawing).encode())
    sheet[NameObject("/Contents")] = writer._add_object(content)  # noqa: SLF001
    return sheet


def _form(writer: PdfWriter, page: PageObject) -> StreamObject:
    """*page* as something that can be drawn on another."""
    contents = page.get_contents()
    form = DecodedStreamObject()
    form.set_data(contents.get_data() if contents is not None else b"")
    box = page.mediabox
    compressed = form.flate_encode()
    compressed.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(
                FloatObject(edge) for edge in (box.left, box.bottom, box.right, box.top)
            ),
            NameObject("/Resources"): page.raw_get("/Resources").clone(writer),
        }
    )
    return compressed


def _cut_marks() -> str:
    """Short grey lines at the edges and the middle, where the knife goes."""
    (width, height), (middle, half) = SHEET, CARD
    mark = 4 * MM
    lines = (
        (middle, 0, middle, mark),
        (middle, height - mark, middle, height),
        (0, half, mark, half),
        (width - mark, half, width, half),
        (middle - mark / 2, half, middle + mark / 2, half),
        (middle, half - mark / 2, middle, half + mark / 2),
    )
    drawn = " ".join(f"{a:.2f} {b:.2f} m {c:.2f} {d:.2f} l S" for a, b, c, d in lines)
    return f"q 0.25 w 0.6 G {drawn} Q"
