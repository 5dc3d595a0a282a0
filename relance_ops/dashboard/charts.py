"""Figures: drawn by matplotlib so that screen, print and export are one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure  # never pyplot in a server: it keeps every figure

from relance_ops.dashboard.theme import COLOURS
from relance_ops.i18n import _, month
from relance_ops.model import Kind

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def weekly_volumes(volumes: pd.DataFrame) -> Figure:
    """Deliveries by week and channel, stacked.

    Args:
        volumes: Columns week (its Monday), channel, n.
    """
    figure = Figure(figsize=(4.6, 3.0), layout="constrained")
    axes = figure.subplots()
    labels = {
        Kind.EMAIL: _("Emails"),
        Kind.SMS: _("SMS"),
        Kind.LETTER: _("Lettres"),
        Kind.CARD: _("Cartes"),
    }
    by_week = volumes.pivot_table(
        index="week", columns="channel", values="n", aggfunc="sum", fill_value=0
    )
    floor = by_week.sum(axis=1) * 0
    for kind in Kind:
        if kind in by_week:
            axes.bar(
                by_week.index,
                by_week[kind],
                width=5.6,
                bottom=floor,
                color=COLOURS[kind],
                label=labels[kind],
            )
            floor = floor + by_week[kind]
    _calm(axes)
    firsts = sorted({week.replace(day=1) for week in by_week.index})[::2]
    axes.set_xticks(firsts, [month(first.date()) for first in firsts])
    if len(by_week):
        axes.legend(
            frameon=False,
            ncols=4,
            fontsize=8,
            loc="upper left",
            bbox_to_anchor=(0, 1.16),
            borderaxespad=0,
        )
    return figure


def _calm(axes: Axes) -> None:
    """Only the lines that are read."""
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.grid(axis="y", color="#e3e7eb", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=8, labelcolor="#4a5560")
