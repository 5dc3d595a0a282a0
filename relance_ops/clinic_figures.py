"""The manager's figures: what came back, what is late, what is forgotten, what comes.

The sentences are those of docs/statistics.md, word for word. What a return is, and a
rate, is said once, in `returns.DEFINITIONS`.
"""

from __future__ import annotations

from relance_ops.figures import Figure
from relance_ops.i18n import N_

CAUTION = N_(
    "Un retour après une relance n'est pas encore un retour grâce à elle : une partie des "
    "clients seraient venus d'eux-mêmes."
)

MONTH_RETURNS = Figure(
    "returned",
    N_("Retours du mois"),
    N_("Les retours de ce mois-ci, chacun dans les 60 jours de sa dernière relance."),
)
RATE = Figure(
    "rate",
    N_("Taux de retour"),
    N_(
        "La part des relances suivies dont le retour a eu lieu dans les 60 jours, sur douze "
        "mois, avec son intervalle à 95 % et le nombre de relances suivies."
    ),
)
RETURN_COST = Figure(
    "cents_per_return",
    N_("Coût par retour"),
    N_("Ce que les relances suivies ont coûté, divisé par leurs retours."),
    is_money=True,
)
TOO_RECENT = Figure(
    "too_recent",
    N_("Encore trop récentes"),
    N_(
        "Relances parties depuis moins de 60 jours : elles n'entrent dans aucun taux tant "
        "qu'elles n'ont pas eu le temps de faire revenir quelqu'un."
    ),
)
RETURN_TILES = (MONTH_RETURNS, RATE, RETURN_COST, TOO_RECENT)

RATE_MONTHS = Figure(
    "months",
    N_("Taux de retour par mois de départ"),
    N_(
        "Pour les relances parties chaque mois : le taux (le point), son intervalle à 95 % (le "
        "trait) et leur nombre. En clair : une partie du mois est encore trop récente."
    ),
)
RATE_STEPS = Figure(
    "step",
    N_("Retours par étape"),
    N_(
        "Le taux de retour et le coût par retour de la 1re, de la 2e, de la 3e relance."
    ),
)
RATE_CHANNELS = Figure(
    "channels",
    N_("Retours par forme"),
    N_(
        "Le taux de retour et le coût par retour de chaque forme ; une relance partie sous "
        "plusieurs formes est un groupe à part."
    ),
)
RATE_CATEGORIES = Figure(
    "category",
    N_("Retours par catégorie d'actes"),
    N_(
        "Le taux de retour et le coût par retour, selon la catégorie de l'acte rappelé."
    ),
)
RATE_SPECIES = Figure(
    "species",
    N_("Retours par espèce"),
    N_("Le taux de retour et le coût par retour, selon l'espèce de l'animal."),
)
RATE_AGES = Figure(
    "age",
    N_("Retours par âge"),
    N_("Le taux de retour et le coût par retour, selon l'âge au départ de la relance."),
)
CURVE = Figure(
    "curve",
    N_("Courbe des retours"),
    N_(
        "La part revenue, jour après jour depuis la relance (Kaplan-Meier, bande à 95 %), les "
        "relances récentes comprises."
    ),
)
RETURN_CARDS = (
    RATE_MONTHS, RATE_STEPS, RATE_CHANNELS, CURVE, RATE_CATEGORIES, RATE_SPECIES,
    RATE_AGES,
)  # fmt: skip

LATE_ANIMALS = Figure(
    "late_animals",
    N_("Animaux en retard"),
    N_(
        "Animaux vivants et présents, de clients non archivés, dont au moins un acte attendu "
        "n'a pas été fait à sa date, relancé ou non."
    ),
)
LATE_NEW = Figure(
    "late_new",
    N_("En retard depuis peu"),
    N_("Les actes dont la date est passée depuis 91 jours au plus."),
)
LATE_OLD = Figure(
    "late_old",
    N_("En retard depuis longtemps"),
    N_(
        "Les actes dont la date est passée depuis plus de deux ans : souvent des animaux que "
        "la clinique ne suit plus ; les graphiques ne les montrent pas."
    ),
)
FORGOTTEN = Figure(
    "forgotten",
    N_("Sans relance à venir"),
    N_(
        "Animaux vivants et présents, de clients non archivés, qu'aucune règle ne rappellera : "
        "ni leurs actes, ni leur âge ne donnent de date à laquelle une règle répond."
    ),
)
MISSED_TILES = (LATE_ANIMALS, LATE_NEW, LATE_OLD, FORGOTTEN)

LATE_SINCE = Figure(
    "late_since",
    N_("En retard, depuis quand"),
    N_(
        "Les actes en retard depuis deux ans au plus, selon le temps passé depuis leur date "
        "et leur catégorie."
    ),
)
LATE_CATEGORIES = Figure(
    "late_categories",
    N_("En retard, par catégorie"),
    N_("Les actes en retard depuis deux ans au plus, selon leur catégorie."),
)
FORGOTTEN_WHY = Figure(
    "forgotten_why",
    N_("Sans relance à venir : pourquoi"),
    N_(
        "Jamais venu : aucun acte. Rien à rappeler : ses derniers actes n'appellent pas de "
        "retour. Pas de règle : un acte en appelle un, mais aucune règle ne le rappelle."
    ),
)
FORGOTTEN_SPECIES = Figure(
    "forgotten_species",
    N_("Sans relance à venir : par espèce"),
    N_("Les animaux sans relance à venir, selon leur espèce."),
)
FORGOTTEN_ACTS = Figure(
    "forgotten_acts",
    N_("Sans relance à venir : dernier acte"),
    N_("Les animaux sans relance à venir, selon le dernier acte fait."),
)
MISSED_CARDS = (
    LATE_SINCE, LATE_CATEGORIES, FORGOTTEN_WHY, FORGOTTEN_SPECIES, FORGOTTEN_ACTS,
)  # fmt: skip

COMING_DELIVERIES = Figure(
    "coming_deliveries",
    N_("Envois attendus"),
    N_("Emails, SMS, lettres et cartes qui partiraient d'ici douze semaines."),
)
COMING_REMINDERS = Figure(
    "coming_reminders",
    N_("Relances attendues"),
    N_("Les relances que ces envois porteraient, chacune comptée une fois."),
)
COMING_CLIENTS = Figure(
    "coming_clients",
    N_("Clients à relancer"),
    N_("Les clients à qui au moins un de ces envois partirait."),
)
COMING_COST = Figure(
    "coming_cost",
    N_("Coût attendu"),
    N_("Timbres et parties de SMS de ces envois, aux prix d'aujourd'hui."),
    is_money=True,
)
COMING_TILES = (COMING_DELIVERIES, COMING_REMINDERS, COMING_CLIENTS, COMING_COST)

COMING_VOLUMES = Figure(
    "coming_volumes",
    N_("Envois attendus par semaine"),
    N_("Les envois attendus de chaque semaine à partir du lundi, par forme."),
)
COMING_COSTS = Figure(
    "coming_costs",
    N_("Coût attendu par semaine"),
    N_("Le coût attendu de chaque semaine, par forme."),
    is_money=True,
)
COMING_SHARES = Figure(
    "coming_shares",
    N_("Sous quelle forme"),
    N_("La part des emails, SMS, lettres et cartes dans les envois attendus."),
)
COMING_CARDS = (COMING_VOLUMES, COMING_SHARES, COMING_COSTS)

EVERY = (
    *RETURN_TILES, *RETURN_CARDS, *MISSED_TILES, *MISSED_CARDS, *COMING_TILES,
    *COMING_CARDS,
)  # fmt: skip
