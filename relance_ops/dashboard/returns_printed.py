"""Rates and the curve of returns on paper and in pictures: matplotlib, never pyplot."""

from __future__ import annotations

from matplotlib.axes import Axes

from relance_ops import clinic_figures
from relance_ops.dashboard.come_back import BLUE, CURVE_DAYS, Curve, Rates
from relance_ops.dashboard.printed import (
    GRID,
    INK,
    QUIET,
    beside_names,
    clear_of_numbers,
    font,
    image,
)
from relance_ops.dashboard.return_words import percent
from relance_ops.dashboard.returns_drawn import (
    TICK_DAYS,
    ceiling,
    curve_words,
    said,
    top_of,
)
from relance_ops.i18n import _, number
from relance_ops.returns import HORIZON_DAYS


def rates_image(found: Rates, ending: str) -> bytes:
    """The groups of one cut, with their title."""
    is_over_time = found.figure is clinic_figures.RATE_MONTHS
    height = 3.6 if is_over_time else 0.9 + 0.55 * max(len(found.lines), 1)
    return image(
        found.figure.title, height, ending, lambda axes: draw_rates(axes, found, 10),
        foot=0.18 if is_over_time else 0.03,
    )  # fmt: skip


def curve_image(found: Curve, ending: str) -> bytes:
    """The curve, with its title."""
    return image(
        found.figure.title, 3.6, ending, lambda axes: draw_curve(axes, found, 10),
        foot=0.12,
    )  # fmt: skip


def draw_rates(axes: Axes, found: Rates, size: float) -> None:
    """Draw months from left to right, other groups from top to bottom."""
    _bare(axes)
    if not found.lines:
        axes.set_axis_off()
    elif found.figure is clinic_figures.RATE_MONTHS:
        _months(axes, found, size)
    else:
        _groups(axes, found, size)


def _months(axes: Axes, found: Rates, size: float) -> None:
    for place, line in enumerate(found.lines):
        if not line.followed:
            axes.text(place, top_of(found.lines) / 2, _("trop récent"), rotation=90,
                      ha="center", va="center", color=QUIET,
                      fontproperties=font(size * 0.9))  # fmt: skip
            continue
        axes.plot([place, place], [line.low, line.high], color=BLUE, linewidth=1.6)
        axes.plot(
            place, line.share, "o", color=BLUE, markersize=size * 0.55,
            markerfacecolor="white" if line.too_recent else BLUE,
        )  # fmt: skip
    axes.set_xlim(-0.6, len(found.lines) - 0.4)
    names = [f"{line.label}\n{number(line.followed)}" for line in found.lines]
    axes.set_xticks(range(len(names)), names, fontproperties=font(size * 0.9))
    _levels(axes, top_of(found.lines), size)


def _groups(axes: Axes, found: Rates, size: float) -> None:
    names = [line.name for line in found.lines]
    left = max(map(len, names)) * size * 0.53 + 8
    beside_names(axes, left)
    for place, line in enumerate(found.lines):
        words = f"{line.percent}   {said(line)}"
        if line.followed:
            axes.barh(place, line.share, height=0.42, color=line.colour, linewidth=0)
            axes.plot([line.low, line.high], [place, place], color=INK, linewidth=1.4)
        axes.text(0, place - 0.36, words, va="center", color=INK,
                  fontproperties=font(size * 0.86))  # fmt: skip
    axes.set_yticks(range(len(names)), names, fontproperties=font(size), ha="left")
    axes.tick_params(axis="y", labelcolor=INK, pad=left)
    axes.set_xticks([])
    axes.set_xlim(0, top_of(found.lines))
    axes.set_ylim(len(names) - 0.6, -0.7)


def draw_curve(axes: Axes, found: Curve, size: float) -> None:
    """Draw the share that came back, its band, and the horizon."""
    _bare(axes)
    if not found.days:
        axes.set_axis_off()
        return
    days = (0, *found.days, CURVE_DAYS)
    shares, lows, highs = (
        (0.0, *one, one[-1]) for one in (found.shares, found.lows, found.highs)
    )
    axes.fill_between(days, lows, highs, step="post", color=BLUE, alpha=0.18, lw=0)
    axes.step(days, shares, where="post", color=BLUE, linewidth=1.6)
    axes.axvline(HORIZON_DAYS, color=QUIET, linewidth=0.9, linestyle=(0, (4, 3)))
    top = ceiling(max(found.highs))
    axes.text(HORIZON_DAYS + 3, found.by(HORIZON_DAYS)[0] - top * 0.13, curve_words(found),
              color=INK, fontproperties=font(size * 0.95, "bold"))  # fmt: skip
    axes.set_xlim(0, CURVE_DAYS)
    ticks = range(0, CURVE_DAYS + 1, TICK_DAYS)
    axes.set_xticks(
        ticks, [_("{n} j").format(n=day) for day in ticks], fontproperties=font(size)
    )
    _levels(axes, top, size)


def _levels(axes: Axes, top: float, size: float) -> None:
    step = 0.1 if top <= 0.6 else 0.2
    shares = [step * place for place in range(round(top / step) + 1)]
    names = [percent(share) for share in shares]
    axes.set_ylim(0, top)
    axes.set_yticks(shares, names, fontproperties=font(size))
    axes.grid(axis="y", color=GRID, linewidth=0.7, zorder=0)
    axes.set_axisbelow(True)
    clear_of_numbers(axes, size, max(map(len, names)), above=False)


def _bare(axes: Axes) -> None:
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, colors=QUIET)
