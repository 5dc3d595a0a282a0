"""How figures are named, defined and said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from relance_ops import clinic_figures, figures
from relance_ops.figures import BEFORE, YEAR_BEFORE, Figure
from relance_ops.i18n import speaking
from relance_ops.periods import Period

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "figures.md"


@pytest.mark.parametrize("figure", figures.EVERY, ids=lambda figure: figure.key)
def test_a_figure_has_one_definition_on_screen_and_on_paper(figure: Figure) -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()

    assert f"- **{figure.label}** : {figure.meaning}" in lines


@pytest.mark.parametrize("figure", clinic_figures.EVERY, ids=lambda figure: figure.key)
def test_a_figure_of_the_manager_has_one_definition_too(figure: Figure) -> None:
    lines = (DOCS / "statistics.md").read_text(encoding="utf-8").splitlines()

    assert f"- **{figure.label}** : {figure.meaning}" in lines


def test_no_two_figures_share_a_key() -> None:
    keys = [figure.key for figure in (*figures.EVERY, *clinic_figures.EVERY)]

    assert len(keys) == len(set(keys))


def test_the_page_of_the_manager_warns_of_what_a_return_is_not() -> None:
    page = (DOCS / "statistics.md").read_text(encoding="utf-8")

    assert clinic_figures.CAUTION in " ".join(page.split())


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (112, 100, "▲ 12 % de plus qu'avant"),
        (50, 100, "▼ 50 % de moins qu'avant"),
        (7, 7, "= autant qu'avant"),
        (0, 0, "= autant qu'avant"),
        (5, 0, "▲ rien avant"),
        (35, 10, "▲ 3,5 fois plus qu'avant"),
    ],
)
def test_a_change_is_an_arrow_and_words(now: int, then: int, said: str) -> None:
    # The spaces before % are no-break ones of either width.
    assert " ".join(figures.change(now, then, BEFORE).split()) == said


def test_a_year_is_compared_in_words_of_its_own() -> None:
    assert figures.change(3, 0, YEAR_BEFORE) == "▲ rien un an plus tôt"


@pytest.mark.parametrize(
    ("since", "until", "french", "english"),
    [
        ((2026, 11, 1), (2026, 11, 30), "novembre 2026", "November 2026"),
        ((2026, 9, 1), (2026, 11, 24), "du 1er septembre au 24 novembre 2026",
         "1 September to 24 November 2026"),
        ((2025, 12, 31), (2026, 1, 2), "du 31 décembre 2025 au 2 janvier 2026",
         "31 December 2025 to 2 January 2026"),
        ((2026, 11, 24), (2026, 11, 24), "24 novembre 2026", "24 November 2026"),
    ],
)  # fmt: skip
def test_a_period_is_said_as_people_say_it(
    since: tuple[int, int, int], until: tuple[int, int, int], french: str, english: str
) -> None:
    period = Period(date(*since), date(*until))

    assert figures.period_words(period) == french
    with speaking("en"):
        assert figures.period_words(period) == english


def test_a_small_share_is_not_called_nothing() -> None:
    assert figures.share(1, 1000).startswith("< 1")
    assert figures.share(0, 1000).startswith("0")
    assert figures.share(0, 0) == ""


def test_a_scale_leaves_out_cents_that_are_none() -> None:
    assert figures.COSTS.ticked(5000).replace("\xa0", " ") == "50 €"
    assert figures.COSTS.ticked(50).replace("\xa0", " ") == "0,50 €"
    with speaking("en"):
        assert figures.COSTS.ticked(5000) == "€50"
