"""The clinic's own words: read them into a library, write a version, go back to one.

Nothing is overwritten: a change is one more version, with who wrote it and when.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from relance_ops import events
from relance_ops.database import Database, aware, sql, utc
from relance_ops.errors import TemplateError
from relance_ops.events import Event, EventKind
from relance_ops.i18n import LANGUAGES, _
from relance_ops.library import (
    DEFAULT,
    INFORMATION,
    Library,
    Own,
    Part,
    check_part,
    name_from,
    program_names,
)


@dataclass(frozen=True, slots=True)
class Version:
    """Words as somebody wrote them once.

    Attributes:
        words: "" for the program's again.
    """

    part: Part
    version: int
    words: str
    written_at: datetime
    written_by: str


@dataclass(frozen=True, slots=True)
class Use:
    """One step of the rules in force, and the template its words come from."""

    template: str
    label: str
    step: int
    active: bool


@dataclass(frozen=True, slots=True)
class ClinicWords:
    """The words of one clinic's file."""

    database: Database
    clock: Callable[[], datetime]

    def library(self) -> Library:
        """Every template in force, read in one query."""
        with self.database.cursor() as cursor:
            return read(cursor)

    def versions(self, template: str, language: str) -> dict[Part, int]:
        """The version in force of each part that the clinic ever wrote."""
        with self.database.cursor() as cursor:
            return {
                part: version
                for name, spoken, part, version, _words in _in_force(cursor)
                if (name, spoken) == (template, language)
            }

    def history(self, template: str, language: str) -> list[Version]:
        """What was written of *template* in *language*, newest first."""
        rows = self.database.rows(
            sql("wording_history"), {"template": template, "language": language}
        )
        return [
            Version(Part(part), version, words, aware(at), by)
            for part, version, words, at, by in rows
        ]

    def uses(self) -> list[Use]:
        """Which steps use which template, by act."""
        return [
            Use(
                template or (INFORMATION if family == INFORMATION else DEFAULT),
                label,
                step,
                active,
            )
            for template, family, label, step, active in self.database.rows(
                sql("template_uses")
            )
        ]

    def save(
        self,
        template: str,
        language: str,
        words: Mapping[Part, str],
        *,
        by: str,
        seen: Mapping[Part, int] | None = None,
        note: str = "",
    ) -> tuple[Part, ...]:
        """Write *words* as new versions, all or none; gives the parts that changed.

        Args:
            template: Of the program or of the clinic.
            language: "fr" or "en".
            words: By part; an empty text goes back to the program's.
            by: Who wrote them.
            seen: The versions that this person had before her; None for the latest.
            note: For the journal.

        Raises:
            TemplateError: A text is refused, somebody else wrote meanwhile, or there is
                no such template; nothing was written.
        """
        for part, text in words.items():
            check_part(part, text)
        with self.database.writing() as cursor:
            library = read(cursor)
            if template not in library.names or language not in LANGUAGES:
                raise _unknown(template)
            if seen is not None:
                self._check_seen(template, language, words, seen)
            changed = _changed(library, template, language, words)
            self._write(cursor, changed, by=by, note=note)
        return tuple(own.part for own in changed)

    def create(self, name: str, *, copy_of: str, by: str) -> str:
        """A template of the clinic's own, with the words of another; gives its name.

        Args:
            name: As a person types it: « Rappel rage » becomes rappel_rage.
            copy_of: Whose words it begins with, in every language.
            by: Who made it.

        Raises:
            TemplateError: The name is taken, or none; or nothing is called *copy_of*.
        """
        made = name_from(name)
        with self.database.writing() as cursor:
            library = read(cursor)
            if made in library.names:
                raise TemplateError(
                    _("Le modèle « {name} » existe déjà. Choisissez un autre nom.").format(
                        name=made
                    )
                )  # fmt: skip
            if copy_of not in library.names:
                raise _unknown(copy_of)
            copied = [
                Own(made, spoken, part, library.template(copy_of, spoken).part(part))
                for spoken in LANGUAGES
                for part in Part
            ]
            self._write(
                cursor, copied, by=by, note=_("copie de {name}").format(name=copy_of)
            )
        return made  # fmt: skip

    def remove(self, name: str, *, by: str) -> None:
        """Put away a template of the clinic's own; its versions are kept.

        Raises:
            TemplateError: The program needs it, or a rule in force names it.
        """
        if name in program_names():
            raise TemplateError(
                _("Le modèle « {name} » vient du programme : il ne se supprime pas.").format(
                    name=name
                )
            )  # fmt: skip
        with self.database.writing() as cursor:
            users = [use for use in self.uses() if use.template == name]
            if users:
                raise TemplateError(
                    _(
                        "Le modèle « {name} » sert à « {label} », relance {step}. "
                        "Changez d'abord cette règle."
                    ).format(name=name, label=users[0].label, step=users[0].step)
                )
            emptied = [
                Own(name, spoken, part, "")
                for template, spoken, part, _version, words in _in_force(cursor)
                if template == name and words
            ]
            self._write(cursor, emptied, by=by, note=_("modèle supprimé"))

    def _check_seen(
        self,
        template: str,
        language: str,
        words: Mapping[Part, str],
        seen: Mapping[Part, int],
    ) -> None:
        for version in self.history(template, language):
            newer = version.version > seen.get(version.part, 0)
            if version.part in words and newer:
                raise TemplateError(
                    _(
                        "{who} a enregistré d'autres mots pour ce modèle entre-temps. "
                        "Abandonnez les vôtres pour les voir, puis recommencez."
                    ).format(who=version.written_by)
                )

    def _write(
        self,
        cursor: duckdb.DuckDBPyConnection,
        written: Sequence[Own],
        *,
        by: str,
        note: str,
    ) -> None:
        if not written:
            return
        now = self.clock()
        rows = cursor.execute(
            sql("add_wordings"),
            {
                "templates": [own.template for own in written],
                "languages": [own.language for own in written],
                "parts": [own.part.value for own in written],
                "words": [own.words for own in written],
                "at": utc(now),
                "by": by,
            },
        ).fetchall()
        events.append(
            cursor,
            [
                Event(
                    EventKind.WORDING,
                    now,
                    by,
                    subject=f"{template}/{language}/{part}",
                    before=str(version - 1) if version > 1 else "",
                    after=str(version),
                    note=note,
                )
                for template, language, part, version in rows
            ],
        )


def read(cursor: duckdb.DuckDBPyConnection) -> Library:
    """Every template in force, in the caller's transaction."""
    return Library.over(
        Own(template, language, part, words)
        for template, language, part, _version, words in _in_force(cursor)
        if words
    )


def _in_force(
    cursor: duckdb.DuckDBPyConnection,
) -> list[tuple[str, str, Part, int, str]]:
    return [
        (template, language, Part(part), version, words)
        for template, language, part, version, words in cursor.execute(
            sql("wordings")
        ).fetchall()
    ]


def _changed(
    library: Library, template: str, language: str, words: Mapping[Part, str]
) -> list[Own]:
    """What must be written so that *words* are in force, and nothing else."""
    ours = template in program_names()
    held = library.template(template, language)
    beneath = library.beneath(template, language)
    changed = []
    for part, text in words.items():
        same = ours and text.strip() == beneath.part(part).strip()
        back = same or not text.strip()
        shown = beneath.part(part) if back else text
        if shown.strip() != held.part(part).strip():
            changed.append(Own(template, language, part, "" if back else text))
    return changed


def _unknown(template: str) -> TemplateError:
    return TemplateError(
        _("Aucun modèle ne s'appelle « {name} ».").format(name=template[:60])
    )
