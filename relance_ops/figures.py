"""Every figure of the clinic: its name, what it counts, and how it is said.

The sentences are those of docs/figures.md, word for word: a figure has one definition.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from relance_ops.i18n import N_, _, language, number
from relance_ops.periods import Grain, Period, following
from relance_ops.wording import money


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        key: As programs call it; of a total, the attribute of `tallies.Totals`.
        label: Its name, to be translated.
        meaning: What it counts, one sentence, to be translated.
        is_money: In euro cents.
    """

    key: str
    label: str
    meaning: str
    is_money: bool = False

    @property
    def title(self) -> str:
        """Its name in the user's language."""
        return _(self.label)

    @property
    def definition(self) -> str:
        """What it counts, in the user's language."""
        return _(self.meaning)

    def said(self, value: int) -> str:
        """A value of it as the user writes it."""
        return money(value) if self.is_money else number(value)

    def ticked(self, value: int) -> str:
        """The same beside the line of a chart: whole euros without their cents."""
        return re.sub(r"[.,]00(?=\D|$)", "", self.said(value))


TOTALS = (
    Figure(
        "deliveries",
        N_("Envois"),
        N_(
            "Emails, SMS, lettres et cartes, comptés au jour de leur envoi ; "
            "ceux qui ont été annulés, refusés ou sont revenus n'en font pas partie."
        ),
    ),
    Figure(
        "reminders",
        N_("Relances"),
        N_(
            "Actes rappelés par ces envois, chaque étape à part ; un envoi peut en contenir "
            "plusieurs, et une relance partie sous plusieurs formes compte une fois."
        ),
    ),
    Figure(
        "clients",
        N_("Clients relancés"),
        N_("Clients à qui au moins un de ces envois est parti ; chacun compte une fois."),
    ),
    Figure(
        "cost_cents",
        N_("Coût"),
        N_(
            "Timbres des lettres et des cartes, et parties de SMS, au prix réglé le jour "
            "de l'envoi ; un email ne coûte rien."
        ),
        is_money=True,
    ),
    Figure(
        "cents_per_reminder",
        N_("Coût par relance"),
        N_("Le coût divisé par le nombre de relances, arrondi au centime."),
        is_money=True,
    ),
    Figure(
        "cents_per_client",
        N_("Coût par client"),
        N_("Le coût divisé par le nombre de clients relancés, arrondi au centime."),
        is_money=True,
    ),
    Figure(
        "saved_cents",
        N_("Timbres économisés"),
        N_(
            "Ce que le regroupement a évité : chaque relance qui partage la lettre ou la "
            "carte d'une autre économise le prix de ce courrier."
        ),
        is_money=True,
    ),
    Figure(
        "failures",
        N_("Échecs"),
        N_(
            "Envois refusés pour de bon ou revenus ; ils ne comptent ni dans les envois "
            "ni dans le coût."
        ),
    ),
)  # fmt: skip

VOLUMES = Figure(
    "volumes",
    N_("Envois dans le temps"),
    N_("Les envois de chaque mois, ou de chaque semaine à partir du lundi, par forme."),
)
SHARES = Figure(
    "shares",
    N_("Sous quelle forme"),
    N_("La part des emails, SMS, lettres et cartes dans les envois de la période."),
)
COSTS = Figure(
    "costs",
    N_("Coût dans le temps"),
    N_("Le coût des envois de chaque mois ou de chaque semaine, par forme."),
    is_money=True,
)
CATEGORIES = Figure(
    "categories",
    N_("Par catégorie d'actes"),
    N_("Les relances de la période, selon la catégorie de l'acte rappelé."),
)
ACTS = Figure(
    "acts",
    N_("Par acte"),
    N_(
        "Les relances de la période, selon l'acte rappelé ; les plus fréquents d'abord."
    ),
)
STEPS = Figure(
    "steps",
    N_("Par étape"),
    N_("Les relances de la période, selon que c'était la 1re, la 2e ou une suivante."),
)
FAMILIES = Figure(
    "families",
    N_("Par famille"),
    N_("Les relances de la période : celles d'actes et celles d'informations."),
)
TROUBLES = Figure(
    "troubles",
    N_("Ce qui n'est pas parti comme prévu"),
    N_(
        "Envois refusés pour de bon, revenus, incertains (personne ne sait s'ils sont "
        "partis) ou annulés, et courriers imprimés de nouveau après une annulation."
    ),
)
REACHABLE = Figure(
    "reachable",
    N_("Clients joignables"),
    N_(
        "Clients non archivés qui ont aujourd'hui, pour chaque forme, un contact "
        "utilisable qu'ils ne refusent pas ; leurs cases n'y changent rien."
    ),
)

