"""Emptying the pages of some letters or cards in a run's print file, for good.

The sheets keep their numbers; what was on them is in no object of the file any more.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import NameObject

from relance_ops import cards, merging, printfile
from relance_ops.errors import LetterError
from relance_ops.i18n import _
from relance_ops.model import Clinic, Kind
from relance_ops.printfile import Piece


def erase(
    folder: Path, kind: Kind, deliveries: Collection[int], *, clinic: Clinic
) -> bool:
    """Empty the pages of *deliveries* in the print file of one run.

    Gives False when the file is gone, or has none of them.

    Raises:
        LetterError: It cannot be read or written; it is as it was.
    """
    page_map = printfile.read_map(folder, kind)
    pieces = page_map[0] if page_map else ()
    if not any(piece.delivery_id in deliveries for piece in pieces):
        return False
    kept = [
        replace(piece, title=_without_name(piece))
        if piece.delivery_id in deliveries
        else piece
        for piece in pieces
    ]
    gone = [piece for piece in pieces if piece.delivery_id in deliveries]
    try:
        chunks = [
            _emptied(
                printfile.chunk_path(folder, kind, number).read_bytes(),
                {
                    piece.start + side
                    for piece in gone
                    if piece.chunk == number
                    for side in range(piece.length)
                },
            )
            for number in range(1 + max(piece.chunk for piece in pieces))
        ]
        merged = _MERGED[kind](folder, chunks, kept, gone, clinic)
    except (OSError, PyPdfError) as error:
        raise LetterError(
            _(
                "Les courriers de {folder} ne peuvent pas être lus : {detail}. Rien n'a "
                "été effacé : supprimez ce dossier s'il ne sert plus, puis recommencez."
            ).format(folder=folder, detail=error)
        ) from error
    printfile.keep(folder, kind, merged=merged, chunks=chunks, pieces=kept)
    return True


def _without_name(piece: Piece) -> str:
    return _("{number} · effacé").format(number=piece.number)


def _emptied(pdf: bytes, empty: Collection[int]) -> bytes:
    """*pdf* made anew, page by page, so that nothing of the emptied ones comes along."""
    if not empty:
        return pdf
    writer = PdfWriter()
    _copy(PdfReader(io.BytesIO(pdf)), writer, empty)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _copy(reader: PdfReader, writer: PdfWriter, empty: Collection[int]) -> None:
    for number, page in enumerate(reader.pages):
        if number in empty:
            box = page.mediabox
            writer.add_blank_page(float(box.width), float(box.height))
        else:
            writer.add_page(page)


def _letters(
    folder: Path,
    _chunks: Sequence[bytes],
    kept: Sequence[Piece],
    gone: Sequence[Piece],
    clinic: Clinic,
) -> bytes:
    reader = PdfReader(
        io.BytesIO(printfile.merged_path(folder, Kind.LETTER).read_bytes())
    )
    empty = {page - 1 for piece in gone for page in range(piece.first, piece.last + 1)}
    writer = PdfWriter()
    _copy(reader, writer, empty)
    for piece in kept:
        writer.add_outline_item(title=piece.title, page_number=piece.first - 1)
    preferences = writer.create_viewer_preferences()
    for key, wish in (reader.viewer_preferences or {}).items():
        preferences[NameObject(key)] = wish
    return merging.finished(writer, title=_("Courriers"), author=clinic.name)


def _cards(
    _folder: Path,
    chunks: Sequence[bytes],
    kept: Sequence[Piece],
    _gone: Sequence[Piece],
    clinic: Clinic,
) -> bytes:
    readers = [PdfReader(io.BytesIO(chunk)) for chunk in chunks]
    return cards.imposed(
        [
            (piece, [readers[piece.chunk].pages[piece.start + side] for side in (0, 1)])
            for piece in kept
        ],
        clinic,
    )


_MERGED: dict[
    Kind,
    Callable[[Path, Sequence[bytes], Sequence[Piece], Sequence[Piece], Clinic], bytes],
] = {Kind.LETTER: _letters, Kind.CARD: _cards}
