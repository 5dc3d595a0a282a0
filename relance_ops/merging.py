"""Reading and finishing PDFs with pypdf: the pages of a letter, and the printer's wishes.

Never compress_identical_objects() before compress_content_streams(): it loses pages
(pypdf #4111); and no named destinations, of which append() is quadratic.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from pathlib import Path

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from relance_ops import printfile
from relance_ops.errors import LetterError
from relance_ops.i18n import _
from relance_ops.model import Kind


def pages_of(
    folder: Path, kind: Kind, numbers: Collection[int]
) -> list[tuple[printfile.Piece, list[PageObject]]]:
    """The very pages of some letters, as they were composed, in their order.

    Raises:
        LetterError: The run's files are gone, or a number is not among them.
    """
    page_map = printfile.read_map(folder, kind)
    wanted = [p for p in (page_map[0] if page_map else ()) if p.number in numbers]
    if len(wanted) != len(set(numbers)):
        raise LetterError(
            _(
                "Ces courriers ne sont plus dans {folder} : envoyez-les de nouveau."
            ).format(folder=folder)
        )
    readers: dict[int, PdfReader] = {}
    found = []
    for piece in wanted:
        if piece.chunk not in readers:
            readers[piece.chunk] = PdfReader(
                printfile.chunk_path(folder, kind, piece.chunk)
            )
        pages = readers[piece.chunk].pages
        found.append((piece, [pages[piece.start + i] for i in range(piece.length)]))
    return found


def starts(chunk: PdfReader) -> list[tuple[str, int, int]]:
    """Each letter of a chunk, read from its outline: (mark, first page, pages)."""
    marks = [
        (str(item.title), chunk.get_destination_page_number(item) or 0)
        for item in chunk.outline
        if not isinstance(item, list)
    ]
    ends = [start for _mark, start in marks[1:]] + [len(chunk.pages)]
    return [
        (mark, start, end - start)
        for (mark, start), end in zip(marks, ends, strict=True)
    ]


def finished(writer: PdfWriter, *, title: str, author: str) -> bytes:
    """The bytes of a file ready for the printer: real size, French, one by one."""
    writer.metadata = {"/Title": title, "/Author": author}
    writer.page_layout = "/SinglePage"
    # "Fit to page" would move the address out of the envelope's window.
    preferences = writer.viewer_preferences or writer.create_viewer_preferences()
    preferences[NameObject("/PrintScaling")] = NameObject("/None")
    # append() loses the language of its sources.
    writer.root_object[NameObject("/Lang")] = TextStringObject("fr-FR")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
