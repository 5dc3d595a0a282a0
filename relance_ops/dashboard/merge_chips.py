"""The merge fields as a person reads them: a name and an example each, to be clicked."""

from __future__ import annotations

from typing import Any

from relance_ops.i18n import _, speaking
from relance_ops.library import Part
from relance_ops.merge_fields import Fields, fields_of
from relance_ops.model import Message, Planned
from relance_ops.template_language import TABLE
from relance_ops.trial import Trial

_LAID_OUT = (Part.BODY.value, Part.CARD.value)


def fields_for(trial: Trial, message: Message) -> Fields:
    """The fields of *message*, in its client's language."""
    planned = Planned(message.client, message.kind, message.address, message.reminders)
    with speaking(message.client.language):
        return fields_of(planned, clinic=trial.settings.clinic, on=trial.on)


def chips(values: Fields, *, spoken: str) -> list[dict[str, Any]]:
    """Groups of what may be inserted into words in *spoken*, with a client's examples."""
    return [
        {
            "label": group,
            "chips": [
                {
                    "label": label,
                    "example": str(getattr(values, name)),
                    "snippet": "{{ %s }}" % name,  # noqa: UP031  # braces of its own
                }
                for name, label in named.items()
            ],
        }
        for group, named in _fields().items()
    ] + [{"label": _("Selon le cas"), "chips": _choices(spoken)}]


def _fields() -> dict[str, dict[str, str]]:
    return {
        _("Le client"): {
            "destinataire": _("Destinataire"),
            "nom": _("Nom"),
            "prenom": _("Prénom"),
        },
        _("Ses animaux"): {
            "animaux": _("Animaux"),
            "animaux_court": _("Animaux, en court"),
            "nb_animaux": _("Nombre d'animaux"),
        },
        _("Les soins"): {
            "actes": _("Soins"),
            "actes_court": _("Soins, en court"),
            "nb_actes": _("Nombre de soins"),
            "echeance": _("Échéance"),
        },
        _("La clinique"): {
            "clinique": _("Nom de la clinique"),
            "veterinaires": _("Vétérinaires"),
            "telephone": _("Téléphone"),
            "courriel": _("Adresse email"),
            "site": _("Site"),
            "horaires": _("Horaires"),
            "rendez_vous": _("Page de rendez-vous"),
        },
    }


def _choices(spoken: str) -> list[dict[str, Any]]:
    """What depends on the client. "|" is where the chosen words, or the caret, go."""
    one, many = (
        ("your pet", "your pets") if spoken == "en" else ("votre animal", "vos animaux")
    )
    return [
        {
            "label": _("Si plusieurs animaux"),
            "example": _("{many} / {one}").format(many=many, one=one),
            "snippet": f"{{% if nb_animaux > 1 %}}{many}{{% else %}}{one}{{% endif %}}",
        },
        {
            "label": _("Si plusieurs soins"),
            "example": "",
            "snippet": "{% if nb_actes > 1 %}|{% else %}|{% endif %}",
        },
        {
            "label": _("Si l'échéance est passée"),
            "example": "",
            "snippet": "{% if en_retard %}|{% else %}|{% endif %}",
        },
        {
            "label": _("S'il y a une page de rendez-vous"),
            "example": "",
            "snippet": "{% if rendez_vous %}|{% endif %}",
        },
        {
            "label": _("Tableau des soins"),
            "example": "",
            "snippet": TABLE,
            "parts": list(_LAID_OUT),
        },
    ]  # fmt: skip
