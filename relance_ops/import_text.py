"""A CSV as the clinic's software wrote it, made ready for DuckDB's reader.

Detects the encoding, the separator and the header, and copies the rest as UTF-8 with
the number of each physical line in front of it: DuckDB's own numbers do not count the
line breaks inside quotes.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from relance_ops.errors import ImportRefusedError
from relance_ops.i18n import _
from relance_ops.import_columns import ExportFile

DELIMITERS = (";", ",", "\t")
LARGEST_FILE = 1_000_000_000
_HEAD = 65_536
LONGEST_LINE = 1_000_000
# A file with more rows than this that are not even rows is no CSV of ours.
MOST_BROKEN = 10_000
# The last line of every copy. An open quote swallows it, which DuckDB does not tell.
LAST_LINE = -1

_SIGNATURES = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\x1f\x8b")


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a CSV, understood.

    Attributes:
        names: Trimmed, lower case, in the file's order; "" for a nameless column.
        lines: Physical lines it takes, with any before it.
    """

    names: tuple[str, ...]
    delimiter: str
    lines: int


@dataclass(frozen=True, slots=True)
class NumberedLines:
    """A copy of a CSV's rows, numbered, in UTF-8, and its header."""

    path: Path
    header: Header
    notices: tuple[str, ...] = ()


def number_lines(source: Path, declared: ExportFile, target: Path) -> NumberedLines:
    """Copy the rows of *source* to *target* with their numbers.

    Reads line by line: memory does not grow with the file.

    Raises:
        ImportRefusedError: It is not text, or its header is not that of *declared*.
        OSError: It cannot be read, or *target* not be written.
    """
    if source.stat().st_size > LARGEST_FILE:
        raise ImportRefusedError(
            _("le fichier dépasse 1 Go. Exportez une période plus courte.")
        )
    with source.open("rb") as opened:
        head = opened.read(_HEAD)
    _check_is_text(head)
    header = read_header(_decode_head(head), declared)
    try:
        damaged = _copy(source, "utf-8-sig", header, target)
    except UnicodeDecodeError as e:
        if head.startswith(codecs.BOM_UTF8):
            raise ImportRefusedError(
                _(
                    "le fichier s'annonce en UTF-8 mais contient autre chose "
                    "({detail}). Exportez-le de nouveau."
                ).format(detail=f"{e.reason}, {e.object[e.start : e.start + 4]!r}")
            ) from e
        damaged = _copy_windows(source, header, target)
    return NumberedLines(target, header, _damage_notice(damaged))


def _copy_windows(source: Path, header: Header, target: Path) -> int:
    try:
        return _copy(source, "cp1252", header, target)
    except UnicodeDecodeError as e:
        raise ImportRefusedError(
            _(
                "ce n'est ni de l'UTF-8 ni du Windows-1252. "
                "Exportez le fichier en « CSV UTF-8 »."
            )
        ) from e


def _damage_notice(line: int) -> tuple[str, ...]:
    if not line:
        return ()
    return (
        _(
            "des accents sont abîmés dans l'export lui-même (par exemple ligne {line}, "
            "« Ã© » au lieu de « é »). Exportez-le en « CSV UTF-8 »."
        ).format(line=line),
    )


def _check_is_text(head: bytes) -> None:
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise ImportRefusedError(_("le fichier est vide. Exportez-le de nouveau."))
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ImportRefusedError(
            _("le fichier est en UTF-16. Enregistrez-le en « CSV UTF-8 ».")
        )
    if head.startswith(_SIGNATURES) or b"\0" in head:
        raise _not_text()
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise ImportRefusedError(
            _(
                "c'est une page web ou du XML, pas un CSV. "
                "Reprenez l'export dans le logiciel de la clinique."
            )
        )


def _not_text() -> ImportRefusedError:
    return ImportRefusedError(
        _(
            "ce n'est pas un fichier texte, malgré son nom. "
            "Exportez-le en CSV, ou enregistrez-le en .xlsx."
        )
    )


