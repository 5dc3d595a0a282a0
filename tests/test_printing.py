"""Print files on their way to a printer: written down first, handed once."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import duckdb
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from relance_ops.errors import PrinterError, SettingError
from relance_ops.print_watch import PrintWatch
from relance_ops.printers import JobSeen, PrinterSeen, PrintState
from relance_ops.printing import Printing
from tests.factories import Desk

READY = PrinterSeen(
    name="Accueil", model="", state="idle", formats=("application/pdf",),
    sides=("one-sided", "two-sided-long-edge", "two-sided-short-edge"),
)  # fmt: skip


@dataclass
class PaperPrinter:
    """A printer that takes everything, or says what it was told to say."""

    seen: PrinterSeen = READY
    refuses: list[PrinterError] = field(default_factory=list)
    taken: list[tuple[str, str]] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)

    def look(self) -> PrinterSeen:
        return self.seen

    def submit(self, pdf: bytes, *, job_name: str, sides: str) -> int:
        if self.refuses:
            raise self.refuses.pop()
        self.taken.append((job_name, sides))
        self.files.append(pdf)
        return len(self.taken)

    def job(self, job_id: int, *, job_name: str) -> JobSeen | None:
        found = self.find(job_name)
        return found if found and found.job_id == job_id else None

    def find(self, job_name: str) -> JobSeen | None:
        names = [name for name, _sides in self.taken]
        if job_name not in names:
            return None
        return JobSeen(names.index(job_name) + 1, PrintState.DONE, pages_out=None)

    def cancel(self, job_id: int) -> None:
        """It has printed already."""


@pytest.fixture
def paper(desk: Desk) -> PaperPrinter:
    """A clinic with two letters due, and its printer."""
    printer = PaperPrinter()
    desk.practice.printing = Printing(
        desk.practice.database,
        desk.clock,
        settings=desk.practice.settings,
        folder=desk.practice.run_folder,
        connect=lambda _uri: printer,
    )
    desk.practice.set("print.printer", "10.0.0.7", by="test")
    desk.yearly_vaccine()
    for number in (1, 2):
        desk.due_today(number, email="", mobile="")
    return printer


def states(desk: Desk, run_id: int = 1) -> list[PrintState]:
    return [job.state for job in desk.practice.printing.jobs(run_id)]


def test_sending_touches_no_printer(desk: Desk, paper: PaperPrinter) -> None:
    desk.practice.send(by="Léa")

    assert states(desk) == [PrintState.QUEUED]
    assert paper.taken == []


def test_without_a_printer_nothing_is_queued(desk: Desk, paper: PaperPrinter) -> None:
    desk.practice.set("print.printer", "", by="test")

    desk.practice.send(by="Léa")

    assert states(desk) == []
    with pytest.raises(SettingError):
        desk.practice.printing.send(1, by="Léa")


def test_the_thread_prints_by_itself(desk: Desk, paper: PaperPrinter) -> None:
    desk.practice.send(by="Léa")

    with PrintWatch(desk.practice, language="fr", look_seconds=0.01):
        end = time.monotonic() + 10
        while states(desk) != [PrintState.DONE] and time.monotonic() < end:
            time.sleep(0.01)

    assert states(desk) == [PrintState.DONE]
    assert len(paper.taken) == 1


def test_a_busy_printer_is_asked_again(desk: Desk, paper: PaperPrinter) -> None:
    paper.refuses.append(PrinterError("busy", certain=True, reason="busy"))
    desk.practice.send(by="Léa")

    desk.practice.printing.step()
    assert states(desk) == [PrintState.QUEUED]
    desk.practice.printing.step()

    assert len(paper.taken) == 1


def test_what_was_answered_before_it_left_is_not_printed(
    desk: Desk, paper: PaperPrinter
) -> None:
    desk.practice.send(by="Léa")
    desk.practice.confirm(1, by="Léa")

    desk.practice.printing.step()

    assert states(desk) == [PrintState.WITHDRAWN]
    assert paper.taken == []


def test_a_lost_answer_is_never_followed_by_a_second_job(
    desk: Desk, paper: PaperPrinter
) -> None:
    paper.refuses.append(PrinterError("lost", certain=False, reason="silent"))
    desk.practice.send(by="Léa")

    desk.practice.printing.step()
    desk.practice.printing.send(1, by="Léa")
    desk.practice.printing.step()

    assert states(desk) == [PrintState.UNKNOWN]
    assert paper.taken == []


def test_letters_on_two_sides_have_sheets_of_their_own(
    desk: Desk, paper: PaperPrinter
) -> None:
    desk.practice.set("print.sides", "two", by="test")

    desk.practice.send(by="Léa")
    desk.practice.printing.step()

    assert [sides for _name, sides in paper.taken] == ["two-sided-long-edge"]
    [question] = desk.practice.print_questions()
    assert [letter[2:4] for letter in question.letters] == [(1, 1), (3, 3)]
    printed = PdfReader(question.letters_pdf)
    assert len(printed.pages) == 3
    assert wishes(printed) == ("/None", "/DuplexFlipLongEdge")


def wishes(printed: PdfReader) -> tuple[object, object]:
    """What a file asks of whoever prints it: its scaling, its sides."""
    preferences = printed.root_object["/ViewerPreferences"].get_object()
    assert isinstance(preferences, DictionaryObject)
    return preferences["/PrintScaling"], preferences["/Duplex"]


def test_letters_on_one_side_say_so_to_any_printer(
    desk: Desk, paper: PaperPrinter
) -> None:
    desk.practice.send(by="Léa")

    [question] = desk.practice.print_questions()
    assert wishes(PdfReader(question.letters_pdf)) == ("/None", "/Simplex")


def test_cards_wait_for_their_card_where_the_clinic_says_so(
    desk: Desk, paper: PaperPrinter
) -> None:
    desk.change("update rule set paper_form = 'card'")
    desk.practice.set("print.cards", "no", by="test")

    desk.practice.send(by="Léa")
    assert states(desk) == []
    desk.practice.printing.send(1, by="Léa")
    desk.practice.printing.step()

    assert [sides for _name, sides in paper.taken] == ["two-sided-short-edge"]
    [question] = desk.practice.print_questions()
    assert wishes(PdfReader(question.cards_pdf)) == ("/None", "/DuplexFlipShortEdge")


def test_what_a_printer_said_is_never_changed(desk: Desk, paper: PaperPrinter) -> None:
    desk.practice.send(by="Léa")

    with pytest.raises(duckdb.Error, match="append-only"):
        desk.change("update print_job set state = 'done'")
