"""Rates and the curve of returns on screen: HTML and SVG, each group to be pressed."""

from __future__ import annotations

from collections.abc import Sequence

from relance_ops import clinic_figures
from relance_ops.dashboard.bars import GRID, Drawn, Piece
from relance_ops.dashboard.come_back import (
    BLUE,
    CURVE_DAYS,
    Curve,
    Rate,
    Rates,
)
from relance_ops.dashboard.components import plain
from relance_ops.dashboard.return_words import percent
from relance_ops.i18n import _, number
from relance_ops.returns import HORIZON_DAYS
from relance_ops.wording import money

CURVE_FRAMES = {"wide": (820, 310), "narrow": (360, 240)}
WIDE, TALL = 820, 250
LEFT, TOP, BOTTOM = 48, 12, 44
TICK_DAYS = 30


def rates(found: Rates) -> Drawn:
    """Each group's rate with its interval, its number and what a return cost."""
    if not found.lines:
        return Drawn(_nothing())
    pieces = tuple(
        Piece(f"{found.figure.title} : {line.name}", line.behind)
        for line in found.lines
    )
    is_over_time = found.figure is clinic_figures.RATE_MONTHS
    html = _list(found.lines, over_time=is_over_time)
    if is_over_time:
        pale = _(
            "Point clair : une partie du mois est encore trop récente, le taux porte sur "
            "l'autre."
        )
        return Drawn(
            f'<div class="wide">{_months(found)}{_foot(pale)}</div>'
            f'<div class="narrow">{html}</div>',
            pieces,
        )
    dark = _(
        "Trait sombre : intervalle à 95 %. Sans les relances parties depuis moins de "
        "{days} jours."
    )
    return Drawn(f"{html}{_foot(dark.format(days=HORIZON_DAYS))}", pieces)


def _list(lines: Sequence[Rate], *, over_time: bool) -> str:
    scale = 100 / top_of(lines)
    rows = (
        _row(place, line, scale, is_marked=line.too_recent and over_time)
        for place, line in enumerate(lines)
    )
    return f'<ul class="rates">{"".join(rows)}</ul>'


def _row(place: int, line: Rate, scale: float, *, is_marked: bool) -> str:
    """*is_marked*: a month is young as a whole; other groups all have young members."""
    young = plain(_("trop récent"))
    marked = (
        f'<span class="recent">{young}</span>' if is_marked or not line.followed else ""
    )
    track = ""
    if line.followed:
        track = (
            f'<i style="width:{line.share * scale:.1f}%;background:{line.colour}"></i>'
            f'<b style="left:{line.low * scale:.1f}%;'
            f'width:{max((line.high - line.low) * scale, 0.4):.1f}%"></b>'
        )
    return (
        f'<li><button type="button" data-do="{place}">'
        f'<span class="name">{plain(line.name)}{marked}</span>'
        f'<span class="value">{plain(line.percent)}</span>'
        f'<span class="interval">{track}</span>'
        f'<span class="said">{plain(said(line))}</span></button></li>'
    )


def said(line: Rate) -> str:
    """What stands below a rate: its number, its interval, the cost of a return."""
    if not line.followed:
        return _("{n} relances, à suivre encore").format(n=number(line.reminders))
    parts = [line.counted, line.interval]
    if line.cents is not None:
        parts.append(_("{cost} par retour").format(cost=money(line.cents)))
    if line.revenue_cents is not None:
        parts.append(_("{money} d'actes").format(money=money(line.revenue_cents)))
    return " · ".join(parts)


def _foot(words: str) -> str:
    return f'<p class="foot">{plain(words)}</p>'


def _months(found: Rates) -> str:
    """Months from left to right: a point, its interval, and below it the number."""
    lines = found.lines
    top = top_of(lines)
    room = (WIDE - LEFT) / len(lines)
    aloud = "; ".join(f"{line.name} {line.percent}, {said(line)}" for line in lines)
    followed = plain(_("suivies"))
    parts = [
        f'<svg viewBox="0 0 {WIDE} {TALL}" role="img" width="100%" '
        f'aria-label="{plain(f"{found.figure.title} : {aloud}")}">',
        *_levels(top, (WIDE, TALL)),
        f'<text class="n" x="0" y="{TALL - 7}">{followed}</text>',
    ]
    for place, line in enumerate(lines):
        x = LEFT + (place + 0.5) * room
        parts.append(_month(place, line, x, room, top))
    return "".join((*parts, "</svg>"))


def _month(place: int, line: Rate, x: float, room: float, top: float) -> str:
    label = (
        f'<text x="{x:.1f}" y="{TALL - 24}" text-anchor="middle">{plain(line.label)}'
        f'</text><text class="n" x="{x:.1f}" y="{TALL - 7}" text-anchor="middle">'
        f"{number(line.followed)}</text>"
    )
    back = (
        f'<rect class="back" data-do="{place}" x="{x - room / 2:.1f}" y="{TOP}" '
        f'width="{room:.1f}" height="{TALL - TOP - BOTTOM}"/>'
    )
    title = f"<title>{plain(f'{line.name} : {line.percent}, {said(line)}')}</title>"
    return f'<g class="column">{title}{back}{_point(place, line, x, top)}{label}</g>'


