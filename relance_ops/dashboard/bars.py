"""Charts on screen: SVG and HTML in the browser's own fonts, each piece to be pressed.

Numbers are read aloud and told by the pointer; colours are the theme's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from relance_ops.dashboard.chart_values import Bar, Behind, Chart, Part, Shape
from relance_ops.dashboard.components import plain
from relance_ops.errors import NotFoundError
from relance_ops.figures import share
from relance_ops.i18n import _

GRID = "#e3e7eb"
LINES = 5  # at most
STEPS = (1, 2, 5)

# Wide for a desk, narrow for a phone: type keeps its size, and the page shows one.
FRAMES = {"wide": (820, 250), "narrow": (360, 230)}
TOP, BOTTOM = 10, 26
LABEL_PIXELS = 58


@dataclass(frozen=True, slots=True)
class Piece:
    """Something of a chart that can be pressed.

    Attributes:
        title: What it counts, in words.
    """

    title: str
    behind: Behind


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as HTML.

    Attributes:
        pieces: By the number that each tells when it is pressed.
    """

    html: str
    pieces: tuple[Piece, ...] = ()

    def piece(self, what: str) -> Piece:
        """What was pressed.

        Raises:
            NotFoundError: It is not there, or no more.
        """
        if not what.isdecimal() or int(what) >= len(self.pieces):
            raise NotFoundError(
                _(
                    "Ce chiffre n'est plus affiché : rechargez la page, puis recommencez."
                )
            )
        return self.pieces[int(what)]


def draw(chart: Chart) -> Drawn:
    """*chart* as its shape wants it."""
    pen = _Pen(chart)
    html = {
        Shape.COLUMNS: pen.columns,
        Shape.SHARE: pen.share,
        Shape.ROWS: pen.rows,
    }[chart.shape]()
    return Drawn(html, tuple(pen.pieces))


