"""The clinic's own words: read them into a library, write a version, go back to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from relance_ops import word_rows
from relance_ops.database import Database, sql
from relance_ops.errors import TemplateError
from relance_ops.i18n import LANGUAGES, _
from relance_ops.library import (
    BY_TWO_WAYS,
    DEFAULT,
    INFORMATION,
    Library,
    Own,
    Part,
    check_part,
    name_from,
    program_names,
)
from relance_ops.word_levels import COMMON, Level
from relance_ops.word_rows import Version


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
            return word_rows.read(cursor)

    def versions(
        self, template: str, language: str, level: Level = COMMON
    ) -> dict[Part, int]:
        """The version in force of each part that the clinic ever wrote at *level*."""
        with self.database.cursor() as cursor:
            return {
                place[2]: version
                for place, (version, _words) in word_rows.in_force(cursor).items()
                if (place[0], place[1], place[3]) == (template, language, level)
            }

    def history(self, template: str, language: str) -> list[Version]:
        """What was written of *template* in *language*, newest first."""
        return word_rows.history(self.database, template, language)

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
        level: Level = COMMON,
        seen: Mapping[Part, int] | None = None,
        note: str = "",
    ) -> tuple[Part, ...]:
        """Write *words* as new versions, all or none; gives the parts that changed.

        Args:
            template: Of the program or of the clinic.
            language: "fr" or "en".
            words: By part; an empty text goes back to what is beneath.
            by: Who wrote them.
            level: For which of the template's messages.
            seen: The versions that this person had before her; None for the latest.
            note: For the journal.

        Raises:
            TemplateError: A text is refused, somebody else wrote meanwhile, or there is
                no such template; nothing was written.
        """
        for part, text in words.items():
            check_part(part, text)
        with self.database.writing() as cursor:
            library = word_rows.read(cursor)
            if template not in library.names or language not in LANGUAGES:
                raise _unknown(template)
            if seen is not None:
                written = self.history(template, language)
                _check_seen([v for v in written if v.level == level], words, seen)
            typed = [
                Own(template, language, part, text, level)
                for part, text in words.items()
            ]
            changed = _changed(library, typed)
            word_rows.add(cursor, changed, at=self.clock(), by=by, note=note)
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
            library = word_rows.read(cursor)
            if made in library.names:
                raise TemplateError(
                    _("Le modèle « {name} » existe déjà. Choisissez un autre nom.").format(
                        name=made
                    )
                )  # fmt: skip
            if copy_of not in library.names:
                raise _unknown(copy_of)
            note = _("copie de {name}").format(name=copy_of)
            copied = _copied(library, copy_of, made)
            word_rows.add(cursor, copied, at=self.clock(), by=by, note=note)
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
                Own(name, spoken, part, "", level)
                for (template, spoken, part, level), (
                    _version,
                    words,
                ) in word_rows.in_force(cursor).items()
                if template == name and words
            ]
            note = _("modèle supprimé")
            word_rows.add(cursor, emptied, at=self.clock(), by=by, note=note)


def _check_seen(
    written: Sequence[Version], words: Mapping[Part, str], seen: Mapping[Part, int]
) -> None:
    for version in written:
        newer = version.version > seen.get(version.part, 0)
        if version.part in words and newer:
            raise TemplateError(
                _(
                    "{who} a enregistré d'autres mots pour ce modèle entre-temps. "
                    "Abandonnez les vôtres pour les voir, puis recommencez."
                ).format(who=version.written_by)
            )


def _changed(library: Library, typed: Sequence[Own]) -> list[Own]:
    """What must be written so that *typed* is in force, and nothing else.

    The very words that are beneath are none of their own: they follow those.
    """
    changed = []
    for own in typed:
        if own.part not in BY_TWO_WAYS:
            own = replace(own, level=own.level.every_channel)  # noqa: PLW2901
        beneath = library.beneath(own.template, own.language, own.level)
        same = own.words.strip() == beneath.part(own.part).strip()
        words = "" if same else own.words.strip() and own.words
        held = library.own.get(own.place, "")
        if words.strip() != held.strip():
            changed.append(replace(own, words=words))
    return changed


def _copied(library: Library, copy_of: str, made: str) -> list[Own]:
    """Every word of *copy_of*, at every level, as words of *made*."""
    whole = [
        Own(made, spoken, part, library.template(copy_of, spoken).part(part))
        for spoken in LANGUAGES
        for part in Part
    ]
    levels = [
        Own(made, language, part, words, level)
        for (template, language, part, level), words in library.own.items()
        if template == copy_of and level != COMMON
    ]
    return whole + levels


def _unknown(template: str) -> TemplateError:
    return TemplateError(
        _("Aucun modèle ne s'appelle « {name} ».").format(name=template[:60])
    )
