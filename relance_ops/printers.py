"""A printer and what it says: values, and its keywords told apart. Pure.

The keywords are those of IPP (RFC 8011 for states, PWG 5100.9 for reasons).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlsplit

from relance_ops.model import Kind

PDF = "application/pdf"


class Sides(StrEnum):
    """On how many sides letters are printed; cards have two by nature."""

    ONE = "one"
    TWO = "two"


class PrintState(StrEnum):
    """Where a print job is."""

    QUEUED = "queued"  # written down; the printer was not touched
    HANDED = "handed"  # committed before the printer is touched
    WORKING = "working"  # the printer took it and gave it a number
    DONE = "done"  # it says that it has finished
    ABORTED = "aborted"  # it gave up
    CANCELED = "canceled"  # somebody cancelled it, at the printer or here
    REFUSED = "refused"  # it certainly has nothing of it
    WITHDRAWN = "withdrawn"  # a person answered before it was handed
    UNKNOWN = "unknown"  # it may have it: never handed again by itself

    @property
    def is_open(self) -> bool:
        """True while there is something to do or to hear."""
        return self in (PrintState.QUEUED, PrintState.HANDED, PrintState.WORKING)

    @property
    def came_to_nothing(self) -> bool:
        """True when the printer certainly has nothing of it."""
        return self in (PrintState.REFUSED, PrintState.WITHDRAWN)


# What keeps paper from coming out until somebody comes; the longest first where one
# begins like another.
BLOCKING = (
    "media-jam", "media-empty", "media-needed", "cover-open", "door-open",
    "interlock-open", "input-tray-missing", "output-tray-missing", "output-area-full",
    "marker-supply-empty", "marker-supply-missing", "toner-empty", "marker-waste-full",
    "fuser-over-temp", "fuser-under-temp", "paused", "shutdown",
)  # fmt: skip

_HOST = re.compile(r"[\w.\-\[\]:]+")

# It goes on printing.
_HARMLESS = (
    "marker-supply-low", "marker-waste-almost-full", "toner-low", "media-low",
    "output-area-almost-full",
)  # fmt: skip

# What damages the page that was on its way.
DAMAGING = frozenset({"media-jam"})

# Some printers cut long keywords: "marker-waste-almost-full-warnin" was seen.
_SEVERITY = re.compile(r"-(?:r(?:e(?:p(?:o(?:rt?)?)?)?)?|w(?:a(?:r(?:n(?:i(?:ng?)?)?)?)?)?|"
                       r"e(?:r(?:r(?:or?)?)?)?)$")  # fmt: skip


def plain_reasons(told: Iterable[str]) -> tuple[str, ...]:
    """What a printer told as its reasons, without how grave it finds them.

    Sorted, each once; "none" left out.
    """
    return tuple(sorted({_plain(word) for word in told} - {"none", ""}))


def _plain(word: str) -> str:
    known = (k for k in (*BLOCKING, *_HARMLESS) if word.startswith(k))
    return next(known, _SEVERITY.sub("", word))


def blocking(reasons: Iterable[str]) -> tuple[str, ...]:
    """Those of *reasons*, already plain, that keep paper from coming out."""
    return tuple(reason for reason in reasons if reason in BLOCKING)


@dataclass(frozen=True, slots=True)
class PrinterSeen:
    """What a printer says of itself.

    Attributes:
        state: "idle", "processing" or "stopped".
        reasons: Plain.
        formats, sides, media: Keywords, as it told them.
    """

    name: str
    model: str
    state: str
    reasons: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    media: tuple[str, ...] = ()

    @property
    def takes_pdf(self) -> bool:
        """PDF is no format that every printer must know: many take pictures only."""
        return PDF in self.formats

    @property
    def has_two_sides(self) -> bool:
        """True when it can turn the sheet."""
        return any(side.startswith("two-sided") for side in self.sides)


@dataclass(frozen=True, slots=True)
class JobSeen:
    """What a printer says of a job.

    Attributes:
        job_id: Its own number.
        state: Never QUEUED nor HANDED.
        pages_out: Sides that came out; None when it does not count them.
        reasons: Plain; the job's own.
        message: Its own words, in its language; "" without.
    """

    job_id: int
    state: PrintState
    pages_out: int | None = None
    reasons: tuple[str, ...] = ()
    message: str = ""


class Printer(Protocol):
    """One printer, spoken to; `channels/ipp.py` is one."""

    def look(self) -> PrinterSeen:
        """What it is, can do, and is doing.

        Raises:
            PrinterError: It does not answer.
        """
        ...

    def submit(self, pdf: bytes, *, job_name: str, sides: str) -> int:
        """Hand over a job; the number that the printer gave it.

        Raises:
            PrinterError: It was not taken (``certain``), or nobody knows.
        """
        ...

    def job(self, job_id: int, *, job_name: str) -> JobSeen | None:
        """How a job is; None when the printer knows it no more.

        A printer that was switched off may give its number to another: *job_name*
        tells them apart.

        Raises:
            PrinterError: It does not answer.
        """
        ...

    def find(self, job_name: str) -> JobSeen | None:
        """The job of that name, among all that the printer remembers.

        Raises:
            PrinterError: It does not answer.
        """
        ...

    def cancel(self, job_id: int) -> None:
        """Ask for a job to stop; harmless when it has ended.

        Raises:
            PrinterError: It does not answer.
        """
        ...


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One file of a run on its way through a printer: its latest line.

    Attributes:
        job_name: Ours, never used twice: by it a job is found again.
        printer: Its address; *printer_name* is how it calls itself, "" before it spoke.
        two_sided: How it was asked for.
        pages: Of the file.
        pages_out: Sides that the printer says came out; None when it does not count.
        stopped_after: Sides that were out when it was first seen blocked.
        reasons: What it tells now; plain.
        seen: What blocked it since it had the job, cleared or not.
        already: What it told before it had the job, and tells since: not the job's.
        detail: Its own words, or why it was refused.
    """

    job_name: str
    run_id: int
    kind: Kind
    printer: str
    by: str
    at: datetime
    state: PrintState
    pages: int
    two_sided: bool = False
    printer_name: str = ""
    job_id: int | None = None
    pages_out: int | None = None
    stopped_after: int | None = None
    reasons: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    already: tuple[str, ...] = ()
    detail: str = ""


