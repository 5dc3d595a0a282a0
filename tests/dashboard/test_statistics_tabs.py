"""The manager's tabs of « Statistiques » as objects: returns, lateness, weeks to come."""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from relance_ops import clinic_figures
from relance_ops.dashboard import come_back, month_report
from relance_ops.dashboard.figure_cards import rates_table
from relance_ops.dashboard.page import Session
from relance_ops.dashboard.pages.statistics_coming import ComingTab
from relance_ops.dashboard.pages.statistics_missed import MissedTab
from relance_ops.dashboard.pages.statistics_returns import ReturnsTab, caution
from relance_ops.dashboard.pages.statistics_tabs import StatisticsTabs
from relance_ops.errors import NotFoundError
from relance_ops.i18n import speaking
from relance_ops.periods import Period
from relance_ops.returns import DEFINITIONS
from tests.dashboard.test_statistics_page import Hands
from tests.factories import TODAY, Desk
from tests.sends import Held, Sent, keep

LONG_AGO = TODAY - timedelta(days=90)
LATELY = TODAY - timedelta(days=10)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Four emails and a letter long ago, of which three came back; one email lately."""
    desk.yearly_vaccine(0, 30)
    desk.client("C1", last_name="=1+1", first_name="")
    for number in range(1, 7):
        desk.animal(f"A{number}", "C1", name=f"<i>Rex {number}</i>")
        desk.act(f"X{number}", f"A{number}", performed_on=date(2025, 8, 26))
    sends = [
        Sent(LONG_AGO, "C1", held=(Held(f"A{n}", anchor_id=f"X{n}"),))
        for n in range(1, 5)
    ]
    letter = Sent(
        LONG_AGO, "C1", "letter", "printed", 152, held=(Held("A5", anchor_id="X5"),)
    )
    young = Sent(LATELY, "C1", held=(Held("A6", anchor_id="X6", step=2),))
    keep(desk.practice.database, [*sends, letter, young])
    for number, days in ((1, 10), (2, 20), (5, 30)):
        came = LONG_AGO + timedelta(days=days)
        desk.act(f"Y{number}", f"A{number}", performed_on=came)
    return desk


def returns_tab(desk: Desk, hands: Hands) -> ReturnsTab:
    made = ReturnsTab(session=Session(practice=desk.practice, go=hands.go))
    made.cards.download = hands  # type: ignore[assignment]
    return made


def shown(tab: ReturnsTab | MissedTab | ComingTab, key: str) -> str:
    """A card's words, without its marks."""
    return words_of(tab.cards.sheets[key].html)


def words_of(drawn: object) -> str:
    """HTML as it is read; a no-break space is a space."""
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", str(drawn))).split())


# What came back


def test_a_rate_is_shown_with_its_number_its_interval_and_its_cost(
    busy: Desk, hands: Hands
) -> None:
    tab = returns_tab(busy, hands)

    assert "Emails 50 % 2 sur 4 suivies · 15 à 85 % · 0,00 € par retour" in shown(
        tab, "channels"
    )
    assert "Lettres 100 % 1 sur 1 suivies" in shown(tab, "channels")
    assert "1,52 € par retour" in shown(tab, "channels")
    assert "60 % 23 à 88 % 3 sur 5 suivies" in words_of(tab.cards.numbers.html)


def test_a_month_that_is_too_recent_is_marked(busy: Desk, hands: Hands) -> None:
    tab = returns_tab(busy, hands)

    assert "novembre 2026 trop récent –" in shown(tab, "months")
    assert "août 2026 60 %" in shown(tab, "months")
    assert "2e relance trop récent" in shown(tab, "step")


def test_the_returns_of_a_month_are_those_that_were_done_in_it(
    busy: Desk, hands: Hands
) -> None:
    tab = returns_tab(busy, hands)
    counts = {}

    for month in (date(2026, 9, 1), date(2026, 11, 1)):
        tab.months.value = month
        counts[month.month] = tab.cards.tiles["returned"].said

    assert counts == {9: "3", 11: "0"}


def test_the_curve_says_what_came_back_by_its_horizon(busy: Desk, hands: Hands) -> None:
    tab = returns_tab(busy, hands)

    assert "À 60 jours (trait pointillé) : 58 % revenus (23 à 94 %)" in shown(
        tab, "curve"
    )
    assert "<polygon" in tab.cards.sheets["curve"].html


def test_every_definition_is_one_click_away_and_the_caution_none() -> None:
    words = caution()
    before, _click, behind = words.partition("<details>")

    assert "pas encore un retour grâce à elle" in before
    assert behind.count("<li>") == len(DEFINITIONS)


