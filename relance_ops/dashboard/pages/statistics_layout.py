"""How « Statistiques » looks; it shows the page's state and nothing else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import panel as pn
import panel_material_ui as pmui

from relance_ops import figures
from relance_ops.dashboard import figure_sheets
from relance_ops.dashboard.afterwards import afterwards
from relance_ops.dashboard.bars import Drawn, Piece
from relance_ops.dashboard.components import (
    answering,
    beside,
    card,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.sheet import Sheet
from relance_ops.i18n import _
from relance_ops.periods import Span

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.statistics import StatisticsPage
    from relance_ops.tallies import Reachable

# Which cards there are, in order; those that want two thirds of a desk's width.
CARDS = (
    "volumes", "shares", "costs", "steps", "acts", "categories", "families",
    "reachable", "troubles",
)  # fmt: skip
WIDE = ("volumes", "costs", "acts")
GRID = {
    "display": "grid",
    "gridTemplateColumns": {"xs": "minmax(0, 1fr)", "md": "repeat(3, minmax(0, 1fr))"},
    "gap": {"xs": "12px", "md": "16px"},
}
# Six in a row on a desk, three in a row on a phone, each on one line.
SPANS = {
    "mt": "6px",
    "display": {"xs": "grid", "sm": "flex"},
    "gridTemplateColumns": "repeat(3, 1fr)",
    "gap": {"xs": "6px", "sm": 0},
    "bgcolor": {"xs": "transparent", "sm": "#fff"},
    "& .MuiToggleButton-root": {
        "whiteSpace": "nowrap",
        "px": {"xs": "4px", "sm": "16px"},
        "py": "8px",
        "textTransform": "none",
        "fontSize": "0.93rem",
        "color": "#37424d",
        "bgcolor": "#fff",
        "borderRadius": {"xs": "8px !important", "sm": ""},
        "border": {"xs": "1px solid #c8ced4 !important", "sm": ""},
        "ml": {"xs": "0 !important", "sm": ""},
    },
}
CUT = ("volumes", "costs")  # cards that cut time


class StatisticsLayout(pn.viewable.Viewer):
    """The widgets of one `StatisticsPage`."""

    def __init__(self, page: StatisticsPage) -> None:
        super().__init__()
        self._page = page
        self._drawn: dict[str, Drawn] = {}
        self.numbers = Sheet(told=page.pressed_number)
        self.sheets = {
            key: Sheet(
                told=partial(page.pressed, key),
                css_classes=["two-thirds"] if key in WIDE else [],
            )
            for key in CARDS
        }
        self.compared = quiet()
        self.heading = text("", "h3", sx={"textWrap": "balance"})
        self.spans = self._made_spans()
        self.free = self._made_dates()
        self.beside_title = beside(
            small_button(_("Rapport PDF"), page.save_report, icon="picture_as_pdf"),
            small_button(
                _("Chiffres CSV"), page.save_numbers, icon="download", variant="text"
            ),
        )
        self._is_counting = False
        self._nothing = _opening()
        self._figures = self._arranged()
        self._body = pmui.Column(
            self._nothing, self._figures, page.rows, page.download,
            sizing_mode="stretch_width", margin=0,
        )  # fmt: skip

    def draw(self) -> None:
        """Show the page's period."""
        page, overview = self._page, self._page.overview
        if overview is None:
            return
        with pn.io.hold():
            known = overview.first_day is not None
            self._nothing.visible = not known
            self._figures.visible = self.beside_title.visible = known
            self.free.visible = page.span is Span.FREE
            self.heading.object = plain(figures.period_title(overview.period))
            self.compared.object = plain(figure_sheets.compared_with(overview))
            self.numbers.html = figure_sheets.numbers(overview)
            for key in page.charts:
                self._show(key)
        if known and page.reachable is None:
            self.count_reachable()

    def draw_reachable(self) -> None:
        """Show whom each form reaches."""
        self._show("reachable")

    def count_reachable(self) -> None:
        """Count it beside the page: contacts are looked at one by one."""
        if self._is_counting:
            return
        self._is_counting = True
        self.sheets["reachable"].html = figure_sheets.waiting_sheet(figures.REACHABLE)
        afterwards(self._counted, self._page.counted)

    def _counted(self) -> Reachable:
        try:
            return self._page.practice.statistics.reachable()
        finally:
            self._is_counting = False

    def piece(self, key: str, what: str) -> Piece:
        """What was pressed on the chart *key*.

        Raises:
            NotFoundError: It is not there, or no more.
        """
        return self._drawn[key].piece(what)

    def _show(self, key: str) -> None:
        grain = self._page.grain if key in CUT else None
        self._drawn[key] = figure_sheets.chart_sheet(self._page.charts[key], grain)
        self.sheets[key].html = self._drawn[key].html

    def _made_spans(self) -> pmui.RadioButtonGroup:
        words = {
            _("Ce mois"): Span.THIS_MONTH,
            _("Mois dernier"): Span.LAST_MONTH,
            _("3 mois"): Span.THREE_MONTHS,
            _("12 mois"): Span.TWELVE_MONTHS,
            _("Année"): Span.YEAR,
            _("Dates libres"): Span.FREE,
        }
        spans = pmui.RadioButtonGroup(
            options=words, value=self._page.span, margin=0, size="small",
            sx=SPANS, label=_("Période"), sizing_mode="stretch_width", max_width=660,
        )  # fmt: skip
        spans.param.watch(answering(lambda: self._page.choose(spans.value)), "value")
        return spans

    def _made_dates(self) -> pmui.FlexBox:
        page = self._page
        made = [
            pmui.DatePicker.from_param(
                parameter, label=label, description="", format=_("DD/MM/YYYY"),
                margin=0, width=170,
            )
            for parameter, label in (
                (page.param.since, _("Du")),
                (page.param.until, _("Au")),
            )
        ]  # fmt: skip
        page.param.watch(answering(self._dated), ["since", "until"])
        return pmui.FlexBox(*made, gap="12px", visible=False, margin=(14, 0, 0, 0))

    def _dated(self) -> None:
        if self._page.span is Span.FREE:
            self._page.read()

    def _arranged(self) -> pmui.Column:
        grid = pmui.Column(
            *self.sheets.values(), sx=GRID, sizing_mode="stretch_width",
            margin=(16, 0, 0, 0),
        )  # fmt: skip
        chosen = pmui.Column(
            self.spans, self.free, sizing_mode="stretch_width", margin=(0, 0, 14, 0)
        )
        return pmui.Column(
            chosen,
            pmui.Column(self.heading, self.compared, margin=(0, 0, 14, 0)),
            self.numbers,
            grid,
            sizing_mode="stretch_width",
            margin=0,
        )

    def __panel__(self) -> pn.viewable.Viewable:
        return self._body


def _opening() -> pmui.Paper:
    """Before anything ever left: what will be seen here."""
    return card(
        text(_("Rien n'est encore parti"), "h3", margin=(0, 0, 8, 0)),
        text(
            _(
                "Après le premier envoi, vous verrez ici combien de relances sont parties "
                "chaque semaine et sous quelle forme, ce qu'elles ont coûté, quels actes "
                "elles rappelaient, et combien de clients chaque forme permet de joindre."
            )
        ),
        visible=False,
        sx={"p": "28px 32px"},
    )