def told(job: PrintJob, seen: JobSeen, reasons: tuple[str, ...]) -> PrintJob:
    """*job* with what the printer now says of it, and of itself.

    Args:
        job: As it was.
        seen: As the printer says it is.
        reasons: What the printer tells of itself; plain.
    """
    present = tuple(sorted({*reasons, *blocking(seen.reasons)}))
    # What has gone once, and comes back, is the job's.
    already = tuple(reason for reason in job.already if reason in present)
    new = [reason for reason in blocking(present) if reason not in already]
    out = job.pages_out if seen.pages_out is None else seen.pages_out
    ended = not seen.state.is_open
    return replace(
        job,
        state=seen.state,
        job_id=seen.job_id,
        pages_out=seen.pages_out if ended else out,
        stopped_after=out if new else job.stopped_after,
        reasons=present,
        seen=tuple(sorted({*job.seen, *new})),
        already=already,
        detail=seen.message if seen.state is PrintState.ABORTED else "",
    )


def plain_uri(typed: str) -> str:
    """A printer's address as it is kept; "" for none.

    A name or an IP address alone is enough: most printers answer at /ipp/print.

    Raises:
        ValueError: It is no address of a printer.
    """
    typed = typed.strip()
    if not typed:
        return ""
    parts = urlsplit(typed if "://" in typed else f"ipp://{typed}")
    if parts.scheme not in ("ipp", "ipps") or not parts.hostname or parts.username:
        raise ValueError(typed)
    if not _HOST.fullmatch(parts.netloc) or any(c.isspace() for c in typed):
        raise ValueError(typed)
    path = parts.path if parts.path not in ("", "/") else "/ipp/print"
    # The port is read here so that one that is no number is refused.
    return f"{parts.scheme}://{_netloc(parts.hostname, parts.port)}{path}"


def _netloc(host: str, port: int | None) -> str:
    name = f"[{host}]" if ":" in host else host
    return name if port is None else f"{name}:{port}"
