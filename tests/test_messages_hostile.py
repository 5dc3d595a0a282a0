"""Whatever an animal is called, its name is only a name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from relance_ops.messages import compose
from relance_ops.model import Kind, Planned, Reminder, Words
from tests.deliveries import CLINIC, ON, a_client, a_delivery, a_reminder

REX = a_reminder()

HOSTILE = [
    "<script>alert(1)</script>",
    "*Rex* **Rex** _Rex_",
    "{{ 7*7 }}",
    "{% for x in range(9) %}",
    "[[tableau]]",
    "1. Rex",
    "- Rex",
    "Rex \\",
    "[Rex](http://evil.example)",
    "&lt;b&gt;",
]


def words(kind: Kind, reminder: Reminder) -> Words:
    return compose(a_delivery(kind, reminder), clinic=CLINIC, on=ON)


def runs(found: Words) -> str:
    return "\n".join(
        "".join(str(run["x"]) for run in block.get("r", []))  # type: ignore[attr-defined]
        for block in found.blocks
    )


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", [Kind.EMAIL, Kind.LETTER, Kind.CARD])
def test_a_hostile_name_is_printed_as_it_is_written(kind: Kind, name: str) -> None:
    found = words(kind, replace(REX, animal_name=name))

    assert f"pour {name}" in runs(found)
    assert f"- {name} –" in found.text
    assert sum("rows" in block for block in found.blocks) == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_itself_in_an_sms_and_a_subject(name: str) -> None:
    found = words(Kind.SMS, replace(REX, animal_name=name))

    assert name[:19] in found.text
    assert name[:19] in found.subject


@pytest.mark.parametrize(
    "ending", ["\n", "\r\n", "\r", "\u2028", "\x85", "\x0b", "\x00"]
)
@pytest.mark.parametrize("kind", list(Kind))
def test_a_line_break_in_a_name_is_a_space(kind: Kind, ending: str) -> None:
    name = f"Rex{ending}Bcc: all"

    found = words(kind, replace(REX, animal_name=name))

    assert found.subject.endswith("Rex Bcc: all")
    assert "Rex Bcc: all" in found.text


@pytest.mark.parametrize("kind", list(Kind))
def test_a_name_as_long_as_a_book_is_cut(kind: Kind) -> None:
    client = a_client(last_name="M" * 5000, title="")
    planned: Planned = a_delivery(kind, replace(REX, animal_name="x" * 5000))

    found = compose(replace(planned, client=client), clinic=CLINIC, on=ON)

    assert len(found.subject) <= 150
    assert len(found.text) < 1500


def test_a_reading_direction_hidden_in_a_name_is_dropped() -> None:
    found = words(Kind.EMAIL, replace(REX, animal_name="\u202eRex\u200b"))

    assert found.subject == "Un rappel de santé pour Rex"
