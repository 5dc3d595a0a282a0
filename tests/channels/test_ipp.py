"""A run's letters on Debian's ippeveprinter: jam, empty tray, abort, cancel, plug pulled."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from relance_ops import event_words
from relance_ops.channels.ipp import IppPrinter
from relance_ops.errors import PrinterError
from relance_ops.happenings import Topic, Wanted
from relance_ops.prefill import Prefill, prefill
from relance_ops.printers import PrintJob, PrintState
from relance_ops.printing import Printing
from tests.factories import Desk
from tests.peers.debian import free_port, wait_until
from tests.peers.printer_peer import PrinterPeer, printer, running_printer

__all__ = ["printer"]

pytestmark = pytest.mark.peer


def letters(desk: Desk, uri: str, *, count: int = 6) -> None:
    """A run of *count* letters of a page each, whose file waits for the printer."""
    desk.practice.set("print.printer", uri, by="test")
    desk.yearly_vaccine()
    for number in range(1, count + 1):
        desk.due_today(number, email="", mobile="")
    desk.practice.send(by="Léa")


def job(desk: Desk, run_id: int = 1) -> PrintJob:
    [found] = desk.practice.printing.jobs(run_id)
    return found


def follow(desk: Desk, until: Callable[[PrintJob], object]) -> PrintJob:
    """Step, as the process's thread does, until the job is as wanted."""
    end = time.monotonic() + 30
    while not until(job(desk)):
        assert time.monotonic() < end, job(desk)
        desk.practice.printing.step()
        time.sleep(0.05)
    return job(desk)


def ended(found: PrintJob) -> bool:
    return not found.state.is_open


def said(desk: Desk) -> Prefill:
    """What the question would open with."""
    [question] = desk.practice.print_questions()
    found = prefill(question.letters, question.printing)
    assert found is not None
    return found


@dataclass(frozen=True)
class CutShort(IppPrinter):
    """A printer whose answer to a job is lost, before or after it took it."""

    before: BaseException | None = None
    after: BaseException | None = None

    def submit(self, pdf: bytes, *, job_name: str, sides: str) -> int:
        if self.before is not None:
            raise self.before
        IppPrinter.submit(self, pdf, job_name=job_name, sides=sides)
        assert self.after is not None
        raise self.after


def cut_short(
    desk: Desk,
    *,
    before: BaseException | None = None,
    after: BaseException | None = None,
) -> Printing:
    """What follows the clinic's jobs, in a process that is cut while it hands one over."""
    return Printing(
        desk.practice.database,
        desk.clock,
        settings=desk.practice.settings,
        folder=desk.practice.run_folder,
        connect=lambda uri: CutShort(uri, before=before, after=after),
    )


def test_everything_comes_out(desk: Desk, printer: PrinterPeer) -> None:
    letters(desk, printer.uri)

    found = follow(desk, ended)

    assert (found.state, found.pages_out, found.pages) == (PrintState.DONE, 6, 6)
    assert printer.printed() == [6]
    assert said(desk).sentences == ("L'imprimante dit : tout est sorti (6 pages).",)
    assert desk.states() == {"letter": {"awaiting": 6}}  # a person answers


def test_progress_is_shown_while_it_works(desk: Desk, printer: PrinterPeer) -> None:
    printer.order(stop_after=2, reason="media-empty")
    letters(desk, printer.uri)

    follow(desk, lambda found: found.pages_out == 2 and found.seen)

    assert said(desk).sentences == (
        "L'imprimante travaille : 2 pages sur 6 — plus de papier.",
    )
    printer.clear()
    follow(desk, ended)
    assert said(desk).sentences == (
        "L'imprimante dit : plus de papier après la page 2, puis tout est sorti.",
    )
    assert not said(desk).again


def test_a_jam_that_is_cleared_points_at_its_letter(
    desk: Desk, printer: PrinterPeer
) -> None:
    printer.order(stop_after=3)
    letters(desk, printer.uri)

    follow(desk, lambda found: found.stopped_after == 3)
    printer.clear()
    follow(desk, ended)

    assert said(desk).again == {4}
    assert not said(desk).opens_red


def test_a_jam_and_an_abort_propose_the_letters_that_did_not_come_out(
    desk: Desk, printer: PrinterPeer
) -> None:
    printer.order("gives_up", stop_after=3)
    letters(desk, printer.uri)

    found = follow(desk, ended)

    assert (found.state, found.pages_out) == (PrintState.ABORTED, 3)
    assert said(desk).sentences == (
        "L'imprimante dit : bourrage papier après la page 3 sur 6.",
    )
    assert said(desk).again == {4, 5, 6}
    assert said(desk).opens_red


def test_the_letters_of_the_red_answer_leave_again_by_themselves(
    desk: Desk, printer: PrinterPeer
) -> None:
    printer.order("gives_up", stop_after=3)
    letters(desk, printer.uri)
    follow(desk, ended)
    printer.order()

    desk.practice.confirm(1, by="Léa", reprint={4, 5, 6})
    desk.practice.send(by="Léa")
    wait_until(
        lambda: desk.practice.printing.step() == (), seconds=30, what="the reprint"
    )

    assert job(desk, 2).state is PrintState.DONE
    assert printer.printed() == [3]


