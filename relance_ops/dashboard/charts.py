"""Pictures of figures, as SVG: the browser's own fonts, sharp at any size, readable aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from relance_ops.dashboard.components import kind_words
from relance_ops.dashboard.theme import COLOURS, QUIET
from relance_ops.i18n import _, day, month
from relance_ops.model import Kind

if TYPE_CHECKING:
    import pandas as pd

WIDTH, HEIGHT = 380, 190
LEFT, TOP, BOTTOM = 34, 34, 24  # room for the scale, the legend and the months
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


@dataclass(frozen=True, slots=True)
class Week:
    """What left in one week, from its Monday."""

    monday: date
    counts: Mapping[Kind, int]

    @property
    def total(self) -> int:
        """Over all channels."""
        return sum(self.counts.values())


def weeks_of(volumes: pd.DataFrame) -> tuple[Week, ...]:
    """The weeks of *volumes*: columns week (its Monday), channel, n."""
    found: dict[date, dict[Kind, int]] = {}
    for week, channel, n in volumes.itertuples(index=False):
        found.setdefault(week.date(), {})[Kind(channel)] = int(n)
    return tuple(Week(monday, counts) for monday, counts in sorted(found.items()))


def weekly_volumes(weeks: Sequence[Week]) -> str:
    """Deliveries by week and channel, stacked, as SVG; "" when nothing ever left."""
    if not weeks:
        return ""
    step = next(s for s in STEPS if s * 4 >= max(week.total for week in weeks))
    scale = (HEIGHT - TOP - BOTTOM) / (step * 4)
    words = _("Envois par semaine depuis un an, par email, SMS, lettre et carte")
    return "".join(
        (
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{words}" '
            f'width="100%" font-family="Roboto, sans-serif" font-size="13" '
            f'fill="{QUIET["color"]}">',
            _legend(),
            *(_line(step * i, scale) for i in range(5)),
            *(_bar(week, i, len(weeks), scale) for i, week in enumerate(weeks)),
            *_months(weeks),
            "</svg>",
        )
    )


def _legend() -> str:
    parts, x = [], LEFT
    for kind in Kind:
        word = kind_words(kind)
        parts.append(
            f'<rect x="{x}" y="3" width="12" height="12" rx="3" fill="{COLOURS[kind]}"/>'
            f'<text x="{x + 17}" y="13" fill="#1d2733">{word}</text>'
        )
        x += 34 + 7 * len(word)
    return "".join(parts)


def _line(value: int, scale: float) -> str:
    y = HEIGHT - BOTTOM - value * scale
    return (
        f'<line x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e3e7eb"/>'
        f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value}</text>'
    )


def _bar(week: Week, index: int, count: int, scale: float) -> str:
    """One week; the pointer tells its figures."""
    x, width = _place(index, count)
    told = ", ".join(f"{kind_words(k)} {n}" for k, n in week.counts.items() if n)
    parts = [f"<title>{_('Semaine du')} {day(week.monday)} : {told}</title>"]
    bottom = float(HEIGHT - BOTTOM)
    for kind in Kind:
        height = week.counts.get(kind, 0) * scale
        bottom -= height
        parts.append(
            f'<rect x="{x:.1f}" y="{bottom:.1f}" width="{width * 0.8:.1f}" '
            f'height="{height:.1f}" fill="{COLOURS[kind]}"/>'
        )
    return f"<g>{''.join(parts)}</g>"


def _months(weeks: Sequence[Week]) -> list[str]:
    """Every third month, under its first week."""
    firsts = [
        (index, week.monday)
        for index, week in enumerate(weeks)
        if index and week.monday.month != weeks[index - 1].monday.month
    ]
    return [
        f'<text x="{_place(index, len(weeks))[0]:.1f}" y="{HEIGHT - 6}">{month(monday)}</text>'
        for index, monday in firsts[::3]
    ]


def _place(index: int, count: int) -> tuple[float, float]:
    """Where a week starts, and its share of the width."""
    width = min((WIDTH - LEFT) / count, 16.0)
    return LEFT + index * width, width
