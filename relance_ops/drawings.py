"""Figures of the notebooks: matplotlib in the letters' own font, never pyplot."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ticker import FuncFormatter

from relance_ops.i18n import _, number
from relance_ops.readable import cohort_words, percent, steps_words
from relance_ops.typesetting import FONTS, font_files

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from relance_ops.returns import Cut

COLOURS = ("#1565c0", "#a85b00", "#2e7d32", "#ad1457", "#5e35b1", "#00838f")
INK, QUIET, GRID = "#1d2733", "#55616d", "#dfe4e9"
DOTS_PER_INCH = 110

# What is looked at around a due date, and after a reminder.
DAYS_AROUND = (-60, 180)
DAYS_AFTER = 120
IN_A_ROW = 3

for path in font_files():
    fontManager.addfont(path)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure that a notebook shows by itself.

    Attributes:
        words: What is to be seen, for who does not see it.
    """

    words: str
    figure: Figure = field(repr=False)

    def png(self) -> bytes:
        """The same as a picture."""
        with io.BytesIO() as written:
            self.figure.savefig(written, format="png", dpi=DOTS_PER_INCH)
            return written.getvalue()

    def _repr_png_(self) -> bytes:
        return self.png()


def waits(curves: pd.DataFrame, delays: pd.DataFrame) -> Drawing:
    """Who has come by each day around the due date, and when the reminders leave.

    Args:
        curves: Of `ActsSeen.curves`.
        delays: Of `ActsSeen.delays`: a group is called after its most frequent act.
    """
    groups = list(dict.fromkeys(delays["recall_group"]))
    words = _("Part des animaux revenus, par jour autour de l'échéance")
    figure, places = _sheet(words, len(groups))
    for axes, group in zip(places, groups, strict=True):
        acts = delays[delays["recall_group"] == group]
        curve = curves[curves["recall_group"] == group]
        _step(axes, curve, COLOURS[0], until=DAYS_AROUND[1], start=DAYS_AROUND[0])
        first = acts.iloc[0]
        for offset in first["steps"]:
            axes.axvline(offset, color=COLOURS[1], linestyle=":", linewidth=1.2)
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set_xlim(*DAYS_AROUND)
        waited = int(curve["waited"].max()) if len(curve) else 0
        _title(
            axes, first["label"],
            _("{n} attendus · relances {steps}").format(
                n=number(waited), steps=steps_words(first["steps"])
            ),
        )  # fmt: skip
    return Drawing(words, figure)


def return_curves(curves: pd.DataFrame, by: Cut) -> Drawing:
    """Who has come back by each day after the reminder, one curve a group.

    Args:
        curves: Of `Returns.curve`.
        by: What made the groups.
    """
    words = _("Part revenue, par jour après la relance (bande à 95 %)")
    figure = entitled(words, 4.6)
    axes = figure.add_subplot()
    # Without a reminder there is not even a column of groups.
    shown = () if curves.empty else curves.groupby("cohort", sort=False, observed=True)
    groups = list(shown)
    for place, (cohort, curve) in enumerate(groups):
        colour = COLOURS[place % len(COLOURS)]
        style = ("-", "--", ":")[place // len(COLOURS) % 3]
        counted = number(int(curve["reminders"].iloc[0]))
        label = _("{group} ({n})").format(group=cohort_words(by, cohort), n=counted)
        _step(axes, curve, colour, until=DAYS_AFTER, label=label, style=style)
    axes.set_xlim(0, DAYS_AFTER)
    axes.set_xlabel(_("jours après la relance"), color=QUIET, fontfamily=list(FONTS))
    _of_shares(axes)
    if groups:
        axes.legend(
            frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0),
            prop={"family": list(FONTS), "size": 10},
        )  # fmt: skip
    return Drawing(words, figure)


