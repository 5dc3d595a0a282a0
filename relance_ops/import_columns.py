"""The six files of an export: their columns, what each accepts, and in which words.

Declarations only. `sql/import_cells.sql` turns every cell into its canonical text by
them, and `data/README.md` explains them to the clinic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from babel import Locale

# A due date further away than this is a slip of the keyboard.
LONGEST_DELAY_YEARS = 100
LONGEST_TEXT = 500
# A dearer act is a slip of the keyboard too.
HIGHEST_PRICE_CENTS = 10_000_000
_CENTURY_DAYS = 36_525
EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 12, 31)
_COUNTRY_CODE = 2  # letters; longer codes are regions of the world


class Sort(StrEnum):
    """What a cell holds, and so how it is read."""

    KEY = "key"  # an identifier: no control character
    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"  # a date; a time after it is dropped
    NUMBER = "number"  # whole, between low and high
    MONEY = "money"  # euros, kept as cents, between low and high
    WORD = "word"  # one word of a vocabulary
    WORDS = "words"  # several, separated by "|"
    DELAY = "delay"  # 12m, 1y, 21d, 6w


# For a word outside the vocabulary: keep it as it is written.
AS_WRITTEN = "*"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file.

    Attributes:
        default: The canonical text of an empty cell.
        low, high: Bounds of a NUMBER or, in cents, of MONEY, both included.
        vocabulary: The key in VOCABULARIES of a WORD or WORDS.
        fallback: What an unknown WORD becomes, with a notice; None rejects the row.
    """

    name: str
    sort: Sort = Sort.TEXT
    required: bool = False
    default: str = ""
    low: int = 0
    high: int = 0
    vocabulary: str = ""
    fallback: str | None = None


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One of the six files, by the name it must have."""

    name: str
    columns: tuple[Column, ...]

    @property
    def required(self) -> tuple[str, ...]:
        """Columns without which the file is refused whole."""
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column | None:
        """The column of that name; None if the file has no such column."""
        return next((column for column in self.columns if column.name == name), None)


def _key(name: str) -> Column:
    return Column(name, Sort.KEY, required=True)


def _box(name: str, default: str) -> Column:
    return Column(name, Sort.WORD, default=default, vocabulary="boolean")


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


def _countries() -> dict[str, str]:
    words = {"UK": "GB"}
    for language in ("fr", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == _COUNTRY_CODE:
                words |= {code: code, name: code}
    return words


# Words as people write them, in any case and with or without accents.
VOCABULARIES: Mapping[str, Mapping[str, str]] = {
    "boolean": {
        **dict.fromkeys(("true", "oui", "1", "yes", "vrai"), "true"),
        **dict.fromkeys(("false", "non", "0", "no", "faux"), "false"),
    },
    "species": {
        **dict.fromkeys(("dog", "dogs", "chien", "chiens", "chienne"), "dog"),
        **dict.fromkeys(("cat", "cats", "chat", "chats", "chatte"), "cat"),
        **dict.fromkeys(("rabbit", "rabbits", "lapin", "lapins", "lapine"), "rabbit"),
        **dict.fromkeys(("ferret", "ferrets", "furet", "furets"), "ferret"),
        **dict.fromkeys(("bird", "birds", "oiseau", "oiseaux"), "bird"),
        **dict.fromkeys(("horse", "horses", "cheval", "chevaux", "jument"), "horse"),
        **dict.fromkeys(("other", "autre", "autres"), "other"),
    },
    "sex": {
        **dict.fromkeys(("male", "m"), "male"),
        **dict.fromkeys(("female", "femelle", "f"), "female"),
    },
    "family": {
        **dict.fromkeys(("act", "acte"), "act"),
        "information": "information",
    },
    "trigger": {**dict.fromkeys(("act", "acte"), "act"), "age": "age"},
    "form": {
        "email": "email",
        "sms": "sms",
        **dict.fromkeys(("paper", "papier"), "paper"),
    },
    "paper_form": {
        **dict.fromkeys(("letter", "lettre"), "letter"),
        **dict.fromkeys(("card", "carte"), "card"),
    },
    "language": {
        **dict.fromkeys(("fr", "fr-FR", "français", "french"), "fr"),
        **dict.fromkeys(("en", "en-GB", "en-US", "anglais", "english"), "en"),
    },
    "country": _countries(),
}

CLIENTS = ExportFile(
    "clients",
    (
        _key("client_id"),
        Column("title"),
        Column("last_name", required=True),
        *_texts("first_name", "address1", "address2", "postcode", "city"),
        Column(
            "country",
            Sort.WORD,
            default="FR",
            vocabulary="country",
            fallback=AS_WRITTEN,
        ),
        *_texts("email", "mobile", "phone"),
        Column(
            "language", Sort.WORD, default="fr", vocabulary="language", fallback="fr"
        ),
        *(_box(name, "true") for name in ("by_email", "by_paper", "by_sms")),
        *(
            _box(name, "false")
            for name in ("refuses_email", "refuses_paper", "refuses_sms")
        ),
        _box("mail_returned", "false"),
        _box("archived", "false"),
    ),
)

ANIMALS = ExportFile(
    "animals",
    (
        _key("animal_id"),
        _key("client_id"),
        Column("name", required=True),
        Column(
            "species",
            Sort.WORD,
            default="other",
            vocabulary="species",
            fallback="other",
        ),
        Column("breed"),
        Column("sex", Sort.WORD, vocabulary="sex"),
        _box("neutered", ""),
        Column("birth_date", Sort.DATE),
        Column("deceased_on", Sort.DATE),
        Column("departed_on", Sort.DATE),
    ),
)

ACT_TYPES = ExportFile(
    "act_types",
    (
        _key("act_type"),
        Column("label", required=True),
        Column("category"),
        Column("family", Sort.WORD, default="act", vocabulary="family"),
        Column("recall_group", Sort.KEY),
        Column("delay", Sort.DELAY),
        Column("trigger", Sort.WORD, default="act", vocabulary="trigger"),
        Column("species", Sort.WORDS, vocabulary="species"),
        _box("neutered", ""),
        Column("price", Sort.MONEY, high=HIGHEST_PRICE_CENTS),
        _box("legal", ""),
    ),
)

ACTS = ExportFile(
    "acts",
    (
        _key("act_id"),
        _key("animal_id"),
        _key("act_type"),
        Column("performed_on", Sort.DATE, required=True),
        Column("due_on", Sort.DATE),
    ),
)

RULES = ExportFile(
    "rules",
    (
        _key("act_type"),
        Column("step", Sort.NUMBER, required=True, low=1, high=9),
        Column(
            "offset_days",
            Sort.NUMBER,
            required=True,
            low=-_CENTURY_DAYS,
            high=_CENTURY_DAYS,
        ),
        Column("valid_days", Sort.NUMBER, default="60", low=1, high=_CENTURY_DAYS),
        Column("channels", Sort.WORDS, vocabulary="form"),
        Column("paper_form", Sort.WORD, default="letter", vocabulary="paper_form"),
        Column("template", Sort.KEY),
        _box("active", "true"),
        Column("active_from", Sort.DATE),
    ),
)

APPOINTMENTS = ExportFile(
    "appointments",
    (
        _key("appointment_id"),
        _key("client_id"),
        Column("animal_id", Sort.KEY),
        Column("starts_on", Sort.MOMENT, required=True),
    ),
)

# In the order in which they must be loaded: each needs the ones before it.
FILES = (CLIENTS, ANIMALS, ACT_TYPES, ACTS, RULES, APPOINTMENTS)
