"""A period on one sheet of A4, to be printed or sent: matplotlib, never pyplot."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from relance_ops import figures
from relance_ops.dashboard.chart_values import Chart
from relance_ops.dashboard.figure_sheets import changes, compared_with, value
from relance_ops.dashboard.pictures import BLUE
from relance_ops.dashboard.printed import GRID, INK, QUIET, draw, font
from relance_ops.i18n import _, day
from relance_ops.tallies import Overview

WIDTH, HEIGHT = 210, 297  # millimetres
LEFT, RIGHT = 18, 192
INCH = 25.4

# Where the charts stand: left, top, width, height, in millimetres.
PLACES = {
    "volumes": (LEFT, 102, RIGHT - LEFT, 54),
    "shares": (LEFT, 172, RIGHT - LEFT, 13),
    "costs": (LEFT, 196, 82, 48),
    "categories": (110, 196, 82, 48),
}
LABELS = {"volumes": 13, "costs": 5}

# The two averages say what they are.
DEFINED = (*figures.TOTALS[:4], *figures.TOTALS[6:])
DEFINITION_CHARACTERS = 92


@dataclass(frozen=True, slots=True)
class Heading:
    """Whose report it is, and when it was made."""

    clinic: str
    on: date


@dataclass(frozen=True, slots=True)
class Type:
    """How words look: *size* in points."""

    size: float
    weight: str = "regular"
    colour: str = QUIET


def report_pdf(
    heading: Heading, overview: Overview, charts: Mapping[str, Chart]
) -> bytes:
    """The figures of *overview* and the main charts, as a PDF of one page."""
    sheet = blank()
    _head(sheet, heading, overview)
    for place, figure in enumerate(figures.TOTALS):
        _number(sheet, figure, overview, place)
    for key, where in PLACES.items():
        _chart(sheet, charts[key], where, LABELS.get(key, 1))
    _foot(sheet, heading)
    title = _("Relances, {period}").format(period=figures.period_words(overview.period))
    return as_pdf(sheet, title, heading)


def blank() -> Figure:
    """An empty sheet of A4."""
    return Figure(figsize=(WIDTH / INCH, HEIGHT / INCH))


def as_pdf(sheet: Figure, title: str, heading: Heading) -> bytes:
    """*sheet* as a file."""
    written = io.BytesIO()
    made = datetime.combine(heading.on, datetime.min.time())
    sheet.savefig(
        written,
        format="pdf",
        metadata={
            "Title": title,
            "Author": heading.clinic,
            "Creator": "relance-ops",
            "CreationDate": made,
        },
    )
    return written.getvalue()


def _head(sheet: Figure, heading: Heading, overview: Overview) -> None:
    title = figures.period_title(overview.period)
    write(sheet, (LEFT, 20), heading.clinic, Type(11, "bold", BLUE))
    write(sheet, (RIGHT, 20), _("Relances"), Type(11), align="right")
    write(sheet, (LEFT, 31), title, Type(21, "bold", INK))
    write(sheet, (LEFT, 38), compared_with(overview), Type(9))
    rule(sheet, 43)


def _number(
    sheet: Figure, figure: figures.Figure, overview: Overview, place: int
) -> None:
    """One of the eight numbers, four a line."""
    x = LEFT + place % 4 * (RIGHT - LEFT) / 4
    y = 51 + place // 4 * 24
    said = figure.said(value(figure, overview.now))
    write(sheet, (x, y), figure.title, Type(9))
    write(sheet, (x, y + 7.5), said, Type(18, "bold", INK))
    for line, (words, then) in enumerate(changes(figure, overview)):
        write(sheet, (x, y + 12 + line * 3.6), f"{words} ({then})", Type(7.4))


def _chart(
    sheet: Figure, chart: Chart, where: tuple[float, float, float, float], labels: int
) -> None:
    x, y, wide, tall = where
    write(sheet, (x, y), chart.title, Type(11.5, "bold", INK))
    if chart.is_empty:
        write(sheet, (x, y + 9), chart.nothing, Type(9))
        return
    draw(axes_at(sheet, (x, y + 3, wide, tall)), chart, size=8, labels=labels)


def axes_at(sheet: Figure, where: tuple[float, float, float, float]) -> Axes:
    """Axes that many millimetres from the left and the top, so wide and so tall."""
    x, y, wide, tall = where
    bottom = 1 - (y + tall) / HEIGHT
    return sheet.add_axes((x / WIDTH, bottom, wide / WIDTH, tall / HEIGHT))


def _foot(sheet: Figure, heading: Heading) -> None:
    """What each number counts, and the day."""
    rule(sheet, 258)
    half = (RIGHT - LEFT) / 2
    for column, defined in enumerate((DEFINED[:3], DEFINED[3:])):
        y = 263.0
        for figure in defined:
            words = f"{figure.title} : {figure.definition}"
            for line in textwrap.wrap(words, DEFINITION_CHARACTERS):
                write(sheet, (LEFT + column * half, y), line, Type(6.4))
                y += 2.7
            y += 0.9
    made = _("Établi le {day}").format(day=day(heading.on, "long"))
    write(sheet, (RIGHT, 289), made, Type(7), align="right")


def write(
    sheet: Figure,
    place: tuple[float, float],
    words: str,
    type_: Type,
    align: Literal["left", "right"] = "left",
) -> None:
    """Words whose baseline lies so many millimetres from the left and from the top."""
    x, y = place
    sheet.text(
        x / WIDTH, 1 - y / HEIGHT, words, fontproperties=font(type_.size, type_.weight),
        color=type_.colour, ha=align, va="baseline", parse_math=False,
    )  # fmt: skip


def rule(sheet: Figure, y: float) -> None:
    """A line across, that many millimetres from the top."""
    height = 1 - y / HEIGHT
    line = Line2D([LEFT / WIDTH, RIGHT / WIDTH], [height, height])
    line.set(color=GRID, linewidth=0.8)
    sheet.add_artist(line)
