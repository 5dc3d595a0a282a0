"""A printer's keywords, its address, and what it tells of a job as it goes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from relance_ops.printer_words import capabilities, reasons
from relance_ops.printers import (
    JobSeen,
    PrinterSeen,
    PrintState,
    plain_reasons,
    plain_uri,
    told,
)
from tests.test_prefill import JOB

WORKING = replace(JOB, state=PrintState.WORKING, job_id=7)


def test_how_grave_a_printer_finds_it_is_left_out() -> None:
    words = [
        "none",
        "media-jam-error",
        "marker-waste-almost-full-warnin",
        "other-report",
    ]

    assert plain_reasons(words) == ("marker-waste-almost-full", "media-jam", "other")


def test_reasons_that_mean_the_same_are_said_once() -> None:
    assert reasons(["media-needed", "media-empty", "com.maker.secret"]) == (
        "plus de papier"
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        (" 192.168.1.20 ", "ipp://192.168.1.20/ipp/print"),
        ("imprimante.local:8631", "ipp://imprimante.local:8631/ipp/print"),
        ("ipps://10.0.0.7/", "ipps://10.0.0.7/ipp/print"),
        ("ipp://10.0.0.7:631/printers/accueil", "ipp://10.0.0.7:631/printers/accueil"),
        ("ipp://[::1]:8631/ipp/print", "ipp://[::1]:8631/ipp/print"),
    ],
)
def test_an_address_is_completed(typed: str, kept: str) -> None:
    assert plain_uri(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["http://10.0.0.7/", "ipp://", "ipp://a b/", "ipp://x:port/", "ipp://me:pw@x/",
     "ipp://x/\nHost: y", "file:///etc/passwd"],
)  # fmt: skip
def test_what_is_no_address_of_a_printer_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        plain_uri(typed)


def test_what_a_printer_told_before_the_job_is_not_the_jobs() -> None:
    before = replace(WORKING, already=("media-jam",))

    now = told(before, JobSeen(7, PrintState.WORKING, 3), ("media-jam",))

    assert now.seen == ()
    assert now.pages_out == 3


def test_a_jam_that_comes_back_is_the_jobs() -> None:
    before = replace(WORKING, already=("media-jam",))

    gone = told(before, JobSeen(7, PrintState.WORKING, 3), ())
    back = told(gone, JobSeen(7, PrintState.WORKING, 5), ("media-jam",))

    assert back.seen == ("media-jam",)
    assert back.stopped_after == 5


def test_a_jam_that_was_cleared_is_remembered() -> None:
    jammed = told(WORKING, JobSeen(7, PrintState.WORKING, 12), ("media-jam",))
    done = told(jammed, JobSeen(7, PrintState.DONE, 40), ())

    assert done.state is PrintState.DONE
    assert (done.seen, done.stopped_after, done.pages_out) == (("media-jam",), 12, 40)


def test_a_printer_is_described_in_plain_words() -> None:
    seen = PrinterSeen(
        name="Accueil", model="Marque 3000", state="stopped", reasons=("media-empty",),
        formats=("image/urf",), sides=("one-sided",),
        media=("iso_a4_210x297mm", "iso_a5_148x210mm"),
    )  # fmt: skip

    assert capabilities(seen) == [
        "Imprimante « Accueil » (Marque 3000) : arrêtée, plus de papier.",
        "Elle ne lit pas les PDF : laissez l'adresse vide, et imprimez avec le "
        "navigateur.",
        "Elle n'imprime pas recto verso : les cartes, qui ont deux faces, "
        "s'impriment avec le navigateur.",
        "Papier : A4, A5.",
    ]