def test_a_job_cancelled_at_the_printer_is_told(
    desk: Desk, printer: PrinterPeer
) -> None:
    printer.order(seconds_a_page=0.3)
    letters(desk, printer.uri)
    found = follow(desk, lambda found: (found.pages_out or 0) >= 1)
    assert found.job_id is not None

    IppPrinter(printer.uri).cancel(found.job_id)
    found = follow(desk, ended)

    # This printer finishes what it has begun: its count says so.
    assert (found.state, found.pages_out) == (PrintState.CANCELED, 6)
    assert said(desk).sentences == (
        "L'imprimante dit : impression annulée, mais tout est sorti.",
    )


def test_a_printer_that_is_off_gets_nothing_and_may_be_asked_again(
    desk: Desk, tmp_path: Path
) -> None:
    port = free_port()
    letters(desk, f"ipp://localhost:{port}/ipp/print")
    assert follow(desk, ended).state is PrintState.REFUSED
    assert said(desk).sentences == (
        "Rien n'est parti à l'imprimante : imprimante éteinte ou débranchée.",
    )

    with running_printer(tmp_path / "printer", port=port) as peer:
        desk.practice.printing.send(1, by="Léa")
        found = follow(desk, ended)

        assert found.state is PrintState.DONE
        assert peer.printed() == [6]


def test_a_printer_switched_off_in_the_middle_is_unknown_and_never_asked_again(
    desk: Desk, printer: PrinterPeer
) -> None:
    printer.order(seconds_a_page=0.3)
    letters(desk, printer.uri)
    follow(desk, lambda found: (found.pages_out or 0) >= 2)

    printer.switch_off()
    follow(desk, lambda found: found.reasons == ("unreachable",))
    desk.clock.now += timedelta(minutes=4)
    found = follow(desk, ended)
    desk.practice.printing.send(1, by="Léa")

    assert found.state is PrintState.UNKNOWN
    assert job(desk) == found
    assert (
        said(desk)
        .sentences[0]
        .startswith(
            f"L'imprimante n'a plus donné de nouvelles après la page {found.pages_out} sur 6"
        )
    )


def test_a_job_handed_before_a_crash_is_found_again_by_its_name(
    desk: Desk, printer: PrinterPeer
) -> None:
    letters(desk, printer.uri)

    with pytest.raises(KeyboardInterrupt):
        cut_short(desk, after=KeyboardInterrupt()).step()
    assert job(desk).state is PrintState.HANDED

    found = follow(desk, ended)

    assert found.state is PrintState.DONE
    assert printer.printed() == [6]


def test_a_job_that_the_printer_never_heard_of_is_unknown(
    desk: Desk, printer: PrinterPeer
) -> None:
    letters(desk, printer.uri)
    nothing = PrinterError("no answer", certain=False, reason="silent")

    cut_short(desk, before=nothing).step()

    assert job(desk).state is PrintState.UNKNOWN
    assert printer.printed() == []


def test_a_printer_without_pdf_is_left_to_the_browser(
    desk: Desk, tmp_path: Path
) -> None:
    with running_printer(tmp_path / "printer", formats="image/urf") as peer:
        letters(desk, peer.uri)

        found = follow(desk, ended)

        assert (found.state, found.reasons) == (PrintState.REFUSED, ("no-pdf",))
        assert "Elle ne lit pas les PDF" in desk.practice.printing.describe()[1]


def test_letters_and_cards_leave_one_after_the_other(
    desk: Desk, printer: PrinterPeer
) -> None:
    desk.practice.set("print.printer", printer.uri, by="test")
    desk.yearly_vaccine(paper_form="card")
    desk.yearly_vaccine(act_type="LET")
    for number in range(1, 4):
        desk.due_today(number, email="", mobile="")
    desk.client("L1", email="", mobile="")
    desk.animal("L1", "L1")
    desk.act("L1", "L1", act_type="LET")
    desk.practice.send(by="Léa")

    wait_until(
        lambda: desk.practice.printing.step() == (), seconds=30, what="both files"
    )

    found = desk.practice.printing.jobs(1)
    assert [one.state for one in found] == [PrintState.DONE, PrintState.DONE]
    assert printer.printed() == [1, 2]
    lines = desk.practice.journal.read(Wanted(topics=(Topic.PRINTER,))).happenings
    told = [event_words.sentence(line) for line in lines]
    name = found[0].printer_name
    assert f"Léa a envoyé à l'imprimante {name} : lettre, envoi n° 1." in told
    assert "L'imprimante, envoi n° 1, carte : terminé, 2 pages sur 2." in told


def test_a_red_answer_stops_what_is_still_coming_out(
    desk: Desk, printer: PrinterPeer
) -> None:
    printer.order(stop_after=2)
    letters(desk, printer.uri)
    follow(desk, lambda found: found.stopped_after == 2)

    desk.practice.confirm(1, by="Léa", reprint={3, 4, 5, 6})
    desk.practice.printing.step()
    printer.clear()

    assert follow(desk, ended).state is PrintState.CANCELED
