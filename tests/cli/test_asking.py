"""Questions in SQL at the command line."""

from __future__ import annotations

import pytest

from tests.cli.desk import Keyboard


def test_an_answer_is_a_table_for_people(clinic: Keyboard) -> None:
    printed = clinic("sql", "select act_type, null as x from act_type order by 1")

    assert [line.split() for line in printed.out.splitlines()] == [
        ["act_type", "x"], ["VACC"], ["VERM"],
    ]  # fmt: skip
    assert "2 lignes." in printed.err


def test_an_answer_is_data_for_programs(clinic: Keyboard) -> None:
    question = (
        "select date '2026-11-24' as d, timestamp '2026-11-24 10:00:00' as t, "
        "1.5 as n, 'nan'::double as x, [1, 2] as l, {'a': null} as s, 1 as n"
    )

    assert clinic("sql", question, "--json").json == [
        {"d": "2026-11-24", "t": "2026-11-24T10:00:00", "n": 1.5, "x": None,
         "l": [1, 2], "s": {"a": None}, "n_1": 1}
    ]  # fmt: skip


def test_an_answer_opens_in_a_spreadsheet_and_runs_nothing(clinic: Keyboard) -> None:
    question = "select '=1+1' as a, -1.5 as n, date '2026-11-24' as d, 'x;y' as t"

    printed = clinic("sql", question, "--csv")

    assert printed.out == '\ufeffa;n;d;t\n\'=1+1;-1,5;24/11/2026;"x;y"\n'


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("delete from client",), 1, "une seule question"),
        (("select * from account",), 1, "Tables : act, "),
        (("select * from range(1001)",), 1, "limit 1000"),
        (("select * from range(3)", "--most", "2", "--json"), 1, "limit 2"),
        (("select 1", "--csv", "--json"), 2, "pas les deux"),
        (("select now()",), 1, "::timestamp"),
    ],
)
def test_what_has_no_answer_is_a_sentence(
    clinic: Keyboard, words: tuple[str, ...], status: int, said: str
) -> None:
    printed = clinic("sql", *words)

    assert (printed.status, printed.out) == (status, "")
    assert said in printed.err


def test_a_question_that_never_ends_is_stopped(clinic: Keyboard) -> None:
    endless = "select sum(a.range * b.range) from range(10000000) a, range(99999) b"

    printed = clinic("sql", endless, "--seconds", "0.5")

    assert (printed.status, printed.out) == (1, "")
    assert "0.5 secondes" in printed.err
