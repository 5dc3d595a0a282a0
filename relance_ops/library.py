"""The words of every template in force: the program's files, the clinic's over them.

A value, read once and carried along; `clinic_words.py` keeps the clinic's own.
"""

from __future__ import annotations

import logging
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files

from relance_ops.errors import TemplateError
from relance_ops.i18n import _
from relance_ops.model import Kind
from relance_ops.template_language import TABLE, check
from relance_ops.word_levels import COMMON, Level

log = logging.getLogger(__name__)

DEFAULT = "default"
INFORMATION = "information"


class Part(StrEnum):
    """One of the texts of a template."""

    SUBJECT = "subject"
    BODY = "body"
    SMS = "sms"
    CARD = "card"


# Characters before merging. A subject is read at a glance, an SMS is paid by 160, a card
# is as large as half a hand; a letter is a page, and its limit is the language's own.
LONGEST = {Part.SUBJECT: 300, Part.SMS: 1_000, Part.CARD: 1_200, Part.BODY: 8_000}

_LONGEST_NAME = 40

# A letter may say it in other words than an email.
BY_TWO_WAYS = (Part.SUBJECT, Part.BODY)

# Only a layout can draw it.
_WITHOUT_TABLE = (Part.SUBJECT, Part.SMS)


# What a way out says; a card has no room for a subject.
PARTS = {
    Kind.EMAIL: (Part.SUBJECT, Part.BODY),
    Kind.LETTER: (Part.SUBJECT, Part.BODY),
    Kind.SMS: (Part.SMS,),
    Kind.CARD: (Part.CARD,),
}


@dataclass(frozen=True, slots=True)
class Template:
    """The words for one kind of reminder, in one language, fields not yet filled in.

    Attributes:
        subject: The email's subject and the letter's.
        body: Email and letter, in Markdown.
        sms: As short as can be.
        card: In Markdown, for the back of a card.
    """

    subject: str
    body: str
    sms: str
    card: str

    def __post_init__(self) -> None:
        for part in Part:
            check(self.part(part))

    def part(self, part: Part) -> str:
        """The words of one part."""
        return str(getattr(self, part.value))


# Where words stand: template, language, part, level.
Place = tuple[str, str, Part, Level]


@dataclass(frozen=True, slots=True)
class Own:
    """Words that the clinic wrote over the program's.

    Attributes:
        words: Never empty.
        level: For which of the template's messages.
    """

    template: str
    language: str
    part: Part
    words: str
    level: Level = COMMON

    @property
    def place(self) -> Place:
        """Where these words stand."""
        return self.template, self.language, self.part, self.level


