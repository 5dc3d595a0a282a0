"""Figures of rules that are tried: what leaves week by week, and what it may bring."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from babel.dates import format_date
from matplotlib.ticker import FuncFormatter, MaxNLocator

from relance_ops.drawings import COLOURS, INK, QUIET, Drawing, entitled, plain
from relance_ops.i18n import _, language, number
from relance_ops.readable import percent, step_words
from relance_ops.typesetting import FONTS

if TYPE_CHECKING:
    import pandas as pd

    from relance_ops.expected_returns import ExpectedReturns
    from relance_ops.simulated import Comparison, Simulation

DAYS = 7  # of a week
EPOCH = date(1970, 1, 1)

# More kinds of reminders than this are not told apart in one figure.
MOST_KINDS = 12


def week_by_week(found: Comparison) -> Drawing:
    """How many reminders leave each whole week, of the steps whose day changes."""
    words = _("Par semaine, les relances dont le jour change")
    figure = entitled(words, 4.6)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1.4))
    before, after = (_weeks(one, found) for one in (found.before, found.after))
    sets = (
        (_("En vigueur"), before, COLOURS[1], "--"),
        (_("Essai"), after, COLOURS[0], "-"),
    )
    for label, weeks, colour, style in sets:
        above.plot(
            weeks.index.to_numpy(), weeks.to_numpy(), color=colour, linestyle=style,
            linewidth=1.8, label=label,
        )  # fmt: skip
    above.set_ylim(bottom=0)
    below.bar(
        before.index.to_numpy(),
        (after - before).to_numpy(),
        width=timedelta(days=5),
        color=COLOURS[0],
    )
    below.axhline(0, color=INK, linewidth=0.8)
    below.set_title(
        _("Écart"), loc="left", fontsize=9, color=QUIET, fontfamily=list(FONTS)
    )
    for axes in (above, below):
        axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
        axes.yaxis.set_major_formatter(FuncFormatter(_count))
        axes.xaxis.set_major_formatter(FuncFormatter(_day))
        plain(axes)
    above.legend(
        frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0),
        prop={"family": list(FONTS), "size": 10},
    )  # fmt: skip
    return Drawing(words, figure)


def rates_of_changes(expected: ExpectedReturns) -> Drawing:
    """How often the reminders that change bring somebody back, and how sure that is."""
    words = _("Taux de retour des relances qui changent (intervalle à 95 %)")
    kinds = expected.kinds.head(MOST_KINDS)
    figure = entitled(words, 1.1 + 0.4 * max(len(kinds), 1))
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
    plain(axes)
    axes.grid(visible=False, axis="y")
    return Drawing(words, figure)


def _weeks(simulation: Simulation, found: Comparison) -> pd.Series[int]:
    """Reminders of each whole week by its Monday, weeks without any included."""
    import pandas as pd  # noqa: PLC0415  # half a second that no command needs

    first, last = (pd.Timestamp(day) for day in (simulation.since, simulation.until))
    begins = first + pd.Timedelta(days=-first.weekday() % DAYS)
    mondays = pd.date_range(begins, last - pd.Timedelta(days=DAYS - 1), freq="7D")
    reminders = simulation.reminders
    moved = _moved(found)
    kinds = zip(reminders["step"], reminders["act_type"], strict=True)
    days = reminders["leaves_on"][[kind in moved for kind in kinds]]
    weeks = days - pd.to_timedelta(days.dt.day_of_week, unit="D")
    counts: pd.Series[int] = weeks.value_counts().reindex(mondays, fill_value=0)
    return counts


def _moved(found: Comparison) -> set[tuple[int, str]]:
    """The steps and act types that the two sets of rules send on different days."""
    before, after = found.before.offsets, found.after.offsets
    return {kind for kind in {*before, *after} if before.get(kind) != after.get(kind)}


def _count(value: float, _place: int | None) -> str:
    return number(round(value))


def _day(moment: float, _place: int | None) -> str:
    """A day as matplotlib counts them."""
    when = EPOCH + timedelta(days=moment)
    return format_date(when, "d MMM yy", locale=language())
