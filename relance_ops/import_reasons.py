"""The sentence for each code that the import's SQL gives to a bad row or word."""

from __future__ import annotations

from collections.abc import Callable

from relance_ops.i18n import _
from relance_ops.import_columns import (
    EARLIEST,
    LATEST,
    LONGEST_DELAY_YEARS,
    LONGEST_TEXT,
    VOCABULARIES,
    Column,
    ExportFile,
)


def reason(declared: ExportFile, name: str, code: str, detail: str) -> str:
    """Why a row of *declared* is rejected, for a person.

    *name* is the column at fault, "" for the whole row; *code* is as in
    `sql/import_*.sql`, and *detail* what it needs to be understood: another line, a
    name.
    """
    return _SENTENCES[code](declared.column(name) or Column(name), detail)


def kept_as(column: str, text: str, kept: str, rows: int) -> str:
    """What was made of a word that is not in the vocabulary of *column*."""
    return _(
        "{column} : « {text} » n'est pas connu, lu « {kept} » ({rows} fois)."
    ).format(column=column, text=text[:40], kept=kept[:40], rows=rows)


def _words(column: Column) -> str:
    if column.vocabulary == "boolean":
        return _("oui ou non attendu")
    known = dict.fromkeys(VOCABULARIES.get(column.vocabulary, {}).values())
    return _("mot inconnu (possibles : {words})").format(words=", ".join(known))


def _plain(text: Callable[[], str]) -> Callable[[Column, str], str]:
    return lambda _column, _detail: text()


# Functions, not texts: the language is known only when a row is told.
_SENTENCES: dict[str, Callable[[Column, str], str]] = {
    "missing": _plain(lambda: _("valeur obligatoire manquante")),
    "too_long": _plain(
        lambda: _("plus de {most} caractères").format(most=LONGEST_TEXT)
    ),
    "control_character": _plain(lambda: _("caractère de contrôle dans un identifiant")),
    "bad_date": _plain(lambda: _("date illisible (AAAA-MM-JJ ou JJ/MM/AAAA attendu)")),
    "date_out_of_range": _plain(
        lambda: _("date hors des années {first} à {last}").format(
            first=EARLIEST.year, last=LATEST.year
        )
    ),
    "bad_number": _plain(lambda: _("nombre entier attendu")),
    "number_out_of_range": lambda column, _detail: _(
        "nombre hors limites ({low} à {high})"
    ).format(low=column.low, high=column.high),
    "bad_price": _plain(
        lambda: _("prix illisible (45, 45.50 ou 45,50 attendu, en euros)")
    ),
    "price_out_of_range": lambda column, _detail: _(
        "prix de plus de {most} euros"
    ).format(most=column.high // 100),
    "unknown_word": lambda column, _detail: _words(column),
    "bad_delay": _plain(lambda: _("délai illisible (12m, 1y, 21d ou 6w attendu)")),
    "delay_too_long": _plain(
        lambda: _("délai de plus de {years} ans").format(years=LONGEST_DELAY_YEARS)
    ),
    "unknown_client": _plain(lambda: _("client inconnu")),
    "forgotten_client": _plain(
        lambda: _(
            "client effacé à sa demande : effacez-le aussi du logiciel de la clinique"
        )
    ),
    "unknown_animal": _plain(lambda: _("animal inconnu")),
    "unknown_act_type": _plain(lambda: _("modèle d'acte inconnu")),
    "unknown_template": _plain(lambda: _("modèle de courrier inconnu")),
    "due_before_act": _plain(lambda: _("échéance avant l'acte")),
    "birth_in_future": _plain(lambda: _("naissance dans le futur")),
    "reserved": _plain(
        lambda: _("« birth » est réservé aux échéances d'âge : donnez un autre numéro")
    ),
    "repeated": lambda _column, detail: _(
        "identifiant répété : la ligne {line} est gardée"
    ).format(line=detail),
    "second_age": lambda _column, detail: _(
        "un seul modèle d'acte déclenché par l'âge par groupe de relance : "
        "« {kept} » est gardé"
    ).format(kept=detail),
    "too_few_fields": _plain(lambda: _("il manque des champs à la ligne")),
    "too_many_fields": _plain(
        lambda: _("trop de champs : un séparateur dans un texte sans guillemets ?")
    ),
    "bad_quote": lambda _column, detail: _(
        "guillemet mal fermé (lu jusqu'à la ligne {line})"
    ).format(line=detail),
    "unreadable_row": _plain(lambda: _("ligne illisible ou démesurée")),
}
