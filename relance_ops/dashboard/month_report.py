"""A month on one sheet of A4, for the manager's wall: what left, came back, is missing.

What is late and what is to come is of the day on which it is made: both are dated.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from relance_ops import clinic_figures, figures
from relance_ops.dashboard import come_back, forecast, missed
from relance_ops.dashboard.chart_values import Chart
from relance_ops.dashboard.come_back import ComeBack
from relance_ops.dashboard.forecast import Forecast
from relance_ops.dashboard.missed import Missed
from relance_ops.dashboard.pictures import BLUE
from relance_ops.dashboard.printed import INK, draw
from relance_ops.dashboard.report_page import (
    LEFT,
    RIGHT,
    Heading,
    Type,
    as_pdf,
    axes_at,
    blank,
    rule,
    write,
)
from relance_ops.dashboard.returns_printed import draw_rates
from relance_ops.i18n import _, day, ngettext, number
from relance_ops.practice import Practice
from relance_ops.returns import DEFINITIONS
from relance_ops.tallies import Overview
from relance_ops.wording import money

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HALF = (RIGHT - LEFT - 8) / 2
MIDDLE = LEFT + HALF + 8

# Where the pictures stand: left, top, width, height, in millimetres.
MONTHS = (LEFT, 104, RIGHT - LEFT, 40)
STEPS, CHANNELS = (LEFT, 160, HALF, 34), (MIDDLE, 160, HALF, 34)
LATE, COMING = (LEFT, 207, HALF, 38), (MIDDLE, 207, HALF, 38)

CAUTION_CHARACTERS = 150
GROUPS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Month:
    """Everything that the sheet says.

    Attributes:
        overview: What left in the month.
    """

    heading: Heading
    overview: Overview
    came: ComeBack
    missed: Missed
    coming: Forecast


@dataclass(frozen=True, slots=True)
class Number:
    """One of the eight: its name, itself, and one line below it."""

    title: str
    said: str
    below: str = ""


def read(practice: Practice, month: date, today: date) -> Month:
    """The month that begins on *month*, as it is known *today*."""
    came = come_back.read(practice.returns, month, today)
    return Month(
        Heading(practice.settings().clinic.name, today),
        practice.statistics.over(came.month),
        came,
        missed.read(practice.statistics, today),
        forecast.read(practice, today),
    )


def month_pdf(month: Month) -> bytes:
    """*month* as a PDF of one page."""
    sheet = blank()
    _head(sheet, month)
    for place, one in enumerate(numbers(month)):
        _number(sheet, one, place)
    _rates(sheet, month.came, clinic_figures.RATE_MONTHS, MONTHS)
    _rates(sheet, month.came, clinic_figures.RATE_STEPS, STEPS)
    _rates(sheet, month.came, clinic_figures.RATE_CHANNELS, CHANNELS)
    _chart(sheet, month.missed.charts()["late_since"], LATE)
    _chart(sheet, month.coming.charts()["coming_volumes"], COMING)
    _foot(sheet, month)
    title = _("Bilan, {month}").format(month=_title(month))
    return as_pdf(sheet, title, month.heading)


def numbers(month: Month) -> Sequence[Number]:
    """The eight numbers that are read first."""
    left, whole = month.overview.now, month.came.whole
    came = month.came.returned(month.came.month).count
    before = month.came.returned(month.came.month.before).count
    coming = month.coming.simulation.totals()
    deliveries = sum(coming.deliveries.values())
    as_of = _("au {day}").format(day=day(month.heading.on))
    return (
        Number(
            _("Relances parties"), number(left.reminders),
            ngettext("{n} client", "{n} clients", left.clients).format(
                n=number(left.clients)
            ),
        ),
        Number(
            _("Coût"), money(left.cost_cents),
            _("{cost} par relance").format(cost=money(left.cents_per_reminder)),
        ),
        Number(
            clinic_figures.MONTH_RETURNS.title, number(came),
            figures.change(came, before, figures.BEFORE),
        ),
        Number(
            _("Taux de retour, 12 mois"), whole.percent,
            " · ".join(part for part in (whole.interval, whole.counted) if part),
        ),
        Number(
            clinic_figures.RETURN_COST.title,
            "–" if whole.cents is None else money(whole.cents), _("sur 12 mois"),
        ),
        Number(clinic_figures.LATE_ANIMALS.title, number(month.missed.late_animals), as_of),
        Number(
            clinic_figures.FORGOTTEN.title, number(len(month.missed.forgotten)), as_of
        ),
        Number(
            _("Coût des 12 semaines à venir"), money(coming.cost_cents),
            ngettext("{n} envoi", "{n} envois", deliveries).format(n=number(deliveries)),
        ),
    )  # fmt: skip


def _title(month: Month) -> str:
    return figures.period_words(come_back.whole_month(month.came.month.since))


def _head(sheet: Figure, month: Month) -> None:
    heading, period = month.heading, month.came.month
    title = _title(month)
    write(sheet, (LEFT, 20), heading.clinic, Type(11, "bold", BLUE))
    write(sheet, (RIGHT, 20), _("Bilan du mois"), Type(11), align="right")
    write(sheet, (LEFT, 31), title[:1].upper() + title[1:], Type(21, "bold", INK))
    if period.until != come_back.whole_month(period.since).until:
        until = _("Mois en cours, jusqu'au {day}.").format(day=day(period.until))
        write(sheet, (LEFT, 38), until, Type(9))
    rule(sheet, 43)


def _number(sheet: Figure, one: Number, place: int) -> None:
    """One of the eight, four a line."""
    x = LEFT + place % 4 * (RIGHT - LEFT) / 4
    y = 51 + place // 4 * 24
    write(sheet, (x, y), one.title, Type(8.4))
    write(sheet, (x, y + 7.5), one.said, Type(18, "bold", INK))
    write(sheet, (x, y + 12), one.below, Type(6.8))


def _rates(
    sheet: Figure,
    came: ComeBack,
    figure: figures.Figure,
    where: tuple[float, float, float, float],
) -> None:
    found = came.rates(figure)
    x, y, _wide, _tall = where
    write(sheet, (x, y - 3), figure.title, Type(10.5, "bold", INK))
    if not found.lines:
        write(sheet, (x, y + 6), _("Rien sur cette période."), Type(9))
        return
    if figure is not clinic_figures.RATE_MONTHS:
        found = come_back.Rates(figure, found.lines[:GROUPS_SHOWN])
    draw_rates(axes_at(sheet, where), found, 7)


def _chart(
    sheet: Figure, chart: Chart, where: tuple[float, float, float, float]
) -> None:
    x, y, _wide, _tall = where
    write(sheet, (x, y - 3), chart.title, Type(10.5, "bold", INK))
    if chart.is_empty:
        write(sheet, (x, y + 6), chart.nothing, Type(9))
        return
    draw(axes_at(sheet, where), chart, size=7, labels=6)


def _foot(sheet: Figure, month: Month) -> None:
    """What these numbers do not say, and the day."""
    rule(sheet, 255)
    simulation = month.coming.simulation
    coming = _("À venir : {assumptions}").format(
        assumptions=" ".join(simulation.assumptions())
    )
    young = month.came.recent.count
    recent = ngettext(
        "{n} relance est encore trop récente : elle n'entre dans aucun taux.",
        "{n} relances sont encore trop récentes : elles n'entrent dans aucun taux.",
        young,
    ).format(n=number(young))
    rate = DEFINITIONS["rate"]
    said = [
        _(clinic_figures.CAUTION), _(rate), recent,
        f"{clinic_figures.LATE_ANIMALS.title} : {clinic_figures.LATE_ANIMALS.definition}",
        coming,
    ]  # fmt: skip
    y = 260.0
    for place, sentence in enumerate(said):
        style = Type(7, "bold", INK) if not place else Type(6.4)
        for line in textwrap.wrap(sentence, CAUTION_CHARACTERS):
            write(sheet, (LEFT, y), line, style)
            y += 2.9
        y += 0.9
    made = _("Établi le {day}").format(day=day(month.heading.on, "long"))
    write(sheet, (RIGHT, 290), made, Type(7), align="right")
