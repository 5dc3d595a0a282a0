"""The words of a client's record: species, ages, forms, and where a refusal comes from."""

from __future__ import annotations

from datetime import date

from relance_ops.happenings import Happening
from relance_ops.i18n import N_, _, day, ngettext
from relance_ops.model import Form, Kind

# Where a refusal comes from, as the journal keeps it: in French, translated when shown.
ORIGINS = (
    N_("au téléphone"),
    N_("au comptoir"),
    N_("par courrier"),
    N_("en répondant « stop »"),
    N_("autre"),
)


def origin_words(note: str) -> str:
    """Where a refusal comes from, in the reader's language; other notes as typed."""
    return _(note) if note in ORIGINS else note


def form_words(form: Form) -> str:
    """A form as a person says it: one of the three boxes."""
    return {Form.EMAIL: _("email"), Form.SMS: _("SMS"), Form.PAPER: _("papier")}[form]


def kind_word(kind: Kind) -> str:
    """A way out in one word."""
    return {
        Kind.EMAIL: _("email"),
        Kind.SMS: _("SMS"),
        Kind.LETTER: _("lettre"),
        Kind.CARD: _("carte"),
    }[kind]


def species_word(species: str) -> str:
    """A species as a person says it."""
    return {
        "dog": _("chien"),
        "cat": _("chat"),
        "rabbit": _("lapin"),
        "ferret": _("furet"),
        "bird": _("oiseau"),
        "horse": _("cheval"),
    }.get(species, _("autre espèce"))


def sex_words(sex: str | None, neutered: bool | None) -> str:  # noqa: FBT001  # as read
    """Sex and neutering in a few words; "" when neither is known."""
    known = {"male": _("mâle"), "female": _("femelle")}.get(sex or "", "")
    if neutered is None:
        return known
    if sex == "female":
        state = _("stérilisée") if neutered else _("non stérilisée")
    elif sex == "male":
        state = _("castré") if neutered else _("non castré")
    else:
        state = _("stérilisé") if neutered else _("non stérilisé")
    return " ".join(word for word in (known, state) if word)


def age(born: date | None, *, on: date) -> str:
    """How old an animal is on *on*: in weeks, then months, then years."""
    if born is None or born > on:
        return ""
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if months >= 24:
        return ngettext("{n} an", "{n} ans", months // 12).format(n=months // 12)
    if months >= 3:
        return ngettext("{n} mois", "{n} mois", months).format(n=months)
    weeks = (on - born).days // 7
    return ngettext("{n} semaine", "{n} semaines", weeks).format(n=weeks)


def departure(deceased_on: date | None, departed_on: date | None) -> str:
    """Why an animal comes no more; "" while it does."""
    if deceased_on is not None:
        return _("décédé le {day}").format(day=day(deceased_on))
    if departed_on is not None:
        return _("parti le {day}").format(day=day(departed_on))
    return ""


def data_given(line: Happening) -> str:
    """A client was handed everything that is known."""
    said = _("{who} a remis au client n° {number} tout ce qui est connu de lui.")
    return said.format(who=line.who, number=line.client_id)


def forgotten(line: Happening) -> str:
    """A client asked to be forgotten."""
    said = _("{who} a effacé les données du client n° {number}, à sa demande.")
    return said.format(who=line.who, number=line.client_id)
