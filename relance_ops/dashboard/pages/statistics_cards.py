"""The figures of one tab of « Statistiques »: numbers first, then cards; each pressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard import figure_sheets
from relance_ops.dashboard.afterwards import afterwards
from relance_ops.dashboard.chart_values import Behind
from relance_ops.dashboard.download import Download
from relance_ops.dashboard.figure_cards import FigureCard
from relance_ops.dashboard.figure_files import MEDIA, file_name
from relance_ops.dashboard.page import Session
from relance_ops.dashboard.pages.statistics_layout import GRID
from relance_ops.dashboard.pages.statistics_rows import RowsDialog
from relance_ops.dashboard.sheet import Sheet
from relance_ops.errors import NotFoundError
from relance_ops.exports import as_csv
from relance_ops.figures import Figure
from relance_ops.i18n import _
from relance_ops.periods import Period

# What a tile takes with two lines below its number.
TILE_PIXELS = 138


@dataclass(frozen=True, slots=True)
class Tile:
    """One number that is read first; *lines*, in words, stand below it."""

    figure: Figure
    said: str
    behind: Behind
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure's card stands.

    Attributes:
        pixels: What its card takes at least, kept free while it is worked out.
        is_wide: Two thirds of a desk.
    """

    figure: Figure
    pixels: int
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What a tab shows, worked out beside the page.

    Attributes:
        period: The days that it is about, for the names of files.
        cards: By the key of their figure.
    """

    period: Period
    tiles: Sequence[Tile]
    cards: Mapping[str, FigureCard]


class Cards(pn.viewable.Viewer):
    """The tiles and cards of one tab, empty until they are shown.

    Args:
        session: Whose page it is.
        tiles: The figures of the numbers.
        places: Those of the cards, in order.
        after: What stands behind the last card.
    """

    def __init__(
        self,
        session: Session,
        tiles: Sequence[Figure],
        places: Sequence[Place],
        *,
        after: Sequence[Sheet] = (),
    ) -> None:
        super().__init__()
        self._after = after
        self._places = places
        self._figures = tiles
        self.download = Download()
        self.rows = RowsDialog(
            session.practice.statistics, go=session.go, give=self._give
        )
        self.tiles: dict[str, Tile] = {}
        self.cards: dict[str, FigureCard] = {}
        self.period: Period | None = None
        self.numbers = Sheet(told=self.pressed_number, min_height=TILE_PIXELS)
        self.sheets = {
            place.figure.key: Sheet(
                told=partial(self.pressed, place.figure.key),
                css_classes=["two-thirds"] if place.is_wide else [],
                min_height=place.pixels,
            )
            for place in places
        }
        self.wait()

    def wait(self) -> None:
        """Say that it is being counted, where nothing has been shown yet."""
        if self.cards:
            return
        waiting = (figure_sheets.tile(figure, "…") for figure in self._figures)
        self.numbers.html = f'<div class="tiles waiting">{"".join(waiting)}</div>'
        for place in self._places:
            sheet = self.sheets[place.figure.key]
            sheet.html = figure_sheets.waiting_sheet(place.figure)

    def show(self, shown: Shown) -> None:
        """Show these figures."""
        self.period = shown.period
        self.tiles = {tile.figure.key: tile for tile in shown.tiles}
        self.cards = dict(shown.cards)
        drawn = (
            figure_sheets.tile(tile.figure, tile.said, tile.lines)
            for tile in shown.tiles
        )
        with pn.io.hold():
            self.numbers.html = f'<div class="tiles">{"".join(drawn)}</div>'
            for key, card in shown.cards.items():
                self.sheets[key].html = card.html

    def pressed_number(self, key: str) -> None:
        """Show what one of the numbers counts."""
        if key in self.tiles:
            tile = self.tiles[key]
            self.rows.show(tile.figure.title, tile.behind)

    def pressed(self, key: str, what: str) -> None:
        """Do what was asked on the card of the figure *key*.

        Raises:
            NotFoundError: What was pressed is not there, or no more.
        """
        card = self._card(key)
        if what == figure_sheets.ROWS:
            self.rows.show(card.figure.title, card.behind)
        elif what == figure_sheets.CSV:
            self._save(key, what, as_csv(card.table))
        elif what in (figure_sheets.PNG, figure_sheets.PDF):
            afterwards(partial(card.image, what), partial(self._save, key, what))
        else:
            piece = card.drawn.piece(what)
            self.rows.show(piece.title, piece.behind)

    def _card(self, key: str) -> FigureCard:
        if key not in self.cards:
            raise NotFoundError(_("Ce chiffre est encore en cours de comptage."))
        return self.cards[key]

    def _save(self, key: str, ending: str, content: bytes) -> None:
        assert self.period is not None  # a card is shown with its period
        self._give(file_name(key, self.period, ending), content, MEDIA[ending])

    def _give(self, name: str, content: bytes, media: str) -> None:
        self.download.give(name, content, media)

    def __panel__(self) -> pn.viewable.Viewable:
        grid = pmui.Column(
            *self.sheets.values(), *self._after, sx=GRID, sizing_mode="stretch_width",
            margin=(16, 0, 0, 0),
        )  # fmt: skip
        return pmui.Column(
            self.numbers, grid, self.rows, self.download,
            sizing_mode="stretch_width", margin=0,
        )  # fmt: skip
