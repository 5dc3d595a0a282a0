"""Which of the six files are there: a folder, one CSV, or a workbook with sheets."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from relance_ops.errors import ImportRefusedError
from relance_ops.i18n import _
from relance_ops.import_columns import FILES, ExportFile
from relance_ops.import_report import FileReport
from relance_ops.import_text import NumberedLines, number_lines
from relance_ops.import_workbook import sheet_names, write_sheet

_CSV = ".csv"
_WORKBOOK = ".xlsx"
# Worth telling that they were not read; a README or a hidden file is not.
_TABLES = frozenset({_CSV, _WORKBOOK, ".xls", ".ods", ".txt", ".tsv"})
_KNOWN: Mapping[str, ExportFile] = {declared.name: declared for declared in FILES}


@dataclass(frozen=True, slots=True)
class Source:
    """Where one of the six files comes from.

    Attributes:
        sheet: Its name inside the workbook; "" for a CSV.
    """

    declared: ExportFile
    path: Path
    sheet: str = ""

    @property
    def name(self) -> str:
        """As a person knows it: "clients.csv", "export.xlsx (clients)"."""
        if not self.sheet or self.path.stem.lower() == self.declared.name:
            return _shown(self.path)
        return f"{_shown(self.path)} ({self.sheet})"

    def number_lines(self, folder: Path) -> NumberedLines:
        """Its rows, numbered, copied into *folder*.

        Raises:
            ImportRefusedError: It cannot be read as what it should be.
            OSError: It cannot be read, or *folder* not be written.
        """
        numbered = folder / f"{self.declared.name}.numbered"
        if not self.sheet:
            return number_lines(self.path, self.declared, numbered)
        as_csv = folder / f"{self.declared.name}.sheet"
        write_sheet(self.path, self.sheet, as_csv)
        return number_lines(as_csv, self.declared, numbered)


@dataclass(frozen=True, slots=True)
class Found:
    """What an import has before it.

    Attributes:
        sources: In the order in which they must be loaded, one per file.
        refused: What cannot be read, or stands twice.
        notices: What was left aside.
    """

    sources: tuple[Source, ...] = ()
    refused: tuple[FileReport, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class _Search:
    """The same, while it grows."""

    sources: dict[str, list[Source]] = field(default_factory=lambda: defaultdict(list))
    refused: list[FileReport] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def add(self, path: Path) -> None:
        stem, suffix = path.stem.lower(), path.suffix.lower()
        if path.name.startswith(("~$", ".")):
            return  # the lock of an open Excel, a file system's own
        if suffix == _WORKBOOK:
            self._add_workbook(path)
        elif suffix == _CSV and stem in _KNOWN:
            self.sources[stem].append(Source(_KNOWN[stem], path))
        elif suffix in _TABLES:
            self.ignored.append(_shown(path))

    def _add_workbook(self, path: Path) -> None:
        try:
            sheets = sheet_names(path)
        except (ImportRefusedError, OSError) as e:
            self.refused.append(FileReport(_shown(path), refused=sentence(e)))
            return
        by_name = {sheet.strip().lower(): sheet for sheet in reversed(sheets)}
        stem = path.stem.lower()
        if stem in _KNOWN and sheets:
            # clients.xlsx holds clients, whatever its sheet is called.
            by_name = {stem: by_name.get(stem, sheets[0])}
        known = [name for name in by_name if name in _KNOWN]
        for name in known:
            self.sources[name].append(Source(_KNOWN[name], path, by_name[name]))
        if not known:
            self.ignored.append(_shown(path))

    def found(self) -> Found:
        """One source per file; a file that stands twice is refused, not guessed."""
        sources = []
        for name in _KNOWN:
            candidates = self.sources[name]
            if len(candidates) == 1:
                sources.append(candidates[0])
            elif candidates:
                self.refused.append(_twice(candidates))
        return Found(tuple(sources), tuple(self.refused), self._notices(sources))

    def _notices(self, sources: list[Source]) -> tuple[str, ...]:
        notices = []
        if self.ignored:
            names = ", ".join(sorted(self.ignored)[:10])
            notices.append(_("Fichiers laissés de côté : {names}.").format(names=names))
        if not sources and not self.refused:
            notices.append(
                _(
                    "Rien à importer : il faut au moins un des fichiers {names}, "
                    "en .csv ou .xlsx."
                ).format(names=", ".join(_KNOWN))
            )
        return tuple(notices)


def find(place: Path) -> Found:
    """The files at *place*: a folder, or one file of it. Never raises."""
    try:
        if not place.exists():
            return Found(
                notices=(
                    _("« {place} » n'existe pas. Vérifiez le chemin.").format(
                        place=place
                    ),
                )
            )
        return _search(sorted(place.iterdir()) if place.is_dir() else [place])
    except OSError as e:
        return Found(refused=(FileReport(_shown(place), refused=sentence(e)),))


def _search(paths: Iterable[Path]) -> Found:
    search = _Search()
    for path in paths:
        if path.is_file():
            search.add(path)
    return search.found()


def _shown(path: Path) -> str:
    """The name of *path* in letters that every screen and file can hold."""
    return os.fsencode(path.name).decode(errors="replace")


def _twice(candidates: list[Source]) -> FileReport:
    names = ", ".join(source.name for source in candidates)
    return FileReport(
        candidates[0].declared.name,
        refused=_("{names} disent tous être ce fichier : gardez-en un seul.").format(
            names=names
        ),
    )


def sentence(error: Exception) -> str:
    """Why a file could not be read, for a person."""
    if isinstance(error, OSError):
        return _(
            "le fichier ne peut pas être lu ou copié ({detail}). "
            "Vérifiez ses droits et la place sur le disque."
        ).format(detail=error.strerror or type(error).__name__)
    return str(error)
