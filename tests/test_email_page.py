"""The page of an email: readable by anyone, and holding nothing but its words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from relance_ops.model import Kind
from tests.channels.contract import HOSTILE_NAMES
from tests.deliveries import CLINIC, a_client, a_message, a_reminder
from tests.email_reading import built, elements, html_of, read


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_adds_nothing_to_the_page(name: str) -> None:
    ordinary = elements(html_of(read(built(a_message()))))
    hostile = a_message(
        Kind.EMAIL,
        a_reminder(animal_name=name, label=name),
        client=a_client(last_name=name),
    )

    found = elements(html_of(read(built(hostile))))

    assert [tag for tag, _ in found.tags] == [tag for tag, _ in ordinary.tags]


def test_the_page_names_its_language_and_loads_nothing() -> None:
    english = a_message(client=a_client(language="en"))

    tags = elements(html_of(read(built(english)))).tags

    assert ("html", {"lang": "en"}) in tags
    assert {tag for tag, _ in tags}.isdisjoint({"img", "link", "script", "style"})
    assert "url(" not in html_of(read(built(english)))


def test_the_page_has_a_table_with_column_headers() -> None:
    original = a_message(Kind.EMAIL, a_reminder(), a_reminder(animal_name="Minou"))

    found = elements(html_of(read(built(original))))

    tags = [tag for tag, _ in found.tags]
    assert tags.count("th") == 3
    assert tags.count("td") == 6
    assert {attrs.get("scope") for tag, attrs in found.tags if tag == "th"} == {"col"}


def test_the_booking_page_is_the_only_link() -> None:
    name = "https://evil.example/"
    original = a_message(Kind.EMAIL, a_reminder(animal_name=name))

    found = elements(html_of(read(built(original))))

    links = [attrs["href"] for tag, attrs in found.tags if tag == "a"]
    assert links == [CLINIC.booking_url]


def test_a_booking_page_that_is_a_script_is_never_a_link() -> None:
    clinic = replace(CLINIC, booking_url="javascript:alert(1)")
    words = replace(a_message().words, blocks=(paragraph("javascript:alert(1)"),))

    found = elements(
        html_of(read(built(replace(a_message(), words=words), clinic=clinic)))
    )

    assert "a" not in [tag for tag, _ in found.tags]
    assert "javascript:alert(1)" in found.text


def test_list_lines_are_a_list() -> None:
    blocks = (
        paragraph("avant"),
        {**paragraph("un"), "t": "li"},
        {**paragraph("deux"), "t": "li"},
        paragraph("après"),
        {**paragraph("trois"), "t": "li"},
    )
    words = replace(a_message().words, blocks=blocks)

    page = html_of(read(built(replace(a_message(), words=words))))

    assert re.sub(r"<(\w+)[^>]*>|\n", r"<\1>", page).count("<ul>") == 2
    assert page.count("</ul>") == 2
    assert page.count("<li>") == 3


def paragraph(text: str) -> dict[str, object]:
    return {"t": "p", "r": [{"x": text, "b": 0, "i": 0}]}
