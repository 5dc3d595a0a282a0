"""Letters: one merged PDF per run, and any of them again, page for page.

Typst composes them in chunks of fifty (half a gigabyte per thousand in one piece,
measured); pypdf reads each chunk's outline, merges in the given order and adds the
bookmarks a person looks for when the printer jams.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from relance_ops import booking_code, merging, printfile
from relance_ops.errors import LetterError
from relance_ops.i18n import _, day, speaking
from relance_ops.model import Clinic, Kind, Logo, Message
from relance_ops.printers import Sides
from relance_ops.printfile import Piece
from relance_ops.typesetting import FONTS, printable, render

log = logging.getLogger(__name__)

CHUNK = 50

# Typst works outside Python's lock; more threads than this gained nothing on two cores.
THREADS = 2


def compose(
    messages: Sequence[Message],
    *,
    clinic: Clinic,
    folder: Path,
    logo: Logo | None = None,
    sides: Sides = Sides.ONE,
) -> list[Piece]:
    """Write letters.pdf into *folder*, in the order of *messages*; where each one is.

    On two sides, each letter begins on a sheet of its own.

    Raises:
        LetterError: They could not be composed or written.
    """
    chunks = rendered("letter", [letter(m, clinic) for m in messages], clinic, logo)
    merged, pieces = _merged(chunks, messages, clinic, sides)
    printfile.keep(folder, Kind.LETTER, merged=merged, chunks=chunks, pieces=pieces)
    return pieces


def reprint(folder: Path, numbers: Collection[int], *, clinic: Clinic) -> bytes:
    """A PDF of exactly these letters of a run, as they were composed.

    Raises:
        LetterError: The run's files are gone, or a number is not among them.
    """
    writer = PdfWriter()
    for piece, pages in merging.pages_of(folder, Kind.LETTER, numbers):
        added = [writer.add_page(page) for page in pages]
        writer.add_outline_item(title=piece.title, page_number=added[0])
    return merging.finished(writer, title=_("Courriers"), author=clinic.name)


def rendered(
    layout: str,
    content: Sequence[dict[str, object]],
    clinic: Clinic,
    logo: Logo | None = None,
) -> list[bytes]:
    """The chunks of a run, composed side by side."""
    pieces = [
        sheets(content[start : start + CHUNK], clinic, logo)
        for start in range(0, len(content), CHUNK)
    ]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda piece: render(layout, piece), pieces))


def sheets(
    content: Sequence[dict[str, object]], clinic: Clinic, logo: Logo | None
) -> dict[str, object]:
    """Letters or cards as a layout receives them."""
    head = letterhead(clinic)
    if logo is not None:
        # Typst reads no file of ours but its layouts, so the logo comes as numbers.
        head = {**head, "logo": list(logo.content)}
    if booking_code.is_drawn(clinic):
        page = clinic.booking_url
        head["code"] = list(booking_code.drawing(page))
        head["code_edge"] = booking_code.white_edge(page)
    return {
        "title": _("Courriers"),
        "stamp": _("Affranchir ici"),
        "fonts": list(FONTS),
        "clinic": head,
        "letters": list(content),
    }


def letterhead(clinic: Clinic) -> dict[str, object]:
    """What the layouts show of the clinic; empty lines left out."""
    contact = " · ".join(
        part for part in (clinic.phone, clinic.email, clinic.website) if part
    )
    town = f"{clinic.postcode} {clinic.city}".strip()
    address = ", ".join(p for p in (clinic.address1, clinic.address2, town) if p)
    return {
        "name": printable(clinic.name),
        "lines": [printable(x) for x in (clinic.vets, address, contact) if x],
        "foot": [printable(x) for x in (clinic.hours, clinic.legal) if x],
    }


def letter(message: Message, clinic: Clinic) -> dict[str, object]:
    """One letter as the layout's data, in the client's language."""
    with speaking(message.client.language):
        written_on = (
            _("le {day}").format(day=first_of_month(day(message.on, "long")))
            if not clinic.city
            else _("{city}, le {day}").format(
                city=clinic.city, day=first_of_month(day(message.on, "long"))
            )
        )
        return {
            "mark": str(message.delivery_id),
            "lang": message.client.language
            if message.client.language == "en"
            else "fr",
            "number": _("Lettre {n}").format(n=message.letter_number),
            "reference": _("Réf. {run}-{n}").format(
                run=message.run_id, n=message.letter_number
            ),
            "place_and_day": printable(written_on),
            "address": [printable(line) for line in message.address.split("\n")],
            "booking": _booking(clinic),
            "subject": printable(message.words.subject),
            "blocks": [printable_block(block) for block in message.words.blocks],
        }


def _booking(clinic: Clinic) -> dict[str, str]:
    """What stands beside the code of the booking page, if it is drawn."""
    return {
        "title": _("Rendez-vous en ligne"),
        "hint": _("Visez ce code avec l'appareil photo de votre téléphone."),
        "page": printable(booking_code.spoken(clinic.booking_url)),
    }


def first_of_month(written: str) -> str:
    """French says "1er décembre", which CLDR's long form does not."""
    return (
        "1er" + written[1:]
        if written.startswith("1 ") and " de" not in written[:3]
        else written
    )


def printable_block(block: dict[str, object]) -> dict[str, object]:
    """*block* with every text in characters that the fonts have."""
    return {key: _printable(value) for key, value in block.items()}


def _printable(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value


def bookmark(message: Message) -> str:
    """What a person looks for: "3 · LEFÈVRE – 35000 Rennes"."""
    client = message.client
    return f"{message.letter_number} · {client.last_name.upper()} – {client.postcode} {client.city}"


def located(
    chunks: Sequence[bytes], messages: Sequence[Message]
) -> list[tuple[Message, int, PdfReader, int, int]]:
    """Each message with its chunk's number and reader, first page and length there.

    Raises:
        LetterError: The composed file does not hold what was asked for.
    """
    readers = [PdfReader(io.BytesIO(chunk)) for chunk in chunks]
    found = [
        (mark, number, reader, start, length)
        for number, reader in enumerate(readers)
        for mark, start, length in merging.starts(reader)
    ]
    if [mark for mark, *_rest in found] != [str(m.delivery_id) for m in messages]:
        raise LetterError(
            _(
                "Le fichier des courriers ne correspond pas à la liste : rien n'est imprimé."
            )
        )
    return [(m, *place[1:]) for m, place in zip(messages, found, strict=True)]


def _merged(
    chunks: Sequence[bytes], messages: Sequence[Message], clinic: Clinic, sides: Sides
) -> tuple[bytes, list[Piece]]:
    writer = PdfWriter()
    pieces = []
    for message, chunk, reader, start, length in located(chunks, messages):
        if sides is Sides.TWO and len(writer.pages) % 2:
            writer.add_blank_page()
        first = len(writer.pages) + 1
        pages = [writer.add_page(reader.pages[start + i]) for i in range(length)]
        writer.add_outline_item(title=bookmark(message), page_number=pages[0])
        pieces.append(
            Piece(
                delivery_id=message.delivery_id,
                number=message.letter_number,
                title=bookmark(message),
                chunk=chunk,
                start=start,
                length=length,
                first=first,
                last=first + length - 1,
            )
        )
    duplex = "/DuplexFlipLongEdge" if sides is Sides.TWO else "/Simplex"
    writer.create_viewer_preferences()[NameObject("/Duplex")] = NameObject(duplex)
    log.info("letters composed count=%d pages=%d", len(pieces), len(writer.pages))
    return merging.finished(writer, title=_("Courriers"), author=clinic.name), pieces