@dataclass(frozen=True, slots=True)
class Library:
    """Every template in force: what a delivery is written with.

    Words are looked for from the most precise to the widest: the template for this step
    and this channel, for this step, for this channel, for all; then the same of the
    ordinary template for one of the clinic's own; then the program's. Each part falls
    back by itself.

    Attributes:
        names: What a rule may name as its template.
        own: What the clinic wrote, by place.
    """

    names: frozenset[str]
    own: Mapping[Place, str] = field(default_factory=dict, repr=False)
    # Put together once, then found: a run asks for the same few thousands of times.
    _complete: dict[tuple[str, str, Level], Template] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def over(cls, own: Iterable[Own]) -> Library:
        """The program's words with the clinic's *own* over them.

        Words that this program no longer understands are left out: what is beneath is
        true of any reminder, and refusing would stop everyone's.
        """
        names, kept = set(program_names()), {}
        for one in own:
            names.add(one.template)
            if _is_understood(one):
                kept[one.place] = one.words
        return cls(frozenset(names), kept)

    def template(self, name: str, language: str, level: Level = COMMON) -> Template:
        """The words of *name* at *level*; the ordinary ones where there is none."""
        key = (name if name in self.names else DEFAULT, language, level)
        if key not in self._complete:
            self._complete[key] = Template(
                **{part.value: self._found(*key, part=part)[0] for part in Part}
            )
        return self._complete[key]

    def beneath(self, name: str, language: str, level: Level = COMMON) -> Template:
        """What is shown of *name* at *level* where the clinic wrote nothing there."""
        others = {
            place: words
            for place, words in self.own.items()
            if (place[0], place[3]) != (name, level)
        }
        return Library(self.names, others).template(name, language, level)

    def source(
        self, name: str, language: str, part: Part, level: Level = COMMON
    ) -> tuple[str, Level] | None:
        """Whose words *part* of *name* is, and at which level; None: the program's."""
        return self._found(name, language, level, part=part)[1]

    def levels(self, name: str, language: str) -> frozenset[Level]:
        """The levels at which the clinic wrote words of *name*."""
        return frozenset(
            level
            for template, spoken, _part, level in self.own
            if (template, spoken) == (name, language)
        )

    def with_words(
        self,
        name: str,
        language: str,
        words: Mapping[Part, str],
        *,
        level: Level = COMMON,
    ) -> Library:
        """This library with some words of one template changed: a draft."""
        typed = [Own(name, language, part, text, level) for part, text in words.items()]
        drafted = {own.place: own.words for own in typed if _is_understood(own)}
        return Library(self.names | {name}, {**self.own, **drafted})

    def _found(
        self, name: str, language: str, level: Level, *, part: Part
    ) -> tuple[str, tuple[str, Level] | None]:
        """The words of *part*, and whose they are."""
        ours = name in program_names()
        for template in (name,) if ours else (name, DEFAULT):
            for wider in level.widening():
                words = self.own.get((template, language, part, wider))
                if words is not None:
                    return words, (template, wider)
        return programs_own(name if ours else DEFAULT, language).part(part), None


def _is_understood(own: Own) -> bool:
    try:
        check(own.words)
    except TemplateError:
        log.warning("words not understood template=%s part=%s", own.template, own.part)
        return False
    return True


def check_part(part: Part, text: str) -> None:
    """Accept *text* as the words of *part*, or say what is wrong with it.

    Raises:
        TemplateError: It is too long, or no template; lists what may be used.
    """
    if len(text) > LONGEST[part]:
        raise TemplateError(
            _("Ce texte a {length} caractères ; {limit} au plus.").format(
                length=len(text), limit=LONGEST[part]
            )
        )
    if part in _WITHOUT_TABLE and TABLE in text:
        raise TemplateError(
            _("Le tableau {table} n'a de place que dans une lettre, un email ou une carte.")
            .format(table=TABLE)
        )  # fmt: skip
    check(text)


def faults(words: Mapping[Part, str]) -> dict[Part, str]:
    """What is wrong with each of *words*; empty when they may be saved."""
    found = {}
    for part, text in words.items():
        try:
            check_part(part, text)
        except TemplateError as error:
            found[part] = str(error)
    return found


def name_from(typed: str) -> str:
    """The name of a template as rules write it: « Rappel rage » is rappel_rage.

    Raises:
        TemplateError: Nothing is left of it, or too much.
    """
    plain = unicodedata.normalize("NFKD", typed.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if not name or len(name) > _LONGEST_NAME:
        raise TemplateError(
            _(
                "« {name} » ne convient pas : un nom de modèle a des lettres ou des "
                "chiffres, {longest} au plus."
            ).format(name=typed[:60], longest=_LONGEST_NAME)
        )
    return name


@cache
def program_names() -> frozenset[str]:
    """The templates that come with the program."""
    folder = files("relance_ops") / "templates" / "fr"
    return frozenset(
        entry.name.removesuffix(".toml")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    )


@cache
def program() -> Library:
    """The program's own words, as they came."""
    return Library(program_names())


@cache
def programs_own(name: str, language: str) -> Template:
    """The words of a template that comes with the program."""
    file = files("relance_ops") / "templates" / language / f"{name}.toml"
    return Template(**tomllib.loads(file.read_text(encoding="utf-8")))
