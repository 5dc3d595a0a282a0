"""A run's print file on disk: whole or not there, with the map of its pages.

The PDFs are written and synced first, the map last: its presence, and the hashes in
it, are how we know after a crash that every letter is on disk.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from relance_ops.errors import LetterError
from relance_ops.i18n import _
from relance_ops.model import Kind


@dataclass(frozen=True, slots=True)
class Piece:
    """Where one letter or card is.

    Attributes:
        number: What its footer says.
        title: Its bookmark.
        chunk: Position of its chunk, from 0.
        start: Its first page in that chunk, from 0.
        length: Its pages in that chunk (a card: its two sides).
        first, last: Its pages in the merged file, from 1.
    """

    delivery_id: int
    number: int
    title: str
    chunk: int
    start: int
    length: int
    first: int
    last: int


def merged_path(folder: Path, kind: Kind) -> Path:
    """The file to print: letters.pdf or cards.pdf in the run's folder."""
    return folder / f"{kind.value}s.pdf"


def chunk_path(folder: Path, kind: Kind, chunk: int) -> Path:
    """One chunk as it was composed, kept to print single letters again."""
    return folder / f"{kind.value}s" / f"{chunk + 1:03d}.pdf"


def map_path(folder: Path, kind: Kind) -> Path:
    """The map of the pages."""
    return folder / f"{kind.value}s.json"


def keep(
    folder: Path,
    kind: Kind,
    *,
    merged: bytes,
    chunks: Sequence[bytes],
    pieces: Sequence[Piece],
) -> None:
    """Write a run's print file so that it is whole even if the power fails.

    Raises:
        LetterError: The folder cannot be written.
    """
    pdfs = {chunk_path(folder, kind, i): chunk for i, chunk in enumerate(chunks)}
    pdfs[merged_path(folder, kind)] = merged
    page_map = {
        "pieces": [asdict(piece) for piece in pieces],
        "sha256": {
            path.relative_to(folder).as_posix(): hashlib.sha256(pdf).hexdigest()
            for path, pdf in pdfs.items()
        },
    }
    try:
        for path, pdf in pdfs.items():
            _write(path, pdf)
        _write(
            map_path(folder, kind), json.dumps(page_map, ensure_ascii=False).encode()
        )
    except OSError as error:
        raise LetterError(
            _(
                "Les courriers ne peuvent pas être écrits dans {folder} : {detail}. "
                "Vérifiez la place et les droits, puis recommencez."
            ).format(folder=folder, detail=error.strerror or error)
        ) from error


def whole(folder: Path, kind: Kind) -> dict[int, tuple[int, int]] | None:
    """First and last page by delivery, if every file of the run is as it was written.

    None when something is missing, torn or changed.
    """
    page_map = read_map(folder, kind)
    if page_map is None:
        return None
    pieces, hashes = page_map
    for name, sha256 in hashes.items():
        try:
            written = (folder / name).read_bytes()
        except OSError:
            return None
        if hashlib.sha256(written).hexdigest() != sha256:
            return None
    return {piece.delivery_id: (piece.first, piece.last) for piece in pieces}


def read_map(
    folder: Path, kind: Kind
) -> tuple[tuple[Piece, ...], Mapping[str, str]] | None:
    """Where every letter of a run is, and the hash of each file; None if unreadable."""
    try:
        page_map = json.loads(map_path(folder, kind).read_bytes())
        pieces = tuple(Piece(**piece) for piece in page_map["pieces"])
        return pieces, dict(page_map["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, content: bytes) -> None:
    """Put *content* at *path* whole: aside, synced, renamed, and the folder synced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(path.name + ".part")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder, and syncs renames itself.
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
