"""Charts on paper and in pictures: matplotlib, in the letters' own font, never pyplot."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager

from relance_ops.dashboard.bars import steps
from relance_ops.dashboard.chart_values import Bar, Chart, Shape
from relance_ops.figures import share
from relance_ops.typesetting import FONTS, font_files

# Letters stay letters in the PDF: they can be searched and copied.
mpl.rcParams["pdf.fonttype"] = 42

INK, QUIET, GRID = "#1d2733", "#55616d", "#dfe4e9"

WIDTH_INCHES = 8.0
DOTS_PER_INCH = 200
LABELS = 13  # as many as stand side by side under a wide chart
LABEL_CHARACTERS = 44


for path in font_files():
    fontManager.addfont(path)


def font(size: float, weight: str = "regular") -> FontProperties:
    """Our font in *size* points; DejaVu stands in for the characters it lacks."""
    return FontProperties(family=list(FONTS), weight=weight, size=size)


def chart_image(chart: Chart, ending: str) -> bytes:
    """*chart* with its title, as a picture for a screen or a document."""
    height = {
        Shape.COLUMNS: 3.6,
        Shape.SHARE: 1.5,
        Shape.ROWS: 0.9 + 0.34 * len(chart.bars),
    }[chart.shape]
    foot = 0.1 if chart.shape is Shape.COLUMNS else 0.03
    return image(
        chart.title, height, ending, lambda axes: draw(axes, chart, size=10), foot=foot
    )


def image(
    title: str,
    height: float,
    ending: str,
    paint: Callable[[Axes], None],
    *,
    foot: float = 0.03,
) -> bytes:
    """A picture of its own, below its title.

    Args:
        title: In the user's language.
        height: In inches.
        ending: "png" or "pdf".
        paint: Draws on the axes.
        foot: What part of the height stays free below the axes.
    """
    figure = Figure(figsize=(WIDTH_INCHES, height), layout=None)
    head = 0.42 / height
    figure.text(0.02, 1 - 0.14 / height, title, va="top", color=INK,
                fontproperties=font(14, "bold"), parse_math=False)  # fmt: skip
    paint(figure.add_axes((0.02, foot, 0.96, 1 - foot - head)))
    written = io.BytesIO()
    figure.savefig(written, format=ending, dpi=DOTS_PER_INCH)
    return written.getvalue()


def draw(axes: Axes, chart: Chart, *, size: float, labels: int = LABELS) -> None:
    """Draw *chart* without its title.

    Args:
        axes: Where.
        chart: What.
        size: Of its type, in points.
        labels: As many as stand side by side under columns.
    """
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, colors=QUIET)
    if chart.shape is Shape.COLUMNS:
        _columns(axes, chart, size, labels)
    elif chart.shape is Shape.SHARE:
        _share(axes, chart, size)
    else:
        _rows(axes, chart, size)


def _columns(axes: Axes, chart: Chart, size: float, labels: int) -> None:
    bars = chart.bars
    places = range(len(bars))
    floor = [0] * len(bars)
    for pieces in zip(*(bar.parts for bar in bars), strict=True):
        # A bar of nothing would still be a hairline on paper.
        some = [place for place in places if pieces[place].value]
        if some:
            axes.bar(
                some, [pieces[place].value for place in some],
                bottom=[floor[place] for place in some], width=0.74,
                color=pieces[0].colour, label=pieces[0].name, linewidth=0, zorder=2,
            )  # fmt: skip
        floor = [low + piece.value for low, piece in zip(floor, pieces, strict=True)]
    step, lines = steps(max(floor))
    axes.set_ylim(0, step * lines)
    axes.set_xlim(-0.6, len(bars) - 0.4)
    axes.set_yticks(
        [step * line for line in range(lines + 1)],
        [chart.figure.ticked(step * line) for line in range(lines + 1)],
        fontproperties=font(size),
    )
    every = -(-len(bars) // labels)
    shown = [place for place in places if not (len(bars) - 1 - place) % every]
    axes.set_xticks(
        shown, [bars[place].label for place in shown], fontproperties=font(size)
    )
    axes.grid(axis="y", color=GRID, linewidth=0.7, zorder=0)
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, borderpad=0,
        borderaxespad=0.4, handlelength=0.9, handleheight=0.9, handletextpad=0.5,
        columnspacing=1.4, prop=font(size), labelcolor=INK,
    )  # fmt: skip
    clear_of_numbers(axes, size, max(len(text) for text in _written(axes)))


def _written(axes: Axes) -> list[str]:
    return [label.get_text() for label in axes.get_yticklabels()]


def clear_of_numbers(
    axes: Axes, size: float, letters: int, *, above: bool = True
) -> None:
    """Make room at the left for the scale, and *above* for the legend."""
    wide, tall = _inches(axes)
    left = (letters * size * 0.55 + 6) / 72 / wide
    legend = size * 1.9 / 72 / tall if above else 0
    box = axes.get_position()
    axes.set_position((box.x0 + left, box.y0, box.width - left, box.height - legend))


def _inches(axes: Axes) -> tuple[float, float]:
    """Width and height of the whole picture."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    wide, tall = figure.get_size_inches()
    return float(wide), float(tall)


