"""The command that counts."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader

from tests.cli.desk import ON, Keyboard


def test_stats_counts_what_the_send_sent(sent: Keyboard) -> None:
    found = sent("stats", "--from", ON, "--to", ON, "--json").json

    assert (found["from"], found["to"], found["first_day"]) == (ON, ON, ON)
    assert (found["deliveries"], found["reminders"], found["clients"]) == (5, 5, 5)
    assert found["by_channel"]["letter"]["deliveries"] == 3
    assert found["cost_cents"] == 4 * 152
    assert found["before"]["deliveries"] == 0
    assert found["months"][0]["start"] == "2026-11-01"
    assert {act["act_type"] for act in found["acts"]} == {"VACC", "VERM"}


def test_stats_says_whom_each_form_reaches(sent: Keyboard) -> None:
    found = sent("stats", "--from", ON, "--to", ON, "--json").json["reachable"]

    assert found == {"clients": 8, "email": 1, "sms": 0, "paper": 7, "none": 1}


def test_stats_is_tables_for_people_and_compares_nothing_with_half_a_period(
    sent: Keyboard,
) -> None:
    printed = sent("stats", "--from", ON, "--to", ON)

    [line] = [line for line in printed.out.splitlines() if line.startswith("Envois ")]
    assert line.split() == ["Envois", "5", "–", "–"]
    assert "24 novembre 2026" in printed.out


def test_stats_without_dates_is_the_month_so_far(sent: Keyboard) -> None:
    found = sent("stats", "--json").json

    assert found["from"].endswith("-01")
    assert found["from"][:7] == found["to"][:7]


def test_stats_refuses_an_end_before_its_beginning(sent: Keyboard) -> None:
    printed = sent("stats", "--from", ON, "--to", "2026-11-01")

    assert printed.status == 1
    assert "01/11/2026" in printed.err
    assert printed.out == ""


def test_stats_writes_the_report_of_one_page(sent: Keyboard, tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"

    printed = sent("stats", "--from", ON, "--to", ON, "--pdf", str(report))

    assert printed.status == 0
    [page] = PdfReader(report).pages
    assert "24 novembre 2026" in page.extract_text()


def test_stats_writes_the_month_on_one_page(sent: Keyboard, tmp_path: Path) -> None:
    report = tmp_path / "month.pdf"

    printed = sent("stats", "--to", ON, "--month-pdf", str(report))

    assert printed.status == 0
    [page] = PdfReader(report).pages
    assert "Novembre 2026" in page.extract_text()
