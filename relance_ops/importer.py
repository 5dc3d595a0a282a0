"""Import of the clinic's export: one transaction a file, good rows in, bad rows listed.

What a file may hold is declared in `import_columns.py`; `sql/import_*.sql` reads,
judges and loads it. Loading the same file twice changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from relance_ops import events
from relance_ops.database import Database, sql
from relance_ops.errors import ImportRefusedError, RelanceError
from relance_ops.events import Event, EventKind
from relance_ops.i18n import _
from relance_ops.import_columns import (
    ACT_TYPES,
    ACTS,
    ANIMALS,
    APPOINTMENTS,
    CLIENTS,
    EARLIEST,
    LATEST,
    LONGEST_TEXT,
    RULES,
    VOCABULARIES,
    ExportFile,
)
from relance_ops.import_reasons import kept_as, reason
from relance_ops.import_report import (
    FileReport,
    ImportReport,
    Reject,
    counted,
    write_rejects,
)
from relance_ops.import_rules import publish_changes
from relance_ops.import_sources import Source, find, sentence
from relance_ops.import_text import LAST_LINE, MOST_BROKEN, NumberedLines, not_rows

log = logging.getLogger(__name__)

MOST_REJECTS = 100_000
_LONGEST_ROW = 2_000_000
_MANUAL = {CLIENTS.name: "client", ANIMALS.name: "animal"}


@dataclass(frozen=True, slots=True)
class Occasion:
    """When, by whom and against what an import is made: see `import_folder`."""

    now: datetime
    on: date
    by: str
    templates: frozenset[str] | None = None


def import_folder(
    database: Database,
    place: Path,
    *,
    now: datetime,
    on: date,
    by: str,
    rejects: Path,
    templates: frozenset[str] | None = None,
) -> ImportReport:
    """Load whichever of the six files are at *place*, each whole or not at all.

    Never raises for what it finds there: that is in the report. *place* is a folder,
    or one file of it (an upload). Nobody is born after *on*, the clinic's day. The
    rejected rows are listed in *rejects*, which is removed when there are none.
    *templates* are the names that a rule may give; None not to check them.
    """
    occasion = Occasion(now, on, by, templates)
    found = find(place)
    reports = [*found.refused]
    for source in found.sources:
        reports.append(_load(database, source, occasion))
        log.info(
            "file imported file=%s loaded=%d changed=%d rejected=%d refused=%s",
            source.declared.name,
            reports[-1].loaded,
            reports[-1].changed,
            reports[-1].rejected,
            bool(reports[-1].refused),
        )
    report = ImportReport(files=tuple(reports), notices=found.notices)
    try:
        return replace(report, rejects_csv=write_rejects(rejects, reports))
    except OSError as e:
        notice = _("La liste des rejets n'a pas pu être écrite : {why}").format(
            why=sentence(e)
        )
        return replace(report, notices=(*report.notices, notice))


def _load(database: Database, source: Source, occasion: Occasion) -> FileReport:
    """One file in one transaction; whatever goes wrong is the report's sentence."""
    refused = ""
    try:
        with TemporaryDirectory(prefix="relance-import-") as folder:
            lines = source.number_lines(Path(folder))
            with database.writing() as cursor:
                return _File(cursor, source, lines, occasion).load()
    except (RelanceError, OSError) as e:
        refused = sentence(e)
    except duckdb.Error as e:
        # Out of memory, a conflict: the file is rolled back whole.
        log.warning(
            "import failed file=%s error=%s", source.declared.name, type(e).__name__
        )
        refused = _("la base l'a refusé ({detail}). Recommencez.").format(
            detail=str(e).splitlines()[0][:200]
        )
    return FileReport(source.name, refused=refused)


