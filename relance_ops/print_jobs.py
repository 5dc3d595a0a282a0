"""Print jobs as they are kept: lines that are only added, read back by their latest."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import duckdb

from relance_ops.database import aware, sql, utc
from relance_ops.events import Event, EventKind
from relance_ops.model import Kind
from relance_ops.printers import PrintJob, PrintState, blocking


def add(cursor: duckdb.DuckDBPyConnection, job: PrintJob) -> None:
    """Keep how *job* is now, in the caller's transaction."""
    cursor.execute(
        sql("add_print_line"),
        {
            "job_name": job.job_name,
            "run_id": job.run_id,
            "channel": job.kind.value,
            "printer": job.printer,
            "printer_name": job.printer_name,
            "two_sided": job.two_sided,
            "pages": job.pages,
            "state": job.state.value,
            "job_id": job.job_id,
            "pages_out": job.pages_out,
            "stopped_after": job.stopped_after,
            "reasons": list(job.reasons),
            "seen": list(job.seen),
            "already": list(job.already),
            "detail": job.detail,
            "at": utc(job.at),
            "by": job.by,
        },
    ).fetchall()


def jobs(
    cursor: duckdb.DuckDBPyConnection,
    *,
    run_id: int | None = None,
    states: Collection[PrintState] | None = None,
) -> tuple[PrintJob, ...]:
    """Print jobs as they stand, the oldest first."""
    rows = cursor.execute(
        sql("print_jobs"),
        {
            "run_id": run_id,
            "states": None if states is None else [state.value for state in states],
        },
    ).fetchall()
    return tuple(
        PrintJob(
            job_name=row[0],
            run_id=row[1],
            kind=Kind(row[2]),
            printer=row[3],
            by=row[4],
            at=aware(row[5]),
            state=PrintState(row[6]),
            pages=row[7],
            two_sided=row[8],
            printer_name=row[9],
            job_id=row[10],
            pages_out=row[11],
            stopped_after=row[12],
            reasons=tuple(row[13]),
            seen=tuple(row[14]),
            already=tuple(row[15]),
            detail=row[16],
        )
        for row in rows
    )


def latest(cursor: duckdb.DuckDBPyConnection, run_id: int) -> tuple[PrintJob, ...]:
    """The last job of each file of a run, letters first."""
    last = {job.kind: job for job in jobs(cursor, run_id=run_id)}
    return tuple(last[kind] for kind in (Kind.LETTER, Kind.CARD) if kind in last)


def sides(job: PrintJob) -> str:
    """How the sheets of *job* are printed, in IPP's word."""
    if job.kind is Kind.CARD:
        return "two-sided-short-edge"
    return "two-sided-long-edge" if job.two_sided else "one-sided"


def line(kind: EventKind, job: PrintJob, at: datetime) -> Event:
    """A line of the journal: whose file, and how far it came."""
    out = "?" if job.pages_out is None else str(job.pages_out)
    return Event(
        kind,
        at,
        job.by,
        subject=f"{job.run_id}/{job.kind.value}",
        before=job.state.value,
        after=f"{out}/{job.pages}",
        note=",".join(job.seen or blocking(job.reasons) or job.reasons)
        if kind is EventKind.PRINTER_SAID
        else job.printer_name,
    )
