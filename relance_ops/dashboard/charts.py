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
PALE = 0.4  # what has not happened yet
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


def weekly_volumes(weeks: Sequence[Week], coming: Sequence[Week] = ()) -> str:
    """Deliveries by week and channel, stacked, as SVG; "" when nothing is to be seen.

    Args:
        weeks: What left, the oldest first.
        coming: What would leave, drawn paler behind a line « aujourd'hui ». Its first
            week may be the last of *weeks*: what is left of it stands on what has left.
    """
    if not weeks and not coming:
        return ""
    mondays = sorted({week.monday for week in (*weeks, *coming)})
    left = {week.monday: week for week in weeks}
    to_come = {week.monday: week for week in coming}
    none = Week(mondays[0], {})
    stacks = [(left.get(day, none), to_come.get(day, none)) for day in mondays]
    highest = max(gone.total + next_.total for gone, next_ in stacks)
    step = next(s for s in STEPS if s * 4 >= highest)
    scale = (HEIGHT - TOP - BOTTOM) / (step * 4)
    words = (
        _("Envois par semaine : depuis un an, et les trois mois à venir")
        if coming
        else _("Envois par semaine depuis un an, par email, SMS, lettre et carte")
    )
    return "".join(
        (
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{words}" '
            f'width="100%" font-family="Roboto, sans-serif" font-size="13" '
            f'fill="{QUIET["color"]}">',
            _legend(),
            *(_line(step * i, scale) for i in range(5)),
            *(
                _bar(mondays[i], stacks[i], _place(i, len(mondays)), scale)
                for i in range(len(mondays))
            ),
            _today(mondays, coming),
            *_months(mondays),
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


def _bar(
    monday: date, stack: tuple[Week, Week], place: tuple[float, float], scale: float
) -> str:
    """One week, what left below what would leave; the pointer tells its figures."""
    x, width = place
    told = [_told(week, words) for week, words in zip(stack, _tenses(), strict=True)]
    said = " ; ".join(part for part in told if part)
    begins = _("Semaine du {day}").format(day=day(monday))
    parts = [f"<title>{begins} : {said}</title>"]
    bottom = float(HEIGHT - BOTTOM)
    for week, opacity in zip(stack, (1, PALE), strict=True):
        for kind in Kind:
            height = week.counts.get(kind, 0) * scale
            bottom -= height
            parts.append(
                f'<rect x="{x:.1f}" y="{bottom:.1f}" width="{width * 0.8:.1f}" '
                f'height="{height:.1f}" fill="{COLOURS[kind]}" opacity="{opacity}"/>'
            )
    return f"<g>{''.join(parts)}</g>"


def _tenses() -> tuple[str, str]:
    return "", _("à venir")


def _told(week: Week, tense: str) -> str:
    figures = ", ".join(f"{kind_words(k)} {n}" for k, n in week.counts.items() if n)
    return f"{tense} {figures}".strip() if figures else ""


def _today(mondays: Sequence[date], coming: Sequence[Week]) -> str:
    """The line between what left and what would leave."""
    if not coming:
        return ""
    x, _width = _place(mondays.index(coming[0].monday), len(mondays))
    words = _("aujourd'hui")
    anchor = "end" if x > WIDTH / 2 else "start"
    beside = x - 4 if anchor == "end" else x + 4
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 8}" y2="{HEIGHT - BOTTOM}" '
        f'stroke="#1d2733" stroke-dasharray="3 3"/>'
        f'<text x="{beside:.1f}" y="{TOP + 2}" text-anchor="{anchor}" '
        f'fill="#1d2733">{words}</text>'
    )


def _months(mondays: Sequence[date]) -> list[str]:
    """Every third month, under its first week."""
    firsts = [
        (index, monday)
        for index, monday in enumerate(mondays)
        if index and monday.month != mondays[index - 1].month
    ]
    return [
        f'<text x="{_place(index, len(mondays))[0]:.1f}" y="{HEIGHT - 6}">{month(monday)}</text>'
        for index, monday in firsts[::3]
        if _place(index, len(mondays))[0] < WIDTH - 50
    ]


def _place(index: int, count: int) -> tuple[float, float]:
    """Where a week starts, and its share of the width."""
    width = min((WIDTH - LEFT) / count, 16.0)
    return LEFT + index * width, width
