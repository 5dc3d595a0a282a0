"""« Ce qui revient »: the returns of a month, and which reminders earn their stamp."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops import clinic_figures, figures
from relance_ops.dashboard import come_back, figure_cards, return_words
from relance_ops.dashboard.afterwards import afterwards
from relance_ops.dashboard.come_back import CUTS, ComeBack
from relance_ops.dashboard.components import answering, notify, plain, small_button
from relance_ops.dashboard.effects_note import effects_note
from relance_ops.dashboard.figure_cards import FigureCard
from relance_ops.dashboard.figure_files import MEDIA, file_name
from relance_ops.dashboard.page import Page
from relance_ops.dashboard.pages.statistics_cards import Cards, Place, Shown, Tile
from relance_ops.dashboard.sheet import Sheet
from relance_ops.i18n import _, number
from relance_ops.periods import Grain, Period, first_day
from relance_ops.practice import Practice
from relance_ops.returns import DEFINITIONS
from relance_ops.wording import money

PLACES = (
    Place(clinic_figures.RATE_MONTHS, 352, is_wide=True),
    Place(clinic_figures.RATE_STEPS, 352),
    Place(clinic_figures.RATE_CHANNELS, 352),
    Place(clinic_figures.CURVE, 352, is_wide=True),
    Place(clinic_figures.RATE_CATEGORIES, 420),
    Place(clinic_figures.RATE_SPECIES, 420),
    Place(clinic_figures.RATE_AGES, 420),
)
MONTHS = 13  # that are one click away


class ReturnsTab(Page):
    """A month, what came back in it, and the rates of the year that ends with it."""

    month: date = param.CalendarDate(doc="Its first day.")
    found: ComeBack | None = param.Parameter(
        default=None, doc="None while it is being counted."
    )

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.cards = Cards(self.session, clinic_figures.RETURN_TILES, PLACES)
        self.note = Sheet(told=lambda _what: None, html=caution())
        self.effects = Sheet(told=lambda _what: None)
        self.months = _months(self.practice.today())
        self.month = self.months.value
        self._report = small_button(
            _("Bilan du mois (PDF)"), self.save_report, icon="picture_as_pdf"
        )
        self.months.param.watch(answering(self._chosen), "value")
        self.load()

    def load(self) -> None:
        """Read again: something changed, here or elsewhere."""
        returns, month, today = self.practice.returns, self.month, self.practice.today()

        def work() -> tuple[ComeBack, Shown, str]:
            found = come_back.read(returns, month, today)
            effects = effects_note(
                returns.uplift(found.year), returns.baseline(found.year)
            )
            return found, Shown(found.year, tiles(found), cards(found)), effects

        afterwards(work, lambda told: self.show(*told))

    def show(self, found: ComeBack, shown: Shown, effects: str) -> None:
        """Show what was counted, unless another month has been chosen since."""
        if found.month.since == self.month:
            self.found = found
            self.cards.show(shown)
            self.effects.html = effects

    def save_report(self) -> None:
        """The month on one page, to be printed: all four tabs in short."""
        practice, month, today = self.practice, self.month, self.practice.today()
        notify(_("Le bilan se prépare : il arrive dans quelques secondes."), "info")
        afterwards(
            lambda: _report(practice, month, today),
            partial(self._give, come_back.whole_month(month)),
        )

    def _give(self, period: Period, content: bytes) -> None:
        name = file_name("bilan", period, "pdf")
        self.cards.download.give(name, content, MEDIA["pdf"])

    def _chosen(self) -> None:
        self.month = self.months.value
        self.load()

    @property
    def beside_title(self) -> tuple[Any, ...]:
        """What takes the month away."""
        return (self._report,)

    def __panel__(self) -> pn.viewable.Viewable:
        return pmui.Column(
            self.months, self.note, self.cards, self.effects,
            sizing_mode="stretch_width", margin=0,
        )  # fmt: skip


def _report(practice: Practice, month: date, today: date) -> bytes:
    from relance_ops.dashboard import month_report  # noqa: PLC0415  # a slow import

    return month_report.month_pdf(month_report.read(practice, month, today))


def _months(today: date) -> pmui.Select:
    firsts = [first_day(today, Grain.MONTH)]
    while len(firsts) < MONTHS:
        before = date.fromordinal(firsts[-1].toordinal() - 1)
        firsts.append(first_day(before, Grain.MONTH))
    options = {figures.period_title(come_back.whole_month(one)): one for one in firsts}
    return pmui.Select(
        label=_("Mois"),
        options=options,
        value=firsts[0],
        width=260,
        margin=(0, 0, 14, 0),
    )


def cards(found: ComeBack) -> dict[str, FigureCard]:
    """Every card, by the key of its figure."""
    behind = return_words.facts(found.reminders[found.reminders["followed"]])
    made = [figure_cards.of_rates(found.rates(figure), behind) for figure in CUTS]
    made.append(figure_cards.of_curve(found.curve))
    return {card.figure.key: card for card in made}


def tiles(found: ComeBack) -> tuple[Tile, ...]:
    """The four numbers."""
    whole, came, recent = found.whole, found.returned(found.month), found.recent
    before = found.returned(found.month.before).count
    compared = figures.change(came.count, before, figures.BEFORE)
    year = figures.period_words(found.year)
    spent = "–" if whole.cents is None else money(whole.cents)
    return (
        Tile(
            clinic_figures.MONTH_RETURNS, number(came.count), came,
            (
                f"{plain(compared)} <span>({number(before)})</span>",
                plain(figures.period_words(found.month.before)),
            ),
        ),
        Tile(
            clinic_figures.RATE, plain(whole.percent), whole.behind,
            (plain(whole.interval), f"<span>{plain(whole.counted)}</span>"),
        ),
        Tile(clinic_figures.RETURN_COST, spent, whole.behind, (plain(year),)),
        Tile(
            clinic_figures.TOO_RECENT, number(recent.count), recent,
            (plain(_("dans aucun taux avant 60 jours")),),
        ),
    )  # fmt: skip


def caution() -> str:
    """The sentence of caution, and every definition one click away."""
    said = [plain(_(words)) for words in DEFINITIONS.values()]
    definitions = "".join(f"<li>{words}</li>" for words in said)
    warning, title = plain(_(clinic_figures.CAUTION)), plain(_("Définitions"))
    return (
        f'<section class="note"><p>{warning}</p>'
        f"<details><summary>{title}</summary>"
        f"<ul>{definitions}</ul></details></section>"
    )