def test_a_group_leads_to_its_animals_and_they_to_their_client(
    busy: Desk, hands: Hands
) -> None:
    tab = returns_tab(busy, hands)

    tab.cards.pressed("channels", "0")

    assert tab.cards.rows.dialog.title == "Retours par forme : Emails"
    assert "1 à 4 sur 4 lignes" in tab.cards.rows.sheet.html
    assert "Revenu après 10 j" in tab.cards.rows.sheet.html
    assert "<i>" not in tab.cards.rows.sheet.html
    tab.cards.rows.pressed("0")
    assert hands.places == [("client", "C1")]


@pytest.mark.parametrize("key", [figure.key for figure in clinic_figures.RETURN_TILES])
def test_every_number_leads_to_its_lines(busy: Desk, hands: Hands, key: str) -> None:
    tab = returns_tab(busy, hands)

    tab.cards.pressed_number(key)

    assert tab.cards.rows.dialog.open
    assert tab.cards.rows.total == tab.cards.tiles[key].behind.count  # type: ignore[union-attr]


def test_no_cell_of_the_lines_is_a_formula(busy: Desk, hands: Hands) -> None:
    tab = returns_tab(busy, hands)
    tab.cards.pressed("channels", "0")

    tab.cards.rows.pressed("csv")

    lines = hands.files["statistiques-animaux.csv"].decode("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert lines[1].startswith("C1;'=1+1;A")


def test_the_groups_are_taken_away_as_numbers(busy: Desk, hands: Hands) -> None:
    tab = returns_tab(busy, hands)

    tab.cards.pressed("channels", "csv")

    [(name, content)] = hands.files.items()
    assert name == "statistiques-channels-2025-12-01-2026-11-24.csv"
    assert "Emails;5;4;2;50,0;15,0;85,0;0,0;oui" in content.decode("utf-8-sig")


@pytest.mark.parametrize("key", ["months", "channels", "curve"])
def test_a_picture_is_a_png_or_a_pdf(busy: Desk, hands: Hands, key: str) -> None:
    tab = returns_tab(busy, hands)

    tab.cards.pressed(key, "png")
    tab.cards.pressed(key, "pdf")

    assert [content[:4] for content in hands.files.values()] == [b"\x89PNG", b"%PDF"]


def test_revenue_has_a_column_only_where_it_is_known(busy: Desk, hands: Hands) -> None:
    tab = returns_tab(busy, hands)
    assert tab.found is not None
    rates = tab.found.rates(clinic_figures.RATE_CHANNELS)
    priced = [replace(line, revenue_cents=12_000) for line in rates.lines]

    with_prices = rates_table(replace(rates, lines=tuple(priced)))

    assert with_prices.titles[-1] == "Chiffre d'affaires (€)"
    assert with_prices.rows[0][-1] == 120
    assert "Chiffre d'affaires (€)" not in rates_table(rates).titles


def test_a_figure_that_is_still_counted_is_no_mistake(desk: Desk, hands: Hands) -> None:
    tab = returns_tab(desk, hands)
    tab.cards.cards = {}

    with pytest.raises(NotFoundError):
        tab.cards.pressed("months", "csv")


def test_a_clinic_that_never_sent_is_told_so(desk: Desk, hands: Hands) -> None:
    tab = returns_tab(desk, hands)

    assert "Aucune relance n'est partie" in shown(tab, "step")
    assert "CSV" not in shown(tab, "step")
    assert "–" in tab.cards.numbers.html


# Who is late, and whom the rules forget


def test_what_is_late_is_told_by_time_and_category(busy: Desk, hands: Hands) -> None:
    busy.client("C2")
    busy.animal("B1", "C2", species="cat")
    tab = MissedTab(session=Session(practice=busy.practice, go=hands.go))

    assert tab.cards.tiles["late_animals"].said == "3"
    assert tab.cards.tiles["late_new"].said == "3"
    assert tab.cards.tiles["forgotten"].said == "1"
    assert "1–3 mois : Sans catégorie 3" in shown_titles(tab, "late_since")
    assert "Jamais venu 1" in shown(tab, "forgotten_why")
    assert "Chat 1" in shown(tab, "forgotten_species")


def shown_titles(tab: MissedTab, key: str) -> str:
    found = re.findall("<title>([^<]*)</title>", str(tab.cards.sheets[key].html))
    return " ".join(" ".join(found).split())


def test_a_lateness_leads_to_its_animals(busy: Desk, hands: Hands) -> None:
    tab = MissedTab(session=Session(practice=busy.practice, go=hands.go))

    tab.cards.pressed("late_categories", "0")

    assert "1 à 3 sur 3 lignes" in tab.cards.rows.sheet.html
    assert "26/08/2026" in tab.cards.rows.sheet.html
    tab.cards.rows.pressed("0")
    assert hands.places == [("client", "C1")]


# What is to come


@pytest.fixture
def coming(desk: Desk, hands: Hands) -> ComingTab:
    """Two clients due today; one of them by letter."""
    desk.yearly_vaccine()
    desk.due_today(1)
    desk.due_today(2, email="", mobile="")
    return ComingTab(session=Session(practice=desk.practice, go=hands.go))


def test_the_weeks_to_come_are_counted_with_what_they_suppose(
    coming: ComingTab,
) -> None:
    assert coming.cards.period == Period(TODAY, date(2027, 2, 14))
    assert coming.cards.tiles["coming_deliveries"].said == "2"
    assert coming.found is not None
    assert len(coming.found.charts()["coming_volumes"].bars) == 12
    for sentence in coming.found.simulation.assumptions():
        assert " ".join(sentence.split()) in words_of(coming.assumed.html)


def test_a_week_to_come_leads_to_its_animals(coming: ComingTab, hands: Hands) -> None:
    coming.cards.pressed("coming_volumes", "0")

    assert "1 à 2 sur 2 lignes" in coming.cards.rows.sheet.html
    coming.cards.rows.pressed("0")
    assert hands.places == [("client", "C1")]


# All of it


def test_the_tabs_are_places_of_their_own(busy: Desk, hands: Hands) -> None:
    page = StatisticsTabs(session=Session(practice=busy.practice, go=hands.go))
    assert page.tab == "partis"

    assert page.follow("retours")

    assert page.tab == "retours"
    [beside] = page.beside_title
    assert [button.label for button in beside.objects] == ["Bilan du mois (PDF)"]
    page.follow("retards")
    assert not beside.visible


def test_the_month_is_one_page_of_a4_with_its_numbers(busy: Desk, hands: Hands) -> None:
    tab = returns_tab(busy, hands)

    tab.save_report()

    [(name, content)] = hands.files.items()
    assert name == "statistiques-bilan-2026-11-01-2026-11-30.pdf"
    [page] = PdfReader(io.BytesIO(content)).pages
    width, height = page.mediabox.width, page.mediabox.height
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
    words = " ".join(page.extract_text().split())
    for said in (
        "Novembre 2026", "Bilan du mois", "Mois en cours, jusqu'au 24/11/2026",
        "23 à 88 % · 3 sur 5 suivies", "0,51 €", "pas encore un retour grâce à elle",
        "Établi le 24 novembre 2026", "1 relance est encore trop récente",
    ):  # fmt: skip
        assert said in words


def test_the_month_of_a_clinic_that_never_sent_is_a_page_too(desk: Desk) -> None:
    found = month_report.read(desk.practice, date(2026, 10, 1), TODAY)

    content = month_report.month_pdf(found)

    [page] = PdfReader(io.BytesIO(content)).pages
    assert "Octobre 2026" in page.extract_text()


def test_the_tabs_speak_english(busy: Desk, hands: Hands) -> None:
    with speaking("en"):
        tab = returns_tab(busy, hands)

    assert "1st reminder" in shown(tab, "step")
    assert "followed" in shown(tab, "step")


def test_a_past_month_ends_with_its_last_day(busy: Desk) -> None:
    found = come_back.read(busy.practice.returns, date(2026, 9, 1), TODAY)

    assert found.month == Period(date(2026, 9, 1), date(2026, 9, 30), 1)
    assert found.year == Period(date(2025, 10, 1), date(2026, 9, 30))


# What reminders change


def test_without_a_hold_out_no_effect_is_claimed(busy: Desk, hands: Hands) -> None:
    tab = returns_tab(busy, hands)

    said = words_of(tab.effects.html)
    assert "Sans groupe témoin, personne ne sait" in said
    assert "points" not in said
    # Six reminders: too few for a share, and the page says so instead.
    assert "Relancés à temps : Trop peu de rappels suivis" in said


def test_the_effect_of_a_hold_out_is_told_with_its_interval(
    desk: Desk, hands: Hands
) -> None:
    desk.yearly_vaccine(0, 30)
    drawn_on = TODAY - timedelta(days=90)
    for number in range(80):
        withheld = number >= 40
        desk.client(f"C{number}")
        desk.animal(f"A{number}", f"C{number}")
        desk.act(
            f"X{number}", f"A{number}", performed_on=drawn_on - timedelta(days=365)
        )
        desk.add(
            "holdout", animal_id=f"A{number}", recall_group="VACC", anchor_id=f"X{number}",
            step=1, drawn_on=drawn_on, withheld=withheld, percent=50, rule_version=1,
            act_type="VACC",
        )  # fmt: skip
        # Thirty of the forty who were reminded came, and ten of the others.
        if number < 30 or (withheld and number < 50):
            came = drawn_on + timedelta(days=10)
            desk.act(f"Y{number}", f"A{number}", performed_on=came)

    tab = returns_tab(desk, hands)

    said = words_of(tab.effects.html)
    assert "75 % des 40 rappels relancés sont revenus, et 25 % des 40 témoins" in said
    assert "intervalle à 95 %" in said
