"""The words of every template in force: the program's files, the clinic's over them.

A value, read once and carried along; `clinic_words.py` keeps the clinic's own.
"""

from __future__ import annotations

import logging
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files

from relance_ops.errors import TemplateError
from relance_ops.i18n import LANGUAGES, _
from relance_ops.model import Kind
from relance_ops.template_language import TABLE, check

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


@dataclass(frozen=True, slots=True)
class Own:
    """Words that the clinic wrote over the program's.

    Attributes:
        words: Never empty.
    """

    template: str
    language: str
    part: Part
    words: str


@dataclass(frozen=True, slots=True)
class Library:
    """Every template, complete: what a delivery is written with.

    Attributes:
        names: What a rule may name as its template.
        templates: By name and language.
    """

    names: frozenset[str]
    templates: Mapping[tuple[str, str], Template] = field(repr=False)

    @classmethod
    def over(cls, own: Iterable[Own]) -> Library:
        """The program's words with the clinic's *own* over them."""
        library = program()
        # The default template first: the others fall back on it.
        for one in sorted(own, key=lambda one: one.template != DEFAULT):
            library = library.with_words(
                one.template, one.language, {one.part: one.words}
            )
        return library

    def template(self, name: str, language: str) -> Template:
        """The words of *name*, or the ordinary ones where there is no such template."""
        key = (name if name in self.names else DEFAULT, language)
        return self.templates[key]

    def beneath(self, name: str, language: str) -> Template:
        """What is shown of *name* where the clinic wrote nothing."""
        if name in program_names():
            return program().template(name, language)
        return self.template(DEFAULT, language)

    def with_words(
        self, name: str, language: str, words: Mapping[Part, str]
    ) -> Library:
        """This library with some words of one template changed: a draft, or its own.

        Words that this program no longer understands are left out: the ordinary ones
        are true of any reminder, and refusing would stop everyone's.
        """
        known = name in self.names
        changed = dict(self.templates)
        for one in LANGUAGES if not known else ():
            changed[name, one] = self.templates[DEFAULT, one]
        for part, text in words.items():
            try:
                changed[name, language] = replace(
                    changed[name, language], **{part.value: text}
                )
            except TemplateError:
                log.warning(
                    "words not understood template=%s part=%s", name, part.value
                )
        return Library(self.names | {name}, changed)


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
    names = program_names()
    return Library(
        names,
        {(name, spoken): _file(name, spoken) for name in names for spoken in LANGUAGES},
    )


def _file(name: str, language: str) -> Template:
    file = files("relance_ops") / "templates" / language / f"{name}.toml"
    return Template(**tomllib.loads(file.read_text(encoding="utf-8")))
