"""« Statistiques »: what left, what it cost, whom it reached; and what is behind each."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import panel as pn
import param

from relance_ops import figures
from relance_ops.dashboard import figure_files, figure_sheets
from relance_ops.dashboard.afterwards import afterwards
from relance_ops.dashboard.chart_values import Chart
from relance_ops.dashboard.download import Download
from relance_ops.dashboard.page import Page
from relance_ops.dashboard.pages.statistics_layout import StatisticsLayout
from relance_ops.dashboard.pages.statistics_rows import RowsDialog
from relance_ops.dashboard.pictures import charts, reachable
from relance_ops.model import DeliveryState, Kind
from relance_ops.periods import Grain, Period, Span, between, period_of
from relance_ops.tallies import Overview, Reachable, Slice


class StatisticsPage(Page):
    """A period, its figures, and the deliveries behind each of them."""

    span: Span = param.Selector(default=Span.THREE_MONTHS, objects=list(Span))
    since: date = param.CalendarDate(doc="The first day; chosen with « Dates libres ».")
    until: date = param.CalendarDate(doc="The last day.")
    grain: Grain = param.Selector(default=Grain.WEEK, objects=list(Grain))
    overview: Overview | None = param.Parameter(default=None)
    reachable: Reachable | None = param.Parameter(
        default=None, doc="None while it is being counted."
    )

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.charts: dict[str, Chart] = {}
        self.download = Download()
        self.rows = RowsDialog(self.practice.statistics, go=self.session.go)
        self.layout = StatisticsLayout(self)
        self.choose(self.span)

    @property
    def period(self) -> Period:
        """The days that are looked at.

        Raises:
            PeriodError: The chosen days end before they begin.
        """
        if self.span is Span.FREE:
            return between(self.since, self.until)
        return period_of(self.span, self.practice.today())

    @property
    def shown(self) -> Period:
        """The days whose figures are on screen, whatever has been typed since."""
        return self.overview.period if self.overview else self.period

    def choose(self, span: Span) -> None:
        """Look at another period; free dates begin with those on screen."""
        self.span = span
        if span is not Span.FREE:
            period = self.period
            self.param.update(since=period.since, until=period.until)
        self.read()

    def read(self) -> None:
        """Read the figures of the period, cut as its length wants it."""
        self._read(Grain.MONTH if self.period.is_long else Grain.WEEK)

    def load(self) -> None:
        """Read again: a run has ended, here or elsewhere."""
        self._read(self.grain)
        self.layout.count_reachable()

    def _read(self, grain: Grain) -> None:
        overview = self.practice.statistics.over(self.period)
        self.param.update(overview=overview, grain=grain)
        self.draw()

    def cut(self, grain: Grain) -> None:
        """Cut time into weeks or months."""
        if grain is not self.grain:
            self.grain = grain
            self.draw()

    def draw(self) -> None:
        """Make the charts anew, and show them."""
        if self.overview is not None:
            self.charts = {**self.charts, **charts(self.overview, self.grain)}
        self.layout.draw()

    def counted(self, found: Reachable) -> None:
        """Whom each form reaches is known now."""
        self.reachable = found
        self.charts["reachable"] = reachable(found)
        self.layout.draw_reachable()

    def pressed_number(self, key: str) -> None:
        """Show the deliveries that one of the eight numbers counts."""
        titles = {figure.key: figure.title for figure in figures.TOTALS}
        if key in titles:
            self.rows.show(titles[key], self._counted_by(key))

    def pressed(self, key: str, what: str) -> None:
        """Do what was asked on the card of the chart *key*."""
        chart = self.charts[key]
        if what in list(Grain):
            self.cut(Grain(what))
        elif what == figure_sheets.CSV:
            self._give(key, "csv", figure_files.chart_csv(chart))
        elif what in (figure_sheets.PNG, figure_sheets.PDF):
            afterwards(lambda: _image(chart, what), partial(self._give, key, what))
        elif what == figure_sheets.ROWS:
            self.rows.show(chart.title, self._counted_by(key))
        else:
            piece = self.layout.piece(key, what)
            self.rows.show(piece.title, piece.behind)

    def save_numbers(self) -> None:
        """The eight numbers as a file."""
        if self.overview is not None:
            self._give("chiffres", "csv", figure_files.numbers_csv(self.overview))

    def save_report(self) -> None:
        """The whole period on one page, to be printed."""
        overview, drawn = self.overview, self.charts
        if overview is None:
            return
        clinic, today = self.practice.settings().clinic.name, self.practice.today()
        afterwards(
            lambda: _report(clinic, today, overview, drawn),
            partial(self._give, "rapport", "pdf"),
        )

    def _give(self, key: str, ending: str, content: bytes) -> None:
        name = figure_files.file_name(key, self.shown, ending)
        self.download.give(name, content, figure_files.MEDIA[ending])

    def _counted_by(self, key: str) -> Slice:
        """The deliveries that a figure counts."""
        period = self.shown
        if key in ("cost_cents", "costs"):
            return Slice(period, kinds=frozenset(Kind) - {Kind.EMAIL})
        if key == "saved_cents":
            return Slice(period, grouped=True)
        ended = {DeliveryState.FAILED, DeliveryState.BOUNCED}
        if key == "failures":
            return Slice(period, states=frozenset(ended))
        if key == "troubles":
            troubled = ended | {DeliveryState.UNCERTAIN, DeliveryState.VOIDED}
            return Slice(period, states=frozenset(troubled))
        return Slice(period)

    @property
    def beside_title(self) -> tuple[Any, ...]:
        """What takes the whole page away."""
        return (self.layout.beside_title,)

    def __panel__(self) -> pn.viewable.Viewable:
        return self.layout


def _image(chart: Chart, ending: str) -> bytes:
    from relance_ops.dashboard.printed import (  # noqa: PLC0415  # a slow import
        chart_image,
    )

    return chart_image(chart, ending)


def _report(
    clinic: str, today: date, overview: Overview, drawn: dict[str, Chart]
) -> bytes:
    from relance_ops.dashboard import report_page  # noqa: PLC0415  # a slow import

    heading = report_page.Heading(clinic, today)
    return report_page.report_pdf(heading, overview, drawn)
