"""The picture of the weeks: what left, and paler what would leave."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pandas as pd

from relance_ops.dashboard.charts import PALE, Week, weekly_volumes, weeks_of
from relance_ops.model import Kind

BEFORE = Week(date(2026, 11, 16), {Kind.EMAIL: 3})
THIS = Week(date(2026, 11, 23), {Kind.EMAIL: 2, Kind.LETTER: 1})
NEXT = Week(date(2026, 11, 30), {Kind.EMAIL: 8})


def bars(svg: str) -> list[tuple[str, list[str]]]:
    """By week: what the pointer is told, and the opacity of each part that is seen."""
    found = []
    for group in ElementTree.fromstring(svg).iter("g"):
        title = group.findtext("title") or ""
        seen = [
            part.attrib["opacity"]
            for part in group.iter("rect")
            if float(part.attrib["height"])
        ]
        found.append((title, seen))
    return found


def test_nothing_that_left_and_nothing_to_come_is_no_picture() -> None:
    assert weekly_volumes([]) == ""


def test_a_table_of_volumes_becomes_weeks() -> None:
    frame = pd.DataFrame(
        [
            (pd.Timestamp(2026, 11, 23), "email", 2),
            (pd.Timestamp(2026, 11, 23), "letter", 1),
        ],
        columns=["week", "channel", "n"],
    )

    assert weeks_of(frame) == (THIS,)


def test_what_is_to_come_is_paler_and_stands_on_what_has_left() -> None:
    svg = weekly_volumes([BEFORE, THIS], [Week(THIS.monday, {Kind.SMS: 4}), NEXT])

    assert bars(svg) == [
        ("Semaine du 16/11/2026 : Emails 3", ["1"]),
        (
            "Semaine du 23/11/2026 : Emails 2, Lettres 1 ; à venir SMS 4",
            ["1", "1", str(PALE)],
        ),
        ("Semaine du 30/11/2026 : à venir Emails 8", [str(PALE)]),
    ]


def test_a_line_says_where_today_is() -> None:
    assert "aujourd'hui" in weekly_volumes([BEFORE], [NEXT])
    assert "aujourd'hui" not in weekly_volumes([BEFORE])


def test_the_scale_holds_the_highest_week() -> None:
    svg = weekly_volumes([BEFORE], [Week(NEXT.monday, {Kind.EMAIL: 41})])

    tops = [float(y) for y in re.findall(r'<rect x="[\d.]+" y="([\d.]+)"', svg)]
    assert min(tops) > 0