class _Pen:
    """Draws one chart, and numbers what can be pressed."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.said = chart.figure.said
        self.pieces: list[Piece] = []
        self._numbers: dict[int, int] = {}
        for bar in chart.bars:
            self._can_be_pressed(bar, bar.words, bar.behind)
            for part in bar.parts:
                words = ", ".join(word for word in (part.name, bar.words) if word)
                self._can_be_pressed(part, words, part.behind)

    def _can_be_pressed(self, piece: Bar | Part, words: str, behind: Behind) -> None:
        self._numbers[id(piece)] = len(self.pieces)
        self.pieces.append(Piece(f"{self.chart.title} : {words}", behind))

    def columns(self) -> str:
        """Time from left to right, both sizes."""
        drawn = (
            f'<div class="{name}">{self._columns(frame)}</div>'
            for name, frame in FRAMES.items()
        )
        return self._legend(self.chart.bars) + "".join(drawn)

    def _columns(self, frame: tuple[int, int]) -> str:
        width, height = frame
        bars = self.chart.bars
        step, lines = steps(max(bar.total for bar in bars))
        left = 14 + 7 * len(self.chart.figure.ticked(step * lines))
        scale = (height - TOP - BOTTOM) / (step * lines)
        room = (width - left) / len(bars)
        every = -(-LABEL_PIXELS // room) if room < LABEL_PIXELS else 1
        parts = [
            f'<svg viewBox="0 0 {width} {height}" role="img" width="100%" '
            f'aria-label="{plain(self.chart.title)} : {plain(self._aloud(bars))}">'
        ]
        for line in range(lines + 1):
            y = height - BOTTOM - line * step * scale
            parts.append(
                f'<line x1="{left}" x2="{width}" y1="{y:.1f}" y2="{y:.1f}" stroke="{GRID}"/>'
                f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">'
                f"{self.chart.figure.ticked(step * line)}</text>"
            )
        for index, bar in enumerate(bars):
            parts.append(self._column(bar, left + index * room, room, height, scale))
            if not (len(bars) - 1 - index) % every:
                parts.append(_under(bar.label, left + (index + 0.5) * room, frame))
        return "".join((*parts, "</svg>"))

    def _column(
        self, bar: Bar, x: float, room: float, height: int, scale: float
    ) -> str:
        told = ", ".join(
            f"{part.name} {self.said(part.value)}" for part in bar.parts if part.value
        )
        title = f"{bar.words} : {told or self.said(0)}"
        thick = min(room * 0.78, 46)
        inner = x + (room - thick) / 2
        bottom = float(height - BOTTOM)
        drawn = [
            f'<g class="column"><title>{plain(title)}</title>'
            f'<rect class="back" data-do="{self._numbers[id(bar)]}" x="{x:.1f}" y="{TOP}" '
            f'width="{room:.1f}" height="{height - TOP - BOTTOM}"/>'
        ]
        for part in bar.parts:
            tall = part.value * scale
            bottom -= tall
            if part.value:
                drawn.append(
                    f'<rect data-do="{self._numbers[id(part)]}" x="{inner:.1f}" '
                    f'y="{bottom:.1f}" width="{thick:.1f}" height="{tall:.1f}" '
                    f'fill="{part.colour}"/>'
                )
        return "".join((*drawn, "</g>"))

    def share(self) -> str:
        """One bar in pieces, and a line for each of them."""
        [bar] = self.chart.bars
        x, pieces = 0.0, []
        for part in bar.parts:
            wide = 100 * part.value / bar.total if bar.total else 0
            pieces.append(
                f'<rect data-do="{self._numbers[id(part)]}" x="{x:.2f}" y="0" '
                f'width="{wide:.2f}" height="10" fill="{part.colour}">'
                f"<title>{part.name} : {self.said(part.value)}</title></rect>"
            )
            x += wide
        svg = (
            f'<svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" '
            f'aria-label="{plain(self._aloud(self.chart.bars))}">{"".join(pieces)}</svg>'
        )
        lines = (
            self._line(part.name, part.value, self._numbers[id(part)], part.colour)
            for part in bar.parts
        )
        return f'{svg}<ul class="lines">{"".join(lines)}</ul>'

    def _line(self, name: str, value: int, number: int, colour: str) -> str:
        rate = plain(share(value, self.chart.whole))
        return (
            f'<li><button type="button" data-do="{number}">'
            f'<span class="dot" style="background:{colour}"></span>'
            f'<span class="name">{plain(name)}</span>'
            f'<span class="value">{self.said(value)}</span>'
            f'<span class="rate">{rate}</span></button></li>'
        )

    def rows(self) -> str:
        """A line each: its name, its number, its bar."""
        longest = max((bar.total for bar in self.chart.bars), default=0)
        whole = self.chart.whole
        scale = 100 / ((whole if self.chart.overlaps else longest) or 1)
        lines = []
        for bar in self.chart.bars:
            [part] = bar.parts
            rate = (
                f'<span class="rate">{plain(share(part.value, whole))}</span>'
                if whole
                else ""
            )
            lines.append(
                f'<li><button type="button" data-do="{self._numbers[id(bar)]}">'
                f'<span class="name">{plain(bar.label)}</span>'
                f'<span class="value">{self.said(part.value)}</span>{rate}'
                f'<span class="track"><span style="width:{part.value * scale:.1f}%;'
                f'background:{part.colour}"></span></span></button></li>'
            )
        return f'<ul class="rows">{"".join(lines)}</ul>'

    def _legend(self, bars: Sequence[Bar]) -> str:
        """The channels that were used, each with its colour."""
        used = {
            part.name: part.colour for bar in bars for part in bar.parts if part.value
        }
        items = (
            f'<li><span class="dot" style="background:{colour}"></span>{name}</li>'
            for name, colour in used.items()
        )
        return f'<ul class="legend">{"".join(items)}</ul>'

    def _aloud(self, bars: Sequence[Bar]) -> str:
        """All its numbers in one sentence, for those who hear it."""
        if len(bars) == 1:
            return ", ".join(
                f"{part.name} {self.said(part.value)}" for part in bars[0].parts
            )
        return ", ".join(f"{bar.words} {self.said(bar.total)}" for bar in bars)


def _under(label: str, middle: float, frame: tuple[int, int]) -> str:
    """A label under its bar; the last one ends with the picture."""
    width, height = frame
    late = middle + LABEL_PIXELS / 2 > width
    anchor, x = ("end", float(width)) if late else ("middle", middle)
    return f'<text x="{x:.1f}" y="{height - 7}" text-anchor="{anchor}">{label}</text>'


def steps(highest: int) -> tuple[int, int]:
    """A round distance between two lines, and how many of them reach *highest*."""
    power = 1
    while True:
        for base in STEPS:
            if base * power * LINES >= highest:
                return base * power, max(-(-highest // (base * power)), 1)
        power *= 10