def _decode_head(head: bytes) -> str:
    try:
        # Not final: the head may end inside a character.
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        text = head.removeprefix(codecs.BOM_UTF8).decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_header(head: str, declared: ExportFile) -> Header:
    """The header at the start of *head*, by the separator that knows most of its names.

    Raises:
        ImportRefusedError: A required column is missing, or one stands twice.
    """
    known = {column.name for column in declared.columns}
    headers = [_header(head, delimiter) for delimiter in DELIMITERS]
    header = max(
        headers, key=lambda header: (len(known & set(header.names)), len(header.names))
    )
    missing = [name for name in declared.required if name not in header.names]
    if missing:
        raise ImportRefusedError(
            _(
                "il manque {missing}. Première ligne lue : « {found} ». "
                "Ajoutez ces colonnes à l'export (voir data/README.md)."
            ).format(
                missing=", ".join(missing),
                found=_shown(header.names),
            )
        )
    twice = sorted(name for name in known if header.names.count(name) > 1)
    if twice:
        raise ImportRefusedError(
            _(
                "la colonne {columns} est là deux fois : laquelle croire ? "
                "Gardez-en une."
            ).format(columns=", ".join(twice))
        )
    return header


def _shown(names: tuple[str, ...]) -> str:
    text = " | ".join(name[:30] for name in names[:12])[:200]
    return "".join(letter if letter.isprintable() else "·" for letter in text)


def _header(head: str, delimiter: str) -> Header:
    reader = csv.reader(io.StringIO(head), delimiter=delimiter)
    try:
        for fields in reader:
            # Excel's own first line, "sep=;", is no header.
            if any(fields) and not "".join(fields).lower().startswith("sep="):
                names = tuple(
                    field.strip(" \t\n\ufeff\u00a0").lower() for field in fields
                )
                return Header(names, delimiter, reader.line_num)
    except csv.Error:
        # A field of more than 128 KB: whatever it is, it has no names.
        return Header((), delimiter, 0)
    return Header((), delimiter, 0)


def _copy(source: Path, encoding: str, header: Header, target: Path) -> int:
    """Write the numbered rows; gives the first line that was encoded twice, or 0."""
    damaged = suspects = 0
    check_at = MOST_BROKEN
    with (
        source.open(encoding=encoding, newline=None) as lines,
        target.open("w", encoding="utf-8", newline="\n") as copy,
    ):
        for number, line in _lines(lines):
            if number <= header.lines:
                continue
            if not damaged and ("Ã©" in line or "Ã¨" in line):
                damaged = number
            suspects += line.count(header.delimiter) != len(header.names) - 1
            if suspects > check_at:
                copy.flush()
                _check_mostly_rows(target, header)
                check_at *= 2
            copy.write(f"{number}{header.delimiter}{line}")
            if not line.endswith("\n"):
                copy.write("\n")
        copy.write(f"{LAST_LINE}{header.delimiter * len(header.names)}\n")
    return damaged


def _check_mostly_rows(copy: Path, header: Header) -> None:
    """Refuse garbage early: DuckDB's reader keeps every broken row in memory.

    Lines with an odd number of separators are only suspects (quoted texts may hold
    any number), so the rows copied until now are counted properly.
    """
    with copy.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter=header.delimiter)
        try:
            broken = sum(_is_broken(row, len(header.names) + 1) for row in rows)
        except csv.Error:
            return  # an endless field: DuckDB finds out where it began
    if broken > MOST_BROKEN:
        raise not_rows()


def _is_broken(row: list[str], width: int) -> bool:
    return len(row) != width and any(row[1:])


def not_rows() -> ImportRefusedError:
    """The refusal of a file whose lines are not rows under its header."""
    return ImportRefusedError(
        _(
            "plus de {n} lignes n'ont pas le nombre de colonnes de la première : "
            "ce n'est pas un CSV. Exportez-le de nouveau."
        ).format(n=MOST_BROKEN)
    )


def _lines(text: io.TextIOWrapper) -> Iterator[tuple[int, str]]:
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise ImportRefusedError(
                _(
                    "la ligne {line} dépasse un million de caractères : "
                    "ce n'est pas un CSV."
                ).format(line=number)
            )
        if "\0" in line:
            raise _not_text()
        yield number, line