def _share(axes: Axes, chart: Chart, size: float) -> None:
    [bar] = chart.bars
    start = 0
    for part in bar.parts:
        axes.barh(0, part.value, left=start, height=0.5, color=part.colour, linewidth=0)
        start += part.value
    axes.set_xlim(0, max(bar.total, 1))
    axes.set_ylim(-1.1, 0.3)
    axes.set_axis_off()
    used = [part for part in bar.parts if part.value]
    for place, part in enumerate(used):
        words = (
            f"{part.name}  {chart.figure.said(part.value)}  "
            f"({share(part.value, chart.whole)})"
        )
        x = place / 4
        axes.text(x, 0.18, "■", color=part.colour, va="center",
                  transform=axes.transAxes, fontsize=size)  # fmt: skip
        axes.text(x + 0.022, 0.18, words, color=INK, va="center",
                  transform=axes.transAxes, fontproperties=font(size))  # fmt: skip


def _rows(axes: Axes, chart: Chart, size: float) -> None:
    bars = chart.bars
    whole = max(chart.whole if chart.overlaps else max(b.total for b in bars), 1)
    names = [
        textwrap.shorten(bar.label, LABEL_CHARACTERS, placeholder="…") for bar in bars
    ]
    left = max(map(len, names)) * size * 0.49 + 8
    room = beside_names(axes, left)
    said = [_told(chart, bar) for bar in bars]
    for place, bar in enumerate(bars):
        [part] = bar.parts
        axes.barh(place, part.value, height=0.62, color=part.colour, linewidth=0)
        axes.annotate(
            said[place], (part.value, place), (5, 0), textcoords="offset points",
            va="center", color=INK, fontproperties=font(size, "bold"),
        )  # fmt: skip
    axes.set_yticks(range(len(bars)), names, fontproperties=font(size), ha="left")
    axes.tick_params(axis="y", labelcolor=INK, pad=left)
    axes.set_xticks([])
    beside = max(map(len, said)) * size * 0.53 + 8
    axes.set_xlim(0, whole * room / max(room - beside, 1))
    axes.set_ylim(len(bars) - 0.4, -0.6)


def _told(chart: Chart, bar: Bar) -> str:
    """A row's number, and what it is of the whole."""
    rate = share(bar.total, chart.whole)
    return chart.figure.said(bar.total) + (f"  ({rate})" if rate else "")


def beside_names(axes: Axes, points: float) -> float:
    """Make room at the left for the names of the rows; the points that remain."""
    wide, _tall = _inches(axes)
    left = points / 72 / wide
    box = axes.get_position()
    axes.set_position((box.x0 + left, box.y0, box.width - left, box.height))
    return (box.width - left) * wide * 72