CHARTS = (
    VOLUMES, SHARES, COSTS, CATEGORIES, ACTS, STEPS, FAMILIES, TROUBLES, REACHABLE,
)  # fmt: skip

EVERY = (*TOTALS, *CHARTS)


@dataclass(frozen=True, slots=True)
class Than:
    """How a comparison ends; both are to be translated.

    Attributes:
        nothing: Where there was nothing to compare with.
    """

    sentence: str
    nothing: str


BEFORE = Than(N_("{change} qu'avant"), N_("▲ rien avant"))
YEAR_BEFORE = Than(N_("{change} qu'un an plus tôt"), N_("▲ rien un an plus tôt"))


def share(part: int, whole: int) -> str:
    """What *part* is of *whole*, in per cent; "" when there is nothing to share."""
    if not whole:
        return ""
    rate = part / whole
    if 0 < rate < 0.005:
        return f"< {format_percent(0.01, locale=language())}"
    return format_percent(rate, locale=language())


def change(now: int, then: int, than: Than) -> str:
    """How *now* compares with *then*, with an arrow and in words."""
    if now and not then:
        return _(than.nothing)
    return _(than.sentence).format(change=_change(now, then))


def _change(now: int, then: int) -> str:
    if now == then:
        return _("= autant")
    if now >= 3 * then:
        times = format_decimal(round(now / then, 1), locale=language())
        return _("▲ {n} fois plus").format(n=times)
    rate = format_percent(abs(now - then) / then, locale=language())
    if now > then:
        return _("▲ {rate} de plus").format(rate=rate)
    return _("▼ {rate} de moins").format(rate=rate)


def period_words(period: Period) -> str:
    """A period as one says it: a month, a year, or its two days."""
    if period.since.day == 1 and period.until == _end_of_month(period.since):
        return format_date(period.since, "MMMM yyyy", locale=language())
    if period.since == period.until:
        return _long(period.since)
    if period.since.year == period.until.year:
        start = _long(period.since).rpartition(" ")[0]
    else:
        start = _long(period.since)
    return _("du {since} au {until}").format(since=start, until=_long(period.until))


def period_title(period: Period) -> str:
    """The same as a heading."""
    words = period_words(period)
    return words[:1].upper() + words[1:]


def start_words(start: date, grain: Grain) -> str:
    """A week or a month in full, as the pointer tells it."""
    if grain is Grain.WEEK:
        return _("semaine du {day}").format(day=_long(start))
    return format_date(start, "MMMM yyyy", locale=language())


def start_label(start: date, grain: Grain) -> str:
    """A week or a month in short, under its bar."""
    pattern = "d MMM" if grain is Grain.WEEK else "MMM yy"
    return format_date(start, pattern, locale=language())


def _long(when: date) -> str:
    words = format_date(when, "d MMMM yyyy", locale=language())
    # French counts the first of a month, and no other day.
    if language() == "fr" and when.day == 1:
        words = "1er" + words.removeprefix("1")
    return words


def _end_of_month(first: date) -> date:
    return date.fromordinal(following(first, Grain.MONTH).toordinal() - 1)
