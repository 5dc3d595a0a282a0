"""The settings of « Réglages » as a person reads them: a label and a sentence each."""

from __future__ import annotations

from relance_ops.dashboard.settings_form import Asked, Sort
from relance_ops.i18n import _
from relance_ops.settings import SmsStop


def clinic() -> list[Asked]:
    """Who writes: the letterhead, the emails' footer, the signature."""
    return [
        Asked("clinic.name", _("Nom de la clinique"), wide=True),
        Asked("clinic.vets", _("Vétérinaires"), _("Sous le nom, en tête."), wide=True),
        Asked("clinic.address1", _("Adresse")),
        Asked("clinic.address2", _("Complément d'adresse")),
        Asked("clinic.postcode", _("Code postal")),
        Asked("clinic.city", _("Ville"), _("Aussi devant la date des lettres.")),
        Asked("clinic.phone", _("Téléphone"), _("Celui que les clients appellent.")),
        Asked("clinic.email", _("Adresse email"), _("Les clients y répondent.")),
        Asked("clinic.website", _("Site"), wide=True),
        Asked(
            "clinic.hours",
            _("Horaires"),
            _("En une ligne, au bas des lettres."),
            wide=True,
        ),
        Asked(
            "clinic.booking_url",
            _("Page de rendez-vous en ligne"),
            _("Elle devient un lien dans les emails. Vide : on n'en parle pas."),
            wide=True,
        ),
        Asked(
            "clinic.booking_code",
            _("Le code à viser avec un téléphone, sur les lettres et les cartes"),
            _("Il mène à la page de rendez-vous ; sans page, il n'y en a pas."),
            sort=Sort.YES,
            wide=True,
        ),
        Asked(
            "clinic.legal",
            _("Mentions légales"),
            _("SIRET, numéro d'ordre… au bas des lettres."),
            wide=True,
        ),
    ]


def hours() -> list[Asked]:
    """When SMS leave, and how they are written."""
    return [
        Asked("sms.from", _("De"), sort=Sort.HOUR),
        Asked("sms.to", _("À"), sort=Sort.HOUR),
        Asked("sms.days", _("Jours"), sort=Sort.DAYS, wide=True),
        Asked(
            "sms.holidays", _("Aussi les jours fériés"), sort=Sort.YES, wide=True
        ),
        Asked(
            "sms.simplify",
            _("Caractères simples"),
            _(
                "« ê », « ç » ou « … » doublent souvent le prix d'un SMS : écrits « e », "
                "« c », « ... », ils ne coûtent rien de plus."
            ),
            Sort.YES,
            wide=True,
        ),
        Asked(
            "sms.stop",
            _("Dire comment ne plus recevoir de SMS"),
            _("Toujours dit dans une information : la loi le veut."),
            wide=True,
            options={
                _("Dans tous les SMS"): SmsStop.ALWAYS.value,
                _("Seulement dans les informations"): SmsStop.INFORMATION.value,
            },
        ),
    ]  # fmt: skip


def printer() -> list[Asked]:
    """Where letters are printed, and how."""
    return [
        Asked(
            "print.printer",
            _("Adresse de l'imprimante"),
            _(
                "Son adresse sur le réseau, comme 192.168.1.20. Vide : le navigateur "
                "imprime, et vous choisissez l'imprimante."
            ),
            wide=True,
        ),
        Asked(
            "print.sides",
            _("Les lettres"),
            _("Les cartes ont toujours deux faces."),
            options={
                _("sur une seule face"): "one",
                _("recto verso, chaque lettre sur ses feuilles"): "two",
            },
            wide=True,
        ),
        Asked(
            "print.cards",
            _("Les cartes partent aussi toutes seules à cette imprimante"),
            _("Sinon, un bouton les envoie, une fois le carton dans le bac."),
            sort=Sort.YES,
            wide=True,
        ),
    ]


def prices() -> list[Asked]:
    """What each way out costs."""
    return [
        Asked(
            "price.letter_cents",
            _("Une lettre, en euros"),
            _("Timbre, papier et enveloppe."),
            Sort.EUROS,
        ),
        Asked("price.card_cents", _("Une carte, en euros"), _("Timbre et carton."), Sort.EUROS),
        Asked(
            "price.sms_cents",
            _("Un SMS, en euros"),
            _("Par message de 160 caractères ; un texte plus long en compte plusieurs."),
            Sort.EUROS,
        ),
    ]  # fmt: skip


def others() -> list[Asked]:
    """The rest."""
    zones = ("Europe/Paris", "America/Guadeloupe", "America/Martinique", "America/Cayenne",
             "Indian/Reunion", "Indian/Mayotte", "America/Miquelon", "Pacific/Noumea",
             "Pacific/Tahiti", "Europe/Brussels", "Europe/Zurich", "Europe/Luxembourg")  # fmt: skip
    return [
        Asked(
            "appointment_days",
            _("Attente d'un rendez-vous, en jours"),
            _("Un rendez-vous pris dans ce délai retient la relance. 0 : jamais."),
        ),
        Asked(
            "unusual_factor",
            _("Volume inhabituel"),
            _("À partir de combien de jours ordinaires la confirmation prévient."),
        ),
        Asked(
            "timezone",
            _("Fuseau horaire"),
            _("Où commencent et finissent les jours de la clinique."),
            options={zone: zone for zone in zones},
            wide=True,
        ),
        Asked(
            "holdout_percent",
            _("Groupe témoin, en %"),
            _(
                "De 0 à 20. Cette part des rappels, tirée au sort, n'est pas relancée : on sait "
                "alors ce que les relances font revenir. Attention : ces animaux ne reçoivent "
                "rien. Jamais pour un vaccin que la loi demande (rage). 0 : tous sont relancés."
            ),
            wide=True,
        ),
    ]  # fmt: skip


def label(key: str) -> str:
    """The setting *key* as its page calls it; a key of another page as it is."""
    asked = (*clinic(), *hours(), *printer(), *prices(), *others())
    return next((one.label for one in asked if one.key == key), key)
