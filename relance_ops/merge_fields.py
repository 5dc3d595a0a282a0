"""What a template may say about a delivery: its merge fields, from the clinic's values.

Field names are French because the manager who writes the templates reads them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.lists import format_list

from relance_ops.i18n import LANGUAGES, day, language, ngettext
from relance_ops.model import Client, Clinic, Planned, Reminder
from relance_ops.typography import one_line, shortened

# Longer than any real name or label; an import may hold whole paragraphs.
_NAME_LIMIT = 80
_SHORT_NAME_LIMIT = 20
_SHORT_LABEL_LIMIT = 40

# Names written out in a sentence before "et 3 autres".
_NAMES_IN_SENTENCE = 6
_NAMES_IN_SMS = 2

# British: no comma before "and".
_LIST_LOCALES = {"fr": "fr", "en": "en_GB"}

_TITLES = {
    "fr": {
        "m": "Monsieur",
        "mr": "Monsieur",
        "mme": "Madame",
        "mlle": "Madame",
        "m et mme": "Madame et Monsieur",
        "mme et m": "Madame et Monsieur",
        "dr": "Docteur",
        "me": "Maître",
    },
    "en": {
        "m": "Mr",
        "mr": "Mr",
        "monsieur": "Mr",
        "mme": "Ms",
        "mlle": "Ms",
        "madame": "Ms",
        "m et mme": "Mr and Mrs",
        "mme et m": "Mr and Mrs",
        "docteur": "Dr",
    },
}


@dataclass(frozen=True, slots=True)
class Fields:
    """The merge fields of one delivery, in the client's language.

    Attributes:
        destinataire: As in a greeting: "Madame Martin".
        animaux: "Rex, Minou et Félix"; six names at most, then "et 3 autres".
        animaux_court: The same for a subject or an SMS: two names at most.
        actes: What is due, each once: "vaccin annuel et bilan senior".
        actes_court: One label, or "3 soins".
        echeance: The earliest due date, 24/11/2026.
        en_retard: True when one of them is past.
        rendez_vous: The clinic's booking page; "" when it has none.
    """

    destinataire: str
    nom: str
    prenom: str
    animaux: str
    animaux_court: str
    nb_animaux: int
    actes: str
    actes_court: str
    nb_actes: int
    echeance: str
    en_retard: bool
    clinique: str
    veterinaires: str
    telephone: str
    courriel: str
    site: str
    horaires: str
    rendez_vous: str


def language_of(client: Client) -> str:
    """The language to write to *client* in: French if we do not speak theirs."""
    spoken = client.language.lower()[:2]
    return spoken if spoken in LANGUAGES else "fr"


def fields_of(planned: Planned, *, clinic: Clinic, on: date) -> Fields:
    """The fields of *planned*, in the language being spoken."""
    reminders = planned.reminders
    names = list({r.animal_id: _name(r.animal_name) for r in reminders}.values())
    labels = list(dict.fromkeys(_name(r.label) for r in reminders))
    earliest = min(r.due_on for r in reminders)
    return Fields(
        destinataire=_greeted(planned.client),
        nom=_name(planned.client.last_name),
        prenom=_name(planned.client.first_name),
        animaux=_sentence(names, at_most=_NAMES_IN_SENTENCE),
        animaux_court=_sentence(
            [shortened(name, _SHORT_NAME_LIMIT) for name in names],
            at_most=_NAMES_IN_SMS,
        ),
        nb_animaux=len(names),
        actes=_listed(labels),
        actes_court=_short_acts(labels, len(reminders)),
        nb_actes=len(reminders),
        echeance=day(earliest),
        en_retard=earliest < on,
        clinique=one_line(clinic.name),
        veterinaires=one_line(clinic.vets),
        telephone=one_line(clinic.phone),
        courriel=one_line(clinic.email),
        site=one_line(clinic.website),
        horaires=one_line(clinic.hours),
        rendez_vous=one_line(clinic.booking_url),
    )


def table_rows(reminders: Iterable[Reminder]) -> list[list[str]]:
    """Every animal and act with its due date, in the language being spoken."""
    return [
        [_name(r.animal_name), _name(r.label), _in_full(r.due_on)] for r in reminders
    ]


def _in_full(when: date) -> str:
    first = language() == "fr" and when.day == 1
    return day(when, "d'er' MMMM yyyy" if first else "d MMMM yyyy")


def _name(text: str) -> str:
    return shortened(one_line(text), _NAME_LIMIT)


def _greeted(client: Client) -> str:
    title = one_line(client.title)
    known = _TITLES[language()].get(title.lower().replace(".", ""), title)
    first = known or one_line(client.first_name)
    return _name(f"{first} {client.last_name}")


def _listed(texts: list[str]) -> str:
    return format_list(texts, locale=_LIST_LOCALES[language()])


def _sentence(names: list[str], *, at_most: int) -> str:
    others = len(names) - at_most
    if others <= 0:
        return _listed(names)
    more = ngettext("{n} autre", "{n} autres", others).format(n=others)
    return _listed([*names[:at_most], more])


def _short_acts(labels: list[str], count: int) -> str:
    if len(labels) == 1:
        return shortened(labels[0], _SHORT_LABEL_LIMIT)
    return ngettext("{n} soin", "{n} soins", count).format(n=count)
