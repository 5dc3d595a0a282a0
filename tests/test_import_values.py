"""How the words, dates and numbers of a file are understood."""

from __future__ import annotations

from datetime import date

import pytest

from tests.import_desk import Desk


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("import"))


@pytest.fixture
def desk(shared_desk: Desk) -> Desk:
    return shared_desk.cleared()


def test_defaults_are_those_of_the_specification(desk: Desk) -> None:
    desk.furnish()

    desk.load_one(act_types="act_type,label,delay\nsoin,Soin,\n")

    assert desk.rows(
        "select country, language, by_email, by_paper, by_sms, refuses_email, "
        "refuses_paper, refuses_sms, mail_returned, archived from client limit 1"
    ) == [("FR", "fr", True, True, True, False, False, False, False, False)]
    assert desk.rows("select species, neutered, sex from animal") == [
        ("other", None, None)
    ]
    assert desk.rows(
        "select family, recall_group, delay_months, delay_days, trigger, species, "
        "neutered from act_type where act_type = 'soin'"
    ) == [("act", "soin", None, None, "act", "", None)]


def test_a_delay_is_months_or_days(desk: Desk) -> None:
    desk.load_one(
        act_types="act_type,label,delay\n"
        "a,A,12m\nb,B,1y\nc,C,21d\nd,D,6w\ne,E, 2 Y \nf,F,0d\n"
    )

    assert desk.rows(
        "select delay, delay_months, delay_days from act_type order by act_type"
    ) == [
        ("12m", 12, 0),
        ("1y", 12, 0),
        ("21d", 0, 21),
        ("6w", 0, 42),
        ("2 Y", 24, 0),
        ("0d", 0, 0),
    ]


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("45", 4500),
        ("45,5", 4550),
        ("45.50", 4550),
        ("0", 0),
        ("45 €", 4500),
        ("1 250,00 €", 125_000),
        ("1\u202f250,00\u00a0€", 125_000),
        ("", None),
    ],
)
def test_a_price_is_kept_in_cents(desk: Desk, written: str, cents: int | None) -> None:
    desk.load_one(act_types=f"act_type;label;price\na;A;{written}\n")

    assert desk.rows("select price_cents from act_type") == [(cents,)]


def test_an_export_without_prices_leaves_the_known_ones(desk: Desk) -> None:
    desk.known(act_types="act_type;label;price\na;A;45\nb;B;50\n")

    desk.load_one(act_types="act_type;label\na;A\n")
    desk.load_one(act_types="act_type;label;price\nb;B;\n")

    assert desk.rows("select price_cents from act_type order by act_type") == [
        (4500,),
        (None,),
    ]


def test_species_are_understood_in_both_languages(desk: Desk) -> None:
    desk.furnish()
    words = [
        "dog",
        "Chien",
        "CHIENNE",
        "chats",
        "lapin",
        "furet",
        "Oiseau",
        "jument",
        "autre",
        "",
    ]

    desk.load_one(
        animals="animal_id,client_id,name,species\n"
        + "".join(f"{n:02},C1,Rex,{word}\n" for n, word in enumerate(words))
    )

    assert [
        species
        for (species,) in desk.rows(
            "select species from animal where animal_id <> 'A1' order by animal_id"
        )
    ] == [
        "dog",
        "dog",
        "dog",
        "cat",
        "rabbit",
        "ferret",
        "bird",
        "horse",
        "other",
        "other",
    ]


def test_a_tortoise_is_an_other_and_the_report_says_so(desk: Desk) -> None:
    desk.furnish()

    report = desk.load_one(
        animals="animal_id,client_id,name,species\nA1,C1,Caroline,Tortue\n"
    )

    assert desk.rows("select species from animal") == [("other",)]
    [notice] = report.notices
    assert "Tortue" in notice
    assert "other" in notice


def test_a_country_becomes_its_code(desk: Desk) -> None:
    desk.load_one(
        clients="client_id,last_name,country\n1,D,\n2,D,France\n3,D,fr\n4,D,belgique\n"
        "5,D,Royaume Uni\n6,D,Switzerland\n"
    )

    assert desk.rows("select country from client order by client_id") == [
        ("FR",),
        ("FR",),
        ("FR",),
        ("BE",),
        ("GB",),
        ("CH",),
    ]


def test_an_unknown_country_is_kept_with_a_notice(desk: Desk) -> None:
    report = desk.load_one(clients="client_id,last_name,country\nC1,Durand,Syldavie\n")

    assert desk.rows("select country from client") == [("Syldavie",)]
    assert "Syldavie" in report.notices[0]


def test_a_french_postcode_gets_back_the_zero_excel_took(desk: Desk) -> None:
    desk.load_one(
        clients="client_id,last_name,postcode,country\n"
        "C1,Durand,1000,\nC2,Peeters,1000,BE\nC3,Martin,69003,FR\n"
    )

    assert desk.rows("select postcode from client order by client_id") == [
        ("01000",),
        ("1000",),
        ("69003",),
    ]


def test_a_known_belgian_keeps_four_digits_without_a_country_column(desk: Desk) -> None:
    desk.known(clients="client_id,last_name,country\nC1,Peeters,BE\n")

    desk.load_one(clients="client_id,last_name,postcode\nC1,Peeters,1000\n")

    assert desk.rows("select postcode from client") == [("1000",)]


def test_an_act_in_the_future_is_accepted(desk: Desk) -> None:
    desk.furnish()

    report = desk.load_one(
        acts="act_id,animal_id,act_type,performed_on\n1,A1,vaccin,2027-01-01\n"
    )

    assert report.loaded == 1


def test_the_time_of_an_appointment_is_dropped(desk: Desk) -> None:
    desk.furnish()

    desk.load_one(
        appointments="appointment_id,client_id,starts_on\nR1,C1,02/12/2026\n"
        "R2,C1,02/12/2026 10:30\nR3,C1,2026-12-02T10:30:00\nR4,C1,2/12/2026 9:05:00\n"
    )

    assert (
        desk.rows("select starts_on, animal_id from appointment")
        == [(date(2026, 12, 2), None)] * 4
    )


def test_an_animal_named_with_a_line_break_is_one_line(desk: Desk) -> None:
    desk.furnish()

    desk.load_one(
        animals='animal_id,client_id,name\nA1,C1,"Rex\nBcc: x@example.fr"\n'
        "A2,C1,<script>\nA3,C1,=HYPERLINK(1)\n"
    )

    assert desk.rows("select name from animal order by animal_id") == [
        ("Rex Bcc: x@example.fr",),
        ("<script>",),
        ("=HYPERLINK(1)",),
    ]


@pytest.mark.parametrize(
    ("typed", "legal"), [("oui", True), ("non", False), ("", None)]
)
def test_what_the_law_asks_for_is_said_by_the_export_or_left_to_its_words(
    desk: Desk, typed: str, legal: bool | None
) -> None:
    desk.load_one(act_types=f"act_type,label,legal\nR,Rage,{typed}\n")

    assert desk.rows("select legal from act_type") == [(legal,)]


def test_an_export_without_the_column_leaves_what_was_said_of_the_law(
    desk: Desk,
) -> None:
    desk.load_one(act_types="act_type,label,legal\nR,Rappel,oui\n")
    desk.load_one(act_types="act_type,label\nR,Rappel annuel\n")

    assert desk.rows("select label, legal from act_type") == [("Rappel annuel", True)]
