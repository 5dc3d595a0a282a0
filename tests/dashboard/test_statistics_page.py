"""« Statistiques » as an object: a period, its figures, and what is behind them."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from relance_ops.dashboard.page import Session
from relance_ops.dashboard.pages.statistics import StatisticsPage
from relance_ops.errors import NotFoundError, PeriodError
from relance_ops.i18n import speaking
from relance_ops.periods import Grain, Period, Span
from tests.factories import TODAY, Desk
from tests.sends import Held, Sent, keep

A_YEAR_AND_MORE = TODAY - timedelta(days=400)


@dataclass
class Hands:
    """A browser: keeps what a page hands over, and where it leads."""

    files: dict[str, bytes] = field(default_factory=dict)
    places: list[tuple[str, str]] = field(default_factory=list)

    def give(self, name: str, content: bytes, _media: str) -> None:
        self.files[name] = content

    def go(self, slug: str, ident: str = "") -> None:
        self.places.append((slug, ident))


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def statistics(desk: Desk, hands: Hands) -> StatisticsPage:
    """Twelve emails and a letter this month, one email long ago."""
    desk.client("C1", last_name="Lefèvre")
    desk.client("C2", last_name="<b>Gras</b>", email="", mobile="")
    letter = Sent(
        TODAY, "C2", "letter", "printed", 152, held=(Held("A50", label="<i>Rage</i>"),)
    )
    emails = [Sent(TODAY, "C1", held=(Held(f"A{n}"),)) for n in range(12)]
    old = Sent(A_YEAR_AND_MORE, "C1", held=(Held("A51"),))
    keep(desk.practice.database, [*emails, letter, old])
    return a_page(desk, hands)


def a_page(desk: Desk, hands: Hands) -> StatisticsPage:
    made = StatisticsPage(session=Session(practice=desk.practice, go=hands.go))
    made.download = hands  # type: ignore[assignment]
    return made


def shown(statistics: StatisticsPage, key: str) -> str:
    return str(statistics.layout.sheets[key].html)


def piece(statistics: StatisticsPage, key: str, title: str) -> str:
    """What a press on the piece with this title tells."""
    html = shown(statistics, key)
    numbers = {int(n) for n in re.findall(r'data-do="(\d+)"', html)}
    [number] = [
        n for n in numbers if statistics.layout.piece(key, str(n)).title == title
    ]
    return str(number)


def test_it_opens_on_three_months_cut_into_weeks(statistics: StatisticsPage) -> None:
    assert statistics.period == Period(date(2026, 9, 1), TODAY, 3)
    assert statistics.grain is Grain.WEEK
    assert ">13</button>" in statistics.layout.numbers.html
    assert "1,52" in statistics.layout.numbers.html


def test_a_long_period_is_cut_into_months_unless_asked(
    statistics: StatisticsPage,
) -> None:
    statistics.choose(Span.TWELVE_MONTHS)
    assert statistics.grain is Grain.MONTH
    assert "Envois par mois" in shown(statistics, "volumes")

    statistics.pressed("volumes", "week")

    assert "Envois par semaine" in shown(statistics, "volumes")
    assert "Coût par semaine" in shown(statistics, "costs")


def test_free_dates_begin_with_those_on_screen(statistics: StatisticsPage) -> None:
    statistics.choose(Span.FREE)

    assert (statistics.since, statistics.until) == (date(2026, 9, 1), TODAY)
    assert statistics.layout.free.visible


def test_other_dates_are_read_as_they_are_chosen(statistics: StatisticsPage) -> None:
    statistics.choose(Span.FREE)

    statistics.since = A_YEAR_AND_MORE

    assert statistics.overview is not None
    assert statistics.overview.now.deliveries == 14


def test_dates_in_the_wrong_order_are_refused_and_nothing_changes(
    statistics: StatisticsPage,
) -> None:
    statistics.choose(Span.FREE)
    statistics.until = A_YEAR_AND_MORE

    with pytest.raises(PeriodError):
        statistics.read()

    assert statistics.shown.until == TODAY


def test_changes_are_told_in_words_with_what_it_was(statistics: StatisticsPage) -> None:
    assert "▲ rien avant" in statistics.layout.numbers.html
    assert "Avant : du 1er juin au 24 août 2026." in statistics.layout.compared.object


def test_an_empty_clinic_is_told_what_will_be_seen_here(
    desk: Desk, hands: Hands
) -> None:
    empty = a_page(desk, hands)

    assert empty.layout._nothing.visible
    assert not empty.layout._figures.visible
    assert not empty.layout.beside_title.visible


def test_a_month_without_anything_says_so(statistics: StatisticsPage) -> None:
    statistics.choose(Span.LAST_MONTH)

    assert "Rien sur cette période." in shown(statistics, "volumes")
    assert "Aucun coût sur cette période." in shown(statistics, "costs")


# What is behind a figure


def test_a_number_leads_to_its_deliveries_ten_at_a_time(
    statistics: StatisticsPage,
) -> None:
    statistics.pressed_number("deliveries")
    assert statistics.rows.dialog.open
    assert "1 à 10 sur 13 envois" in statistics.rows.sheet.html

    statistics.rows.pressed("on")

    assert "11 à 13 sur 13 envois" in statistics.rows.sheet.html


def test_the_pages_of_rows_have_two_ends(statistics: StatisticsPage) -> None:
    statistics.pressed_number("deliveries")

    statistics.rows.pressed("back")
    assert statistics.rows.offset == 0

    statistics.rows.pressed("on")
    statistics.rows.pressed("on")
    assert statistics.rows.offset == 10


def test_a_row_leads_to_its_client(statistics: StatisticsPage, hands: Hands) -> None:
    statistics.pressed(
        "shares",
        piece(statistics, "shares", "Sous quelle forme : Lettres, Sous quelle forme"),
    )

    statistics.rows.pressed("0")

    assert hands.places == [("client", "C2")]
    assert not statistics.rows.dialog.open


def test_a_piece_of_a_bar_leads_to_the_deliveries_it_counts(
    statistics: StatisticsPage,
) -> None:
    title = "Envois par semaine : Lettres, semaine du 23 novembre 2026 (en partie)"

    statistics.pressed("volumes", piece(statistics, "volumes", title))

    assert statistics.rows.total == 1
    assert statistics.rows.dialog.title == title


def test_clients_within_reach_lead_to_clients(statistics: StatisticsPage) -> None:
    statistics.pressed(
        "reachable", piece(statistics, "reachable", "Clients joignables : Email")
    )

    assert "1 à 1 sur 1 client" in statistics.rows.sheet.html
    assert "Lefèvre" in statistics.rows.sheet.html


def test_a_number_that_is_not_there_is_refused(statistics: StatisticsPage) -> None:
    with pytest.raises(NotFoundError):
        statistics.pressed("volumes", "99999")


def test_names_and_labels_are_shown_and_never_run(statistics: StatisticsPage) -> None:
    statistics.pressed_number("deliveries")
    statistics.rows.pressed("on")

    assert "<b>" not in statistics.rows.sheet.html
    assert "&lt;b&gt;Gras&lt;/b&gt;" in statistics.rows.sheet.html
    assert "<i>" not in shown(statistics, "acts")


def test_what_ended_since_is_counted_when_the_page_is_read_again(
    desk: Desk, statistics: StatisticsPage
) -> None:
    statistics.pressed("volumes", "month")
    desk.add("ledger", delivery_id=13, state="voided", happened_at=TODAY, who="test")

    statistics.load()

    assert statistics.overview is not None
    assert statistics.overview.now.deliveries == 12
    assert statistics.grain is Grain.MONTH


# Files


def test_a_chart_is_taken_away_as_numbers(
    statistics: StatisticsPage, hands: Hands
) -> None:
    statistics.pressed("volumes", "month")
    statistics.pressed("volumes", "csv")

    [(name, content)] = hands.files.items()
    lines = content.decode("utf-8-sig").splitlines()
    assert name == "statistiques-volumes-2026-09-01-2026-11-24.csv"
    assert lines[0] == "Envois par mois;Emails;SMS;Lettres;Cartes;Total"
    assert lines[-1] == "novembre 2026 (en partie);12;0;1;0;13"


def test_euros_are_written_for_a_french_spreadsheet(
    statistics: StatisticsPage, hands: Hands
) -> None:
    statistics.pressed("costs", "month")
    statistics.pressed("costs", "csv")

    [content] = hands.files.values()
    assert "novembre 2026 (en partie);0,00;0,00;1,52;0,00;1,52" in content.decode()


def test_the_label_of_an_act_is_harmless_in_a_spreadsheet(
    desk: Desk, hands: Hands
) -> None:
    keep(desk.practice.database, [Sent(held=(Held(label="=HYPERLINK(1)"),))])

    a_page(desk, hands).pressed("acts", "csv")

    [content] = hands.files.values()
    assert "\r\n'=HYPERLINK(1);1" in content.decode()


def test_the_numbers_are_taken_away_with_what_they_are_compared_with(
    statistics: StatisticsPage, hands: Hands
) -> None:
    statistics.save_numbers()

    [content] = hands.files.values()
    lines = content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith(";du 1er septembre au 24 novembre 2026;")
    assert lines[1] == "Envois;13;0;"
    assert lines[4] == "Coût;1,52;0,00;"


@pytest.mark.parametrize("key", ["volumes", "shares", "acts", "reachable"])
def test_every_chart_is_taken_away_as_a_picture(
    statistics: StatisticsPage, hands: Hands, key: str
) -> None:
    statistics.pressed(key, "png")

    [content] = hands.files.values()
    assert content.startswith(b"\x89PNG")


def test_the_report_is_one_page_with_the_clinic_the_period_and_the_figures(
    desk: Desk, statistics: StatisticsPage, hands: Hands
) -> None:
    desk.practice.set("clinic.name", "Clinique des Tilleuls", by="test")

    statistics.save_report()

    [content] = hands.files.values()
    [sheet] = PdfReader(io.BytesIO(content)).pages
    text = sheet.extract_text()
    assert "Clinique des Tilleuls" in text
    assert "Du 1er septembre au 24 novembre 2026" in text
    assert "Envois par semaine" in text
    assert "Établi le 24 novembre 2026" in text
    assert round(float(sheet.mediabox.width)) == 595


def test_an_empty_period_has_a_report_too(
    statistics: StatisticsPage, hands: Hands
) -> None:
    statistics.choose(Span.LAST_MONTH)

    statistics.save_report()

    [content] = hands.files.values()
    assert (
        "Rien sur cette période."
        in PdfReader(io.BytesIO(content)).pages[0].extract_text()
    )


def test_an_english_session_has_english_figures_and_files(
    desk: Desk, statistics: StatisticsPage, hands: Hands
) -> None:
    with speaking("en"):
        english = a_page(desk, hands)
        english.save_report()

    [content] = hands.files.values()
    text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "1 September to 24 November 2026" in text
    assert "Deliveries by week" in shown(english, "volumes")