def rates(cohorts: pd.DataFrame, by: Cut) -> Drawing:
    """The share of each group that came back, with its interval; hollow: too recent.

    Args:
        cohorts: Of `Returns.cohorts`.
        by: What made the groups.
    """
    words = _("Taux de retour et intervalle à 95 % (creux : trop récent)")
    figure = entitled(words, 1.2 + 0.36 * max(len(cohorts), 1))
    axes = figure.add_subplot()
    names: list[str] = []
    for place, one in enumerate(cohorts.to_dict("records")):
        names.append(cohort_words(by, one["cohort"]))
        if math.isnan(one["rate"]):
            continue
        face = "white" if one["too_recent"] else COLOURS[0]
        axes.plot([one["low"], one["high"]], [place, place], color=COLOURS[0], lw=2)
        axes.plot(one["rate"], place, "o", color=COLOURS[0], markerfacecolor=face)
        axes.annotate(
            _("{rate}, sur {n}").format(
                rate=percent(one["rate"]), n=number(int(one["followed"]))
            ),
            (one["high"], place), xytext=(8, 0), textcoords="offset points",
            va="center", color=QUIET, fontfamily=list(FONTS),
        )  # fmt: skip
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(max(len(names), 1) - 0.5, -0.5)
    highest = cohorts["high"].max() if len(cohorts) else float("nan")
    axes.set_xlim(0, 1 if math.isnan(highest) else min(1.0, 1.35 * highest + 0.05))
    _of_shares(axes, share_on="x")
    return Drawing(words, figure)


def _sheet(title: str, count: int) -> tuple[Figure, list[Axes]]:
    """A figure with so many small places, three in a row."""
    rows = max(1, math.ceil(count / IN_A_ROW))
    figure = entitled(title, 0.6 + 2.2 * rows)
    places = [figure.add_subplot(rows, IN_A_ROW, n + 1) for n in range(count)]
    for axes in places:
        _of_shares(axes)
    return figure, places


def entitled(title: str, height: float) -> Figure:
    """An empty figure under *title*, as wide as a notebook and *height* inches high."""
    figure = Figure(figsize=(10, height), layout="constrained")
    figure.suptitle(
        title, x=0.01, ha="left", color=INK, fontsize=13, weight="bold",
        fontfamily=list(FONTS),
    )  # fmt: skip
    return figure


def _step(
    axes: Axes,
    curve: pd.DataFrame,
    colour: str,
    *,
    until: int,
    start: int = 0,
    label: str = "",
    style: str = "-",
) -> None:
    """One curve and its band, from *start* on; flat from its last event to *until*."""
    shown = curve[(curve["day"] >= start) & (curve["day"] <= until)]
    before = curve[curve["day"] < start]
    first = float(before["share"].iloc[-1]) if len(before) else 0.0
    days: list[Any] = [start, *shown["day"], until]
    shares = [first, *shown["share"]]
    axes.step(
        days, [*shares, shares[-1]], where="post", color=colour, label=label or None,
        linestyle=style, linewidth=1.8,
    )  # fmt: skip
    axes.fill_between(
        shown["day"].to_numpy(float), shown["low"].to_numpy(float),
        shown["high"].to_numpy(float), step="post", color=colour, alpha=0.12, lw=0,
    )  # fmt: skip


def _title(axes: Axes, words: str, under: str) -> None:
    cut = words if len(words) <= 38 else f"{words[:37].rstrip()}…"
    axes.set_title(
        f"{cut}\n{under}", loc="left", fontsize=9, color=QUIET, fontfamily=list(FONTS)
    )


def plain(axes: Axes) -> None:
    """Thin lines, our font and our greys on *axes*."""
    axes.grid(visible=True, axis="both", color=GRID, linewidth=0.7)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(
        length=0, labelsize=9, labelcolor=QUIET, labelfontfamily=list(FONTS)
    )


def _of_shares(axes: Axes, *, share_on: str = "y") -> None:
    """The same, with shares in per cent."""
    plain(axes)
    shared = axes.yaxis if share_on == "y" else axes.xaxis
    shared.set_major_formatter(FuncFormatter(_tick))
    if share_on == "y":
        axes.set_ylim(0, 1)


def _tick(share: float, _place: int | None) -> str:
    return percent(share)
