"""What the printer says, and the answer it proposes; a person always gives it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance_ops.model import Kind
from relance_ops.prefill import Letter, Verdict, not_out, on_its_way, prefill
from relance_ops.printers import PrintJob, PrintState
from tests.factories import NOON

# Ten letters of four pages each: forty pages.
LETTERS = tuple((n, f"Client {n}", 4 * n - 3, 4 * n, Kind.LETTER) for n in range(1, 11))
EVERY = frozenset(range(1, 11))

JOB = PrintJob(
    job_name="relance-1-letter-a",
    run_id=1,
    kind=Kind.LETTER,
    printer="ipp://localhost/ipp/print",
    by="Léa",
    at=NOON,
    state=PrintState.DONE,
    pages=40,
)


# The table of what was seen on a real printer: what it says, what it amounts to.
@pytest.mark.parametrize(
    ("told", "verdict", "sentence", "again"),
    [
        (
            {"state": "done", "pages_out": 40},
            Verdict.OK,
            "L'imprimante dit : tout est sorti (40 pages).",
            frozenset(),
        ),
        (
            {"state": "done", "pages_out": None},
            Verdict.OK,
            "L'imprimante dit : tout est sorti (40 pages).",
            frozenset(),
        ),
        (
            {"state": "done", "pages_out": 40, "reasons": ("marker-supply-low",)},
            Verdict.OK,
            "L'imprimante dit : tout est sorti (40 pages).",
            frozenset(),
        ),
        (
            {"state": "done", "pages_out": 12},
            Verdict.UNKNOWN,
            "L'imprimante dit avoir fini, mais ne compte que 12 pages sur 40 : "
            "regardez ce qui est sorti.",
            EVERY - {1, 2, 3},
        ),
        (
            {"state": "done", "pages_out": 40, "seen": ("media-jam",),
             "stopped_after": 13},
            Verdict.PROBLEM,
            "L'imprimante dit : bourrage papier après la page 13, puis tout est "
            "sorti. Regardez le courrier n° 4.",
            {4},
        ),
        (
            {"state": "done", "pages_out": 40, "stopped_after": 12,
             "seen": ("media-empty", "media-needed")},
            Verdict.PROBLEM,
            "L'imprimante dit : plus de papier après la page 12, puis tout est sorti.",
            frozenset(),
        ),
        (
            {"state": "aborted", "pages_out": 12, "seen": ("media-jam",)},
            Verdict.PROBLEM,
            "L'imprimante dit : bourrage papier après la page 12 sur 40.",
            EVERY - {1, 2, 3},
        ),
        (
            {"state": "aborted", "pages_out": 14, "seen": ("media-jam",)},
            Verdict.PROBLEM,
            "L'imprimante dit : bourrage papier après la page 14 sur 40.",
            EVERY - {1, 2, 3},
        ),
        (
            {"state": "aborted", "pages_out": 0, "detail": "panne"},
            Verdict.PROBLEM,
            "L'imprimante dit : impression abandonnée (panne), rien n'est sorti.",
            EVERY,
        ),
        (
            {"state": "aborted", "pages_out": None},
            Verdict.PROBLEM,
            "L'imprimante dit : impression abandonnée. Elle ne dit pas combien de "
            "pages sont sorties.",
            EVERY,
        ),
        (
            {"state": "canceled", "pages_out": 4},
            Verdict.PROBLEM,
            "L'imprimante dit : impression annulée après la page 4 sur 40.",
            EVERY - {1},
        ),
        (
            {"state": "canceled", "pages_out": 40},
            Verdict.PROBLEM,
            "L'imprimante dit : impression annulée, mais tout est sorti.",
            frozenset(),
        ),
        (
            {"state": "refused", "reasons": ("unreachable",)},
            Verdict.NOT_SENT,
            "Rien n'est parti à l'imprimante : imprimante éteinte ou débranchée.",
            EVERY,
        ),
        (
            {"state": "refused", "reasons": ("no-pdf",)},
            Verdict.NOT_SENT,
            "Rien n'est parti à l'imprimante : cette imprimante ne lit pas les PDF.",
            EVERY,
        ),
        (
            {"state": "unknown", "pages_out": 12},
            Verdict.UNKNOWN,
            "L'imprimante n'a plus donné de nouvelles après la page 12 sur 40 : "
            "regardez ce qui est sorti.",
            EVERY - {1, 2, 3},
        ),
        (
            {"state": "working", "pages_out": 12},
            Verdict.WORKING,
            "L'imprimante travaille : 12 pages sur 40.",
            frozenset(),
        ),
        (
            {"state": "working", "pages_out": 12, "reasons": ("media-empty",)},
            Verdict.WORKING,
            "L'imprimante travaille : 12 pages sur 40 — plus de papier.",
            frozenset(),
        ),
        (
            {"state": "queued", "reasons": ("busy",)},
            Verdict.WORKING,
            "En attente de l'imprimante — imprimante occupée par un autre travail.",
            frozenset(),
        ),
    ],
)  # fmt: skip
def test_the_printer_is_told_in_plain_words(
    told: dict[str, object], verdict: Verdict, sentence: str, again: frozenset[int]
) -> None:
    state = PrintState(str(told.pop("state")))
    job = replace(JOB, state=state, **told)  # type: ignore[arg-type]

    said = prefill(LETTERS, [job])

    assert said is not None
    assert said.verdict is verdict
    assert said.sentences == (sentence,)
    assert said.again == again


def test_nothing_is_said_of_what_the_printer_never_had() -> None:
    assert prefill(LETTERS, []) is None


def test_the_red_answer_opens_only_when_something_did_not_come_out() -> None:
    jam = replace(JOB, state=PrintState.ABORTED, pages_out=12, seen=("media-jam",))
    cleared = replace(JOB, pages_out=40, seen=("media-jam",), stopped_after=12)

    opens = [
        said.opens_red
        for job in (jam, cleared, JOB)
        if (said := prefill(LETTERS, [job]))
    ]

    assert opens == [True, False, False]


def test_letters_and_cards_are_two_files() -> None:
    cards = [(n, "", 1, 2, Kind.CARD) for n in (11, 12)]
    bad = replace(JOB, kind=Kind.CARD, state=PrintState.REFUSED, pages=2,
                  reasons=("no-two-sides",))  # fmt: skip

    said = prefill([*LETTERS, *cards], [replace(JOB, pages_out=40), bad])

    assert said is not None
    assert said.again == {11, 12}
    assert said.verdict is Verdict.NOT_SENT
    assert said.sentences == (
        "Lettres — L'imprimante dit : tout est sorti (40 pages).",
        "Cartes — Rien n'est parti à l'imprimante : cette imprimante n'imprime pas "
        "recto verso.",
    )


def test_letters_that_were_answered_are_not_proposed_again() -> None:
    jam = replace(JOB, state=PrintState.ABORTED, pages_out=12, seen=("media-jam",))

    said = prefill(LETTERS[:5], [jam])

    assert said is not None
    assert said.again == {4, 5}


# From pages to letters


@st.composite
def runs_of_letters(draw: st.DrawFn) -> tuple[tuple[Letter, ...], int, bool]:
    """Letters of one to five pages; on two sides each begins on its own sheet."""
    lengths = draw(st.lists(st.integers(1, 5), min_size=1, max_size=30))
    two_sided = draw(st.booleans())
    letters, page = [], 0
    for number, length in enumerate(lengths, 1):
        page += page % 2 if two_sided else 0
        letters.append((number, "", page + 1, page + length, Kind.LETTER))
        page += length
    return tuple(letters), page, two_sided


@given(runs_of_letters(), st.data())
def test_a_letter_is_out_when_every_sheet_of_it_is(
    run: tuple[tuple[Letter, ...], int, bool], chosen: st.DataObject
) -> None:
    letters, pages, two_sided = run
    out = chosen.draw(st.integers(0, pages))

    bad = not_out(letters, out, pages=pages, two_sided=two_sided)

    whole = out if out == pages or not two_sided else out // 2 * 2
    for number, _name, _first, last, _kind in letters:
        assert (number in bad) == (last > whole)
    assert bad == {n for n in range(1, len(letters) + 1) if bad and n >= min(bad)}


@given(runs_of_letters(), st.data())
def test_the_sheet_that_jammed_belongs_to_one_letter(
    run: tuple[tuple[Letter, ...], int, bool], chosen: st.DataObject
) -> None:
    letters, pages, two_sided = run
    out = chosen.draw(st.integers(0, pages - 1))

    damaged = on_its_way(letters, out, two_sided=two_sided)

    assert len(damaged) <= 1
    if not two_sided:
        assert len(damaged) == 1


def test_cards_of_one_sheet_fail_together() -> None:
    cards = [(n, "", 2 * (n // 4) + 1, 2 * (n // 4) + 2, Kind.CARD) for n in range(8)]

    assert not_out(cards, 3, pages=4, two_sided=True) == {4, 5, 6, 7}
