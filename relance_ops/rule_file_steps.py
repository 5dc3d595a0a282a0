"""The steps of a rule file, value by value: a rule, or what to correct. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from relance_ops.i18n import _
from relance_ops.rules import Rule

KNOWN = (
    "offset_days", "valid_days", "channels", "paper_form", "template", "active",
    "active_from",
)  # fmt: skip


class Misread(NamedTuple):
    """What cannot be read as it is, in words that say what to do; *key* is the step's."""

    sentence: str
    act_type: str
    step: int = 0
    field: str = ""
    key: str = ""


def rules_of(tables: Any) -> tuple[tuple[Rule, ...], tuple[Misread, ...]]:
    """The steps of every table, and what could not be read."""
    if not isinstance(tables, Mapping):
        said = _("« rules » contient une table par modèle d'acte : [rules.MODÈLE].")
        return (), (Misread(said, ""),)
    rules: list[Rule] = []
    misread: list[Misread] = []
    for act_type, steps in tables.items():
        if not isinstance(steps, Mapping):
            said = _("Écrivez [rules.{act_type}], puis une ligne par relance.")
            misread.append(Misread(said.format(act_type=act_type), act_type))
            continue
        for number, fields in steps.items():
            step, found = _step(act_type, number, fields)
            misread += found
            if not found:
                rules.append(Rule(act_type, step, **_values(fields)))
    return tuple(rules), tuple(misread)


def _step(act_type: str, number: str, fields: Any) -> tuple[int, list[Misread]]:
    """The step's number, and what keeps it from being a rule."""
    if number not in tuple("123456789"):
        said = _("« {number} » n'est pas le numéro d'une relance : de 1 à 9.")
        return 0, [Misread(said.format(number=number), act_type, key=number)]
    step = int(number)
    if not isinstance(fields, Mapping):
        said = _("Écrivez {number} = {{ offset_days = -15, valid_days = 60 }}.")
        return step, [Misread(said.format(number=number), act_type, step)]
    found = [
        Misread(sentence, act_type, step, name)
        for name, value in fields.items()
        if (sentence := _complaint(name, value))
    ]
    if "offset_days" not in fields:
        said = _(
            "Il manque offset_days : les jours par rapport à l'échéance, par exemple -15."
        )
        found.append(Misread(said, act_type, step, "offset_days"))
    return step, found


def _complaint(name: str, value: Any) -> str:
    """What is wrong with the kind of *value*; "" for nothing."""
    if name not in KNOWN:
        return _("« {name} » n'est pas connu. Connus : {known}.").format(
            name=name, known=", ".join(KNOWN)
        )
    right, wanted = {
        "offset_days": (_is_number, _("un nombre entier de jours, sans guillemets")),
        "valid_days": (_is_number, _("un nombre entier de jours, sans guillemets")),
        "channels": (_is_words, _('une liste comme ["email", "sms"]')),
        "paper_form": (_is_text, _('"letter" ou "card"')),
        "template": (_is_text, _("le nom d'un modèle de courrier, entre guillemets")),
        "active": (_is_choice, _("true ou false, sans guillemets")),
        "active_from": (_is_day, _("un jour comme 2027-01-01, sans guillemets")),
    }[name]
    if right(value):
        return ""
    return _("« {name} » doit être {wanted}.").format(name=name, wanted=wanted)


def _values(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a `Rule`, from values of the right kinds."""
    channels = (
        {"channels": "|".join(fields["channels"])} if "channels" in fields else {}
    )
    return {**fields, **channels}


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_words(value: Any) -> bool:
    # A bar would make two of one.
    return isinstance(value, list) and all(
        isinstance(one, str) and one and "|" not in one for one in value
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_choice(value: Any) -> bool:
    return isinstance(value, bool)


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)
