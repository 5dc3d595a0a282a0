"""The journal of what people did: appended with the change, never altered."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.factories import Desk


def journal(desk: Desk) -> list[tuple[Any, ...]]:
    return desk.practice.database.rows(
        "select kind, who, client_id, animal_id, subject, before, after, note "
        "from event order by event_id"
    )


def test_a_setting_that_changes_is_in_the_journal_with_both_values(desk: Desk) -> None:
    desk.practice.set("min_gap_days", "10", by="Léa")
    desk.practice.set("min_gap_days", "10", by="Léa")

    assert journal(desk) == [("setting", "Léa", "", "", "min_gap_days", "7", "10", "")]


def test_a_refusal_is_in_the_journal_with_where_it_comes_from(due_desk: Desk) -> None:
    due_desk.practice.type_over(
        "client", "C1", "refuses_email", True, by="Léa", note="au téléphone"
    )

    assert journal(due_desk) == [
        ("client_field", "Léa", "C1", "", "refuses_email", "false", "true",
         "au téléphone")
    ]  # fmt: skip


def test_the_journal_names_a_changed_address_and_never_holds_it(
    due_desk: Desk,
) -> None:
    due_desk.practice.type_over("client", "C1", "email", "neuf@exemple.fr", by="Léa")

    assert journal(due_desk) == [("client_field", "Léa", "C1", "", "email", "", "", "")]


@pytest.mark.parametrize("attempt", ["update event set who = 'x'", "delete from event"])
def test_a_line_of_the_journal_cannot_be_changed(desk: Desk, attempt: str) -> None:
    desk.practice.set("min_gap_days", "10", by="Léa")

    with pytest.raises(duckdb.Error, match="append-only"):
        desk.practice.database.rows(attempt)
