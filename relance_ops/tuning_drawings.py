"""Figures of rules that are tried: what leaves week by week, and what it may bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date
from matplotlib.dates import num2date
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from relance_ops.drawings import COLOURS, GRID, INK, QUIET, Drawing
from relance_ops.i18n import _, language, number
from relance_ops.readable import percent, step_words
from relance_ops.typesetting import FONTS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from relance_ops.expected_returns import ExpectedReturns
    from relance_ops.simulated import Comparison, Simulation

# More kinds of reminders than this are not told apart in one figure.
MOST_KINDS = 12


def week_by_week(found: Comparison) -> Drawing:
    """How many reminders leave each week, with both sets of rules."""
    words = _("Relances par semaine, avec chaque jeu de règles")
    figure = _figure(words, 3.6)
    axes = figure.add_subplot()
    sets = (
        (_("En vigueur"), found.before, COLOURS[1], "--"),
        (_("Essai"), found.after, COLOURS[0], "-"),
    )
    for label, simulation, colour, style in sets:
        weeks = _weeks(simulation)
        axes.plot(
            weeks.index.to_numpy(), weeks.to_numpy(), color=colour, linestyle=style,
            linewidth=1.8, label=label,
        )  # fmt: skip
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda n, _place: number(round(n))))
    axes.xaxis.set_major_formatter(FuncFormatter(_month))
    _plain(axes)
    axes.legend(
        frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0),
        prop={"family": list(FONTS), "size": 10},
    )  # fmt: skip
    return Drawing(words, figure)


def rates_of_changes(expected: ExpectedReturns) -> Drawing:
    """How often the reminders that change bring somebody back, and how sure that is."""
    words = _("Taux de retour des relances qui changent (intervalle à 95 %)")
    kinds = expected.kinds.head(MOST_KINDS)
    figure = _figure(words, 1.1 + 0.4 * max(len(kinds), 1))
    axes = figure.add_subplot()
    for place, one in enumerate(kinds.to_dict("records")):
        axes.plot([one["low"], one["high"]], [place, place], color=COLOURS[0], lw=2)
        axes.plot(one["rate"], place, "o", color=COLOURS[0])
        axes.annotate(
            _("{rate}, sur {n}").format(
                rate=percent(one["rate"]), n=number(one["seen"])
            ),
            (one["high"], place), xytext=(8, 0), textcoords="offset points",
            va="center", color=QUIET, fontfamily=list(FONTS),
        )  # fmt: skip
    names = [
        f"{step_words(one['step'])} · {one['label']}"
        for one in kinds.to_dict("records")
    ]
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(max(len(names), 1) - 0.5, -0.5)
    axes.set_xlim(0, min(1.0, 1.35 * float(kinds["high"].max()) + 0.05) if names else 1)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda rate, _place: percent(rate)))
    _plain(axes)
    return Drawing(words, figure)


def _weeks(simulation: Simulation) -> pd.Series[int]:
    """Reminders of each week by its Monday, weeks without any included."""
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    first, last = (pd.Timestamp(day) for day in (simulation.since, simulation.until))
    mondays = pd.date_range(first - pd.Timedelta(days=first.weekday()), last, freq="7D")
    days = simulation.reminders["leaves_on"]
    weeks = days - pd.to_timedelta(days.dt.weekday, unit="D")
    counts: pd.Series[int] = weeks.value_counts().reindex(mondays, fill_value=0)
    return counts


def _month(moment: float, _place: int | None) -> str:
    return format_date(num2date(moment), "d MMM yy", locale=language())


def _figure(title: str, height: float) -> Figure:
    figure = Figure(figsize=(10, height), layout="constrained")
    figure.suptitle(
        title,
        x=0.01,
        ha="left",
        color=INK,
        fontsize=13,
        weight="bold",
        fontfamily=list(FONTS),
    )
    return figure


def _plain(axes: Axes) -> None:
    """Thin lines, and our font."""
    axes.grid(visible=True, axis="both", color=GRID, linewidth=0.7)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(
        length=0, labelsize=9, labelcolor=QUIET, labelfontfamily=list(FONTS)
    )