@dataclass(frozen=True, slots=True)
class _File:
    """One file on its way through a transaction, by temporary tables."""

    cursor: duckdb.DuckDBPyConnection
    source: Source
    lines: NumberedLines
    occasion: Occasion

    @property
    def declared(self) -> ExportFile:
        return self.source.declared

    def load(self) -> FileReport:
        """Read, judge, then load what is good.

        Raises:
            ImportRefusedError: A quote is never closed, or it is no CSV after all.
            RuleError: The rules would make no sense.
        """
        self._read()
        self._judge_cells()
        self._judge_rows()
        changed = self._merge()
        [(loaded, rejected)] = self._run("counts")
        self._note(loaded, rejected)
        known = {column.name for column in self.declared.columns}
        return FileReport(
            self.source.name,
            loaded=loaded,
            changed=changed,
            unchanged=loaded - changed,
            rejected=rejected,
            unknown_columns=tuple(
                name for name in self.lines.header.names if name and name not in known
            ),
            notices=(*self.lines.notices, *self._notices(loaded + rejected)),
            rejects=tuple(
                Reject(line, name, value, reason(self.declared, name, code, detail))
                for line, name, value, code, detail in self._run(
                    "rejects", most=MOST_REJECTS
                )
            ),
        )

    def _note(self, loaded: int, rejected: int) -> None:
        """The journal's line, in the same transaction."""
        said = Event(
            EventKind.IMPORTED, self.occasion.now, self.occasion.by,
            subject=self.source.name, after=f"({counted(loaded, rejected)})",
        )  # fmt: skip
        events.append(self.cursor, [said])

    def _run(self, name: str, /, **parameters: object) -> list[tuple[Any, ...]]:
        return self.cursor.execute(sql(f"import_{name}"), parameters).fetchall()

    def _read(self) -> None:
        header = self.lines.header
        columns = [f"c{number}" for number in range(len(header.names) + 1)]
        self._run(
            "read",
            path=str(self.lines.path),
            delimiter=header.delimiter,
            columns=dict.fromkeys(columns, "VARCHAR"),
            column_names=columns,
            longest_row=_LONGEST_ROW,
            most_broken=MOST_BROKEN + 1,
        )
        self._check_read_whole()
        self._run("reject_table")
        self._run("broken_rows")
        self._run("drop_blank", last_line=LAST_LINE)

    def _check_read_whole(self) -> None:
        [(complete, next_line, broken)] = self._run("last_line", last_line=LAST_LINE)
        if broken > MOST_BROKEN:
            raise not_rows()
        if not complete:
            raise ImportRefusedError(
                _(
                    "un guillemet ouvert à la ligne {line} n'est jamais refermé. "
                    "Corrigez cette ligne ou exportez de nouveau."
                ).format(line=next_line)
            )

    def _judge_cells(self) -> None:
        names = self.lines.header.names
        self._run(
            "cells",
            columns=[
                {
                    **{
                        key: value
                        for key, value in asdict(column).items()
                        if key != "default"
                    },
                    "sort": column.sort.value,
                    "default_value": column.default,
                    "position": names.index(column.name) + 1,
                }
                for column in self.declared.columns
                if column.name in names
            ],
            words=_all_words(self.declared),
            longest=LONGEST_TEXT,
            earliest=EARLIEST,
            latest=LATEST,
        )
        self._run("bad_cells")
        if self.declared is CLIENTS:
            self._run("postcodes")
        if self.declared.name in _MANUAL:
            self._run(
                "keep_manual",
                entity=_MANUAL[self.declared.name],
                key=self.declared.columns[0].name,
            )

    def _judge_rows(self) -> None:
        self._run(f"stage_{self.declared.name}")
        parameters = _CHECKS.get(self.declared.name)
        if parameters is not None:
            self._run(f"check_{self.declared.name}", **parameters(self.occasion))
        self._run("duplicates", name=self.declared.columns[0].name)
        if self.declared is ACT_TYPES:
            self._run("check_ages")

    def _merge(self) -> int:
        if self.declared is RULES:
            return publish_changes(
                self.cursor,
                at=self.occasion.now,
                by=self.occasion.by,
                comment=self.source.name,
            )
        changed = len(self._run(f"merge_{self.declared.name}"))
        if self.declared.name in _MANUAL:
            self._run("forget_manual", entity=_MANUAL[self.declared.name])
        return changed

    def _notices(self, rows: int) -> tuple[str, ...]:
        notices = [kept_as(*row) for row in self._run("cell_notices")]
        if not rows:
            notices.append(_("aucune ligne sous la première."))
        [(listed,)] = self._run("reject_count")
        if listed > MOST_REJECTS:
            notices.append(
                _(
                    "seuls les {most} premiers rejets sur {n} sont dans la liste."
                ).format(most=MOST_REJECTS, n=listed)
            )
        return tuple(notices)


_CHECKS: dict[str, Callable[[Occasion], dict[str, object]]] = {
    CLIENTS.name: lambda _occasion: {},
    ANIMALS.name: lambda occasion: {"on": occasion.on},
    ACTS.name: lambda _occasion: {},
    RULES.name: lambda occasion: {
        "templates": None if occasion.templates is None else sorted(occasion.templates)
    },
    APPOINTMENTS.name: lambda _occasion: {},
}


def _all_words(declared: ExportFile) -> Iterable[dict[str, str]]:
    """The vocabularies of one file, and never none: an empty list has no type."""
    names = {column.vocabulary for column in declared.columns} | {"boolean"}
    return [
        {"vocabulary": name, "word": word, "meaning": meaning}
        for name in sorted(names - {""})
        for word, meaning in VOCABULARIES[name].items()
    ]