def _point(place: int, line: Rate, x: float, top: float) -> str:
    if not line.followed:
        middle, young = (TOP + TALL - BOTTOM) / 2, plain(_("trop récent"))
        return (
            f'<text x="{x:.1f}" y="{middle:.1f}" text-anchor="middle" data-do="{place}" '
            f'transform="rotate(-90 {x:.1f} {middle:.1f})">{young}</text>'
        )
    low, high, y = (_y(one, top, TALL) for one in (line.low, line.high, line.share))
    fill = "#fff" if line.too_recent else BLUE
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{high:.1f}" y2="{low:.1f}" '
        f'stroke="{BLUE}" stroke-width="2.5"/>'
        f'<circle data-do="{place}" cx="{x:.1f}" cy="{y:.1f}" r="6.5" fill="{fill}" '
        f'stroke="{BLUE}" stroke-width="2.5"/>'
    )


def curve(found: Curve) -> Drawn:
    """The share that came back, day by day, with its band."""
    if not found.days:
        return Drawn(_nothing())
    drawn = (
        f'<div class="{name}">{_curve(found, frame)}</div>'
        for name, frame in CURVE_FRAMES.items()
    )
    words = _(
        "{n} relances, bande à 95 %. À {days} jours (trait pointillé) : {rate}."
    ).format(
        n=number(found.reminders), days=HORIZON_DAYS, rate=curve_words(found)
    )  # fmt: skip
    return Drawn(f"{''.join(drawn)}{_foot(words)}")


def curve_words(found: Curve) -> str:
    """The curve at the horizon: "41 % revenus (40 à 42 %)"."""
    share, low, high = found.by(HORIZON_DAYS)
    return _("{share} revenus ({low} à {high})").format(
        share=percent(share), low=number(round(100 * low)), high=percent(high)
    )


def _curve(found: Curve, frame: tuple[int, int]) -> str:
    width, height = frame
    top = ceiling(max(found.highs))
    scale = (width - LEFT - 14) / CURVE_DAYS

    def at(day: int, share: float) -> str:
        return f"{LEFT + day * scale:.1f},{_y(share, top, height):.1f}"

    line = _stairs(found.days, found.shares)
    band = (
        *_stairs(found.days, found.highs),
        *reversed(_stairs(found.days, found.lows)),
    )
    horizon = LEFT + HORIZON_DAYS * scale
    share = found.by(HORIZON_DAYS)[0]
    words = plain(curve_words(found))
    parts = [
        f'<svg viewBox="0 0 {width} {height}" role="img" width="100%" '
        f'aria-label="{plain(found.figure.title)} : {words}">',
        *_levels(top, frame),
        *_days(scale, height),
        f'<polygon points="{" ".join(at(*point) for point in band)}" fill="{BLUE}" '
        'opacity="0.18"/>',
        f'<polyline points="{" ".join(at(*point) for point in line)}" fill="none" '
        f'stroke="{BLUE}" stroke-width="2.5"/>',
        f'<line x1="{horizon:.1f}" x2="{horizon:.1f}" y1="{TOP}" y2="{height - BOTTOM}" '
        'stroke="#37424d" stroke-dasharray="4 4"/>',
        f'<circle cx="{horizon:.1f}" cy="{_y(share, top, height):.1f}" r="5" fill="{BLUE}"/>',
        f'<text class="strong" x="{horizon + 10:.1f}" y="{_y(share, top, height) + 26:.1f}">'
        f"{words}</text>",
    ]
    return "".join((*parts, "</svg>"))


def _stairs(
    days: Sequence[int], shares: Sequence[float]
) -> tuple[tuple[int, float], ...]:
    """The corners of a curve that rises on each of *days* and holds in between."""
    corners = [(0, 0.0)]
    for day, share in zip(days, shares, strict=True):
        corners += [(day, corners[-1][1]), (day, share)]
    return (*corners, (CURVE_DAYS, corners[-1][1]))


def _days(scale: float, height: int) -> list[str]:
    words = _("{n} j")
    return [
        f'<text x="{LEFT + day * scale:.1f}" y="{height - 24}" text-anchor="middle">'
        f"{plain(words.format(n=day))}</text>"
        for day in range(0, CURVE_DAYS + 1, 2 * TICK_DAYS)
    ]


def _levels(top: float, frame: tuple[int, int]) -> list[str]:
    """Lines across, each with its share."""
    width, height = frame
    step = 0.1 if top <= 0.6 else 0.2
    return [
        f'<line x1="{LEFT}" x2="{width}" y1="{_y(share, top, height):.1f}" '
        f'y2="{_y(share, top, height):.1f}" stroke="{GRID}"/>'
        f'<text x="{LEFT - 8}" y="{_y(share, top, height) + 4:.1f}" text-anchor="end">'
        f"{plain(percent(share))}</text>"
        for share in (step * place for place in range(round(top / step) + 1))
    ]


def _y(share: float, top: float, height: int) -> float:
    return height - BOTTOM - share / top * (height - TOP - BOTTOM)


def top_of(lines: Sequence[Rate]) -> float:
    """Where the scale of these rates ends: a round share above every interval."""
    return ceiling(max((line.high for line in lines if line.followed), default=1))


def ceiling(share: float) -> float:
    """The next round tenth, or fifth above six tenths; 1 at most."""
    step = 0.1 if share <= 0.6 else 0.2
    return min(-(-round(share * 1000) // round(step * 1000)) * step, 1) or step


def _nothing() -> str:
    words = _("Aucune relance n'est partie sur ces douze mois.")
    return f'<p class="nothing">{plain(words)}</p>'
