"""A run's print files on their way, for a command that would end before the printer."""

from __future__ import annotations

import time
from dataclasses import replace

from relance_ops.practice import Practice
from relance_ops.reports import RunReport

# Then `work` and `doctor`, or the dashboard, hear the rest.
WAIT_SECONDS = 60.0
LOOK_SECONDS = 0.5


def printed(practice: Practice, report: RunReport) -> RunReport:
    """*report* once the printer has its files, and has said what became of them.

    Waits no longer than a minute: a person answers for the rest in any case.
    """
    run_id = report.run_id
    if run_id is None or not report.printing:
        return report
    end = time.monotonic() + WAIT_SECONDS
    while any(job.run_id == run_id for job in practice.printing.step()):
        if time.monotonic() > end:
            break
        time.sleep(LOOK_SECONDS)
    return replace(report, printing=practice.printing.jobs(run_id))
